use std::io::{self, Write};

use super::{clean, grid};
use crate::model::{Act, Decision, Record};

/// Every decision, with whether it still holds.
pub fn history_table(out: &mut dyn Write, records: &[Record], width: usize) -> io::Result<()> {
    let rows = records.iter().map(|record| {
        let state = match &record.undone {
            Some(time) => format!("taken back {}", day(time)),
            None => "holds".into(),
        };
        vec![
            record.decision.id.to_string(),
            day(&record.made).to_string(),
            decision_line(&record.decision),
            state,
        ]
    });
    writeln!(out, "{}", grid(width, &["", "made", "decision", ""], &[0], rows))
}

fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or(time)
}

/// A decision in one line.
pub fn decision_line(decision: &Decision) -> String {
    let other = decision.other.as_deref().unwrap_or_default();
    let name = decision.name.as_deref().unwrap_or_default();
    let one = &decision.one;
    let line = match decision.act {
        Act::Merge => format!("{other} is {one}"),
        Act::Forbid => format!("{other} is not {one}"),
        Act::Split => format!("{other} is no part of {one}"),
        Act::Rename => format!("{one} is called “{name}”"),
        Act::Alias => format!("{one} is also called “{name}”"),
        Act::Move => {
            let named = if name.is_empty() {
                String::new()
            } else {
                format!("“{name}” of ")
            };
            let articles = match decision.articles.len() {
                0 => String::new(),
                _ => format!(" in {}", decision.articles.join(", ")),
            };
            let label = decision
                .label
                .as_deref()
                .map(|label| format!(" ({label})"))
                .unwrap_or_default();
            format!("{named}{one}{articles} is {other}{label}")
        }
    };
    clean(&line).into_owned()
}
