use std::collections::HashMap;

use crate::model::{Kind, Node};

/// Whether an entity acts for its state: its officials, ministries and troops do, its rebels and companies do not.
pub type ActsForState<'a> = &'a dyn Fn(&Node) -> bool;

/// Actors as students of international relations count them: who acts for a state is the state.
pub struct Units {
    of: HashMap<i64, usize>,
    pub units: Vec<Unit>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unit {
    /// The key of its entity: `state:TUR`.
    pub key: String,
    pub name: String,
    pub kind: Kind,
    pub code: Option<String>,
}

impl Units {
    /// The units of all actors with a name.
    pub fn of(nodes: &[Node], acts: ActsForState<'_>) -> Units {
        let states: HashMap<&str, &Node> = nodes
            .iter()
            .filter(|node| node.kind == Kind::State)
            .filter_map(|node| Some((node.code.as_deref()?, node)))
            .collect();
        let mut units = Units {
            of: HashMap::new(),
            units: Vec::new(),
        };
        let mut known: HashMap<String, usize> = HashMap::new();
        for node in nodes.iter().filter(|node| node.kind.is_actor()) {
            let state = node.state.as_deref().filter(|_| node.kind != Kind::State && acts(node));
            let unit = match state {
                Some(code) => Unit {
                    key: states
                        .get(code)
                        .map_or_else(|| format!("state:{code}"), |state| state.key.clone()),
                    name: states.get(code).map_or(code, |state| &state.name).to_string(),
                    kind: Kind::State,
                    code: Some(code.to_string()),
                },
                None if node.generic => continue,
                None => Unit {
                    key: node.key.clone(),
                    name: node.name.clone(),
                    kind: node.kind,
                    code: node.code.clone(),
                },
            };
            let place = *known.entry(unit.key.clone()).or_insert_with(|| {
                units.units.push(unit);
                units.units.len() - 1
            });
            units.of.insert(node.id, place);
        }
        units
    }

    /// The unit that an entity belongs to; none where it is no actor.
    pub fn unit(&self, node: i64) -> Option<usize> {
        self.of.get(&node).copied()
    }
}
