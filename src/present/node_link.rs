use std::io::{self, Write};

use serde_json::json;

use super::exporter::{Exporter, rounded};
use crate::model::{Decision, Evidence, Node};
use crate::query::Edge;

/// JSON as NetworkX reads it (`node_link_graph(data, edges="edges")`), a line for each node and edge. The decisions that
/// people made stand among the graph's own attributes.
#[derive(Default)]
pub struct NodeLink {
    written: usize,
}

impl NodeLink {
    fn separator(&mut self) -> &'static str {
        self.written += 1;
        if self.written == 1 { "\n" } else { ",\n" }
    }
}

impl Exporter for NodeLink {
    fn begin(&mut self, out: &mut dyn Write, decisions: &[Decision]) -> io::Result<()> {
        let decisions = serde_json::to_string(decisions)?;
        write!(
            out,
            "{{\"directed\": true, \"multigraph\": true, \"graph\": {{\"decisions\": {decisions}}},\n\"nodes\": ["
        )
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        write!(out, "{}{}", self.separator(), serde_json::to_string(node)?)
    }

    fn turn(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.written = 0;
        write!(out, "],\n\"edges\": [")
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, _: &[Evidence]) -> io::Result<()> {
        let line = json!({
            "source": edge.head, "target": edge.tail, "key": edge.id, "type": &*edge.relation, "class": edge.class,
            "symmetric": edge.symmetric, "polarity": edge.polarity, "modality": edge.modality,
            "first_date": edge.first_date, "last_date": edge.last_date, "claims": edge.claims,
            "sources": edge.sources, "confidence": rounded(edge.confidence),
        });
        write!(out, "{}{line}", self.separator())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "]}}")
    }
}
