//! What the questions share.

use clap::ValueEnum;

use super::{Outcome, output};
use crate::lexicon::{Lexicon, fold};
use crate::model::{Kind, Node};
use crate::query::Finder;
use crate::store::Store;

/// A table for people, or JSON.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    #[default]
    Table,
    Json,
}

/// Two entities that are not one.
pub fn two(store: &Store, one: &str, other: &str) -> anyhow::Result<(Node, Node)> {
    let finder = Finder::new(store, fold);
    let (first, second) = (finder.find(one)?, finder.find(other)?);
    if first.id == second.id {
        anyhow::bail!("\"{one}\" and \"{other}\" are one entity, {}; name two", first.name);
    }
    Ok((first, second))
}

/// Found, or nothing with a note that says so.
pub fn outcome(found: bool, quiet: bool, note: &str) -> Outcome {
    if found {
        return Outcome::Done;
    }
    if !quiet {
        output::note(note);
    }
    Outcome::Nothing
}

/// Whether an entity acts for its state: its officials do, and its ministries, parliaments, courts, troops and
/// police.
pub fn acts_for_state(lexicon: &Lexicon) -> impl Fn(&Node) -> bool {
    |node| match node.kind {
        Kind::Official => true,
        Kind::Organization | Kind::Group => {
            let entry = lexicon.entry(&node.key);
            let of_type = entry.and_then(|entry| lexicon.codes().role_of_type(&entry.subtype));
            let noun = node.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            let role = of_type.or_else(|| lexicon.codes().role_of_noun(&noun));
            role.and_then(|role| lexicon.codes().role(role))
                .is_some_and(|(_, official)| official)
        }
        _ => false,
    }
}
