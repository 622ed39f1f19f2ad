use std::collections::BTreeMap;
use std::io::Write;

use clap::{Args, ValueEnum};

use super::export::page;
use super::filtering::Filtering;
use super::{Common, Outcome, naming, output, pager};
use crate::lexicon::fold;
use crate::present::{dot, path_table, paths_jsonl, svg, to_json};
use crate::query::{Finder, PathAnswer, PathOptions, SubgraphAnswer, paths};
use crate::resolve::corroborate;
use crate::store::Store;

/// How two entities are connected, hop by hop, and who says so
///
/// Names may be written in any usual form: turkiye, USA, Erdoğan or Erdogan, a part of a name, an
/// ISO code, or a key such as official:sergei lavrov.
///
/// A path costs, for each hop, 0.5 - ln(strength) + 0.35 ln(neighbours of the entity that it leads to, unless it
/// is the last), with strength = confidence x modality x kind x age x sources / (sources + 1): short, sure, well
/// attested and recent paths come first, those through entities that everything is tied to last.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph path Turkey Russia
  relgraph path Lavrov NATO --max-hops 2 --evidence 3
  relgraph path Turkey Russia --class conflict --since 2019 --directed
  relgraph path USA Syria --time-ordered --kind state,agreement
  relgraph path USA Iran --format html > path.html")]
pub struct Path {
    /// The entity to start from.
    #[arg(add = naming::entities())]
    from: String,
    /// The entity to arrive at.
    #[arg(add = naming::entities())]
    to: String,
    /// How many paths.
    #[arg(long, short, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100))]
    k: u8,
    /// The longest path.
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=12))]
    max_hops: u8,
    /// How many sentences for each hop.
    #[arg(long, default_value_t = 1, value_name = "N")]
    evidence: u8,
    /// Go from head to tail only: from who accuses to who is accused.
    #[arg(long)]
    directed: bool,
    /// Take no hop earlier than the one before: what may have led to what.
    #[arg(long)]
    time_ordered: bool,
    #[command(flatten)]
    filtering: Filtering,
    /// A text for people, JSON, a path a line, a graph for Graphviz, a picture, or a page with the sentences.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Jsonl,
    Dot,
    Svg,
    Html,
}

impl Path {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let finder = Finder::new(&store, fold);
        let (from, to) = (finder.find(&self.from)?, finder.find(&self.to)?);
        if from.id == to.id {
            anyhow::bail!(
                "\"{}\" and \"{}\" are one entity, {}; name two",
                self.from,
                self.to,
                from.name
            );
        }
        let options = PathOptions {
            count: self.k.into(),
            max_hops: self.max_hops.into(),
            evidence: self.evidence.into(),
            directed: self.directed,
            time_ordered: self.time_ordered,
            filter: self.filtering.filter(&store)?,
        };
        let answer = paths(&store, &from, &to, &options, corroborate)?;
        let mut out = pager::answer();
        match self.format {
            Format::Table => path_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
            Format::Jsonl => paths_jsonl(&mut out, &answer)?,
            Format::Dot => dot(&mut out, &graph_of(&answer))?,
            Format::Svg => svg(&mut out, &graph_of(&answer))?,
            Format::Html => {
                let title = format!("relgraph: {} to {}", from.name, to.name);
                page(&mut out, &store, &graph_of(&answer), &options.filter.window(), &title)?;
            }
        }
        out.flush()?;
        if !answer.paths.is_empty() {
            return Ok(Outcome::Done);
        }
        if !common.quiet {
            output::note(&format!(
                "no path of up to {} hops leads from {} to {}; a longer one may (--max-hops)",
                self.max_hops, from.name, to.name
            ));
            self.filtering.hint(&options.filter, common.quiet);
        }
        Ok(Outcome::Nothing)
    }
}

/// All that the paths pass, as one graph.
fn graph_of(answer: &PathAnswer) -> SubgraphAnswer {
    let (mut nodes, mut edges) = (BTreeMap::new(), BTreeMap::new());
    for node in [&answer.from, &answer.to] {
        nodes.insert(node.id, node.clone());
    }
    for hop in answer.paths.iter().flat_map(|path| &path.hops) {
        nodes.insert(hop.to.id, hop.to.clone());
        edges.insert(hop.relation.id, hop.relation.clone());
    }
    SubgraphAnswer {
        nodes: nodes.into_values().collect(),
        edges: edges.into_values().collect(),
        left_out: (0, 0),
    }
}
