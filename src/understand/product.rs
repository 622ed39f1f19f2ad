//! Products of activations and weights as bytes, summed as whole numbers: the same on every machine.
//!
//! A row of activations becomes signed bytes with a scale of its own. Weights are kept 128 above what they are, since
//! the instruction that multiplies and sums bytes (`vpdpbusd`) wants one side unsigned; 128 times the sum of the row
//! is taken off at the end. Three kernels give the same integers: AVX-512 VNNI, AVX2, and plain Rust for all else.
//!
//! This is the only file of the language model with unsafe code: kernels read through pointers whose bounds
//! [`Matrix::multiply`] asserts, and [`fastest`] calls code for a CPU feature only where the CPU has it.

#![expect(
    unsafe_code,
    reason = "vector instructions; the argument stands above and at each place"
)]

/// Rows that a kernel takes at once.
const TALL: usize = 8;
/// Blocks of outputs that a kernel takes at once: 24 sums stay in registers.
const BROAD: usize = 3;
/// Parts that a row of inputs may have.
const PARTS: usize = 5;
/// Outputs of a block, as many as 32-bit sums in the widest register.
const BLOCK: usize = 16;
/// Inputs whose products go into one sum at once.
const GROUP: usize = 4;
/// What is added to a weight to make it unsigned.
const OFFSET: i32 = 128;
/// The largest byte of a row.
const LEVELS: f32 = 127.0;
/// Added to a small number, it leaves the nearest integer in the low bits of the sum.
const ROUNDER: f32 = 12_582_912.0;

/// Weights of four inputs for sixteen outputs.
#[derive(Clone)]
#[repr(align(64))]
pub struct Cell([u8; BLOCK * GROUP]);

/// Scaled sums of a panel of outputs for each row.
type Totals = [[f32; BROAD * BLOCK]; TALL];

/// Rows of activations as bytes.
#[derive(Default)]
pub struct Rows {
    width: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
    /// What sums begin with, so that they come out as if weights were signed.
    starts: Vec<i32>,
    /// Room for the absolute values of a row.
    sizes: Vec<f32>,
}

/// One row for a kernel.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    values: &'a [i8],
    start: i32,
    scale: f32,
}

impl Rows {
    /// Takes the rows of `x`, each `width` long, in place of those before.
    #[inline(always)]
    pub fn quantize(&mut self, x: &[f32], width: usize) {
        self.width = width;
        self.values.clear();
        self.values.resize(x.len(), 0);
        self.scales.clear();
        self.starts.clear();
        let sizes = &mut self.sizes;
        for (row, values) in x.chunks_exact(width).zip(self.values.chunks_exact_mut(width)) {
            sizes.clear();
            sizes.extend(row.iter().map(|value| value.abs()));
            let highest = fold(sizes, |a, b| if b > a { b } else { a });
            let factor = if highest > 0.0 { LEVELS / highest } else { 0.0 };
            let mut sum = 0;
            for (byte, value) in values.iter_mut().zip(row) {
                *byte = to_byte(value * factor);
                sum += i32::from(*byte);
            }
            self.scales.push(highest / LEVELS);
            self.starts.push(-OFFSET * sum);
        }
    }

    #[inline(always)]
    fn row(&self, row: usize) -> Row<'_> {
        Row {
            values: &self.values[row * self.width..(row + 1) * self.width],
            start: self.starts[row],
            scale: self.scales[row],
        }
    }
}

/// The nearest integer of a number of at most LEVELS.
#[inline(always)]
fn to_byte(value: f32) -> i8 {
    (value + ROUNDER).to_bits() as i8
}

/// Folds the halves of `values` upon each other again and again, which in any language of vectors is a few
/// instructions and always has the same order.
#[inline(always)]
pub fn fold(values: &mut [f32], with: impl Fn(f32, f32) -> f32) -> f32 {
    let mut length = values.len();
    while length > 1 && length.is_multiple_of(2) {
        length /= 2;
        let (left, right) = values.split_at_mut(length);
        for (a, b) in left.iter_mut().zip(right) {
            *a = with(*a, *b);
        }
    }
    values[..length].iter().copied().reduce(with).unwrap_or(0.0)
}

