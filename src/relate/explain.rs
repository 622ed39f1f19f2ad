//! Why claims are told and others not: the rule, the features that weigh most, what lost and to whom.

use super::classes::Classes;
use super::features::Features;
use super::frames::Frames;
use super::loglinear::LogLinear;
use super::qualifier::Qualifier;
use super::weighing::{self, FLOOR, Prospect, prospects};
use super::{Models, Reading, SURE_RULE, best_of_type, claims_of, is_possible};
use crate::lexicon::Lexicon;
use crate::model::{Claim, Document, Explanation, Reason, Weight};

/// How many features are shown for each decision, and how many candidates that lost.
const FEATURES: usize = 5;
const LOST: usize = 8;
/// What the ranker gives less than this without any rule, nobody would miss.
const WORTH_TELLING: f32 = 0.05;

/// The claims of a document with what speaks for each, and the candidates that lost.
pub fn explain(lexicon: &Lexicon, document: &Document) -> (Vec<Claim>, Explanation) {
    let frames = Frames::new(lexicon, document);
    let reading = Reading::new(&frames);
    let models = Models::embedded();
    let qualifier = Qualifier::new(&frames, &reading);
    let claims = claims_of(&qualifier, &models);
    let prospects = prospects(&qualifier, &models);
    let explained = Explained {
        lexicon,
        document,
        classes: Classes::new(models.relations, lexicon.relation_types()),
        prospects,
        models,
        reading,
    };
    let told = claims.iter().map(|claim| explained.told(claim)).collect();
    let lost = explained.lost(&claims);
    (claims, Explanation { told, lost })
}

struct Explained<'l> {
    lexicon: &'l Lexicon,
    document: &'l Document,
    reading: Reading,
    prospects: Vec<Prospect>,
    models: Models<'static>,
    classes: Classes<'static>,
}

