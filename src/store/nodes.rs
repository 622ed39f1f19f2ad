//! Nodes, their names, and the appearances of entities in articles.

use rusqlite::{Connection, OptionalExtension, params};

use crate::model::{Appearance, Kind, Name};

/// What a node is made of.
pub struct Seed<'a> {
    pub key: &'a str,
    pub kind: &'static str,
    pub name: &'a str,
    pub code: Option<&'a str>,
    pub state: Option<&'a str>,
    pub known: bool,
    pub generic: bool,
}

impl<'a> Seed<'a> {
    pub fn of(appearance: &'a Appearance) -> Self {
        Seed {
            key: &appearance.key,
            kind: appearance.kind.name(),
            name: &appearance.name,
            code: appearance.code.as_deref(),
            state: appearance.state.as_deref(),
            known: appearance.known,
            generic: appearance.generic,
        }
    }
}

/// The node with the seed's key, and whether it had to be made.
pub fn find_or_make(sql: &Connection, seed: &Seed<'_>) -> rusqlite::Result<(i64, bool)> {
    let found = sql
        .prepare_cached("SELECT id FROM entity WHERE key = ?")?
        .query_row([seed.key], |row| row.get(0))
        .optional()?;
    if let Some(id) = found {
        return Ok((id, false));
    }
    let made = sql
        .prepare_cached("INSERT INTO entity (key, kind, name, code, state, known, generic) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id")?
        .query_row(
            params![seed.key, seed.kind, seed.name, seed.code, seed.state, seed.known, seed.generic],
            |row| row.get(0),
        )?;
    Ok((made, true))
}

