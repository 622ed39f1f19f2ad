//! The k cheapest loopless paths of bounded length (Yen 1971, in Lawler's form), over a graph that is read as the
//! search goes on.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap};
use std::rc::Rc;

use jiff::civil;
use rustc_hash::FxHashMap;

use super::scout::Scouted;
use crate::store::Heading;

/// An entity by its id.
pub type Place = i64;

/// Where a path may go.
pub trait Ground {
    type Error;

    /// What it costs at the least to pass through a place.
    const LEAST_TOLL: f64;

    /// What a step costs at the least.
    const LEAST_STEP: f64;

    /// To how many others a place is tied, more or less.
    fn breadth(&self, place: Place) -> Result<usize, Self::Error>;

    /// One of the ways out of a place, or into it, which stand in the order of their floors; none after the last.
    fn way(&self, place: Place, heading: Heading, index: usize) -> Result<Option<Way>, Self::Error>;

    /// All ways from one place to another.
    fn between(&self, from: Place, to: Place) -> Result<Vec<Way>, Self::Error>;

    /// The step that a way is; none where it may not be gone, or not on the day given or later.
    fn step(&self, way: &Way, after: Option<civil::Date>) -> Result<Option<Step>, Self::Error>;

    /// What it costs to pass through a place; none where no path may. The ends are not asked for.
    fn toll(&self, place: Place) -> Result<Option<f64>, Self::Error>;
}

/// What is known of a way between two places before it is looked at closely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// The place at its other end.
    pub to: Place,
    /// What it costs at the least. Never negative.
    pub floor: f64,
    /// What it costs, where that is known already.
    pub cost: Option<f64>,
    /// Which of the relations between the two it is.
    pub relation: i64,
}

/// One step from a place to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub to: Place,
    /// Never negative; without the toll.
    pub cost: f64,
    pub relation: i64,
    /// When it was gone, where paths are ordered in time.
    pub day: Option<civil::Date>,
}

/// A path and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub cost: f64,
    pub places: Vec<Place>,
    /// One less than places.
    pub steps: Vec<Step>,
}

impl Route {
    fn then(&self, step: Step, toll: f64) -> Route {
        Route {
            cost: self.cost + (step.cost + toll),
            places: [self.places.as_slice(), &[step.to]].concat(),
            steps: [self.steps.as_slice(), &[step]].concat(),
        }
    }

    fn day(&self) -> Option<civil::Date> {
        self.steps.last().and_then(|step| step.day)
    }
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
    prefix: Vec<Place>,
    taken: Vec<Place>,
}

/// The `k` cheapest loopless paths of at most `max_hops` steps, no two through the same places.
pub fn cheapest<G: Ground>(
    ground: &G,
    from: Place,
    to: Place,
    k: usize,
    max_hops: usize,
) -> Result<Vec<Route>, G::Error> {
    let scouted = Scouted::look(ground, from, to, k.max(1))?;
    // What costs more than the paths that were seen is not looked for, unless that leaves too few.
    let mut search = Search {
        ground,
        to,
        max_hops,
        limit: scouted.enough + EVEN,
        cut: false,
        scouted,
    };
    let mut more = FURTHER;
    loop {
        let found = search.cheapest_of(from, k)?;
        if found.len() == k || !search.cut || search.limit == f64::INFINITY {
            return Ok(found);
        }
        search.limit += more;
        search.cut = false;
        more *= 2.0;
    }
}

/// How much farther the search goes the second time.
const FURTHER: f64 = 0.5;

/// Costs that differ by less are equal but for rounding.
pub const EVEN: f64 = 1e-9;

struct Search<'g, G> {
    ground: &'g G,
    to: Place,
    max_hops: usize,
    /// No path may cost more.
    limit: f64,
    /// Whether one was left out that would have.
    cut: bool,
    scouted: Scouted,
}

/// Something to go on from, with what a path on from there costs at the least; the least first.
struct Candidate {
    bound: f64,
    /// Counts candidates, so that equals always come in one order.
    number: usize,
    stage: Stage,
}

