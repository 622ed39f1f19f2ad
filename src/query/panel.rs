use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil;
use serde::Serialize;

use super::Filter;
use super::graph::Types;
use super::units::{ActsForState, Unit, Units};
use crate::model::{Codes, Date, Granularity, Kind, Polarity};
use crate::store::{Result, Store, Told};

/// States, or pairs of states, by month or year: what is told of them, counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Panel {
    /// The PLOVER roots that are counted, in the order of the columns.
    pub roots: Vec<String>,
    pub rows: Vec<PanelRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelRow {
    pub period: Date,
    pub source: Unit,
    /// None where the unit is the state.
    pub target: Option<Unit>,
    /// What the source does: to the target, or to all.
    pub done: Tally,
    /// What is done to the source, where the unit is the state.
    pub received: Option<Tally>,
}

/// Events of one period. What several articles tell of one act on one day is one event.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    pub events: u32,
    pub claims: u32,
    /// Independent stories.
    pub sources: u32,
    /// Verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quads: [u32; 4],
    /// By root, in the panel's order.
    pub roots: Vec<u32>,
    pub goldstein_mean: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
pub struct PanelOptions<'a> {
    pub dyads: bool,
    pub by: Granularity,
    /// Whether units have a row for every period, of zeros where nothing is told.
    pub zeros: bool,
    pub roots: &'a [&'a str],
}

#[derive(Default)]
struct Gathered {
    events: HashSet<(Arc<str>, Option<civil::Date>, usize, usize)>,
    stories: HashSet<Arc<str>>,
    tally: Tally,
    goldstein: (f64, u32),
}

/// Counts events between states. Officials, ministries and troops count as their state; what two do together is an
/// event of each; what is denied or has no date is none.
pub fn panel(
    store: &Store,
    filter: &Filter,
    options: PanelOptions<'_>,
    acts: ActsForState<'_>,
    code: &dyn Fn(&Told) -> Codes,
) -> Result<Panel> {
    let types = Types::load(store)?;
    let units = Units::of(&store.nodes()?, acts);
    let states = |end: i64| units.unit(end).filter(|unit| units.units[*unit].kind == Kind::State);
    // Period, source, target, whether it is done or received.
    let mut cells: BTreeMap<(civil::Date, usize, Option<usize>, bool), Gathered> = BTreeMap::new();
    store.each_claim(&filter.window(), &mut |claim| {
        let ends = states(claim.head)
            .zip(states(claim.tail))
            .filter(|(head, tail)| head != tail);
        let (Some((head, tail)), Some(day), Polarity::Affirmed) = (ends, claim.day, claim.polarity) else {
            return;
        };
        if !filter.admits_claim(&claim, &types) || claim.confidence < filter.min_confidence {
            return;
        }
        let codes = code(&claim);
        if codes.plover.is_none() {
            return;
        }
        let period = Date::new(day, options.by).first_day();
        let ways = if types.symmetric(&claim.relation) { 2 } else { 1 };
        for (source, target) in [(head, tail), (tail, head)].into_iter().take(ways) {
            let event = (
                codes.cameo.as_deref().unwrap_or_default().into(),
                claim.day,
                source,
                target,
            );
            let mut add = |key| {
                let cell: &mut Gathered = cells.entry(key).or_default();
                cell.add(&claim, &codes, &event, options.roots);
            };
            match options.dyads {
                true => add((period, source, Some(target), true)),
                false => {
                    add((period, source, None, true));
                    add((period, target, None, false));
                }
            }
        }
    })?;
    let mut keys: BTreeSet<(civil::Date, usize, Option<usize>)> = cells
        .keys()
        .map(|(period, source, target, _)| (*period, *source, *target))
        .collect();
    if options.zeros {
        keys = every_period(&keys, options.by);
    }
    let empty = || Tally {
        roots: vec![0; options.roots.len()],
        ..Tally::default()
    };
    let mut rows: Vec<PanelRow> = Vec::new();
    for (period, source, target) in keys {
        let mut tally = |done| {
            cells
                .remove(&(period, source, target, done))
                .map_or_else(empty, Gathered::finish)
        };
        rows.push(PanelRow {
            period: Date::new(period, options.by),
            source: units.units[source].clone(),
            target: target.map(|target| units.units[target].clone()),
            done: tally(true),
            received: target.is_none().then(|| tally(false)),
        });
    }
    rows.retain(|row| {
        let most = row
            .done
            .sources
            .max(row.received.as_ref().map_or(0, |tally| tally.sources));
        options.zeros || most >= filter.min_sources
    });
    rows.sort_by(|a, b| {
        let target = |row: &PanelRow| row.target.as_ref().map(|unit| unit.key.clone());
        (a.period, &a.source.key, target(a)).cmp(&(b.period, &b.source.key, target(b)))
    });
    Ok(Panel {
        roots: options.roots.iter().map(|root| root.to_string()).collect(),
        rows,
    })
}

impl Gathered {
    fn add(
        &mut self,
        claim: &Told,
        codes: &Codes,
        event: &(Arc<str>, Option<civil::Date>, usize, usize),
        roots: &[&str],
    ) {
        self.tally.roots.resize(roots.len(), 0);
        self.tally.claims += 1;
        self.stories.insert(claim.story.clone());
        if !self.events.insert(event.clone()) {
            return;
        }
        self.tally.events += 1;
        if let Some(quad) = codes
            .quad
            .and_then(|quad| self.tally.quads.get_mut(usize::from(quad).wrapping_sub(1)))
        {
            *quad += 1;
        }
        let root = roots.iter().position(|root| codes.plover.as_deref() == Some(root));
        if let Some(root) = root {
            self.tally.roots[root] += 1;
        }
        if let Some(weight) = codes.goldstein {
            self.goldstein = (self.goldstein.0 + f64::from(weight), self.goldstein.1 + 1);
        }
    }

    fn finish(mut self) -> Tally {
        self.tally.sources = self.stories.len() as u32;
        self.tally.goldstein_mean = (self.goldstein.1 > 0).then(|| self.goldstein.0 / f64::from(self.goldstein.1));
        self.tally
    }
}

/// Every unit that occurs, in every period from the first to the last.
fn every_period(
    keys: &BTreeSet<(civil::Date, usize, Option<usize>)>,
    by: Granularity,
) -> BTreeSet<(civil::Date, usize, Option<usize>)> {
    let (Some((first, _, _)), Some((last, _, _))) = (keys.first(), keys.last()) else {
        return BTreeSet::new();
    };
    let span = match by {
        Granularity::Year => jiff::Span::new().years(1),
        _ => jiff::Span::new().months(1),
    };
    let units: BTreeSet<(usize, Option<usize>)> = keys.iter().map(|(_, source, target)| (*source, *target)).collect();
    let mut all = BTreeSet::new();
    let mut period = *first;
    while period <= *last {
        all.extend(units.iter().map(|(source, target)| (period, *source, *target)));
        match period.checked_add(span) {
            Ok(next) => period = next,
            Err(_) => break,
        }
    }
    all
}
