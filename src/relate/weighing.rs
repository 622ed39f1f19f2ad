//! What the whole document says of a relation that one sentence may show.
//!
//! The first model looks at one pair in one sentence. Here its verdicts are set beside each other: the same
//! pair elsewhere, the same verb with other ends, the official beside his state, the opposite direction. A
//! second log-linear model weighs these clues (stacked generalisation, Wolpert 1992).

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::classes::Classes;
use super::features::office;
use super::frames::Via;
use super::matcher::Candidate;
use super::qualifier::Qualifier;
use super::{Models, Reading};
use crate::model::{Document, Entity, Kind, MentionForm};

/// A relation that the document may show.
pub struct Prospect {
    /// The showing that convinces most: an index into `Reading::instances`.
    pub instance: usize,
    pub relation: usize,
    /// What the first model makes of that showing.
    pub plausibility: f32,
    /// Hashes of the clues and of their conjunctions.
    pub clues: Vec<u32>,
    /// The clues themselves.
    pub named: Vec<Clue>,
}

/// Below this the first model's verdict is final, unless a name says so outright.
pub const FLOOR: f32 = 0.03;

/// Limits between the classes of probabilities, counts and distances.
pub const PROBABILITIES: &[f32] = &[0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.9];
const COUNTS: &[f32] = &[1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 13.0, 20.0, 35.0];
const DISTANCES: &[f32] = &[-15.0, -8.0, -4.0, -1.0, 1.0, 2.0, 4.0, 8.0, 15.0];

