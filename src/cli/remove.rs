use std::io::Write;

use clap::Args;

use super::{Common, Outcome, deciding, output};
use crate::lexicon::Lexicon;
use crate::pipeline;

/// Take back articles: what only they said goes with them
///
/// The graph is what it would be if they had never been read. Should they come again, they are read again.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph remove wire-17
  relgraph remove https://example.org/2020/retracted.html")]
pub struct Remove {
    /// Ids or URLs of articles, as `relgraph sources` and `relgraph dump` show them.
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
}

impl Remove {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = deciding::open(common)?;
        let mut found = Vec::new();
        let mut missing = false;
        for name in &self.articles {
            let ids = store.articles_called(name)?;
            if ids.is_empty() {
                missing = true;
                output::warning(&format!(
                    "there is no article \"{name}\" in the graph; `relgraph query` can list ids: SELECT id, title FROM articles"
                ));
            }
            found.extend(ids);
        }
        let before = store.counts()?;
        pipeline::remove(&mut store, Lexicon::embedded(), &found)?;
        let now = store.counts()?;
        if !common.quiet {
            let mut out = output::stdout();
            let line =
                |what: &str, before: u64, now: u64| format!("{what:9}  {now} ({:+})", now as i64 - before as i64);
            writeln!(out, "{}", line("articles", before.articles, now.articles))?;
            writeln!(out, "{}", line("entities", before.entities, now.entities))?;
            writeln!(out, "{}", line("relations", before.relations, now.relations))?;
            writeln!(out, "{}", line("claims", before.claims, now.claims))?;
            out.flush()?;
        }
        Ok(if missing { Outcome::Nothing } else { Outcome::Done })
    }
}
