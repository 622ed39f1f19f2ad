use std::collections::BTreeMap;

use crate::model::{Kind, Node};
use crate::store::{Named, Store, StoreError};

/// The form in which names are compared; the graph's names are stored in it.
pub type Fold = fn(&str) -> String;

/// How much more an entity must be spoken of than the next for a name to mean it without a word.
const DOMINANCE: u32 = 4;
const SUGGESTIONS: usize = 5;

/// Finds entities by name.
pub struct Finder<'s> {
    store: &'s Store,
    fold: Fold,
}

#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    #[error("nothing in the graph is called \"{name}\"{}", did_you_mean(.suggestions))]
    Unknown { name: String, suggestions: Vec<String> },
    #[error("\"{name}\" may be any of these; name one of them by its key:{}", listed(.candidates))]
    Ambiguous { name: String, candidates: Vec<Node> },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<'s> Finder<'s> {
    pub fn new(store: &'s Store, fold: Fold) -> Self {
        Finder { store, fold }
    }

    /// The entity that a name, a part of a name, a code (`TUR`) or a key (`official:sergei lavrov`)
    /// means. The most exact reading that anything answers to decides.
    pub fn find(&self, name: &str) -> Result<Node, LookupError> {
        let name = name.trim();
        let code = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        if (code || name.contains(':'))
            && let Some(node) = self.store.coded(name)?
        {
            return Ok(node);
        }
        let folded = (self.fold)(name);
        if !folded.is_empty() {
            let readings = [Store::named, Store::named_without_spaces, Store::named_like];
            for reading in readings {
                let found = reading(self.store, &folded)?;
                if !found.is_empty() {
                    return self.choose(name, &folded, found);
                }
            }
        }
        Err(LookupError::Unknown {
            name: name.into(),
            suggestions: self.suggest(&folded)?,
        })
    }

    /// Names that begin so, in any usual form, with whom they mean; of those who are spoken of most, each once.
    pub fn beginning(&self, typed: &str, most: usize) -> Result<Vec<(String, Node)>, LookupError> {
        let folded = (self.fold)(typed);
        let mut names: Vec<(String, Node)> = Vec::new();
        for named in self.store.names_beginning(&folded)? {
            if names.len() < most && names.iter().all(|(_, node)| node.id != named.node.id) {
                let own = (self.fold)(&named.node.name).starts_with(&folded);
                let name = if own { named.node.name.clone() } else { named.text };
                names.push((name, named.node));
            }
        }
        Ok(names)
    }

    fn choose(&self, name: &str, folded: &str, found: Vec<Named>) -> Result<Node, LookupError> {
        let mut nodes: BTreeMap<i64, Node> = BTreeMap::new();
        for named in found {
            nodes.entry(named.node.id).or_insert(named.node);
        }
        let mut nodes: Vec<Node> = nodes.into_values().collect();
        nodes.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.key.cmp(&b.key)));
        let only = |test: &dyn Fn(&Node) -> bool| {
            let mut passing = nodes.iter().filter(|node| test(node));
            passing.next().filter(|_| passing.next().is_none()).cloned()
        };
        let own_name = |node: &Node| (self.fold)(&node.name) == folded;
        let dominant = match nodes.as_slice() {
            [first, second, ..] => first.articles >= second.articles.saturating_mul(DOMINANCE),
            _ => true,
        };
        let chosen = only(&|node| node.kind == Kind::State && own_name(node))
            .or_else(|| only(&own_name))
            .or_else(|| only(&|node| node.kind == Kind::State))
            .or_else(|| nodes.first().filter(|_| dominant).cloned());
        match chosen {
            Some(node) => Ok(node),
            None => {
                nodes.truncate(2 * SUGGESTIONS);
                Err(LookupError::Ambiguous {
                    name: name.into(),
                    candidates: nodes,
                })
            }
        }
    }

    /// The names that look most like it, each entity once.
    fn suggest(&self, folded: &str) -> Result<Vec<String>, LookupError> {
        let mut close: BTreeMap<i64, (f64, Node)> = BTreeMap::new();
        for named in self.store.all_names()? {
            // The whole name, or one of its words: "Lavrof" is near to "Sergei Lavrov".
            let words = named
                .folded
                .split(' ')
                .map(|word| strsim::jaro_winkler(word, folded) - 0.02);
            let whole = strsim::jaro_winkler(&named.folded, folded);
            let likeness = words.fold(whole, f64::max);
            let best = close.entry(named.node.id).or_insert((0.0, named.node));
            best.0 = best.0.max(likeness);
        }
        let mut close: Vec<(f64, Node)> = close.into_values().collect();
        // What is much less like it than another is not meant.
        let best = close.iter().map(|(likeness, _)| *likeness).fold(0.0, f64::max);
        close.retain(|(likeness, _)| *likeness >= f64::max(0.84, best - 0.06));
        close.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then_with(|| b.1.articles.cmp(&a.1.articles))
                .then_with(|| a.1.key.cmp(&b.1.key))
        });
        let mut names: Vec<String> = Vec::new();
        for (_, node) in close {
            if !names.contains(&node.name) && names.len() < SUGGESTIONS {
                names.push(node.name);
            }
        }
        Ok(names)
    }
}

fn did_you_mean(suggestions: &[String]) -> String {
    match suggestions {
        [] => "; `relgraph stats` lists the entities that are most spoken of".into(),
        names => format!("; did you mean {}?", names.join(", ")),
    }
}

fn listed(candidates: &[Node]) -> String {
    let lines = candidates.iter().map(|node| {
        let plural = if node.articles == 1 { "" } else { "s" };
        format!("\n  {}  ({}, {} article{plural})", node.key, node.name, node.articles)
    });
    lines.collect()
}
