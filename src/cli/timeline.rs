use std::io::Write;

use clap::Args;

use super::asking::{Format, outcome, two};
use super::filtering::Filtering;
use super::{Common, Outcome, naming, output, pager};
use crate::lexicon::fold;
use crate::present::{timeline_table, to_json};
use crate::query::{Filter, Finder, timeline};
use crate::store::Store;

/// What happened to an entity, or between two, day by day, and who says so
///
/// Standing facts (offices, members, places) are no events and left out, unless --class or --type asks for them.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph timeline Turkey
  relgraph timeline Turkey Russia --since 2020
  relgraph timeline 'Sochi agreement' --limit 0")]
pub struct Timeline {
    /// A name in any usual form, a part of a name, an ISO code or a key.
    #[arg(add = naming::entities())]
    one: String,
    /// Only what it has to do with this one.
    #[arg(add = naming::entities())]
    other: Option<String>,
    /// At most so many, the latest; 0 for all.
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Timeline {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let (one, other) = match &self.other {
            None => (Finder::new(&store, fold).find(&self.one)?, None),
            Some(other) => {
                let (one, other) = two(&store, &self.one, other)?;
                (one, Some(other))
            }
        };
        let filter = Filter {
            negated: true,
            ..self.filtering.filter(&store)?
        };
        let answer = timeline(&store, &one, other.as_ref(), &filter, self.limit)?;
        let found = !answer.moments.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table if !found => {}
            Format::Table => timeline_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(outcome(found, common.quiet, "no event with a date is told of this"))
    }
}
