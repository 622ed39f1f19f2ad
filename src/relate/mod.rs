//! Document -> Claims. No I/O; it cannot fail.
//!
//! Rules propose (`matcher`), log-linear models dispose (`features`, `loglinear`): the first looks at each pair in
//! each sentence, adds pairs that no rule covers and chooses types; the second sets these verdicts beside each
//! other (`weighing`), drops the weak and gives each claim its confidence.

pub mod frames;
pub mod actors;
pub mod matcher;
pub mod titles;
pub mod structure;
pub mod topics;
pub mod membership;
pub mod instances;
pub mod features;
pub mod classes;
pub mod codes;
pub mod loglinear;
pub mod weighing;
pub mod qualify;
pub mod qualifier;
pub mod examples;
pub mod explain;
pub mod dyads;
mod coded;

use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use coded::coded;

use crate::lexicon::Lexicon;
use crate::model::{Claim, Date, Document, Kind, Modality, Polarity, Span, is_symmetric};
use actors::Actors;
use classes::Classes;
use features::{Features, features};
use frames::Frames;
use instances::{Instance, Instances, find_instances};
use loglinear::LogLinear;
use matcher::Candidate;
use qualifier::Qualifier;
use weighing::prospects;

/// What `Claim::rule` says where no rule proposed the claim.
const RANKER: &str = "ranker";

/// The confidence from which a rule is believed where no model weighs it.
const SURE_RULE: f32 = 0.5;

/// What the words of a document offer, before any weights are asked.
pub struct Reading {
    pub candidates: Vec<Candidate>,
    pub offices: FxHashMap<u32, String>,
    pub instances: Vec<Instance>,
    /// Per instance.
    pub features: Vec<Features>,
    /// Per instance, the word that shows the relation.
    pub triggers: Vec<usize>,
}

impl Reading {
    pub fn new(frames: &Frames) -> Reading {
        let actors = Actors::new(frames.document);
        let found = find_instances(frames, &actors);
        let mut reading = Reading {
            features: Vec::new(),
            triggers: Vec::new(),
            candidates: Vec::new(),
            offices: FxHashMap::default(),
            instances: Vec::new(),
        };
        let topics = topics::topics(frames.lexicon, frames.document);
        for instance in &found.instances {
            let topics = topics[instance.sentence];
            reading.features.push(features(frames, &found, instance, topics));
            reading.triggers.push(trigger(frames, &found, instance));
        }
        reading.candidates = found.candidates;
        reading.offices = found.offices;
        reading.instances = found.instances;
        reading
    }
}

/// The claims of a document, in order of the text.
pub fn relate(lexicon: &Lexicon, document: &Document, _published: Option<Date>) -> Vec<Claim> {
    let frames = Frames::new(lexicon, document);
    let reading = Reading::new(&frames);
    claims_of(&Qualifier::new(&frames, &reading), &Models::embedded())
}

/// The learned models: whether and how a sentence relates a pair, whether the document bears it out, and how
/// really it is so.
pub struct Models<'m> {
    pub ties: &'m LogLinear,
    pub relations: &'m LogLinear,
    pub weighing: &'m LogLinear,
    pub modality: &'m LogLinear,
}

impl Models<'static> {
    pub fn embedded() -> Self {
        Models {
            ties: LogLinear::ties(),
            relations: LogLinear::relations(),
            weighing: LogLinear::weighing(),
            modality: LogLinear::modality(),
        }
    }
}

/// The claims that the models keep of a reading; without trained models, those of sure rules.
pub fn claims_of(qualifier: &Qualifier, models: &Models) -> Vec<Claim> {
    let (lexicon, document) = (qualifier.frames.lexicon, qualifier.frames.document);
    let told = verdicts(qualifier, models).into_iter();
    let told = told.map(|(instance, relation, probability)| {
        let claim = claim(qualifier, instance, relation, probability, models.modality);
        let tail = match &*claim.relation {
            "visited" => host(lexicon, document, claim.tail),
            _ => claim.tail,
        };
        Claim { tail, ..claim }
    });
    strongest(lexicon, told)
}

