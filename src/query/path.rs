use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil;
use petgraph::graph::NodeIndex;

use super::filter::Corroborate;
use super::graph::Graph;
use super::yen::{Ground, Route, Step, cheapest};
use super::{Filter, Hop, PathAnswer, PathFound, Tie};
use crate::model::{Date, Modality, Node, Relation, RelationClass};
use crate::store::{Result, Store, Window};

#[derive(Clone, Debug)]
pub struct PathOptions {
    pub count: usize,
    pub max_hops: usize,
    /// Sentences for each hop.
    pub evidence: usize,
    /// Go from head to tail only, where a relation has a direction.
    pub directed: bool,
    /// Take no hop on a day before that of the hop before.
    pub time_ordered: bool,
    pub filter: Filter,
}

impl Default for PathOptions {
    fn default() -> Self {
        PathOptions {
            count: 3,
            max_hops: 4,
            evidence: 1,
            directed: false,
            time_ordered: false,
            filter: Filter::default(),
        }
    }
}

/// What each hop costs however sure it is: a long chain explains less than a short one.
const STEP: f64 = 0.5;
/// How dear it is to pass through an entity that everything is tied to.
const HUB: f64 = 0.35;
/// In how many years the part of a relation's strength that fades is halved.
const HALF_LIFE: f64 = 10.0;
/// How much of a relation's strength never fades: what was so once is not untrue later.
const LASTING: f64 = 0.7;

/// The best paths between two entities.
///
/// The cost of a path is the sum over its hops of
///
/// ```text
/// STEP - ln(strength) + HUB * ln(degree)
/// strength = confidence * modality * kind * age * sources / (sources + 1)
/// age      = LASTING + (1 - LASTING) * 2 ^ -(years / HALF_LIFE)
/// ```
///
/// where the strongest relation between the two counts; `modality` is 1 for what happened and less
/// for what is claimed, planned or possible; `kind` is less for structure, which ties a minister to
/// a country without either doing anything; `years` is how long before the newest relation that the question looks
/// at this one was last told; and `degree` is the number of neighbours of the entity
/// that the hop leads to, unless that is the end. Negated relations are no ties, and a path never
/// passes through a collective without a name ("police"), which is not one thing. Articles are no entities, so
/// that no path leads over one.
///
/// Ordered in time, a hop is gone on the day of one of its relation's claims, on the earliest that is not before
/// the hop before; a month or a year counts as its first day.
pub fn paths(
    store: &Store,
    from: &Node,
    to: &Node,
    options: &PathOptions,
    corroborate: Corroborate,
) -> Result<PathAnswer> {
    let graph = Graph::load(store, &options.filter, corroborate)?;
    let mut paths = Vec::new();
    if let (Some(start), Some(end)) = (graph.place(from.id), graph.place(to.id))
        && start != end
    {
        let terrain = Terrain::new(store, &graph, end, options)?;
        for route in cheapest(&terrain, start, end, options.count, options.max_hops) {
            paths.push(terrain.found(store, &route)?);
        }
    }
    Ok(PathAnswer {
        from: from.clone(),
        to: to.clone(),
        max_hops: options.max_hops,
        paths,
    })
}

/// The graph as the search for one target sees it.
struct Terrain<'g> {
    graph: &'g Graph,
    options: &'g PathOptions,
    end: NodeIndex,
    strengths: Vec<f64>,
    /// Of each relation, the days of its claims, the first first; only where paths are ordered in time.
    days: Vec<Vec<civil::Date>>,
    distances: HashMap<NodeIndex, usize>,
    degrees: RefCell<HashMap<NodeIndex, f64>>,
}

impl<'g> Terrain<'g> {
    fn new(store: &Store, graph: &'g Graph, end: NodeIndex, options: &'g PathOptions) -> Result<Self> {
        let newest = graph.relations.iter().filter_map(|relation| relation.last_date).max();
        let strengths = graph.relations.iter();
        let mut days = vec![Vec::new(); graph.relations.len()];
        if options.time_ordered {
            let place: HashMap<i64, usize> = graph.relations.iter().enumerate().map(|(i, r)| (r.id, i)).collect();
            for (relation, day) in store.days(&options.filter.window())? {
                if let Some(&place) = place.get(&relation) {
                    days[place].push(day);
                }
            }
        }
        Ok(Terrain {
            graph,
            options,
            end,
            strengths: strengths.map(|relation| strength(graph, relation, newest)).collect(),
            days,
            distances: graph.distances(end, options.max_hops, |_| true, |_| true),
            degrees: RefCell::default(),
        })
    }

    /// Whether a path may go this relation's way.
    fn leads(&self, relation: &Relation, from: NodeIndex) -> bool {
        !self.options.directed
            || relation.head == self.graph.node(from).id
            || self.graph.types.symmetric(&relation.relation)
    }

