use std::io::Write;

use clap::Args;

use super::asking::{Format, outcome};
use super::filtering::Filtering;
use super::{Common, Outcome, naming, output, pager};
use crate::lexicon::fold;
use crate::present::{neighbours_table, to_json};
use crate::query::{Finder, neighbours};
use crate::resolve::corroborate;
use crate::store::Store;

/// Who is tied to an entity, directly or over others
#[derive(Args)]
#[command(
    visible_alias = "neighbours",
    after_help = "\
Examples:
  relgraph neighbors NATO
  relgraph neighbors Turkey --depth 2 --kind state
  relgraph neighbors S-400 --type purchased,supplied"
)]
pub struct Neighbors {
    /// A name in any usual form, a part of a name, an ISO code or a key.
    #[arg(add = naming::entities())]
    entity: String,
    /// How many hops away.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=12))]
    depth: u8,
    /// At most so many; 0 for all.
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Neighbors {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let entity = Finder::new(&store, fold).find(&self.entity)?;
        let filter = self.filtering.filter(&store)?;
        let answer = neighbours(&store, &entity, self.depth.into(), self.limit, &filter, corroborate)?;
        let found = !answer.neighbours.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table if !found => {}
            Format::Table => neighbours_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(outcome(
            found,
            common.quiet,
            &format!("nothing is tied to {}", entity.name),
        ))
    }
}
