use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::{Common, Outcome, output};
use crate::lexicon::{DataFile, Lexicon};
use crate::relate::examples::check_examples;

/// Check the data files, and that the rules find what their examples say
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph check          the data in this program
  relgraph check data     the files of a folder, before they are built in")]
pub struct Check {
    /// A folder with the files that data/README.md describes [default: the data in this program].
    dir: Option<PathBuf>,
}

impl Check {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let loaded;
        let lexicon = match &self.dir {
            Some(dir) => {
                loaded = Lexicon::load(&data_files(dir)?)?;
                &loaded
            }
            None => Lexicon::embedded(),
        };
        let failures = check_examples(lexicon);
        let mut out = output::stdout();
        for failure in &failures {
            writeln!(out, "{failure}")?;
        }
        out.flush()?;
        if !common.quiet {
            let all = lexicon.rules().examples.len();
            output::note(&format!(
                "{} rules, {all} examples, {} failed",
                lexicon.rules().rules.len(),
                failures.len()
            ));
        }
        Ok(if failures.is_empty() {
            Outcome::Done
        } else {
            Outcome::Flawed
        })
    }
}

/// The files of a folder that are read as data, in the order in which they must be read: those of
/// the embedded data, and relation files and word lists of which the program does not know.
fn data_files(dir: &Path) -> anyhow::Result<Vec<DataFile>> {
    let mut files = Vec::new();
    let mut read = |path: String| -> anyhow::Result<()> {
        let full = dir.join(&path);
        let text = std::fs::read_to_string(&full).with_context(|| full.display().to_string())?;
        files.push(DataFile {
            path: full.display().to_string(),
            text,
        });
        Ok(())
    };
    for folder in ["actors", "things"] {
        for file in Lexicon::embedded_files() {
            let path = file.path.trim_start_matches("data/");
            if path.starts_with(folder) {
                read(path.to_string())?;
            }
        }
    }
    for folder in ["words", "relations"] {
        let path = dir.join(folder);
        let entries = std::fs::read_dir(&path).with_context(|| path.display().to_string())?;
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.with_context(|| path.display().to_string())?.file_name();
            names.extend(name.to_str().filter(|name| name.ends_with(".toml")).map(str::to_string));
        }
        if names.is_empty() {
            bail!("{} has no .toml files", path.display());
        }
        names.sort();
        for name in names {
            read(format!("{folder}/{name}"))?;
        }
    }
    Ok(files)
}
