//! Answers for people to read, at a given width.

mod changes;
mod between;
mod blocs;
mod diff;
mod entity;
mod explain;
mod extraction;
mod history;
mod marked;
mod neighbours;
mod path;
mod rank;
mod review;
mod rows;
mod stats;
mod stories;
mod timeline;
mod why;

use anstyle::{AnsiColor, Style};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table};

pub use between::between_table;
pub use blocs::blocs_table;
pub use changes::change_table;
pub use diff::diff_table;
pub use entity::entity_table;
pub use explain::explain_table;
pub use extraction::extraction_table;
pub use history::{decision_line, history_table};
pub use neighbours::{common_table, neighbours_table};
pub use path::path_table;
pub use rank::rank_table;
pub use review::question_table;
pub use rows::{rows_table, saved_table};
pub use stats::{pairs_table, stats_table};
pub use stories::stories_table;
pub use timeline::{search_table, timeline_table};
pub use why::why_table;

use super::clean;
use crate::model::{Date, Quad};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn colour(quad: Quad) -> Style {
    match quad {
        Quad::Cooperation => AnsiColor::Green.on_default(),
        Quad::Conflict => AnsiColor::Red.on_default(),
        Quad::Structure => AnsiColor::Blue.on_default(),
    }
}

fn quad_name(quad: Quad) -> &'static str {
    match quad {
        Quad::Cooperation => "cooperation",
        Quad::Conflict => "conflict",
        Quad::Structure => "structure",
    }
}

/// Text in a style; the writer that prints it takes the style out where nobody would see it.
fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A grid with a header, a line below it and no others. Columns named here are numbers, set to the right.
fn grid(width: usize, header: &[&str], numbers: &[usize], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
    table
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell).into_owned()).collect::<Vec<_>>());
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        if numbers.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_string()).collect();
    lines.join("\n")
}

/// Breaks text into lines of at most `width` characters at spaces.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in clean(text).split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if used + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
                used += 1 + length;
            }
            _ => {
                lines.push(word.to_string());
                used = length;
            }
        }
    }
    lines
}

/// `2018-09-17`, `2018-09-17 – 2020-02`, or nothing.
fn period(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        (Some(date), None) | (None, Some(date)) => date.to_string(),
        (None, None) => String::new(),
    }
}

/// `1 claim`, `2 claims`, `1,234 claims`.
fn count(number: u64, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        _ if number == 1 => noun.to_string(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    };
    format!("{} {plural}", grouped(number))
}

/// A number with its digits in threes.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
