//! The convolutional encoder: from words to one row of 96 numbers a token, for syntax and for naming.
//!
//! The first layer depends on the word alone but for two small offsets, so its sums are kept per word.
//! The other layers are residual maxout layers over a token and two neighbours, run over blocks of
//! tokens with a margin that is as wide as the layers reach, so that any length needs bounded memory.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::weights::{Weights, WeightsError};
use super::words::{COLUMNS, WIDTH, Words};

/// Pieces of a maxout in the shared layers.
const PIECES: usize = 3;
/// Width of the first hidden layer.
const HIDDEN: usize = WIDTH * PIECES;
/// Tokens of a block, less its margins.
const BLOCK: usize = 384;
/// Words that a thread remembers; at 1.2 kB a word.
const REMEMBERED: usize = 12_000;

/// What lies between two tokens in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Nothing = 0,
    Space = 1,
    Line = 2,
}

/// `c[m, n] += a[m, k] * b[k, n]`, or `=` where `beta` is 0; rows of `a` are `a_stride` apart.
#[expect(
    clippy::too_many_arguments,
    reason = "the parameters that a matrix product has everywhere"
)]
pub fn multiply(a: &[f32], a_stride: usize, m: usize, k: usize, b: &[f32], n: usize, beta: f32, c: &mut [f32]) {
    let fits = m == 0 || a.len() >= (m - 1) * a_stride + k;
    assert!(fits && b.len() >= k * n && c.len() >= m * n, "matrix shapes must fit");
    // SAFETY: the assertion above bounds every element that the strides reach.
    unsafe {
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.as_ptr(),
            a_stride as isize,
            1,
            b.as_ptr(),
            n as isize,
            1,
            beta,
            c.as_mut_ptr(),
            n as isize,
            1,
        );
    }
}

/// `[rows, columns]` to `[columns, rows]`.
pub fn transposed(matrix: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut out = vec![0.0; rows * columns];
    for (r, row) in matrix.chunks_exact(columns.max(1)).enumerate() {
        for (c, value) in row.iter().enumerate() {
            out[c * rows + r] = *value;
        }
    }
    out
}

/// Weights of a maxout layer. The file orders outputs by unit, then piece; here whole pieces lie side by
/// side, so that the largest piece is taken eight units at a time.
struct Maxout {
    pieces: usize,
    /// `[inputs, pieces * WIDTH]`
    weight: Vec<f32>,
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    fn read(weights: &Weights, name: &str, inputs: usize, pieces: usize) -> Result<Self, WeightsError> {
        let weight = weights.matrix(&format!("{name}.linear.weight"), WIDTH * pieces, inputs)?;
        let bias = weights.vector(&format!("{name}.linear.bias"), WIDTH * pieces)?;
        Ok(Maxout {
            pieces,
            weight: transposed(&piecewise(&weight, pieces, inputs), WIDTH * pieces, inputs),
            bias: piecewise(&bias, pieces, 1),
            gain: weights.vector(&format!("{name}.norm.weight"), WIDTH)?,
            shift: weights.vector(&format!("{name}.norm.bias"), WIDTH)?,
        })
    }

    /// The largest piece of `hidden` for each unit, scaled to mean 0 and variance 1, gain and shift.
    #[inline]
    fn activate(&self, hidden: &[f32], out: &mut [f32; WIDTH]) {
        let (first, rest) = hidden.split_at(WIDTH);
        out.copy_from_slice(first);
        for piece in rest.chunks_exact(WIDTH) {
            for (value, other) in out.iter_mut().zip(piece) {
                *value = if *other > *value { *other } else { *value };
            }
        }
        let mean = sum(out) / WIDTH as f32;
        for value in out.iter_mut() {
            *value -= mean;
        }
        let mut squares = [0.0; WIDTH];
        for (square, value) in squares.iter_mut().zip(out.iter()) {
            *square = value * value;
        }
        let scale = 1.0 / (sum(&squares) / WIDTH as f32 + 1e-8).sqrt();
        for ((value, gain), shift) in out.iter_mut().zip(&self.gain).zip(&self.shift) {
            *value = *value * scale * gain + shift;
        }
    }
}

