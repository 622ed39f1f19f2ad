use std::io::Write;

use clap::{Args, ValueEnum};

use super::articles::Input;
use super::events::{Record, events};
use super::ontology::Ontology;
use super::{Common, Outcome, output};
use crate::model::Quad;
use crate::pipeline::extract_all;
use crate::present::{cameo_head, document_line, extraction_table};
use crate::relate::codes::codes;
use crate::resolve;

/// Show what relgraph takes from articles, without storing it
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph extract article.txt
  relgraph extract --format jsonl news/*.txt > extracted.jsonl
  relgraph extract --format cameo news > events.tsv
  echo 'Turkey bought S-400 missiles from Russia.' | relgraph extract -")]
pub struct Extract {
    #[command(flatten)]
    input: Input,
    /// A table for people; one JSON object a document for programs; records of events with CAMEO codes
    /// (tab-separated) or as PLOVER has them (JSON Lines).
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
    Cameo,
    Plover,
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
        if matches!(self.format, Format::Cameo) {
            cameo_head(&mut out)?;
        }
        extract_all(
            self.input.articles(),
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
                if extraction.is_foreign() {
                    let language = extraction.language.unwrap_or_default();
                    output::note(&format!(
                        "{}: is in another language ({language}); only English is coded",
                        article.origin
                    ));
                }
                let relations = resolve::one_per_pair(&extraction.claims, types);
                match self.format {
                    Format::Jsonl => {
                        let coded: Vec<_> = relations
                            .into_iter()
                            .map(|claim| {
                                let codes = codes(lexicon, &claim, claim.sentence.of(&extraction.text));
                                (claim, codes)
                            })
                            .collect();
                        document_line(&mut out, &article.id, &extraction, &coded)?;
                    }
                    Format::Cameo | Format::Plover => {
                        let record = if matches!(self.format, Format::Cameo) {
                            Record::Cameo
                        } else {
                            Record::Plover
                        };
                        events(&mut out, lexicon, &article, &extraction, &relations, record)?;
                    }
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
