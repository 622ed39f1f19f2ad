use std::collections::HashMap;

use serde::Serialize;

use super::graph::Types;
use super::{Edge, Filter};
use crate::model::{Date, Mark, MarkRole, Node, Relation};
use crate::store::{Result, Store};

/// Sentences with some words, and who does what in them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchAnswer {
    pub words: String,
    /// The best first.
    pub found: Vec<Found>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    pub sentence: String,
    /// Where the words stand, in bytes.
    pub marks: Vec<Mark>,
    pub claims: Vec<Edge>,
    pub article: String,
    pub title: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub url: Option<String>,
    /// In how many other articles it stands word for word.
    pub copies: usize,
}

/// How many sentences are looked at for those that pass the filter.
const LOOKED_AT: usize = 20_000;

/// The sentences that make a claim and have all the words, at most `limit`; 0 is all.
pub fn search(store: &Store, words: &str, limit: usize, filter: &Filter) -> Result<SearchAnswer> {
    let types = Types::load(store)?;
    let window = filter.window();
    let mut nodes: HashMap<i64, Node> = HashMap::new();
    let mut found: Vec<Found> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for hit in store.search(words, LOOKED_AT)? {
        if let Some(&place) = places.get(&hit.text) {
            found[place].copies += 1;
            continue;
        }
        if limit > 0 && found.len() == limit {
            break;
        }
        let mut claims = Vec::new();
        for claim in store.claims_in(hit.sentence, &window)? {
            for id in [claim.head, claim.tail] {
                if !nodes.contains_key(&id) {
                    nodes.extend(store.node(id)?.map(|node| (id, node)));
                }
            }
            let (Some(head), Some(tail)) = (nodes.get(&claim.head), nodes.get(&claim.tail)) else {
                continue;
            };
            let admitted = filter.admits_claim(&claim, &types)
                && filter.admits(head.kind)
                && filter.admits(tail.kind)
                && claim.confidence >= filter.min_confidence;
            let date = claim.day.map(Date::day);
            let relation = Relation {
                id: claim.relation_id,
                head: head.id,
                relation: claim.relation.clone(),
                tail: tail.id,
                polarity: claim.polarity,
                modality: claim.modality,
                first_date: date,
                last_date: date,
                claims: 1,
                sources: 1,
                confidence: claim.confidence,
            };
            claims.extend(types.edge(&relation, head, tail).filter(|_| admitted));
        }
        if claims.is_empty() {
            continue;
        }
        let marks = hit.words.iter().map(|(start, end)| Mark {
            start: *start,
            end: *end,
            role: MarkRole::Word,
        });
        places.insert(hit.text.clone(), found.len());
        found.push(Found {
            marks: marks.collect(),
            sentence: hit.text,
            claims,
            article: hit.article,
            title: hit.title,
            source: hit.source,
            published: hit.published,
            url: hit.url,
            copies: 0,
        });
    }
    Ok(SearchAnswer {
        words: words.into(),
        found,
    })
}
