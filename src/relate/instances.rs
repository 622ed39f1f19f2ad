//! The pairs of entities that a sentence may relate, with the rules that say so.

use rustc_hash::FxHashMap;

use super::actors::{Actors, Descent};
use super::frames::{Frames, Via};
use super::matcher::{Candidate, match_rules};
use super::structure::structure;
use super::titles;
use crate::model::MentionForm;

/// An ordered pair of entities in one sentence.
pub struct Instance {
    pub head: usize,
    pub tail: usize,
    pub head_token: usize,
    pub tail_token: usize,
    pub sentence: usize,
    /// What rules propose from head to tail, and from tail to head: indices into `Instances::candidates`.
    pub forward: Vec<u32>,
    pub backward: Vec<u32>,
}

/// All that a document offers to the ranker.
pub struct Instances {
    pub candidates: Vec<Candidate>,
    /// The office of each candidate that comes from a title.
    pub offices: FxHashMap<u32, String>,
    pub instances: Vec<Instance>,
}

/// A sentence relates at most so many pairs; the nearest are kept.
const MAX_PAIRS: usize = 400;

pub fn find_instances(frames: &Frames, actors: &Actors) -> Instances {
    let document = frames.document;
    let mut candidates = match_rules(frames, actors);
    candidates.extend(structure(frames));
    // A dateline alone is no visit, and tells no place's state.
    candidates
        .retain(|candidate| !document.in_dateline(candidate.head_token) && !document.in_dateline(candidate.tail_token));
    let mut offices = FxHashMap::default();
    let holds_office = frames
        .lexicon
        .relation_types()
        .iter()
        .position(|relation| &*relation.name == "holds-office");
    for office in holds_office
        .map(|relation| titles::offices(frames, relation))
        .unwrap_or_default()
    {
        if let Some(title) = office.office {
            offices.insert(candidates.len() as u32, title);
        }
        candidates.push(office.candidate);
    }
    // Which candidates speak of which pair in which sentence.
    let mut by_pair: FxHashMap<(usize, usize, usize), Vec<u32>> = FxHashMap::default();
    for (index, candidate) in candidates.iter().enumerate() {
        let sentence = document.sentence_of(candidate.trigger);
        by_pair
            .entry((sentence, candidate.head, candidate.tail))
            .or_default()
            .push(index as u32);
    }
    let mut instances = Vec::new();
    let mut first_mention = 0;
    for (index, sentence) in document.sentences.iter().enumerate() {
        let mentions = &document.mentions;
        while first_mention < mentions.len() && mentions[first_mention].tokens.start < sentence.start {
            first_mention += 1;
        }
        let here: Vec<_> = mentions[first_mention..]
            .iter()
            .take_while(|mention| mention.tokens.start < sentence.end)
            .filter(|mention| !document.in_dateline(mention.head))
            .collect();
        // The nearest mentions of each pair; a name counts as nearer than a pronoun.
        let mut nearest: FxHashMap<(usize, usize), (usize, usize, usize)> = FxHashMap::default();
        for (i, a) in here.iter().enumerate() {
            for b in &here[i + 1..] {
                if a.entity == b.entity {
                    continue;
                }
                let pronouns = [a, b]
                    .iter()
                    .filter(|mention| mention.form == MentionForm::Pronoun)
                    .count();
                let distance = a.head.abs_diff(b.head) + 5 * pronouns;
                for (from, to) in [(a, b), (b, a)] {
                    let best = nearest.entry((from.entity, to.entity)).or_insert((usize::MAX, 0, 0));
                    if distance < best.0 {
                        *best = (distance, from.head, to.head);
                    }
                }
            }
        }
        // Rules may relate entities that the sentence does not name (a title's state elsewhere).
        for ((_, head, tail), found) in by_pair.iter().filter(|((sentence, _, _), _)| *sentence == index) {
            let candidate = &candidates[found[0] as usize];
            nearest
                .entry((*head, *tail))
                .or_insert((usize::MAX, candidate.head_token, candidate.tail_token));
        }
        let mut pairs: Vec<_> = nearest.into_iter().collect();
        pairs.sort_unstable_by_key(|((head, tail), (distance, ..))| (*distance, *head, *tail));
        pairs.truncate(MAX_PAIRS);
        pairs.sort_unstable_by_key(|(pair, _)| *pair);
        for ((head, tail), (_, head_token, tail_token)) in pairs {
            let forward = by_pair.get(&(index, head, tail)).cloned().unwrap_or_default();
            let backward = by_pair.get(&(index, tail, head)).cloned().unwrap_or_default();
            let best = forward
                .iter()
                .map(|i| &candidates[*i as usize])
                .max_by(|a, b| a.confidence.total_cmp(&b.confidence));
            let (head_token, tail_token) =
                best.map_or((head_token, tail_token), |best| (best.head_token, best.tail_token));
            instances.push(Instance {
                head,
                tail,
                head_token,
                tail_token,
                sentence: index,
                forward,
                backward,
            });
        }
    }
    Instances {
        candidates,
        offices,
        instances,
    }
}

impl Descent {
    pub fn name(self) -> &'static str {
        match self {
            Descent::None => "none",
            Descent::Before => "before",
            Descent::Of => "of",
            Descent::Apposition => "appos",
            Descent::In => "in",
        }
    }
}

impl Via {
    pub fn name(self) -> &'static str {
        match self {
            Via::Direct => "direct",
            Via::Conjunct => "conjunct",
            Via::Shared => "shared",
            Via::Light => "light",
            Via::Loose => "loose",
        }
    }
}
