use std::io::{self, Write};

use super::clean;
use super::neo4j::cell;
use crate::query::{Cell, Rows};

/// The answer of an SQL query as CSV (RFC 4180) with a header; what is absent is empty.
pub fn rows_csv(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    let line = |cells: Vec<String>| cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",");
    writeln!(out, "{}", line(rows.columns.clone()))?;
    for row in &rows.rows {
        writeln!(out, "{}", line(row.iter().map(text).collect()))?;
    }
    Ok(())
}

/// The answer as a table of Markdown.
pub fn rows_markdown(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells
            .iter()
            .map(|text| clean(text).replace('\\', "\\\\").replace('|', "\\|"))
            .collect();
        format!("| {} |", cells.join(" | "))
    };
    let is_number = |index: usize| {
        let mut cells = rows
            .rows
            .iter()
            .filter_map(|row| row.get(index))
            .filter(|cell| **cell != Cell::Null);
        cells.all(|cell| matches!(cell, Cell::Integer(_) | Cell::Real(_)))
    };
    writeln!(out, "{}", line(rows.columns.clone()))?;
    let rules = (0..rows.columns.len()).map(|index| {
        if is_number(index) {
            "---:".into()
        } else {
            "---".to_string()
        }
    });
    writeln!(out, "{}", line(rules.collect()))?;
    for row in &rows.rows {
        writeln!(out, "{}", line(row.iter().map(text).collect()))?;
    }
    Ok(())
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    }
}
