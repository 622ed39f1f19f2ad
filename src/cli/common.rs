use std::io::Write;

use clap::Args;

use super::asking::{Format, outcome, two};
use super::filtering::Filtering;
use super::{Common, Outcome, naming, output, pager};
use crate::present::{common_table, to_json};
use crate::query::common;
use crate::resolve::corroborate;
use crate::store::Store;

/// Whom and what two entities are both tied to
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph common Turkey Russia
  relgraph common USA Russia --kind agreement
  relgraph common Turkey USA --class conflict")]
pub struct Shared {
    /// A name in any usual form, a part of a name, an ISO code or a key.
    #[arg(add = naming::entities())]
    one: String,
    /// The other.
    #[arg(add = naming::entities())]
    other: String,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Shared {
    pub fn run(&self, options: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&options.db)?;
        let (one, other) = two(&store, &self.one, &self.other)?;
        let answer = common(&store, &one, &other, &self.filtering.filter(&store)?, corroborate)?;
        let found = !answer.shared.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table if !found => {}
            Format::Table => common_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        let note = format!("{} and {} have nothing in common here", one.name, other.name);
        Ok(outcome(found, options.quiet, &note))
    }
}
