use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Common, Outcome, output};
use crate::lexicon::fold;
use crate::present::{dot, graph_json};
use crate::query::{Finder, SubgraphOptions, subgraph};
use crate::store::Store;

/// How many entities a picture shows unless told otherwise.
const PICTURE: usize = 30;

/// Write the graph, or a part of it, for other programs
///
/// DOT shows the strongest relations among 30 entities unless --limit says otherwise; JSON, in the
/// node-link form that NetworkX reads, holds everything.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph export --format dot | dot -Tsvg > graph.svg
  relgraph export --format dot --around Syria --limit 20 | dot -Tpng > syria.png
  relgraph export --format json > graph.json")]
pub struct Export {
    #[arg(long, value_enum)]
    format: Format,
    /// Only what lies near this entity.
    #[arg(long, value_name = "ENTITY")]
    around: Option<String>,
    /// How many hops count as near.
    #[arg(long, default_value_t = 1, value_name = "N", requires = "around")]
    depth: u8,
    /// At most so many entities, those of the strongest relations; 0 for all.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Dot,
    Json,
}

impl Export {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let finder = Finder::new(&store, fold);
        let around = self.around.as_ref().map(|name| finder.find(name)).transpose()?;
        let usual = match self.format {
            Format::Dot => PICTURE,
            Format::Json => 0,
        };
        let options = SubgraphOptions {
            around,
            depth: self.depth.into(),
            limit: self.limit.unwrap_or(usual),
        };
        let answer = subgraph(&store, &options)?;
        let mut out = output::stdout();
        match self.format {
            Format::Dot => dot(&mut out, &answer)?,
            Format::Json => graph_json(&mut out, &answer, &store.decisions()?)?,
        }
        out.flush()?;
        let (nodes, edges) = answer.left_out;
        if self.limit.is_none() && nodes > 0 && !common.quiet && matches!(self.format, Format::Dot) {
            output::note(&format!(
                "left out {nodes} entities and {edges} relations; --limit sets how many entities are shown"
            ));
        }
        Ok(if answer.nodes.is_empty() {
            Outcome::Nothing
        } else {
            Outcome::Done
        })
    }
}
