//! Logistic regressions by stochastic gradient descent with AdaGrad (Duchi et al. 2011) and L2.

use rustc_hash::FxHashMap;

use crate::relate::loglinear::{LogLinear, feature_hash};

/// One case with its features and, per class, whether it holds and how much that counts.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub typed: Vec<u32>,
    /// (class, feature)
    pub shared: Vec<(u32, u32)>,
    /// (holds, weight) per class; a weight of 0 says nothing.
    pub labels: Vec<(bool, f32)>,
}

impl Case {
    pub fn hashed(typed: &[String], shared: &[(usize, String)], labels: Vec<(bool, f32)>) -> Case {
        Case {
            typed: typed.iter().map(|feature| feature_hash(feature)).collect(),
            shared: shared
                .iter()
                .map(|(class, feature)| (*class as u32, feature_hash(feature)))
                .collect(),
            labels,
        }
    }
}

/// What the classes are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Each holds or not, independently: one logistic regression a class.
    Each,
    /// One holds: a softmax, learned from cases that have one.
    One,
}

#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub epochs: usize,
    pub rate: f32,
    pub decay: f32,
    /// Features seen in fewer cases are dropped.
    pub least: u32,
    pub loss: Loss,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            epochs: 4,
            rate: 0.1,
            decay: 1e-4,
            least: 3,
            loss: Loss::Each,
            seed: 20260101,
        }
    }
}

/// A case by the numbers of its features: typed ones, and shared ones with their class.
type Compact = (Vec<u32>, Vec<(u32, u32)>);

/// AdaGrad's sums begin here, so that rare features take small steps.
const START_SQUARE: f32 = 5.0;

/// Learns a model; the same cases, settings and seed give the same weights.
pub fn learn(classes: &[String], cases: &[&Case], settings: Settings) -> LogLinear {
    let width = classes.len();
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut shared_index: FxHashMap<u32, u32> = FxHashMap::default();
    for case in cases {
        for feature in &case.typed {
            *counts.entry(*feature).or_default() += 1;
        }
        for (_, feature) in &case.shared {
            let next = shared_index.len() as u32;
            shared_index.entry(*feature).or_insert(next);
        }
    }
    let mut kept: Vec<u32> = counts
        .iter()
        .filter(|(_, count)| **count >= settings.least)
        .map(|(feature, _)| *feature)
        .collect();
    kept.sort_unstable();
    let index: FxHashMap<u32, u32> = kept
        .iter()
        .enumerate()
        .map(|(i, feature)| (*feature, i as u32))
        .collect();
    let compact: Vec<Compact> = cases
        .iter()
        .map(|case| {
            let typed = case
                .typed
                .iter()
                .filter_map(|feature| index.get(feature).copied())
                .collect();
            let shared = case
                .shared
                .iter()
                .map(|(class, feature)| (*class, shared_index[feature]))
                .collect();
            (typed, shared)
        })
        .collect();
    let mut weights = vec![0.0f32; kept.len() * width];
    let mut squares = vec![START_SQUARE; kept.len() * width];
    let mut shared_weights = vec![0.0f32; shared_index.len()];
    let mut shared_squares = vec![START_SQUARE; shared_index.len()];
    let mut random = Random(settings.seed);
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut scores = vec![0.0f32; width];
    // The mean of the later epochs' weights is steadier than the last ones (Polyak and Juditsky 1992).
    let mut mean = vec![0.0f32; weights.len()];
    let mut shared_mean = vec![0.0f32; shared_weights.len()];
    let mut summed = 0.0f32;
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let rate = settings.rate / (1.0 + 0.2 * epoch as f32);
        for case in &order {
            let (typed, shared) = &compact[*case];
            let labels = &cases[*case].labels;
            scores.fill(0.0);
            for feature in typed {
                let row = &weights[*feature as usize * width..][..width];
                for (score, weight) in scores.iter_mut().zip(row) {
                    *score += weight;
                }
            }
            for (class, feature) in shared {
                scores[*class as usize] += shared_weights[*feature as usize];
            }
            // The scores become gradients.
            match settings.loss {
                Loss::Each => {
                    for (score, (holds, weight)) in scores.iter_mut().zip(labels) {
                        let probability = 1.0 / (1.0 + (-*score).exp());
                        *score = (probability - f32::from(u8::from(*holds))) * weight;
                    }
                }
                Loss::One => {
                    let sought: f32 = labels
                        .iter()
                        .filter(|(holds, _)| *holds)
                        .map(|(_, weight)| weight)
                        .sum();
                    let strongest = labels
                        .iter()
                        .filter(|(holds, _)| *holds)
                        .fold(0.0f32, |most, (_, weight)| most.max(*weight));
                    let largest = scores.iter().fold(f32::MIN, |most, score| most.max(*score));
                    let total: f32 = scores.iter().map(|score| (score - largest).exp()).sum();
                    for (score, (holds, weight)) in scores.iter_mut().zip(labels) {
                        let probability = (*score - largest).exp() / total;
                        let share = if *holds && sought > 0.0 { weight / sought } else { 0.0 };
                        *score = (probability - share) * strongest;
                    }
                }
            }
            for feature in typed {
                let start = *feature as usize * width;
                let row = &mut weights[start..start + width];
                let squares = &mut squares[start..start + width];
                for ((weight, square), gradient) in row.iter_mut().zip(squares).zip(&scores) {
                    // Almost certain classes teach nothing worth the time.
                    if gradient.abs() > 2e-4 {
                        let gradient = gradient + settings.decay * *weight;
                        *square += gradient * gradient;
                        *weight -= rate * gradient / square.sqrt();
                    }
                }
            }
            for (class, feature) in shared {
                let gradient = scores[*class as usize];
                let square = &mut shared_squares[*feature as usize];
                *square += gradient * gradient;
                shared_weights[*feature as usize] -= rate * gradient / square.sqrt();
            }
        }
        if epoch >= settings.epochs / 2 {
            summed += 1.0;
            mean.iter_mut().zip(&weights).for_each(|(mean, weight)| *mean += weight);
            shared_mean
                .iter_mut()
                .zip(&shared_weights)
                .for_each(|(mean, weight)| *mean += weight);
        }
    }
    let weights: Vec<f32> = mean.into_iter().map(|weight| weight / summed.max(1.0)).collect();
    let shared_weights: Vec<f32> = shared_mean.into_iter().map(|weight| weight / summed.max(1.0)).collect();
    let typed = kept
        .iter()
        .enumerate()
        .map(|(i, feature)| (*feature, weights[i * width..(i + 1) * width].to_vec()))
        .filter(|(_, row)| row.iter().any(|weight| weight.abs() > 0.02))
        .collect();
    let shared = shared_index
        .iter()
        .map(|(feature, i)| (*feature, shared_weights[*i as usize]))
        .collect();
    LogLinear {
        classes: classes.to_vec(),
        typed,
        shared,
        thresholds: vec![0.5; width],
    }
}

