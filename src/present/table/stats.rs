use std::io::{self, Write};

use super::{BOLD, colour, count, grid, grouped, period, styled};
use crate::model::Kind;
use crate::query::{PairCount, StatsAnswer};

/// The graph in numbers.
pub fn stats_table(out: &mut dyn Write, answer: &StatsAnswer, width: usize) -> io::Result<()> {
    let counts = &answer.counts;
    let dates = period(answer.first_date, answer.last_date);
    writeln!(
        out,
        "{} of {}, {}{}",
        styled(BOLD, &count(counts.articles, "article")),
        count(counts.stories, "story"),
        count(counts.words, "word"),
        if dates.is_empty() { dates } else { format!(", {dates}") },
    )?;
    writeln!(
        out,
        "{}, {}, {}",
        styled(BOLD, &count(counts.entities, "entity")),
        styled(BOLD, &count(counts.relations, "relation")),
        styled(BOLD, &count(counts.claims, "claim"))
    )?;
    if !answer.kinds.is_empty() {
        let kinds: Vec<String> = answer
            .kinds
            .iter()
            .map(|(kind, number)| match kind {
                // A mass noun, which has no plural.
                Kind::Materiel => format!("{} materiel", grouped(*number as u64)),
                kind => count(*number as u64, kind.name()),
            })
            .collect();
        writeln!(out, "{}", kinds.join(", "))?;
    }
    if !answer.types.is_empty() {
        writeln!(out)?;
        let rows = answer.types.iter().map(|(name, class, relations, claims)| {
            vec![
                name.to_string(),
                class.name().to_string(),
                grouped(*relations as u64),
                grouped(*claims),
            ]
        });
        let table = grid(width, &["type", "class", "relations", "claims"], &[2, 3], rows);
        for (index, line) in table.lines().enumerate() {
            let quad = index
                .checked_sub(1)
                .and_then(|row| answer.types.get(row))
                .map(|row| row.1.quad());
            writeln!(
                out,
                "{}",
                quad.map_or_else(|| line.to_string(), |quad| styled(colour(quad), line))
            )?;
        }
    }
    if !answer.entities.is_empty() {
        writeln!(out)?;
        let rows = answer.entities.iter().map(|node| {
            let code = node.code.clone().unwrap_or_default();
            vec![
                node.name.clone(),
                node.kind.to_string(),
                code,
                grouped(node.articles.into()),
            ]
        });
        writeln!(
            out,
            "{}",
            grid(width, &["most spoken of", "kind", "code", "articles"], &[3], rows)
        )?;
    }
    if !answer.pairs.is_empty() {
        writeln!(out)?;
        pairs_table(out, &answer.pairs, width)?;
    }
    Ok(())
}

/// The pairs that have most to do with each other.
pub fn pairs_table(out: &mut dyn Write, pairs: &[PairCount], width: usize) -> io::Result<()> {
    let rows = pairs.iter().map(|pair| {
        vec![
            format!("{} – {}", pair.one, pair.other),
            grouped(pair.claims),
            grouped(pair.cooperation),
            grouped(pair.conflict),
        ]
    });
    writeln!(
        out,
        "{}",
        grid(
            width,
            &["most active pairs", "claims", "cooperation", "conflict"],
            &[1, 2, 3],
            rows
        )
    )
}
