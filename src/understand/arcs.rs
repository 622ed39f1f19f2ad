//! Heads of tokens: tags, sentence starts, and the scores of arcs and their labels.

use std::ops::Range;

use super::network::Product;
use super::product::{Kernel, Matrix, Rows, Task, fastest, fold};
use super::tree::{argmax, best_tree};
use super::weights::{Weights, WeightsError};
use super::words::WIDTH;

/// Width of the vectors that meet in an arc.
const ARC: usize = 64;
/// Width of the hidden layer of sentence starts.
const START: usize = 32;
/// Slots of the signed distance between head and dependent.
const DISTANCES: usize = 33;
const SLOPE: f32 = 0.1;

/// All that is computed of each token at once is one product with weights side by side.
pub struct Heads {
    upos: usize,
    xpos: usize,
    labels: usize,
    tokens: Matrix,
    start_out: Vec<f32>,
    start_bias: f32,
    root: Vec<f32>,
    distance: Vec<f32>,
    label_root: Vec<f32>,
    label_distance: Vec<f32>,
    label_out: Matrix,
}

/// Rows of one text, each in the order: arc head, arc dependent, label head, label dependent, start,
/// prior, coarse tags, fine tags.
#[derive(Default)]
pub struct TokenScores {
    columns: usize,
    rows: Vec<f32>,
}

/// Numbers whose room is kept from text to text: 24 MB a thread.
pub const KEPT: usize = 6_000_000;

const ARC_HEAD: usize = 0;
const ARC_DEPENDENT: usize = ARC;
const LABEL_HEAD: usize = 2 * ARC;
const LABEL_DEPENDENT: usize = 3 * ARC;
const START_HIDDEN: usize = 4 * ARC;
const PRIOR: usize = 4 * ARC + START;
const UPOS: usize = PRIOR + 1;

impl Heads {
    /// How many products a token costs, with the label of its arc.
    pub fn multiply_adds(&self) -> usize {
        self.tokens.multiply_adds() + self.label_out.multiply_adds()
    }

    pub fn read(weights: &Weights, upos: usize, xpos: usize, labels: usize) -> Result<Self, WeightsError> {
        let parts = [
            ("parser.head", ARC, true),
            ("parser.dependent", ARC, true),
            ("parser.label_head", ARC, true),
            ("parser.label_dependent", ARC, false),
            ("start_hidden", START, true),
            ("parser.prior", 1, true),
            ("upos", upos, true),
            ("xpos", xpos, true),
        ];
        let (mut rows, mut bias) = (Vec::new(), Vec::new());
        for (name, outputs, has_bias) in parts {
            rows.extend(weights.matrix(&format!("{name}.weight"), outputs, WIDTH)?);
            bias.extend(if has_bias {
                weights.vector(&format!("{name}.bias"), outputs)?
            } else {
                vec![0.0; outputs]
            });
        }
        Ok(Heads {
            upos,
            xpos,
            labels,
            tokens: Matrix::new(&rows, &bias, WIDTH, WIDTH),
            start_out: weights.vector("start.weight", START)?,
            start_bias: weights.vector("start.bias", 1)?[0],
            root: weights.vector("parser.root", ARC)?,
            distance: weights.vector("parser.distance", DISTANCES)?,
            label_root: weights.vector("parser.label_root", ARC)?,
            label_distance: weights.matrix("parser.label_distance.weight", DISTANCES, ARC)?,
            label_out: Matrix::new(
                &weights.matrix("parser.label_out.weight", labels, ARC)?,
                &weights.vector("parser.label_out.bias", labels)?,
                ARC,
                ARC,
            ),
        })
    }

    /// Appends the rows of a block of tokens whose encodings are `x`.
    pub fn score_tokens(&self, x: &[f32], bytes: &mut Rows, scores: &mut TokenScores) {
        let columns = self.tokens.columns();
        scores.columns = columns;
        let first = scores.rows.len();
        scores.rows.resize(first + x.len() / WIDTH * columns, 0.0);
        let new = &mut scores.rows[first..];
        fastest(Product {
            linear: &self.tokens,
            x,
            bytes,
            out: new,
        });
        for row in new.chunks_exact_mut(columns) {
            for part in [ARC_HEAD..LABEL_HEAD, START_HIDDEN..PRIOR] {
                for value in &mut row[part] {
                    *value = leaky(*value);
                }
            }
        }
    }

    /// The log odds that a token starts a sentence.
    pub fn start(&self, scores: &TokenScores, token: usize) -> f32 {
        let hidden = &scores.row(token)[START_HIDDEN..PRIOR];
        self.start_bias + hidden.iter().zip(&self.start_out).map(|(a, b)| a * b).sum::<f32>()
    }

    pub fn upos(&self, scores: &TokenScores, token: usize) -> usize {
        argmax(&scores.row(token)[UPOS..UPOS + self.upos])
    }

    pub fn xpos(&self, scores: &TokenScores, token: usize) -> usize {
        argmax(&scores.row(token)[UPOS + self.upos..UPOS + self.upos + self.xpos])
    }

