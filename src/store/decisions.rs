//! What people decided.

use rusqlite::{Connection, Row, params};

use super::nodes::strings;
use super::{Result, Store};
use crate::model::{Act, Decision, Record};

const DECISION: &str = "id, act, one, other, name, articles, parts, label, made, undone";

impl Store {
    /// Every decision that was ever made, those taken back too, the first first.
    pub fn history(&self) -> Result<Vec<Record>> {
        self.tell(|sql| {
            sql.prepare(&format!("SELECT {DECISION} FROM decision ORDER BY id"))?
                .query_map((), record)?
                .collect()
        })
    }

    /// The decisions that hold, the first first.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.tell(in_force)
    }
}

pub fn in_force(sql: &Connection) -> rusqlite::Result<Vec<Decision>> {
    sql.prepare(&format!(
        "SELECT {DECISION} FROM decision WHERE undone IS NULL ORDER BY id"
    ))?
    .query_map((), |row| Ok(record(row)?.decision))?
    .collect()
}

pub fn put(sql: &Connection, decision: &Decision) -> rusqlite::Result<i64> {
    let json = |list: &[String]| serde_json::to_string(list).unwrap_or_else(|_| "[]".into());
    sql.query_row(
        "INSERT INTO decision (act, one, other, name, articles, parts, label, made)
         VALUES (?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) RETURNING id",
        params![
            decision.act.name(),
            decision.one,
            decision.other,
            decision.name,
            json(&decision.articles),
            json(&decision.parts),
            decision.label
        ],
        |row| row.get(0),
    )
}

pub fn take_back(sql: &Connection, id: i64) -> rusqlite::Result<()> {
    sql.execute(
        "UPDATE decision SET undone = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ? AND undone IS NULL",
        [id],
    )?;
    Ok(())
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    let act: String = row.get(1)?;
    Ok(Record {
        decision: Decision {
            id: row.get(0)?,
            act: act.parse().unwrap_or(Act::Forbid),
            one: row.get(2)?,
            other: row.get(3)?,
            name: row.get(4)?,
            articles: strings(&row.get::<_, String>(5)?),
            parts: strings(&row.get::<_, String>(6)?),
            label: row.get(7)?,
        },
        made: row.get(8)?,
        undone: row.get(9)?,
    })
}
