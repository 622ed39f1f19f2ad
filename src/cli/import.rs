use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use indicatif::HumanCount;

use super::ontology::Ontology;
use super::watching::Watching;
use super::{Common, Outcome, output};
use crate::pipeline::{Imported, Parts, add, load};
use crate::read::records;
use crate::store::Store;

/// Load articles that other machines have read
///
/// Takes the folder that `spark/relgraph_spark.py` has written, or the files of `extract --format claims` and
/// `reduce`. The graph is that of `ingest` of the same articles. A database that is not there is loaded in bulk,
/// whole or not at all; one that is there takes the articles as `ingest` does, and needs no more than them.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph import --db archive.db spark-output
  relgraph extract --format claims news | relgraph import --articles -")]
pub struct Import {
    /// A folder with `articles` and, beside them, `copies` and `relations`.
    #[arg(value_name = "FOLDER", required_unless_present = "articles")]
    folder: Option<PathBuf>,
    /// What `extract --format claims` has written: files, folders of them, or - for stdin; packed (.gz) or not.
    #[arg(long, value_name = "PATH", conflicts_with = "folder")]
    articles: Vec<PathBuf>,
    /// All that `reduce copies` has written; without it, copies are looked for here.
    #[arg(long, value_name = "PATH", conflicts_with = "folder")]
    copies: Vec<PathBuf>,
    /// All that `reduce` has written; without it, claims are merged here.
    #[arg(long, value_name = "PATH", conflicts_with = "folder")]
    merged: Vec<PathBuf>,
    #[command(flatten)]
    ontology: Ontology,
}

impl Import {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let lexicon = self.ontology.lexicon()?;
        let parts = self.parts()?;
        let watching = Watching::new(common, None)?;
        let imported = if common.db.exists() {
            add::<anyhow::Error>(
                &mut Store::open(&common.db)?,
                lexicon,
                parts.articles,
                watching.progress(),
            )
        } else {
            let part = part_of(&common.db);
            let _ = std::fs::remove_file(&part);
            let loaded = load::<anyhow::Error>(&part, lexicon, parts, watching.progress());
            let kept = loaded.and_then(|imported| {
                if !watching.progress().is_stopped() {
                    std::fs::rename(&part, &common.db)?;
                }
                Ok(imported)
            });
            let _ = std::fs::remove_file(&part);
            kept
        }?;
        if watching.finish() {
            return Ok(Outcome::Stopped);
        }
        if !common.quiet {
            self.summary(common, &imported)?;
        }
        Ok(Outcome::Done)
    }

    fn parts(&self) -> anyhow::Result<Parts> {
        let some = |paths: &[PathBuf]| (!paths.is_empty()).then(|| paths.to_vec());
        let (articles, copies, relations) = match &self.folder {
            None => (self.articles.clone(), some(&self.copies), some(&self.merged)),
            Some(folder) => {
                let within = |name: &str| Some(vec![folder.join(name)]).filter(|paths| paths[0].exists());
                let Some(articles) = within("articles") else {
                    bail!(
                        "{}: holds no folder `articles`; name what spark/relgraph_spark.py has written, or files with --articles",
                        folder.display()
                    );
                };
                (articles, within("copies"), within("relations"))
            }
        };
        Ok(Parts {
            articles: records(&articles),
            chosen: self.folder.is_some(),
            copies: copies.map(|paths| records(&paths)),
            relations: relations.map(|paths| records(&paths)),
        })
    }

    fn summary(&self, common: &Common, imported: &Imported) -> anyhow::Result<()> {
        let counts = Store::read(&common.db)?.counts()?;
        let ingested = &imported.ingested;
        output::note(&format!(
            "{} new, {} updated, {} unchanged; {} relations, of which {} came merged",
            HumanCount(ingested.new),
            HumanCount(ingested.updated),
            HumanCount(ingested.unchanged),
            HumanCount(counts.relations),
            HumanCount(imported.merged)
        ));
        output::note(&format!("now: relgraph stats{}", output::database(common)));
        Ok(())
    }
}

/// Another name beside a file, for what is not whole yet.
fn part_of(path: &Path) -> PathBuf {
    let mut part = path.to_path_buf().into_os_string();
    part.push(".part");
    PathBuf::from(part)
}
