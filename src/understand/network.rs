//! The convolutional encoder: from words to one row of 96 numbers a token, for syntax and for naming.
//!
//! The first layer depends on the word alone but for two small offsets, so its sums are kept per word.
//! The other layers are residual maxout layers over a token and two neighbours, run over blocks of
//! tokens with a margin that is as wide as the layers reach, so that any length needs bounded memory.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::product::{Kernel, Matrix, Rows, Task, fastest, fold};
use super::weights::{Weights, WeightsError};
use super::words::{COLUMNS, WIDTH, Words};

/// Pieces of a maxout in the shared layers.
const PIECES: usize = 3;
/// Width of the first hidden layer.
const HIDDEN: usize = WIDTH * PIECES;
/// Tokens of a block, less its margins.
const BLOCK: usize = 384;
/// Tokens whose hidden layer is worked out and activated at once, while it is near.
const STRIP: usize = 8;
/// Words that a thread remembers; at 1.2 kB a word.
const REMEMBERED: usize = 12_000;

/// What lies between two tokens in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Nothing = 0,
    Space = 1,
    Line = 2,
}

/// Weights of a maxout layer. The file orders outputs by unit, then piece; here whole pieces lie side by
/// side, so that the largest piece is taken eight units at a time.
struct Maxout {
    linear: Matrix,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    /// The inputs come in parts of WIDTH.
    fn read(weights: &Weights, name: &str, inputs: usize, pieces: usize) -> Result<Self, WeightsError> {
        let weight = weights.matrix(&format!("{name}.linear.weight"), WIDTH * pieces, inputs)?;
        let bias = weights.vector(&format!("{name}.linear.bias"), WIDTH * pieces)?;
        Ok(Maxout {
            linear: Matrix::new(
                &piecewise(&weight, pieces, inputs),
                &piecewise(&bias, pieces, 1),
                inputs,
                WIDTH,
            ),
            gain: weights.vector(&format!("{name}.norm.weight"), WIDTH)?,
            shift: weights.vector(&format!("{name}.norm.bias"), WIDTH)?,
        })
    }

    /// The largest piece of `hidden` for each unit, scaled to mean 0 and variance 1, gain and shift.
    #[inline(always)]
    fn activate(&self, hidden: &[f32], out: &mut [f32; WIDTH]) {
        let (first, rest) = hidden.split_at(WIDTH);
        out.copy_from_slice(first);
        for piece in rest.chunks_exact(WIDTH) {
            for (value, other) in out.iter_mut().zip(piece) {
                *value = if *other > *value { *other } else { *value };
            }
        }
        let mut room = *out;
        let mean = fold(&mut room, |a, b| a + b) / WIDTH as f32;
        for (value, square) in out.iter_mut().zip(&mut room) {
            *value -= mean;
            *square = *value * *value;
        }
        let scale = 1.0 / (fold(&mut room, |a, b| a + b) / WIDTH as f32 + 1e-8).sqrt();
        for ((value, gain), shift) in out.iter_mut().zip(&self.gain).zip(&self.shift) {
            *value = *value * scale * gain + shift;
        }
    }
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
    /// The remembered word behind each token of the block.
    numbers: Vec<u32>,
    block: Vec<f32>,
    branch: Vec<f32>,
    layer: Vec<f32>,
    bytes: Rows,
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

