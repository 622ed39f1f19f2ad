use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use crate::lexicon::{DataFile, Lexicon};

/// The relation types and rules that a command works with.
#[derive(Args)]
pub struct Ontology {
    /// Use the relation files (*.toml) of this folder, too: new types, and more rules for those there are.
    #[arg(long, value_name = "DIR")]
    relations: Vec<PathBuf>,
    /// Use the relation files of this folder instead of the built-in ones.
    #[arg(long, value_name = "DIR", conflicts_with = "relations")]
    relations_only: Option<PathBuf>,
}

impl Ontology {
    /// Whether there are relation files beside the built-in ones.
    pub fn adds(&self) -> bool {
        !self.relations.is_empty()
    }

    /// What the program knows, with the user's relation files; it lives as long as the program.
    pub fn lexicon(&self) -> anyhow::Result<&'static Lexicon> {
        let mut own = Vec::new();
        for dir in self.relations.iter().chain(&self.relations_only) {
            own.extend(relation_files(dir)?);
        }
        if own.is_empty() {
            return Ok(Lexicon::embedded());
        }
        let mut files = Lexicon::embedded_files();
        if self.relations_only.is_some() {
            files.retain(|file| !file.path.contains("/relations/"));
        }
        Ok(Box::leak(Box::new(Lexicon::load_with(&files, &own)?)))
    }
}

/// The relation files of a folder, in the order of their names.
pub fn relation_files(dir: &Path) -> anyhow::Result<Vec<DataFile>> {
    let entries = std::fs::read_dir(dir).with_context(|| dir.display().to_string())?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| dir.display().to_string())?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("{} has no .toml files", dir.display());
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

pub fn read(path: &Path) -> anyhow::Result<DataFile> {
    Ok(DataFile {
        path: path.display().to_string(),
        text: std::fs::read_to_string(path).with_context(|| path.display().to_string())?,
    })
}