impl Explained<'_> {
    /// The prospect that a claim comes from: the one between the two, or, where the tail was replaced by the state
    /// that it is the capital of, one from the head. What no model has learned comes from a rule alone.
    fn told(&self, claim: &Claim) -> Option<Reason> {
        let types = self.lexicon.relation_types();
        let relation = types.iter().position(|kind| kind.name == claim.relation)?;
        let between = |index: usize| {
            let instance = &self.reading.instances[index];
            let symmetric = types[relation].symmetric && (instance.tail, instance.head) == (claim.head, claim.tail);
            symmetric || (instance.head, instance.tail) == (claim.head, claim.tail)
        };
        let of_type = || self.prospects.iter().filter(|prospect| prospect.relation == relation);
        let prospect = of_type()
            .find(|prospect| between(prospect.instance))
            .or_else(|| of_type().find(|prospect| self.reading.instances[prospect.instance].head == claim.head));
        let mut reason = match prospect {
            Some(prospect) => self.reason(prospect.instance, relation, Some(prospect)),
            None => {
                let by_rule = |index: &usize| {
                    between(*index) && best_of_type(&self.reading, &self.reading.instances[*index], relation).is_some()
                };
                let index = (0..self.reading.instances.len()).find(by_rule)?;
                self.reason(index, relation, None)
            }
        };
        (reason.head, reason.tail) = (claim.head, claim.tail);
        reason.confidence = claim.confidence;
        Some(reason)
    }

    fn lost(&self, claims: &[Claim]) -> Vec<Reason> {
        let types = self.lexicon.relation_types();
        let is_of = |claim: &Claim, relation: usize, pair: (usize, usize)| {
            let turned = types[relation].symmetric && (claim.tail, claim.head) == pair;
            claim.relation == types[relation].name && (turned || (claim.head, claim.tail) == pair)
        };
        let told = |reason: &Reason, relation: usize| {
            claims
                .iter()
                .any(|claim| is_of(claim, relation, (reason.head, reason.tail)))
        };
        let mut lost: Vec<Reason> = Vec::new();
        for prospect in &self.prospects {
            let mut reason = self.reason(prospect.instance, prospect.relation, Some(prospect));
            if told(&reason, prospect.relation) || reason.confidence < WORTH_TELLING && reason.rule.is_none() {
                continue;
            }
            let winner = claims
                .iter()
                .find(|claim| (claim.head, claim.tail) == (reason.head, reason.tail));
            let below = format!("{:.2} is below {:.2}", reason.confidence, reason.threshold);
            reason.lost = Some(match winner {
                // As when a capital stands for its state.
                _ if reason.confidence >= reason.threshold => "told of another entity".to_string(),
                Some(winner) => format!("{} won; {below}", winner.relation),
                None => below,
            });
            lost.push(reason);
        }
        // What rules propose and the models do not even consider.
        for (index, instance) in self.reading.instances.iter().enumerate() {
            for candidate in &instance.forward {
                let relation = self.reading.candidates[*candidate as usize].relation;
                let mut reason = self.reason(index, relation, None);
                let known = lost.iter().any(|other| {
                    (other.head, other.tail) == (reason.head, reason.tail) && other.relation == reason.relation
                });
                if known || told(&reason, relation) {
                    continue;
                }
                let kind = |entity: usize| self.document.entities[entity].kind;
                reason.lost = Some(if is_possible(self.lexicon, self.document, instance, relation) {
                    format!("{:.2} is below {:.2}", reason.confidence, reason.threshold)
                } else {
                    let (head, tail) = (kind(instance.head), kind(instance.tail));
                    format!("{} does not go from {head} to {tail}", reason.relation)
                });
                lost.push(reason);
            }
        }
        lost.sort_by(|a, b| {
            let key = |reason: &Reason| (reason.head, reason.tail, reason.relation.clone());
            b.confidence.total_cmp(&a.confidence).then_with(|| key(a).cmp(&key(b)))
        });
        lost.truncate(LOST);
        lost
    }

    fn reason(&self, index: usize, relation: usize, prospect: Option<&Prospect>) -> Reason {
        let instance = &self.reading.instances[index];
        let features = &self.reading.features[index];
        let candidate = best_of_type(&self.reading, instance, relation).map(|(_, candidate)| candidate);
        let rule = candidate
            .and_then(|candidate| candidate.rule)
            .map(|rule| &self.lexicon.rules().rules[rule as usize]);
        let name = &self.lexicon.relation_types()[relation].name;
        let known = self.classes.knows(relation) && self.models.weighing.is_trained();
        let related = self.models.ties.probabilities(features).first().copied().unwrap_or(0.0);
        let share = self.classes.shares(features).get(relation).copied().unwrap_or(0.0);
        let learned = |weights: Vec<(String, f32)>| match known {
            true => strongest(weights),
            false => Vec::new(),
        };
        Reason {
            head: instance.head,
            relation: name.clone(),
            tail: instance.tail,
            rule: match rule {
                Some(rule) => Some(rule.name.clone()),
                None => candidate.map(|_| format!("{name}/name or title").into()),
            },
            place: rule.map(|rule| format!("{}:{}", rule.file, rule.line)),
            trigger: candidate.map(|candidate| self.document.token_text(candidate.trigger).to_string()),
            related,
            share,
            confidence: match prospect {
                Some(prospect) => self.models.weighing.probability(&prospect.clues),
                None if known => related * share,
                None => candidate.map_or(0.0, |candidate| candidate.confidence),
            },
            threshold: match self.models.weighing.thresholds.first() {
                Some(threshold) if prospect.is_some() => *threshold,
                _ if known => FLOOR,
                _ => SURE_RULE,
            },
            for_related: learned(self.models.ties.weights(features, 0)),
            for_type: learned(self.classes.weights(features, relation)),
            for_all: prospect.map(|prospect| self.clues(name, prospect)).unwrap_or_default(),
            lost: None,
        }
    }

    /// What the document's clues weigh, each alone and with the type.
    fn clues(&self, relation: &str, prospect: &Prospect) -> Vec<Weight> {
        let weight = |clues: &[(&str, u8)]| {
            let weights = self.models.weighing.typed.get(&weighing::hash(clues));
            weights.and_then(|weights| weights.first()).copied().unwrap_or(0.0)
        };
        let named = prospect.named.iter().map(|clue| {
            let (name, class) = *clue;
            let sum = weight(&[*clue]) + weight(&[(relation, 0), *clue]);
            (clue_in_words(name, class), sum)
        });
        largest(named.collect())
    }
}

/// A clue with its value: of a probability the least that it may be.
fn clue_in_words(name: &str, class: u8) -> String {
    let from = class
        .checked_sub(1)
        .and_then(|class| weighing::PROBABILITIES.get(usize::from(class)));
    let from = from.copied().unwrap_or(0.0);
    match name {
        "here" => format!("the sentence makes it {from} likely"),
        "tie" => format!("the sentence relates the two, {from} likely"),
        "share" => format!("of what relates them it has {from}"),
        "largest share" => format!("the likeliest type has {from}"),
        "all together" | "any" => format!("all sentences together make it {from} likely"),
        "reverse" => format!("the other direction is {from} likely"),
        "other type" => format!("another type is {from} likely"),
        "other type back" => format!("another type in the other direction is {from} likely"),
        "other tail" => format!("with another tail it is {from} likely"),
        "other head" => format!("with another head it is {from} likely"),
        "state of head" | "state of tail" => format!("of the official's state it is {from} likely"),
        "official of head" | "official of tail" => format!("of the state's official it is {from} likely"),
        "rule" => format!("the rule is right {from} of the time"),
        "rule of other type" => format!("a rule of another type is right {from} of the time"),
        "rule back" => format!("a rule of the other direction is right {from} of the time"),
        "office" => match class {
            3 => "the first has an office with the second".to_string(),
            2 => "the first has an office that is likely the second's".to_string(),
            1 => "the first has an office elsewhere".to_string(),
            _ => "the first has no office in the text".to_string(),
        },
        other => format!("{other} ({class})"),
    }
}

