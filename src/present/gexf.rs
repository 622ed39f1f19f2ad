use std::io::{self, Write};

use super::exporter::{Exporter, spell, xml};
use super::picture::{fill, stroke};
use crate::model::{Decision, Evidence, Node};
use crate::query::Edge;

/// GEXF 1.3 for Gephi, with the time that each edge spans for its timeline.
#[derive(Default)]
pub struct Gexf;

const NODE: [(&str, &str); 5] = [
    ("key", "string"),
    ("kind", "string"),
    ("code", "string"),
    ("state", "string"),
    ("articles", "integer"),
];
const EDGE: [(&str, &str); 8] = [
    ("class", "string"),
    ("polarity", "string"),
    ("modality", "string"),
    ("first_date", "string"),
    ("last_date", "string"),
    ("claims", "integer"),
    ("sources", "integer"),
    ("confidence", "double"),
];

impl Exporter for Gexf {
    fn begin(&mut self, out: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">"
        )?;
        writeln!(out, "  <meta><creator>relgraph</creator></meta>")?;
        writeln!(
            out,
            "  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">"
        )?;
        for (class, attributes) in [("node", &NODE[..]), ("edge", &EDGE[..])] {
            writeln!(out, "    <attributes class=\"{class}\" mode=\"static\">")?;
            for (id, (name, kind)) in attributes.iter().enumerate() {
                writeln!(out, "      <attribute id=\"{id}\" title=\"{name}\" type=\"{kind}\"/>")?;
            }
            writeln!(out, "    </attributes>")?;
        }
        writeln!(out, "    <nodes>")
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        let values = [
            Some(node.key.clone()),
            Some(node.kind.to_string()),
            node.code.clone(),
            node.state.clone(),
            Some(node.articles.to_string()),
        ];
        writeln!(
            out,
            "      <node id=\"{}\" label=\"{}\">{}{}<viz:size value=\"{:.1}\"/></node>",
            node.id,
            xml(&node.name),
            attvalues(&values),
            colour(fill(node.kind)),
            8.0 + 6.0 * f64::from(node.articles).max(1.0).ln()
        )
    }

    fn turn(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "    </nodes>\n    <edges>")
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, _: &[Evidence]) -> io::Result<()> {
        let values = [
            Some(edge.class.name().to_string()),
            Some(edge.polarity.name().to_string()),
            Some(edge.modality.name().to_string()),
            edge.first_date.map(|date| date.to_string()),
            edge.last_date.map(|date| date.to_string()),
            Some(edge.claims.to_string()),
            Some(edge.sources.to_string()),
            Some(format!("{:.4}", edge.confidence)),
        ];
        // What begins and ends on one day is never shown: it ends a day later.
        let spells =
            spell(edge).map(|(first, _, after)| format!("<spells><spell start=\"{first}\" end=\"{after}\"/></spells>"));
        writeln!(
            out,
            "      <edge id=\"{}\" source=\"{}\" target=\"{}\" label=\"{kind}\" kind=\"{kind}\" weight=\"{}\"{}>{}{}{}</edge>",
            edge.id,
            edge.head,
            edge.tail,
            edge.claims,
            if edge.symmetric { " type=\"undirected\"" } else { "" },
            attvalues(&values),
            spells.unwrap_or_default(),
            colour(stroke(edge.quad())),
            kind = xml(&edge.relation)
        )
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "    </edges>\n  </graph>\n</gexf>")
    }
}

fn attvalues(values: &[Option<String>]) -> String {
    let told = values
        .iter()
        .enumerate()
        .filter_map(|(id, value)| Some((id, value.as_ref()?)));
    let values: String = told
        .map(|(id, value)| format!("<attvalue for=\"{id}\" value=\"{}\"/>", xml(value)))
        .collect();
    format!("<attvalues>{values}</attvalues>")
}

/// `#rrggbb` as the three numbers that GEXF wants.
fn colour(hex: &str) -> String {
    let part = |at: usize| {
        hex.get(at..at + 2)
            .and_then(|part| u8::from_str_radix(part, 16).ok())
            .unwrap_or(0)
    };
    format!("<viz:color r=\"{}\" g=\"{}\" b=\"{}\"/>", part(1), part(3), part(5))
}
