use std::io::Write;

use clap::Args;

use super::{Common, Outcome, output};
use crate::present::rows_jsonl;
use crate::query::dump;
use crate::store::Store;

/// Write the whole graph as sorted lines of JSON, alike for databases of the same content
///
/// Entities, relations, claims, articles and the decisions that hold, by keys and names; ids, times
/// and the order of ingesting leave no trace. Good for `diff` and for version control.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph dump > before.jsonl
  relgraph dump | diff before.jsonl -")]
pub struct Dump {}

impl Dump {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let mut out = output::stdout();
        let mut empty = true;
        for rows in dump(&store) {
            let rows = rows?;
            empty &= rows.rows.is_empty();
            rows_jsonl(&mut out, &rows)?;
        }
        out.flush()?;
        Ok(if empty { Outcome::Nothing } else { Outcome::Done })
    }
}
