use clap::Args;

use super::{Common, Outcome, deciding, naming, rename};
use crate::lexicon::fold;
use crate::model::{Act, Decision};

/// Give an entity another name, by which it is found and read
///
/// What articles call so, now or later, becomes this entity, if it is of the same kind.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph alias NATO 'North Atlantic bloc'")]
pub struct Alias {
    /// A name in any usual form, or a key.
    #[arg(add = naming::entities())]
    entity: String,
    /// The other name.
    name: String,
}

impl Alias {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = deciding::open(common)?;
        let entity = deciding::find(&store, &self.entity)?;
        let name = rename::name(&self.name)?;
        let folded = fold(&name);
        if store.named(&folded)?.iter().any(|named| named.node.id == entity.id) {
            anyhow::bail!("{} ({}) goes by \"{name}\" already", entity.name, entity.key);
        }
        let mut decision = Decision::new(Act::Alias, &entity.key);
        decision.other = Some(format!("{}:{folded}", entity.kind));
        decision.name = Some(name);
        deciding::decide(common, &mut store, decision)
    }
}