/// Sums eight lanes side by side, which vectorises and has a fixed order.
fn sum(values: &[f32; WIDTH]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for chunk in values.chunks_exact(8) {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    lanes.iter().sum()
}

/// Reorders rows from (unit, piece) to (piece, unit).
fn piecewise(rows: &[f32], pieces: usize, columns: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows.len());
    for piece in 0..pieces {
        for unit in 0..WIDTH {
            let row = unit * pieces + piece;
            out.extend_from_slice(&rows[row * columns..(row + 1) * columns]);
        }
    }
    out
}

/// A residual layer over a token and its neighbours at distance `reach`.
struct Window {
    reach: usize,
    maxout: Maxout,
}

pub struct Encoder {
    words: Words,
    first: Maxout,
    /// Offsets of the first hidden layer for what lies before and after a token, `[3, HIDDEN]`.
    before: Vec<f32>,
    after: Vec<f32>,
    trunk: Vec<Window>,
    syntax: Vec<Window>,
    naming: Vec<Window>,
}

/// First hidden layers by word, and space for blocks, kept by each thread between calls.
#[derive(Default)]
struct Scratch {
    index: FxHashMap<Box<str>, u32>,
    hidden: Vec<f32>,
    columns: Vec<f32>,
    block: Vec<f32>,
    branch: Vec<f32>,
    layer: Vec<f32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

impl Encoder {
    pub fn read(weights: &Weights) -> Result<Self, WeightsError> {
        let layers = |name: &str| -> Result<Vec<Window>, WeightsError> {
            let shapes = weights.lines(&format!("{name}.layers"))?;
            shapes
                .iter()
                .enumerate()
                .map(|(i, line)| {
                    // "reach pieces"
                    let mut numbers = line.split(' ').filter_map(|n| n.parse().ok());
                    let (Some(reach), Some(pieces)) = (numbers.next(), numbers.next()) else {
                        return Err(WeightsError::Missing(format!("{name}.layers")));
                    };
                    Ok(Window {
                        reach,
                        maxout: Maxout::read(weights, &format!("{name}.{i}.maxout"), 3 * WIDTH, pieces)?,
                    })
                })
                .collect()
        };
        let offsets = |name: &str| -> Result<Vec<f32>, WeightsError> {
            let rows = weights.matrix(name, 3, HIDDEN)?;
            Ok(rows
                .chunks_exact(HIDDEN)
                .flat_map(|row| piecewise(row, PIECES, 1))
                .collect())
        };
        Ok(Encoder {
            words: Words::new(weights)?,
            first: Maxout::read(weights, "embed.maxout", COLUMNS, PIECES)?,
            before: offsets("embed.before.weight")?,
            after: offsets("embed.after.weight")?,
            trunk: layers("trunk")?,
            syntax: layers("syntax")?,
            naming: layers("naming")?,
        })
    }

    /// Rows of WIDTH for the tokens `words`; `gaps` has what lies before each.
    /// `each` is called once a block with the token range and its rows for syntax and for naming.
    pub fn encode(&self, words: &[&str], gaps: &[Gap], mut each: impl FnMut(Range<usize>, &[f32], &[f32])) {
        let reach = |layers: &[Window]| layers.iter().map(|layer| layer.reach).sum::<usize>();
        let margin = reach(&self.trunk) + reach(&self.syntax).max(reach(&self.naming));
        // Neighbours past the edge of the text are zeros, so every layer finds this much room around it.
        let room = self
            .trunk
            .iter()
            .chain(&self.syntax)
            .chain(&self.naming)
            .map(|layer| layer.reach)
            .max()
            .unwrap_or(0);
        SCRATCH.with_borrow_mut(|scratch| {
            for start in (0..words.len()).step_by(BLOCK) {
                let tokens = start..(start + BLOCK).min(words.len());
                let wide = tokens.start.saturating_sub(margin)..(tokens.end + margin).min(words.len());
                self.embed(words, gaps, wide.clone(), room, scratch);
                let Scratch {
                    block, branch, layer, ..
                } = scratch;
                for window in &self.trunk {
                    window.apply(block, wide.len(), room, layer);
                }
                branch.clone_from(block);
                for window in &self.syntax {
                    window.apply(block, wide.len(), room, layer);
                }
                for window in &self.naming {
                    window.apply(branch, wide.len(), room, layer);
                }
                let rows = |x: &'_ [f32]| -> Range<usize> {
                    let first = (room + tokens.start - wide.start) * WIDTH;
                    first..(first + tokens.len() * WIDTH).min(x.len())
                };
                each(tokens.clone(), &block[rows(block)], &branch[rows(branch)]);
            }
        });
    }

