use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Common, Outcome, output};
use crate::pipeline::{copies, dropped, relations, stories};
use crate::present::record_line;
use crate::read::records;

/// Merge what many machines have read, as `ingest` would
///
/// Reads records of JSON Lines that come of `extract --format claims`, and writes others, for clusters: each
/// machine may take a part of the input, as long as what belongs together comes together. `spark/` does all that.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph extract --format claims news > articles.jsonl
  jq -c '.claims[]' articles.jsonl | LC_ALL=C sort | relgraph reduce > relations.jsonl
  relgraph import --articles articles.jsonl --merged relations.jsonl")]
pub struct Reduce {
    /// What to make.
    #[arg(value_enum, default_value_t)]
    what: What,
    /// Files, folders of them, or - for stdin; packed (.gz) or not.
    #[arg(default_value = "-")]
    paths: Vec<PathBuf>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum What {
    /// Relations, of claims sorted by relation and story; holds one claim at a time.
    #[default]
    Relations,
    /// Which articles another one replaces or repeats, of their doc, id, page and hash in order.
    Dropped,
    /// Which texts are copies, of pairs of them: one, other, one_text, other_text.
    Copies,
    /// Which story each copy tells, of all copies.
    Stories,
}

impl Reduce {
    pub fn run(&self, _: &Common) -> anyhow::Result<Outcome> {
        let mut out = output::stdout();
        match self.what {
            What::Relations => relations(records(&self.paths), |record| write(&mut out, &record)),
            What::Dropped => dropped(records(&self.paths), |record| write(&mut out, &record)),
            What::Copies => copies(records(&self.paths), |record| write(&mut out, &record)),
            What::Stories => stories(records(&self.paths), |record| write(&mut out, &record)),
        }?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn write(out: &mut dyn Write, record: &impl Serialize) -> anyhow::Result<()> {
    Ok(record_line(out, record)?)
}
