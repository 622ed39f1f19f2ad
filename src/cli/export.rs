use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::events::{Record, records};
use super::filtering::Filtering;
use super::{Common, Outcome, naming, output};
use crate::lexicon::fold;
use crate::model::Evidence;
#[cfg(feature = "parquet")]
use crate::present::{ClaimsParquet, EntitiesParquet, RelationsParquet};
use crate::present::{
    Cypher, Cytoscape, EdgesCsv, Exporter, FollowTheMoney, Gexf, GraphMl, NodeLink, NodesCsv, QUOTED, Turtle, dot,
    export, html, mermaid, svg,
};
use crate::query::{Finder, SubgraphAnswer, SubgraphOptions, subgraph};
use crate::resolve::corroborate;
use crate::store::{Store, Window};

/// How many entities a picture shows unless told otherwise.
const PICTURE: usize = 30;
const PAGE: usize = 120;

/// Write the graph, or a part of it, for other programs
///
/// Pictures (dot, svg, html, mermaid) show the strongest relations among some entities unless --limit says otherwise;
/// all other formats hold everything that passes the filters.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph export --format html -o graph.html
  relgraph export --format svg --around Turkey --depth 2 --limit 40 -o turkey.svg
  relgraph export --format gexf --kind state --since 2019 -o states.gexf
  relgraph export --format csv -o neo4j/        nodes.csv and edges.csv for neo4j-admin
  relgraph export --format parquet -o tables/   entities, relations and claims for pandas, R or DuckDB
  relgraph export --format plover > events.jsonl
  relgraph export --format dot | dot -Tpng > graph.png")]
pub struct Export {
    #[arg(long, value_enum)]
    format: Format,
    /// Where to write: a file, for csv and parquet a folder, - for stdout.
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Only what lies near this entity.
    #[arg(long, value_name = "ENTITY", add = naming::entities())]
    around: Option<String>,
    /// How many hops count as near.
    #[arg(long, default_value_t = 1, value_name = "N", requires = "around")]
    depth: u8,
    /// At most so many entities, those of the strongest relations; 0 for all.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    filtering: Filtering,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For Graphviz.
    Dot,
    /// A picture.
    Svg,
    /// A page with the picture, its filters and the sentences; needs no network.
    Html,
    /// A picture in Markdown.
    Mermaid,
    /// Node-link JSON for NetworkX.
    Json,
    /// JSON for Cytoscape and Cytoscape.js.
    Cytoscape,
    /// For yEd, Gephi, Cytoscape, igraph and NetworkX.
    Graphml,
    /// For Gephi, with its timeline.
    Gexf,
    /// Two files for neo4j-admin database import.
    Csv,
    /// Three tables for pandas, R, DuckDB and Spark; only in builds with the feature parquet.
    Parquet,
    /// Statements for Neo4j or Memgraph.
    Cypher,
    /// RDF with provenance.
    Turtle,
    /// FollowTheMoney JSON Lines.
    Ftm,
    /// Events with PLOVER codes, as JSON Lines.
    Plover,
    /// Events with CAMEO codes, tab-separated.
    Cameo,
}

impl Format {
    /// The files of a format that is several.
    fn files(self) -> &'static [&'static str] {
        match self {
            Format::Csv => &["nodes.csv", "edges.csv"],
            Format::Parquet => &["entities.parquet", "relations.parquet", "claims.parquet"],
            _ => &[],
        }
    }

    fn is_picture(self) -> bool {
        matches!(self, Format::Dot | Format::Svg | Format::Html | Format::Mermaid)
    }

    /// The format that is written piece by piece, if it is one.
    fn exporter(self) -> Option<Box<dyn Exporter>> {
        Some(match self {
            Format::Json => Box::new(NodeLink::default()),
            Format::Cytoscape => Box::new(Cytoscape::default()),
            Format::Graphml => Box::new(GraphMl),
            Format::Gexf => Box::new(Gexf),
            Format::Cypher => Box::new(Cypher),
            Format::Turtle => Box::new(Turtle::default()),
            Format::Ftm => Box::new(FollowTheMoney::default()),
            _ => return None,
        })
    }
}

