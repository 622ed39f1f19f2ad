use std::io::Write;

use clap::Args;

use super::{Common, Outcome, output};
use crate::present::clean;
use crate::store::Store;

/// Check that the database is sound: as a file, and as a graph
///
/// That no page is torn and nothing refers to what is not there; that relations, entities and names are
/// what the claims, articles and sources come to that they rest on; that words are found in the sentences
/// that have them. Tells each fault; exit status 2 if there is one.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph check-db
  relgraph check-db --db copy-of-yesterday.db")]
pub struct CheckDb {}

impl CheckDb {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let faults = store.faults(crate::resolve::corroborate_further)?;
        let mut out = output::stdout();
        for fault in &faults {
            writeln!(out, "{}", clean(fault))?;
        }
        out.flush()?;
        if faults.is_empty() {
            if !common.quiet {
                let counts = store.counts()?;
                output::note(&format!(
                    "sound: {} articles, {} entities, {} relations, {} claims",
                    counts.articles, counts.entities, counts.relations, counts.claims
                ));
            }
            return Ok(Outcome::Done);
        }
        if !common.quiet {
            output::note(
                "the database is not sound; take back a copy (`relgraph backup`), or ingest the articles into a new file",
            );
        }
        Ok(Outcome::Flawed)
    }
}