enum Stage {
    /// A path, and its next step, of which the toll is not known yet.
    Stepping(Rc<Route>, Step),
    /// A path that has arrived where it may go on.
    Arrived(Rc<Route>),
    /// A path, and which of the ways into what has been scouted it may take next.
    Known(Rc<Route>, usize),
    /// A path, and which of all ways out of its last place it may take next.
    Unknown {
        route: Rc<Route>,
        index: usize,
        /// Whether the ways to places that are half known were looked up.
        past: bool,
    },
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then(self.number.cmp(&other.number))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Candidates, and the paths that were gone on from at each place.
struct Open {
    limit: f64,
    /// Whether a candidate was left out for the limit.
    cut: bool,
    queue: BinaryHeap<Reverse<Candidate>>,
    number: usize,
    settled: FxHashMap<Place, Vec<Rc<Route>>>,
}

impl Open {
    fn push(&mut self, bound: f64, stage: Stage) {
        // What is out of reach has no finite cost.
        if bound == f64::INFINITY {
            return;
        }
        if bound > self.limit {
            self.cut = true;
        } else {
            self.number += 1;
            self.queue.push(Reverse(Candidate {
                bound,
                number: self.number,
                stage,
            }));
        }
    }

    /// Whether a path is of no use beside what is settled. What is reached later is dearer; it is of use only if it
    /// took fewer steps, came earlier, or costs the same and is the first of its equals.
    fn is_settled(&self, route: &Route) -> bool {
        let settled = self.settled.get(&route.places[route.places.len() - 1]);
        settled.into_iter().flatten().any(|known| {
            let even = known.places.len() == route.places.len() && (known.cost - route.cost).abs() < EVEN;
            known.places.len() <= route.places.len() && known.day() <= route.day() && !(even && *route < **known)
        })
    }
}

/// How many ways may be read for one that is looked up.
const LOOKED_UP: usize = 16;

impl<G: Ground> Search<'_, G> {
    /// Yen's algorithm; paths beyond the limit are left out.
    fn cheapest_of(&mut self, from: Place, k: usize) -> Result<Vec<Route>, G::Error> {
        let whole = Branch {
            prefix: vec![from],
            taken: Vec::new(),
        };
        let mut found: Vec<Route> = Vec::new();
        let mut candidates: BTreeSet<Route> = BTreeSet::new();
        candidates.extend(self.cheapest(&whole, self.limit)?);
        while found.len() < k {
            let Some(best) = candidates.pop_first() else { break };
            if found.iter().any(|route| route.places == best.places) {
                continue;
            }
            found.push(best);
            if found.len() == k {
                break;
            }
            let best = &found[found.len() - 1];
            // Leave the best path at each of its places by a step that no found path takes there.
            for leaving in 0..best.places.len() - 1 {
                let prefix = &best.places[..=leaving];
                let taken = found
                    .iter()
                    .filter(|route| route.places.len() > leaving + 1 && route.places[..=leaving] == *prefix)
                    .map(|route| route.places[leaving + 1])
                    .collect();
                let branch = Branch {
                    prefix: prefix.to_vec(),
                    taken,
                };
                // Nothing is of use that is dearer than as many as are wanted.
                let wanted = candidates.iter().nth(k - found.len() - 1);
                let limit = wanted.map_or(self.limit, |wanted| self.limit.min(wanted.cost + EVEN));
                let next = self.cheapest(&branch, limit)?;
                candidates.extend(next.filter(|next| candidates.iter().all(|known| known.places != next.places)));
            }
        }
        Ok(found)
    }

