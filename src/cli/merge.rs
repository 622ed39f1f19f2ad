use clap::Args;

use super::{Common, Outcome, deciding, naming};

/// Decide that two entities are one
///
/// The first keeps its name, unless relgraph's own data know the other. The decision holds for all
/// that is ingested later, whatever the articles call the two, until it is taken back.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph merge 'Recep Tayyip Erdogan' 'official:r t erdogan'
  relgraph undo")]
pub struct Merge {
    /// The entity that stays: a name in any usual form, or a key.
    #[arg(add = naming::entities())]
    one: String,
    /// The entity that becomes part of it.
    #[arg(add = naming::entities())]
    other: String,
}

impl Merge {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = deciding::open(common)?;
        let one = deciding::find(&store, &self.one)?;
        let other = deciding::find(&store, &self.other)?;
        if one.id == other.id {
            anyhow::bail!(
                "\"{}\" and \"{}\" are one entity already, {} ({}); name the other by its key, or see `relgraph why`",
                self.one,
                self.other,
                one.name,
                one.key
            );
        }
        let decision = deciding::merge(&store, &one, &other)?;
        deciding::decide(common, &mut store, decision)
    }
}