    fn hub(&self, place: NodeIndex) -> f64 {
        let count = || HUB * (self.graph.ties.neighbors(place).count() as f64).ln();
        *self.degrees.borrow_mut().entry(place).or_insert_with(count)
    }

    fn found(&self, store: &Store, route: &Route) -> Result<PathFound> {
        let mut hops = Vec::new();
        for (step, from) in route.steps.iter().zip(&route.places) {
            hops.extend(self.hop(store, *from, step)?);
        }
        Ok(PathFound {
            cost: route.cost,
            confidence: hops.iter().map(|hop| hop.relation.confidence).product(),
            hops,
        })
    }

    fn hop(&self, store: &Store, from: NodeIndex, step: &Step) -> Result<Option<Hop>> {
        let graph = self.graph;
        let Some(relation) = graph.edge(&graph.relations[step.relation]) else {
            return Ok(None);
        };
        let between = graph.between(from, step.to).iter();
        let mut others: Vec<&Relation> = between
            .filter(|other| **other != step.relation)
            .map(|&other| &graph.relations[other])
            .collect();
        others.sort_by_key(|other| (std::cmp::Reverse(other.claims), other.relation.clone(), other.id));
        let also = others
            .into_iter()
            .filter_map(|other| graph.edge(other))
            .map(|edge| Tie {
                head_name: edge.head_name,
                relation: edge.relation,
                tail_name: edge.tail_name,
                symmetric: edge.symmetric,
                claims: edge.claims,
            });
        let mut window = self.options.filter.window();
        window.since = window.since.max(step.day);
        Ok(Some(Hop {
            from: graph.node(from).clone(),
            to: graph.node(step.to).clone(),
            day: step.day.map(Date::day),
            evidence: self.evidence(store, relation.id, &window, step.day)?,
            relation,
            also: also.collect(),
        }))
    }

    fn evidence(
        &self,
        store: &Store,
        relation: i64,
        window: &Window,
        day: Option<civil::Date>,
    ) -> Result<Vec<crate::model::Evidence>> {
        match day {
            // Of a hop that is gone on a day, what was said of that day comes first.
            Some(_) => store.first_evidence(relation, window, self.options.evidence),
            None => store.evidence(relation, window, self.options.evidence),
        }
    }
}

impl Ground for Terrain<'_> {
    fn steps(&self, from: NodeIndex, after: Option<civil::Date>) -> Vec<Step> {
        let graph = self.graph;
        let mut steps = Vec::new();
        for to in graph.ties.neighbors(from) {
            let node = graph.node(to);
            if to != self.end && (node.generic || !self.options.filter.admits(node.kind)) {
                continue;
            }
            let hub = if to == self.end { 0.0 } else { self.hub(to) };
            let first = steps.len();
            for &relation in graph.between(from, to) {
                let strength = self.strengths[relation];
                if strength <= 0.0 || !self.leads(&graph.relations[relation], from) {
                    continue;
                }
                let day = self.days[relation]
                    .iter()
                    .find(|day| after.is_none_or(|after| **day >= after));
                if self.options.time_ordered && day.is_none() {
                    continue;
                }
                steps.push(Step {
                    to,
                    cost: STEP - strength.ln() + hub,
                    relation,
                    day: day.copied(),
                });
            }
            if !self.options.time_ordered {
                // Without an order only the strongest counts.
                let best = steps.drain(first..).min_by(|a, b| a.cost.total_cmp(&b.cost));
                steps.extend(best);
            }
        }
        steps
    }

    fn distance(&self, from: NodeIndex) -> Option<usize> {
        self.distances.get(&from).copied()
    }
}

fn strength(graph: &Graph, relation: &Relation, newest: Option<Date>) -> f64 {
    let modality = match relation.modality {
        Modality::Actual => 1.0,
        Modality::Claimed => 0.8,
        Modality::Planned => 0.7,
        Modality::Possible => 0.4,
    };
    let kind = match graph.class(relation) {
        RelationClass::Structure => 0.6,
        _ => 1.0,
    };
    let years = match (newest, relation.last_date) {
        (Some(newest), Some(last)) => years_between(last, newest),
        _ => HALF_LIFE,
    };
    let age = LASTING + (1.0 - LASTING) * (-years / HALF_LIFE).exp2();
    let sources = f64::from(relation.sources);
    f64::from(relation.confidence).clamp(0.0, 1.0) * modality * kind * age * sources / (sources + 1.0)
}

fn years_between(earlier: Date, later: Date) -> f64 {
    let days = earlier.last_day().duration_until(later.last_day()).as_hours() as f64 / 24.0;
    (days / 365.25).max(0.0)
}
