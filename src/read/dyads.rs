//! Dyad files: tab-separated, one sentence a row, with `id`, `text`, `source` and `target`.

use std::io::Read;
use std::path::Path;

use super::{Problem, ReadError, decode};
use crate::model::Dyad;

const COLUMNS: [&str; 4] = ["id", "text", "source", "target"];

/// The rows of a dyad file, each read or wrong; the first error of the file itself is the only one.
pub fn dyads(path: &Path) -> Vec<Result<Dyad, ReadError>> {
    let origin = if path == Path::new("-") {
        "stdin".to_string()
    } else {
        path.display().to_string()
    };
    let text = match read(path) {
        Ok(text) => text,
        Err(problem) => return vec![Err(ReadError::new(origin, problem))],
    };
    parse(&text, &origin)
}

fn read(path: &Path) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes)?;
    } else if !path.exists() {
        return Err(Problem::NoFile);
    } else {
        std::fs::File::open(path)?.read_to_end(&mut bytes)?;
    }
    decode::decode(bytes)
}

fn parse(text: &str, origin: &str) -> Vec<Result<Dyad, ReadError>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let Some((number, head)) = lines.next() else {
        return vec![Err(ReadError::new(origin, Problem::Empty))];
    };
    let head: Vec<String> = head.split('\t').map(|name| unquoted(name).to_lowercase()).collect();
    let column = |name: &str| head.iter().position(|column| column == name);
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| column(name).is_none()).collect();
    if !missing.is_empty() {
        let origin = format!("{origin}:{}", number + 1);
        let missing = missing.join(", ");
        return vec![Err(ReadError::new(origin, Problem::NoColumns { missing }))];
    }
    lines
        .map(|(number, line)| {
            let origin = format!("{origin}:{}", number + 1);
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != head.len() {
                let problem = Problem::Cells {
                    found: cells.len(),
                    expected: head.len(),
                };
                return Err(ReadError::new(origin, problem));
            }
            let cell = |name: &str| column(name).map(|at| unquoted(cells[at])).unwrap_or_default();
            let (id, text) = (cell("id"), cell("text"));
            for (name, value) in [("id", &id), ("text", &text)] {
                if value.is_empty() {
                    return Err(ReadError::new(origin, Problem::EmptyCell(name)));
                }
            }
            Ok(Dyad {
                id,
                text,
                source: cell("source"),
                target: cell("target"),
                plover: Some(cell("plover")).filter(|root| !root.is_empty()),
                origin,
            })
        })
        .collect()
}

/// A cell as spreadsheets write it: in quotes, with those inside doubled. Any other quotes are the text's own,
/// so that a quotation that a cell begins with never swallows the rows after it.
fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    let inner = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\"").trim().to_string(),
        _ => cell.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, unquoted};

    #[test]
    fn quotes_are_taken_off_only_where_they_enclose() {
        let check = |cell: &str, expected: &str| assert_eq!(unquoted(cell), expected, "{cell}");
        check("Turkey", "Turkey");
        check("\"Turkey said \"\"no\"\".\"", "Turkey said \"no\".");
        check("\"No,\" Turkey said.", "\"No,\" Turkey said.");
        check("\"No,\" he said, \"never.\"", "\"No,\" he said, \"never.\"");
        check("\"", "\"");
        check("\"\"", "");
    }

    #[test]
    fn columns_stand_in_any_order_and_lines_end_in_any_way() {
        let text = "source\tTARGET\tid\ttext\nTurkey\tRussia\t7\tTurkey met Russia.\n\n";
        let rows = parse(text, "f");
        assert_eq!(rows.len(), 1);
        let row = rows[0].as_ref().unwrap();
        assert_eq!(
            (
                row.id.as_str(),
                row.source.as_str(),
                row.target.as_str(),
                row.plover.as_deref()
            ),
            ("7", "Turkey", "Russia", None)
        );
    }

    #[test]
    fn says_what_is_wrong_where() {
        let check = |text: &str, message: &str| {
            let rows = parse(text, "f");
            let error = rows.into_iter().find_map(Result::err).unwrap().to_string();
            assert!(error.starts_with(message), "{error}");
        };
        check("", "f: is empty");
        check("id\ttext\tsource\n", "f:1: lacks the columns target");
        check("id\ttext\tsource\ttarget\n1\ta\tb\n", "f:2: has 3 cells");
        check(
            "id\ttext\tsource\ttarget\n1\t\tb\tc\n",
            "f:2: the cell \"text\" is empty",
        );
    }
}
