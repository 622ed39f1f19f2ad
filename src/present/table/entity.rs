use std::io::{self, Write};

use super::path::{facts, write_evidence};
use super::{BOLD, DIM, clean, colour, count, grid, period, quad_name, styled, wrap};
use crate::model::{Modality, Polarity, Quad};
use crate::query::{EntityAnswer, Group, Other};

/// How many relations of one type are listed; the rest is counted.
const LISTED: usize = 8;
/// How many other names are shown.
const NAMES: usize = 12;
/// What names in small letters may join: "Bosnia and Herzegovina", "Mohammed bin Salman".
const JOINING: [&str; 16] = [
    "of", "the", "and", "for", "in", "on", "to", "al", "el", "bin", "ibn", "de", "da", "la", "van", "von",
];

/// All that the graph knows of one entity.
pub fn entity_table(out: &mut dyn Write, answer: &EntityAnswer, width: usize) -> io::Result<()> {
    let entity = &answer.entity;
    let code = entity.code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
    let state = entity
        .state
        .as_ref()
        .filter(|state| entity.code.as_ref() != Some(state));
    let state = state.map(|state| format!(" of {state}")).unwrap_or_default();
    writeln!(
        out,
        "{}  {}",
        styled(BOLD, &clean(&entity.name)),
        styled(
            DIM,
            &format!(
                "{}{code}{state} · {} · {}",
                entity.kind,
                count(entity.articles.into(), "article"),
                entity.key
            )
        )
    )?;
    let names: Vec<&str> = answer.names.iter().map(String::as_str).collect();
    let proper: Vec<&str> = names.iter().copied().filter(|name| is_proper(name)).collect();
    // A thing without a proper name goes by what it is called.
    let names = if is_proper(&entity.name) { proper } else { names };
    if !names.is_empty() {
        let more = if names.len() > NAMES { ", ..." } else { "" };
        let shown = names[..names.len().min(NAMES)].join(", ");
        for line in wrap(&format!("also called {shown}{more}"), width) {
            writeln!(out, "{line}")?;
        }
    }
    for quad in [Quad::Cooperation, Quad::Conflict, Quad::Structure] {
        let groups: Vec<&Group> = answer
            .groups
            .iter()
            .filter(|group| group.class.quad() == quad)
            .collect();
        if groups.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", styled(colour(quad).bold(), quad_name(quad)))?;
        let rows = groups.into_iter().flat_map(rows);
        let table = grid(
            width.saturating_sub(2),
            &["", "", "dates", "claims", "sources", "confidence"],
            &[3, 4, 5],
            rows,
        );
        for line in table.lines() {
            writeln!(out, "  {line}")?;
        }
    }
    if !answer.latest.is_empty() {
        writeln!(out, "\n{}", styled(BOLD, "latest"))?;
    }
    for (index, latest) in answer.latest.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let edge = &latest.relation;
        let kind = styled(colour(edge.quad()), &edge.relation);
        writeln!(
            out,
            "  {} {kind} {}   {}",
            clean(&edge.head_name),
            clean(&edge.tail_name),
            styled(DIM, &facts(edge))
        )?;
        write_evidence(out, &latest.evidence, 4, width)?;
    }
    Ok(())
}

/// "Turkish" and "Republic of Turkey" are names, "Turkish and Russian leaders" is a description.
fn is_proper(name: &str) -> bool {
    name.split_whitespace()
        .all(|word| !word.starts_with(char::is_lowercase) || JOINING.contains(&word) || word.starts_with("al-"))
}

/// The rows of one type and direction, the type named in the first: `purchased →`, `← threatens`,
/// `met-with`.
fn rows(group: &Group) -> Vec<Vec<String>> {
    let title = match (group.symmetric, group.outward) {
        (true, _) => group.relation.to_string(),
        (false, true) => format!("{} →", group.relation),
        (false, false) => format!("← {}", group.relation),
    };
    let mut rows: Vec<Vec<String>> = group.others.iter().take(LISTED).map(row).collect();
    if let Some(first) = rows.first_mut() {
        first[0] = title;
    }
    if group.others.len() > LISTED {
        rows.push(vec![String::new(), format!("and {} more", group.others.len() - LISTED)]);
    }
    rows
}

fn row(other: &Other) -> Vec<String> {
    let edge = &other.relation;
    let office = other
        .offices
        .first()
        .map(|office| format!(", {office}"))
        .unwrap_or_default();
    let not = if edge.polarity == Polarity::Negated { "not " } else { "" };
    let modality = match edge.modality {
        Modality::Actual => String::new(),
        modality => format!(" ({})", modality.name()),
    };
    vec![
        String::new(),
        format!("{not}{}{office}{modality}", other.entity.name),
        period(edge.first_date, edge.last_date),
        edge.claims.to_string(),
        edge.sources.to_string(),
        format!("{:.2}", edge.confidence),
    ]
}
