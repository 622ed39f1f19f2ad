//! Measures claims against annotated documents: the figures of `gold/score.py`.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::gold::{GoldDocument, align};
use crate::lexicon::Lexicon;
use crate::model::{Claim, Document};

/// Right, predicted, found and sought.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub right: usize,
    pub predicted: usize,
    pub found: usize,
    pub gold: usize,
}

impl Counts {
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.predicted.max(1) as f64
    }

    pub fn recall(&self) -> f64 {
        self.found as f64 / self.gold.max(1) as f64
    }

    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }
}

/// What a level of strictness compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The same pair, direction and type.
    Strict,
    /// The same after an official is replaced by the state or body served.
    Rolled,
    /// As rolled, the type of the same class.
    Class,
    /// As rolled, whatever the type and direction.
    Pair,
}

impl Level {
    pub const ALL: [Level; 4] = [Level::Strict, Level::Rolled, Level::Class, Level::Pair];

    pub fn name(self) -> &'static str {
        match self {
            Level::Strict => "strict",
            Level::Rolled => "rolled",
            Level::Class => "class",
            Level::Pair => "pair",
        }
    }
}

/// What a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Missed,
    Wrong,
    Polarity,
    Modality,
}

impl Flaw {
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Missed => "missed",
            Flaw::Wrong => "wrong",
            Flaw::Polarity => "polarity",
            Flaw::Modality => "modality",
        }
    }
}

/// A miss or an error, for the reader who mends.
#[derive(Clone, Debug)]
pub struct Fault {
    pub document: String,
    /// Which sentence of the document shows it, and its text.
    pub sentence: (usize, String),
    pub flaw: Flaw,
    pub relation: String,
    pub head: String,
    pub tail: String,
    pub evidence: String,
}

#[derive(Clone, Debug, Default)]
pub struct Scores {
    pub levels: [Counts; 4],
    pub entities: Counts,
    pub polarity: (usize, usize),
    pub modality: (usize, usize),
    pub by_type: FxHashMap<String, Counts>,
    pub faults: Vec<Fault>,
    /// Of each claim its confidence, and whether it is right.
    pub confidences: Vec<(f32, bool)>,
    pub documents: usize,
}

impl Scores {
    /// Adds the counts of other documents.
    pub fn join(&mut self, other: Scores) {
        let add = |a: &mut Counts, b: &Counts| {
            a.right += b.right;
            a.predicted += b.predicted;
            a.found += b.found;
            a.gold += b.gold;
        };
        for (a, b) in self.levels.iter_mut().zip(&other.levels) {
            add(a, b);
        }
        add(&mut self.entities, &other.entities);
        for (name, counts) in &other.by_type {
            add(self.by_type.entry(name.clone()).or_default(), counts);
        }
        for (a, b) in [
            (&mut self.polarity, other.polarity),
            (&mut self.modality, other.modality),
        ] {
            a.0 += b.0;
            a.1 += b.1;
        }
        self.faults.extend(other.faults);
        self.confidences.extend(other.confidences);
        self.documents += other.documents;
    }
}

type Key = (String, String, String);

/// Scores documents one by one.
pub struct Scorer<'l> {
    symmetric: FxHashSet<&'l str>,
    class: FxHashMap<&'l str, &'static str>,
    pub scores: Scores,
}

