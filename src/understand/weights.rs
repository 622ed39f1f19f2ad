//! The weight file: named arrays one after another, little endian, written by `train/export.py`.
//!
//! ```text
//! "RGLM0001", then for each array:
//!     u16 length of the name, the name, u8 type, u32 rows, u32 columns, payload
//! type 0: f32, row by row        type 1: one f32 scale a row, then i8 row by row
//! type 2: UTF-8 text, `rows` bytes      type 3: u32, `rows` of them      type 4: u16, `rows` of them
//! ```

use rustc_hash::FxHashMap;
use thiserror::Error;

const MAGIC: &[u8] = b"RGLM0001";

#[derive(Debug, Error, PartialEq)]
pub enum WeightsError {
    #[error("not a weight file of version 1")]
    Magic,
    #[error("the weight file ends inside an array")]
    Truncated,
    #[error("the weight file lacks the array \"{0}\", or it has another type or shape")]
    Missing(String),
}

/// The arrays of a weight file by name. Small ones are copied out on request, large ones stay where they are.
pub struct Weights {
    arrays: FxHashMap<&'static str, Array>,
}

#[derive(Clone, Copy)]
struct Array {
    kind: u8,
    rows: usize,
    columns: usize,
    payload: &'static [u8],
}

/// A matrix of bytes with one scale a row, left in the file.
#[derive(Clone, Copy)]
pub struct Quantized {
    scales: &'static [u8],
    values: &'static [u8],
    pub rows: usize,
    pub columns: usize,
}

impl Quantized {
    /// Adds row `row` to `sum`.
    pub fn add_row(&self, row: usize, sum: &mut [f32]) {
        let Some(values) = self.values.get(row * self.columns..(row + 1) * self.columns) else {
            return;
        };
        let scale = float_at(self.scales, row);
        for (total, value) in sum.iter_mut().zip(values) {
            *total += scale * f32::from(*value as i8);
        }
    }
}

fn float_at(bytes: &[u8], index: usize) -> f32 {
    match bytes.get(index * 4..index * 4 + 4) {
        Some(&[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
        _ => 0.0,
    }
}

/// Takes `length` bytes off the front.
fn take(bytes: &mut &'static [u8], length: usize) -> Result<&'static [u8], WeightsError> {
    let (front, rest) = bytes.split_at_checked(length).ok_or(WeightsError::Truncated)?;
    *bytes = rest;
    Ok(front)
}

fn take_u32(bytes: &mut &'static [u8]) -> Result<usize, WeightsError> {
    take(bytes, 4).map(|b| b.iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte)))
}

impl Weights {
    pub fn read(mut bytes: &'static [u8]) -> Result<Self, WeightsError> {
        if take(&mut bytes, MAGIC.len()) != Ok(MAGIC) {
            return Err(WeightsError::Magic);
        }
        let mut arrays = FxHashMap::default();
        while !bytes.is_empty() {
            let length = take(&mut bytes, 2)?
                .iter()
                .rev()
                .fold(0, |n, byte| n << 8 | usize::from(*byte));
            let name = std::str::from_utf8(take(&mut bytes, length)?).map_err(|_| WeightsError::Magic)?;
            let kind = take(&mut bytes, 1)?.first().copied().unwrap_or(u8::MAX);
            let (rows, columns) = (take_u32(&mut bytes)?, take_u32(&mut bytes)?);
            let size = match kind {
                0 => rows * columns * 4,
                1 => rows * 4 + rows * columns,
                2 => rows,
                3 => rows * 4,
                4 => rows * 2,
                _ => return Err(WeightsError::Missing(name.to_owned())),
            };
            let payload = take(&mut bytes, size)?;
            arrays.insert(
                name,
                Array {
                    kind,
                    rows,
                    columns,
                    payload,
                },
            );
        }
        Ok(Weights { arrays })
    }

    fn find(&self, name: &str, kinds: &[u8]) -> Result<Array, WeightsError> {
        let found = self.arrays.get(name).filter(|array| kinds.contains(&array.kind));
        found.copied().ok_or_else(|| WeightsError::Missing(name.to_owned()))
    }

    /// A matrix as floats, row by row, which must have the given shape.
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>, WeightsError> {
        let array = self.find(name, &[0, 1])?;
        if (array.rows, array.columns) != (rows, columns) {
            return Err(WeightsError::Missing(format!("{name} [{rows}, {columns}]")));
        }
        if array.kind == 0 {
            return Ok((0..rows * columns).map(|i| float_at(array.payload, i)).collect());
        }
        let quantized = self.quantized(name)?;
        let mut floats = vec![0.0; rows * columns];
        for (row, out) in floats.chunks_exact_mut(columns.max(1)).enumerate() {
            quantized.add_row(row, out);
        }
        Ok(floats)
    }

    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, WeightsError> {
        self.matrix(name, 1, length)
    }

    pub fn quantized(&self, name: &str) -> Result<Quantized, WeightsError> {
        let Array {
            rows, columns, payload, ..
        } = self.find(name, &[1])?;
        let (scales, values) = payload.split_at_checked(rows * 4).ok_or(WeightsError::Truncated)?;
        Ok(Quantized {
            scales,
            values,
            rows,
            columns,
        })
    }

    pub fn text(&self, name: &str) -> Result<&'static str, WeightsError> {
        let array = self.find(name, &[2])?;
        std::str::from_utf8(array.payload).map_err(|_| WeightsError::Missing(name.to_owned()))
    }

    pub fn lines(&self, name: &str) -> Result<Vec<&'static str>, WeightsError> {
        Ok(self.text(name)?.lines().collect())
    }

    /// The bytes of an array of u32 (`width` 4) or u16 (`width` 2).
    pub fn integers(&self, name: &str, width: usize) -> Result<&'static [u8], WeightsError> {
        let kind = if width == 4 { 3 } else { 4 };
        self.find(name, &[kind]).map(|array| array.payload)
    }
}