/// A clue: its name and the class of its value.
pub type Clue = (&'static str, u8);

/// Clues that mean more together.
const TOGETHER: [(&str, &str); 24] = [
    ("here", "word"),
    ("here", "modality"),
    ("rule", "word"),
    ("here", "office"),
    ("here", "rank of type"),
    ("here", "reverse"),
    ("here", "other tail"),
    ("here", "other head"),
    ("here", "state of head"),
    ("here", "state of tail"),
    ("here", "official of head"),
    ("here", "official of tail"),
    ("tie", "share"),
    ("here", "entities"),
    ("here", "one state"),
    ("head kind", "tail kind"),
    ("head form", "tail form"),
    ("here", "showings"),
    ("rule", "tie"),
    ("here", "other type"),
    ("here", "other type back"),
    ("here", "headline"),
    ("head descent", "tail descent"),
    ("rule", "via"),
];

pub fn prospects(qualifier: &Qualifier, models: &Models) -> Vec<Prospect> {
    let lexicon = qualifier.frames.lexicon;
    let survey = Survey::new(qualifier, models);
    let mut found: Vec<(&Key, &Showing)> = survey.best.iter().collect();
    found.sort_unstable_by_key(|(key, showing)| (showing.instance, **key));
    let types = lexicon.relation_types();
    let mut out = Vec::new();
    for ((head, relation, tail), showing) in found {
        // Of the two directions of a symmetric type the likelier is told, of equals the first.
        if types[*relation].symmetric
            && let Some(back) = survey.best.get(&(*tail, *relation, *head))
            && (back.plausibility, *tail) > (showing.plausibility, *head)
        {
            continue;
        }
        if showing.plausibility < FLOOR && !showing.outright {
            continue;
        }
        let clues = survey.clues(*head, *relation, *tail, showing);
        out.push(Prospect {
            instance: showing.instance,
            relation: *relation,
            plausibility: showing.plausibility,
            clues: hashed(&types[*relation].name, &clues),
            named: clues,
        });
    }
    out
}

/// Head, type and tail of a relation.
type Key = (usize, usize, usize);

/// Plausibility, head and tail of a relation.
type Plausible = (f32, usize, usize);

#[derive(Clone, Copy)]
struct Showing {
    instance: usize,
    plausibility: f32,
    /// A name says it for certain: "the Russia-Turkey deal".
    outright: bool,
}

/// The first model's verdicts on a document.
struct Survey<'a> {
    document: &'a Document,
    reading: &'a Reading,
    qualifier: &'a Qualifier<'a>,
    /// Per instance: whether the two are related, and the share of each type.
    ties: Vec<f32>,
    shares: Vec<Vec<f32>>,
    best: FxHashMap<Key, Showing>,
    /// The instances of a pair.
    showings: FxHashMap<(usize, usize), Vec<usize>>,
    /// The plausible relations of a sentence and type.
    beside: FxHashMap<(usize, usize), Vec<Plausible>>,
    mentions: Vec<usize>,
    named: Vec<bool>,
    states: FxHashMap<&'a str, usize>,
    officials: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Survey<'a> {
    fn new(qualifier: &'a Qualifier<'a>, models: &Models) -> Self {
        let Qualifier { frames, reading, .. } = qualifier;
        let (lexicon, document) = (frames.lexicon, frames.document);
        let mut survey = Survey {
            document,
            reading,
            qualifier,
            ties: Vec::new(),
            shares: Vec::new(),
            best: FxHashMap::default(),
            showings: FxHashMap::default(),
            beside: FxHashMap::default(),
            mentions: vec![0; document.entities.len()],
            named: vec![false; document.entities.len()],
            states: FxHashMap::default(),
            officials: FxHashMap::default(),
        };
        for mention in &document.mentions {
            survey.mentions[mention.entity] += 1;
            survey.named[mention.entity] |= mention.form == MentionForm::Name;
        }
        for (index, entity) in document.entities.iter().enumerate() {
            match (entity.kind, &entity.code, &entity.state) {
                (Kind::State, Some(code), _) => {
                    survey.states.entry(code).or_insert(index);
                }
                (Kind::Official, _, Some(state)) => survey.officials.entry(state).or_default().push(index),
                _ => {}
            }
        }
        let type_kinds = &lexicon.rules().type_kinds;
        let classes = Classes::new(models.relations, lexicon.relation_types());
        for (index, instance) in reading.instances.iter().enumerate() {
            let features = &reading.features[index];
            let tie = models.ties.probabilities(features).first().copied().unwrap_or(0.0);
            let shares = classes.shares(features);
            let pair = (instance.head, instance.tail);
            survey.showings.entry(pair).or_default().push(index);
            for (relation, share) in shares
                .iter()
                .enumerate()
                .filter(|(relation, _)| classes.knows(*relation))
            {
                let (heads, tails) = &type_kinds[relation];
                let kind = |entity: usize| document.entities[entity].kind;
                if !heads.contains(&kind(pair.0)) || !tails.contains(&kind(pair.1)) {
                    continue;
                }
                let plausibility = tie * share;
                let outright = instance.forward.iter().any(|candidate| {
                    let candidate = &reading.candidates[*candidate as usize];
                    candidate.relation == relation && candidate.is_outright()
                });
                if plausibility < 0.01 && !outright {
                    continue;
                }
                let beside = survey.beside.entry((instance.sentence, relation)).or_default();
                beside.push((plausibility, pair.0, pair.1));
                let showing = Showing {
                    instance: index,
                    plausibility,
                    outright,
                };
                let best = survey.best.entry((pair.0, relation, pair.1)).or_insert(showing);
                let outright = best.outright || outright;
                if plausibility > best.plausibility {
                    *best = showing;
                }
                best.outright = outright;
            }
            survey.ties.push(tie);
            survey.shares.push(shares);
        }
        survey
    }

    fn plausibility(&self, head: usize, relation: usize, tail: usize) -> f32 {
        let showing = self.best.get(&(head, relation, tail));
        showing.map_or(0.0, |showing| showing.plausibility)
    }

    /// The most plausible of the other relations between the two, in this direction.
    fn otherwise(&self, head: usize, relation: usize, tail: usize) -> f32 {
        let types = self.shares.first().map_or(0, Vec::len);
        let others = (0..types).filter(|other| *other != relation);
        others
            .map(|other| self.plausibility(head, other, tail))
            .fold(0.0, f32::max)
    }

    fn state_of(&self, entity: &Entity) -> Option<usize> {
        let state = entity.state.as_deref().filter(|_| entity.kind != Kind::State)?;
        self.states.get(state).copied()
    }

    fn officials_of(&self, entity: &Entity) -> &[usize] {
        let code = entity.code.as_deref().filter(|_| entity.kind == Kind::State);
        let officials = code.and_then(|code| self.officials.get(code));
        officials.map_or(&[], Vec::as_slice)
    }

    fn clues(&self, head: usize, relation: usize, tail: usize, showing: &Showing) -> Vec<Clue> {
        let (document, reading) = (self.document, self.reading);
        let instance = &reading.instances[showing.instance];
        let shares = &self.shares[showing.instance];
        let (head_entity, tail_entity) = (&document.entities[head], &document.entities[tail]);
        let mut out: Vec<Clue> = Vec::with_capacity(60);
        let mut put = |name, value: f32, limits: &[f32]| out.push((name, class(value, limits)));

        put("here", showing.plausibility, PROBABILITIES);
        put("tie", self.ties[showing.instance], PROBABILITIES);
        put("share", shares[relation], PROBABILITIES);
        let larger = |share: &&f32| **share > shares[relation];
        put("rank of type", shares.iter().filter(larger).count() as f32, COUNTS);
        put(
            "largest share",
            shares.iter().copied().fold(0.0, f32::max),
            PROBABILITIES,
        );

        // The same pair elsewhere in the document, and the other way about.
        let none = Vec::new();
        let showings = self.showings.get(&(head, tail)).unwrap_or(&none);
        let each = || {
            showings
                .iter()
                .map(|other| self.ties[*other] * self.shares[*other][relation])
        };
        put("showings", showings.len() as f32, COUNTS);
        put("all together", each().sum(), PROBABILITIES);
        put("any", 1.0 - each().map(|p| 1.0 - p).product::<f32>(), PROBABILITIES);
        put("reverse", self.plausibility(tail, relation, head), PROBABILITIES);
        put("other type", self.otherwise(head, relation, tail), PROBABILITIES);
        put("other type back", self.otherwise(tail, relation, head), PROBABILITIES);

        // The same type in the same sentence, with other ends.
        let beside = self.beside.get(&(instance.sentence, relation));
        let beside = beside.map_or(&[][..], Vec::as_slice);
        let most = |of: &dyn Fn(usize, usize) -> bool| {
            let such = beside.iter().filter(|(_, a, b)| of(*a, *b));
            such.fold((0.0f32, 0), |(most, count), (p, ..)| {
                (most.max(*p), count + usize::from(*p > 0.1))
            })
        };
        let (other_tail, other_tails) = most(&|a, b| a == head && b != tail);
        let (other_head, other_heads) = most(&|a, b| b == tail && a != head);
        put("other tail", other_tail, PROBABILITIES);
        put("other head", other_head, PROBABILITIES);
        put("other tails", other_tails as f32, COUNTS);
        put("other heads", other_heads as f32, COUNTS);
        let likelier = beside.iter().filter(|(p, ..)| *p > showing.plausibility);
        put("likelier beside", likelier.count() as f32, COUNTS);
        put(
            "of type",
            beside.iter().filter(|(p, ..)| *p > 0.1).count() as f32,
            COUNTS,
        );

        // A reader tells an act of the official or of his state, seldom of both.
        let with_state = |state: Option<usize>, at_head: bool| {
            state.map_or(0.0, |state| match at_head {
                true => self.plausibility(state, relation, tail),
                false => self.plausibility(head, relation, state),
            })
        };
        put(
            "state of head",
            with_state(self.state_of(head_entity), true),
            PROBABILITIES,
        );
        put(
            "state of tail",
            with_state(self.state_of(tail_entity), false),
            PROBABILITIES,
        );
        let officials = self.officials_of(head_entity).iter();
        let official = officials.map(|official| self.plausibility(*official, relation, tail));
        put("official of head", official.fold(0.0, f32::max), PROBABILITIES);
        let officials = self.officials_of(tail_entity).iter();
        let official = officials.map(|official| self.plausibility(head, relation, *official));
        put("official of tail", official.fold(0.0, f32::max), PROBABILITIES);
        let belongs = |entity: &'a Entity| entity.code.as_deref().or(entity.state.as_deref());
        let one_state = belongs(head_entity).is_some() && belongs(head_entity) == belongs(tail_entity);
        put("one state", f32::from(u8::from(one_state)), COUNTS);

        // What rules propose.
        let of_pair = |indices: &'a [u32]| indices.iter().map(|index| &reading.candidates[*index as usize]);
        let strongest = |candidates: &mut dyn Iterator<Item = &'a Candidate>| {
            candidates.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
        };
        let of_type = |candidate: &&Candidate| candidate.relation == relation;
        let rule = strongest(&mut of_pair(&instance.forward).filter(of_type));
        let confidence = |candidate: Option<&Candidate>| candidate.map_or(0.0, |candidate| candidate.confidence);
        put("rule", confidence(rule), PROBABILITIES);
        put(
            "rules",
            of_pair(&instance.forward).filter(of_type).count() as f32,
            COUNTS,
        );
        let other = strongest(&mut of_pair(&instance.forward).filter(|candidate| candidate.relation != relation));
        put("rule of other type", confidence(other), PROBABILITIES);
        let back = strongest(&mut of_pair(&instance.backward).filter(of_type));
        put("rule back", confidence(back), PROBABILITIES);
        put("via", rule.map_or(0.0, |rule| 1.0 + rank(rule.via)), COUNTS);
        put(
            "head descent",
            rule.map_or(0.0, |rule| 1.0 + f32::from(rule.descents.0 as u8)),
            COUNTS,
        );
        put(
            "tail descent",
            rule.map_or(0.0, |rule| 1.0 + f32::from(rule.descents.1 as u8)),
            COUNTS,
        );

        // The word that shows it, and what is said of it.
        let word = self.qualifier.word_of(showing.instance, relation);
        put("word", word.map_or(0.0, |(detour, _)| 1.0 + detour as f32), COUNTS);
        let qualities = self.qualifier.qualities(showing.instance, relation);
        put("modality", f32::from(qualities.modality as u8), COUNTS);
        put("negated", f32::from(qualities.polarity as u8), COUNTS);
        put("told", f32::from(u8::from(qualities.speaker.is_some())), COUNTS);

        // Where it stands, and who the two are.
        let sentence = &document.sentences[instance.sentence];
        let (a, b) = (instance.head_token, instance.tail_token);
        let trigger = reading.triggers[showing.instance];
        let distinct = |from: usize, until: usize| {
            let mut entities: Vec<usize> = mentions_within(document, from, until).collect();
            entities.sort_unstable();
            entities.dedup();
            entities.len() as f32
        };
        put("distance", b as f32 - a as f32, DISTANCES);
        put("sentence length", sentence.len() as f32, COUNTS);
        put("entities here", distinct(sentence.start, sentence.end), COUNTS);
        put("entities between", distinct(a.min(b) + 1, a.max(b)), COUNTS);
        put("sentence", instance.sentence as f32, COUNTS);
        put(
            "headline",
            f32::from(u8::from(instance.sentence < document.title_sentences)),
            COUNTS,
        );
        put("trigger", trigger.abs_diff(a).min(trigger.abs_diff(b)) as f32, COUNTS);
        let place = match (trigger < a.min(b), trigger > a.max(b)) {
            (true, _) => 0.0,
            (_, true) => 2.0,
            _ => 1.0,
        };
        put("trigger place", place, COUNTS);
        put("entities", document.entities.len() as f32, COUNTS);
        put("sentences", document.sentences.len() as f32, COUNTS);
        put("head mentions", self.mentions[head] as f32, COUNTS);
        put("tail mentions", self.mentions[tail] as f32, COUNTS);
        put("head named", f32::from(u8::from(self.named[head])), COUNTS);
        put("tail named", f32::from(u8::from(self.named[tail])), COUNTS);
        put(
            "head known",
            f32::from(u8::from(belongs(head_entity).is_some())),
            COUNTS,
        );
        put(
            "tail known",
            f32::from(u8::from(belongs(tail_entity).is_some())),
            COUNTS,
        );
        out.push(("office", office(document, head, tail).map_or(0, |office| office.max(1))));
        out.push(("head kind", head_entity.kind as u8));
        out.push(("tail kind", tail_entity.kind as u8));
        out.push(("head form", form(document, head, a)));
        out.push(("tail form", form(document, tail, b)));
        out
    }
}