fn largest(mut weights: Vec<(String, f32)>) -> Vec<Weight> {
    weights.retain(|(_, weight)| weight.abs() >= 0.05);
    weights.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    weights.truncate(FEATURES);
    let rounded = |(feature, weight): (String, f32)| Weight {
        feature,
        weight: (weight * 100.0).round() / 100.0,
    };
    weights.into_iter().map(rounded).collect()
}

fn strongest(weights: Vec<(String, f32)>) -> Vec<Weight> {
    let in_words = |(feature, weight): (String, f32)| (describe(&feature), weight);
    largest(weights.into_iter().map(in_words).collect())
}

impl LogLinear {
    /// What each feature adds to the score of a class, above what it adds to the average class.
    pub fn weights(&self, features: &Features, class: usize) -> Vec<(String, f32)> {
        let single = self.classes.len() == 1;
        let typed = features.typed.iter().filter_map(|feature| {
            let weights = self.typed.get(&super::loglinear::feature_hash(feature))?;
            let mean = if single {
                0.0
            } else {
                weights.iter().sum::<f32>() / weights.len() as f32
            };
            Some((feature.clone(), weights.get(class)? - mean))
        });
        let shared = features.shared.iter().filter_map(|(of, feature)| {
            let weight = self.shared.get(&super::loglinear::feature_hash(feature))?;
            (single || *of == class).then(|| (feature.clone(), *weight))
        });
        typed.chain(shared).collect()
    }
}

/// A feature's short name in words; `features` makes the names.
fn describe(feature: &str) -> String {
    let Some((code, rest)) = feature.split_once(':') else {
        return match feature {
            "bias" => "any pair of entities".into(),
            "headline" => "it stands in the headline".into(),
            "sport" => "the report is of sport".into(),
            "election" => "the sentence is of an election".into(),
            "R0" => "no rule speaks of the two".into(),
            "R0back" => "rules speak only of the other direction".into(),
            other => other.to_string(),
        };
    };
    let pair = |text: &str| text.replacen('>', " to ", 1);
    match code {
        "k" => format!("from {}", pair(rest)),
        "d" => {
            let order = if rest.starts_with('+') {
                "in this order"
            } else {
                "in the other order"
            };
            format!("{order}, up to {} words apart", rest.trim_start_matches(['+', '-']))
        }
        "f" => format!("named as {}", pair(rest)),
        "s" => match rest.split(':').next() {
            Some("same") => "both belong to one state".into(),
            Some("other") => "they belong to different states".into(),
            _ => "the state of one is unknown".into(),
        },
        "T" => match rest.split(':').next() {
            Some("told") => "the text gives the first an office with the second".into(),
            Some("likely") => "the first has an office that is likely the second's".into(),
            Some("other") => "the first has an office elsewhere".into(),
            Some("open") => "the first has an office, nobody says where".into(),
            _ => "the text gives the first no office".into(),
        },
        "p" | "pk" | "pt" => format!("the arcs between them {rest}"),
        "t" | "te" => match rest.split(':').next() {
            Some("=") | None => "one stands directly under the other".into(),
            Some(word) => format!("“{word}” joins them"),
        },
        "e" => format!("their arcs {}", rest.replacen('>', " and ", 1)),
        "n" => format!("{rest} arcs between them"),
        "w<" | "w>" => format!("“{rest}” on the way between them"),
        "ga" | "gb" => {
            let end = if code == "ga" { "first" } else { "second" };
            let (word, arc) = rest.split_once(':').unwrap_or((rest, ""));
            format!("“{word}” governs the {end} ({arc})")
        }
        "b+" | "b-" | "b1+" | "b1-" => format!("“{rest}” between them"),
        "l+" | "l-" => format!("“{rest}” before them"),
        "r+" | "r-" => format!("“{rest}” after them"),
        "R" => format!("a rule of {rest}"),
        "Rn" => format!("the rule {rest}"),
        "Rl" => match rest.split_once(':') {
            Some((kind, word)) => format!("a rule of {kind} by “{word}”"),
            None => rest.to_string(),
        },
        "RB" => format!("a rule of {rest} in the other direction"),
        "Lw" => format!("a word of the type, {}", rest.replacen(':', ", ", 1)),
        "S" | "Sw" | "Sk" | "Sn" => format!("a rule of the type ({rest})"),
        "Sc" => format!("a rule of the type that is right {rest} times in ten"),
        _ => match code.strip_prefix('L') {
            Some(place) => format!("a word of {rest} ({place})"),
            None => feature.to_string(),
        },
    }
}
