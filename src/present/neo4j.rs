use std::io::{self, Write};

use super::clean;
use super::exporter::{Exporter, label, upper};
use crate::model::{Decision, Evidence, Node};
use crate::query::Edge;

/// The nodes as CSV with the header that `neo4j-admin database import` wants.
#[derive(Default)]
pub struct NodesCsv;

/// The edges, likewise.
#[derive(Default)]
pub struct EdgesCsv;

impl Exporter for NodesCsv {
    fn begin(&mut self, out: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        writeln!(
            out,
            "id:ID,:LABEL,name,key,kind,code,state,generic:boolean,articles:int"
        )
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        let cells = [
            &node.id.to_string(),
            &format!("Entity;{}", label(node.kind.name())),
            &node.name,
            &node.key,
            node.kind.name(),
            node.code.as_deref().unwrap_or_default(),
            node.state.as_deref().unwrap_or_default(),
            &node.generic.to_string(),
            &node.articles.to_string(),
        ];
        writeln!(out, "{}", cells.map(cell).join(","))
    }

    fn edge(&mut self, _: &mut dyn Write, _: &Edge, _: &[Evidence]) -> io::Result<()> {
        Ok(())
    }
}

impl Exporter for EdgesCsv {
    fn begin(&mut self, out: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        writeln!(
            out,
            ":START_ID,:END_ID,:TYPE,id:long,class,symmetric:boolean,polarity,modality,first_date,last_date,claims:int,\
             sources:int,confidence:double"
        )
    }

    fn node(&mut self, _: &mut dyn Write, _: &Node) -> io::Result<()> {
        Ok(())
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, _: &[Evidence]) -> io::Result<()> {
        let date = |date: Option<crate::model::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let cells = [
            &edge.head.to_string(),
            &edge.tail.to_string(),
            &upper(&edge.relation),
            &edge.id.to_string(),
            edge.class.name(),
            &edge.symmetric.to_string(),
            edge.polarity.name(),
            edge.modality.name(),
            &date(edge.first_date),
            &date(edge.last_date),
            &edge.claims.to_string(),
            &edge.sources.to_string(),
            &format!("{:.4}", edge.confidence),
        ];
        writeln!(out, "{}", cells.map(cell).join(","))
    }
}

/// A cell of CSV (RFC 4180), in quotation marks where it has to be.
pub fn cell(text: &str) -> String {
    let text = clean(text);
    let quoted = text.contains([',', '"', '\'']) || text.starts_with(' ') || text.ends_with(' ');
    match quoted {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_keep_to_themselves() {
        let check = |text: &str, written: &str| assert_eq!(cell(text), written);
        check("plain", "plain");
        check("a, b", "\"a, b\"");
        check("say \"no\"", "\"say \"\"no\"\"\"");
        check("two\nlines", "two lines");
        check(" x", "\" x\"");
        check("", "");
    }
}
