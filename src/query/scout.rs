//! What lies around the target of a path, looked at before the search sets out, so that it knows which ways lead there.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::yen::{EVEN, Ground, Place, Way};
use crate::store::Heading;

/// After how many ways looking around costs more than it may save.
const ENOUGH: usize = 100_000;
/// How many ways a look at a place itself is worth.
const PLACE: usize = 8;

/// What is known of the ways to the target.
pub struct Scouted {
    /// The cost from these places to the target.
    costs: FxHashMap<Place, f64>,
    /// The ways known from each place, by place and then by what a path that takes them still costs.
    known: Vec<Known>,
    /// Places of which not all ways in are known, by what a path costs that has come there, the target left out.
    half_known: Vec<(f64, Place)>,
    /// What a path still costs at the least, whatever place it is at, that takes a way which is not known.
    beyond: f64,
    /// The same after that way, if it leads to a place that is not half known.
    after: f64,
    /// Whether all ways to the target itself are known.
    whole: bool,
    /// What so many paths cost at the most as have been asked for, if so many have been seen.
    pub enough: f64,
}

/// A way that is known to lead to the target.
pub struct Known {
    from: Place,
    pub way: Way,
    /// What it and all after it cost.
    pub rest: f64,
}

impl Scouted {
    /// Looks around both ends, always where less has been seen so far, until what both have seen meets as far as so many
    /// paths go.
    pub fn look<G: Ground>(ground: &G, from: Place, to: Place, paths: usize) -> Result<Scouted, G::Error> {
        let mut ahead = Side::new(from, to, Heading::Out);
        let mut back = Side::new(to, from, Heading::In);
        // What the cheapest paths cost of which both sides have seen a part.
        let mut best: Vec<f64> = Vec::new();
        loop {
            let seen = ahead.seen + back.seen;
            let met = best
                .get(paths - 1)
                .is_some_and(|worst| ahead.radius() + back.radius() > *worst);
            if met || seen > ENOUGH || ahead.queue.is_empty() || back.queue.is_empty() {
                break;
            }
            let (side, other) = if ahead.seen < back.seen {
                (&mut ahead, &back)
            } else {
                (&mut back, &ahead)
            };
            if let Some((place, cost)) = side.look(ground)?
                && let Some(rest) = other.costs.get(&place)
            {
                let end = place == from || place == to;
                if let Some(toll) = if end { Some(0.0) } else { ground.toll(place)? } {
                    let whole = cost + toll + rest;
                    let at = best.partition_point(|known| *known < whole);
                    // One path has many places where both sides may meet.
                    if best[at.saturating_sub(1)..]
                        .iter()
                        .take(2)
                        .all(|known| (known - whole).abs() > EVEN)
                    {
                        best.insert(at, whole);
                        best.truncate(paths);
                    }
                }
            }
        }
        let enough = best.get(paths - 1).copied().unwrap_or(f64::INFINITY);
        Ok(back.known::<G>(enough))
    }

    /// What a path from a place costs at the least.
    pub fn left(&self, place: Place) -> f64 {
        self.costs.get(&place).copied().unwrap_or(self.beyond)
    }

    pub fn known(&self, place: Place) -> &[Known] {
        let start = self.known.partition_point(|known| known.from < place);
        let end = start + self.known[start..].partition_point(|known| known.from == place);
        &self.known[start..end]
    }

    /// The places of which not all ways in are known, and which a path passes at no more than this cost.
    pub fn half_known(&self, most: f64) -> &[(f64, Place)] {
        &self.half_known[..self.half_known.partition_point(|(cost, _)| *cost <= most)]
    }