    /// A* over (place, steps taken, day): a dear short path must stay known beside a cheap long one, and a dear early
    /// one beside a cheap late one. It never meets a place twice, since without the loop a path is cheaper, shorter
    /// and no later.
    fn cheapest(&mut self, branch: &Branch, limit: f64) -> Result<Option<Route>, G::Error> {
        let mut open = Open {
            limit,
            cut: false,
            queue: BinaryHeap::new(),
            number: 0,
            settled: FxHashMap::default(),
        };
        let start = Route {
            cost: 0.0,
            places: vec![branch.prefix[0]],
            steps: Vec::new(),
        };
        open.push(0.0, Stage::Arrived(Rc::new(start)));
        let mut best: Option<Route> = None;
        while let Some(Reverse(candidate)) = open.queue.pop() {
            if best.as_ref().is_some_and(|best| candidate.bound > best.cost + EVEN) {
                break;
            }
            match candidate.stage {
                Stage::Stepping(route, step) if step.to == self.to => {
                    let whole = route.then(step, 0.0);
                    best = Some(best.map_or(whole.clone(), |best| best.min(whole)));
                }
                Stage::Stepping(route, step) => {
                    if let Some(toll) = self.ground.toll(step.to)? {
                        let route = route.then(step, toll);
                        let left = self.scouted.left(step.to);
                        if !open.is_settled(&route) {
                            open.push(route.cost + left, Stage::Arrived(Rc::new(route)));
                        }
                    }
                }
                Stage::Arrived(route) => {
                    if !open.is_settled(&route) {
                        self.go_on(&mut open, branch, &route)?;
                        open.settled.entry(last(&route)).or_default().push(route);
                    }
                }
                Stage::Known(route, index) => {
                    let known = self.scouted.known(last(&route));
                    if let Some(next) = known.get(index + 1) {
                        open.push(route.cost + next.rest, Stage::Known(route.clone(), index + 1));
                    }
                    if let Some(known) = known.get(index) {
                        self.step(&mut open, branch, &route, &known.way)?;
                    }
                }
                Stage::Unknown { route, mut index, past } => {
                    // As long as it is this one's turn.
                    while let Some(way) = self.ground.way(last(&route), Heading::Out, index)? {
                        let bound = route.cost + self.scouted.rest_of_unknown(way.floor, past);
                        let next = open.queue.peek().map_or(f64::INFINITY, |Reverse(next)| next.bound);
                        if bound > next && bound > candidate.bound || bound > open.limit {
                            open.push(bound, Stage::Unknown { route, index, past });
                            break;
                        }
                        index += 1;
                        self.step(&mut open, branch, &route, &way)?;
                    }
                }
            }
        }
        self.cut |= open.cut;
        Ok(best)
    }

    /// Queues the ways on from where a path has arrived.
    fn go_on(&self, open: &mut Open, branch: &Branch, route: &Rc<Route>) -> Result<(), G::Error> {
        let place = last(route);
        if let Some(&forced) = branch.prefix.get(route.places.len()) {
            for way in self.ground.between(place, forced)? {
                self.step(open, branch, route, &way)?;
            }
            return Ok(());
        }
        if let Some(first) = self.scouted.known(place).first() {
            open.push(route.cost + first.rest, Stage::Known(route.clone(), 0));
        }
        if !self.scouted.is_whole() {
            // So that ways that are not known yet lead past the target.
            for way in self.ground.between(place, self.to)? {
                self.step(open, branch, route, &way)?;
            }
        }
        if route.steps.len() + 2 <= self.max_hops {
            // Of a hub's ways those that matter are sooner looked up than come upon.
            let half_known = self.scouted.half_known(open.limit - route.cost - G::LEAST_STEP);
            let past = half_known.len() * LOOKED_UP < self.ground.breadth(place)?;
            if past {
                for (_, half_known) in half_known {
                    for way in self.ground.between(place, *half_known)? {
                        self.step(open, branch, route, &way)?;
                    }
                }
            }
            open.push(
                route.cost + self.scouted.rest_of_unknown(0.0, past),
                Stage::Unknown {
                    route: route.clone(),
                    index: 0,
                    past,
                },
            );
        }
        Ok(())
    }

    fn step(&self, open: &mut Open, branch: &Branch, route: &Rc<Route>, way: &Way) -> Result<(), G::Error> {
        let hops = route.steps.len() + 1;
        let least = if way.to == self.to { hops } else { hops + 1 };
        let barred = hops == branch.prefix.len() && branch.taken.contains(&way.to);
        if barred || least > self.max_hops || route.places.contains(&way.to) {
            return Ok(());
        }
        if let Some(step) = self.ground.step(way, route.day())? {
            let mut bound = route.cost + step.cost;
            if way.to != self.to {
                bound += G::LEAST_TOLL + self.scouted.left(way.to);
            }
            open.push(bound, Stage::Stepping(route.clone(), step));
        }
        Ok(())
    }
}

