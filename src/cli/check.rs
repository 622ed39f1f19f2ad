use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::ontology::{Ontology, read, relation_files};
use super::{Common, Outcome, output};
use crate::lexicon::{DataFile, Lexicon, LexiconError};
use crate::relate::examples::check_examples;

/// Check data files, and that the rules find what their examples say
///
/// Every mistake of every file is told at once, as FILE:LINE: MISTAKE, and then every example that
/// the rules read otherwise.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph check               the data in this program
  relgraph check my-relations  relation files of your own, beside the built-in ones
  relgraph check data          all data, as data/README.md describes it, before it is built in")]
pub struct Check {
    /// A folder of relation files, or of all that data/README.md describes [default: the data in this program].
    dir: Option<PathBuf>,
    #[command(flatten)]
    ontology: Ontology,
}

impl Check {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut out = output::stdout();
        let checked = match self.lexicon() {
            Ok(lexicon) => lexicon,
            Err(error) => {
                let error = error.downcast::<LexiconError>()?;
                writeln!(out, "{error}")?;
                out.flush()?;
                if !common.quiet {
                    output::note(&format!("{} mistakes", error.problems.len()));
                }
                return Ok(Outcome::Flawed);
            }
        };
        // Who brings files wants to know of their examples, not of the built-in ones.
        let examples = checked.rules().examples.iter();
        let examples: Vec<_> = examples.filter(|example| example.own || !self.is_own()).collect();
        let failures = check_examples(checked, &examples);
        for failure in &failures {
            writeln!(out, "{failure}")?;
        }
        out.flush()?;
        if !common.quiet {
            output::note(&format!(
                "{} rules, {} examples, {} failed",
                checked.rules().rules.len(),
                examples.len(),
                failures.len()
            ));
        }
        Ok(if failures.is_empty() {
            Outcome::Done
        } else {
            Outcome::Flawed
        })
    }

    /// Whether the files stand beside the built-in ones.
    fn is_own(&self) -> bool {
        match &self.dir {
            Some(dir) => !is_whole(dir),
            None => self.ontology.adds(),
        }
    }

    fn lexicon(&self) -> anyhow::Result<&'static Lexicon> {
        let Some(dir) = &self.dir else {
            return self.ontology.lexicon();
        };
        let lexicon = if is_whole(dir) {
            Lexicon::load(&data_files(dir)?)?
        } else {
            Lexicon::load_with(&Lexicon::embedded_files(), &relation_files(dir)?)?
        };
        Ok(Box::leak(Box::new(lexicon)))
    }
}

/// Whether a folder is one of all data, not of relation files.
fn is_whole(dir: &Path) -> bool {
    dir.join("relations").is_dir()
}

/// The files of a folder that are read as data, in the order in which they must be read: those of
/// the embedded data, and relation files and word lists of which the program does not know.
fn data_files(dir: &Path) -> anyhow::Result<Vec<DataFile>> {
    let mut files = Vec::new();
    for folder in ["actors", "things", "codes"] {
        for file in Lexicon::embedded_files() {
            let path = file.path.trim_start_matches("data/");
            if path.starts_with(folder) {
                files.push(read(&dir.join(path))?);
            }
        }
    }
    for folder in ["words", "relations"] {
        files.extend(relation_files(&dir.join(folder))?);
    }
    Ok(files)
}
