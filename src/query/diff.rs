use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil;
use serde::Serialize;

use super::graph::Types;
use super::units::{ActsForState, Unit, Units};
use super::{Edge, Filter};
use crate::model::{Date, Evidence, Polarity, Quad};
use crate::store::{Result, Store, Told};

/// What changed between two days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DiffAnswer {
    pub from: Date,
    pub to: Date,
    /// Pairs of which nothing was told before.
    pub new: Vec<Change>,
    /// Pairs that were told of more cooperation than conflict before, and of more conflict since.
    pub to_conflict: Vec<Change>,
    pub to_cooperation: Vec<Change>,
    /// Relations that were affirmed before, and are rather denied since.
    pub denied: Vec<Denied>,
}

/// Two actors, with what is told of them until the first day, and after it until the second.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub one: Unit,
    pub other: Unit,
    pub before: Balance,
    pub since: Balance,
    /// The types told since, the most told first.
    pub types: Vec<Arc<str>>,
    /// The surest sentence of those that made the change.
    pub evidence: Option<Evidence>,
}

/// How many claims affirm cooperation and conflict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    pub cooperation: u32,
    pub conflict: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Denied {
    pub relation: Edge,
    pub affirmed_before: u32,
    pub affirmed_since: u32,
    pub denied_since: u32,
    pub evidence: Option<Evidence>,
}

#[derive(Default)]
struct Pair {
    before: Balance,
    since: Balance,
    told: Vec<Told>,
}

/// Compares what happened up to the end of one day with what happened from then to the end of another. Who acts
/// for a state counts as the state; structure makes no tie between actors, but may be denied.
pub fn diff(
    store: &Store,
    from: civil::Date,
    to: civil::Date,
    filter: &Filter,
    acts: ActsForState<'_>,
) -> Result<DiffAnswer> {
    let types = Types::load(store)?;
    let nodes = store.nodes()?;
    let units = Units::of(&nodes, acts);
    let mut pairs: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    let mut relations: BTreeMap<(i64, Arc<str>, i64), [u32; 3]> = BTreeMap::new();
    let mut denials: BTreeMap<(i64, Arc<str>, i64), Told> = BTreeMap::new();
    let mut window = filter.window();
    window.until = Some(window.until.map_or(to, |until| until.min(to)));
    let both = Filter {
        negated: true,
        ..filter.clone()
    };
    store.each_claim(&window, &mut |claim| {
        let Some(day) = claim.day.filter(|_| both.admits_claim(&claim, &types)) else {
            return;
        };
        let since = day > from;
        let key = (claim.head, claim.relation.clone(), claim.tail);
        let counts = relations.entry(key.clone()).or_default();
        match (claim.polarity, since) {
            (Polarity::Affirmed, false) => counts[0] += 1,
            (Polarity::Affirmed, true) => counts[1] += 1,
            (Polarity::Negated, true) => {
                counts[2] += 1;
                denials.entry(key).or_insert_with(|| claim.clone());
            }
            (Polarity::Negated, false) => {}
        }
        let quad = types.class(&claim.relation).quad();
        let ends = units
            .unit(claim.head)
            .zip(units.unit(claim.tail))
            .filter(|(one, other)| one != other);
        let (Some((one, other)), true, true) = (ends, claim.polarity == Polarity::Affirmed, quad != Quad::Structure)
        else {
            return;
        };
        let pair = pairs.entry((one.min(other), one.max(other))).or_default();
        let balance = if since { &mut pair.since } else { &mut pair.before };
        match quad {
            Quad::Conflict => balance.conflict += 1,
            _ => balance.cooperation += 1,
        }
        if since {
            pair.told.push(claim);
        }
    })?;
    let mut answer = DiffAnswer {
        from: Date::day(from),
        to: Date::day(to),
        new: Vec::new(),
        to_conflict: Vec::new(),
        to_cooperation: Vec::new(),
        denied: denied(store, &types, &nodes, &relations, &denials)?,
    };
    for ((one, other), pair) in &pairs {
        let (list, turn) = match (pair.before.leaning(), pair.since.leaning()) {
            _ if pair.told.is_empty() => continue,
            _ if pair.before == Balance::default() => (&mut answer.new, None),
            (Some(Quad::Cooperation), Some(Quad::Conflict)) => (&mut answer.to_conflict, Some(Quad::Conflict)),
            (Some(Quad::Conflict), Some(Quad::Cooperation)) => (&mut answer.to_cooperation, Some(Quad::Cooperation)),
            _ => continue,
        };
        let (one, other) = (&units.units[*one], &units.units[*other]);
        if !(filter.admits(one.kind) && filter.admits(other.kind)) {
            continue;
        }
        let mut change = Change {
            one: one.clone(),
            other: other.clone(),
            before: pair.before,
            since: pair.since,
            types: types_of(&pair.told),
            evidence: best(store, &types, &pair.told, turn)?,
        };
        if change.other.name < change.one.name {
            std::mem::swap(&mut change.one, &mut change.other);
        }
        list.push(change);
    }
    for list in [&mut answer.new, &mut answer.to_conflict, &mut answer.to_cooperation] {
        list.sort_by_key(|change| {
            (
                Reverse(change.since.all()),
                change.one.key.clone(),
                change.other.key.clone(),
            )
        });
    }
    Ok(answer)
}

