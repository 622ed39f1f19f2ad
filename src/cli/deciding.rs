//! What the commands that decide something have in common.

use std::io::Write;

use super::{Common, Outcome, output};
use crate::lexicon::{Lexicon, fold};
use crate::model::{Act, Decision, Node};
use crate::pipeline;
use crate::present::decision_line;
use crate::query::{Finder, LookupError};
use crate::store::Store;

/// The database, to write decisions to; it must be there, for there is nothing to decide in an empty one.
pub fn open(common: &Common) -> anyhow::Result<Store> {
    Store::read(&common.db)?;
    Ok(Store::open(&common.db)?)
}

pub fn find(store: &Store, name: &str) -> Result<Node, LookupError> {
    Finder::new(store, fold).find(name)
}

/// Stores a decision, and says what it has made of its entity and how to take it back.
pub fn decide(common: &Common, store: &mut Store, mut decision: Decision) -> anyhow::Result<Outcome> {
    decision.id = pipeline::decide(store, Lexicon::embedded(), &decision)?;
    if common.quiet {
        return Ok(Outcome::Done);
    }
    let mut out = output::stdout();
    writeln!(out, "{}  {}", decision.id, decision_line(&decision))?;
    let moved = decision.act == Act::Move || decision.act == Act::Split;
    let keys = std::iter::once(&decision.one).chain(decision.other.as_ref().filter(|_| moved));
    for key in keys {
        if let Some(node) = store.coded(key)? {
            writeln!(out, "   {}", summary(store, &node)?)?;
        }
    }
    out.flush()?;
    output::note(&format!(
        "take it back with: {} undo {}{}",
        output::program(),
        decision.id,
        output::database(common)
    ));
    Ok(Outcome::Done)
}

/// `Turkey (state:TUR): 4 articles, 9 relations`
fn summary(store: &Store, node: &Node) -> anyhow::Result<String> {
    let mut relations = store.relations_of(node.id)?;
    relations.retain(|relation| relation.head != relation.tail);
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let articles = node.articles as usize;
    Ok(format!(
        "{} ({}): {articles} article{}, {} relation{}",
        crate::present::clean(&node.name),
        crate::present::clean(&node.key),
        plural(articles),
        relations.len(),
        plural(relations.len())
    ))
}

/// The decision that makes two entities one, the first keeping its name.
pub fn merge(store: &Store, one: &Node, other: &Node) -> anyhow::Result<Decision> {
    let mut decision = Decision::new(Act::Merge, &one.key);
    decision.other = Some(other.key.clone());
    decision.label = Some(one.name.clone());
    for key in [&one.key, &other.key] {
        decision.parts.extend(store.parts_of(key)?.into_iter().skip(1));
    }
    Ok(decision)
}

/// The decision that two entities are two.
pub fn forbid(store: &Store, one: &Node, other: &Node) -> anyhow::Result<Decision> {
    let mut decision = Decision::new(Act::Forbid, &one.key);
    decision.other = Some(other.key.clone());
    decision.parts = store.parts_of(&other.key)?.split_off(1);
    Ok(decision)
}