/// The class of a value: how many limits it reaches.
fn class(value: f32, limits: &[f32]) -> u8 {
    limits.iter().take_while(|limit| value >= **limit).count() as u8
}

fn rank(via: Via) -> f32 {
    f32::from(via as u8)
}

/// The entities whose mentions' heads stand in a range of tokens, one a mention.
fn mentions_within(document: &Document, from: usize, until: usize) -> impl Iterator<Item = usize> {
    let first = document.mentions.partition_point(|mention| mention.tokens.end <= from);
    let near = document.mentions[first..]
        .iter()
        .take_while(move |mention| mention.tokens.start < until);
    let inside = near.filter(move |mention| (from..until).contains(&mention.head));
    inside.map(|mention| mention.entity)
}

fn form(document: &Document, entity: usize, token: usize) -> u8 {
    let mention = document
        .mentions
        .iter()
        .find(|mention| mention.head == token && mention.entity == entity);
    mention.map_or(0, |mention| 1 + mention.form as u8)
}

/// Each clue alone and with the type, and the conjunctions.
fn hashed(relation: &str, clues: &[Clue]) -> Vec<u32> {
    let mut out = Vec::with_capacity(2 * clues.len() + TOGETHER.len() + 1);
    out.push(hash(&[(relation, 0)]));
    for (name, class) in clues {
        out.push(hash(&[(name, *class)]));
        out.push(hash(&[(relation, 0), (name, *class)]));
    }
    for (one, other) in TOGETHER {
        let find = |name: &str| clues.iter().find(|(clue, _)| *clue == name);
        if let (Some(one), Some(other)) = (find(one), find(other)) {
            out.push(hash(&[*one, *other]));
        }
    }
    out
}

pub fn hash(clues: &[(&str, u8)]) -> u32 {
    let mut hasher = FxHasher::default();
    for (name, class) in clues {
        hasher.write(name.as_bytes());
        hasher.write_u8(*class);
    }
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}
