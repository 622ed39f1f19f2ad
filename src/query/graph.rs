use std::collections::HashMap;
use std::sync::Arc;

use petgraph::graph::{NodeIndex, UnGraph};

use super::Edge;
use crate::model::{Node, Relation, RelationClass, RelationType};
use crate::store::{Result, Store};

/// The whole graph in memory: an edge of petgraph's holds all relations between two entities, in
/// either direction, by their places in `relations`.
pub struct Graph {
    pub nodes: Vec<Node>,
    pub relations: Vec<Relation>,
    pub ties: UnGraph<usize, Vec<usize>>,
    places: HashMap<i64, NodeIndex>,
    types: HashMap<Arc<str>, (RelationClass, bool)>,
}

impl Graph {
    /// Loads the relations that pass the filter; ties of an entity to itself are left out.
    pub fn load(store: &Store, keep: impl Fn(&Relation, RelationClass) -> bool) -> Result<Graph> {
        let types = types(store.relation_types()?);
        let nodes = store.nodes()?;
        let mut ties = UnGraph::with_capacity(nodes.len(), 0);
        let places: HashMap<i64, NodeIndex> = nodes
            .iter()
            .enumerate()
            .map(|(place, node)| (node.id, ties.add_node(place)))
            .collect();
        let mut graph = Graph {
            nodes,
            relations: Vec::new(),
            ties,
            places,
            types,
        };
        let mut between: HashMap<(NodeIndex, NodeIndex), Vec<usize>> = HashMap::new();
        for relation in store.relations()? {
            let (Some(&head), Some(&tail)) = (graph.places.get(&relation.head), graph.places.get(&relation.tail))
            else {
                continue;
            };
            if head != tail && keep(&relation, graph.class(&relation)) {
                between
                    .entry((head.min(tail), head.max(tail)))
                    .or_default()
                    .push(graph.relations.len());
                graph.relations.push(relation);
            }
        }
        // Sorted, so that neighbours come in the same order in every run.
        let mut between: Vec<_> = between.into_iter().collect();
        between.sort_by_key(|(pair, _)| *pair);
        for ((one, other), relations) in between {
            graph.ties.add_edge(one, other, relations);
        }
        Ok(graph)
    }

    pub fn place(&self, id: i64) -> Option<NodeIndex> {
        self.places.get(&id).copied()
    }

    pub fn node(&self, place: NodeIndex) -> &Node {
        &self.nodes[self.ties[place]]
    }

    pub fn class(&self, relation: &Relation) -> RelationClass {
        self.types
            .get(&relation.relation)
            .map_or(RelationClass::Structure, |kind| kind.0)
    }

    pub fn edge(&self, relation: &Relation) -> Option<Edge> {
        let (head, tail) = (self.place(relation.head)?, self.place(relation.tail)?);
        let (class, symmetric) = *self.types.get(&relation.relation)?;
        Some(Edge::new(relation, class, symmetric, self.node(head), self.node(tail)))
    }
}

/// Class and symmetry of every relation type.
pub fn types(types: Vec<RelationType>) -> HashMap<Arc<str>, (RelationClass, bool)> {
    types
        .into_iter()
        .map(|kind| (kind.name, (kind.class, kind.symmetric)))
        .collect()
}
