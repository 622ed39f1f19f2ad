use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::filter::Corroborate;
use super::graph::Types;
use super::{Edge, Filter};
use crate::model::{Date, Evidence, Granularity, Node, Polarity, Quad};
use crate::store::{Result, Store};

/// Everything that ties two entities directly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BetweenAnswer {
    pub one: Node,
    pub other: Node,
    /// Cooperation first, the most told first.
    pub ties: Vec<Attested>,
    /// Every month from the first to the last of which something is told, the empty ones too.
    pub months: Vec<Month>,
}

/// A relation with the words that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attested {
    pub relation: Edge,
    pub evidence: Vec<Evidence>,
}

/// How many claims of a month affirm cooperation and conflict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Month {
    pub month: Date,
    pub cooperation: u32,
    pub conflict: u32,
}

/// All direct relations between two entities, in either direction, with so many sentences for each.
pub fn between(
    store: &Store,
    one: &Node,
    other: &Node,
    filter: &Filter,
    evidence: usize,
    corroborate: Corroborate,
) -> Result<BetweenAnswer> {
    let types = Types::load(store)?;
    let window = filter.window();
    let mut ties = Vec::new();
    for relation in filter.relations_between(store, one.id, other.id, &types, corroborate)? {
        let (head, tail) = if relation.head == one.id {
            (one, other)
        } else {
            (other, one)
        };
        if let Some(edge) = types.edge(&relation, head, tail) {
            ties.push(Attested {
                evidence: store.evidence(edge.id, &window, evidence)?,
                relation: edge,
            });
        }
    }
    ties.sort_by_key(|tie| {
        let edge = &tie.relation;
        (edge.quad(), Reverse(edge.claims), edge.relation.clone(), edge.id)
    });
    let mut counts: BTreeMap<jiff::civil::Date, (u32, u32)> = BTreeMap::new();
    for claim in store.claims_of(one.id, Some(other.id), &window)? {
        let shown = ties.iter().any(|tie| tie.relation.id == claim.relation_id);
        let (Some(day), Polarity::Affirmed, true) = (claim.day, claim.polarity, shown) else {
            continue;
        };
        let count = counts.entry(day.first_of_month()).or_default();
        match types.class(&claim.relation).quad() {
            Quad::Cooperation => count.0 += 1,
            Quad::Conflict => count.1 += 1,
            Quad::Structure => {}
        }
    }
    counts.retain(|_, count| *count != (0, 0));
    Ok(BetweenAnswer {
        one: one.clone(),
        other: other.clone(),
        ties,
        months: months(&counts),
    })
}

fn months(counts: &BTreeMap<jiff::civil::Date, (u32, u32)>) -> Vec<Month> {
    let (Some((first, _)), Some((last, _))) = (counts.first_key_value(), counts.last_key_value()) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let mut month = *first;
    while month <= *last {
        let (cooperation, conflict) = counts.get(&month).copied().unwrap_or_default();
        months.push(Month {
            month: Date::new(month, Granularity::Month),
            cooperation,
            conflict,
        });
        match month.checked_add(jiff::Span::new().months(1)) {
            Ok(next) => month = next,
            Err(_) => break,
        }
    }
    months
}
