use std::collections::BTreeMap;
use std::io::{self, Write};

use super::clean;
use crate::model::{Kind, Polarity, Quad};
use crate::query::{Edge, SubgraphAnswer};

/// A graph for Graphviz. Relations of one direction and family share an arrow, which lists their
/// types, the number of claims and the dates: thirty entities with an arrow for each type would be
/// a ball of wool.
pub fn dot(out: &mut dyn Write, graph: &SubgraphAnswer) -> io::Result<()> {
    writeln!(out, "digraph relgraph {{")?;
    writeln!(
        out,
        "  graph [rankdir=LR, bgcolor=white, nodesep=0.35, ranksep=0.8, fontname=\"Helvetica\", outputorder=edgesfirst];"
    )?;
    writeln!(
        out,
        "  node [fontname=\"Helvetica\", fontsize=12, style=filled, color=\"#455a64\", penwidth=1, margin=\"0.12,0.06\"];"
    )?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.7];")?;
    for node in &graph.nodes {
        let (shape, fill) = look(node.kind);
        writeln!(
            out,
            "  n{} [label={}, shape={shape}, fillcolor=\"{fill}\"];",
            node.id,
            quoted(&wrapped(&node.name, 22))
        )?;
    }
    for ((head, tail, quad, negated), edges) in &arrows(&graph.edges) {
        let (colour, line) = stroke(*quad);
        let style = if *negated { "dotted" } else { line };
        let claims: u32 = edges.iter().map(|edge| edge.claims).sum();
        let width = (1.0 + f64::from(claims).ln() * 0.6).min(4.0);
        let both = edges.iter().all(|edge| edge.symmetric);
        writeln!(
            out,
            "  n{head} -> n{tail} [label={}, color=\"{colour}\", fontcolor=\"{colour}\", style={style}, penwidth={width:.1}{}];",
            quoted(&label(edges, claims)),
            if both { ", dir=none" } else { "" },
        )?;
    }
    legend(out, graph)?;
    writeln!(out, "}}")
}

/// Edges by head, tail, family and polarity.
fn arrows(edges: &[Edge]) -> BTreeMap<(i64, i64, Quad, bool), Vec<&Edge>> {
    let mut arrows: BTreeMap<_, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        let key = (edge.head, edge.tail, edge.quad(), edge.polarity == Polarity::Negated);
        arrows.entry(key).or_default().push(edge);
    }
    for edges in arrows.values_mut() {
        edges.sort_by_key(|edge| (std::cmp::Reverse(edge.claims), edge.relation.clone()));
    }
    arrows
}

/// `accuses, threatens +1 ×7`, and below it `2018-09-17 – 2020-02`.
fn label(edges: &[&Edge], claims: u32) -> String {
    let not = |edge: &&Edge| if edge.polarity == Polarity::Negated { "not " } else { "" };
    let types: Vec<String> = edges
        .iter()
        .take(2)
        .map(|edge| format!("{}{}", not(edge), edge.relation))
        .collect();
    let more = edges.len().saturating_sub(2);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    let count = if claims > 1 {
        format!(" ×{claims}")
    } else {
        String::new()
    };
    let first = edges.iter().filter_map(|edge| edge.first_date).min();
    let last = edges.iter().filter_map(|edge| edge.last_date).max();
    let dates = match (first, last) {
        (Some(first), Some(last)) if first == last => format!("\n{first}"),
        (Some(first), Some(last)) => format!("\n{first} – {last}"),
        _ => String::new(),
    };
    format!("{}{more}{count}{dates}", types.join(", "))
}

/// What the shapes, colours and lines that occur mean.
fn legend(out: &mut dyn Write, graph: &SubgraphAnswer) -> io::Result<()> {
    let mut rows = String::new();
    for kind in Kind::ALL
        .into_iter()
        .filter(|kind| graph.nodes.iter().any(|node| node.kind == *kind))
    {
        let (shape, fill) = look(kind);
        rows += &format!("<tr><td bgcolor=\"{fill}\" border=\"1\">{kind}</td><td align=\"left\">{shape}</td></tr>");
    }
    for quad in [Quad::Cooperation, Quad::Conflict, Quad::Structure] {
        if graph.edges.iter().any(|edge| edge.quad() == quad) {
            let (colour, line) = stroke(quad);
            let name = name_of(quad);
            rows += &format!(
                "<tr><td><font color=\"{colour}\"><b>———</b></font></td><td align=\"left\">{name}, {line}</td></tr>"
            );
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let note = match graph.left_out {
        (0, 0) => String::new(),
        (nodes, edges) => format!("<tr><td colspan=\"2\">not shown: {nodes} entities, {edges} relations</td></tr>"),
    };
    writeln!(
        out,
        "  legend [shape=plaintext, style=\"\", fontsize=9, label=<<table border=\"1\" cellborder=\"0\" cellspacing=\"2\" \
         color=\"#b0bec5\">{rows}{note}</table>>];"
    )?;
    writeln!(out, "  {{ rank=sink; legend; }}")
}

fn look(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::State => ("box", "#bbdefb"),
        Kind::Official => ("ellipse", "#fff9c4"),
        Kind::Organization => ("hexagon", "#d1c4e9"),
        Kind::Group => ("octagon", "#ffccbc"),
        Kind::Agreement => ("note", "#dcedc8"),
        Kind::Materiel => ("component", "#cfd8dc"),
        Kind::Place => ("house", "#ffe0b2"),
        Kind::Event => ("diamond", "#f8bbd0"),
    }
}

fn stroke(quad: Quad) -> (&'static str, &'static str) {
    match quad {
        Quad::Cooperation => ("#2e7d32", "solid"),
        Quad::Conflict => ("#c62828", "bold"),
        Quad::Structure => ("#78909c", "dashed"),
    }
}

fn name_of(quad: Quad) -> &'static str {
    match quad {
        Quad::Cooperation => "cooperation",
        Quad::Conflict => "conflict",
        Quad::Structure => "structure",
    }
}

/// Breaks a name into lines of about so many characters.
fn wrapped(name: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in clean(name).split_whitespace() {
        let line = lines.len() - 1;
        if !lines[line].is_empty() && lines[line].chars().count() + word.chars().count() >= width {
            lines.push(word.to_string());
        } else {
            let space = if lines[line].is_empty() { "" } else { " " };
            lines[line] += &format!("{space}{word}");
        }
    }
    lines.join("\n")
}

fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| clean(line).replace('\\', "\\\\").replace('"', "\\\""))
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}
