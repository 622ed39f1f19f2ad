//! Learns the ranker of relations and the model of modality from annotated documents.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::gold::{GoldDocument, GoldRelation, align};
use super::learn::{Case, Loss, Random, Settings, learn_in_copies, learn_in_orders};
use super::ridge::{Penalty, learn_ridge};
use super::score::Scorer;
use crate::lexicon::Lexicon;
use crate::model::{Article, Document, Modality};
use crate::relate::frames::Frames;
use crate::relate::loglinear::LogLinear;
use crate::relate::qualifier::Qualifier;
use crate::relate::weighing::prospects;
use crate::relate::{Models, Reading, claims_of};
use crate::understand::understand;

/// An annotated document with what `understand` and `relate` make of it.
pub struct Example {
    pub gold: GoldDocument,
    pub document: Document,
    pub reading: Reading,
    /// One case per instance of the reading.
    pub relations: Vec<Case>,
    /// One case per instance and relation that the gold gives the pair there: how really it is so.
    pub modalities: Vec<Case>,
}

/// Understands the documents and labels their pairs; each comes with the article that its text is read as.
pub fn prepare(lexicon: &Lexicon, gold: Vec<(GoldDocument, Article)>) -> Vec<Example> {
    gold.into_par_iter()
        .map(|(gold, article)| example(lexicon, gold, &article))
        .collect()
}

fn example(lexicon: &Lexicon, gold: GoldDocument, article: &Article) -> Example {
    let document = understand(lexicon, article);
    let frames = Frames::new(lexicon, &document);
    let reading = Reading::new(&frames);
    let aligned = align(&document.entities, &gold);
    let types = lexicon.relation_types();
    let type_index = |name: &str| types.iter().position(|relation| &*relation.name == name);
    // Where the gold's evidence stands.
    let sentence_of: Vec<Option<usize>> = gold
        .relations
        .iter()
        .map(|relation| {
            let at = document
                .text
                .find(&relation.evidence)
                .filter(|_| !relation.evidence.is_empty())?;
            let middle = at + relation.evidence.len() / 2;
            let token = document.tokens.partition_point(|token| token.span.end <= middle);
            Some(document.sentence_of(token.min(document.tokens.len().saturating_sub(1))))
        })
        .collect();
    let sentences_of_pair = |head: &str, tail: &str| -> FxHashSet<usize> {
        reading
            .instances
            .iter()
            .filter(|instance| aligned[instance.head] == Some(head) && aligned[instance.tail] == Some(tail))
            .map(|instance| instance.sentence)
            .collect()
    };
    let qualifier = Qualifier::new(&frames, &reading);
    let mut relations = Vec::new();
    let mut modalities = Vec::new();
    for (index, instance) in reading.instances.iter().enumerate() {
        let mut labels = vec![(false, 1.0f32); types.len()];
        if let (Some(head), Some(tail)) = (aligned[instance.head], aligned[instance.tail]) {
            for (relation, evidence) in gold.relations.iter().zip(&sentence_of) {
                let fits = |a: &str, b: &str| relation.heads().any(|id| id == a) && relation.tails().any(|id| id == b);
                for (rank, name) in relation.types().enumerate() {
                    let Some(class) = type_index(name) else { continue };
                    if !(fits(head, tail) || (types[class].symmetric && fits(tail, head))) {
                        continue;
                    }
                    let primary = rank == 0
                        && (relation.head == head || relation.tail == head)
                        && (relation.tail == tail || relation.head == tail);
                    let weight = match (relation.core, primary) {
                        (true, true) => 1.0,
                        (true, false) => 0.6,
                        (false, true) => 0.6,
                        (false, false) => 0.35,
                    };
                    // Elsewhere than at its evidence, the pair says nothing for or against.
                    let here = evidence.is_none_or(|sentence| sentence == instance.sentence);
                    let shown_elsewhere =
                        !here && evidence.is_some_and(|sentence| sentences_of_pair(head, tail).contains(&sentence));
                    if shown_elsewhere {
                        if !labels[class].0 {
                            labels[class] = (false, 0.0);
                        }
                        continue;
                    }
                    if !labels[class].0 || labels[class].1 < weight {
                        labels[class] = (true, weight);
                    }
                    let really = |modality: Modality| Modality::ALL.map(|other| (other == modality, weight)).to_vec();
                    let clues = qualifier.clues(index, class);
                    modalities.push(Case::hashed(&clues.typed, &[], really(relation.modality)));
                }
            }
        }
        let features = &reading.features[index];
        relations.push(Case::hashed(&features.typed, &features.shared, labels));
    }
    Example {
        gold,
        document,
        reading,
        relations,
        modalities,
    }
}

/// How much of the gold the stages before the ranker let through, core relations only.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reach {
    pub core: usize,
    /// Both entities are found.
    pub entities: usize,
    /// Some sentence names both.
    pub instances: usize,
    /// A rule proposes the type there.
    pub rules: usize,
}

