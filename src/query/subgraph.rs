use std::collections::HashSet;

use petgraph::graph::NodeIndex;

use super::filter::Corroborate;
use super::graph::Graph;
use super::{Edge, Filter, SubgraphAnswer};
use crate::model::{Node, Relation, RelationClass};
use crate::store::{Result, Store};

#[derive(Clone, Debug, Default)]
pub struct SubgraphOptions {
    /// Only what lies within `depth` hops of this entity.
    pub around: Option<Node>,
    pub depth: usize,
    /// At most so many entities; 0 is all.
    pub limit: usize,
    pub filter: Filter,
}

/// How many edges there may be to a node in a picture that has a limit: more cannot be told apart.
const EDGES_A_NODE: usize = 2;

/// The strongest part of the graph: edges are taken from the strongest on as long as their ends
/// are within the limit, so that what is shown is tied together.
pub fn subgraph(store: &Store, options: &SubgraphOptions, corroborate: Corroborate) -> Result<SubgraphAnswer> {
    let all = options.limit == 0;
    let filter = Filter {
        negated: all,
        ..options.filter.clone()
    };
    let graph = Graph::load(store, &filter, corroborate)?;
    let near = options
        .around
        .as_ref()
        .and_then(|node| graph.place(node.id))
        .map(|center| graph.distances(center, options.depth, |_| true, |_| true));
    let allowed = |place: NodeIndex| {
        let near = near.as_ref().is_none_or(|near| near.contains_key(&place));
        let node = graph.node(place);
        let named = options.around.as_ref().is_some_and(|center| center.id == node.id);
        near && (named || (all || !node.generic) && filter.admits(node.kind))
    };
    let distance = |place: &NodeIndex| near.as_ref().and_then(|near| near.get(place)).copied().unwrap_or(0);
    let mut edges: Vec<(NodeIndex, NodeIndex, &Relation)> = Vec::new();
    for relation in &graph.relations {
        if let (Some(head), Some(tail)) = (graph.place(relation.head), graph.place(relation.tail))
            && allowed(head)
            && allowed(tail)
        {
            edges.push((head, tail, relation));
        }
    }
    // Near edges first, or the limit would be spent on the neighbours' own affairs.
    edges.sort_by(|a, b| {
        (distance(&a.0) + distance(&a.1))
            .cmp(&(distance(&b.0) + distance(&b.1)))
            .then_with(|| weight(&graph, b.2).total_cmp(&weight(&graph, a.2)))
            .then_with(|| a.2.id.cmp(&b.2.id))
    });
    let mut chosen: HashSet<NodeIndex> = HashSet::new();
    chosen.extend(options.around.as_ref().and_then(|node| graph.place(node.id)));
    for (head, tail, _) in &edges {
        let more = [head, tail].into_iter().filter(|place| !chosen.contains(place)).count();
        if all || chosen.len() + more <= options.limit {
            chosen.extend([*head, *tail]);
        }
    }
    // Whoever asks for everything gets those, too, that nothing ties to others.
    if all && filter.is_open() {
        chosen.extend(graph.ties.node_indices().filter(|place| allowed(*place)));
    }
    let inside = edges
        .iter()
        .filter(|(head, tail, _)| chosen.contains(head) && chosen.contains(tail));
    let most = if all { usize::MAX } else { EDGES_A_NODE * options.limit };
    let mut shown: Vec<Edge> = inside
        .take(most)
        .filter_map(|(_, _, relation)| graph.edge(relation))
        .collect();
    shown.sort_by_key(|edge| edge.id);
    let mut nodes: Vec<Node> = chosen.iter().map(|place| graph.node(*place).clone()).collect();
    if !all {
        let tied: HashSet<i64> = shown.iter().flat_map(|edge| [edge.head, edge.tail]).collect();
        nodes.retain(|node| {
            tied.contains(&node.id) || options.around.as_ref().is_some_and(|center| center.id == node.id)
        });
    }
    nodes.sort_by_key(|node| node.id);
    let left_out = (graph.nodes.len() - nodes.len(), graph.relations.len() - shown.len());
    Ok(SubgraphAnswer {
        nodes,
        edges: shown,
        left_out,
    })
}

/// What makes an edge worth a place in a picture: that it is sure and often told. Structure comes
/// after what was done.
fn weight(graph: &Graph, relation: &Relation) -> f64 {
    let kind = if graph.class(relation) == RelationClass::Structure {
        0.5
    } else {
        1.0
    };
    f64::from(relation.confidence) * f64::from(1 + relation.claims).ln() * kind
}
