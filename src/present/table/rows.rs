use std::io::{self, Write};

use super::{BOLD, DIM, clean, grid, styled, wrap};
use crate::query::{Cell, Rows, Saved};

/// The answer of an SQL query.
pub fn rows_table(out: &mut dyn Write, rows: &Rows, width: usize) -> io::Result<()> {
    let header: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
    let number = |index: &usize| {
        let mut cells = rows
            .rows
            .iter()
            .filter_map(|row| row.get(*index))
            .filter(|cell| **cell != Cell::Null)
            .peekable();
        cells.peek().is_some() && cells.all(|cell| matches!(cell, Cell::Integer(_) | Cell::Real(_)))
    };
    let numbers: Vec<usize> = (0..header.len()).filter(number).collect();
    let cells = rows.rows.iter().map(|row| row.iter().map(text).collect());
    writeln!(out, "{}", grid(width, &header, &numbers, cells))
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => format!("{number:.2}"),
        Cell::Text(text) => text.clone(),
    }
}

/// The saved queries, each with what it answers and what it needs.
pub fn saved_table(out: &mut dyn Write, saved: &[Saved], width: usize) -> io::Result<()> {
    for query in saved {
        writeln!(out, "{}", styled(BOLD, &query.name))?;
        for line in wrap(&query.about, width.saturating_sub(2)) {
            writeln!(out, "  {line}")?;
        }
        for parameter in &query.parameters {
            let needed = match &parameter.default {
                None => "",
                Some(default) if default.is_empty() => " (optional)",
                Some(default) => &format!(" (default {default})"),
            };
            let line = format!("--param {}=...{needed}: {}", parameter.name, parameter.about);
            writeln!(out, "    {}", styled(DIM, &clean(&line)))?;
        }
    }
    Ok(())
}
