use std::cmp::Reverse;
use std::collections::HashSet;

use petgraph::graph::NodeIndex;
use serde::Serialize;

use super::filter::Corroborate;
use super::graph::Graph;
use super::{Edge, Filter};
use crate::model::Node;
use crate::store::{Result, Store};

/// Who is tied to an entity, directly or over others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NeighboursAnswer {
    pub entity: Node,
    pub depth: usize,
    /// The nearest first, then those most told of.
    pub neighbours: Vec<Neighbour>,
    pub left_out: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Neighbour {
    pub entity: Node,
    pub distance: usize,
    /// The entity one step nearer that most is told with.
    pub through: Node,
    /// What ties it to that entity, the most told first.
    pub ties: Vec<Edge>,
}

impl Neighbour {
    pub fn claims(&self) -> u32 {
        self.ties.iter().map(|tie| tie.claims).sum()
    }
}

/// The entities within so many hops; collectives without a name are listed, but nothing is reached over them.
/// With a limit only so many are listed; 0 is all.
pub fn neighbours(
    store: &Store,
    entity: &Node,
    depth: usize,
    limit: usize,
    filter: &Filter,
    corroborate: Corroborate,
) -> Result<NeighboursAnswer> {
    let graph = Graph::load(store, filter, corroborate)?;
    let mut found = Vec::new();
    if let Some(center) = graph.place(entity.id) {
        let distances = graph.distances(
            center,
            depth,
            |place| filter.admits(graph.node(place).kind),
            |place| place == center || !graph.node(place).generic,
        );
        for (&place, &distance) in distances.iter().filter(|(_, distance)| **distance > 0) {
            let nearer = graph.ties.neighbors(place).filter(|near| {
                distances.get(near) == Some(&(distance - 1)) && (*near == center || !graph.node(*near).generic)
            });
            let claims = |near: NodeIndex| -> u32 {
                let relations = graph.between(near, place).iter();
                relations.map(|&relation| graph.relations[relation].claims).sum()
            };
            let best = nearer.min_by_key(|near| (Reverse(claims(*near)), *near));
            found.extend(best.map(|through| Neighbour {
                entity: graph.node(place).clone(),
                distance,
                through: graph.node(through).clone(),
                ties: ties(&graph, through, place),
            }));
        }
    }
    found.sort_by_key(|near: &Neighbour| (near.distance, Reverse(near.claims()), near.entity.key.clone()));
    let left_out = match limit {
        0 => 0,
        limit => found.len().saturating_sub(limit),
    };
    found.truncate(found.len() - left_out);
    Ok(NeighboursAnswer {
        entity: entity.clone(),
        depth,
        neighbours: found,
        left_out,
    })
}

/// All relations between two places, the most told first.
pub(super) fn ties(graph: &Graph, one: NodeIndex, other: NodeIndex) -> Vec<Edge> {
    let relations = graph.between(one, other).iter();
    let mut ties: Vec<Edge> = relations.filter_map(|&at| graph.edge(&graph.relations[at])).collect();
    ties.sort_by_key(|edge| (Reverse(edge.claims), edge.relation.clone(), edge.id));
    ties
}

/// What two entities have in common: whom or what both are tied to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommonAnswer {
    pub one: Node,
    pub other: Node,
    /// Those first to whom both are tied by the most claims.
    pub shared: Vec<Shared>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shared {
    pub entity: Node,
    pub with_one: Vec<Edge>,
    pub with_other: Vec<Edge>,
}

/// The entities that are tied to both.
pub fn common(store: &Store, one: &Node, other: &Node, filter: &Filter, weigh: Corroborate) -> Result<CommonAnswer> {
    let graph = Graph::load(store, filter, weigh)?;
    let mut shared = Vec::new();
    if let (Some(a), Some(b)) = (graph.place(one.id), graph.place(other.id)) {
        let near: HashSet<NodeIndex> = graph.ties.neighbors(a).collect();
        for place in graph.ties.neighbors(b).filter(|place| near.contains(place)) {
            let entity = graph.node(place);
            if !entity.generic && filter.admits(entity.kind) {
                shared.push(Shared {
                    entity: entity.clone(),
                    with_one: ties(&graph, a, place),
                    with_other: ties(&graph, b, place),
                });
            }
        }
    }
    let claims = |ties: &[Edge]| -> u32 { ties.iter().map(|tie| tie.claims).sum() };
    shared.sort_by_key(|shared: &Shared| {
        let both = claims(&shared.with_one).min(claims(&shared.with_other));
        let all = claims(&shared.with_one) + claims(&shared.with_other);
        (Reverse(both), Reverse(all), shared.entity.key.clone())
    });
    Ok(CommonAnswer {
        one: one.clone(),
        other: other.clone(),
        shared,
    })
}
