use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Filter;
use super::graph::Types;
use super::units::{ActsForState, Unit, Units};
use crate::model::{Kind, Quad};
use crate::store::{Result, Store};

/// Who sides with whom.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlocsAnswer {
    /// The largest first.
    pub blocs: Vec<Bloc>,
    /// How much better the blocs fit than chance would, up to 1 (signed modularity, Gómez et al. 2009).
    pub modularity: f64,
    /// How the blocs stand to one another, the most told first.
    pub facing: Vec<Facing>,
    /// How many triads are in balance: all three friends, or two friends with one enemy.
    pub balanced: usize,
    pub unbalanced: usize,
    /// The triads out of balance, those of the strongest ties first.
    pub triads: Vec<Triad>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bloc {
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    pub actor: Unit,
    /// Cooperation less conflict with the rest of the bloc, in claims weighed by confidence.
    pub inside: f64,
    /// The same with all others.
    pub outside: f64,
}

/// Claims of cooperation and of conflict between two blocs, by their places in the list, or within one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Facing {
    pub one: usize,
    pub other: usize,
    pub cooperation: u32,
    pub conflict: u32,
}

/// Three actors whose ties do not go together, as a friend's enemy who is a friend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Triad {
    pub actors: [Unit; 3],
    /// Between the first and second, the second and third, the third and first.
    pub ties: [SignedTie; 3],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SignedTie {
    pub cooperation: u32,
    pub conflict: u32,
    /// Cooperation less conflict, in claims weighed by confidence.
    pub balance: f64,
}

/// Ties whose balance is nearer to nothing than this have no sign.
const NEUTRAL: f64 = 0.25;
/// How many triads are listed.
const LISTED: usize = 10;

/// The communities of the graph whose ties are cooperation less conflict, and the triads that are out of balance.
/// Who acts for a state counts as the state; only states, organizations and groups take part, unless the filter names
/// kinds.
pub fn blocs(store: &Store, filter: &Filter, acts: ActsForState<'_>) -> Result<BlocsAnswer> {
    let types = Types::load(store)?;
    let units = Units::of(&store.nodes()?, acts);
    let taking_part = |unit: usize| match units.units[unit].kind {
        kind if filter.kinds.is_empty() => matches!(kind, Kind::State | Kind::Organization | Kind::Group),
        kind => filter.admits(kind),
    };
    let mut ties: BTreeMap<(usize, usize), SignedTie> = BTreeMap::new();
    store.each_claim(&filter.window(), &mut |claim| {
        let ends = units
            .unit(claim.head)
            .zip(units.unit(claim.tail))
            .filter(|(one, other)| one != other);
        let Some((one, other)) = ends.filter(|_| filter.admits_claim(&claim, &types)) else {
            return;
        };
        let quad = types.class(&claim.relation).quad();
        if quad == Quad::Structure || !taking_part(one) || !taking_part(other) {
            return;
        }
        let tie = ties.entry((one.min(other), one.max(other))).or_default();
        let weight = f64::from(claim.confidence);
        match quad {
            Quad::Conflict => (tie.conflict, tie.balance) = (tie.conflict + 1, tie.balance - weight),
            _ => (tie.cooperation, tie.balance) = (tie.cooperation + 1, tie.balance + weight),
        }
    })?;
    let mut members: Vec<usize> = ties.keys().flat_map(|(one, other)| [*one, *other]).collect();
    // By key, so that the outcome does not hang on the order of ingesting.
    members.sort_by(|a, b| units.units[*a].key.cmp(&units.units[*b].key));
    members.dedup();
    let place: BTreeMap<usize, usize> = members.iter().enumerate().map(|(place, unit)| (*unit, place)).collect();
    let edges: Vec<(usize, usize, SignedTie)> = ties
        .iter()
        .map(|((one, other), tie)| (place[one], place[other], *tie))
        .collect();
    let weights: Vec<(usize, usize, f64)> = edges.iter().map(|(a, b, tie)| (*a, *b, tie.balance)).collect();
    let signed = Signed::new(members.len(), &weights);
    let groups = signed.communities();
    let unit = |place: usize| units.units[members[place]].clone();
    let (blocs, number) = listed(&groups, &weights, &unit);
    let (balanced, unbalanced, triads) = triads(members.len(), &edges, &unit);
    Ok(BlocsAnswer {
        blocs,
        modularity: signed.modularity(&groups),
        facing: facing(&edges, &groups, &number),
        balanced,
        unbalanced,
        triads,
    })
}

/// A graph whose ties may be negative.
struct Signed {
    ties: Vec<Vec<(usize, f64)>>,
    /// Of each place, the sums of its positive and negative ties.
    sums: Vec<(f64, f64)>,
    totals: (f64, f64),
}