/// Of claims that say the same the surest one, in order of the text.
pub fn strongest(lexicon: &Lexicon, claims: impl IntoIterator<Item = Claim>) -> Vec<Claim> {
    let types = lexicon.relation_types();
    let mut best: FxHashMap<(usize, Arc<str>, usize, Polarity), Claim> = FxHashMap::default();
    for claim in claims {
        let (head, tail) = (claim.head, claim.tail);
        if head == tail {
            continue;
        }
        let symmetric = is_symmetric(types, &claim.relation);
        let pair = if symmetric {
            (head.min(tail), head.max(tail))
        } else {
            (head, tail)
        };
        let key = (pair.0, claim.relation.clone(), pair.1, claim.polarity);
        // Of the two directions of a symmetric type, the one that a rule shows is told.
        let rank = |claim: &Claim| (symmetric && &*claim.rule != RANKER, claim.confidence);
        match best.get_mut(&key) {
            Some(known) if rank(known) >= rank(&claim) => {}
            Some(known) => *known = claim,
            None => {
                best.insert(key, claim);
            }
        }
    }
    let mut claims: Vec<Claim> = best.into_values().collect();
    claims.sort_by(|a, b| {
        let key = |claim: &Claim| (claim.sentence.start, claim.head, claim.tail, claim.polarity);
        key(a).cmp(&key(b)).then_with(|| a.relation.cmp(&b.relation))
    });
    claims
}

/// What is taken to hold: an instance, its relation type, how probable.
fn verdicts(qualifier: &Qualifier, models: &Models) -> Vec<(usize, usize, f32)> {
    let Qualifier { frames, reading, .. } = qualifier;
    let (lexicon, document) = (frames.lexicon, frames.document);
    let classes = Classes::new(models.relations, lexicon.relation_types());
    let mut out = Vec::new();
    if models.weighing.is_trained() {
        let threshold = models.weighing.thresholds.first().copied().unwrap_or(SURE_RULE);
        for prospect in prospects(qualifier, models) {
            let probability = models.weighing.probability(&prospect.clues);
            if probability >= threshold {
                out.push((prospect.instance, prospect.relation, probability));
            }
        }
    }
    // What a type is worth that no model has learned, only its rules can tell.
    for (index, instance) in reading.instances.iter().enumerate() {
        for candidate in &instance.forward {
            let candidate = &reading.candidates[*candidate as usize];
            if !(models.weighing.is_trained() && classes.knows(candidate.relation))
                && candidate.confidence >= SURE_RULE
                && is_possible(lexicon, document, instance, candidate.relation)
            {
                out.push((index, candidate.relation, candidate.confidence));
            }
        }
    }
    out
}

/// Who travels to a capital visits its state, if the document names the state.
fn host(lexicon: &Lexicon, document: &Document, tail: usize) -> usize {
    let place = &document.entities[tail];
    let Some(code) = place.state.as_deref().filter(|_| place.kind == Kind::Place) else {
        return tail;
    };
    let is_capital = lexicon
        .find(&place.name)
        .iter()
        .any(|entry| entry.code.as_deref() == Some(code));
    let state = document
        .entities
        .iter()
        .position(|entity| entity.code.as_deref() == Some(code));
    state.filter(|_| is_capital).unwrap_or(tail)
}

/// The kinds that the type's file allows at its ends.
fn is_possible(lexicon: &Lexicon, document: &Document, instance: &Instance, relation: usize) -> bool {
    let (head, tail) = &lexicon.rules().type_kinds[relation];
    let kind = |entity: usize| document.entities[entity].kind;
    head.contains(&kind(instance.head)) && tail.contains(&kind(instance.tail))
}

fn best_candidate<'c>(candidates: &'c [Candidate], instance: &Instance) -> Option<&'c Candidate> {
    let forward = instance.forward.iter().map(|index| &candidates[*index as usize]);
    forward.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
}