pub fn reach(lexicon: &Lexicon, examples: &[Example]) -> Reach {
    let mut reach = Reach::default();
    for example in examples {
        let aligned = align(&example.document.entities, &example.gold);
        for relation in example.gold.relations.iter().filter(|relation| relation.core) {
            reach.core += 1;
            let found = |mut ids: Box<dyn Iterator<Item = &str> + '_>| ids.any(|id| aligned.contains(&Some(id)));
            reach.entities += usize::from(found(Box::new(relation.heads())) && found(Box::new(relation.tails())));
            let is =
                |entity: usize, mut ids: Box<dyn Iterator<Item = &str> + '_>| ids.any(|id| aligned[entity] == Some(id));
            let instances: Vec<_> = example
                .reading
                .instances
                .iter()
                .filter(|instance| {
                    is(instance.head, Box::new(relation.heads())) && is(instance.tail, Box::new(relation.tails()))
                })
                .collect();
            reach.instances += usize::from(!instances.is_empty());
            let names: Vec<&str> = relation.types().collect();
            reach.rules += usize::from(instances.iter().any(|instance| {
                instance.forward.iter().chain(&instance.backward).any(|index| {
                    let relation = &lexicon.relation_types()[example.reading.candidates[*index as usize].relation];
                    names.contains(&&*relation.name)
                })
            }));
        }
    }
    reach
}

/// The first models, of a pair in a sentence: whether and how it is related.
pub struct PairModels {
    ties: LogLinear,
    relations: LogLinear,
}

/// What served cross-validation best: of 10, 30, 100, 300 the third.
const WEIGHING: Penalty = Penalty {
    weight: 100.0,
    least: 8,
};

/// How often each related pair is learned from, each time with other features. Of 8, 16 and 32 the last served
/// cross-validation best; whether a pair is related at all is learned no better so.
const COPIES: usize = 32;

/// In how many orders the cases are learned from.
const ORDERS: u64 = 6;

/// What a case of the second model counts where the document was annotated by other hands than those that are
/// measured: what is listed and what is passed over differs by the reader, and this model gives the confidence.
const OTHER_HANDS: f32 = 0.5;

/// All learned models.
pub struct Learned {
    pub ties: LogLinear,
    pub relations: LogLinear,
    pub weighing: LogLinear,
    pub modality: LogLinear,
}

impl Learned {
    pub fn models(&self) -> Models<'_> {
        Models {
            ties: &self.ties,
            relations: &self.relations,
            weighing: &self.weighing,
            modality: &self.modality,
        }
    }

    /// The probability from which a relation is taken to hold.
    pub fn set_threshold(&mut self, threshold: f32) {
        self.weighing.thresholds.fill(threshold);
    }
}

/// Learns all models, and for each of some parts of the examples the same from the others alone.
///
/// The second model must see the first one's verdicts as they are on documents that it has not learned from: what the
/// models of the parts make of their own part is what `weighing` learns from. The first `measured` examples are by
/// the hands that the models are measured against.
pub fn train(
    lexicon: &Lexicon,
    examples: &[Example],
    measured: usize,
    folds: &[Vec<usize>],
    settings: Settings,
) -> (Learned, Vec<Learned>) {
    let but = |part: Option<&Vec<usize>>| -> Vec<usize> {
        let kept = (0..examples.len()).filter(|i| part.is_none_or(|part| !part.contains(i)));
        kept.collect()
    };
    let chosen = |indices: &[usize]| -> Vec<&Example> { indices.iter().map(|i| &examples[*i]).collect() };
    let pairs: Vec<PairModels> = folds
        .par_iter()
        .map(|part| train_pairs(lexicon, &chosen(&but(Some(part))), settings))
        .collect();
    let mut cases: Vec<Vec<Case>> = vec![Vec::new(); examples.len()];
    for (part, models) in folds.iter().zip(&pairs) {
        for index in part {
            let weight = if *index < measured { 1.0 } else { OTHER_HANDS };
            cases[*index] = weighing_cases(lexicon, &examples[*index], models, weight);
        }
    }
    let finish = |pairs: PairModels, indices: &[usize]| {
        let cases: Vec<&Case> = indices.iter().flat_map(|index| &cases[*index]).collect();
        Learned {
            ties: pairs.ties,
            relations: pairs.relations,
            weighing: learn_ridge("holds", &cases, WEIGHING),
            modality: train_modality(&chosen(indices), settings),
        }
    };
    let everything = but(None);
    let whole = finish(train_pairs(lexicon, &chosen(&everything), settings), &everything);
    let parts = pairs.into_iter().zip(folds);
    let parts = parts.map(|(pairs, part)| finish(pairs, &but(Some(part))));
    (whole, parts.collect())
}

