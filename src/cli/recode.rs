use std::io::Write;

use clap::{Args, ValueEnum};

use super::ontology::Ontology;
use super::watching::Watching;
use super::{Common, Outcome, deciding, output};
use crate::model::{Change, ChangeKind};
use crate::pipeline::Recoding;
use crate::present::{change_jsonl, change_table};

/// Read the stored articles again, by the present model and rules, and tell what changes
///
/// For each claim that is told now and was not (+), that was told and is not now (-), and that is told in
/// another way (~), with its sentence. What people decided stays in force.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph recode --dry-run                            what a newer relgraph would read otherwise
  relgraph recode --relations my-relations --dry-run   what rules of your own would change
  relgraph recode --format jsonl > changes.jsonl")]
pub struct Recode {
    /// Only tell; change nothing.
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    ontology: Ontology,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Jsonl,
}

impl Recode {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let lexicon = self.ontology.lexicon()?;
        let mut store = deciding::open(common)?;
        let watching = Watching::new(common, Some(store.counts()?.articles))?;
        let recoding = Recoding {
            lexicon,
            jobs: common.jobs(),
            dry: self.dry_run,
            progress: watching.progress(),
        };
        let mut out = output::stdout();
        let width = output::width();
        let (mut gained, mut lost, mut altered) = (0, 0, 0);
        let mut last: Option<String> = None;
        let recoded = recoding.run(&mut store, |change: Result<Change, String>| -> anyhow::Result<()> {
            watching.tick(watching.progress().articles());
            let change = match change {
                Ok(change) => change,
                Err(message) => {
                    watching.aside(|| output::skipped(&message));
                    return Ok(());
                }
            };
            match change.change {
                ChangeKind::Gained => gained += 1,
                ChangeKind::Lost => lost += 1,
                ChangeKind::Altered => altered += 1,
            }
            match self.format {
                Format::Jsonl => change_jsonl(&mut out, &change)?,
                Format::Table => {
                    let first = last.as_deref() != Some(&change.article);
                    change_table(&mut out, &change, first, width)?;
                    last = Some(change.article);
                }
            }
            Ok(())
        })?;
        out.flush()?;
        let stopped = watching.finish();
        if !common.quiet {
            output::note(&format!(
                "read again: {} of {} articles {}; claims: {gained} gained, {lost} lost, {altered} altered",
                recoded.changed,
                recoded.articles,
                if self.dry_run { "would change" } else { "changed" }
            ));
        }
        Ok(match (stopped, recoded.failed) {
            (true, _) => Outcome::Stopped,
            (false, 0) => Outcome::Done,
            (false, _) => Outcome::Flawed,
        })
    }
}
