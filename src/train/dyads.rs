//! Learns the coder of dyads from sentences whose root a person has given.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::learn::{Case, Loss, Random, Settings, learn_in_copies};
use crate::lexicon::Lexicon;
use crate::model::{Article, Dyad};
use crate::relate::dyads::{DyadReading, usual_root};
use crate::relate::loglinear::LogLinear;
use crate::understand::understand;

/// A dyad read, with the number of its root.
pub struct DyadExample {
    pub dyad: Dyad,
    pub reading: DyadReading,
    pub root: usize,
    case: Case,
}

/// The roots of these dyads, in alphabetical order.
pub fn roots_of(dyads: &[Dyad]) -> Vec<String> {
    let mut roots: Vec<String> = dyads
        .iter()
        .filter_map(|dyad| dyad.plover.as_deref())
        .map(|root| usual_root(root).to_string())
        .collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

/// Reads the dyads that have a root.
pub fn prepare(lexicon: &Lexicon, dyads: Vec<Dyad>, roots: &[String]) -> Vec<DyadExample> {
    let examples = dyads.into_par_iter().filter_map(|dyad| {
        let name = usual_root(dyad.plover.as_deref()?).to_string();
        let root = roots.iter().position(|other| *other == name)?;
        let article = Article {
            text: dyad.text.clone(),
            ..Article::default()
        };
        let document = understand(lexicon, &article);
        let reading = DyadReading::new(lexicon, document, [&dyad.source, &dyad.target], roots);
        let labels = (0..roots.len()).map(|class| (class == root, 1.0)).collect();
        let case = Case::hashed(&reading.features.typed, &reading.features.shared, labels);
        Some(DyadExample {
            dyad,
            reading,
            root,
            case,
        })
    });
    examples.collect()
}

/// How often each case is learned from, each time with other features.
const COPIES: usize = 12;

/// What serves dyads.
pub fn settings(seed: u64) -> Settings {
    Settings {
        epochs: 4,
        rate: 0.1,
        decay: 1e-2,
        // One case of two that have the feature is seen with it about so often.
        least: COPIES as u32 * 3 / 4,
        loss: Loss::One,
        seed,
    }
}

pub fn train(roots: &[String], examples: &[&DyadExample], settings: Settings) -> LogLinear {
    let cases: Vec<&Case> = examples.iter().map(|example| &example.case).collect();
    learn_in_copies(roots, &cases, COPIES, settings)
}

/// The examples' numbers in so many parts with like shares of the roots; rows of one sentence stay together.
pub fn folds(examples: &[DyadExample], count: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    Random(seed).shuffle(&mut order);
    order.sort_by_key(|i| examples[*i].root);
    let mut of_text: FxHashMap<&str, usize> = FxHashMap::default();
    let mut out = vec![Vec::new(); count];
    for (i, example) in order.into_iter().enumerate() {
        let fold = *of_text.entry(&examples[example].dyad.text).or_insert(i % count);
        out[fold].push(example);
    }
    out
}

/// How often each root was given (first index) and found (second).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    pub counts: Vec<Vec<usize>>,
}

impl Confusion {
    pub fn new(size: usize) -> Self {
        Confusion {
            counts: vec![vec![0; size]; size],
        }
    }

    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..self.counts.len()).map(|i| self.counts[i][i]).sum();
        right as f64 / self.counts.iter().flatten().sum::<usize>().max(1) as f64
    }

    pub fn f1(&self, root: usize) -> f64 {
        let given: usize = self.counts[root].iter().sum();
        let found: usize = self.counts.iter().map(|row| row[root]).sum();
        2.0 * self.counts[root][root] as f64 / (given + found).max(1) as f64
    }

    /// The mean F1 of all roots, each counting alike.
    pub fn macro_f1(&self) -> f64 {
        (0..self.counts.len()).map(|root| self.f1(root)).sum::<f64>() / self.counts.len().max(1) as f64
    }
}

/// What models that have not seen an example find for it: per example the root and its probability.
pub fn cross_validate(
    roots: &[String],
    examples: &[DyadExample],
    count: usize,
    settings: Settings,
) -> Vec<(usize, f32)> {
    let mut found = vec![(0, 0.0); examples.len()];
    let folds = folds(examples, count, settings.seed);
    let results: Vec<Vec<(usize, usize, f32)>> = folds
        .par_iter()
        .map(|held_out| {
            let seen: Vec<&DyadExample> = examples
                .iter()
                .enumerate()
                .filter(|(i, _)| !held_out.contains(i))
                .map(|(_, example)| example)
                .collect();
            let model = train(roots, &seen, settings);
            let code = |i: &usize| {
                let (root, share) = examples[*i].reading.root(&model);
                (*i, root, share)
            };
            held_out.iter().map(code).collect()
        })
        .collect();
    for (i, root, share) in results.into_iter().flatten() {
        found[i] = (root, share);
    }
    found
}
