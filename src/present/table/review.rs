use std::io::{self, Write};

use super::{BOLD, DIM, clean, grid, period, styled, wrap};
use crate::query::{Question, Side};

/// How many other names a side shows.
const NAMES: usize = 6;

/// Two entities side by side, with what speaks for and against their being one.
pub fn question_table(out: &mut dyn Write, question: &Question, title: &str, width: usize) -> io::Result<()> {
    writeln!(out, "{}", styled(BOLD, title))?;
    let (one, other) = (&question.one, &question.other);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |title: &str, of: &dyn Fn(&Side) -> String| {
        let (one, other) = (of(one), of(other));
        if !one.is_empty() || !other.is_empty() {
            rows.push(vec![title.into(), one, other]);
        }
    };
    row("key", &|side| side.entity.key.clone());
    row("kind", &|side| side.entity.kind.to_string());
    row("state", &|side| side.entity.state.clone().unwrap_or_default());
    row("office", &|side| {
        side.offices.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ")
    });
    row("in the news", &|side| period(side.first_date, side.last_date));
    row("articles", &|side| side.entity.articles.to_string());
    row("also called", &|side| {
        side.names.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ")
    });
    let most = one.sentences.len().max(other.sentences.len());
    for place in 0..most {
        row(if place == 0 { "in words" } else { "" }, &|side| {
            side.sentences
                .get(place)
                .map(|sentence| format!("“{}” ({})", sentence.text, sentence.article))
                .unwrap_or_default()
        });
    }
    let header = ["", &*clean(&one.entity.name), &*clean(&other.entity.name)];
    writeln!(out, "{}", grid(width, &header, &[], rows))?;
    for (title, sign) in [("for", 1.0_f32), ("against", -1.0)] {
        let reasons: Vec<String> = question
            .reasons
            .iter()
            .filter(|reason| reason.weight * sign > 0.0)
            .map(|reason| format!("{} ({:+.1})", reason.text, reason.weight))
            .collect();
        if reasons.is_empty() {
            continue;
        }
        for (index, line) in wrap(&reasons.join("; "), width.saturating_sub(9)).iter().enumerate() {
            writeln!(out, "{:8} {line}", if index == 0 { title } else { "" })?;
        }
    }
    writeln!(
        out,
        "{}",
        styled(
            DIM,
            &format!("likeness {:.1}; from 5.0 on it would be sure", question.score)
        )
    )
}
