//! What `ingest` works out across articles, worked out on streams instead of tables, so that many machines can
//! each do a part: which articles count, which texts are copies, what the claims of a relation come to. Each asks
//! `resolve` as `ingest` does.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::extract;
use crate::lexicon::Lexicon;
use crate::model::{
    Article, Candidate, Coded, CopyOf, Dropped, Incoming, KeyedClaim, Merged, StoryOf, Testimony, Witness,
    is_symmetric, relation_id,
};
use crate::read::{Problem, ReadError};
use crate::resolve::{self, Copy, Copying, Merging, Standings};
use crate::store::{Fingerprint, entity_id};

type Read<T> = Result<T, ReadError>;

/// Takes from one article all that the graph needs of it, with the ids under which machines find together.
pub fn code(lexicon: &Lexicon, article: &Article) -> Coded {
    let extraction = extract(lexicon, article);
    let print = Fingerprint::of(article);
    let appearances = resolve::appearances(lexicon, &extraction);
    let claims = extraction.claims.into_iter().filter_map(|claim| {
        let (head, tail) = (appearances.get(claim.head)?, appearances.get(claim.tail)?);
        let (mut head, mut tail) = (&head.key, &tail.key);
        if is_symmetric(lexicon.relation_types(), &claim.relation) && tail < head {
            (head, tail) = (tail, head);
        }
        let relation = relation_id(&entity_id(head), &claim.relation, &entity_id(tail), claim.polarity);
        let dated = claim.date.or(article.date);
        Some(KeyedClaim {
            relation,
            story: print.body.clone(),
            dated,
            claim,
        })
    });
    let claims = claims.collect();
    Coded {
        page: article.page().map(String::from),
        bands: resolve::bands(article.body()),
        words: extraction.words,
        language: extraction.language.map(String::from),
        text: Some(extraction.text).filter(|text| *text != article.full_text()),
        entities: appearances
            .into_iter()
            .map(|appearance| (entity_id(&appearance.key), appearance))
            .collect(),
        claims,
        hash: print.whole,
        body: print.body,
        article: article.clone(),
    }
}

/// Merges claims, sorted by relation and story, into relations. It holds one claim at a time.
pub fn relations<E: From<ReadError>>(
    claims: impl Iterator<Item = Read<Testimony>>,
    mut sink: impl FnMut(Merged) -> Result<(), E>,
) -> Result<(), E> {
    let mut open: Option<(String, Arc<str>, Merging)> = None;
    for (number, claim) in claims.enumerate() {
        let claim = claim?;
        if let Some((relation, story, _)) = &open
            && (relation.as_str(), story) > (claim.relation.as_str(), &claim.story)
        {
            return Err(ReadError::new(format!("claim {}", number + 1), Problem::Unsorted).into());
        }
        if open.as_ref().is_some_and(|(relation, ..)| *relation != claim.relation) {
            close(open.take(), &mut sink)?;
        }
        let (_, story, merging) =
            open.get_or_insert_with(|| (claim.relation.clone(), Arc::clone(&claim.story), Merging::default()));
        *story = Arc::clone(&claim.story);
        merging.add(&Witness {
            story: claim.story,
            confidence: claim.confidence,
            modality: claim.modality,
            date: claim.dated,
        });
    }
    close(open, &mut sink)
}

fn close<E>(
    open: Option<(String, Arc<str>, Merging)>,
    sink: &mut impl FnMut(Merged) -> Result<(), E>,
) -> Result<(), E> {
    let Some((relation, _, merging)) = open else {
        return Ok(());
    };
    sink(Merged::new(relation, merging.finish()))
}

/// Tells which articles are not in the graph in the end, in the order of their places: those that came before,
/// and those that a later one replaces. It holds ids and pages of all.
pub fn dropped<E: From<ReadError>>(
    articles: impl Iterator<Item = Read<Incoming>>,
    mut sink: impl FnMut(Dropped) -> Result<(), E>,
) -> Result<(), E> {
    let mut standings = Standings::default();
    let mut dropped = BTreeSet::new();
    for article in articles {
        let article = article?;
        let doc = article.doc.clone();
        match standings.take(article) {
            resolve::Standing::New => {}
            resolve::Standing::Unchanged => drop(dropped.insert(Dropped { doc })),
            resolve::Standing::Replaces(doc) => drop(dropped.insert(Dropped { doc })),
        }
    }
    dropped.into_iter().try_for_each(&mut sink)
}

/// Tells which of two texts is a copy of the other. It holds one pair at a time.
pub fn copies<E: From<ReadError>>(
    candidates: impl Iterator<Item = Read<Candidate>>,
    mut sink: impl FnMut(CopyOf) -> Result<(), E>,
) -> Result<(), E> {
    for candidate in candidates {
        let Candidate {
            one,
            other,
            one_text,
            other_text,
        } = candidate?;
        let shingles = (resolve::shingles(&one_text), resolve::shingles(&other_text));
        let copy = |one, other, cut, common| CopyOf {
            one,
            other,
            cut,
            common,
        };
        match resolve::copying(&shingles.0, &shingles.1) {
            Some((Copying::Same, common)) => sink(copy(one, other, false, common))?,
            Some((Copying::Cut, common)) => sink(copy(one, other, true, common))?,
            Some((Copying::Full, common)) => sink(copy(other, one, true, common))?,
            None => {}
        }
    }
    Ok(())
}

/// Tells which story each body tells that is a copy or has one. It holds all copies.
pub fn stories<E: From<ReadError>>(
    copies: impl Iterator<Item = Read<CopyOf>>,
    mut sink: impl FnMut(StoryOf) -> Result<(), E>,
) -> Result<(), E> {
    let mut hashes: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut place = |hash: String| {
        *places.entry(hash).or_insert_with_key(|hash| {
            hashes.push(hash.clone());
            hashes.len() - 1
        })
    };
    let mut placed = Vec::new();
    for copy in copies {
        let copy = copy?;
        placed.push(Copy {
            one: place(copy.one),
            other: place(copy.other),
            cut: copy.cut,
            common: copy.common,
        });
    }
    let stories = resolve::stories(&hashes, &placed);
    let mut bodies = hashes.into_iter().zip(stories);
    bodies.try_for_each(|(body, story)| sink(StoryOf { body, story }))
}
