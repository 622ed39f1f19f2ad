use std::io::{self, Write};

use super::marked::marked;
use super::{BOLD, DIM, clean, colour, count, period, styled, wrap};
use crate::model::{Evidence, Modality, Polarity};
use crate::query::{Edge, Hop, PathAnswer, Tie};

/// Paths one below the other: the chain, and each hop with its evidence.
pub fn path_table(out: &mut dyn Write, answer: &PathAnswer, width: usize) -> io::Result<()> {
    for (number, path) in answer.paths.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let chain: Vec<String> = path.hops.iter().map(link).collect();
        let chain = format!("{}. {}{}", number + 1, clean(&answer.from.name), chain.concat());
        for (index, line) in wrap(&chain, width).iter().enumerate() {
            let indent = if index == 0 { "" } else { "   " };
            writeln!(out, "{indent}{}", styled(BOLD, line))?;
        }
        for hop in &path.hops {
            write_hop(out, hop, width)?;
        }
    }
    Ok(())
}

/// ` —purchased→ S-400`, ` ←supplied— Russia`, ` —met-with— Russia`
fn link(hop: &Hop) -> String {
    let kind = &hop.relation.relation;
    let name = clean(&hop.to.name);
    match (hop.relation.symmetric, hop.relation.head == hop.from.id) {
        (true, _) => format!(" —{kind}— {name}"),
        (false, true) => format!(" —{kind}→ {name}"),
        (false, false) => format!(" ←{kind}— {name}"),
    }
}

fn write_hop(out: &mut dyn Write, hop: &Hop, width: usize) -> io::Result<()> {
    writeln!(out)?;
    let edge = &hop.relation;
    let kind = styled(colour(edge.quad()).bold(), &edge.relation);
    // A tie without direction reads in the direction of the path.
    let (head, tail) = match edge.symmetric {
        true => (&hop.from.name, &hop.to.name),
        false => (&edge.head_name, &edge.tail_name),
    };
    // The day of a hop says more than the period only where there is one.
    let day = hop.day.filter(|_| edge.first_date != edge.last_date);
    let on = day.map(|day| format!("on {day} · ")).unwrap_or_default();
    writeln!(
        out,
        "   {} {kind} {}   {}",
        clean(head),
        clean(tail),
        styled(DIM, &format!("{on}{}", facts(edge)))
    )?;
    for evidence in &hop.evidence {
        write_evidence(out, evidence, 5, width)?;
    }
    if !hop.also.is_empty() {
        let also: Vec<String> = hop.also.iter().take(6).map(|tie| other(tie, hop)).collect();
        let more = if hop.also.len() > also.len() { ", ..." } else { "" };
        for (index, line) in wrap(&format!("also: {}{more}", also.join(", ")), width.saturating_sub(7))
            .iter()
            .enumerate()
        {
            writeln!(out, "     {}{}", if index == 0 { "" } else { "  " }, styled(DIM, line))?;
        }
    }
    Ok(())
}

/// A further tie between the two, with its direction along the path where it has one:
/// `met-with`, `accuses →`, `← threatens ×2`.
fn other(tie: &Tie, hop: &Hop) -> String {
    let times = if tie.claims > 1 {
        format!(" ×{}", tie.claims)
    } else {
        String::new()
    };
    match (tie.symmetric, tie.head_name == hop.from.name) {
        (true, _) => format!("{}{times}", tie.relation),
        (false, true) => format!("{}\u{a0}→{times}", tie.relation),
        (false, false) => format!("←\u{a0}{}{times}", tie.relation),
    }
}

/// `2018-09-17 – 2020-02 · 5 claims, 3 sources · confidence 0.97`
pub fn facts(edge: &Edge) -> String {
    let mut facts = vec![period(edge.first_date, edge.last_date)];
    facts.push(match (edge.claims, edge.sources) {
        (1, _) => "1 claim".into(),
        (claims, sources) => format!("{}, {}", count(claims.into(), "claim"), count(sources.into(), "source")),
    });
    if edge.polarity == Polarity::Negated {
        facts.push("negated".into());
    }
    if edge.modality != Modality::Actual {
        facts.push(edge.modality.name().into());
    }
    facts.push(format!("confidence {:.2}", edge.confidence));
    facts.retain(|fact| !fact.is_empty());
    facts.join(" · ")
}

/// The sentence with the actors marked, and below it who published it when.
pub fn write_evidence(out: &mut dyn Write, evidence: &Evidence, indent: usize, width: usize) -> io::Result<()> {
    let margin = " ".repeat(indent);
    for line in marked(&evidence.sentence, &evidence.marks, width.saturating_sub(indent)) {
        writeln!(out, "{margin}{line}")?;
    }
    for (index, line) in wrap(&origin(evidence), width.saturating_sub(indent + 2))
        .iter()
        .enumerate()
    {
        let dash = if index == 0 { "—" } else { " " };
        writeln!(out, "{margin}{}", styled(DIM, &format!("{dash} {line}")))?;
    }
    Ok(())
}

/// `Example Wire, 2018-09-17: Turkey and Russia agree on Idlib`
fn origin(evidence: &Evidence) -> String {
    let mut parts = vec![evidence.source.clone().unwrap_or_else(|| evidence.article.clone())];
    parts.extend(evidence.published.map(|date| date.to_string()));
    let title = evidence.title.as_deref().map(|title| format!(": {title}"));
    format!("{}{}", parts.join(", "), title.unwrap_or_default())
}