fn train_pairs(lexicon: &Lexicon, examples: &[&Example], settings: Settings) -> PairModels {
    let classes: Vec<String> = lexicon
        .relation_types()
        .iter()
        .map(|relation| relation.name.to_string())
        .collect();
    let cases: Vec<&Case> = examples.iter().flat_map(|example| &example.relations).collect();
    let tie_cases: Vec<Case> = cases.iter().map(|case| tie_case(case)).collect();
    let tie_cases: Vec<&Case> = tie_cases.iter().collect();
    let ties = learn_in_orders(&["related".to_string()], &tie_cases, ORDERS, settings);
    let related: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| case.labels.iter().any(|(holds, _)| *holds))
        .collect();
    let type_settings = Settings {
        loss: Loss::One,
        epochs: 3,
        decay: 1e-3,
        // One copy of two has a feature.
        least: COPIES as u32,
        ..settings
    };
    let relations = learn_in_copies(&classes, &related, COPIES, type_settings);
    PairModels { ties, relations }
}

fn train_modality(examples: &[&Example], settings: Settings) -> LogLinear {
    let modalities: Vec<String> = Modality::ALL
        .iter()
        .map(|modality| modality.name().to_string())
        .collect();
    let cases: Vec<&Case> = examples
        .iter()
        .flat_map(|example| &example.modalities)
        .filter(|case| case.labels.iter().any(|(_, weight)| *weight > 0.0))
        .collect();
    let settings = Settings {
        loss: Loss::One,
        ..settings
    };
    learn_in_orders(&modalities, &cases, ORDERS, settings)
}

/// The relations that the first models find plausible in an example, and whether its annotators list them.
fn weighing_cases(lexicon: &Lexicon, example: &Example, pairs: &PairModels, counts: f32) -> Vec<Case> {
    let nothing = LogLinear::default();
    let models = Models {
        ties: &pairs.ties,
        relations: &pairs.relations,
        weighing: &nothing,
        modality: &nothing,
    };
    let aligned = align(&example.document.entities, &example.gold);
    let types = lexicon.relation_types();
    let frames = Frames::new(lexicon, &example.document);
    let prospects = prospects(&Qualifier::new(&frames, &example.reading), &models);
    let cases = prospects.into_iter().map(|prospect| {
        let instance = &example.reading.instances[prospect.instance];
        let relation = &types[prospect.relation];
        let ends = (aligned[instance.head], aligned[instance.tail]);
        let is_it = |gold: &&GoldRelation| {
            let fits = |head, tail| gold.heads().any(|id| Some(id) == head) && gold.tails().any(|id| Some(id) == tail);
            gold.types().any(|name| name == &*relation.name)
                && (fits(ends.0, ends.1) || (relation.symmetric && fits(ends.1, ends.0)))
        };
        let such = example.gold.relations.iter().filter(is_it);
        // What is fair but debatable counts as right when found; it is less worth finding.
        let weight = such.map(|gold| if gold.core { 1.0 } else { 0.6 }).reduce(f32::max);
        Case {
            typed: prospect.clues,
            shared: Vec::new(),
            labels: vec![(weight.is_some(), counts * weight.unwrap_or(1.0))],
        }
    });
    cases.collect()
}

/// The case of whether the pair is related at all.
fn tie_case(case: &Case) -> Case {
    let holds = case.labels.iter().any(|(holds, _)| *holds);
    let unsure = case.labels.iter().any(|(_, weight)| *weight == 0.0);
    let weight = if holds {
        case.labels
            .iter()
            .filter(|(holds, _)| *holds)
            .fold(0.0f32, |most, (_, weight)| most.max(*weight))
    } else if unsure {
        0.0
    } else {
        1.0
    };
    let shared = case.shared.iter().map(|(_, feature)| (0, *feature)).collect();
    Case {
        typed: case.typed.clone(),
        shared,
        labels: vec![(holds, weight)],
    }
}

/// Scores what models make of examples that they have not seen.
pub fn evaluate<'e>(
    lexicon: &Lexicon,
    models: &Learned,
    examples: impl Iterator<Item = &'e Example>,
) -> super::score::Scores {
    let mut scorer = Scorer::new(lexicon);
    for example in examples {
        let frames = Frames::new(lexicon, &example.document);
        let claims = claims_of(&Qualifier::new(&frames, &example.reading), &models.models());
        scorer.add(&example.gold, &example.document, &claims);
    }
    scorer.scores
}

/// The examples' numbers in `folds` parts, by a seeded shuffle.
pub fn folds(count: usize, folds: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..count).collect();
    Random(seed).shuffle(&mut order);
    let mut out = vec![Vec::new(); folds];
    for (i, example) in order.into_iter().enumerate() {
        out[i % folds].push(example);
    }
    out
}
