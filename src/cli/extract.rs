use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ontology::Ontology;
use super::{Common, Outcome, output};
use crate::model::Quad;
use crate::pipeline::extract_all;
use crate::present::{document_line, extraction_table};
use crate::{read, resolve};

/// Show what relgraph takes from articles, without storing it
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph extract article.txt
  relgraph extract --format jsonl news/*.txt > extracted.jsonl
  echo 'Turkey bought S-400 missiles from Russia.' | relgraph extract -")]
pub struct Extract {
    /// Files, folders, or - for stdin.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A table for people, or one JSON object a line for programs.
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

impl Extract {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let lexicon = self.ontology.lexicon()?;
        let types = lexicon.relation_types();
        let quad = |name: &str| {
            types
                .iter()
                .find(|kind| &*kind.name == name)
                .map_or(Quad::Structure, |kind| kind.class.quad())
        };
        let mut out = output::stdout();
        let width = output::width();
        let (mut bad, mut written) = (false, false);
        extract_all(
            read::articles(&self.paths),
            common.jobs(),
            lexicon,
            |outcome| -> std::io::Result<()> {
                let (article, extraction) = match outcome {
                    Ok(pair) => pair,
                    Err(error) => {
                        bad = true;
                        output::bad(&error);
                        return Ok(());
                    }
                };
                let relations = resolve::one_per_pair(&extraction.claims, types);
                match self.format {
                    Format::Jsonl => document_line(&mut out, &article.id, &extraction, &relations)?,
                    Format::Table => {
                        if written {
                            writeln!(out)?;
                        }
                        extraction_table(&mut out, &article, &extraction, &relations, &quad, width)?;
                    }
                }
                written = true;
                Ok(())
            },
        )?;
        out.flush()?;
        Ok(if bad { Outcome::Flawed } else { Outcome::Done })
    }
}