impl Export {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        if self.format == Format::Parquet && !cfg!(feature = "parquet") {
            anyhow::bail!(
                "this relgraph was built without Parquet; build it with `cargo install --path . --features parquet`, or export csv"
            );
        }
        let store = Store::read(&common.db)?;
        let around = self.around.as_ref().map(|name| Finder::new(&store, fold).find(name));
        let usual = match self.format {
            Format::Html => PAGE,
            format if format.is_picture() => PICTURE,
            _ => 0,
        };
        let options = SubgraphOptions {
            around: around.transpose()?,
            depth: self.depth.into(),
            limit: self.limit.unwrap_or(usual),
            filter: self.filtering.filter(&store)?,
        };
        // Opened before the work: what cannot be written should be known at once.
        let mut files = self.open()?;
        let answer = subgraph(&store, &options, corroborate)?;
        let window = options.filter.window();
        for (index, out) in files.iter_mut().enumerate() {
            self.write(&mut **out, index, &store, &answer, &window)?;
            out.flush()?;
        }
        let (nodes, edges) = answer.left_out;
        if self.limit.is_none() && usual > 0 && nodes > 0 && !common.quiet && options.filter.is_open() {
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

    fn open(&self) -> anyhow::Result<Vec<Box<dyn Write + Send>>> {
        let stdout = self.output.as_os_str() == "-";
        let create = |path: PathBuf| -> anyhow::Result<Box<dyn Write + Send>> {
            let file = File::create(&path).with_context(|| format!("{}: cannot be written", path.display()))?;
            Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
        };
        let names = self.format.files();
        if let Some((last, first)) = names.split_last() {
            if stdout {
                let (format, count) = (self.format.to_possible_value(), ["one", "two", "three"][first.len()]);
                anyhow::bail!(
                    "{} is {count} files, {} and {last}; name a folder for them with --output",
                    format.as_ref().map_or("this", |format| format.get_name()),
                    first.join(", ")
                );
            }
            let folder = &self.output;
            std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
            return names.iter().map(|name| create(folder.join(name))).collect();
        }
        Ok(vec![if stdout {
            Box::new(output::stdout())
        } else {
            create(self.output.clone())?
        }])
    }

    fn write(
        &self,
        out: &mut (dyn Write + Send),
        index: usize,
        store: &Store,
        answer: &SubgraphAnswer,
        window: &Window,
    ) -> anyhow::Result<()> {
        let mut evidence = |edge: &crate::query::Edge, limit: usize| -> anyhow::Result<Vec<Evidence>> {
            Ok(store.evidence(edge.id, window, limit)?)
        };
        match self.format {
            Format::Dot => dot(out, answer)?,
            Format::Svg => svg(out, answer)?,
            Format::Mermaid => mermaid(out, answer)?,
            Format::Html => page(out, store, answer, window, &title(self.around.as_deref()))?,
            Format::Plover => records(out, store, answer, window, Record::Plover)?,
            Format::Cameo => records(out, store, answer, window, Record::Cameo)?,
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                let mut exporter = match index {
                    0 => Box::new(EntitiesParquet::new(out)?) as Box<dyn Exporter>,
                    1 => Box::new(RelationsParquet::new(out)?),
                    _ => Box::new(ClaimsParquet::new(out)?),
                };
                export(
                    &mut io::sink(),
                    &mut *exporter,
                    answer,
                    &store.decisions()?,
                    &mut evidence,
                )?;
            }
            format => {
                let mut exporter = match (format, index) {
                    (Format::Csv, 0) => Box::new(NodesCsv) as Box<dyn Exporter>,
                    (Format::Csv, _) => Box::new(EdgesCsv),
                    (format, _) => format.exporter().context("the format is not written piece by piece")?,
                };
                export(out, &mut *exporter, answer, &store.decisions()?, &mut evidence)?;
            }
        }
        Ok(())
    }
}

fn title(around: Option<&str>) -> String {
    match around {
        Some(name) => format!("relgraph: around {name}"),
        None => "relgraph".into(),
    }
}

/// The page of a graph, with the words behind each arrow.
pub fn page(
    out: &mut dyn Write,
    store: &Store,
    answer: &SubgraphAnswer,
    window: &Window,
    title: &str,
) -> anyhow::Result<()> {
    let mut evidence: HashMap<i64, Vec<Evidence>> = HashMap::new();
    for edge in &answer.edges {
        evidence.insert(edge.id, store.evidence(edge.id, window, QUOTED)?);
    }
    let written: io::Result<()> = html(out, answer, &evidence, title);
    Ok(written?)
}
