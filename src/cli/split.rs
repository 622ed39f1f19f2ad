use std::collections::BTreeSet;

use anyhow::bail;
use clap::Args;

use super::{Common, Outcome, deciding, naming, output, rename};
use crate::lexicon::fold;
use crate::model::{Act, Decision, Node};
use crate::store::{Mentioned, Store};

/// Decide that an entity is two
///
/// Without more, takes back a merge: an entity of two parts falls into these; of more, --part says
/// which part leaves. With --name, --article or both, the mentions that articles call so, or that
/// stand in these articles, leave, and become a new entity, or go --into one that is there. `relgraph
/// why ENTITY` lists parts, names and articles.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph split 'George W. Bush'
  relgraph split 'George W. Bush' --part 'official:george bush'
  relgraph split Georgia --article atlanta-1 --article atlanta-2 --into 'Georgia (US state)'
  relgraph split 'John Smith' --name 'J. Smith' --into 'official:joan smith'")]
pub struct Split {
    /// A name in any usual form, or a key.
    #[arg(add = naming::entities())]
    entity: String,
    /// The key of the part that leaves.
    #[arg(long, value_name = "KEY", conflicts_with_all = ["name", "article", "into"])]
    part: Option<String>,
    /// Only mentions that their article calls so.
    #[arg(long)]
    name: Option<String>,
    /// Only mentions in this article; may be given more than once.
    #[arg(long, value_name = "ID")]
    article: Vec<String>,
    /// The key of the entity that the mentions go to, or a name for a new one.
    #[arg(long, value_name = "KEY|NAME")]
    into: Option<String>,
}

impl Split {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = deciding::open(common)?;
        let entity = deciding::find(&store, &self.entity)?;
        let decision = if self.name.is_none() && self.article.is_empty() {
            self.part_leaves(&store, &entity)?
        } else {
            self.mentions_leave(&store, &entity)?
        };
        deciding::decide(common, &mut store, decision)
    }

    fn part_leaves(&self, store: &Store, entity: &Node) -> anyhow::Result<Decision> {
        let parts = store.parts_of(&entity.key)?;
        let again = |part: &str| {
            format!(
                "\n  relgraph split {} --part {}",
                output::shell(&entity.key),
                output::shell(part)
            )
        };
        let leaves = match (&self.part, parts.as_slice()) {
            (_, [_]) => bail!(
                "{} ({}) was not merged with anything; say which mentions leave, with --name or --article (`relgraph why {}` lists them)",
                entity.name,
                entity.key,
                output::shell(&entity.key)
            ),
            (Some(part), _) => match parts.iter().find(|key| *key == part) {
                Some(part) => part,
                None => bail!(
                    "\"{part}\" is no part of {}; its parts are {}",
                    entity.name,
                    parts.join(", ")
                ),
            },
            (None, [_, other]) => other,
            (None, _) => bail!(
                "{} has {} parts; say which one leaves:{}",
                entity.name,
                parts.len(),
                parts.iter().map(|part| again(part)).collect::<String>()
            ),
        };
        let mut decision = Decision::new(Act::Split, &entity.key);
        decision.other = Some(leaves.clone());
        decision.parts = parts.iter().filter(|part| *part != leaves).cloned().collect();
        if leaves == &entity.key {
            // What stays is what the decision is about.
            decision.one = decision.parts[0].clone();
        }
        Ok(decision)
    }

    fn mentions_leave(&self, store: &Store, entity: &Node) -> anyhow::Result<Decision> {
        let all = store.mentions_of(entity.id)?;
        for article in &self.article {
            if !all.iter().any(|mention| mention.article == *article) {
                bail!(
                    "no article \"{article}\" speaks of {}; `relgraph why {}` lists those that do",
                    entity.name,
                    output::shell(&entity.key)
                );
            }
        }
        let folded = self.name.as_deref().map(fold);
        let first = |mention: &Mentioned| mention.names.first().cloned().unwrap_or_default();
        let leaving: Vec<&Mentioned> = all
            .iter()
            .filter(|mention| folded.as_ref().is_none_or(|folded| first(mention).1 == *folded))
            .filter(|mention| self.article.is_empty() || self.article.contains(&mention.article))
            .collect();
        let Some(one) = leaving.first() else {
            let mut names: Vec<String> = all.iter().map(|mention| first(mention).0).collect();
            names.sort();
            names.dedup();
            names.truncate(12);
            bail!(
                "no article calls {} \"{}\" and nothing fuller; they call it {}",
                entity.name,
                self.name.as_deref().unwrap_or_default(),
                names.join(", ")
            );
        };
        if leaving.len() == all.len() {
            bail!(
                "these are all mentions of {}; rename it, or merge it with the entity that it is",
                entity.name
            );
        }
        let mut decision = Decision::new(Act::Move, &entity.key);
        decision.parts = leaving
            .iter()
            .map(|mention| mention.part.clone())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        decision.name = folded;
        decision.articles = self.article.clone();
        let (key, label) = self.target(store, entity, &first(one).0)?;
        decision.other = Some(key);
        decision.label = Some(label);
        Ok(decision)
    }

    /// Key and name of the entity that mentions go to.
    fn target(&self, store: &Store, entity: &Node, called: &str) -> anyhow::Result<(String, String)> {
        let kinds = crate::model::Kind::ALL;
        let is_key = |text: &str| kinds.iter().any(|kind| text.starts_with(&format!("{kind}:")));
        if let Some(key) = self.into.as_deref().filter(|text| is_key(text)) {
            return match store.coded(key)? {
                Some(node) if node.id == entity.id => bail!("\"{key}\" is the entity that the mentions are to leave"),
                Some(node) => Ok((node.key, node.name)),
                None => bail!("no entity has the key \"{key}\"; give a name to make a new one"),
            };
        }
        // A number that no entity and no decision, in force or not, ever had.
        let used: BTreeSet<String> = store
            .history()?
            .into_iter()
            .filter_map(|record| record.decision.other)
            .collect();
        let mut number = 2;
        while used.contains(&format!("{}#{number}", entity.key)) {
            number += 1;
        }
        let label = match &self.into {
            Some(name) => rename::name(name)?,
            None if fold(called) == fold(&entity.name) => format!("{} ({number})", entity.name),
            None => called.to_string(),
        };
        Ok((format!("{}#{number}", entity.key), label))
    }
}
