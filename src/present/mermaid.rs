use std::io::{self, Write};

use super::picture::{arrow_label, arrows, fill, stroke};
use crate::model::Kind;
use crate::query::SubgraphAnswer;

/// A flowchart for Mermaid, which GitHub, GitLab and many editors draw in Markdown.
pub fn mermaid(out: &mut dyn Write, graph: &SubgraphAnswer) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    for node in &graph.nodes {
        writeln!(out, "  n{}[\"{}\"]:::{}", node.id, escaped(&node.name), node.kind)?;
    }
    let mut styles = String::new();
    for (index, ((head, tail, quad, negated), edges)) in arrows(&graph.edges).iter().enumerate() {
        let both = edges.iter().all(|edge| edge.symmetric);
        let (line, end) = match (negated, both) {
            (true, true) => ("-.", ".-"),
            (true, false) => ("-.", ".->"),
            (false, true) => ("--", "---"),
            (false, false) => ("--", "-->"),
        };
        writeln!(
            out,
            "  n{head} {line} \"{}\" {end} n{tail}",
            escaped(&arrow_label(edges))
        )?;
        styles += &format!("  linkStyle {index} stroke:{}\n", stroke(*quad));
    }
    write!(out, "{styles}")?;
    for kind in Kind::ALL {
        if graph.nodes.iter().any(|node| node.kind == kind) {
            writeln!(out, "  classDef {kind} fill:{},stroke:#455a64,color:#000", fill(kind))?;
        }
    }
    Ok(())
}

/// Mermaid takes everything for syntax that is not a plain letter: what is neither that nor harmless is written as a
/// character code.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in super::clean(text).chars() {
        match c {
            c if c.is_alphanumeric() || " ,.:+×-".contains(c) => out.push(c),
            c => out += &format!("#{};", u32::from(c)),
        }
    }
    out
}