fn last(route: &Route) -> Place {
    route.places[route.places.len() - 1]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    /// From, to, cost, how much less it seems to cost, and day of each way; ways lead in one direction.
    type Ways = Vec<(i64, i64, u32, u32, i8)>;

    struct Chart {
        ways: Ways,
        tolls: Vec<Option<u32>>,
        in_order: bool,
    }

    impl Chart {
        fn ways(&self, chosen: impl Fn(i64, i64) -> bool, other: impl Fn(i64, i64) -> i64) -> Vec<Way> {
            let ways = (0..)
                .zip(&self.ways)
                .filter(|(_, way)| way.0 != way.1 && chosen(way.0, way.1));
            let mut ways: Vec<Way> = ways
                .map(|(relation, &(from, to, cost, less, _))| Way {
                    to: other(from, to),
                    floor: f64::from(cost.saturating_sub(less)),
                    cost: None,
                    relation,
                })
                .collect();
            ways.sort_by(|a, b| a.floor.total_cmp(&b.floor));
            ways
        }
    }

    impl Ground for Chart {
        type Error = Infallible;

        const LEAST_TOLL: f64 = 1.0;
        const LEAST_STEP: f64 = 1.0;

        fn breadth(&self, place: Place) -> Result<usize, Infallible> {
            // So that in some of the cases ways are looked up.
            Ok(place as usize * 8)
        }

        fn way(&self, place: Place, heading: Heading, index: usize) -> Result<Option<Way>, Infallible> {
            Ok(match heading {
                Heading::Out => self.ways(|from, _| from == place, |_, to| to),
                Heading::In => self.ways(|_, to| to == place, |from, _| from),
            }
            .get(index)
            .copied())
        }

        fn between(&self, one: Place, other: Place) -> Result<Vec<Way>, Infallible> {
            Ok(self.ways(|from, to| (from, to) == (one, other), |_, to| to))
        }

        fn step(&self, way: &Way, after: Option<civil::Date>) -> Result<Option<Step>, Infallible> {
            let (_, _, cost, _, day) = self.ways[way.relation as usize];
            let day = self.in_order.then(|| civil::date(2020, 1, day));
            let step = Step {
                to: way.to,
                cost: f64::from(cost),
                relation: way.relation,
                day,
            };
            Ok((day.is_none() || day >= after).then_some(step))
        }

        fn toll(&self, place: Place) -> Result<Option<f64>, Infallible> {
            Ok(self.tolls[place as usize].map(f64::from))
        }
    }

    /// The cost of every loopless sequence of places, by trying all.
    fn all(chart: &Chart, path: &[Place], cost: f64, day: Option<civil::Date>, left: usize, found: &mut Found) {
        let last = path[path.len() - 1];
        if last == 1 {
            let best = found.entry(path.to_vec()).or_insert(cost);
            *best = best.min(cost);
            return;
        }
        for way in chart.ways(|from, _| from == last, |_, to| to) {
            let Ok(step) = chart.step(&way, day);
            let toll = if way.to == 1 {
                Some(0)
            } else {
                chart.tolls[way.to as usize]
            };
            if let (Some(step), Some(toll)) = (step, toll)
                && left > 0
                && !path.contains(&way.to)
            {
                let cost = cost + step.cost + f64::from(toll);
                all(chart, &[path, &[way.to]].concat(), cost, step.day, left - 1, found);
            }
        }
    }

    type Found = BTreeMap<Vec<Place>, f64>;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn finds_what_trying_all_finds(
            ways in prop::collection::vec((0..8i64, 0..8i64, 1..20u32, 0..6u32, 1..9i8), 0..32),
            tolls in prop::collection::vec(prop::option::weighted(0.9, 1..10u32), 8),
            in_order in any::<bool>(),
            k in 1..6usize,
            max_hops in 1..6usize,
        ) {
            let chart = Chart { ways, tolls, in_order };
            let Ok(found) = cheapest(&chart, 0, 1, k, max_hops);
            let mut all_paths = Found::new();
            all(&chart, &[0], 0.0, None, max_hops, &mut all_paths);
            // Cheaper first, then shorter, then by the places.
            let mut expected: Vec<(f64, usize, Vec<Place>)> =
                all_paths.into_iter().map(|(places, cost)| (cost, places.len(), places)).collect();
            expected.sort_by(|a, b| a.partial_cmp(b).unwrap());
            expected.truncate(k);
            let found: Vec<_> = found.into_iter().map(|route| (route.cost, route.places.len(), route.places)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