/// Weights `[outputs, inputs]` with one scale an output. Inputs come in parts, rows with a scale of their own each.
pub struct Matrix {
    /// Inputs of a part, a multiple of four.
    width: usize,
    parts: usize,
    /// Part by part, block by block, the groups of a block side by side.
    cells: Vec<Cell>,
    /// Of each output; zeros fill the last block, as in `bias`.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// How many products a row costs.
    pub fn multiply_adds(&self) -> usize {
        self.width * self.parts * self.bias.len()
    }

    /// From floats, a row an output, whose inputs are cut into parts of `width`.
    pub fn new(weights: &[f32], bias: &[f32], inputs: usize, width: usize) -> Matrix {
        assert!(
            width.is_multiple_of(BLOCK) && inputs.is_multiple_of(width),
            "parts must be whole"
        );
        let blocks = bias.len().div_ceil(BLOCK);
        let (groups, parts) = (width / GROUP, inputs / width);
        let mut matrix = Matrix {
            width,
            parts,
            cells: vec![Cell([OFFSET as u8; BLOCK * GROUP]); parts * blocks * groups],
            scales: vec![0.0; blocks * BLOCK],
            bias: vec![0.0; blocks * BLOCK],
        };
        for (output, (row, bias)) in weights.chunks_exact(inputs).zip(bias).enumerate() {
            let (block, slot) = (output / BLOCK, output % BLOCK * GROUP);
            let highest = row
                .iter()
                .fold(0.0, |high, value| if value.abs() > high { value.abs() } else { high });
            let factor = if highest > 0.0 { LEVELS / highest } else { 0.0 };
            matrix.scales[output] = highest / LEVELS;
            matrix.bias[output] = *bias;
            for (part, row) in row.chunks_exact(width).enumerate() {
                let cells = &mut matrix.cells[(part * blocks + block) * groups..];
                for (Cell(cell), group) in cells.iter_mut().zip(row.chunks_exact(GROUP)) {
                    for (byte, value) in cell[slot..slot + GROUP].iter_mut().zip(group) {
                        *byte = (i32::from(to_byte(value * factor)) + OFFSET) as u8;
                    }
                }
            }
        }
        matrix
    }

    /// Inputs of a part.
    pub fn width(&self) -> usize {
        self.width
    }

    pub fn parts(&self) -> usize {
        self.parts
    }

    /// Columns of a row of products: the outputs, and zeros that fill the last block.
    pub fn columns(&self) -> usize {
        self.bias.len()
    }

    /// Puts products and bias into the rows of `out`. Part `p` of the row number `i` is row
    /// `first + i * step + p * reach` of `rows`.
    #[inline(always)]
    pub fn multiply<K: Kernel>(&self, rows: &Rows, first: usize, step: usize, reach: usize, out: &mut [f32]) {
        let columns = self.columns();
        let blocks = columns / BLOCK;
        let count = out.len() / columns;
        if count == 0 {
            return;
        }
        assert!(rows.width == self.width, "matrix shapes must fit");
        assert!(self.parts <= PARTS, "more parts than there is room for");
        let groups = self.width / GROUP;
        for top in (0..count).step_by(TALL) {
            // Past the last row its sums are worked out again, and left.
            let number = |part: usize, i: usize| first + (top + i).min(count - 1) * step + part * reach;
            let nothing = [rows.row(number(0, 0)); TALL];
            let mut tiles = [nothing; PARTS];
            for (part, tile) in tiles.iter_mut().enumerate().take(self.parts) {
                for (i, row) in tile.iter_mut().enumerate() {
                    *row = rows.row(number(part, i));
                }
            }
            for panel in (0..blocks).step_by(BROAD) {
                let broad = BROAD.min(blocks - panel);
                let mut totals: Totals = [[0.0; BROAD * BLOCK]; TALL];
                for (part, tile) in tiles.iter().enumerate().take(self.parts) {
                    let cells = &self.cells[(part * blocks + panel) * groups..][..broad * groups];
                    // SAFETY: `fastest` is the one source of kernels and gives those that the CPU can run; each row
                    // has `width` bytes, and `cells` as many groups of them for each block.
                    unsafe { K::multiply(cells, tile, groups, &mut totals) };
                }
                let outputs = panel * BLOCK..(panel + broad) * BLOCK;
                for (out, totals) in out[top * columns..].chunks_exact_mut(columns).zip(&totals) {
                    let weights = self.scales[outputs.clone()].iter().zip(&self.bias[outputs.clone()]);
                    for ((out, total), (scale, bias)) in out[outputs.clone()].iter_mut().zip(totals).zip(weights) {
                        *out = total * scale + bias;
                    }
                }
            }
        }
    }
}

