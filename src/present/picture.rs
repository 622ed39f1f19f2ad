//! What pictures have in common: colours, and which relations share an arrow.

use std::collections::BTreeMap;

use crate::model::{Kind, Polarity, Quad};
use crate::query::Edge;

pub fn fill(kind: Kind) -> &'static str {
    match kind {
        Kind::State => "#bbdefb",
        Kind::Official => "#fff9c4",
        Kind::Organization => "#d1c4e9",
        Kind::Group => "#ffccbc",
        Kind::Agreement => "#dcedc8",
        Kind::Materiel => "#cfd8dc",
        Kind::Place => "#ffe0b2",
        Kind::Event => "#f8bbd0",
    }
}

pub fn stroke(quad: Quad) -> &'static str {
    match quad {
        Quad::Cooperation => "#2e7d32",
        Quad::Conflict => "#c62828",
        Quad::Structure => "#78909c",
    }
}

pub fn quad_name(quad: Quad) -> &'static str {
    match quad {
        Quad::Cooperation => "cooperation",
        Quad::Conflict => "conflict",
        Quad::Structure => "structure",
    }
}

/// Relations of one direction and family share an arrow: by head, tail, family and whether they are denied, the most
/// told first.
pub type Arrows<'e> = BTreeMap<(i64, i64, Quad, bool), Vec<&'e Edge>>;

pub fn arrows(edges: &[Edge]) -> Arrows<'_> {
    let mut arrows = Arrows::new();
    for edge in edges {
        let key = (edge.head, edge.tail, edge.quad(), edge.polarity == Polarity::Negated);
        arrows.entry(key).or_default().push(edge);
    }
    for edges in arrows.values_mut() {
        edges.sort_by_key(|edge| (std::cmp::Reverse(edge.claims), edge.relation.clone()));
    }
    arrows
}

/// `accuses, threatens +1 ×7`
pub fn arrow_label(edges: &[&Edge]) -> String {
    let not = |edge: &&&Edge| if edge.polarity == Polarity::Negated { "not " } else { "" };
    let types: Vec<String> = edges
        .iter()
        .take(2)
        .map(|edge| format!("{}{}", not(&edge), edge.relation))
        .collect();
    let more = edges.len().saturating_sub(2);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    let claims: u32 = edges.iter().map(|edge| edge.claims).sum();
    let count = if claims > 1 {
        format!(" ×{claims}")
    } else {
        String::new()
    };
    format!("{}{more}{count}", types.join(", "))
}

/// `2018-09-17 – 2020-02`, or nothing.
pub fn arrow_dates(edges: &[&Edge]) -> String {
    let first = edges.iter().filter_map(|edge| edge.first_date).min();
    let last = edges.iter().filter_map(|edge| edge.last_date).max();
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        _ => String::new(),
    }
}

/// Breaks a name into lines of about so many characters.
pub fn wrapped(name: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in super::clean(name).split_whitespace() {
        let line = lines.len() - 1;
        if !lines[line].is_empty() && lines[line].chars().count() + word.chars().count() >= width {
            lines.push(word.to_string());
        } else {
            let space = if lines[line].is_empty() { "" } else { " " };
            lines[line] += &format!("{space}{word}");
        }
    }
    lines
}