    /// What a path still costs at the least that takes a way which is not known and costs so much; `past` says whether
    /// the ways to places that are half known are left out.
    pub fn rest_of_unknown(&self, floor: f64, past: bool) -> f64 {
        let half = self.half_known.first().filter(|_| !past);
        let after = half.map_or(self.after, |(cost, _)| cost.min(self.after));
        self.beyond.max(floor + after)
    }

    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

/// What is seen from one end, by Dijkstra's search.
struct Side {
    end: Place,
    /// No path goes on through the other end.
    other: Place,
    heading: Heading,
    costs: FxHashMap<Place, f64>,
    known: Vec<Known>,
    queue: BinaryHeap<Reverse<Sight>>,
    seen: usize,
}

struct Sight {
    cost: f64,
    place: Place,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    Reached,
    /// With the cost of having reached it.
    Passing(f64),
    /// With the cost of having passed it, and the next of its ways.
    Leaving(f64, usize),
}

impl PartialEq for Sight {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Sight {}

impl Ord for Sight {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cost.total_cmp(&other.cost).then(self.place.cmp(&other.place))
    }
}

impl PartialOrd for Sight {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Side {
    fn new(end: Place, other: Place, heading: Heading) -> Side {
        let mut side = Side {
            end,
            other,
            heading,
            costs: FxHashMap::default(),
            known: Vec::new(),
            queue: BinaryHeap::new(),
            seen: 0,
        };
        side.push(0.0, end, Stage::Reached);
        side
    }

    fn push(&mut self, cost: f64, place: Place, stage: Stage) {
        self.queue.push(Reverse(Sight { cost, place, stage }));
    }

    /// All that costs less has been seen.
    fn radius(&self) -> f64 {
        self.queue.peek().map_or(f64::INFINITY, |Reverse(sight)| sight.cost)
    }

    /// Takes one look; the place that was reached by it at its final cost, if it was one.
    fn look<G: Ground>(&mut self, ground: &G) -> Result<Option<(Place, f64)>, G::Error> {
        let Some(Reverse(Sight { cost, place, stage })) = self.queue.pop() else {
            return Ok(None);
        };
        match stage {
            Stage::Reached => {
                if self.costs.contains_key(&place) {
                    return Ok(None);
                }
                self.costs.insert(place, cost);
                if place == self.end {
                    self.push(0.0, place, Stage::Leaving(0.0, 0));
                } else if place != self.other {
                    self.push(cost + G::LEAST_TOLL, place, Stage::Passing(cost));
                }
                return Ok(Some((place, cost)));
            }
            Stage::Passing(reached) => {
                self.seen += PLACE;
                if let Some(toll) = ground.toll(place)? {
                    self.push(reached + toll, place, Stage::Leaving(reached + toll, 0));
                }
            }
            Stage::Leaving(passed, mut index) => {
                // As long as it is this one's turn.
                while let Some(way) = ground.way(place, self.heading, index)? {
                    if passed + way.floor > self.radius() && passed + way.floor > cost {
                        self.push(passed + way.floor, place, Stage::Leaving(passed, index));
                        break;
                    }
                    index += 1;
                    self.seen += 1;
                    if let Some(step) = ground.step(&way, None)? {
                        let rest = passed + step.cost;
                        if !self.costs.contains_key(&way.to) {
                            self.push(rest, way.to, Stage::Reached);
                        }
                        if self.heading == Heading::In {
                            self.known.push(Known {
                                from: step.to,
                                way: Way { to: place, ..way },
                                rest,
                            });
                        }
                    }
                }
            }
        }
        Ok(None)
    }

    fn known<G: Ground>(mut self, enough: f64) -> Scouted {
        let beyond = self.radius();
        let (mut half_known, mut whole) = (Vec::new(), true);
        for Reverse(sight) in &self.queue {
            match sight.stage {
                Stage::Passing(reached) => half_known.push((reached + G::LEAST_TOLL, sight.place)),
                Stage::Leaving(passed, _) if sight.place != self.end => half_known.push((passed, sight.place)),
                // Not left yet, or not by all ways.
                Stage::Leaving(..) | Stage::Reached if sight.place == self.end => whole = false,
                _ => {}
            }
        }
        half_known.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.known
            .sort_by(|a, b| a.from.cmp(&b.from).then(a.rest.total_cmp(&b.rest)));
        Scouted {
            costs: self.costs,
            known: self.known,
            half_known,
            beyond,
            after: beyond + G::LEAST_TOLL,
            whole,
            enough,
        }
    }
}
