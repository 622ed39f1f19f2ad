//! Entity spans: the best consistent path through the scores of "begins", "goes on", "ends", "alone".

use std::ops::Range;

use super::language::ModelSpan;
use super::network::Product;
use super::product::{Matrix, Rows, fastest};
use super::weights::{Weights, WeightsError};
use super::words::WIDTH;
use crate::model::Kind;

const HIDDEN: usize = 64;
const KINDS: usize = Kind::ALL.len();
/// Outside, then begin, inside, last and unit for each kind.
const CLASSES: usize = 1 + 4 * KINDS;

pub struct Spans {
    hidden: Matrix,
    out: Matrix,
    kinds: Vec<Kind>,
}

impl Spans {
    /// How many products a token costs.
    pub fn multiply_adds(&self) -> usize {
        self.hidden.multiply_adds() + self.out.multiply_adds()
    }

    pub fn read(weights: &Weights) -> Result<Self, WeightsError> {
        let missing = || WeightsError::Missing("kinds".to_owned());
        let kinds: Vec<Kind> = weights
            .lines("kinds")?
            .iter()
            .filter_map(|name| name.parse().ok())
            .collect();
        if kinds.len() != KINDS {
            return Err(missing());
        }
        Ok(Spans {
            hidden: Matrix::new(
                &weights.matrix("spans.hidden.weight", HIDDEN, WIDTH)?,
                &weights.vector("spans.hidden.bias", HIDDEN)?,
                WIDTH,
                WIDTH,
            ),
            out: Matrix::new(
                &weights.matrix("spans.out.weight", CLASSES, HIDDEN)?,
                &weights.vector("spans.out.bias", CLASSES)?,
                HIDDEN,
                HIDDEN,
            ),
            kinds,
        })
    }

    /// Scores of a token, and what fills the row.
    fn columns(&self) -> usize {
        self.out.columns()
    }

    /// Appends the scores of a block whose encodings are `x`, a row of columns a token.
    pub fn score_tokens(&self, x: &[f32], bytes: &mut Rows, scores: &mut Vec<f32>) {
        let n = x.len() / WIDTH;
        let mut hidden = vec![0.0; n * self.hidden.columns()];
        fastest(Product {
            linear: &self.hidden,
            x,
            bytes,
            out: &mut hidden,
        });
        for value in &mut hidden {
            *value = if *value > 0.0 { *value } else { 0.1 * *value };
        }
        let first = scores.len();
        scores.resize(first + n * self.columns(), 0.0);
        fastest(Product {
            linear: &self.out,
            x: &hidden,
            bytes,
            out: &mut scores[first..],
        });
    }

    /// The spans of the most probable path through a sentence. `scores` covers the whole text.
    pub fn decode(&self, scores: &[f32], sentence: Range<usize>, spans: &mut Vec<ModelSpan>) {
        let columns = self.columns();
        let Some(scores) = scores.get(sentence.start * columns..sentence.end * columns) else {
            return;
        };
        // Whether the path is closed after a token, or open in one kind; and how each state was reached.
        let mut closed = 0.0;
        let mut open = [f32::NEG_INFINITY; KINDS];
        let mut steps = Vec::with_capacity(sentence.len());
        for row in scores.chunks_exact(columns) {
            let mut best = (closed + row[0], Step::Outside);
            let mut next = open;
            let mut began = [false; KINDS];
            for (kind, part) in row[1..CLASSES].chunks_exact(4).enumerate() {
                let &[begin, inside, last, unit] = part else { continue };
                if closed + unit > best.0 {
                    best = (closed + unit, Step::Unit(kind));
                }
                if open[kind] + last > best.0 {
                    best = (open[kind] + last, Step::Last(kind));
                }
                began[kind] = closed + begin >= open[kind] + inside;
                next[kind] = (closed + begin).max(open[kind] + inside);
            }
            steps.push((best.1, began));
            (closed, open) = (best.0, next);
        }
        let first_new = spans.len();
        let mut pending: Option<(usize, usize)> = None;
        for (i, (step, began)) in steps.iter().enumerate().rev() {
            match (pending, step) {
                (None, Step::Unit(kind)) => spans.push(self.span(scores, &sentence, i..i + 1, *kind)),
                (None, Step::Last(kind)) => pending = Some((*kind, i + 1)),
                (Some((kind, end)), _) if began[kind] => {
                    spans.push(self.span(scores, &sentence, i..end, kind));
                    pending = None;
                }
                _ => {}
            }
        }
        spans[first_new..].reverse();
    }

    fn span(&self, scores: &[f32], sentence: &Range<usize>, local: Range<usize>, kind: usize) -> ModelSpan {
        let length = local.len();
        let part = |i: usize| match (length, i) {
            (1, _) => 3,
            (_, 0) => 0,
            (n, i) if i + 1 == n => 2,
            _ => 1,
        };
        // The geometric mean of the tokens' probabilities.
        let total: f32 = local
            .clone()
            .map(|i| {
                let row = &scores[i * self.columns()..][..CLASSES];
                row[1 + 4 * kind + part(i - local.start)] - log_sum(row)
            })
            .sum();
        ModelSpan {
            tokens: sentence.start + local.start..sentence.start + local.end,
            kind: self.kinds[kind],
            score: (total / length as f32).exp(),
        }
    }
}

/// What takes scores to log probabilities.
fn log_sum(row: &[f32]) -> f32 {
    let highest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = row.iter().map(|value| (value - highest).exp()).sum();
    highest + total.ln()
}

#[derive(Clone, Copy)]
enum Step {
    Outside,
    Unit(usize),
    Last(usize),
}
