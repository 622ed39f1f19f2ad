use std::io::Write;

use clap::{Args, ValueEnum};

use super::ontology::Ontology;
use super::{Common, Outcome, output};
use crate::model::{Article, Date};
use crate::pipeline::analyse;
use crate::present::{conllu, explain_table};

/// How relgraph reads a sentence: words, tags, arcs, mentions, and the rules that fired
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph explain 'Turkey bought S-400 missiles from Russia.'
  relgraph explain --date 2018-09-17 'Putin met Erdogan on Monday.'
  relgraph explain --format conllu 'Turkey rejected the offer.'")]
pub struct Explain {
    /// A sentence or a few.
    #[arg(required = true)]
    text: Vec<String>,
    /// When it was published, to resolve "on Monday".
    #[arg(long)]
    date: Option<Date>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    ontology: Ontology,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Conllu,
}

impl Explain {
    pub fn run(&self, _common: &Common) -> anyhow::Result<Outcome> {
        let article = Article {
            id: "sentence".into(),
            text: self.text.join(" "),
            date: self.date,
            ..Article::default()
        };
        let (document, claims) = analyse(self.ontology.lexicon()?, &article);
        let mut out = output::stdout();
        match self.format {
            Format::Table => explain_table(&mut out, &document, &claims, output::width())?,
            Format::Conllu => conllu(&mut out, &document)?,
        }
        out.flush()?;
        Ok(if claims.is_empty() {
            Outcome::Nothing
        } else {
            Outcome::Done
        })
    }
}
