use std::io::Write;

use clap::Args;

use super::{Common, Outcome, deciding, naming, output, pager};
use crate::present::{to_json, why_table};
use crate::query::why;
use crate::store::Store;

/// Why mentions are one entity: each name, in which articles, by which reason
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph why Putin
  relgraph why 'official:sergei lavrov' --json")]
pub struct Why {
    /// A name in any usual form, or a key.
    #[arg(add = naming::entities())]
    entity: String,
    /// As JSON, for programs: with all names and articles.
    #[arg(long)]
    json: bool,
}

impl Why {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let entity = deciding::find(&store, &self.entity)?;
        let answer = why(&store, &entity)?;
        let mut out = pager::answer();
        if self.json {
            to_json(&mut out, &answer)?;
        } else {
            why_table(&mut out, &answer, output::width())?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