    /// How many products a token costs whose word is remembered.
    pub fn multiply_adds(&self) -> usize {
        let layers = self.trunk.iter().chain(&self.syntax).chain(&self.naming);
        layers.map(|layer| layer.maxout.linear.multiply_adds()).sum()
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
                    block,
                    branch,
                    layer,
                    bytes,
                    ..
                } = scratch;
                let mut apply = |layers: &[Window], x: &mut [f32]| {
                    for window in layers {
                        let (bytes, hidden) = (&mut *bytes, &mut *layer);
                        fastest(Apply {
                            window,
                            room,
                            x,
                            bytes,
                            hidden,
                        });
                    }
                };
                apply(&self.trunk, block);
                branch.clone_from(block);
                apply(&self.syntax, block);
                apply(&self.naming, branch);
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
        scratch.numbers.clear();
        let known = scratch.index.len();
        for word in &words[wide.clone()] {
            let number = match scratch.index.get(*word) {
                Some(number) => *number,
                None => {
                    let number = scratch.index.len() as u32;
                    scratch.index.insert((*word).into(), number);
                    let start = scratch.columns.len();
                    scratch.columns.resize(start + COLUMNS, 0.0);
                    self.words.embed(word, &mut scratch.columns[start..]);
                    number
                }
            };
            scratch.numbers.push(number);
        }
        let Scratch {
            columns, hidden, bytes, ..
        } = scratch;
        // Address space for all words that will be remembered; pages that are never written cost nothing.
        hidden.reserve_exact(((REMEMBERED + 2 * BLOCK) * HIDDEN).saturating_sub(hidden.len()));
        hidden.resize(scratch.index.len() * HIDDEN, 0.0);
        let (x, out) = (columns.as_slice(), &mut hidden[known * HIDDEN..]);
        let linear = &self.first.linear;
        fastest(Product { linear, x, bytes, out });
        scratch.block.clear();
        scratch.block.resize((wide.len() + 2 * room) * WIDTH, 0.0);
        fastest(First {
            encoder: self,
            numbers: &scratch.numbers,
            hidden,
            before: &gaps[wide.clone()],
            after: &gaps[wide.start + 1..],
            out: &mut scratch.block[room * WIDTH..],
        });
    }
}

/// The rows of `x` times a matrix, into the rows of `out`.
pub struct Product<'a> {
    pub linear: &'a Matrix,
    pub x: &'a [f32],
    pub bytes: &'a mut Rows,
    pub out: &'a mut [f32],
}

impl Task for Product<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        self.bytes.quantize(self.x, self.linear.width());
        self.linear
            .multiply::<K>(self.bytes, 0, self.linear.parts(), 1, self.out);
    }
}

/// The first layer of tokens whose words are remembered.
struct First<'a> {
    encoder: &'a Encoder,
    numbers: &'a [u32],
    hidden: &'a [f32],
    before: &'a [Gap],
    after: &'a [Gap],
    out: &'a mut [f32],
}

impl Task for First<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        let after = self.after.iter().copied().chain([Gap::Line]);
        let gaps = self.before.iter().copied().zip(after);
        let (rows, _) = self.out.as_chunks_mut::<WIDTH>();
        let mut hidden = [0.0; HIDDEN];
        for ((out, number), (before, after)) in rows.iter_mut().zip(self.numbers).zip(gaps) {
            let sums = &self.hidden[*number as usize * HIDDEN..][..HIDDEN];
            let before = &self.encoder.before[before as usize * HIDDEN..][..HIDDEN];
            let after = &self.encoder.after[after as usize * HIDDEN..][..HIDDEN];
            for (((value, sum), before), after) in hidden.iter_mut().zip(sums).zip(before).zip(after) {
                *value = sum + before + after;
            }
            self.encoder.first.activate(&hidden, out);
        }
    }
}

/// Adds a layer to the rows of `x`, of which `room` on both sides are zeros and stay so.
struct Apply<'a> {
    window: &'a Window,
    room: usize,
    x: &'a mut [f32],
    bytes: &'a mut Rows,
    hidden: &'a mut Vec<f32>,
}

impl Task for Apply<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        let Window { reach, maxout } = self.window;
        self.bytes.quantize(self.x, WIDTH);
        let columns = maxout.linear.columns();
        self.hidden.resize(STRIP * columns, 0.0);
        let inner = self.x.len() - 2 * self.room * WIDTH;
        let inner = &mut self.x[self.room * WIDTH..][..inner];
        let mut row = [0.0; WIDTH];
        for (number, strip) in inner.chunks_mut(STRIP * WIDTH).enumerate() {
            let hidden = &mut self.hidden[..strip.len() / WIDTH * columns];
            let first = self.room + number * STRIP - reach;
            maxout.linear.multiply::<K>(self.bytes, first, 1, *reach, hidden);
            for (out, hidden) in strip.chunks_exact_mut(WIDTH).zip(hidden.chunks_exact(columns)) {
                maxout.activate(hidden, &mut row);
                for (value, add) in out.iter_mut().zip(&row) {
                    *value += add;
                }
            }
        }
    }
}