    /// Fills `scratch.block` with the first layer of the tokens `wide`, and `room` zero rows on both sides.
    fn embed(&self, words: &[&str], gaps: &[Gap], wide: Range<usize>, room: usize, scratch: &mut Scratch) {
        if scratch.index.len() > REMEMBERED {
            scratch.index.clear();
            scratch.hidden.clear();
        }
        scratch.columns.clear();
        let known = scratch.index.len();
        for word in &words[wide.clone()] {
            if !scratch.index.contains_key(*word) {
                scratch.index.insert((*word).into(), scratch.index.len() as u32);
                let start = scratch.columns.len();
                scratch.columns.resize(start + COLUMNS, 0.0);
                self.words.embed(word, &mut scratch.columns[start..]);
            }
        }
        let new = scratch.index.len() - known;
        for _ in 0..new {
            scratch.hidden.extend_from_slice(&self.first.bias);
        }
        let fresh = &mut scratch.hidden[known * HIDDEN..];
        multiply(
            &scratch.columns,
            COLUMNS,
            new,
            COLUMNS,
            &self.first.weight,
            HIDDEN,
            1.0,
            fresh,
        );
        scratch.block.clear();
        scratch.block.resize((wide.len() + 2 * room) * WIDTH, 0.0);
        let mut hidden = [0.0; HIDDEN];
        let (rows, _) = scratch.block[room * WIDTH..].as_chunks_mut::<WIDTH>();
        for (out, i) in rows.iter_mut().zip(wide) {
            let word = scratch.index.get(words[i]).map_or(0, |row| *row as usize);
            let before = gaps[i] as usize * HIDDEN;
            let after = gaps.get(i + 1).map_or(Gap::Line as usize, |gap| *gap as usize) * HIDDEN;
            let sums = scratch.hidden[word * HIDDEN..][..HIDDEN].iter();
            let offsets = self.before[before..before + HIDDEN]
                .iter()
                .zip(&self.after[after..after + HIDDEN]);
            for ((value, sum), (before, after)) in hidden.iter_mut().zip(sums).zip(offsets) {
                *value = sum + before + after;
            }
            self.first.activate(&hidden, out);
        }
    }
}

impl Window {
    /// Adds the layer to `rows` rows of `x`, which has `room` zero rows on both sides.
    fn apply(&self, x: &mut [f32], rows: usize, room: usize, hidden: &mut Vec<f32>) {
        let wide = self.maxout.pieces * WIDTH;
        hidden.clear();
        for _ in 0..rows {
            hidden.extend_from_slice(&self.maxout.bias);
        }
        if self.reach == 1 {
            // Neighbouring rows lie side by side: one product of overlapping rows.
            multiply(
                &x[(room - 1) * WIDTH..],
                WIDTH,
                rows,
                3 * WIDTH,
                &self.maxout.weight,
                wide,
                1.0,
                hidden,
            );
        } else {
            for (part, weight) in self.maxout.weight.chunks_exact(WIDTH * wide).enumerate() {
                let first = room + part * self.reach - self.reach;
                multiply(&x[first * WIDTH..], WIDTH, rows, WIDTH, weight, wide, 1.0, hidden);
            }
        }
        let mut row = [0.0; WIDTH];
        for (out, hidden) in x[room * WIDTH..].chunks_exact_mut(WIDTH).zip(hidden.chunks_exact(wide)) {
            self.maxout.activate(hidden, &mut row);
            for (value, add) in out.iter_mut().zip(&row) {
                *value += add;
            }
        }
    }
}
