use std::io::{self, Write};

use super::{BOLD, DIM, clean, count, grid, period, styled};
use crate::model::{Modality, Polarity};
use crate::query::{CommonAnswer, Edge, NeighboursAnswer};

/// How many types are named in one cell.
const NAMED: usize = 4;

/// Who is near, and by what.
pub fn neighbours_table(out: &mut dyn Write, answer: &NeighboursAnswer, width: usize) -> io::Result<()> {
    // One hop away all are, and over nobody.
    let direct = answer.depth == 1;
    let rows = answer.neighbours.iter().map(|near| {
        let first = near.ties.iter().filter_map(|tie| tie.first_date).min();
        let last = near
            .ties
            .iter()
            .filter_map(|tie| tie.last_date)
            .max_by_key(|date| date.last_day());
        let mut row = vec![near.entity.name.clone(), near.entity.kind.to_string()];
        if !direct {
            row.insert(0, near.distance.to_string());
            let over = (near.distance > 1).then(|| near.through.name.clone());
            row.push(over.unwrap_or_default());
        }
        row.extend([
            types(&near.ties, near.through.id),
            period(first, last),
            near.claims().to_string(),
        ]);
        row
    });
    let table = match direct {
        true => grid(width, &["entity", "kind", "relations", "dates", "claims"], &[4], rows),
        false => {
            let header = ["hops", "entity", "kind", "over", "relations", "dates", "claims"];
            grid(width, &header, &[0, 6], rows)
        }
    };
    writeln!(out, "{table}")?;
    if answer.left_out > 0 {
        writeln!(out, "{}", styled(DIM, &format!("and {} more", answer.left_out)))?;
    }
    Ok(())
}

/// What two have in common, with what ties each to it.
pub fn common_table(out: &mut dyn Write, answer: &CommonAnswer, width: usize) -> io::Result<()> {
    let title = format!(
        "{} and {} are both tied to",
        clean(&answer.one.name),
        clean(&answer.other.name)
    );
    let title = format!("{title} {}", count(answer.shared.len() as u64, "entity"));
    writeln!(out, "{}\n", styled(BOLD, &title))?;
    let rows = answer.shared.iter().map(|shared| {
        vec![
            shared.entity.name.clone(),
            shared.entity.kind.to_string(),
            types(&shared.with_one, answer.one.id),
            types(&shared.with_other, answer.other.id),
        ]
    });
    let header = ["entity", "kind", &answer.one.name, &answer.other.name];
    writeln!(out, "{}", grid(width, &header, &[], rows))
}

/// `met-with ×3, purchased →, ← not attacks (possible)`, as seen from one of the two.
pub fn types(ties: &[Edge], from: i64) -> String {
    let named = ties.iter().take(NAMED).map(|edge| {
        let not = if edge.polarity == Polarity::Negated { "not " } else { "" };
        let modality = match edge.modality {
            Modality::Actual => String::new(),
            modality => format!(" ({})", modality.name()),
        };
        let times = if edge.claims > 1 {
            format!(" ×{}", edge.claims)
        } else {
            String::new()
        };
        let name = format!("{not}{}", edge.relation);
        match (edge.symmetric, edge.head == from) {
            (true, _) => format!("{name}{times}{modality}"),
            (false, true) => format!("{name}\u{a0}→{times}{modality}"),
            (false, false) => format!("←\u{a0}{name}{times}{modality}"),
        }
    });
    let more = if ties.len() > NAMED { ", ..." } else { "" };
    format!("{}{more}", named.collect::<Vec<_>>().join(", "))
}
