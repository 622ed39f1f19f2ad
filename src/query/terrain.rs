//! The graph as the search for a path sees it, read as far as it has come.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use jiff::civil;
use rustc_hash::FxHashMap;

use super::PathOptions;
use super::filter::Corroborate;
use super::graph::Types;
use super::yen::{Ground, Place, Step, Way};
use crate::model::{Date, Kind, Relation, RelationClass, tie_strength};
use crate::store::{Heading, Result, Store, StoreError, StoredTie, Window};

/// What each hop costs however sure it is: a long chain explains less than a short one.
const STEP: f64 = 0.5;
/// How dear it is to pass through an entity that everything is tied to.
const HUB: f64 = 0.35;
/// In how many years the part of a relation's strength that fades is halved.
const HALF_LIFE: f64 = 10.0;
/// How much of a relation's strength never fades: what was so once is not untrue later.
const LASTING: f64 = 0.7;
/// What structure counts beside what two do to each other.
const STRUCTURE: f64 = 0.6;

/// How many ties are read at once at first, and at most: of those of a hub the first are often enough.
const FIRST_PAGE: usize = 32;
const LAST_PAGE: usize = 8192;

pub struct Terrain<'s> {
    store: &'s Store,
    options: &'s PathOptions,
    corroborate: Corroborate,
    pub types: Types,
    window: Window,
    newest: Option<Date>,
    /// How much is left of what was last told at a date.
    ages: RefCell<FxHashMap<Box<str>, f64>>,
    ways: RefCell<FxHashMap<(Place, Heading), Ways>>,
    passages: RefCell<FxHashMap<Place, Option<Passage>>>,
    /// Of relations that were looked at closely, what they cost.
    costs: RefCell<FxHashMap<i64, Option<f64>>>,
    days: RefCell<FxHashMap<i64, Rc<Vec<civil::Date>>>>,
}

/// Kind, whether it is a collective without a name, and to how many it is tied.
type Passage = (Kind, bool, u32);

/// The ways of a place as far as they were read.
struct Ways {
    read: Vec<Way>,
    sources: [Source; 2],
}

/// The ways of one heading that were read from the store, but not merged with those of the other.
struct Source {
    heading: Heading,
    waiting: VecDeque<Way>,
    skip: usize,
    page: usize,
    ended: bool,
}

impl<'s> Terrain<'s> {
    pub fn new(store: &'s Store, options: &'s PathOptions, corroborate: Corroborate) -> Result<Self> {
        let latest = [options.filter.until, options.filter.as_of].into_iter().flatten().min();
        let newest = store.newest()?.map(|newest| match latest {
            Some(latest) if latest < newest.last_day() => Date::day(latest),
            _ => newest,
        });
        Ok(Terrain {
            store,
            options,
            corroborate,
            types: Types::load(store)?,
            window: options.filter.window(),
            newest,
            ages: RefCell::default(),
            ways: RefCell::default(),
            passages: RefCell::default(),
            costs: RefCell::default(),
            days: RefCell::default(),
        })
    }

    /// A tie as a way of the place at its one end; none where it does not lead there or does not pass the filter.
    fn way_of(&self, tie: &StoredTie<'_>, heading: Heading) -> Option<Way> {
        let leads = !self.options.directed || tie.heading == heading || self.types.symmetric(tie.kind);
        let filter = &self.options.filter;
        // In a window it will be weighed anew, and never be found stronger.
        let exact = self.window.is_open();
        let passes = if exact {
            filter.admits_tie(tie.kind, tie.sources, tie.confidence, &self.types)
        } else {
            filter.admits_type(tie.kind, &self.types)
        };
        (leads && passes).then(|| {
            let most = tie_strength(tie.confidence, tie.modality, tie.sources);
            Way {
                to: tie.other,
                floor: STEP - most.ln(),
                cost: exact.then(|| self.cost(most, tie.kind, tie.last_date)),
                relation: tie.relation,
            }
        })
    }

    fn cost(&self, most: f64, kind: &str, last: Option<&str>) -> f64 {
        let class = match self.types.class(kind) {
            RelationClass::Structure => STRUCTURE,
            _ => 1.0,
        };
        STEP - (most * class * self.age(last)).ln()
    }

    /// How much of a tie's strength is left that was last told then.
    fn age(&self, last: Option<&str>) -> f64 {
        let last = last.unwrap_or_default();
        if let Some(&known) = self.ages.borrow().get(last) {
            return known;
        }
        let date: Option<Date> = last.parse().ok();
        let years = match (self.newest, date) {
            (Some(newest), Some(last)) => years_between(last, newest),
            _ => HALF_LIFE,
        };
        let age = LASTING + (1.0 - LASTING) * (-years / HALF_LIFE).exp2();
        self.ages.borrow_mut().insert(last.into(), age);
        age
    }

    /// The relations between two places that pass the filter, weighed by the claims that pass, in order of their ids.
    pub fn relations(&self, one: Place, other: Place) -> Result<Vec<Relation>> {
        let filter = &self.options.filter;
        filter.relations_between(self.store, one, other, &self.types, self.corroborate)
    }

