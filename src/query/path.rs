use super::filter::Corroborate;
use super::terrain::Terrain;
use super::yen::{Route, Step, cheapest};
use super::{Filter, Hop, PathAnswer, PathFound, Tie};
use crate::model::{Date, Node, Relation};
use crate::store::{Result, Store};

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
/// a country without either doing anything; `years` is how long before the graph's newest relation, or before the end
/// of the period asked for, this one was last told; and `degree` is to how many others, whatever the filter, the entity
/// is tied that the hop leads to, unless that is the end. Negated relations are no ties, and a path never
/// passes through a collective without a name ("police"), which is not one thing. Articles are no entities, so
/// that no path leads over one.
///
/// Ordered in time, a hop is gone on the day of one of its relation's claims, on the earliest that is not before
/// the hop before; a month or a year counts as its first day.
///
/// Only what the search comes to is read: the strongest ties of an entity first, and of a hub's no more than may lead
/// on to one of the best paths.
pub fn paths(
    store: &Store,
    from: &Node,
    to: &Node,
    options: &PathOptions,
    corroborate: Corroborate,
) -> Result<PathAnswer> {
    let _moment = store.moment()?;
    let mut paths = Vec::new();
    if from.id != to.id {
        let terrain = Terrain::new(store, options, corroborate)?;
        for route in cheapest(&terrain, from.id, to.id, options.count, options.max_hops)? {
            paths.push(found(store, &terrain, options, &route)?);
        }
    }
    Ok(PathAnswer {
        from: from.clone(),
        to: to.clone(),
        max_hops: options.max_hops,
        paths,
    })
}

fn found(store: &Store, terrain: &Terrain<'_>, options: &PathOptions, route: &Route) -> Result<PathFound> {
    let mut hops = Vec::new();
    for (step, from) in route.steps.iter().zip(&route.places) {
        if let (Some(from), Some(to)) = (store.node(*from)?, store.node(step.to)?) {
            hops.extend(hop(store, terrain, options, [from, to], step)?);
        }
    }
    Ok(PathFound {
        cost: route.cost,
        confidence: hops.iter().map(|hop| hop.relation.confidence).product(),
        hops,
    })
}

fn hop(
    store: &Store,
    terrain: &Terrain<'_>,
    options: &PathOptions,
    [from, to]: [Node; 2],
    step: &Step,
) -> Result<Option<Hop>> {
    let edge = |relation: &Relation| {
        let (head, tail) = if relation.head == from.id {
            (&from, &to)
        } else {
            (&to, &from)
        };
        terrain.types.edge(relation, head, tail)
    };
    let (this, mut others): (Vec<Relation>, Vec<Relation>) = terrain
        .relations(from.id, to.id)?
        .into_iter()
        .partition(|relation| relation.id == step.relation);
    let Some(relation) = this.first().and_then(edge) else {
        return Ok(None);
    };
    others.sort_by_key(|other| (std::cmp::Reverse(other.claims), other.relation.clone(), other.id));
    let also = others.iter().filter_map(edge).map(|edge| Tie {
        head_name: edge.head_name,
        relation: edge.relation,
        tail_name: edge.tail_name,
        symmetric: edge.symmetric,
        claims: edge.claims,
    });
    let also = also.collect();
    let mut window = options.filter.window();
    window.since = window.since.max(step.day);
    let evidence = match step.day {
        // Of a hop that is gone on a day, what was said of that day comes first.
        Some(_) => store.first_evidence(relation.id, &window, options.evidence)?,
        None => store.evidence(relation.id, &window, options.evidence)?,
    };
    Ok(Some(Hop {
        day: step.day.map(Date::day),
        from,
        to,
        relation,
        evidence,
        also,
    }))
}