    /// Head (an index of the text; a root is its own) and label number of each token of a sentence.
    pub fn parse(&self, scores: &TokenScores, sentence: Range<usize>, bytes: &mut Rows) -> Vec<(usize, usize)> {
        let n = sentence.len();
        let first = sentence.start;
        let mut arcs = vec![0.0; n * (n + 1)];
        fastest(Arcs {
            heads: self,
            scores,
            sentence: sentence.clone(),
            arcs: &mut arcs,
        });
        let heads = best_tree(&arcs, n);
        let mut hidden = Vec::with_capacity(n * ARC);
        for (i, head) in heads.iter().enumerate() {
            let dependent = &scores.row(first + i)[LABEL_DEPENDENT..LABEL_DEPENDENT + ARC];
            let (head_part, slot) = match head {
                Some(head) => (
                    &scores.row(first + head)[LABEL_HEAD..LABEL_HEAD + ARC],
                    bucket(i, *head),
                ),
                None => (self.label_root.as_slice(), DISTANCES / 2),
            };
            let distance = &self.label_distance[slot * ARC..(slot + 1) * ARC];
            hidden.extend(
                dependent
                    .iter()
                    .zip(head_part)
                    .zip(distance)
                    .map(|((a, b), c)| leaky(a + b + c)),
            );
        }
        let columns = self.label_out.columns();
        let mut labels = vec![0.0; n * columns];
        fastest(Product {
            linear: &self.label_out,
            x: &hidden,
            bytes,
            out: &mut labels,
        });
        let best = labels.chunks_exact(columns).map(|row| argmax(&row[..self.labels]));
        heads
            .iter()
            .enumerate()
            .map(|(i, head)| first + head.unwrap_or(i))
            .zip(best)
            .collect()
    }
}

/// The scores of all arcs of a sentence: a row a dependent, the root in column 0, head `h` in column `h + 1`.
struct Arcs<'a> {
    heads: &'a Heads,
    scores: &'a TokenScores,
    sentence: Range<usize>,
    arcs: &'a mut [f32],
}

impl Task for Arcs<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        let n = self.sentence.len();
        let first = self.sentence.start;
        let scale = 1.0 / (ARC as f32).sqrt();
        // Head vectors component by component, tokens side by side.
        let mut vectors = vec![0.0; n * ARC];
        for i in 0..n {
            let row = &self.scores.row(first + i)[ARC_HEAD..ARC_HEAD + ARC];
            for (component, value) in row.iter().enumerate() {
                vectors[component * n + i] = *value;
            }
        }
        let priors: Vec<f32> = (0..n).map(|i| self.scores.row(first + i)[PRIOR]).collect();
        // By where the head would stand if the dependent stood at `n`.
        let distances: Vec<f32> = (0..2 * n).map(|i| self.heads.distance[bucket(n, i)]).collect();
        let mut room = [0.0; ARC];
        for (i, row) in self.arcs.chunks_exact_mut(n + 1).enumerate() {
            let dependent = &self.scores.row(first + i)[ARC_DEPENDENT..ARC_DEPENDENT + ARC];
            for ((product, a), b) in room.iter_mut().zip(dependent).zip(&self.heads.root) {
                *product = a * b;
            }
            row[0] = scale * fold(&mut room, |a, b| a + b);
            let row = &mut row[1..];
            // Four components at a time, so that sums are not put down and taken up again for each.
            for (vectors, values) in vectors.chunks_exact(4 * n).zip(dependent.as_chunks::<4>().0) {
                let (left, right) = vectors.split_at(2 * n);
                let left = left[..n].iter().zip(&left[n..]);
                let right = right[..n].iter().zip(&right[n..]);
                for ((sum, (a, b)), (c, d)) in row.iter_mut().zip(left).zip(right) {
                    *sum += a * values[0] + b * values[1] + (c * values[2] + d * values[3]);
                }
            }
            for ((value, prior), distance) in row.iter_mut().zip(&priors).zip(&distances[n - i..]) {
                *value = *value * scale + prior + distance;
            }
            row[i] = -1e4;
        }
    }
}

impl TokenScores {
    pub fn clear(&mut self) {
        self.rows.clear();
        self.rows.shrink_to(KEPT);
    }

    fn row(&self, token: usize) -> &[f32] {
        &self.rows[token * self.columns..(token + 1) * self.columns]
    }
}

fn leaky(value: f32) -> f32 {
    if value > 0.0 { value } else { SLOPE * value }
}

/// The slot of the distance from a dependent to its head; the same as `Biaffine.bucket` in training.
fn bucket(dependent: usize, head: usize) -> usize {
    let size = head.abs_diff(dependent);
    let level = match size {
        0..=10 => size,
        11..=14 => 11,
        15..=20 => 12,
        21..=30 => 13,
        31..=45 => 14,
        _ => 15,
    };
    if head >= dependent { 16 + level } else { 16 - level }
}
