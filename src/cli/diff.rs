use std::io::Write;

use clap::Args;

use super::asking::{Format, acts_for_state, outcome};
use super::filtering::Filtering;
use super::{Common, Outcome, output, pager};
use crate::lexicon::Lexicon;
use crate::model::Date;
use crate::present::{diff_table, to_json};
use crate::query::diff;
use crate::store::Store;

/// What changed between two dates: new ties, turns to conflict or cooperation, what is denied since
///
/// Compares all that happened up to the end of the first date with what happened after it, up to the end of the
/// second. Officials, ministries and troops count as their state.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph diff 2019-06 2019-12
  relgraph diff 2019-10-01 2020-03-06 --kind state
  relgraph diff 2018 2019 --format json")]
pub struct Diff {
    /// The first date; a month or a year may do.
    from: Date,
    /// The second date.
    to: Date,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Diff {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let (from, to) = (self.from.last_day(), self.to.last_day());
        if from >= to {
            anyhow::bail!(
                "{} does not end before {}; name the earlier date first",
                self.from,
                self.to
            );
        }
        let store = Store::read(&common.db)?;
        let filter = self.filtering.filter(&store)?;
        let answer = diff(&store, from, to, &filter, &acts_for_state(Lexicon::embedded()))?;
        let lists = [&answer.new, &answer.to_conflict, &answer.to_cooperation];
        let found = lists.iter().any(|list| !list.is_empty()) || !answer.denied.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table if !found => {}
            Format::Table => diff_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        let note = format!("nothing changed between {from} and {to} that the graph knows of");
        Ok(outcome(found, common.quiet, &note))
    }
}
