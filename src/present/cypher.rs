use std::io::{self, Write};

use super::clean;
use super::exporter::{Exporter, label, upper};
use crate::model::{Decision, Evidence, Node};
use crate::query::Edge;

/// Statements of Cypher for Neo4j, Memgraph and their like, which may be run again without doubling anything.
#[derive(Default)]
pub struct Cypher;

impl Exporter for Cypher {
    fn begin(&mut self, out: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        writeln!(
            out,
            "CREATE CONSTRAINT entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE;"
        )
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        let mut set = format!(
            "n:{}, n.id = {}, n.name = {}, n.kind = {}, n.articles = {}",
            label(node.kind.name()),
            node.id,
            quoted(&node.name),
            quoted(node.kind.name()),
            node.articles
        );
        for (name, value) in [("code", &node.code), ("state", &node.state)] {
            if let Some(value) = value {
                set += &format!(", n.{name} = {}", quoted(value));
            }
        }
        writeln!(out, "MERGE (n:Entity {{key: {}}}) SET {set};", quoted(&node.key))
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, _: &[Evidence]) -> io::Result<()> {
        let mut set = format!(
            "r.class = {}, r.modality = {}, r.claims = {}, r.sources = {}, r.confidence = {:.4}",
            quoted(edge.class.name()),
            quoted(edge.modality.name()),
            edge.claims,
            edge.sources,
            edge.confidence
        );
        for (name, date) in [("first_date", edge.first_date), ("last_date", edge.last_date)] {
            if let Some(date) = date {
                set += &format!(", r.{name} = {}", quoted(&date.to_string()));
            }
        }
        writeln!(
            out,
            "MATCH (a:Entity {{id: {}}}), (b:Entity {{id: {}}}) MERGE (a)-[r:{} {{polarity: {}}}]->(b) SET {set};",
            edge.head,
            edge.tail,
            upper(&edge.relation),
            quoted(edge.polarity.name())
        )
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", clean(text).replace('\\', "\\\\").replace('\'', "\\'"))
}
