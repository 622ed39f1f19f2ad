use std::io::{self, Write};

use super::{BOLD, DIM, clean, count, decision_line, grid, styled, wrap};
use crate::query::WhyAnswer;

/// How many names of one ground are listed, and how many articles of one name.
const NAMES: usize = 10;
const ARTICLES: usize = 4;

/// Why mentions are one entity: each reason with the names that articles use.
pub fn why_table(out: &mut dyn Write, answer: &WhyAnswer, width: usize) -> io::Result<()> {
    let entity = &answer.entity;
    let facts = format!(
        "{} · {} · {}",
        entity.kind,
        count(entity.articles.into(), "article"),
        entity.key
    );
    writeln!(
        out,
        "{}  {}",
        styled(BOLD, &clean(&entity.name)),
        styled(DIM, &clean(&facts))
    )?;
    for ground in &answer.grounds {
        writeln!(out)?;
        let title = format!("by {}", ground.reason);
        for line in wrap(&title, width) {
            writeln!(out, "{}", styled(BOLD, &line))?;
        }
        if ground.part != entity.key {
            writeln!(out, "{}", styled(DIM, &clean(&format!("part {}", ground.part))))?;
        }
        let rows = ground.called.iter().take(NAMES).map(|called| {
            let shown: Vec<&str> = called.articles.iter().take(ARTICLES).map(String::as_str).collect();
            let more = called.articles.len().saturating_sub(ARTICLES);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            vec![
                called.name.clone(),
                called.articles.len().to_string(),
                format!("{}{more}", shown.join(", ")),
            ]
        });
        let table = grid(width.saturating_sub(2), &["called", "articles", "in"], &[1], rows);
        for line in table.lines() {
            writeln!(out, "  {line}")?;
        }
        if let Some(more) = ground.called.len().checked_sub(NAMES).filter(|more| *more > 0) {
            writeln!(out, "  and {}", count(more as u64, "more name"))?;
        }
    }
    if !answer.decisions.is_empty() {
        writeln!(out, "\n{}", styled(BOLD, "decisions"))?;
    }
    for decision in &answer.decisions {
        for line in wrap(
            &format!("{}  {}", decision.id, decision_line(decision)),
            width.saturating_sub(2),
        ) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}