    /// What a relation costs, weighed by the claims that pass; none where it does not.
    fn cost_in_window(&self, relation: i64) -> Result<Option<f64>> {
        if let Some(&known) = self.costs.borrow().get(&relation) {
            return Ok(known);
        }
        let filter = &self.options.filter;
        let weighed = filter.relation(self.store, relation, &self.types, self.corroborate)?;
        let cost = weighed.map(|relation| {
            let last = relation.last_date.map(|date| date.to_string());
            let most = tie_strength(relation.confidence, relation.modality, relation.sources);
            self.cost(most, &relation.relation, last.as_deref())
        });
        self.costs.borrow_mut().insert(relation, cost);
        Ok(cost)
    }

    fn passage(&self, place: Place) -> Result<Option<Passage>> {
        if let Some(&known) = self.passages.borrow().get(&place) {
            return Ok(known);
        }
        let passage = self.store.passage(place)?;
        self.passages.borrow_mut().insert(place, passage);
        Ok(passage)
    }

    fn days(&self, relation: i64) -> Result<Rc<Vec<civil::Date>>> {
        if let Some(known) = self.days.borrow().get(&relation) {
            return Ok(known.clone());
        }
        let days = Rc::new(self.store.days_of(relation, &self.window)?);
        self.days.borrow_mut().insert(relation, days.clone());
        Ok(days)
    }
}

impl Ways {
    fn new() -> Self {
        let source = |heading| Source {
            heading,
            waiting: VecDeque::new(),
            skip: 0,
            page: FIRST_PAGE,
            ended: false,
        };
        Ways {
            read: Vec::new(),
            sources: [source(Heading::Out), source(Heading::In)],
        }
    }

    /// The way at an index; more are read where it takes that.
    fn get(&mut self, terrain: &Terrain<'_>, place: Place, heading: Heading, index: usize) -> Result<Option<Way>> {
        while self.read.len() <= index {
            for source in &mut self.sources {
                source.fill(terrain, place, heading)?;
            }
            let [one, other] = &mut self.sources;
            let next = match (one.waiting.front(), other.waiting.front()) {
                (Some(first), Some(second)) if second.floor < first.floor => other.waiting.pop_front(),
                (None, _) => other.waiting.pop_front(),
                _ => one.waiting.pop_front(),
            };
            match next {
                Some(way) => self.read.push(way),
                None => return Ok(None),
            }
        }
        Ok(self.read.get(index).copied())
    }
}

impl Source {
    fn fill(&mut self, terrain: &Terrain<'_>, place: Place, heading: Heading) -> Result<()> {
        while self.waiting.is_empty() && !self.ended {
            let waiting = &mut self.waiting;
            let read = terrain
                .store
                .ties(place, self.heading, self.skip, self.page, &mut |tie| {
                    waiting.extend(terrain.way_of(&tie, heading));
                })?;
            self.ended = read < self.page;
            self.skip += read;
            self.page = (self.page * 4).min(LAST_PAGE);
        }
        Ok(())
    }
}

impl Ground for Terrain<'_> {
    type Error = StoreError;

    // Who is passed through is tied to two at the least.
    const LEAST_TOLL: f64 = HUB * std::f64::consts::LN_2;

    // Nothing is surer than certain.
    const LEAST_STEP: f64 = STEP;

    fn breadth(&self, place: Place) -> Result<usize> {
        Ok(self.passage(place)?.map_or(0, |(_, _, degree)| degree as usize))
    }

    fn way(&self, place: Place, heading: Heading, index: usize) -> Result<Option<Way>> {
        // Undirected, all ways lead both ways.
        let heading = if self.options.directed { heading } else { Heading::Out };
        let mut all = self.ways.borrow_mut();
        let ways = all.entry((place, heading)).or_insert_with(Ways::new);
        ways.get(self, place, heading, index)
    }

    fn between(&self, from: Place, to: Place) -> Result<Vec<Way>> {
        let mut ways = Vec::new();
        self.store.ties_between(from, to, &mut |tie| {
            ways.extend(self.way_of(&tie, Heading::Out));
        })?;
        Ok(ways)
    }

    fn step(&self, way: &Way, after: Option<civil::Date>) -> Result<Option<Step>> {
        let cost = match way.cost {
            Some(cost) => Some(cost),
            None => self.cost_in_window(way.relation)?,
        };
        let Some(cost) = cost else { return Ok(None) };
        let mut day = None;
        if self.options.time_ordered {
            let days = self.days(way.relation)?;
            day = days
                .iter()
                .find(|day| after.is_none_or(|after| **day >= after))
                .copied();
            if day.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(Step {
            to: way.to,
            cost,
            relation: way.relation,
            day,
        }))
    }

    fn toll(&self, place: Place) -> Result<Option<f64>> {
        Ok(self.passage(place)?.and_then(|(kind, generic, degree)| {
            let passable = !generic && self.options.filter.admits(kind);
            passable.then(|| HUB * f64::from(degree.max(2)).ln())
        }))
    }
}

fn years_between(earlier: Date, later: Date) -> f64 {
    let days = earlier.last_day().duration_until(later.last_day()).as_hours() as f64 / 24.0;
    (days / 365.25).max(0.0)
}
