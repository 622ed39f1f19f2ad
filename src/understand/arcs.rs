//! Heads of tokens: tags, sentence starts, and the scores of arcs and their labels.

use std::ops::Range;

use super::network::{multiply, transposed};
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
    /// `[WIDTH, columns]` and `[columns]`
    weight: Vec<f32>,
    bias: Vec<f32>,
    start_out: Vec<f32>,
    start_bias: f32,
    root: Vec<f32>,
    distance: Vec<f32>,
    label_root: Vec<f32>,
    label_distance: Vec<f32>,
    /// `[ARC, labels]` and `[labels]`
    label_out: Vec<f32>,
    label_bias: Vec<f32>,
}

/// Rows of one text, each in the order: arc head, arc dependent, label head, label dependent, start,
/// prior, coarse tags, fine tags.
pub struct TokenScores {
    columns: usize,
    rows: Vec<f32>,
}

const ARC_HEAD: usize = 0;
const ARC_DEPENDENT: usize = ARC;
const LABEL_HEAD: usize = 2 * ARC;
const LABEL_DEPENDENT: usize = 3 * ARC;
const START_HIDDEN: usize = 4 * ARC;
const PRIOR: usize = 4 * ARC + START;
const UPOS: usize = PRIOR + 1;

impl Heads {
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
            weight: transposed(&rows, bias.len(), WIDTH),
            bias,
            start_out: weights.vector("start.weight", START)?,
            start_bias: weights.vector("start.bias", 1)?[0],
            root: weights.vector("parser.root", ARC)?,
            distance: weights.vector("parser.distance", DISTANCES)?,
            label_root: weights.vector("parser.label_root", ARC)?,
            label_distance: weights.matrix("parser.label_distance.weight", DISTANCES, ARC)?,
            label_out: transposed(&weights.matrix("parser.label_out.weight", labels, ARC)?, labels, ARC),
            label_bias: weights.vector("parser.label_out.bias", labels)?,
        })
    }

    pub fn token_scores(&self) -> TokenScores {
        TokenScores {
            columns: self.bias.len(),
            rows: Vec::new(),
        }
    }

    /// Appends the rows of a block of tokens whose encodings are `x`.
    pub fn score_tokens(&self, x: &[f32], scores: &mut TokenScores) {
        let n = x.len() / WIDTH;
        let first = scores.rows.len();
        for _ in 0..n {
            scores.rows.extend_from_slice(&self.bias);
        }
        let new = &mut scores.rows[first..];
        multiply(x, WIDTH, n, WIDTH, &self.weight, self.bias.len(), 1.0, new);
        for row in new.chunks_exact_mut(self.bias.len()) {
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
    pub fn parse(&self, scores: &TokenScores, sentence: Range<usize>) -> Vec<(usize, usize)> {
        let n = sentence.len();
        let first = sentence.start;
        let mut heads_t = vec![0.0; ARC * n];
        let mut dependents = Vec::with_capacity(n * ARC);
        for (i, token) in sentence.clone().enumerate() {
            let row = scores.row(token);
            dependents.extend_from_slice(&row[ARC_DEPENDENT..ARC_DEPENDENT + ARC]);
            for (k, value) in row[ARC_HEAD..ARC_HEAD + ARC].iter().enumerate() {
                heads_t[k * n + i] = *value;
            }
        }
        let mut products = vec![0.0; n * n];
        multiply(&dependents, ARC, n, ARC, &heads_t, n, 0.0, &mut products);
        let scale = 1.0 / (ARC as f32).sqrt();
        let mut arcs = vec![0.0; n * (n + 1)];
        for (i, row) in arcs.chunks_exact_mut(n + 1).enumerate() {
            let dependent = &dependents[i * ARC..(i + 1) * ARC];
            row[0] = scale * dependent.iter().zip(&self.root).map(|(a, b)| a * b).sum::<f32>();
            for (j, value) in row[1..].iter_mut().enumerate() {
                let prior = scores.row(first + j)[PRIOR];
                *value = if i == j {
                    -1e4
                } else {
                    products[i * n + j] * scale + prior + self.distance[bucket(i, j)]
                };
            }
        }
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
        let mut labels = Vec::with_capacity(n * self.labels);
        for _ in 0..n {
            labels.extend_from_slice(&self.label_bias);
        }
        multiply(&hidden, ARC, n, ARC, &self.label_out, self.labels, 1.0, &mut labels);
        let best = labels.chunks_exact(self.labels).map(argmax);
        heads
            .iter()
            .enumerate()
            .map(|(i, head)| first + head.unwrap_or(i))
            .zip(best)
            .collect()
    }
}

impl TokenScores {
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
