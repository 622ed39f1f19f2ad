use clap::Args;

use super::{Common, Outcome, deciding, naming, output};

/// Decide that two entities are not one, however alike they look
///
/// They are never merged again, nor asked about, until the decision is taken back.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph forbid 'George Bush' 'George H. W. Bush'")]
pub struct Forbid {
    /// A name in any usual form, or a key.
    #[arg(add = naming::entities())]
    one: String,
    /// Whom it is not.
    #[arg(add = naming::entities())]
    other: String,
}

impl Forbid {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = deciding::open(common)?;
        let one = deciding::find(&store, &self.one)?;
        let other = deciding::find(&store, &self.other)?;
        if one.id == other.id {
            anyhow::bail!(
                "\"{}\" and \"{}\" are one entity, {}; take it apart with: relgraph split {}",
                self.one,
                self.other,
                one.name,
                output::shell(&one.key)
            );
        }
        let decision = deciding::forbid(&store, &one, &other)?;
        deciding::decide(common, &mut store, decision)
    }
}
