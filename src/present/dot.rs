use std::io::{self, Write};

use super::clean;
use super::picture::{arrow_dates, arrow_label, arrows, fill, quad_name, stroke, wrapped};
use crate::model::{Kind, Quad};
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
            quoted(&wrapped(&node.name, 22).join("\n"))
        )?;
    }
    for ((head, tail, quad, negated), edges) in &arrows(&graph.edges) {
        let (colour, style) = line(*quad);
        let style = if *negated { "dotted" } else { style };
        let claims: u32 = edges.iter().map(|edge| edge.claims).sum();
        let width = (1.0 + f64::from(claims).ln() * 0.6).min(4.0);
        let both = edges.iter().all(|edge| edge.symmetric);
        writeln!(
            out,
            "  n{head} -> n{tail} [label={}, color=\"{colour}\", fontcolor=\"{colour}\", style={style}, penwidth={width:.1}{}];",
            quoted(&label(edges)),
            if both { ", dir=none" } else { "" },
        )?;
    }
    legend(out, graph)?;
    writeln!(out, "}}")
}

/// `accuses, threatens +1 ×7`, and below it `2018-09-17 – 2020-02`.
fn label(edges: &[&Edge]) -> String {
    let lines = [arrow_label(edges), arrow_dates(edges)];
    let told = lines.iter().filter(|line| !line.is_empty());
    told.cloned().collect::<Vec<_>>().join("\n")
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
            let (colour, line) = line(quad);
            let name = quad_name(quad);
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
    let shape = match kind {
        Kind::State => "box",
        Kind::Official => "ellipse",
        Kind::Organization => "hexagon",
        Kind::Group => "octagon",
        Kind::Agreement => "note",
        Kind::Materiel => "component",
        Kind::Place => "house",
        Kind::Event => "diamond",
    };
    (shape, fill(kind))
}

fn line(quad: Quad) -> (&'static str, &'static str) {
    let style = match quad {
        Quad::Cooperation => "solid",
        Quad::Conflict => "bold",
        Quad::Structure => "dashed",
    };
    (stroke(quad), style)
}

fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| clean(line).replace('\\', "\\\\").replace('"', "\\\""))
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}
