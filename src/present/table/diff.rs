use std::io::{self, Write};

use super::between::told;
use super::path::write_evidence;
use super::{BOLD, DIM, clean, colour, count, styled};
use crate::model::Quad;
use crate::query::{Balance, Change, DiffAnswer};

/// How many changes of a kind are shown; the rest is counted.
const SHOWN: usize = 15;

/// What changed between two days.
pub fn diff_table(out: &mut dyn Write, answer: &DiffAnswer, width: usize) -> io::Result<()> {
    let title = format!("from {} to {}", answer.from, answer.to);
    writeln!(out, "{}", styled(BOLD, &title))?;
    let lists = [
        ("turned to conflict", Some(Quad::Conflict), &answer.to_conflict),
        ("turned to cooperation", Some(Quad::Cooperation), &answer.to_cooperation),
        ("new", None, &answer.new),
    ];
    for (name, quad, changes) in lists {
        if changes.is_empty() {
            continue;
        }
        let style = quad.map_or(BOLD, |quad| colour(quad).bold());
        writeln!(out, "\n{}", styled(style, name))?;
        for change in changes.iter().take(SHOWN) {
            write_change(out, change, width)?;
        }
        more(out, changes.len())?;
    }
    if !answer.denied.is_empty() {
        writeln!(out, "\n{}", styled(BOLD, "denied"))?;
        for denied in answer.denied.iter().take(SHOWN) {
            let facts = format!(
                "before affirmed by {}; since by {}, denied by {}",
                count(denied.affirmed_before.into(), "claim"),
                denied.affirmed_since,
                denied.denied_since
            );
            writeln!(out, "  {}   {}", told(&denied.relation), styled(DIM, &facts))?;
            if let Some(evidence) = &denied.evidence {
                write_evidence(out, evidence, 4, width)?;
            }
        }
        more(out, answer.denied.len())?;
    }
    Ok(())
}

fn write_change(out: &mut dyn Write, change: &Change, width: usize) -> io::Result<()> {
    let types: Vec<String> = change
        .types
        .iter()
        .take(5)
        .map(|kind| clean(kind).into_owned())
        .collect();
    let facts = match change.before == Balance::default() {
        true => balance(change.since),
        false => format!("before {}; since {}", balance(change.before), balance(change.since)),
    };
    writeln!(
        out,
        "  {} – {}: {}   {}",
        clean(&change.one.name),
        clean(&change.other.name),
        types.join(", "),
        styled(DIM, &facts)
    )?;
    match &change.evidence {
        Some(evidence) => write_evidence(out, evidence, 4, width),
        None => Ok(()),
    }
}

fn balance(balance: Balance) -> String {
    let parts = [(balance.cooperation, "cooperation"), (balance.conflict, "conflict")];
    let told = parts.iter().filter(|(number, _)| *number > 0);
    told.map(|(number, name)| format!("{number} {name}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn more(out: &mut dyn Write, all: usize) -> io::Result<()> {
    match all.saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  {}", styled(DIM, &format!("and {more} more"))),
    }
}
