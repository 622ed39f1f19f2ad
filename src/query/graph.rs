use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use petgraph::graph::{NodeIndex, UnGraph};
use rustc_hash::FxHashMap;

use super::filter::Corroborate;
use super::{Edge, Filter};
use crate::model::{Node, Relation, RelationClass, RelationType};
use crate::store::{Result, Store};

/// The whole graph in memory: an edge of petgraph's holds all relations between two entities, in
/// either direction, by their places in `relations`.
pub struct Graph {
    pub nodes: Vec<Node>,
    pub relations: Vec<Relation>,
    pub ties: UnGraph<usize, Vec<usize>>,
    places: HashMap<i64, NodeIndex>,
    pub types: Types,
}

impl Graph {
    /// Loads the relations that pass the filter; ties of an entity to itself are left out.
    pub fn load(store: &Store, filter: &Filter, corroborate: Corroborate) -> Result<Graph> {
        let types = Types::load(store)?;
        let nodes = store.nodes()?;
        let mut ties = UnGraph::with_capacity(nodes.len(), 0);
        let places: HashMap<i64, NodeIndex> = nodes
            .iter()
            .enumerate()
            .map(|(place, node)| (node.id, ties.add_node(place)))
            .collect();
        let relations = filter.relations(store, &types, corroborate)?;
        let mut graph = Graph {
            nodes,
            relations: Vec::new(),
            ties,
            places,
            types,
        };
        let mut between: HashMap<(NodeIndex, NodeIndex), Vec<usize>> = HashMap::new();
        for relation in relations {
            let (Some(&head), Some(&tail)) = (graph.places.get(&relation.head), graph.places.get(&relation.tail))
            else {
                continue;
            };
            between
                .entry((head.min(tail), head.max(tail)))
                .or_default()
                .push(graph.relations.len());
            graph.relations.push(relation);
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
        self.types.class(&relation.relation)
    }

    pub fn edge(&self, relation: &Relation) -> Option<Edge> {
        let (head, tail) = (self.place(relation.head)?, self.place(relation.tail)?);
        self.types.edge(relation, self.node(head), self.node(tail))
    }

    /// All places within so many hops, with their distance. The walk enters only what `enters` lets in, and goes on
    /// only from what `passes` lets through.
    pub fn distances(
        &self,
        from: NodeIndex,
        reach: usize,
        enters: impl Fn(NodeIndex) -> bool,
        passes: impl Fn(NodeIndex) -> bool,
    ) -> HashMap<NodeIndex, usize> {
        let mut distance = HashMap::from([(from, 0)]);
        let mut queue = VecDeque::from([from]);
        while let Some(place) = queue.pop_front() {
            let next = distance[&place] + 1;
            if next > reach || !passes(place) {
                continue;
            }
            for neighbour in self.ties.neighbors(place).filter(|place| enters(*place)) {
                distance.entry(neighbour).or_insert_with(|| {
                    queue.push_back(neighbour);
                    next
                });
            }
        }
        distance
    }

    /// All relations between two places.
    pub fn between(&self, one: NodeIndex, other: NodeIndex) -> &[usize] {
        self.ties
            .find_edge(one, other)
            .map_or(&[], |edge| self.ties[edge].as_slice())
    }
}

/// Class and symmetry of every relation type.
pub struct Types(FxHashMap<Arc<str>, (RelationClass, bool)>);

impl Types {
    pub fn load(store: &Store) -> Result<Types> {
        let types: Vec<RelationType> = store.relation_types()?;
        let known = types.into_iter().map(|kind| (kind.name, (kind.class, kind.symmetric)));
        Ok(Types(known.collect()))
    }

    pub fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.0.keys().map(|name| &**name).collect();
        names.sort_unstable();
        names
    }

    pub fn class(&self, name: &str) -> RelationClass {
        self.0.get(name).map_or(RelationClass::Structure, |kind| kind.0)
    }

    pub fn symmetric(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|kind| kind.1)
    }

    /// A relation with its ends; none where its type is unknown.
    pub fn edge(&self, relation: &Relation, head: &Node, tail: &Node) -> Option<Edge> {
        let (class, symmetric) = *self.0.get(&relation.relation)?;
        Some(Edge::new(relation, class, symmetric, head, tail))
    }
}
