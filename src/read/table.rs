//! Tables with one article a row: CSV and its kin with tabs, semicolons or bars.

use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::{Items, Options, Place, Problem, ReadError, Source, decode, fields, whole};
use crate::model::Article;

const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// Whether a text begins with the names of columns among which are those of an article.
pub fn is_header(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let cells: Vec<&str> = line
        .split(delimiter(line.as_bytes()) as char)
        .map(|cell| cell.trim_matches('"'))
        .collect();
    let usual = cells.iter().filter(|cell| fields::is_usual(cell)).count();
    usual >= 2 && cells.iter().any(|cell| fields::is_content(cell))
}

/// The delimiter that the first line has most of.
fn delimiter(line: &[u8]) -> u8 {
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    // Of those with the same count the first, which is the rarest in names.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',')
}

/// The rows of a table. Its first row names the columns.
pub fn read(mut source: Source, place: Place, options: Arc<Options>) -> Items {
    let head = match source.fill_buf() {
        Ok(head) => head,
        Err(error) => return place.fails(Problem::Unreadable(error)),
    };
    // A spreadsheet's "Unicode text".
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        let text = whole(source, options.longest).and_then(decode::decode);
        return match text {
            Ok(text) => read(Box::new(Cursor::new(text.into_bytes())), place, options),
            Err(problem) => place.fails(problem),
        };
    }
    let delimiter = delimiter(head.split(|byte| *byte == b'\n').next().unwrap_or_default());
    if head.starts_with(b"\xef\xbb\xbf") {
        source.consume(3);
    }
    let left = Arc::new(AtomicUsize::new(options.longest));
    let budget = Budget {
        source,
        left: left.clone(),
        longest: options.longest,
        after_return: false,
    };
    let table = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(budget);
    let mut rows = Rows {
        table,
        left,
        columns: Vec::new(),
        place,
        options,
        rows: 0,
        ended: false,
    };
    match rows.head() {
        Ok(()) => Box::new(rows),
        Err(problem) => rows.place.fails(problem),
    }
}

struct Rows {
    table: Reader<Budget>,
    /// The bytes that the row in hand may still take.
    left: Arc<AtomicUsize>,
    columns: Vec<String>,
    place: Place,
    options: Arc<Options>,
    rows: usize,
    ended: bool,
}

impl Rows {
    fn head(&mut self) -> Result<(), Problem> {
        let (_, columns) = self.row()?.ok_or(Problem::Empty)?;
        self.columns = columns.iter().map(|name| name.trim().to_string()).collect();
        let missing = self
            .options
            .map
            .all()
            .find(|name| !self.columns.iter().any(|column| column == name));
        if let Some(name) = missing {
            return Err(Problem::NoSuchColumn {
                name: name.into(),
                columns: self.columns.join(", "),
            });
        }
        let content = self.columns.iter().any(|column| fields::is_content(column));
        if !content && self.options.map.all().next().is_none() {
            return Err(Problem::NoTextColumn(
                self.columns.join(", ").chars().take(200).collect(),
            ));
        }
        Ok(())
    }

    /// The cells of the next row with its line.
    fn row(&mut self) -> Result<Option<(u64, Vec<String>)>, Problem> {
        self.left.store(self.options.longest, Ordering::Relaxed);
        let mut record = ByteRecord::new();
        if !self.table.read_byte_record(&mut record).map_err(problem)? {
            return Ok(None);
        }
        let line = record.position().map_or(0, csv::Position::line);
        Ok(Some((line, cells(&record)?)))
    }

    fn article(&self, cells: &[String], id: String, origin: &str) -> Result<Article, Problem> {
        if cells.len() != self.columns.len() {
            return Err(Problem::Cells {
                found: cells.len(),
                expected: self.columns.len(),
            });
        }
        let get = |_, name: &str| {
            let column = self.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
            let cell = column
                .map(|column| cells[column].trim())
                .filter(|cell| !cell.is_empty());
            Ok(cell.map(String::from))
        };
        fields::article(&self.options.map, &get, id, origin.into())
    }
}

impl Iterator for Rows {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let outcome = match self.row() {
            Ok(None) if self.rows == 0 => Err(self.place.error(Problem::Empty)),
            Ok(None) => return None,
            Ok(Some((line, cells))) => {
                let origin = format!("{}:{line}", self.place.origin);
                let id = format!("{}-{line}", self.place.id());
                self.article(&cells, id, &origin)
                    .map_err(|problem| ReadError::new(origin, problem))
            }
            Err(problem) => {
                self.ended = true;
                let line = self.table.position().line();
                Err(ReadError::new(format!("{}:{line}", self.place.origin), problem))
            }
        };
        self.rows += 1;
        Some(outcome)
    }
}

/// The cells of a row, whose encoding is told by all of them together.
fn cells(record: &ByteRecord) -> Result<Vec<String>, Problem> {
    let mut joined = Vec::with_capacity(record.as_slice().len() + record.len());
    for (index, cell) in record.iter().enumerate() {
        if index > 0 {
            joined.push(SEPARATOR);
        }
        joined.extend(cell.iter().map(|byte| if *byte == SEPARATOR { b' ' } else { *byte }));
    }
    let text = decode::decode(joined)?;
    Ok(text.split(SEPARATOR as char).map(String::from).collect())
}

/// The form feed, which is white space in every text.
const SEPARATOR: u8 = 0x0c;

fn problem(error: csv::Error) -> Problem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => match error.downcast::<LongRow>() {
            Ok(LongRow(longest)) => Problem::LongLine(longest),
            Err(error) => Problem::Unreadable(error),
        },
        other => Problem::Unreadable(io::Error::other(format!("{other:?}"))),
    }
}

/// A source of which a row takes only so much: a quote that is never closed must not take all.
struct Budget {
    source: Source,
    left: Arc<AtomicUsize>,
    longest: usize,
    after_return: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("longer than {0} bytes")]
struct LongRow(usize);

impl Read for Budget {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written == 0 && !buffer.is_empty() {
            let available = self.source.fill_buf()?;
            if available.is_empty() {
                return Ok(0);
            }
            let read = available.len().min(buffer.len());
            // Line ends of all systems are one, so that lines are counted as a person counts them.
            for byte in &available[..read] {
                let second = *byte == b'\n' && self.after_return;
                self.after_return = *byte == b'\r';
                if !second {
                    buffer[written] = if self.after_return { b'\n' } else { *byte };
                    written += 1;
                }
            }
            self.source.consume(read);
        }
        let left = self.left.load(Ordering::Relaxed);
        // What is read ahead for the next rows is less than one buffer.
        if left == 0 && written > 0 {
            return Err(io::Error::other(LongRow(self.longest)));
        }
        self.left.store(left.saturating_sub(written), Ordering::Relaxed);
        Ok(written)
    }
}