/// The surest of what rules propose of one type, with its number.
fn best_of_type<'r>(reading: &'r Reading, instance: &Instance, relation: usize) -> Option<(u32, &'r Candidate)> {
    let all = instance.forward.iter();
    let of_type = all
        .map(|index| (*index, &reading.candidates[*index as usize]))
        .filter(|(_, candidate)| candidate.relation == relation);
    of_type.max_by(|(_, a), (_, b)| a.confidence.total_cmp(&b.confidence))
}

/// The word that shows the relation: the best rule's trigger, else where the two ends meet in the tree.
fn trigger(frames: &Frames, found: &Instances, instance: &Instance) -> usize {
    if let Some(candidate) = best_candidate(&found.candidates, instance) {
        return candidate.trigger;
    }
    let other = frames.tree.upward(instance.tail_token, 16);
    let own = frames.tree.upward(instance.head_token, 16);
    own.into_iter()
        .find(|token| other.contains(token))
        .unwrap_or(instance.head_token)
}

fn claim(qualifier: &Qualifier, index: usize, relation: usize, probability: f32, modality: &LogLinear) -> Claim {
    let Qualifier { frames, reading, .. } = qualifier;
    let (lexicon, document) = (frames.lexicon, frames.document);
    let instance = &reading.instances[index];
    let name = lexicon.relation_types()[relation].name.clone();
    let best = best_of_type(reading, instance, relation);
    let (trigger, _) = qualifier.shown_by(index, relation);
    let rule = match best {
        Some((_, Candidate { rule: Some(rule), .. })) => lexicon.rules().rules[*rule as usize].name.clone(),
        Some((i, _)) if reading.offices.contains_key(&i) => Arc::from(format!("{name}/title")),
        Some(_) => Arc::from(format!("{name}/name")),
        None => Arc::from(RANKER),
    };
    let office = best.and_then(|(i, _)| reading.offices.get(&i).cloned());
    // Each candidate is qualified at its own word: "refused to meet" is an affirmed refusal and a negated meeting.
    let qualified = qualifier.at(index, relation);
    let qualities = &qualified.qualities;
    // What names and titles say is so, whatever the verb beside them says.
    let by_name = match best {
        Some((_, candidate)) => candidate.rule.is_none(),
        None => matches!(&*name, "holds-office" | "located-in"),
    };
    let polarity = if by_name || &*name == "located-in" {
        Polarity::Affirmed
    } else {
        qualities.polarity
    };
    // Standing ties and offices are, too.
    let modality = if &*name == "holds-office" || &*name == "located-in" {
        Modality::Actual
    } else if modality.is_trained() {
        likeliest_modality(modality, &qualifier.clues(index, relation))
    } else {
        qualities.modality
    };
    let sentence = document.span_of(&document.sentences[instance.sentence]);
    let points = [trigger, instance.head_token, instance.tail_token];
    let inside = points
        .iter()
        .filter(|token| document.sentences[instance.sentence].contains(token));
    let first = inside.clone().min().copied().unwrap_or(trigger);
    let last = inside.max().copied().unwrap_or(trigger);
    // A tie without direction is told in the order of the text.
    let symmetric = lexicon.relation_types()[relation].symmetric;
    let (head, tail) = if symmetric && instance.head_token > instance.tail_token {
        (instance.tail, instance.head)
    } else {
        (instance.head, instance.tail)
    };
    Claim {
        head,
        relation: name,
        tail,
        polarity,
        modality,
        speaker: qualities
            .speaker
            .filter(|speaker| *speaker != instance.head && *speaker != instance.tail),
        office,
        date: qualities.date,
        sentence,
        evidence: Span::new(document.tokens[first].span.start, document.tokens[last].span.end),
        confidence: (probability * 1000.0).round() / 1000.0,
        rule,
    }
}

fn likeliest_modality(model: &LogLinear, features: &Features) -> Modality {
    let probabilities = model.probabilities(features);
    let best = probabilities.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.and_then(|(class, _)| Modality::ALL.get(class).copied())
        .unwrap_or_default()
}