impl Signed {
    fn new(size: usize, edges: &[(usize, usize, f64)]) -> Self {
        let mut signed = Signed {
            ties: vec![Vec::new(); size],
            sums: vec![(0.0, 0.0); size],
            totals: (0.0, 0.0),
        };
        for &(one, other, weight) in edges {
            signed.ties[one].push((other, weight));
            signed.ties[other].push((one, weight));
            for place in [one, other] {
                let (positive, negative) = (weight.max(0.0), (-weight).max(0.0));
                signed.sums[place].0 += positive;
                signed.sums[place].1 += negative;
                signed.totals.0 += positive;
                signed.totals.1 += negative;
            }
        }
        signed
    }

    /// What two places add to the modularity when they are in one group, but for their own tie: what chance would
    /// give.
    fn chance(&self, one: (f64, f64), other: (f64, f64)) -> f64 {
        let part = |one: f64, other: f64, total: f64| if total > 0.0 { one * other / total } else { 0.0 };
        part(one.0, other.0, self.totals.0) - part(one.1, other.1, self.totals.1)
    }

    /// Moves single places, then whole groups, to where the modularity grows most, until none is better off
    /// elsewhere (Blondel et al. 2008, with signs). Places are looked at in their order: the same graph gives the same
    /// groups.
    fn communities(&self) -> Vec<usize> {
        let mut group: Vec<usize> = (0..self.ties.len()).collect();
        loop {
            let before = self.modularity(&group);
            let singles: Vec<Vec<usize>> = (0..self.ties.len()).map(|place| vec![place]).collect();
            self.improve(&mut group, &singles);
            let mut whole: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (place, group) in group.iter().enumerate() {
                whole.entry(*group).or_default().push(place);
            }
            self.improve(&mut group, &whole.into_values().collect::<Vec<_>>());
            if self.modularity(&group) <= before + 1e-9 {
                return group;
            }
        }
    }

    fn improve(&self, group: &mut [usize], movers: &[Vec<usize>]) {
        let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for (place, group) in group.iter().enumerate() {
            let sum = sums.entry(*group).or_default();
            *sum = (sum.0 + self.sums[place].0, sum.1 + self.sums[place].1);
        }
        for _ in 0..100 {
            let mut moved = false;
            for places in movers {
                let own = group[places[0]];
                let mut bonds: BTreeMap<usize, f64> = BTreeMap::from([(own, 0.0)]);
                let mut all = (0.0, 0.0);
                for place in places {
                    all = (all.0 + self.sums[*place].0, all.1 + self.sums[*place].1);
                    for (other, weight) in self.ties[*place].iter().filter(|(other, _)| !places.contains(other)) {
                        *bonds.entry(group[*other]).or_default() += weight;
                    }
                }
                let without = sums.get(&own).map_or((0.0, 0.0), |sum| (sum.0 - all.0, sum.1 - all.1));
                let gain = |(target, bond): (&usize, &f64)| {
                    let sum = if *target == own { without } else { sums[target] };
                    bond - self.chance(all, sum)
                };
                let stay = bonds.get_key_value(&own).map_or(0.0, gain);
                let best = bonds
                    .iter()
                    .map(|pair| (gain(pair), *pair.0))
                    .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                if let Some((gain, target)) = best
                    && target != own
                    && gain > stay + 1e-9
                {
                    sums.insert(own, without);
                    let sum = sums.entry(target).or_default();
                    *sum = (sum.0 + all.0, sum.1 + all.1);
                    places.iter().for_each(|place| group[*place] = target);
                    moved = true;
                }
            }
            if !moved {
                return;
            }
        }
    }

    fn modularity(&self, group: &[usize]) -> f64 {
        let total = self.totals.0 + self.totals.1;
        if total <= 0.0 {
            return 0.0;
        }
        let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        let mut inside = 0.0;
        for (place, ties) in self.ties.iter().enumerate() {
            let sum = sums.entry(group[place]).or_default();
            *sum = (sum.0 + self.sums[place].0, sum.1 + self.sums[place].1);
            inside += ties
                .iter()
                .filter(|(other, _)| group[*other] == group[place])
                .map(|tie| tie.1)
                .sum::<f64>();
        }
        let chance: f64 = sums.values().map(|sum| self.chance(*sum, *sum)).sum();
        (inside - chance) / total
    }
}

/// The groups as blocs, the largest first, and the number that each group gets.
fn listed(
    groups: &[usize],
    edges: &[(usize, usize, f64)],
    unit: &dyn Fn(usize) -> Unit,
) -> (Vec<Bloc>, BTreeMap<usize, usize>) {
    let mut stand = vec![(0.0, 0.0); groups.len()];
    for &(one, other, weight) in edges {
        for place in [one, other] {
            match groups[one] == groups[other] {
                true => stand[place].0 += weight,
                false => stand[place].1 += weight,
            }
        }
    }
    let mut blocs: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for (place, group) in groups.iter().enumerate() {
        blocs.entry(*group).or_default().push(Member {
            actor: unit(place),
            inside: stand[place].0,
            outside: stand[place].1,
        });
    }
    let mut blocs: Vec<(usize, Vec<Member>)> = blocs.into_iter().collect();
    blocs.sort_by_key(|(group, members)| (Reverse(members.len()), *group));
    let number = blocs
        .iter()
        .enumerate()
        .map(|(number, (group, _))| (*group, number))
        .collect();
    let blocs = blocs.into_iter().map(|(_, mut members)| {
        members.sort_by(|a, b| {
            let weight = |member: &Member| member.inside.abs() + member.outside.abs();
            b.inside
                .total_cmp(&a.inside)
                .then(weight(b).total_cmp(&weight(a)))
                .then(a.actor.key.cmp(&b.actor.key))
        });
        Bloc { members }
    });
    (blocs.collect(), number)
}

