//! Reads a TOML file as rows that know their line, and reports every bad row instead of the first.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::problem::Problem;

/// A data file: its path below `data/` and its text.
#[derive(Clone, Debug)]
pub struct DataFile {
    pub path: String,
    pub text: String,
}

/// A value read from a data file, with the line on which it begins.
#[derive(Clone, Debug)]
pub struct Row<T> {
    pub value: T,
    pub line: usize,
}

/// A parsed file whose tables are taken out one by one; what is left over at the end is a mistake.
pub struct Tables<'f> {
    file: &'f DataFile,
    root: DeTable<'f>,
    /// Where each line begins.
    lines: Vec<usize>,
    problems: Vec<Problem>,
}

impl<'f> Tables<'f> {
    pub fn parse(file: &'f DataFile) -> Self {
        let (root, errors) = DeTable::parse_recoverable(&file.text);
        let newlines = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut tables = Tables {
            file,
            root: root.into_inner(),
            lines,
            problems: Vec::new(),
        };
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            tables.report(at, error.message().to_string());
        }
        tables
    }

    /// The rows of `[[name]]`; a file without one has none.
    pub fn rows<T: DeserializeOwned>(&mut self, name: &str) -> Vec<Row<T>> {
        let Some((_, value)) = self.root.remove_entry(name) else {
            return Vec::new();
        };
        let at = value.span().start;
        let DeValue::Array(array) = value.into_inner() else {
            self.report(at, format!("\"{name}\" must be a list of tables; write [[{name}]]"));
            return Vec::new();
        };
        let file = self.file;
        array
            .into_iter()
            .enumerate()
            .filter_map(|(index, item)| self.row(item, &|| nth(file, name, index)))
            .collect()
    }

    /// The keys at the top of the file that are no tables of rows, as one value.
    pub fn header<T: DeserializeOwned>(&mut self) -> Option<Row<T>> {
        let root = Spanned::new(0..0, DeValue::Table(std::mem::take(&mut self.root)));
        let again = root.clone();
        self.row(root, &|| Some(again.clone()))
    }

    fn row<T: DeserializeOwned>(
        &mut self,
        item: Spanned<DeValue<'f>>,
        again: &dyn Fn() -> Option<Spanned<DeValue<'f>>>,
    ) -> Option<Row<T>> {
        let at = item.span().start;
        match T::deserialize(ValueDeserializer::from(item)) {
            Ok(value) => Some(Row {
                value,
                line: self.line(at),
            }),
            Err(error) => {
                self.report_all::<T>(at, error, again);
                None
            }
        }
    }

    /// Reports an error of a row and, reading it again without the bad keys, all others.
    fn report_all<T: DeserializeOwned>(
        &mut self,
        row: usize,
        error: toml::de::Error,
        again: &dyn Fn() -> Option<Spanned<DeValue<'f>>>,
    ) {
        let mut bad: Vec<String> = Vec::new();
        let mut error = Some(error);
        while let Some(found) = error.take() {
            let at = found.span().map_or(row, |span| span.start);
            let message = found.message();
            // What is missing now may be what was taken out, or stand there misspelt.
            if !bad.is_empty() && message.starts_with("missing field") {
                return;
            }
            self.report(at, message.to_string());
            let Some(mut item) = again() else { return };
            let DeValue::Table(table) = item.get_mut() else { return };
            let of_error = table
                .iter()
                .find(|(key, value)| key.span().contains(&at) || value.span().contains(&at));
            let Some((key, _)) = of_error else { return };
            bad.push(key.get_ref().to_string());
            for key in &bad {
                table.remove(key.as_str());
            }
            error = T::deserialize(ValueDeserializer::from(item)).err();
        }
    }

    /// Whatever was not asked for is a misspelt key.
    pub fn finish(mut self) -> Vec<Problem> {
        let left: Vec<(usize, String)> = self
            .root
            .iter()
            .map(|(key, _)| (key.span().start, key.get_ref().to_string()))
            .collect();
        for (at, key) in left {
            self.report(at, format!("unknown key \"{key}\""));
        }
        self.problems
    }

    fn report(&mut self, at: usize, message: String) {
        let line = self.line(at);
        self.problems.push(Problem {
            file: self.file.path.clone(),
            line,
            message,
        });
    }

    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }
}

/// A row of a file, read once more.
fn nth<'f>(file: &'f DataFile, name: &str, index: usize) -> Option<Spanned<DeValue<'f>>> {
    let (mut root, _) = DeTable::parse_recoverable(&file.text);
    match root.get_mut().remove(name)?.into_inner() {
        DeValue::Array(rows) => rows.into_iter().nth(index),
        _ => None,
    }
}
