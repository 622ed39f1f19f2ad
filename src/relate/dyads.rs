//! What a given source does to a given target: one PLOVER root and one relation type a sentence.
//!
//! The sentence is read as any other; a log-linear model of its own, learned by `train::dyads`,
//! weighs what the rules propose, the words, and their classes.

mod ends;
mod sequence;
mod features;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub use ends::{End, find_ends, names};
pub use features::{Roots, features, usual_root};

use super::Reading;
use super::features::Features;
use super::frames::Frames;
use super::loglinear::LogLinear;
use super::qualify::Qualified;
use crate::lexicon::Lexicon;
use crate::model::{Document, DyadCode, Modality, Polarity};

static WEIGHTS: &[u8] = include_bytes!("../../data/model/dyads.bin");

/// The model of roots in the binary; empty before the first training.
pub fn embedded() -> &'static LogLinear {
    static MODEL: LazyLock<LogLinear> = LazyLock::new(|| LogLinear::read(WEIGHTS).unwrap_or_default());
    &MODEL
}

/// What the source does to the target, by the model in the binary.
pub fn code(lexicon: &Lexicon, document: Document, names: [&str; 2]) -> DyadCode {
    let model = embedded();
    let reading = DyadReading::new(lexicon, document, names, &model.classes);
    reading.code(lexicon, model)
}

/// A sentence read for its dyad.
pub struct DyadReading {
    pub reading: Reading,
    pub ends: [Option<End>; 2],
    pub features: Features,
    /// Per relation type, how likely the ranker finds it between the two.
    shares: Vec<f32>,
    /// The instance from source to target.
    instance: Option<usize>,
    /// What surrounds the word that shows it, and the words of what rules propose there.
    qualified: Option<Qualified>,
    candidates: FxHashMap<u32, Qualified>,
}

impl DyadReading {
    /// Reads a document of one dyad; `roots` are the classes that the coder knows.
    pub fn new(lexicon: &Lexicon, mut document: Document, names: [&str; 2], roots: &[String]) -> DyadReading {
        let ends = find_ends(lexicon, &mut document, names);
        let frames = Frames::new(lexicon, &document);
        let reading = Reading::new(&frames);
        let features = features(&frames, &reading, &ends, &Roots::new(lexicon, roots));
        let instance = match &ends {
            [Some(source), Some(target)] => reading
                .instances
                .iter()
                .position(|instance| (instance.head, instance.tail) == (source.entity, target.entity)),
            _ => None,
        };
        let shares = match instance {
            Some(index) => LogLinear::relations().shares(&reading.features[index]),
            None => Vec::new(),
        };
        let proposed = instance.map_or(&[][..], |index| &reading.instances[index].forward);
        let rule = |index: &u32| &reading.candidates[*index as usize];
        let surest = proposed
            .iter()
            .map(rule)
            .max_by(|a, b| a.confidence.total_cmp(&b.confidence));
        let qualified =
            instance.map(|index| Qualified::new(&frames, reading.triggers[index], surest.and_then(|best| best.rule)));
        let candidates = proposed
            .iter()
            .map(|index| (*index, Qualified::new(&frames, rule(index).trigger, rule(index).rule)))
            .collect();
        DyadReading {
            qualified,
            candidates,
            reading,
            ends,
            features,
            shares,
            instance,
        }
    }

    /// The root that a model finds, by its number, and how likely it is.
    pub fn root(&self, model: &LogLinear) -> (usize, f32) {
        let shares = model.shares(&self.features);
        let best = shares.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        best.map_or((0, 0.0), |(root, share)| (root, *share))
    }

    /// What a model makes of it.
    pub fn code(&self, lexicon: &Lexicon, model: &LogLinear) -> DyadCode {
        let (root, confidence) = self.root(model);
        let plover = model.classes.get(root).cloned().unwrap_or_default();
        let relation = self.relation_of(lexicon, &plover).unwrap_or(0);
        let kind = &lexicon.relation_types()[relation];
        let candidates = self.instance.map(|index| &self.reading.instances[index].forward);
        let candidate = candidates
            .into_iter()
            .flatten()
            .find(|index| self.reading.candidates[**index as usize].relation == relation);
        let rule = candidate
            .and_then(|index| self.reading.candidates[*index as usize].rule)
            .map(|rule| &lexicon.rules().rules[rule as usize]);
        let (polarity, modality) = match (candidate, &self.qualified) {
            (Some(index), _) => self.qualities(&self.candidates[index]),
            (None, Some(qualified)) => self.qualities(qualified),
            _ => (Polarity::Affirmed, Modality::Actual),
        };
        let act = rule.and_then(|rule| rule.cameo.as_ref()).or(kind.cameo.as_ref());
        // What is only planned has the code of the intent, as in `relate::codes`.
        let intent = act
            .filter(|_| modality == Modality::Planned)
            .and_then(|code| lexicon.codes().event(code)?.intent.as_ref());
        DyadCode {
            relation: kind.name.clone(),
            plover,
            cameo: intent.or(act).cloned(),
            polarity,
            modality,
            confidence,
        }
    }

    /// The type of a root that the words speak for most.
    fn relation_of(&self, lexicon: &Lexicon, root: &str) -> Option<usize> {
        let types = lexicon.relation_types();
        let of_root = |relation: &usize| {
            let plover = types[*relation].plover.as_deref().unwrap_or_default();
            plover.split('/').any(|name| usual_root(name) == root)
        };
        let weight = |relation: &usize| {
            let proposed = self.instance.is_some_and(|index| {
                let mut forward = self.reading.instances[index].forward.iter();
                forward.any(|index| self.reading.candidates[*index as usize].relation == *relation)
            });
            f32::from(u8::from(proposed)) + self.shares.get(*relation).copied().unwrap_or(0.0)
        };
        (0..types.len())
            .filter(of_root)
            .max_by(|a, b| weight(a).total_cmp(&weight(b)))
    }

    fn qualities(&self, qualified: &Qualified) -> (Polarity, Modality) {
        let model = LogLinear::modality();
        let modality = if model.is_trained() {
            super::likeliest_modality(model, &qualified.features)
        } else {
            qualified.qualities.modality
        };
        (qualified.qualities.polarity, modality)
    }
}
