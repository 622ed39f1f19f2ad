//! The k cheapest loopless paths of bounded length (Yen 1971, in Lawler's form).

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use jiff::civil;
use petgraph::graph::NodeIndex;

/// Where a path may go.
pub trait Ground {
    /// The ways out of a place that may be gone on the day given or later, if one is given. There may be several
    /// to one place, of different costs and days.
    fn steps(&self, from: NodeIndex, after: Option<civil::Date>) -> Vec<Step>;

    /// How many steps it is from a place to the target at the least; none where it is out of reach.
    fn distance(&self, from: NodeIndex) -> Option<usize>;
}

/// One way from a place to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub to: NodeIndex,
    /// Never negative.
    pub cost: f64,
    /// Which of the relations between the two it is.
    pub relation: usize,
    /// When it was gone, where paths are ordered in time.
    pub day: Option<civil::Date>,
}

/// A path and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub cost: f64,
    pub places: Vec<NodeIndex>,
    /// One less than places.
    pub steps: Vec<Step>,
}

impl Eq for Route {}

impl Ord for Route {
    /// Cheaper first, then shorter, then by the places, so that equals always come in one order.
    fn cmp(&self, other: &Self) -> Ordering {
        let relations = |route: &Route| route.steps.iter().map(|step| step.relation).collect::<Vec<_>>();
        self.cost
            .total_cmp(&other.cost)
            .then_with(|| self.places.len().cmp(&other.places.len()))
            .then_with(|| self.places.cmp(&other.places))
            .then_with(|| relations(self).cmp(&relations(other)))
    }
}

impl PartialOrd for Route {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// All paths that begin with `prefix` and do not go on to one of `taken`.
struct Branch {
    prefix: Vec<NodeIndex>,
    taken: Vec<NodeIndex>,
}

/// The `k` cheapest loopless paths of at most `max_hops` steps, no two through the same places.
pub fn cheapest(ground: &dyn Ground, from: NodeIndex, to: NodeIndex, k: usize, max_hops: usize) -> Vec<Route> {
    let search = Search { ground, to, max_hops };
    let whole = Branch {
        prefix: vec![from],
        taken: Vec::new(),
    };
    let mut found: Vec<Route> = Vec::new();
    let mut candidates: BTreeSet<Route> = BTreeSet::new();
    candidates.extend(search.cheapest(&whole));
    while found.len() < k {
        let Some(best) = candidates.pop_first() else { break };
        if found.iter().any(|route| route.places == best.places) {
            continue;
        }
        // Leave the best path at each of its places by a step that no found path takes there.
        for leaving in 0..best.places.len() - 1 {
            let prefix = &best.places[..=leaving];
            let taken = std::iter::once(&best)
                .chain(&found)
                .filter(|route| route.places.len() > leaving + 1 && route.places[..=leaving] == *prefix)
                .map(|route| route.places[leaving + 1])
                .collect();
            candidates.extend(search.cheapest(&Branch {
                prefix: prefix.to_vec(),
                taken,
            }));
        }
        found.push(best);
    }
    found
}

struct Search<'g> {
    ground: &'g dyn Ground,
    to: NodeIndex,
    max_hops: usize,
}

impl Search<'_> {
    /// Dijkstra over (place, steps taken, day): a dear short path must stay known beside a cheap long one, and a
    /// dear early one beside a cheap late one. It never meets a place twice, since without the loop a path is
    /// cheaper, shorter and no later.
    fn cheapest(&self, branch: &Branch) -> Option<Route> {
        let mut queue = BinaryHeap::from([Reverse(Route {
            cost: 0.0,
            places: vec![branch.prefix[0]],
            steps: Vec::new(),
        })]);
        let mut settled: HashMap<NodeIndex, Vec<(usize, Option<civil::Date>)>> = HashMap::new();
        while let Some(Reverse(route)) = queue.pop() {
            let place = *route.places.last()?;
            if place == self.to {
                return Some(route);
            }
            let hops = route.steps.len();
            let day = route.steps.last().and_then(|step| step.day);
            let known = settled.entry(place).or_default();
            // What is reached later is dearer; it is of use only if it took fewer steps or came earlier.
            if known.iter().any(|(fewest, first)| *fewest <= hops && *first <= day) {
                continue;
            }
            known.push((hops, day));
            for step in self.ground.steps(place, day) {
                let forced = branch.prefix.get(hops + 1);
                let off = forced.is_some_and(|forced| *forced != step.to);
                let last = hops + 1 == branch.prefix.len();
                let barred = off || last && branch.taken.contains(&step.to);
                let left = self.ground.distance(step.to);
                let near = left.is_some_and(|left| hops + 1 + left <= self.max_hops);
                if barred || !near || route.places.contains(&step.to) {
                    continue;
                }
                queue.push(Reverse(Route {
                    cost: route.cost + step.cost,
                    places: [route.places.as_slice(), &[step.to]].concat(),
                    steps: [route.steps.as_slice(), &[step]].concat(),
                }));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// From, to, cost and day of each way; ways lead in one direction.
    type Ways = Vec<(u32, u32, u32, i8)>;

    struct Chart {
        ways: Ways,
        in_order: bool,
    }

    impl Ground for Chart {
        fn steps(&self, from: NodeIndex, after: Option<civil::Date>) -> Vec<Step> {
            let ways = self.ways.iter().enumerate();
            let out = ways.filter(|(_, way)| way.0 as usize == from.index() && way.0 != way.1);
            let steps = out.map(|(relation, way)| Step {
                to: NodeIndex::from(way.1),
                cost: f64::from(way.2),
                relation,
                day: self.in_order.then(|| civil::date(2020, 1, way.3)),
            });
            steps
                .filter(|step| !self.in_order || after.is_none_or(|after| step.day >= Some(after)))
                .collect()
        }

        fn distance(&self, _: NodeIndex) -> Option<usize> {
            Some(0)
        }
    }

    /// The cost of every loopless sequence of places, by trying all.
    fn all(chart: &Chart, path: &[NodeIndex], cost: f64, day: Option<civil::Date>, left: usize, found: &mut Found) {
        let last = path[path.len() - 1];
        if last.index() == 1 {
            let best = found.entry(path.to_vec()).or_insert(cost);
            *best = best.min(cost);
            return;
        }
        for step in chart.steps(last, day) {
            if left > 0 && !path.contains(&step.to) {
                all(
                    chart,
                    &[path, &[step.to]].concat(),
                    cost + step.cost,
                    step.day,
                    left - 1,
                    found,
                );
            }
        }
    }

    type Found = std::collections::BTreeMap<Vec<NodeIndex>, f64>;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn finds_what_trying_all_finds(
            ways in prop::collection::vec((0..7u32, 0..7u32, 1..20u32, 1..9i8), 0..24),
            in_order in any::<bool>(),
            k in 1..6usize,
            max_hops in 1..6usize,
        ) {
            let chart = Chart { ways, in_order };
            let found = cheapest(&chart, 0.into(), 1.into(), k, max_hops);
            let mut all_paths = Found::new();
            all(&chart, &[0.into()], 0.0, None, max_hops, &mut all_paths);
            let mut expected: Vec<f64> = all_paths.into_values().collect();
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
