use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::graph::Types;
use super::{Edge, EntityAnswer, Group, Latest, Other};
use crate::model::Node;
use crate::store::{Result, Store, Window};

/// How many sentences show what was last said of an entity.
const LATEST: usize = 5;

/// All that the graph knows of an entity: its names, its relations by type and direction with the
/// most told first, and the latest evidence.
pub fn show(store: &Store, entity: &Node) -> Result<EntityAnswer> {
    let types = Types::load(store)?;
    let mut groups: BTreeMap<_, Group> = BTreeMap::new();
    let mut edges: Vec<Edge> = Vec::new();
    for relation in store.relations_of(entity.id)? {
        // Once two are one, what ties the one to the other tells nothing of it.
        if relation.head == relation.tail {
            continue;
        }
        let outward = relation.head == entity.id;
        let Some(other) = store.node(if outward { relation.tail } else { relation.head })? else {
            continue;
        };
        let (head, tail) = if outward { (entity, &other) } else { (&other, entity) };
        let Some(edge) = types.edge(&relation, head, tail) else {
            continue;
        };
        let (class, symmetric) = (edge.class, edge.symmetric);
        let outward = outward || symmetric;
        let offices = if &*edge.relation == "holds-office" {
            store.offices(edge.id)?
        } else {
            Vec::new()
        };
        edges.push(edge.clone());
        groups
            .entry((class.quad(), edge.relation.clone(), Reverse(outward)))
            .or_insert_with(|| Group {
                relation: edge.relation.clone(),
                class,
                symmetric,
                outward,
                others: Vec::new(),
            })
            .others
            .push(Other {
                entity: other,
                offices,
                relation: edge,
            });
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.others.sort_by_key(|other| {
            (
                Reverse(other.relation.claims),
                Reverse((other.relation.confidence * 1000.0) as u32),
                other.entity.name.clone(),
                other.relation.id,
            )
        });
    }
    // What comes last by the day, then what is told most.
    edges.sort_by_key(|edge| {
        (
            Reverse(edge.last_date.map(|date| date.last_day())),
            Reverse(edge.claims),
            edge.id,
        )
    });
    let mut latest: Vec<Latest> = Vec::new();
    for relation in edges {
        if latest.len() == LATEST {
            break;
        }
        let evidence = store.latest_evidence(relation.id, &Window::default(), 1)?;
        let new = |evidence: &&crate::model::Evidence| {
            latest.iter().all(|known| known.evidence.sentence != evidence.sentence)
        };
        if let Some(evidence) = evidence.iter().find(new) {
            latest.push(Latest {
                evidence: evidence.clone(),
                relation,
            });
        }
    }
    let mut names = store.names_of(entity.id)?;
    names.retain(|name| *name != entity.name);
    Ok(EntityAnswer {
        entity: entity.clone(),
        names,
        groups,
        latest,
    })
}
