//! What all appearances of a key come to. Counted up and down, so that no article leaves a trace,
//! and read in a bounded number of rows, so that the most spoken of cost no more than others.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::nodes;
use crate::model::{Kind, Name, Profile};

/// How many traits of one kind a comparison looks at.
const LOOKED_AT: i64 = 64;

/// One appearance with what it tells of its key.
pub struct Told {
    pub index: i64,
    pub key: String,
    traits: BTreeSet<(&'static str, String)>,
}

impl Told {
    /// Kind and value of each trait.
    pub fn traits(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.traits.iter()
    }
}

/// What an article tells of the keys that appear in it.
pub fn told(sql: &Connection, article: i64) -> rusqlite::Result<Vec<Told>> {
    let year: Option<String> = sql
        .prepare_cached("SELECT substr(published, 1, 4) FROM article WHERE id = ?")?
        .query_row([article], |row| row.get(0))?;
    let mut select = sql.prepare_cached(
        "SELECT idx, key, part, kind, state, known, names, surname, short, offices FROM appearance WHERE article = ? ORDER BY idx",
    )?;
    let mut rows = select.query([article])?;
    let mut all: Vec<Told> = Vec::new();
    let mut own: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, part, kind): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let short: bool = row.get(8)?;
        let mut traits = BTreeSet::new();
        // States are told apart by the lexicon alone.
        if kind != Kind::State.name() {
            let names: Vec<(String, String)> = serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default();
            traits.extend(
                names
                    .first()
                    .map(|(text, folded)| ("name", format!("{folded}\t{text}"))),
            );
            traits.extend(row.get::<_, Option<String>>(4)?.map(|state| ("state", state)));
            traits.extend(
                nodes::strings(&row.get::<_, String>(9)?)
                    .into_iter()
                    .map(|office| ("office", office)),
            );
            traits.extend(year.clone().map(|year| ("year", year)));
            // What a decision moved elsewhere is no longer what the lexicon knows.
            if part == key && row.get(5)? {
                traits.insert(("known", String::new()));
            }
            if short {
                traits.insert(("short", String::new()));
            } else {
                traits.extend(row.get::<_, Option<String>>(7)?.map(|surname| ("surname", surname)));
            }
        }
        all.push(Told {
            index: row.get(0)?,
            // Whom a surname means is for each article to tell: its traits stay its own.
            key: if short { key.clone() } else { part },
            traits,
        });
        own.push(key);
    }
    let mut select = sql.prepare_cached("SELECT DISTINCT head, tail FROM claim WHERE article = ?")?;
    for ends in select.query_map([article], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))? {
        let (head, tail) = ends?;
        for (one, other) in [(head, tail), (tail, head)] {
            // Indices are stored as they stand in the article, without gaps.
            if let (Some(told), Some(key)) = (all.get_mut(one as usize), own.get(other as usize))
                && !told.traits.is_empty()
            {
                told.traits.insert(("near", key.clone()));
            }
        }
    }
    Ok(all)
}

/// Adds what an appearance tells to its key, or takes it back.
pub fn count(sql: &Connection, told: &Told, by: i64) -> rusqlite::Result<()> {
    let mut count = sql.prepare_cached(
        "INSERT INTO trait (key, kind, value, uses) VALUES (?, ?, ?, ?)
         ON CONFLICT (key, kind, value) DO UPDATE SET uses = uses + excluded.uses",
    )?;
    let mut clear = sql.prepare_cached("DELETE FROM trait WHERE key = ? AND kind = ? AND value = ? AND uses <= 0")?;
    for (kind, value) in &told.traits {
        count.execute(params![told.key, kind, value, by])?;
        if by < 0 {
            clear.execute(params![told.key, kind, value])?;
        }
    }
    Ok(())
}

/// What is known of a key; nothing where no article speaks of it, or where it is a state.
pub fn profile(sql: &Connection, key: &str) -> rusqlite::Result<Option<Profile>> {
    let list = |kind: &str| -> rusqlite::Result<Vec<String>> {
        sql.prepare_cached("SELECT value FROM trait WHERE key = ? AND kind = ? ORDER BY value LIMIT ?")?
            .query_map(params![key, kind, LOOKED_AT], |row| row.get(0))?
            .collect()
    };
    let names = list("name")?;
    let Some(kind) = key.split(':').next().and_then(|kind| kind.parse().ok()) else {
        return Ok(None);
    };
    if names.is_empty() {
        return Ok(None);
    }
    let names = names.iter().filter_map(|name| name.split_once('\t'));
    Ok(Some(Profile {
        key: key.into(),
        kind,
        known: !list("known")?.is_empty(),
        short: !list("short")?.is_empty(),
        names: names
            .map(|(folded, text)| Name {
                text: text.into(),
                folded: folded.into(),
            })
            .collect(),
        states: list("state")?,
        offices: list("office")?,
        near: list("near")?,
        years: list("year")?.iter().filter_map(|year| year.parse().ok()).collect(),
    }))
}

/// Whether any mention bears the key.
pub fn is_live(sql: &Connection, key: &str) -> rusqlite::Result<bool> {
    let told = "SELECT EXISTS (SELECT 1 FROM trait WHERE key = ? AND kind = 'name')";
    let seen = "SELECT EXISTS (SELECT 1 FROM appearance WHERE part = ?)";
    let ask = if key.starts_with("state:") { seen } else { told };
    sql.prepare_cached(ask)?.query_row([key], |row| row.get(0))
}

/// Whether the lexicon knows the key: it knows every state that it names.
pub fn is_known(sql: &Connection, key: &str) -> rusqlite::Result<bool> {
    if key.starts_with("state:") {
        return Ok(!key.contains('#'));
    }
    sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM trait WHERE key = ? AND kind = 'known')")?
        .query_row([key], |row| row.get(0))
}
