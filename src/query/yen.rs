//! The k cheapest loopless paths of bounded length (Yen 1971).

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};

use petgraph::graph::{NodeIndex, UnGraph};

/// A path and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub cost: f64,
    pub places: Vec<NodeIndex>,
}

impl Eq for Route {}

impl Ord for Route {
    /// Cheaper first, then shorter, then by the places, so that equals always come in one order.
    fn cmp(&self, other: &Self) -> Ordering {
        self.cost
            .total_cmp(&other.cost)
            .then_with(|| self.places.len().cmp(&other.places.len()))
            .then_with(|| self.places.cmp(&other.places))
    }
}

impl PartialOrd for Route {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The `k` cheapest loopless paths of at most `max_hops` steps. `cost` is that of one step, never
/// negative; where it is `None` there is no way.
pub fn cheapest<N, E>(
    graph: &UnGraph<N, E>,
    from: NodeIndex,
    to: NodeIndex,
    k: usize,
    max_hops: usize,
    cost: &dyn Fn(NodeIndex, NodeIndex, &E) -> Option<f64>,
) -> Vec<Route> {
    let search = Search {
        graph,
        to,
        cost,
        distance: distances(graph, to, max_hops),
    };
    let mut found: Vec<Route> = Vec::new();
    let mut candidates: BTreeSet<Route> = BTreeSet::new();
    candidates.extend(search.cheapest(from, max_hops, &HashSet::new(), &HashSet::new()));
    while found.len() < k {
        let Some(best) = candidates.pop_first() else { break };
        // Leave the best path at each of its places by a step that no found path takes there.
        for leaving in 0..best.places.len() - 1 {
            let root = &best.places[..=leaving];
            let taken: HashSet<NodeIndex> = std::iter::once(&best)
                .chain(&found)
                .filter(|route| route.places.len() > leaving + 1 && route.places[..=leaving] == *root)
                .map(|route| route.places[leaving + 1])
                .collect();
            let passed: HashSet<NodeIndex> = root[..leaving].iter().copied().collect();
            if let Some(spur) = search.cheapest(root[leaving], max_hops - leaving, &passed, &taken) {
                let places = [&root[..leaving], &spur.places].concat();
                let cost = search.cost_of(root) + spur.cost;
                candidates.insert(Route { cost, places });
            }
        }
        found.push(best);
    }
    found
}

struct Search<'g, N, E> {
    graph: &'g UnGraph<N, E>,
    to: NodeIndex,
    cost: &'g dyn Fn(NodeIndex, NodeIndex, &E) -> Option<f64>,
    /// Steps to the target at the least: what is farther than the steps left is not looked at.
    distance: HashMap<NodeIndex, usize>,
}

impl<N, E> Search<'_, N, E> {
    /// Dijkstra over (place, steps taken): a dear short path must stay known beside a cheap long one.
    /// It never meets a place twice, since without the loop a path is both cheaper and shorter.
    fn cheapest(
        &self,
        from: NodeIndex,
        max_hops: usize,
        passed: &HashSet<NodeIndex>,
        taken: &HashSet<NodeIndex>,
    ) -> Option<Route> {
        let mut queue = BinaryHeap::from([Reverse(Route {
            cost: 0.0,
            places: vec![from],
        })]);
        let mut settled: HashMap<NodeIndex, usize> = HashMap::new();
        while let Some(Reverse(route)) = queue.pop() {
            let place = *route.places.last()?;
            if place == self.to {
                return Some(route);
            }
            let hops = route.places.len() - 1;
            // What is reached later is dearer; it is of use only if it took fewer steps.
            if settled.get(&place).is_some_and(|&fewest| fewest <= hops) {
                continue;
            }
            settled.insert(place, hops);
            for next in self.graph.neighbors(place) {
                let near = self
                    .distance
                    .get(&next)
                    .is_some_and(|&left| hops + 1 + left <= max_hops);
                let barred =
                    passed.contains(&next) || route.places.contains(&next) || (hops == 0 && taken.contains(&next));
                if !near || barred {
                    continue;
                }
                if let Some(step) = self.step(place, next) {
                    let places = [route.places.as_slice(), &[next]].concat();
                    queue.push(Reverse(Route {
                        cost: route.cost + step,
                        places,
                    }));
                }
            }
        }
        None
    }

    fn step(&self, from: NodeIndex, to: NodeIndex) -> Option<f64> {
        let edge = self.graph.find_edge(from, to)?;
        (self.cost)(from, to, &self.graph[edge])
    }

    fn cost_of(&self, places: &[NodeIndex]) -> f64 {
        places.windows(2).filter_map(|step| self.step(step[0], step[1])).sum()
    }
}

/// Steps to a place, of all places within reach.
fn distances<N, E>(graph: &UnGraph<N, E>, to: NodeIndex, reach: usize) -> HashMap<NodeIndex, usize> {
    let mut distance = HashMap::from([(to, 0)]);
    let mut queue = VecDeque::from([to]);
    while let Some(place) = queue.pop_front() {
        let next = distance[&place] + 1;
        if next > reach {
            break;
        }
        for neighbour in graph.neighbors(place) {
            distance.entry(neighbour).or_insert_with(|| {
                queue.push_back(neighbour);
                next
            });
        }
    }
    distance
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Edges = Vec<(u32, u32, u32)>;

    fn build(edges: &Edges) -> UnGraph<(), f64> {
        let mut graph = UnGraph::new_undirected();
        for _ in 0..7 {
            graph.add_node(());
        }
        for &(one, other, cost) in edges {
            if one != other {
                graph.update_edge(NodeIndex::from(one), NodeIndex::from(other), f64::from(cost));
            }
        }
        graph
    }

    /// Every loopless path, by trying all.
    fn all(graph: &UnGraph<(), f64>, path: &mut Vec<NodeIndex>, cost: f64, max_hops: usize, found: &mut Vec<f64>) {
        let last = path[path.len() - 1];
        if last.index() == 1 {
            return found.push(cost);
        }
        for next in graph.neighbors(last).collect::<Vec<_>>() {
            if path.len() <= max_hops && !path.contains(&next) {
                path.push(next);
                let edge = graph.find_edge(last, next).expect("neighbours have an edge");
                all(graph, path, cost + graph[edge], max_hops, found);
                path.pop();
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn finds_what_trying_all_finds(
            edges in prop::collection::vec((0..7u32, 0..7u32, 1..20u32), 0..20),
            k in 1..6usize,
            max_hops in 1..6usize,
        ) {
            let graph = build(&edges);
            let found = cheapest(&graph, 0.into(), 1.into(), k, max_hops, &|_, _, cost: &f64| Some(*cost));
            let mut expected = Vec::new();
            all(&graph, &mut vec![0.into()], 0.0, max_hops, &mut expected);
            expected.sort_by(f64::total_cmp);
            expected.truncate(k);
            prop_assert_eq!(found.iter().map(|route| route.cost).collect::<Vec<_>>(), expected);
            let mut places: Vec<_> = found.iter().map(|route| route.places.clone()).collect();
            places.sort();
            places.dedup();
            prop_assert_eq!(places.len(), found.len());
        }
    }
}
