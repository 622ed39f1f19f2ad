use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Common, Outcome, output, pager};
use crate::present::{stats_table, to_json};
use crate::query::stats;
use crate::store::Store;

/// What the graph holds, in numbers
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph stats
  relgraph stats --top 50 --format json")]
pub struct Stats {
    /// How many entities and pairs to list.
    #[arg(long, default_value_t = 10, value_name = "N")]
    top: usize,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

impl Stats {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let answer = stats(&Store::read(&common.db)?, self.top)?;
        let mut out = pager::answer();
        match self.format {
            Format::Table => stats_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
