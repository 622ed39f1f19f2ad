use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ontology::Ontology;
use super::{Common, Outcome, output};
use crate::lexicon::Lexicon;
use crate::model::{Article, Claim, Extraction, Polarity, Quad};
use crate::pipeline::extract_all;
use crate::present::{Event, cameo_head, cameo_line, document_line, extraction_table, plover_line};
use crate::relate::codes::{actor, codes};
use crate::{read, resolve};

/// Show what relgraph takes from articles, without storing it
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph extract article.txt
  relgraph extract --format jsonl news/*.txt > extracted.jsonl
  relgraph extract --format cameo news > events.tsv
  echo 'Turkey bought S-400 missiles from Russia.' | relgraph extract -")]
pub struct Extract {
    /// Files, folders, or - for stdin.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
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
                        self.events(&mut out, lexicon, &article, &extraction, &relations)?;
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

    /// A record for each claim of an act. What two do together is an event of each of them; what is only a standing
    /// fact, or in CAMEO's format denied, is none.
    fn events(
        &self,
        out: &mut dyn Write,
        lexicon: &Lexicon,
        article: &Article,
        extraction: &Extraction,
        relations: &[Claim],
    ) -> std::io::Result<()> {
        let actors: Vec<String> = (0..extraction.entities.len())
            .map(|index| actor(lexicon, &extraction.entities, relations, index))
            .collect();
        let mut number = 0;
        for claim in relations {
            let codes = codes(lexicon, claim, claim.sentence.of(&extraction.text));
            let kind = lexicon.relation_types().iter().find(|kind| kind.name == claim.relation);
            let cameo = matches!(self.format, Format::Cameo);
            let is_event = match cameo {
                true => codes.cameo.is_some() && claim.polarity == Polarity::Affirmed,
                false => codes.plover.is_some(),
            };
            if !is_event {
                continue;
            }
            for turned in [false, true] {
                if turned && !kind.is_some_and(|kind| kind.symmetric) {
                    continue;
                }
                let (source, target) = if turned {
                    (claim.tail, claim.head)
                } else {
                    (claim.head, claim.tail)
                };
                number += 1;
                let event = Event {
                    article,
                    extraction,
                    claim,
                    codes: &codes,
                    actors: [&actors[source], &actors[target]],
                    turned,
                    number,
                };
                match cameo {
                    true => cameo_line(out, &event)?,
                    false => plover_line(out, &event)?,
                }
            }
        }
        Ok(())
    }
}
