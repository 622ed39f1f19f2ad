//! Document -> Claims. No I/O; it cannot fail.

pub mod actors;
pub mod frames;
pub mod matcher;
pub mod qualify;
pub mod titles;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::lexicon::Lexicon;
use crate::model::{Claim, Date, Document, Modality, Polarity, Span};
use actors::Actors;
use frames::Frames;
use matcher::Candidate;
use qualify::{Qualities, qualify};

/// Claims below this confidence are dropped.
const THRESHOLD: f32 = 0.5;

/// The claims of a document, in order of the text.
pub fn relate(lexicon: &Lexicon, document: &Document, _published: Option<Date>) -> Vec<Claim> {
    if document.tokens.is_empty() {
        return Vec::new();
    }
    let frames = Frames::new(lexicon, document);
    let actors = Actors::new(document);
    let types = lexicon.relation_types();
    let index_of = |name: &str| types.iter().position(|relation| &*relation.name == name);
    let mut best: FxHashMap<(usize, usize, usize, Polarity), Claim> = FxHashMap::default();
    let mut keep = |claim: Claim, relation: usize| {
        let symmetric = types[relation].symmetric;
        let (head, tail) = (claim.head, claim.tail);
        let pair = if symmetric { (head.min(tail), head.max(tail)) } else { (head, tail) };
        let key = (pair.0, relation, pair.1, claim.polarity);
        match best.get_mut(&key) {
            None => {
                best.insert(key, claim);
            }
            Some(known) if known.confidence < claim.confidence => *known = claim,
            Some(_) => {}
        }
    };
    for candidate in matcher::match_rules(&frames, &actors) {
        if candidate.confidence < THRESHOLD {
            continue;
        }
        let qualities = qualify(&frames, &candidate);
        keep(claim(lexicon, document, &candidate, qualities, None), candidate.relation);
    }
    if let Some(relation) = index_of("holds-office") {
        for office in titles::offices(&frames, relation) {
            let qualities = Qualities::default();
            keep(claim(lexicon, document, &office.candidate, qualities, Some(office.office)), relation);
        }
    }
    let mut claims: Vec<Claim> = best.into_values().collect();
    claims.sort_by(|a, b| {
        (a.sentence.start, a.head, &a.relation, a.tail, a.polarity).cmp(&(b.sentence.start, b.head, &b.relation, b.tail, b.polarity))
    });
    claims
}

fn claim(
    lexicon: &Lexicon,
    document: &Document,
    candidate: &Candidate,
    qualities: Qualities,
    office: Option<String>,
) -> Claim {
    let relation = lexicon.relation_types()[candidate.relation].name.clone();
    let sentence = document.sentence_of(candidate.trigger).min(document.sentences.len() - 1);
    let sentence = document.span_of(&document.sentences[sentence]);
    let points = [candidate.trigger, candidate.head_token, candidate.tail_token];
    let first = points.iter().min().copied().unwrap_or(candidate.trigger);
    let last = points.iter().max().copied().unwrap_or(candidate.trigger);
    let evidence = Span::new(document.tokens[first].span.start, document.tokens[last].span.end);
    let rule = match candidate.rule {
        Some(rule) => lexicon.rules().rules[rule as usize].name.clone(),
        None => Arc::from(format!("{relation}/title")),
    };
    let modality: Modality = qualities.modality;
    Claim {
        head: candidate.head,
        relation,
        tail: candidate.tail,
        polarity: qualities.polarity,
        modality,
        speaker: qualities.speaker.filter(|speaker| *speaker != candidate.head),
        office,
        date: qualities.date,
        sentence,
        evidence,
        confidence: candidate.confidence,
        rule,
    }
}
