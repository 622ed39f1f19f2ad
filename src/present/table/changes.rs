use std::io::{self, Write};

use anstyle::AnsiColor;

use super::{BOLD, DIM, clean, styled, wrap};
use crate::model::{Change, ChangeKind, Polarity};

/// A change of a claim, under the article's id where it is the article's first.
pub fn change_table(out: &mut dyn Write, change: &Change, first: bool, width: usize) -> io::Result<()> {
    if first {
        writeln!(out, "{}", styled(BOLD, &clean(&change.article)))?;
    }
    let (sign, colour) = match change.change {
        ChangeKind::Gained => ("+", AnsiColor::Green),
        ChangeKind::Lost => ("-", AnsiColor::Red),
        ChangeKind::Altered => ("~", AnsiColor::Yellow),
    };
    let denied = match change.polarity {
        Polarity::Affirmed => "",
        Polarity::Negated => "not: ",
    };
    let claim = format!("{sign} {denied}{} {} {}", change.head, change.relation, change.tail);
    let about = match change.change {
        ChangeKind::Altered => {
            let altered = change.altered.iter().map(|(what, before, after)| {
                let shown = |value: &str| {
                    if value.is_empty() {
                        "none".to_string()
                    } else {
                        value.to_string()
                    }
                };
                format!("{what} {} → {}", shown(before), shown(after))
            });
            altered.collect::<Vec<_>>().join(" · ")
        }
        _ => format!(
            "{} · {:.2} · {}",
            change.modality.name(),
            change.confidence,
            change.rule
        ),
    };
    writeln!(
        out,
        "  {}   {}",
        styled(colour.on_default(), &clean(&claim)),
        clean(&about)
    )?;
    for line in wrap(&format!("“{}”", change.sentence), width.saturating_sub(4)) {
        writeln!(out, "    {}", styled(DIM, &line))?;
    }
    Ok(())
}