fn facing(edges: &[(usize, usize, SignedTie)], groups: &[usize], number: &BTreeMap<usize, usize>) -> Vec<Facing> {
    let mut counts: BTreeMap<(usize, usize), (u32, u32)> = BTreeMap::new();
    for (one, other, tie) in edges {
        let (a, b) = (number[&groups[*one]], number[&groups[*other]]);
        let count = counts.entry((a.min(b), a.max(b))).or_default();
        *count = (count.0 + tie.cooperation, count.1 + tie.conflict);
    }
    let mut facing: Vec<Facing> = counts
        .into_iter()
        .map(|((one, other), (cooperation, conflict))| Facing {
            one,
            other,
            cooperation,
            conflict,
        })
        .collect();
    facing.sort_by_key(|pair| (Reverse(pair.cooperation + pair.conflict), pair.one, pair.other));
    facing
}

fn triads(
    size: usize,
    edges: &[(usize, usize, SignedTie)],
    unit: &dyn Fn(usize) -> Unit,
) -> (usize, usize, Vec<Triad>) {
    let mut later: Vec<BTreeMap<usize, SignedTie>> = vec![BTreeMap::new(); size];
    for (one, other, tie) in edges.iter().filter(|(_, _, tie)| tie.balance.abs() >= NEUTRAL) {
        later[*one.min(other)].insert(*one.max(other), *tie);
    }
    let (mut balanced, mut unbalanced) = (0, Vec::new());
    for (a, near) in later.iter().enumerate() {
        for (&b, &ab) in near {
            for (&c, &bc) in &later[b] {
                let Some(&ca) = near.get(&c) else { continue };
                if ab.balance * bc.balance * ca.balance > 0.0 {
                    balanced += 1;
                } else {
                    let weakest = ab.balance.abs().min(bc.balance.abs()).min(ca.balance.abs());
                    unbalanced.push((weakest, [a, b, c], [ab, bc, ca]));
                }
            }
        }
    }
    unbalanced.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    let count = unbalanced.len();
    let listed = unbalanced.into_iter().take(LISTED).map(|(_, places, ties)| Triad {
        actors: places.map(unit),
        ties,
    });
    (balanced, count, listed.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_camps_are_told_apart() {
        let check = |edges: &[(usize, usize, f64)], size: usize, expected: &[usize]| {
            let signed = Signed::new(size, edges);
            let groups = signed.communities();
            let mut names: Vec<usize> = Vec::new();
            let numbers = groups.iter().map(|group| {
                let known = names.iter().position(|name| name == group);
                known.unwrap_or_else(|| {
                    names.push(*group);
                    names.len() - 1
                })
            });
            assert_eq!(numbers.collect::<Vec<_>>(), expected);
        };
        let camps = [
            (0, 1, 2.0),
            (1, 2, 2.0),
            (0, 2, 1.0),
            (3, 4, 2.0),
            (4, 5, 1.0),
            (2, 3, -3.0),
            (0, 5, -1.0),
        ];
        check(&camps, 6, &[0, 0, 0, 1, 1, 1]);
        check(&[(0, 1, -1.0)], 2, &[0, 1]);
        check(&[(0, 1, 1.0)], 2, &[0, 0]);
        check(&[], 0, &[]);
    }

    #[test]
    fn triads_are_in_balance_or_not() {
        let check = |signs: [f64; 3], expected: (usize, usize)| {
            let tie = |balance| SignedTie {
                balance,
                ..SignedTie::default()
            };
            let edges = [(0, 1, tie(signs[0])), (1, 2, tie(signs[1])), (0, 2, tie(signs[2]))];
            let unit = |place: usize| Unit {
                key: place.to_string(),
                name: place.to_string(),
                kind: Kind::State,
                code: None,
            };
            let (balanced, unbalanced, listed) = triads(3, &edges, &unit);
            assert_eq!((balanced, unbalanced), expected);
            assert_eq!(listed.len(), unbalanced);
        };
        check([1.0, 1.0, 1.0], (1, 0));
        check([1.0, -1.0, -1.0], (1, 0));
        check([1.0, 1.0, -1.0], (0, 1));
        check([-1.0, -1.0, -1.0], (0, 1));
        check([1.0, 1.0, 0.1], (0, 0));
    }
}
