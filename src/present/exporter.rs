//! What all formats for other programs share: a graph is handed over piece by piece, so that none has to hold it.

use std::io::{self, Write};

use super::clean;
use crate::model::{Date, Decision, Evidence, Node};
use crate::query::{Edge, SubgraphAnswer};

/// A format that a graph is written in: first all nodes, then all edges.
pub trait Exporter {
    /// How many sentences of each edge it shows.
    fn evidence(&self) -> usize {
        0
    }

    fn begin(&mut self, _out: &mut dyn Write, _decisions: &[Decision]) -> io::Result<()> {
        Ok(())
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()>;

    /// Between the last node and the first edge.
    fn turn(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, evidence: &[Evidence]) -> io::Result<()>;

    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Finds so many of the sentences that an edge rests on.
pub type Quotes<'a, E> = &'a mut dyn FnMut(&Edge, usize) -> Result<Vec<Evidence>, E>;

/// Writes a graph in a format; the words that an edge rests on are asked for when it is its turn.
pub fn export<E: From<io::Error>>(
    out: &mut dyn Write,
    format: &mut dyn Exporter,
    graph: &SubgraphAnswer,
    decisions: &[Decision],
    evidence: Quotes<'_, E>,
) -> Result<(), E> {
    format.begin(out, decisions)?;
    for node in &graph.nodes {
        format.node(out, node)?;
    }
    format.turn(out)?;
    for edge in &graph.edges {
        let words = match format.evidence() {
            0 => Vec::new(),
            wanted => evidence(edge, wanted)?,
        };
        format.edge(out, edge, &words)?;
    }
    format.end(out)?;
    Ok(())
}

/// Text as XML takes it, in elements and attributes.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            // No character of XML 1.0.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// `MET_WITH`: a relation type as property graphs name theirs.
pub fn upper(kind: &str) -> String {
    let name = kind.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    });
    name.collect()
}

/// `State`: a kind as property graphs name their labels.
pub fn label(kind: &str) -> String {
    let mut letters = kind.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Four digits: the rest is noise, and would only make lines long.
pub fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1e4).round() / 1e4
}

/// First and last day of an edge, and the day after.
pub fn spell(edge: &Edge) -> Option<(jiff::civil::Date, jiff::civil::Date, jiff::civil::Date)> {
    let first: Date = edge.first_date.or(edge.last_date)?;
    let last = edge.last_date.unwrap_or(first).last_day().max(first.first_day());
    let after = last.saturating_add(jiff::Span::new().days(1));
    Some((first.first_day(), last, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        let check = |text: &str, safe: &str| assert_eq!(xml(text), safe);
        check("a <b> & \"c\" 'd'", "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
        check("\u{0}\u{ffff}\n]]>", "\u{fffd}\u{fffd} ]]&gt;");
        assert_eq!((upper("met-with"), label("state")), ("MET_WITH".into(), "State".into()));
        assert_eq!(upper("x`) DELETE"), "X___DELETE");
    }
}
