use rusqlite::types::{Value, ValueRef};

use super::{Result, Store, StoreError};

/// The answer to an SQL query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// One value of an answer.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
}

impl Store {
    /// Runs one SELECT with named parameters, given without their colon. Parameters that the query
    /// does not have are an error, as are those that it has and nobody gives.
    pub fn select(&self, sql: &str, parameters: &[(String, Cell)]) -> Result<Rows> {
        self.select_within(sql, parameters, usize::MAX, &|_| None)
    }

    /// As [`Store::select`], with at most so many rows, and words of the caller's own for some errors.
    pub(super) fn select_within(
        &self,
        sql: &str,
        parameters: &[(String, Cell)],
        most: usize,
        words: &dyn Fn(&rusqlite::Error) -> Option<String>,
    ) -> Result<Rows> {
        let fail = |error: rusqlite::Error| StoreError::Query(words(&error).unwrap_or_else(|| explain(&error)));
        let mut select = self.connection.prepare(sql).map_err(fail)?;
        if !select.readonly() {
            return Err(StoreError::Query(
                "the query would change the database; only SELECT is allowed".into(),
            ));
        }
        for index in 1..=select.parameter_count() {
            let name = select
                .parameter_name(index)
                .unwrap_or("?")
                .trim_start_matches([':', '@', '$'])
                .to_string();
            let given = parameters.iter().find(|(key, _)| *key == name);
            let Some((_, value)) = given else {
                return Err(StoreError::Query(format!(
                    "the query needs :{name}; give it with --param {name}=VALUE"
                )));
            };
            let value = match value.clone() {
                Cell::Null => Value::Null,
                Cell::Integer(number) => Value::Integer(number),
                Cell::Real(number) => Value::Real(number),
                Cell::Text(text) => Value::Text(text),
            };
            select.raw_bind_parameter(index, value).map_err(fail)?;
        }
        let columns: Vec<String> = select.column_names().map(String::from).collect();
        let width = columns.len();
        let mut answer = Rows {
            columns,
            rows: Vec::new(),
        };
        let mut rows = select.raw_query();
        while let Some(row) = rows.next().map_err(fail)? {
            let cells = (0..width)
                .map(|index| row.get_ref(index).map(cell))
                .collect::<rusqlite::Result<_>>();
            if answer.rows.len() == most {
                return Err(StoreError::Query(format!(
                    "the answer has more than {most} rows; add a LIMIT"
                )));
            }
            answer.rows.push(cells.map_err(fail)?);
        }
        Ok(answer)
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) | ValueRef::Blob(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
    }
}

/// What SQLite says of a query, without the codes around it.
fn explain(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, offset, .. } if *offset >= 0 => {
            format!("{msg} (at character {offset} of the query)")
        }
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::MultipleStatement => "there is more than one statement; write one SELECT".into(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}
