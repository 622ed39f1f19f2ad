use std::io::Write;

use clap::Args;

use super::{Common, Outcome, output, pager};
use crate::present::{history_table, to_json};
use crate::store::Store;

/// Every decision that was made about entities, and whether it holds
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph history
  relgraph history --json")]
pub struct History {
    /// As JSON, for programs.
    #[arg(long)]
    json: bool,
}

impl History {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let records = Store::read(&common.db)?.history()?;
        let mut out = pager::answer();
        if self.json {
            to_json(&mut out, &records)?;
        } else if !records.is_empty() {
            history_table(&mut out, &records, output::width())?;
        }
        out.flush()?;
        if !records.is_empty() {
            return Ok(Outcome::Done);
        }
        if !common.quiet {
            output::note("nobody has decided anything yet; `relgraph review` asks what is doubtful");
        }
        Ok(Outcome::Nothing)
    }
}
