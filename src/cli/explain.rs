use std::io::Write;

use clap::{Args, ValueEnum};

use super::ontology::Ontology;
use super::{Common, Outcome, output, pager};
use crate::model::{Article, Date};
use crate::present::{conllu, explain_json, explain_table};
use crate::relate::codes::codes;
use crate::relate::explain::explain;
use crate::understand::understand;

/// How relgraph reads a sentence: words, arcs, mentions, and for each claim what speaks for it
///
/// A claim's confidence is the probability that the two entities are related at all, times that of the type if they
/// are. Both are sums of weights, of which the largest are shown: above 0 they speak for it, below against.
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
    Json,
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
        let lexicon = self.ontology.lexicon()?;
        let document = understand(lexicon, &article);
        let (claims, explanation) = explain(lexicon, &document);
        let coded: Vec<_> = claims
            .into_iter()
            .map(|claim| {
                let codes = codes(lexicon, &claim, document.text_of(claim.sentence));
                (claim, codes)
            })
            .collect();
        let mut out = pager::answer();
        match self.format {
            Format::Table => explain_table(&mut out, &document, &coded, &explanation, output::width())?,
            Format::Json => explain_json(&mut out, &document, &coded, &explanation)?,
            Format::Conllu => conllu(&mut out, &document)?,
        }
        out.flush()?;
        Ok(if coded.is_empty() {
            Outcome::Nothing
        } else {
            Outcome::Done
        })
    }
}
