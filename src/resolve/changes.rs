use std::sync::Arc;

use crate::model::{Change, ChangeKind, CodedClaim, Coding};

/// What has become of the claims of an article that was read again: those lost, altered and gained.
///
/// A claim is the same claim where head, type and tail are, and the sentence; then what else differs is an
/// alteration.
pub fn changes(article: &str, before: &Coding, after: &Coding) -> Vec<Change> {
    let mut old: Vec<&CodedClaim> = before.claims.iter().collect();
    let mut new: Vec<&CodedClaim> = after.claims.iter().collect();
    // What did not change at all goes first, so that it is paired with itself.
    take_pairs(&mut old, &mut new, |one, other| {
        same(before, one, after, other) && altered(before, one, after, other).is_empty()
    });
    let pairs = take_pairs(&mut old, &mut new, |one, other| same(before, one, after, other));
    let mut changes = Vec::new();
    for claim in old {
        changes.push(change(article, ChangeKind::Lost, before, claim));
    }
    for (one, other) in pairs {
        changes.push(Change {
            altered: altered(before, one, after, other),
            ..change(article, ChangeKind::Altered, after, other)
        });
    }
    for claim in new {
        changes.push(change(article, ChangeKind::Gained, after, claim));
    }
    changes
}

/// Takes each of the old that has a match among the new out of both.
fn take_pairs<'a>(
    old: &mut Vec<&'a CodedClaim>,
    new: &mut Vec<&'a CodedClaim>,
    matches: impl Fn(&CodedClaim, &CodedClaim) -> bool,
) -> Vec<(&'a CodedClaim, &'a CodedClaim)> {
    let mut pairs = Vec::new();
    old.retain(|one| match new.iter().position(|other| matches(one, other)) {
        Some(at) => {
            pairs.push((*one, new.remove(at)));
            false
        }
        None => true,
    });
    pairs
}

fn key(coding: &Coding, index: usize) -> &str {
    coding.appearances.get(index).map_or("", |appearance| &appearance.key)
}

fn name(coding: &Coding, index: usize) -> &str {
    coding.appearances.get(index).map_or("", |appearance| &appearance.name)
}

fn same(before: &Coding, one: &CodedClaim, after: &Coding, other: &CodedClaim) -> bool {
    one.relation == other.relation
        && one.sentence == other.sentence
        && key(before, one.head) == key(after, other.head)
        && key(before, one.tail) == key(after, other.tail)
}

fn altered(
    before: &Coding,
    one: &CodedClaim,
    after: &Coding,
    other: &CodedClaim,
) -> Vec<(&'static str, String, String)> {
    let speaker = |coding: &Coding, claim: &CodedClaim| {
        let speaker = claim.speaker.map(|speaker| name(coding, speaker).to_string());
        speaker.unwrap_or_default()
    };
    let date = |claim: &CodedClaim| claim.date.map(|date| date.to_string()).unwrap_or_default();
    let office = |claim: &CodedClaim| claim.office.clone().unwrap_or_default();
    let mut altered = vec![
        ("polarity", one.polarity.name().into(), other.polarity.name().into()),
        ("modality", one.modality.name().into(), other.modality.name().into()),
        ("speaker", speaker(before, one), speaker(after, other)),
        ("office", office(one), office(other)),
        ("date", date(one), date(other)),
        ("evidence", one.evidence.clone(), other.evidence.clone()),
        ("rule", one.rule.to_string(), other.rule.to_string()),
    ];
    // Written with all digits only where fewer would not show the difference.
    let digits = |digits: usize| {
        let text = |claim: &CodedClaim| format!("{:.digits$}", claim.confidence);
        (text(one), text(other))
    };
    if one.confidence != other.confidence {
        let (mut old, mut new) = digits(2);
        if old == new {
            (old, new) = digits(9);
        }
        altered.push(("confidence", old, new));
    }
    altered.retain(|(_, before, after)| before != after);
    altered
}

fn change(article: &str, kind: ChangeKind, coding: &Coding, claim: &CodedClaim) -> Change {
    Change {
        article: article.to_string(),
        change: kind,
        head: name(coding, claim.head).to_string(),
        relation: Arc::clone(&claim.relation),
        tail: name(coding, claim.tail).to_string(),
        polarity: claim.polarity,
        modality: claim.modality,
        confidence: claim.confidence,
        rule: Arc::clone(&claim.rule),
        altered: Vec::new(),
        sentence: claim.sentence.clone(),
    }
}