impl Balance {
    fn all(self) -> u32 {
        self.cooperation + self.conflict
    }

    fn leaning(self) -> Option<Quad> {
        match self.cooperation.cmp(&self.conflict) {
            std::cmp::Ordering::Greater => Some(Quad::Cooperation),
            std::cmp::Ordering::Less => Some(Quad::Conflict),
            std::cmp::Ordering::Equal => None,
        }
    }
}

fn types_of(told: &[Told]) -> Vec<Arc<str>> {
    let mut counts: BTreeMap<&Arc<str>, u32> = BTreeMap::new();
    for claim in told {
        *counts.entry(&claim.relation).or_default() += 1;
    }
    let mut types: Vec<(u32, &Arc<str>)> = counts.into_iter().map(|(kind, count)| (count, kind)).collect();
    types.sort_by_key(|(count, kind)| (Reverse(*count), kind.to_string()));
    types.into_iter().map(|(_, kind)| kind.clone()).collect()
}

fn best(store: &Store, types: &Types, told: &[Told], turn: Option<Quad>) -> Result<Option<Evidence>> {
    let telling = told
        .iter()
        .filter(|claim| turn.is_none_or(|turn| types.class(&claim.relation).quad() == turn));
    // Of equals the first, which is the earliest.
    let best = telling.min_by(|a, b| (a.modality.cmp(&b.modality)).then(b.confidence.total_cmp(&a.confidence)));
    best.map_or(Ok(None), |claim| store.evidence_of(claim.id))
}

fn denied(
    store: &Store,
    types: &Types,
    nodes: &[crate::model::Node],
    relations: &BTreeMap<(i64, Arc<str>, i64), [u32; 3]>,
    denials: &BTreeMap<(i64, Arc<str>, i64), Told>,
) -> Result<Vec<Denied>> {
    let mut found = Vec::new();
    for (key, &[before, affirmed, negated]) in relations {
        let (true, Some(claim)) = (before > 0 && negated > affirmed, denials.get(key)) else {
            continue;
        };
        let node = |id: i64| {
            nodes
                .binary_search_by_key(&id, |node| node.id)
                .ok()
                .map(|place| &nodes[place])
        };
        let stored = store
            .relations_of(claim.head)?
            .into_iter()
            .find(|relation| relation.id == claim.relation_id);
        let (Some(relation), Some(head), Some(tail)) = (stored, node(claim.head), node(claim.tail)) else {
            continue;
        };
        found.extend(
            types
                .edge(&relation, head, tail)
                .map(|edge| (edge, claim.id, [before, affirmed, negated])),
        );
    }
    found.sort_by_key(|(edge, _, counts)| (Reverse(counts[2]), edge.head_name.clone(), edge.id));
    let told = found.into_iter().map(|(relation, claim, [before, affirmed, negated])| {
        Ok(Denied {
            relation,
            affirmed_before: before,
            affirmed_since: affirmed,
            denied_since: negated,
            evidence: store.evidence_of(claim)?,
        })
    });
    told.collect()
}