/// The share (in %) of its features that a copy of a case keeps.
const KEPT: u64 = 50;

/// Learns from each case in so many copies, each with half of its features: the words of a sentence say the same
/// several times over, and the learner must not lean on one of them (dropout as a regulariser, Wager et al. 2013).
pub fn learn_in_copies(classes: &[String], cases: &[&Case], copies: usize, settings: Settings) -> LogLinear {
    let mut random = Random(settings.seed);
    let mut all = Vec::with_capacity(copies * cases.len());
    for case in cases {
        for _ in 0..copies {
            let mut case = (*case).clone();
            case.typed.retain(|_| random.draw() % 100 < KEPT);
            case.shared.retain(|_| random.draw() % 100 < KEPT);
            all.push(case);
        }
    }
    let mut model = learn(classes, &all.iter().collect::<Vec<_>>(), settings);
    // All features together speak louder than those that the learner heard at a time.
    let share = KEPT as f32 / 100.0;
    model.typed.values_mut().flatten().for_each(|weight| *weight *= share);
    model.shared.values_mut().for_each(|weight| *weight *= share);
    model
}

/// The mean of models that see the cases in other orders: a descent of few epochs depends on what came last.
pub fn learn_in_orders(classes: &[String], cases: &[&Case], orders: u64, settings: Settings) -> LogLinear {
    let one = |order: u64| {
        let seed = settings.seed.wrapping_add(order);
        learn(classes, cases, Settings { seed, ..settings })
    };
    let mut mean = one(0);
    let share = 1.0 / orders as f32;
    mean.typed.values_mut().flatten().for_each(|weight| *weight *= share);
    mean.shared.values_mut().for_each(|weight| *weight *= share);
    for model in (1..orders).map(one) {
        for (feature, weights) in model.typed {
            let sums = mean.typed.entry(feature).or_insert_with(|| vec![0.0; weights.len()]);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += share * weight;
            }
        }
        for (feature, weight) in model.shared {
            *mean.shared.entry(feature).or_default() += share * weight;
        }
    }
    mean
}

/// SplitMix64 (Steele et al. 2014): small, seeded, the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.draw() % (i as u64 + 1)) as usize);
        }
    }
}
