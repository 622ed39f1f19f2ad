use std::io::{self, Write};

use serde_json::json;

use super::exporter::{Exporter, rounded};
use crate::model::{Decision, Evidence, Node};
use crate::query::Edge;

/// JSON as Cytoscape.js takes it for `elements`, and Cytoscape desktop for a network.
#[derive(Default)]
pub struct Cytoscape {
    written: usize,
}

impl Cytoscape {
    fn separator(&mut self) -> &'static str {
        self.written += 1;
        if self.written == 1 { "\n" } else { ",\n" }
    }
}

impl Exporter for Cytoscape {
    fn begin(&mut self, out: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        write!(
            out,
            "{{\"data\": {{\"name\": \"relgraph\"}}, \"directed\": true, \"multigraph\": true,\n\"elements\": {{\"nodes\": ["
        )
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        let line = json!({"data": {
            "id": format!("n{}", node.id), "name": node.name, "label": node.name, "key": node.key, "kind": node.kind,
            "code": node.code, "state": node.state, "articles": node.articles,
        }});
        write!(out, "{}{line}", self.separator())
    }

    fn turn(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.written = 0;
        write!(out, "],\n\"edges\": [")
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, _: &[Evidence]) -> io::Result<()> {
        let line = json!({"data": {
            "id": format!("e{}", edge.id), "source": format!("n{}", edge.head), "target": format!("n{}", edge.tail),
            "key": edge.id, "label": &*edge.relation, "interaction": &*edge.relation, "class": edge.class, "symmetric": edge.symmetric,
            "polarity": edge.polarity, "modality": edge.modality, "first_date": edge.first_date,
            "last_date": edge.last_date, "claims": edge.claims, "sources": edge.sources,
            "confidence": rounded(edge.confidence),
        }});
        write!(out, "{}{line}", self.separator())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "]}}}}")
    }
}
