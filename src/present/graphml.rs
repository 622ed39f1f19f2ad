use std::io::{self, Write};

use super::exporter::{Exporter, xml};
use crate::model::{Decision, Evidence, Node};
use crate::query::Edge;

/// GraphML, which yEd, Gephi, Cytoscape, igraph and NetworkX read.
#[derive(Default)]
pub struct GraphMl;

/// Attributes with their types: of nodes, then of edges.
const NODE: [(&str, &str); 7] = [
    ("name", "string"),
    ("key", "string"),
    ("kind", "string"),
    ("code", "string"),
    ("state", "string"),
    ("generic", "boolean"),
    ("articles", "int"),
];
const EDGE: [(&str, &str); 11] = [
    ("label", "string"),
    ("class", "string"),
    ("symmetric", "boolean"),
    ("polarity", "string"),
    ("modality", "string"),
    ("first_date", "string"),
    ("last_date", "string"),
    ("claims", "int"),
    ("sources", "int"),
    ("confidence", "double"),
    ("weight", "double"),
];

impl Exporter for GraphMl {
    fn begin(&mut self, out: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
        )?;
        for (target, keys) in [("node", &NODE[..]), ("edge", &EDGE[..])] {
            for (name, kind) in keys {
                writeln!(
                    out,
                    "  <key id=\"{target}_{name}\" for=\"{target}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
                )?;
            }
        }
        writeln!(out, "  <graph id=\"relgraph\" edgedefault=\"directed\">")
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        let values = [
            Some(node.name.clone()),
            Some(node.key.clone()),
            Some(node.kind.to_string()),
            node.code.clone(),
            node.state.clone(),
            Some(node.generic.to_string()),
            Some(node.articles.to_string()),
        ];
        writeln!(
            out,
            "    <node id=\"n{}\">{}</node>",
            node.id,
            data("node", &NODE, &values)
        )
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, _: &[Evidence]) -> io::Result<()> {
        let values = [
            Some(edge.relation.to_string()),
            Some(edge.class.name().to_string()),
            Some(edge.symmetric.to_string()),
            Some(edge.polarity.name().to_string()),
            Some(edge.modality.name().to_string()),
            edge.first_date.map(|date| date.to_string()),
            edge.last_date.map(|date| date.to_string()),
            Some(edge.claims.to_string()),
            Some(edge.sources.to_string()),
            Some(format!("{:.4}", edge.confidence)),
            Some(format!("{:.4}", f64::from(edge.claims) * f64::from(edge.confidence))),
        ];
        writeln!(
            out,
            "    <edge id=\"e{}\" source=\"n{}\" target=\"n{}\">{}</edge>",
            edge.id,
            edge.head,
            edge.tail,
            data("edge", &EDGE, &values)
        )
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  </graph>\n</graphml>")
    }
}

fn data(target: &str, keys: &[(&str, &str)], values: &[Option<String>]) -> String {
    let pairs = keys.iter().zip(values);
    let told = pairs.filter_map(|((name, _), value)| Some((name, value.as_ref()?)));
    told.map(|(name, value)| format!("<data key=\"{target}_{name}\">{}</data>", xml(value)))
        .collect()
}
