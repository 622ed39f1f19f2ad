use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Common, Outcome, output};
use crate::present::{stories_table, to_json};
use crate::query::stories;
use crate::store::Store;

/// Which articles are copies of one story and so one source
///
/// Papers print what agencies wrote: word for word, under another headline, cut or edited. However many
/// do, a relation has one source by it. Different reports of one event are different sources.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph sources
  relgraph sources --article wire-17 --format json
  relgraph sources --least 1            every story, also those that one article alone tells")]
pub struct Sources {
    /// Only the story that this article tells, by the article's id.
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Only stories that as many articles tell.
    #[arg(long, default_value_t = 2, value_name = "N", conflicts_with = "article")]
    least: u64,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

impl Sources {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let least = if self.article.is_some() { 1 } else { self.least };
        let mut stories = stories(&store, least)?;
        if let Some(id) = &self.article {
            stories.retain(|story| story.articles.iter().any(|telling| telling.article.article == *id));
        }
        let mut out = output::stdout();
        match self.format {
            Format::Table => stories_table(&mut out, &stories, output::width())?,
            Format::Json => to_json(&mut out, &stories)?,
        }
        out.flush()?;
        if !stories.is_empty() {
            return Ok(Outcome::Done);
        }
        if !common.quiet {
            output::note(&match &self.article {
                Some(id) => format!("there is no article \"{id}\" in the graph"),
                None => format!("no story is told by {} articles or more", self.least),
            });
        }
        Ok(Outcome::Nothing)
    }
}
