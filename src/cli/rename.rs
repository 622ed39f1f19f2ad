use clap::Args;

use super::{Common, Outcome, deciding, naming};
use crate::lexicon::fold;
use crate::model::{Act, Decision};

/// Decide what an entity is called
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph rename 'group:rebels@SYR' 'Syrian rebels'")]
pub struct Rename {
    /// A name in any usual form, or a key.
    #[arg(add = naming::entities())]
    entity: String,
    /// The new name; the old ones are still found.
    name: String,
}

impl Rename {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = deciding::open(common)?;
        let entity = deciding::find(&store, &self.entity)?;
        let name = name(&self.name)?;
        if name == entity.name {
            anyhow::bail!("{} ({}) is called so already", entity.name, entity.key);
        }
        let mut decision = Decision::new(Act::Rename, &entity.key);
        decision.name = Some(name);
        deciding::decide(common, &mut store, decision)
    }
}

/// A name as it is stored: one line, with a letter or digit in it.
pub fn name(text: &str) -> anyhow::Result<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if fold(&name).is_empty() {
        anyhow::bail!("\"{text}\" is no name; give one with a letter or digit in it");
    }
    Ok(name)
}
