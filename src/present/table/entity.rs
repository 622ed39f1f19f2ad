use std::io::{self, Write};

use super::path::{facts, write_evidence};
use super::{BOLD, DIM, clean, colour, count, grid, period, styled, wrap};
use crate::model::Polarity;
use crate::query::{EntityAnswer, Group, Other};

/// How many relations of one type are listed; the rest is counted.
const LISTED: usize = 8;

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
    if !answer.names.is_empty() {
        for line in wrap(&format!("also called {}", answer.names.join(", ")), width) {
            writeln!(out, "{line}")?;
        }
    }
    for group in &answer.groups {
        writeln!(out, "\n{}", styled(colour(group.class.quad()).bold(), &title(group)))?;
        let rows = group.others.iter().take(LISTED).map(row);
        let table = grid(
            width.saturating_sub(2),
            &["", "dates", "claims", "sources", "confidence"],
            &[2, 3, 4],
            rows,
        );
        for line in table.lines() {
            writeln!(out, "  {line}")?;
        }
        if group.others.len() > LISTED {
            writeln!(
                out,
                "  {}",
                styled(DIM, &format!("and {} more", group.others.len() - LISTED))
            )?;
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

fn title(group: &Group) -> String {
    let count = group.others.len();
    match (group.outward, group.symmetric) {
        (true, _) => format!("{} ({count})", group.relation),
        (false, _) => format!("{} — by ({count})", group.relation),
    }
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
        crate::model::Modality::Actual => String::new(),
        modality => format!(" ({})", modality.name()),
    };
    vec![
        format!("{not}{}{office}{modality}", other.entity.name),
        period(edge.first_date, edge.last_date),
        edge.claims.to_string(),
        edge.sources.to_string(),
        format!("{:.2}", edge.confidence),
    ]
}
