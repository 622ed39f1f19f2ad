use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Common, Outcome, naming, output, pager};
use crate::lexicon::fold;
use crate::present::{entity_table, to_json};
use crate::query::{Finder, show};
use crate::store::Store;

/// All that the graph knows of one entity
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph show NATO
  relgraph show turkiye
  relgraph show 'official:sergei lavrov' --format json")]
pub struct Show {
    /// A name in any usual form, a part of a name, an ISO code or a key.
    #[arg(add = naming::entities())]
    entity: String,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

impl Show {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let entity = Finder::new(&store, fold).find(&self.entity)?;
        let answer = show(&store, &entity)?;
        let mut out = pager::answer();
        match self.format {
            Format::Table => entity_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
