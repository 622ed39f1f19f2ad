use std::io::Write;

use clap::{Args, ValueEnum};

use super::articles::Input;
use super::events::{Record, events};
use super::ontology::Ontology;
use super::{Common, Outcome, output};
use crate::lexicon::Lexicon;
use crate::model::{Article, Quad};
use crate::pipeline::{code, extract_all, extract_all_with};
use crate::present::{cameo_head, document_line, extraction_table, record_line};
use crate::read::ReadError;
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
    /// (tab-separated) or as PLOVER has them (JSON Lines); articles with all that `reduce` and `import` ask for.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Passes over so many articles at the beginning.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    skip: usize,
    /// Takes no more articles than this.
    #[arg(long, value_name = "N")]
    take: Option<usize>,
    /// With `claims`: an article that cannot be read gets a line, too, {"error": "..."}.
    #[arg(long)]
    with_errors: bool,
    #[command(flatten)]
    ontology: Ontology,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Table,
    Jsonl,
    Cameo,
    Plover,
    Claims,
}

/// An article that could not be read, in the place of what would have been taken from it.
#[derive(serde::Serialize)]
struct Bad {
    error: String,
}

impl Extract {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let lexicon = self.ontology.lexicon()?;
        let articles = self.input.articles().skip(self.skip);
        let articles = articles.take(self.take.unwrap_or(usize::MAX));
        if self.format == Format::Claims {
            return self.claims(common, lexicon, articles);
        }
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
        extract_all(articles, common.jobs(), lexicon, |outcome| -> std::io::Result<()> {
            let (article, extraction) = match outcome {
                Ok(pair) => pair,
                Err(error) => {
                    bad = true;
                    output::bad(&error);
                    return Ok(());
                }
            };
            if extraction.is_foreign() {
                let language = extraction.language.as_deref().unwrap_or_default();
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
                Format::Table | Format::Claims => {
                    if written {
                        writeln!(out)?;
                    }
                    extraction_table(&mut out, &article, &extraction, &relations, &quad, width)?;
                }
            }
            written = true;
            Ok(())
        })?;
        out.flush()?;
        Ok(if bad { Outcome::Flawed } else { Outcome::Done })
    }

    /// What `reduce` and `import` read. Each line is handed on as soon as it is there, so that whoever feeds the
    /// program knows how far it came if it dies.
    fn claims(
        &self,
        common: &Common,
        lexicon: &Lexicon,
        articles: impl Iterator<Item = Result<Article, ReadError>> + Send,
    ) -> anyhow::Result<Outcome> {
        let mut out = output::stdout();
        let mut bad = false;
        let code = |article: &Article| code(lexicon, article);
        extract_all_with(articles, common.jobs(), &code, |outcome| -> std::io::Result<()> {
            match outcome {
                Ok((_, coded)) => record_line(&mut out, &coded)?,
                Err(error) => {
                    bad = true;
                    output::bad(&error);
                    if self.with_errors {
                        let error = error.to_string();
                        record_line(&mut out, &Bad { error })?;
                    }
                }
            }
            out.flush()
        })?;
        Ok(if bad { Outcome::Flawed } else { Outcome::Done })
    }
}
