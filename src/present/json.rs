use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::model::Decision;
use crate::query::{Rows, SubgraphAnswer};

/// Any answer, as it is, indented for people.
pub fn to_json(out: &mut dyn Write, answer: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    writeln!(out)
}

/// A graph as NetworkX reads it (`node_link_graph(data, edges="edges")`), a line for each node and edge.
/// The decisions that people made stand among the graph's own attributes.
pub fn graph_json(out: &mut dyn Write, graph: &SubgraphAnswer, decisions: &[Decision]) -> io::Result<()> {
    let decisions = serde_json::to_string(decisions)?;
    write!(
        out,
        "{{\"directed\": true, \"multigraph\": true, \"graph\": {{\"decisions\": {decisions}}},\n\"nodes\": ["
    )?;
    for (index, node) in graph.nodes.iter().enumerate() {
        write!(out, "{}{}", separator(index), serde_json::to_string(node)?)?;
    }
    write!(out, "],\n\"edges\": [")?;
    for (index, edge) in graph.edges.iter().enumerate() {
        let line = json!({
            "source": edge.head, "target": edge.tail, "key": edge.id, "type": &*edge.relation, "class": edge.class,
            "symmetric": edge.symmetric, "polarity": edge.polarity, "modality": edge.modality,
            "first_date": edge.first_date, "last_date": edge.last_date, "claims": edge.claims,
            "sources": edge.sources, "confidence": edge.confidence,
        });
        write!(out, "{}{line}", separator(index))?;
    }
    writeln!(out, "]}}")
}

/// The answer of an SQL query: an array of objects.
pub fn rows_json(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    let objects: Vec<Value> = objects(rows).map(Value::Object).collect();
    to_json(out, &objects)
}

/// The rows of an answer as objects, keyed by column.
pub fn objects(rows: &Rows) -> impl Iterator<Item = Map<String, Value>> {
    rows.rows.iter().map(|row| {
        let pairs = rows.columns.iter().zip(row);
        pairs.map(|(column, cell)| (column.clone(), json!(cell))).collect()
    })
}

fn separator(index: usize) -> &'static str {
    if index == 0 { "\n" } else { ",\n" }
}
