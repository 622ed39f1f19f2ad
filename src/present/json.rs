use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::query::Rows;

/// Any answer, as it is, indented for people.
pub fn to_json(out: &mut dyn Write, answer: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    writeln!(out)
}

/// The answer of an SQL query: an array of objects.
pub fn rows_json(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    let objects: Vec<Value> = objects(rows).map(Value::Object).collect();
    to_json(out, &objects)
}

/// The rows of an answer as objects, keyed by column.
pub fn objects(rows: &Rows) -> impl Iterator<Item = Map<String, Value>> {
    rows.rows.iter().map(|row| {
        let pairs = rows.columns.iter().zip(row);
        pairs.map(|(column, cell)| (column.clone(), json!(cell))).collect()
    })
}
