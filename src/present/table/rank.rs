use std::io::{self, Write};

use super::{DIM, grid, grouped, styled};
use crate::query::{Measure, RankAnswer};

/// The most important entities.
pub fn rank_table(out: &mut dyn Write, answer: &RankAnswer, width: usize) -> io::Result<()> {
    let name = match answer.by {
        Measure::Degree => "degree",
        Measure::PageRank => "pagerank",
        Measure::Betweenness => "betweenness",
    };
    let rows = answer.ranked.iter().map(|ranked| {
        let entity = &ranked.entity;
        let mut row = vec![
            ranked.rank.to_string(),
            entity.name.clone(),
            entity.kind.to_string(),
            entity.code.clone().unwrap_or_default(),
        ];
        if answer.by != Measure::Degree {
            row.push(format!("{:.4}", ranked.score));
        }
        row.extend([grouped(ranked.neighbours as u64), grouped(ranked.claims.into())]);
        row
    });
    let table = match answer.by {
        Measure::Degree => grid(
            width,
            &["", "entity", "kind", "code", "degree", "claims"],
            &[0, 4, 5],
            rows,
        ),
        _ => {
            let header = ["", "entity", "kind", "code", name, "degree", "claims"];
            grid(width, &header, &[0, 4, 5, 6], rows)
        }
    };
    writeln!(out, "{table}")?;
    if let Some(sampled) = answer.sampled {
        let note = format!(
            "estimated from the shortest ways from {} entities",
            grouped(sampled as u64)
        );
        writeln!(out, "{}", styled(DIM, &note))?;
    }
    Ok(())
}
