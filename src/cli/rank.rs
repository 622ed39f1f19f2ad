use std::io::Write;

use clap::{Args, ValueEnum};

use super::asking::{Format, outcome};
use super::filtering::Filtering;
use super::{Common, Outcome, output, pager};
use crate::present::{rank_table, to_json};
use crate::query::{Measure, rank};
use crate::resolve::corroborate;
use crate::store::Store;

/// The most important entities
///
/// By degree: to how many others it is tied. By pagerank: how often it is acted on by those who are acted on. By
/// betweenness: on how many of the shortest ways between others it lies.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph rank
  relgraph rank --by pagerank --kind state
  relgraph rank --by betweenness --type met-with,negotiates-with --since 2020")]
pub struct Rank {
    /// What makes an entity important.
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// At most so many; 0 for all.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum By {
    #[default]
    Degree,
    Pagerank,
    Betweenness,
}

impl Rank {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let by = match self.by {
            By::Degree => Measure::Degree,
            By::Pagerank => Measure::PageRank,
            By::Betweenness => Measure::Betweenness,
        };
        let answer = rank(&store, by, self.limit, &self.filtering.filter(&store)?, corroborate)?;
        let found = !answer.ranked.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table if !found => {}
            Format::Table => rank_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(outcome(found, common.quiet, "no relation passes"))
    }
}