/// The node with a key, made if need be of what articles say of the key, or else of a label.
pub fn of_key(sql: &Connection, key: &str, label: Option<&str>) -> rusqlite::Result<(i64, bool)> {
    let told = sql
        .prepare_cached("SELECT name, code, state, known, generic FROM appearance WHERE key = ? LIMIT 1")?
        .query_row([key], |row| {
            let name: String = row.get(0)?;
            let (code, state): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
            Ok((name, code, state, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let (kind, bare) = key.split_once(':').unwrap_or(("organization", key));
    let (name, code, state, known, generic) =
        told.unwrap_or_else(|| (label.unwrap_or(bare).to_string(), None, None, false, false));
    let seed = Seed {
        key,
        kind: kind.parse().unwrap_or(Kind::Organization).name(),
        name: &name,
        code: code.as_deref(),
        state: state.as_deref(),
        known,
        generic,
    };
    find_or_make(sql, &seed)
}

pub fn put_appearance(
    sql: &Connection,
    article: i64,
    index: usize,
    entity: i64,
    appearance: &Appearance,
    part: &str,
) -> rusqlite::Result<()> {
    let names: Vec<(&str, &str)> = appearance
        .names
        .iter()
        .map(|name| (&*name.text, &*name.folded))
        .collect();
    let names = json(&names);
    sql.prepare_cached(
        "INSERT INTO appearance (article, idx, entity, key, kind, name, code, state, known, generic, names, surname, short, offices, part)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        article,
        index as i64,
        entity,
        appearance.key,
        appearance.kind.name(),
        appearance.name,
        appearance.code,
        appearance.state,
        appearance.known,
        appearance.generic,
        names,
        appearance.surname,
        appearance.short,
        json(&appearance.offices),
        part
    ])?;
    count_names(sql, entity, &names, 1)
}

/// Adds an appearance's names to a node, or takes them back.
pub fn count_names(sql: &Connection, entity: i64, names: &str, by: i64) -> rusqlite::Result<()> {
    let names: Vec<(String, String)> = serde_json::from_str(names).unwrap_or_default();
    let mut count = sql.prepare_cached(
        "INSERT INTO name (folded, entity, text, uses, lexical) VALUES (?, ?, ?, ?, 0)
         ON CONFLICT (folded, entity, text) DO UPDATE SET uses = uses + excluded.uses",
    )?;
    for (text, folded) in &names {
        count.execute(params![folded, entity, text, by])?;
    }
    if by < 0 {
        sql.prepare_cached("DELETE FROM name WHERE entity = ? AND uses <= 0 AND NOT lexical")?
            .execute([entity])?;
    }
    Ok(())
}

/// Gives a node the names that no article need use for it, and no others.
pub fn set_names(sql: &Connection, entity: i64, names: &[Name]) -> rusqlite::Result<()> {
    sql.prepare_cached("UPDATE name SET lexical = 0 WHERE entity = ? AND lexical")?
        .execute([entity])?;
    let mut insert = sql.prepare_cached(
        "INSERT INTO name (folded, entity, text, uses, lexical) VALUES (?, ?, ?, 0, 1)
         ON CONFLICT (folded, entity, text) DO UPDATE SET lexical = 1",
    )?;
    for name in names {
        insert.execute(params![name.folded, entity, name.text])?;
    }
    sql.prepare_cached("DELETE FROM name WHERE entity = ? AND uses <= 0 AND NOT lexical")?
        .execute([entity])?;
    Ok(())
}

/// Works out again what a node owes to its appearances; one without any goes.
///
/// A node that the lexicon does not know takes the name that most articles use, full names before
/// surnames, longer before shorter, and the state that most of them give it. It is nameless if any
/// article speaks of it so: the capital letter at the head of a sentence makes no name.
pub fn settle(sql: &Connection, entity: i64) -> rusqlite::Result<()> {
    let articles: i64 = sql
        .prepare_cached("SELECT count(DISTINCT article) FROM appearance WHERE entity = ?")?
        .query_row([entity], |row| row.get(0))?;
    if articles == 0 {
        sql.prepare_cached("DELETE FROM entity WHERE id = ?")?
            .execute([entity])?;
        return Ok(());
    }
    sql.prepare_cached("UPDATE entity SET articles = ? WHERE id = ?")?
        .execute((articles, entity))?;
    // What the lexicon knows is as the lexicon has it, whatever an article made of the same key; and a
    // person may have renamed it and taken that back.
    let known = sql
        .prepare_cached(
            "UPDATE entity SET known = 1, generic = 0, name = a.name, code = a.code, state = a.state
             FROM (SELECT b.name, b.code, b.state FROM appearance b
                   WHERE b.key = (SELECT key FROM entity WHERE id = ?1) AND b.known LIMIT 1) a WHERE id = ?1",
        )?
        .execute([entity])?;
    if known > 0 {
        return Ok(());
    }
    sql.prepare_cached(
        "UPDATE entity SET known = 0,
           name = (SELECT name FROM appearance WHERE entity = ?1
                   GROUP BY name ORDER BY min(short), count(*) DESC, length(name) DESC, name LIMIT 1),
           state = (SELECT state FROM appearance WHERE entity = ?1 AND state IS NOT NULL
                    GROUP BY state ORDER BY count(*) DESC, state LIMIT 1),
           generic = coalesce((SELECT max(a.generic) FROM appearance a WHERE a.entity = ?1 AND a.key = entity.key), generic)
         WHERE id = ?1",
    )?
    .execute([entity])?;
    Ok(())
}

/// Whether a node that has one more such appearance is still what it was: neither name nor state can lose their
/// majority to themselves.
pub fn agrees(sql: &Connection, entity: i64, appearance: &Appearance) -> rusqlite::Result<bool> {
    sql.prepare_cached(
        "SELECT CASE
           WHEN known THEN NOT ?2 OR (name = ?3 AND state IS ?4 AND code IS ?5)
           ELSE NOT ?2 AND name = ?3 AND (?4 IS NULL OR state IS ?4) AND (generic = ?6 OR key <> ?7)
         END FROM entity WHERE id = ?1",
    )?
    .query_row(
        params![
            entity,
            appearance.known,
            appearance.name,
            appearance.state,
            appearance.code,
            appearance.generic,
            appearance.key
        ],
        |row| row.get(0),
    )
}

/// Counts the new articles that speak of a node which is what it was.
pub fn count_articles(sql: &Connection, entity: i64, more: u32) -> rusqlite::Result<()> {
    sql.prepare_cached("UPDATE entity SET articles = articles + ? WHERE id = ?")?
        .execute((more, entity))?;
    Ok(())
}

/// A list of strings as it is stored.
pub fn strings(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// Strings and pairs of strings always have a JSON form.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "[]".into())
}

/// The folded form of the name that an article gives an appearance.
pub fn first_folded(names: &str) -> String {
    let names: Vec<(String, String)> = serde_json::from_str(names).unwrap_or_default();
    names.into_iter().next().map(|(_, folded)| folded).unwrap_or_default()
}
