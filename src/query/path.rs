use petgraph::graph::NodeIndex;

use super::graph::Graph;
use super::yen::{Route, cheapest};
use super::{Hop, PathAnswer, PathFound, Tie};
use crate::model::{Modality, Node, Polarity, Relation, RelationClass};
use crate::store::{Result, Store};

#[derive(Clone, Copy, Debug)]
pub struct PathOptions {
    pub count: usize,
    pub max_hops: usize,
    /// Sentences for each hop.
    pub evidence: usize,
}

impl Default for PathOptions {
    fn default() -> Self {
        PathOptions {
            count: 3,
            max_hops: 4,
            evidence: 1,
        }
    }
}

/// What each hop costs however sure it is: a long chain explains less than a short one.
const STEP: f64 = 0.5;
/// How dear it is to pass through an entity that everything is tied to.
const HUB: f64 = 0.35;

/// The best paths between two entities.
///
/// The cost of a path is the sum over its hops of
///
/// ```text
/// STEP - ln(strength) + HUB * ln(degree)
/// strength = confidence * modality * kind * sources / (sources + 1)
/// ```
///
/// where the strongest relation between the two counts; `modality` is 1 for what happened and less
/// for what is claimed, planned or possible; `kind` is less for structure, which ties a minister to
/// a country without either doing anything; and `degree` is the number of neighbours of the entity
/// that the hop leads to, unless that is the end. Negated relations are no ties, and a path never
/// passes through a collective without a name ("police"), which is not one thing.
pub fn paths(store: &Store, from: &Node, to: &Node, options: &PathOptions) -> Result<PathAnswer> {
    let graph = Graph::load(store, |relation, _| relation.polarity == Polarity::Affirmed)?;
    let routes = match (graph.place(from.id), graph.place(to.id)) {
        (Some(start), Some(end)) if start != end => {
            let cost = |_: NodeIndex, next: NodeIndex, relations: &Vec<usize>| {
                let strongest = relations
                    .iter()
                    .map(|&relation| strength(&graph, relation))
                    .fold(0.0, f64::max);
                if strongest <= 0.0 || next != end && graph.node(next).generic {
                    return None;
                }
                let hub = if next == end {
                    0.0
                } else {
                    HUB * (graph.ties.neighbors(next).count() as f64).ln()
                };
                Some(STEP - strongest.ln() + hub)
            };
            cheapest(&graph.ties, start, end, options.count, options.max_hops, &cost)
        }
        _ => Vec::new(),
    };
    let paths = routes
        .iter()
        .map(|route| found(store, &graph, route, options))
        .collect::<Result<_>>()?;
    Ok(PathAnswer {
        from: from.clone(),
        to: to.clone(),
        max_hops: options.max_hops,
        paths,
    })
}

fn strength(graph: &Graph, relation: usize) -> f64 {
    let relation = &graph.relations[relation];
    let modality = match relation.modality {
        Modality::Actual => 1.0,
        Modality::Claimed => 0.8,
        Modality::Planned => 0.7,
        Modality::Possible => 0.4,
    };
    let kind = match graph.class(relation) {
        RelationClass::Structure => 0.6,
        _ => 1.0,
    };
    let sources = f64::from(relation.sources);
    f64::from(relation.confidence).clamp(0.0, 1.0) * modality * kind * sources / (sources + 1.0)
}

fn found(store: &Store, graph: &Graph, route: &Route, options: &PathOptions) -> Result<PathFound> {
    let mut hops = Vec::new();
    for step in route.places.windows(2) {
        hops.extend(hop(store, graph, step[0], step[1], options.evidence)?);
    }
    let confidence = hops.iter().map(|hop| hop.relation.confidence).product();
    Ok(PathFound {
        cost: route.cost,
        confidence,
        hops,
    })
}

fn hop(store: &Store, graph: &Graph, from: NodeIndex, to: NodeIndex, evidence: usize) -> Result<Option<Hop>> {
    let Some(tie) = graph.ties.find_edge(from, to) else {
        return Ok(None);
    };
    let mut relations: Vec<usize> = graph.ties[tie].clone();
    relations.sort_by(|&a, &b| strength(graph, b).total_cmp(&strength(graph, a)).then(a.cmp(&b)));
    let Some((&best, others)) = relations.split_first() else {
        return Ok(None);
    };
    let Some(relation) = graph.edge(&graph.relations[best]) else {
        return Ok(None);
    };
    let mut others: Vec<&Relation> = others.iter().map(|&other| &graph.relations[other]).collect();
    others.sort_by_key(|relation| {
        (
            std::cmp::Reverse(relation.claims),
            relation.relation.clone(),
            relation.id,
        )
    });
    let also = others
        .into_iter()
        .filter_map(|relation| graph.edge(relation))
        .map(|edge| Tie {
            head_name: edge.head_name,
            relation: edge.relation,
            tail_name: edge.tail_name,
            symmetric: edge.symmetric,
            claims: edge.claims,
        });
    Ok(Some(Hop {
        from: graph.node(from).clone(),
        to: graph.node(to).clone(),
        evidence: store.evidence(relation.id, evidence)?,
        relation,
        also: also.collect(),
    }))
}
