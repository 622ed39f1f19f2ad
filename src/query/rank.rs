use std::cmp::Reverse;
use std::collections::VecDeque;

use petgraph::graph::NodeIndex;
use serde::Serialize;

use super::Filter;
use super::filter::Corroborate;
use super::graph::Graph;
use crate::model::Node;
use crate::store::{Result, Store};

/// What makes an entity important.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// How many others it is tied to.
    Degree,
    /// The share of time that a reader spends with it who goes on from each entity to one that it acts on, most often
    /// told ones more often, and in three of twenty steps to any (Page et al. 1998).
    PageRank,
    /// On what share of the shortest ways between two others it lies (Freeman 1977).
    Betweenness,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankAnswer {
    pub by: Measure,
    pub ranked: Vec<Ranked>,
    /// Betweenness was estimated from the ways from so many entities, where there are too many to take all.
    pub sampled: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    pub rank: usize,
    pub entity: Node,
    pub score: f64,
    pub neighbours: usize,
    pub claims: u32,
}

const DAMPING: f64 = 0.85;
const ROUNDS: usize = 200;
const PRECISION: f64 = 1e-10;
/// From how many entities on betweenness is estimated, and from how many of them.
const MANY: usize = 3000;
const SAMPLE: usize = 600;

/// The first `limit` entities by a measure; 0 is all. Collectives without a name are no part of the graph here.
pub fn rank(store: &Store, by: Measure, limit: usize, filter: &Filter, weigh: Corroborate) -> Result<RankAnswer> {
    let mut graph = Graph::load(store, filter, weigh)?;
    let barred: Vec<bool> = graph
        .nodes
        .iter()
        .map(|node| node.generic || !filter.admits(node.kind))
        .collect();
    graph.ties.retain_edges(|ties, edge| {
        let ends = ties.edge_endpoints(edge);
        ends.is_some_and(|(one, other)| !barred[one.index()] && !barred[other.index()])
    });
    let sampled = (by == Measure::Betweenness && graph.nodes.len() > MANY).then_some(SAMPLE);
    let scores = match by {
        Measure::Degree => degrees(&graph),
        Measure::PageRank => page_rank(&graph),
        Measure::Betweenness => betweenness(&graph, sampled),
    };
    let mut ranked: Vec<Ranked> = graph
        .ties
        .node_indices()
        .filter(|place| graph.ties.neighbors(*place).next().is_some())
        .map(|place| {
            let edges = graph.ties.edges(place);
            let claims = edges
                .flat_map(|edge| edge.weight())
                .map(|&at| graph.relations[at].claims);
            Ranked {
                rank: 0,
                entity: graph.node(place).clone(),
                score: scores[place.index()],
                neighbours: graph.ties.neighbors(place).count(),
                claims: claims.sum(),
            }
        })
        .collect();
    ranked.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| Reverse(a.claims).cmp(&Reverse(b.claims)))
            .then_with(|| a.entity.key.cmp(&b.entity.key))
    });
    if limit > 0 {
        ranked.truncate(limit);
    }
    for (index, ranked) in ranked.iter_mut().enumerate() {
        ranked.rank = index + 1;
    }
    Ok(RankAnswer { by, ranked, sampled })
}

fn degrees(graph: &Graph) -> Vec<f64> {
    let places = graph.ties.node_indices();
    places.map(|place| graph.ties.neighbors(place).count() as f64).collect()
}

fn page_rank(graph: &Graph) -> Vec<f64> {
    let count = graph.nodes.len();
    let mut ways: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    let mut members = vec![false; count];
    for edge in graph.ties.edge_references() {
        for &relation in edge.weight() {
            let relation = &graph.relations[relation];
            let (Some(head), Some(tail)) = (graph.place(relation.head), graph.place(relation.tail)) else {
                continue;
            };
            let weight = f64::from(relation.claims) * f64::from(relation.confidence);
            ways[head.index()].push((tail.index(), weight));
            if graph.types.symmetric(&relation.relation) {
                ways[tail.index()].push((head.index(), weight));
            }
            members[head.index()] = true;
            members[tail.index()] = true;
        }
    }
    let size = members.iter().filter(|member| **member).count() as f64;
    let mut scores: Vec<f64> = members
        .iter()
        .map(|member| f64::from(u8::from(*member)) / size)
        .collect();
    for _ in 0..ROUNDS {
        let mut next = vec![0.0; count];
        let mut lost = 0.0;
        for (place, ways) in ways.iter().enumerate().filter(|(place, _)| members[*place]) {
            let sum: f64 = ways.iter().map(|way| way.1).sum();
            if sum <= 0.0 {
                lost += scores[place];
            }
            for (to, weight) in ways {
                next[*to] += scores[place] * weight / sum;
            }
        }
        let mut change = 0.0;
        for place in (0..count).filter(|place| members[*place]) {
            let score = (1.0 - DAMPING + DAMPING * lost) / size + DAMPING * next[place];
            change += (score - scores[place]).abs();
            scores[place] = score;
        }
        if change < PRECISION {
            break;
        }
    }
    scores
}

/// Brandes (2001), from all entities or from some evenly spread ones; between 0 and 1.
fn betweenness(graph: &Graph, sample: Option<usize>) -> Vec<f64> {
    let count = graph.nodes.len();
    let tied: Vec<NodeIndex> = graph
        .ties
        .node_indices()
        .filter(|place| graph.ties.neighbors(*place).next().is_some())
        .collect();
    let step = sample.map_or(1, |sample| (tied.len() / sample).max(1));
    let sources: Vec<NodeIndex> = tied.iter().copied().step_by(step).collect();
    let mut scores = vec![0.0; count];
    for source in &sources {
        let mut order = Vec::new();
        let mut distance = vec![usize::MAX; count];
        let mut ways = vec![0.0; count];
        (distance[source.index()], ways[source.index()]) = (0, 1.0);
        let mut queue = VecDeque::from([*source]);
        while let Some(place) = queue.pop_front() {
            order.push(place);
            for next in graph.ties.neighbors(place) {
                if distance[next.index()] == usize::MAX {
                    distance[next.index()] = distance[place.index()] + 1;
                    queue.push_back(next);
                }
                if distance[next.index()] == distance[place.index()] + 1 {
                    ways[next.index()] += ways[place.index()];
                }
            }
        }
        let mut share = vec![0.0; count];
        for place in order.iter().rev() {
            for next in graph.ties.neighbors(*place) {
                if distance[next.index()] == distance[place.index()] + 1 {
                    share[place.index()] += ways[place.index()] / ways[next.index()] * (1.0 + share[next.index()]);
                }
            }
            if place != source {
                scores[place.index()] += share[place.index()];
            }
        }
    }
    let others = tied.len().saturating_sub(1) as f64;
    let pairs = sources.len() as f64 * (others - 1.0).max(1.0) * others / tied.len().max(1) as f64;
    scores.iter().map(|score| score / pairs.max(1.0)).collect()
}
