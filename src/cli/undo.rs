use std::io::Write;

use clap::Args;

use super::{Common, Outcome, deciding, output};
use crate::lexicon::Lexicon;
use crate::pipeline;
use crate::present::decision_line;

/// Take back a decision: the graph is what it would be without it
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph undo           the last decision that holds
  relgraph undo 3         the decision of this number in `relgraph history`")]
pub struct Undo {
    /// The decision's number [default: the last that holds].
    number: Option<i64>,
}

impl Undo {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = deciding::open(common)?;
        let history = store.history()?;
        let record = match self.number {
            Some(number) => match history.iter().find(|record| record.decision.id == number) {
                Some(record) => record,
                None => anyhow::bail!("there is no decision {number}; `relgraph history` lists them"),
            },
            None => match history.iter().rev().find(|record| record.undone.is_none()) {
                Some(record) => record,
                None => {
                    if !common.quiet {
                        output::note("there is no decision to take back");
                    }
                    return Ok(Outcome::Nothing);
                }
            },
        };
        if let Some(time) = &record.undone {
            let day = time.split('T').next().unwrap_or(time);
            anyhow::bail!("decision {} was taken back already, on {day}", record.decision.id);
        }
        pipeline::undo(&mut store, Lexicon::embedded(), &record.decision)?;
        if !common.quiet {
            let mut out = output::stdout();
            writeln!(
                out,
                "took back {}  {}",
                record.decision.id,
                decision_line(&record.decision)
            )?;
            out.flush()?;
        }
        Ok(Outcome::Done)
    }
}
