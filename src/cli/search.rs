use std::io::Write;

use clap::Args;

use super::asking::{Format, outcome};
use super::filtering::Filtering;
use super::{Common, Outcome, output, pager};
use crate::present::{search_table, to_json};
use crate::query::search;
use crate::store::Store;

/// Find sentences by their words, with who does what in them
///
/// Looks through the sentences that make a claim for all of the words, in any form and order: `attack` finds
/// "attacked". A "phrase" stands in quotation marks, the beginning of a word before `*`; what stands behind `-` must
/// not be there.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph search ceasefire
  relgraph search 'air defence' missile --since 2019-07
  relgraph search '\"demilitarised zone\" -Syria' --type agreed-with
  relgraph search 'sanction* -oil'")]
pub struct Search {
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    /// At most so many sentences; 0 for all.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Search {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let filter = crate::query::Filter {
            negated: true,
            ..self.filtering.filter(&store)?
        };
        let answer = search(&store, &self.words.join(" "), self.limit, &filter)?;
        let found = !answer.found.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table => search_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(outcome(
            found,
            common.quiet,
            "no sentence that makes a claim has all these words",
        ))
    }
}
