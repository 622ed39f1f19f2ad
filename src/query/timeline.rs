use std::collections::HashMap;

use serde::Serialize;

use super::graph::Types;
use super::{Edge, Filter};
use crate::model::{Date, Evidence, Modality, Node, Quad};
use crate::store::{Result, Store, Told};

/// What is told of an entity, or of two, in the order in which it happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimelineAnswer {
    pub one: Node,
    pub other: Option<Node>,
    /// The first first; what has no date is left out.
    pub moments: Vec<Moment>,
    /// How many earlier ones are left out.
    pub left_out: usize,
}

/// What is told of one relation on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moment {
    pub day: Date,
    /// Counted and weighed on this day alone.
    pub relation: Edge,
    /// The surest sentence.
    pub evidence: Option<Evidence>,
}

/// The events of an entity, or those between two, by day; standing facts (offices, members, places) are no events
/// unless the filter asks for structure. With a limit only the latest are shown; 0 is all.
pub fn timeline(
    store: &Store,
    one: &Node,
    other: Option<&Node>,
    filter: &Filter,
    limit: usize,
) -> Result<TimelineAnswer> {
    let types = Types::load(store)?;
    let mut filter = filter.clone();
    if filter.families.is_empty() && filter.types.is_empty() {
        filter.families = vec![Quad::Cooperation, Quad::Conflict];
    }
    let mut nodes: HashMap<i64, Node> = HashMap::from([(one.id, one.clone())]);
    let mut groups: Vec<Vec<Told>> = Vec::new();
    for claim in store.claims_of(one.id, other.map(|node| node.id), &filter.window())? {
        let Some(day) = claim.day else { continue };
        if !filter.admits_claim(&claim, &types) {
            continue;
        }
        let same = |group: &&mut Vec<Told>| group[0].relation_id == claim.relation_id && group[0].day == Some(day);
        // Claims come by day: only the groups of this day, at the end, can be theirs.
        let known = groups.iter_mut().rev().take_while(|group| group[0].day == Some(day));
        match known.into_iter().find(same) {
            Some(group) => group.push(claim),
            None => groups.push(vec![claim]),
        }
    }
    let mut moments = Vec::new();
    for group in &groups {
        let first = &group[0];
        for id in [first.head, first.tail] {
            if !nodes.contains_key(&id) {
                nodes.extend(store.node(id)?.map(|node| (id, node)));
            }
        }
        let (Some(head), Some(tail), Some(day)) = (nodes.get(&first.head), nodes.get(&first.tail), first.day) else {
            continue;
        };
        let partner = if head.id == one.id { tail } else { head };
        if !filter.admits(partner.kind) && other.is_none() {
            continue;
        }
        let Some(relation) = of_day(&types, group, head, tail) else {
            continue;
        };
        if relation.sources < filter.min_sources || relation.confidence < filter.min_confidence {
            continue;
        }
        moments.push((first.id, day, relation));
    }
    let left_out = match limit {
        0 => 0,
        limit => moments.len().saturating_sub(limit),
    };
    let shown = moments.split_off(left_out).into_iter().map(|(claim, day, relation)| {
        Ok(Moment {
            day: Date::day(day),
            relation,
            evidence: store.evidence_of(claim)?,
        })
    });
    Ok(TimelineAnswer {
        one: one.clone(),
        other: other.cloned(),
        moments: shown.collect::<Result<_>>()?,
        left_out,
    })
}

/// The relation as the claims of one day tell it.
fn of_day(types: &Types, claims: &[Told], head: &Node, tail: &Node) -> Option<Edge> {
    let first = claims.first()?;
    let mut stories: HashMap<&str, f32> = HashMap::new();
    for claim in claims {
        let best = stories.entry(&claim.story).or_default();
        *best = best.max(claim.confidence);
    }
    let mut sure: Vec<f32> = stories.values().copied().collect();
    sure.sort_by(f32::total_cmp);
    let date = first.day.map(Date::day);
    let relation = crate::model::Relation {
        id: first.relation_id,
        head: head.id,
        relation: first.relation.clone(),
        tail: tail.id,
        polarity: first.polarity,
        modality: claims
            .iter()
            .map(|claim| claim.modality)
            .min()
            .unwrap_or(Modality::Actual),
        first_date: date,
        last_date: date,
        claims: claims.len() as u32,
        sources: stories.len() as u32,
        confidence: 1.0 - sure.iter().map(|confidence| 1.0 - confidence).product::<f32>(),
    };
    types.edge(&relation, head, tail)
}