/// What multiplies and sums.
pub trait Kernel {
    /// Adds to `totals` the sums of up to `BROAD` blocks of cells for `TALL` rows, times the scales of the rows.
    ///
    /// # Safety
    /// The CPU must have the features of the kernel; `rows` must have `GROUP * groups` bytes each, and `cells`
    /// at most `BROAD` blocks of `groups`.
    unsafe fn multiply(cells: &[Cell], rows: &[Row; TALL], groups: usize, totals: &mut Totals);
}

/// Something to be done with whatever kernel is the fastest here; `run` is compiled once for each of them, and what
/// is inlined into it becomes vector code for the same CPUs.
pub trait Task {
    fn run<K: Kernel>(self);
}

/// Runs a task with the best kernel that the CPU has.
pub fn fastest<T: Task>(task: T) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vnni")
        {
            // SAFETY: the CPU has just said that it has the features.
            return unsafe { x86::run_with_vnni(task) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: likewise.
            return unsafe { x86::run_with_avx2(task) };
        }
    }
    task.run::<Plain>();
}

struct Plain;

impl Kernel for Plain {
    #[inline(always)]
    unsafe fn multiply(cells: &[Cell], rows: &[Row; TALL], groups: usize, totals: &mut Totals) {
        for (row, totals) in rows.iter().zip(totals) {
            for (block, totals) in cells.chunks_exact(groups).zip(totals.chunks_exact_mut(BLOCK)) {
                let mut sums = [row.start; BLOCK];
                for (Cell(cell), group) in block.iter().zip(row.values.chunks_exact(GROUP)) {
                    for (sum, weights) in sums.iter_mut().zip(cell.chunks_exact(GROUP)) {
                        for (weight, value) in weights.iter().zip(group) {
                            *sum += i32::from(*weight) * i32::from(*value);
                        }
                    }
                }
                for (total, sum) in totals.iter_mut().zip(sums) {
                    *total += sum as f32 * row.scale;
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{BLOCK, BROAD, Cell, GROUP, Kernel, Row, TALL, Task, Totals};

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    pub fn run_with_vnni<T: Task>(task: T) {
        task.run::<Vnni>();
    }

    #[target_feature(enable = "avx2")]
    pub fn run_with_avx2<T: Task>(task: T) {
        task.run::<Avx2>();
    }

    struct Vnni;

    impl Kernel for Vnni {
        #[inline(always)]
        unsafe fn multiply(cells: &[Cell], rows: &[Row; TALL], groups: usize, totals: &mut Totals) {
            // SAFETY: the caller's promise.
            unsafe {
                match cells.len() / groups {
                    BROAD => multiply_vnni::<BROAD>(cells, rows, groups, totals),
                    2 => multiply_vnni::<2>(cells, rows, groups, totals),
                    _ => multiply_vnni::<1>(cells, rows, groups, totals),
                }
            }
        }
    }

    /// # Safety
    /// `cells` must have `BLOCKS * groups` elements and each row `GROUP * groups`.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    unsafe fn multiply_vnni<const BLOCKS: usize>(
        cells: &[Cell],
        rows: &[Row; TALL],
        groups: usize,
        totals: &mut Totals,
    ) {
        let mut sums = [[_mm512_setzero_si512(); BLOCKS]; TALL];
        for (sums, row) in sums.iter_mut().zip(rows) {
            *sums = [_mm512_set1_epi32(row.start); BLOCKS];
        }
        for group in 0..groups {
            let mut weights = [_mm512_setzero_si512(); BLOCKS];
            for (block, weight) in weights.iter_mut().enumerate() {
                // SAFETY: `block * groups + group` is less than `BLOCKS * groups`; a cell fills a register.
                *weight = unsafe { _mm512_load_si512(cells.as_ptr().add(block * groups + group).cast()) };
            }
            for (row, sums) in rows.iter().zip(&mut sums) {
                // SAFETY: `GROUP * group + GROUP` is at most the length of the row.
                let values = unsafe { row.values.as_ptr().add(GROUP * group).cast::<i32>().read_unaligned() };
                let values = _mm512_set1_epi32(values);
                for (sum, weight) in sums.iter_mut().zip(&weights) {
                    *sum = _mm512_dpbusd_epi32(*sum, *weight, values);
                }
            }
        }
        for ((sums, row), totals) in sums.iter().zip(rows).zip(totals) {
            let scale = _mm512_set1_ps(row.scale);
            for (sum, totals) in sums.iter().zip(totals.chunks_exact_mut(BLOCK)) {
                let scaled = _mm512_mul_ps(_mm512_cvtepi32_ps(*sum), scale);
                // SAFETY: sixteen totals fill a register.
                unsafe {
                    let total = _mm512_loadu_ps(totals.as_ptr());
                    _mm512_storeu_ps(totals.as_mut_ptr(), _mm512_add_ps(total, scaled));
                }
            }
        }
    }

    struct Avx2;

    impl Kernel for Avx2 {
        #[inline(always)]
        unsafe fn multiply(cells: &[Cell], rows: &[Row; TALL], groups: usize, totals: &mut Totals) {
            // Sixteen registers hold the sums of four rows and half a block.
            for (block, cells) in cells.chunks_exact(groups).enumerate() {
                for half in 0..2 {
                    for first in [0, 4] {
                        // SAFETY: the caller's promise.
                        unsafe { multiply_avx2(cells, half, rows, first, block, totals) };
                    }
                }
            }
        }
    }

    /// Four rows by half a block.
    ///
    /// # Safety
    /// Each row must have `GROUP` bytes for each cell.
    #[target_feature(enable = "avx2")]
    unsafe fn multiply_avx2(
        cells: &[Cell],
        half: usize,
        rows: &[Row; TALL],
        first: usize,
        block: usize,
        totals: &mut Totals,
    ) {
        const HALF: usize = BLOCK / 2;
        let rows = &rows[first..first + 4];
        // Two sums an output, to be added up at the end.
        let mut sums = [[_mm256_setzero_si256(); 2]; 4];
        for (group, Cell(cell)) in cells.iter().enumerate() {
            // SAFETY: a cell has four times sixteen bytes, and `half` is 0 or 1.
            let quarter = |i: usize| unsafe {
                _mm256_cvtepu8_epi16(_mm_load_si128(cell.as_ptr().add((2 * half + i) * 16).cast()))
            };
            let weights = [quarter(0), quarter(1)];
            for (row, sums) in rows.iter().zip(&mut sums) {
                // SAFETY: `GROUP * group + GROUP` is at most the length of the row.
                let values = unsafe { row.values.as_ptr().add(GROUP * group).cast::<i32>().read_unaligned() };
                let values = _mm256_cvtepi8_epi16(_mm_set1_epi32(values));
                for (sum, weight) in sums.iter_mut().zip(&weights) {
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(*weight, values));
                }
            }
        }
        for (([left, right], row), totals) in sums.into_iter().zip(rows).zip(&mut totals[first..]) {
            // Adds neighbours; the halves of the registers come out crossed.
            let sum = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(left, right));
            let sum = _mm256_add_epi32(sum, _mm256_set1_epi32(row.start));
            let scaled = _mm256_mul_ps(_mm256_cvtepi32_ps(sum), _mm256_set1_ps(row.scale));
            let totals = &mut totals[block * BLOCK + half * HALF..][..HALF];
            // SAFETY: eight totals fill a register.
            unsafe {
                let total = _mm256_loadu_ps(totals.as_ptr());
                _mm256_storeu_ps(totals.as_mut_ptr(), _mm256_add_ps(total, scaled));
            }
        }
    }
}

#[cfg(test)]
mod tests;
