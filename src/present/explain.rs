use std::io::{self, Write};

use serde::Serialize;

use super::to_json;
use crate::model::{Claim, Codes, Date, Document, Explanation, Modality, Polarity, Reason};

#[derive(Serialize)]
struct Told<'a> {
    head: &'a str,
    #[serde(rename = "type")]
    relation: &'a str,
    tail: &'a str,
    polarity: Polarity,
    modality: Modality,
    date: Option<Date>,
    speaker: Option<&'a str>,
    office: Option<&'a str>,
    evidence: &'a str,
    codes: &'a Codes,
    confidence: f32,
    why: Option<Why<'a>>,
}

/// A reason whose entities have names.
#[derive(Serialize)]
struct Lost<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(flatten)]
    why: Why<'a>,
}

#[derive(Serialize)]
struct Why<'a> {
    #[serde(rename = "type")]
    relation: &'a str,
    rule: Option<&'a str>,
    place: Option<&'a str>,
    trigger: Option<&'a str>,
    related: f32,
    share: f32,
    confidence: f32,
    threshold: f32,
    for_related: &'a [crate::model::Weight],
    for_type: &'a [crate::model::Weight],
    for_all: &'a [crate::model::Weight],
    lost: Option<&'a str>,
}

#[derive(Serialize)]
struct Answer<'a> {
    claims: Vec<Told<'a>>,
    lost: Vec<Lost<'a>>,
}

/// The claims of a text with what speaks for them, and what was not told.
pub fn explain_json(
    out: &mut dyn Write,
    document: &Document,
    claims: &[(Claim, Codes)],
    explanation: &Explanation,
) -> io::Result<()> {
    let name = |index: usize| document.entities.get(index).map_or("?", |entity| entity.name.as_str());
    let told = claims.iter().enumerate().map(|(index, (claim, codes))| Told {
        head: name(claim.head),
        relation: &claim.relation,
        tail: name(claim.tail),
        polarity: claim.polarity,
        modality: claim.modality,
        date: claim.date,
        speaker: claim.speaker.map(name),
        office: claim.office.as_deref(),
        evidence: document.text_of(claim.evidence),
        codes,
        confidence: claim.confidence,
        why: explanation.told.get(index).and_then(Option::as_ref).map(why),
    });
    let lost = explanation.lost.iter().map(|reason| Lost {
        from: name(reason.head),
        to: name(reason.tail),
        why: why(reason),
    });
    let answer = Answer {
        claims: told.collect(),
        lost: lost.collect(),
    };
    to_json(out, &answer)
}

fn why(reason: &Reason) -> Why<'_> {
    let round = |share: f32| (share * 1000.0).round() / 1000.0;
    Why {
        relation: &reason.relation,
        rule: reason.rule.as_deref(),
        place: reason.place.as_deref(),
        trigger: reason.trigger.as_deref(),
        related: round(reason.related),
        share: round(reason.share),
        confidence: round(reason.confidence),
        threshold: reason.threshold,
        for_related: &reason.for_related,
        for_type: &reason.for_type,
        for_all: &reason.for_all,
        lost: reason.lost.as_deref(),
    }
}