impl<'l> Scorer<'l> {
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let types = lexicon.relation_types();
        Scorer {
            symmetric: types
                .iter()
                .filter(|relation| relation.symmetric)
                .map(|relation| &*relation.name)
                .collect(),
            class: types
                .iter()
                .map(|relation| (&*relation.name, relation.class.name()))
                .collect(),
            scores: Scores::default(),
        }
    }

    fn keys(
        &self,
        level: Level,
        heads: &[String],
        tails: &[String],
        types: &[String],
        up: &FxHashMap<&str, &str>,
    ) -> BTreeSet<Key> {
        let mut out = BTreeSet::new();
        let roll = level != Level::Strict;
        let rise = |id: &String| up.get(id.as_str()).map_or(id.clone(), |up| up.to_string());
        for head in heads {
            for tail in tails {
                for relation in types {
                    let office = relation == "holds-office";
                    let (head, tail) = if office || !roll {
                        (head.clone(), tail.clone())
                    } else {
                        (rise(head), rise(tail))
                    };
                    let kind = match level {
                        Level::Class => self
                            .class
                            .get(relation.as_str())
                            .map_or(relation.as_str(), |class| class)
                            .to_string(),
                        Level::Pair if !office => "*".to_string(),
                        _ => relation.clone(),
                    };
                    if self.symmetric.contains(relation.as_str()) || level == Level::Pair {
                        out.insert((tail.clone(), kind.clone(), head.clone()));
                    }
                    out.insert((head, kind, tail));
                }
            }
        }
        out
    }

    pub fn add(&mut self, gold: &GoldDocument, document: &Document, claims: &[Claim]) {
        self.scores.documents += 1;
        let entities = &document.entities;
        let aligned = align(entities, gold);
        let gold_kind: FxHashMap<&str, _> = gold
            .entities
            .iter()
            .map(|entity| (entity.id.as_str(), entity.kind))
            .collect();
        let gold_name: FxHashMap<&str, &str> = gold
            .entities
            .iter()
            .map(|entity| (entity.id.as_str(), entity.name.as_str()))
            .collect();
        let right: FxHashSet<&str> = entities
            .iter()
            .zip(&aligned)
            .filter_map(|(entity, id)| id.filter(|id| gold_kind.get(id) == Some(&entity.kind)))
            .collect();
        // Several of ours that are one of the gold's count once; the others go by their ids in our output, as the
        // scorer has it.
        let distinct: FxHashSet<String> = aligned
            .iter()
            .enumerate()
            .map(|(i, id)| id.map_or(format!("e{}", i + 1), str::to_string))
            .collect();
        let counts = &mut self.scores.entities;
        counts.right += right.len();
        counts.found += right.len();
        counts.gold += gold.entities.len();
        counts.predicted += distinct.len();
        let mut serves: FxHashMap<&str, &str> = FxHashMap::default();
        for relation in gold
            .relations
            .iter()
            .filter(|relation| relation.relation == "holds-office")
        {
            serves.entry(&relation.head).or_insert(&relation.tail);
        }
        let id_of =
            |entity: usize| aligned[entity].map_or_else(|| format!("?{}", entities[entity].name), str::to_string);
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_string).collect::<Vec<_>>();
        for (slot, level) in Level::ALL.into_iter().enumerate() {
            let roll = level != Level::Strict;
            let gold_keys: Vec<(BTreeSet<Key>, BTreeSet<Key>)> = gold
                .relations
                .iter()
                .map(|relation| {
                    let all = self.keys(
                        level,
                        &owned(relation.heads().collect()),
                        &owned(relation.tails().collect()),
                        &owned(relation.types().collect()),
                        &serves,
                    );
                    let own = self.keys(
                        level,
                        std::slice::from_ref(&relation.head),
                        std::slice::from_ref(&relation.tail),
                        std::slice::from_ref(&relation.relation),
                        &serves,
                    );
                    (all, own)
                })
                .collect();
            let mut seen: BTreeSet<Key> = BTreeSet::new();
            let mut hit = vec![false; gold.relations.len()];
            let mut counts = Counts::default();
            for claim in claims {
                let keys = self.keys(
                    level,
                    &[id_of(claim.head)],
                    &[id_of(claim.tail)],
                    &[claim.relation.to_string()],
                    &serves,
                );
                if (roll && keys.iter().any(|(head, _, tail)| head == tail))
                    || keys.iter().any(|key| seen.contains(key))
                {
                    continue;
                }
                seen.extend(keys.iter().cloned());
                counts.predicted += 1;
                let matched: Vec<usize> = (0..gold_keys.len())
                    .filter(|i| gold_keys[*i].0.iter().any(|key| keys.contains(key)))
                    .collect();
                for i in &matched {
                    hit[*i] = true;
                }
                let strict = level == Level::Strict;
                if strict {
                    let by_type = self.scores.by_type.entry(claim.relation.to_string()).or_default();
                    by_type.predicted += 1;
                    by_type.right += usize::from(!matched.is_empty());
                    self.scores.confidences.push((claim.confidence, !matched.is_empty()));
                }
                let fault = |flaw: Flaw, evidence: String| {
                    let name = |entity: usize| {
                        aligned[entity]
                            .and_then(|id| gold_name.get(id).copied())
                            .map_or_else(|| format!("?{}", entities[entity].name), str::to_string)
                    };
                    Fault {
                        document: gold.id.clone(),
                        sentence: sentence_at(document, claim.sentence.start),
                        flaw,
                        relation: claim.relation.to_string(),
                        head: name(claim.head),
                        tail: name(claim.tail),
                        evidence,
                    }
                };
                match matched.first() {
                    Some(first) => {
                        counts.right += 1;
                        if strict {
                            let relation = &gold.relations[*first];
                            tally(&mut self.scores.polarity, claim.polarity == relation.polarity);
                            tally(&mut self.scores.modality, claim.modality == relation.modality);
                            if claim.polarity != relation.polarity {
                                let evidence = format!("{}, not {}", relation.polarity.name(), claim.polarity.name());
                                self.scores.faults.push(fault(Flaw::Polarity, evidence));
                            }
                            if claim.modality != relation.modality {
                                let evidence = format!("{}, not {}", relation.modality.name(), claim.modality.name());
                                self.scores.faults.push(fault(Flaw::Modality, evidence));
                            }
                        }
                    }
                    None if strict => self.scores.faults.push(fault(Flaw::Wrong, claim.rule.to_string())),
                    None => {}
                }
            }
            let mut done: BTreeSet<BTreeSet<Key>> = BTreeSet::new();
            for (i, relation) in gold.relations.iter().enumerate() {
                let own = &gold_keys[i].1;
                if roll && (own.iter().any(|(head, _, tail)| head == tail) || !done.insert(own.clone())) {
                    continue;
                }
                if !relation.core {
                    continue;
                }
                counts.gold += 1;
                counts.found += usize::from(hit[i]);
                if level == Level::Strict {
                    let by_type = self.scores.by_type.entry(relation.relation.clone()).or_default();
                    by_type.gold += 1;
                    by_type.found += usize::from(hit[i]);
                    if !hit[i] {
                        let name = |id: &str| gold_name.get(id).map_or(id.to_string(), |name| name.to_string());
                        self.scores.faults.push(Fault {
                            document: gold.id.clone(),
                            sentence: sentence_of(document, &relation.evidence),
                            flaw: Flaw::Missed,
                            relation: relation.relation.clone(),
                            head: name(&relation.head),
                            tail: name(&relation.tail),
                            evidence: relation.evidence.clone(),
                        });
                    }
                }
            }
            let total = &mut self.scores.levels[slot];
            total.right += counts.right;
            total.predicted += counts.predicted;
            total.found += counts.found;
            total.gold += counts.gold;
        }
    }
}

/// The sentence at a byte of the text, with its number.
fn sentence_at(document: &Document, byte: usize) -> (usize, String) {
    let spans = document.sentences.iter().map(|sentence| document.span_of(sentence));
    let last = spans.enumerate().take_while(|(_, span)| span.start <= byte).last();
    last.map_or((0, String::new()), |(number, span)| {
        (number, document.text_of(span).to_string())
    })
}

/// The sentence of the annotator's evidence: where its words stand, else its first words; none where neither does.
fn sentence_of(document: &Document, evidence: &str) -> (usize, String) {
    let start: String = evidence.split_inclusive(' ').take(3).collect();
    let found = [evidence, start.trim()].into_iter().filter(|words| !words.is_empty());
    match found.filter_map(|words| document.text.find(words)).next() {
        Some(byte) => sentence_at(document, byte),
        None => (usize::MAX, String::new()),
    }
}

fn tally((right, all): &mut (usize, usize), is_right: bool) {
    *right += usize::from(is_right);
    *all += 1;
}
