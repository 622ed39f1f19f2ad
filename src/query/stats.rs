use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::StatsAnswer;
use super::graph::Types;
use crate::model::{Kind, RelationClass};
use crate::store::{Result, Store};

/// The graph in numbers, with the `top` entities and pairs that are most spoken of.
pub fn stats(store: &Store, top: usize) -> Result<StatsAnswer> {
    let mut nodes = store.nodes()?;
    let kinds = Kind::ALL
        .into_iter()
        .map(|kind| (kind, nodes.iter().filter(|node| node.kind == kind).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let known = Types::load(store)?;
    let mut types: HashMap<Arc<str>, (usize, u64)> = HashMap::new();
    for relation in store.relations()? {
        let count = types.entry(relation.relation).or_default();
        count.0 += 1;
        count.1 += u64::from(relation.claims);
    }
    let mut types: Vec<(Arc<str>, RelationClass, usize, u64)> = types
        .into_iter()
        .map(|(name, (relations, claims))| {
            let class = known.class(&name);
            (name, class, relations, claims)
        })
        .collect();
    types.sort_by(|a, b| b.3.cmp(&a.3).then_with(|| a.0.cmp(&b.0)));
    nodes.sort_by_key(|node| (Reverse(node.articles), node.key.clone()));
    nodes.truncate(top);
    let (first_date, last_date) = store.period()?;
    Ok(StatsAnswer {
        counts: store.counts()?,
        first_date,
        last_date,
        kinds,
        types,
        entities: nodes,
        pairs: store.active_pairs(top)?,
    })
}
