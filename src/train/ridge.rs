//! One logistic regression with an L2 penalty, to its optimum, by limited-memory BFGS (Liu and Nocedal 1989).
//!
//! Where most features are frequent and say much the same, as the clues of `relate::weighing` do, the optimum
//! of the penalised likelihood generalises better than the early end of a stochastic descent.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::learn::Case;
use crate::relate::loglinear::LogLinear;

/// How many past steps the curvature is estimated from.
const MEMORY: usize = 8;
const MOST_STEPS: usize = 120;
/// The sums over cases are taken in parts of a fixed size, so that they do not depend on the number of threads.
const PART: usize = 2048;

#[derive(Clone, Copy, Debug)]
pub struct Penalty {
    /// Weight of half the squared norm, against the sum of the cases' losses.
    pub weight: f64,
    /// Features seen in fewer cases are dropped.
    pub least: u32,
}

/// Learns whether the only class of the cases holds.
pub fn learn_ridge(class: &str, cases: &[&Case], penalty: Penalty) -> LogLinear {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for feature in cases.iter().flat_map(|case| &case.typed) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut kept: Vec<u32> = counts
        .into_iter()
        .filter(|(_, count)| *count >= penalty.least)
        .map(|(f, _)| f)
        .collect();
    kept.sort_unstable();
    let index: FxHashMap<u32, u32> = kept
        .iter()
        .enumerate()
        .map(|(i, feature)| (*feature, i as u32))
        .collect();
    let rows: Vec<Row> = cases
        .iter()
        .map(|case| {
            let (holds, weight) = case.labels.first().copied().unwrap_or_default();
            Row {
                features: case
                    .typed
                    .iter()
                    .filter_map(|feature| index.get(feature).copied())
                    .collect(),
                holds: f64::from(u8::from(holds)),
                weight: f64::from(weight),
            }
        })
        .collect();
    let weights = minimise(kept.len(), |weights| loss(&rows, weights, penalty.weight));
    let typed = kept
        .iter()
        .zip(&weights)
        .map(|(feature, weight)| (*feature, vec![*weight as f32]));
    LogLinear {
        classes: vec![class.to_string()],
        typed: typed.collect(),
        shared: FxHashMap::default(),
        thresholds: vec![0.5],
    }
}

struct Row {
    features: Vec<u32>,
    holds: f64,
    weight: f64,
}

/// The penalised loss and its gradient.
fn loss(rows: &[Row], weights: &[f64], penalty: f64) -> (f64, Vec<f64>) {
    let parts: Vec<(f64, Vec<f64>)> = rows
        .par_chunks(PART)
        .map(|rows| {
            let mut total = 0.0;
            let mut gradient = vec![0.0; weights.len()];
            for row in rows {
                let score: f64 = row.features.iter().map(|feature| weights[*feature as usize]).sum();
                // ln(1 + e^score) without overflow.
                total += row.weight * (score.max(0.0) + (-score.abs()).exp().ln_1p() - row.holds * score);
                let slope = row.weight * (1.0 / (1.0 + (-score).exp()) - row.holds);
                row.features
                    .iter()
                    .for_each(|feature| gradient[*feature as usize] += slope);
            }
            (total, gradient)
        })
        .collect();
    let mut total = 0.5 * penalty * dot(weights, weights);
    let mut gradient: Vec<f64> = weights.iter().map(|weight| penalty * weight).collect();
    for (part, slopes) in parts {
        total += part;
        add(&mut gradient, 1.0, &slopes);
    }
    (total, gradient)
}

fn minimise(size: usize, loss: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    let mut point = vec![0.0; size];
    let (mut value, mut gradient) = loss(&point);
    let mut steps: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    for _ in 0..MOST_STEPS {
        let direction = descent(&gradient, &steps);
        let slope = dot(&direction, &gradient);
        let mut length = if steps.is_empty() {
            1.0 / dot(&gradient, &gradient).sqrt().max(1.0)
        } else {
            1.0
        };
        // Backtracking until the loss falls as it should (Armijo 1966).
        let accepted = (0..20).find_map(|_| {
            let mut next = point.clone();
            add(&mut next, length, &direction);
            let (next_value, next_gradient) = loss(&next);
            let falls = next_value <= value + 1e-4 * length * slope;
            length *= 0.5;
            falls.then_some((next, next_value, next_gradient))
        });
        let Some((next, next_value, next_gradient)) = accepted else {
            break;
        };
        let step: Vec<f64> = next.iter().zip(&point).map(|(a, b)| a - b).collect();
        let change: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        if dot(&step, &change) > 1e-12 {
            steps.push((step, change));
            if steps.len() > MEMORY {
                steps.remove(0);
            }
        }
        let converged = value - next_value < 1e-6 * value.abs();
        (point, value, gradient) = (next, next_value, next_gradient);
        if converged {
            break;
        }
    }
    point
}

/// The quasi-Newton direction from the past steps, oldest first (the two-loop recursion).
fn descent(gradient: &[f64], steps: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut shares = Vec::with_capacity(steps.len());
    for (step, change) in steps.iter().rev() {
        let share = dot(step, &direction) / dot(step, change);
        add(&mut direction, -share, change);
        shares.push(share);
    }
    if let Some((step, change)) = steps.last() {
        let scale = dot(step, change) / dot(change, change);
        direction.iter_mut().for_each(|value| *value *= scale);
    }
    for ((step, change), share) in steps.iter().zip(shares.into_iter().rev()) {
        let correction = share - dot(change, &direction) / dot(step, change);
        add(&mut direction, correction, step);
    }
    direction
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(a, b)| *a += factor * b);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_optimum_of_a_small_problem() {
        // Feature 7 holds in three of four cases, 9 in one of four; weights are the log odds, shrunk by the penalty.
        let case = |feature: u32, holds: bool| Case {
            typed: vec![feature],
            shared: Vec::new(),
            labels: vec![(holds, 100.0)],
        };
        let cases: Vec<Case> = [
            (7, true),
            (7, true),
            (7, true),
            (7, false),
            (9, true),
            (9, false),
            (9, false),
            (9, false),
        ]
        .into_iter()
        .map(|(feature, holds)| case(feature, holds))
        .collect();
        let penalty = Penalty { weight: 1e-3, least: 1 };
        let model = learn_ridge("holds", &cases.iter().collect::<Vec<_>>(), penalty);
        assert!((model.probability(&[7]) - 0.75).abs() < 1e-3);
        assert!((model.probability(&[9]) - 0.25).abs() < 1e-3);
        let rare = learn_ridge(
            "holds",
            &cases.iter().collect::<Vec<_>>(),
            Penalty { least: 5, ..penalty },
        );
        assert!(rare.typed.is_empty());
    }
}
