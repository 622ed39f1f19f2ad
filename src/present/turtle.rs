use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use super::clean;
use super::exporter::{Exporter, label};
use crate::model::{Date, Decision, Evidence, Granularity, Modality, Node, Polarity};
use crate::query::Edge;

/// RDF in Turtle. What is affirmed and did happen is a plain triple; every relation is besides a statement of its own
/// with dates, confidence and the sentences that it was taken from, quoted from their articles (PROV-O).
#[derive(Default)]
pub struct Turtle {
    articles: HashSet<String>,
    /// The names of the nodes, by their ids, which is how edges know them.
    nodes: HashMap<i64, String>,
}

/// How many sentences of each relation are quoted.
const QUOTED: usize = 20;

impl Exporter for Turtle {
    fn evidence(&self) -> usize {
        QUOTED
    }

    fn begin(&mut self, out: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        for (name, iri) in [
            ("rg", "urn:relgraph:vocabulary:"),
            ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
            ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
            ("xsd", "http://www.w3.org/2001/XMLSchema#"),
            ("prov", "http://www.w3.org/ns/prov#"),
            ("dcterms", "http://purl.org/dc/terms/"),
            ("schema", "https://schema.org/"),
        ] {
            writeln!(out, "@prefix {name}: <{iri}> .")?;
        }
        writeln!(out)
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        let name = format!("<urn:relgraph:entity:{}>", encoded(&node.key));
        write!(
            out,
            "{name} a rg:{} ; rdfs:label {} ; dcterms:identifier {}",
            label(node.kind.name()),
            literal(&node.name),
            literal(&node.key)
        )?;
        for (name, value) in [("isoCode", &node.code), ("state", &node.state)] {
            if let Some(value) = value {
                write!(out, " ; rg:{name} {}", literal(value))?;
            }
        }
        self.nodes.insert(node.id, name);
        writeln!(out, " .")
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, evidence: &[Evidence]) -> io::Result<()> {
        for words in evidence {
            self.article(out, words)?;
        }
        let (Some(head), Some(tail)) = (self.nodes.get(&edge.head), self.nodes.get(&edge.tail)) else {
            return Ok(());
        };
        let kind = format!("rg:{}", encoded(&edge.relation));
        if edge.polarity == Polarity::Affirmed && edge.modality == Modality::Actual {
            writeln!(out, "{head} {kind} {tail} .")?;
            if edge.symmetric {
                writeln!(out, "{tail} {kind} {head} .")?;
            }
        }
        write!(
            out,
            "<urn:relgraph:relation:{}> a rdf:Statement, rg:Relation ; rdf:subject {head} ; rdf:predicate {kind} ; \
             rdf:object {tail} ;\n  rg:polarity {} ; rg:modality {} ; rg:class {} ; rg:claims {} ; rg:sources {} ; \
             rg:confidence {:.4}",
            edge.id,
            literal(edge.polarity.name()),
            literal(edge.modality.name()),
            literal(edge.class.name()),
            edge.claims,
            edge.sources,
            edge.confidence
        )?;
        for (name, date) in [("firstDate", edge.first_date), ("lastDate", edge.last_date)] {
            if let Some(date) = date {
                write!(out, " ; rg:{name} {}", typed(date))?;
            }
        }
        for words in evidence {
            write!(
                out,
                " ;\n  rg:claim [ a rg:Claim ; rg:sentence {} ; rg:modality {} ; rg:confidence {:.4} ; \
                 prov:wasQuotedFrom <urn:relgraph:article:{}>",
                literal(&words.sentence),
                literal(words.modality.name()),
                words.confidence,
                encoded(&words.article)
            )?;
            if let Some(speaker) = &words.speaker {
                write!(out, " ; rg:speaker {}", literal(speaker))?;
            }
            if let Some(date) = words.date {
                write!(out, " ; rg:date {}", typed(date))?;
            }
            write!(out, " ]")?;
        }
        writeln!(out, " .")
    }
}

impl Turtle {
    /// An article, the first time that something is quoted from it.
    fn article(&mut self, out: &mut dyn Write, words: &Evidence) -> io::Result<()> {
        if !self.articles.insert(words.article.clone()) {
            return Ok(());
        }
        write!(
            out,
            "<urn:relgraph:article:{}> a schema:NewsArticle, prov:Entity ; dcterms:identifier {}",
            encoded(&words.article),
            literal(&words.article)
        )?;
        for (name, value) in [
            ("title", &words.title),
            ("publisher", &words.source),
            ("source", &words.url),
        ] {
            if let Some(value) = value {
                write!(out, " ; dcterms:{name} {}", literal(value))?;
            }
        }
        if let Some(date) = words.published {
            write!(out, " ; dcterms:issued {}", typed(date))?;
        }
        writeln!(out, " .")
    }
}

/// What may stand in an IRI, the rest with its bytes encoded.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => out.push(char::from(byte)),
            byte => out += &format!("%{byte:02X}"),
        }
    }
    out
}

fn literal(text: &str) -> String {
    format!("\"{}\"", clean(text).replace('\\', "\\\\").replace('"', "\\\""))
}

fn typed(date: Date) -> String {
    match date.granularity() {
        Granularity::Year => format!("\"{date}\"^^xsd:gYear"),
        Granularity::Month => format!("\"{date}\"^^xsd:gYearMonth"),
        // XML Schema knows no weeks.
        Granularity::Week => format!("\"{date}\""),
        Granularity::Day => format!("\"{date}\"^^xsd:date"),
    }
}
