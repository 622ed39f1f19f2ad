//! Blocks, compared pairs, and the clusters that come of them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::resolving::Tied;
use super::traits;
use crate::model::{Decision, Likeness, Pair, Verdict};

/// Puts a key into the blocks that are given and no others. What comes back lies in a block that
/// has become too full to be compared, or no longer is, and has to be compared again.
pub fn put_blocks(sql: &Connection, key: &str, blocks: &[String], full: usize) -> rusqlite::Result<Vec<String>> {
    let before: Vec<String> = sql
        .prepare_cached("SELECT block FROM block WHERE key = ?")?
        .query_map([key], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut again = Vec::new();
    for block in blocks.iter().filter(|block| !before.contains(block)) {
        let inside = inside(sql, block, full + 1)?;
        if inside.len() == full {
            again.extend(inside);
        }
        sql.prepare_cached("INSERT INTO block (block, key) VALUES (?, ?)")?
            .execute([block.as_str(), key])?;
    }
    for block in before.iter().filter(|block| !blocks.contains(block)) {
        sql.prepare_cached("DELETE FROM block WHERE block = ? AND key = ?")?
            .execute([block.as_str(), key])?;
        let inside = inside(sql, block, full + 1)?;
        if inside.len() == full {
            again.extend(inside);
        }
    }
    Ok(again)
}

/// The keys in a block, none of a block that holds more than `full`.
pub fn comparable(sql: &Connection, block: &str, full: usize) -> rusqlite::Result<Vec<String>> {
    let inside = inside(sql, block, full + 1)?;
    Ok(if inside.len() > full { Vec::new() } else { inside })
}

fn inside(sql: &Connection, block: &str, limit: usize) -> rusqlite::Result<Vec<String>> {
    sql.prepare_cached("SELECT key FROM block WHERE block = ? ORDER BY key LIMIT ?")?
        .query_map(params![block, limit as i64], |row| row.get(0))?
        .collect()
}

/// Whether one article names both as two.
pub fn together(sql: &Connection, one: &str, other: &str) -> rusqlite::Result<bool> {
    // The scan runs over the articles of the first, so the one that is less spoken of comes first.
    let size = |key: &str| -> rusqlite::Result<i64> {
        sql.prepare_cached("SELECT coalesce(sum(uses), 0) FROM trait WHERE key = ? AND kind = 'year'")?
            .query_row([key], |row| row.get(0))
    };
    let (few, many) = if size(one)? <= size(other)? {
        (one, other)
    } else {
        (other, one)
    };
    sql.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM appearance a CROSS JOIN appearance b ON b.key = ?2 AND b.article = a.article WHERE a.key = ?1)",
    )?
    .query_row([few, many], |row| row.get(0))
}

/// Replaces all pairs of a key.
pub fn put_pairs(sql: &Connection, key: &str, pairs: &[Pair]) -> rusqlite::Result<BTreeSet<String>> {
    let mut others = BTreeSet::new();
    for pair in of_key(sql, key)? {
        others.insert(if pair.one == key { pair.other } else { pair.one });
    }
    sql.prepare_cached("DELETE FROM pair WHERE one = ?1 OR other = ?1")?
        .execute([key])?;
    let mut insert =
        sql.prepare_cached("INSERT INTO pair (one, other, verdict, score, reasons) VALUES (?, ?, ?, ?, ?)")?;
    for pair in pairs {
        let reasons = serde_json::to_string(&pair.likeness.reasons).unwrap_or_else(|_| "[]".into());
        insert.execute(params![
            pair.one,
            pair.other,
            pair.verdict.name(),
            pair.likeness.score,
            reasons
        ])?;
        others.insert(if pair.one == key {
            pair.other.clone()
        } else {
            pair.one.clone()
        });
    }
    Ok(others)
}

pub fn of_key(sql: &Connection, key: &str) -> rusqlite::Result<Vec<Pair>> {
    sql.prepare_cached(
        "SELECT one, other, verdict, score, reasons FROM pair WHERE one = ?1
         UNION ALL SELECT one, other, verdict, score, reasons FROM pair WHERE other = ?1",
    )?
    .query_map([key], pair)?
    .collect()
}

pub fn pair(row: &Row<'_>) -> rusqlite::Result<Pair> {
    let verdict: String = row.get(2)?;
    Ok(Pair {
        one: row.get(0)?,
        other: row.get(1)?,
        verdict: Verdict::ALL
            .into_iter()
            .find(|known| known.name() == verdict)
            .unwrap_or(Verdict::Doubtful),
        likeness: Likeness {
            score: row.get(3)?,
            reasons: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
        },
    })
}

/// The key of the entity that a key belongs to.
pub fn entity_of(sql: &Connection, key: &str) -> rusqlite::Result<String> {
    let found = sql
        .prepare_cached("SELECT entity FROM cluster WHERE key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_else(|| key.to_string()))
}

/// All keys of the entity with this key, itself first.
pub fn parts_of(sql: &Connection, entity: &str) -> rusqlite::Result<Vec<String>> {
    let others = sql
        .prepare_cached("SELECT key FROM cluster WHERE entity = ? ORDER BY key")?
        .query_map([entity], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(std::iter::once(entity.to_string()).chain(others).collect())
}

/// All that hangs together with some keys by sure pairs, decisions, or as it did before: keys with
/// whether the lexicon knows them and whether they are live, and the pairs among them. Keys that
/// nothing hangs on are left out.
pub fn component(sql: &Connection, start: &BTreeSet<String>, decisions: &[Decision]) -> rusqlite::Result<Tied> {
    let mut tied: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for decision in decisions {
        for one in decision.keys() {
            tied.entry(one)
                .or_default()
                .extend(decision.keys().filter(|other| *other != one));
        }
    }
    let mut pairs: BTreeMap<(String, String), Pair> = BTreeMap::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = start.iter().cloned().collect();
    while let Some(key) = waiting.pop() {
        if seen.contains(&key) {
            continue;
        }
        let mut next: Vec<String> = Vec::new();
        let mut of_key = of_key(sql, &key)?;
        let sure = |pair: &Pair| pair.verdict == Verdict::Same;
        next.extend(of_key.iter().filter(|pair| sure(pair)).map(|pair| {
            if pair.one == key {
                pair.other.clone()
            } else {
                pair.one.clone()
            }
        }));
        next.extend(tied.get(key.as_str()).into_iter().flatten().map(|key| key.to_string()));
        let entity = entity_of(sql, &key)?;
        next.extend(parts_of(sql, &entity)?.into_iter().filter(|part| *part != key));
        if next.is_empty() {
            continue;
        }
        for pair in of_key.drain(..) {
            pairs.insert((pair.one.clone(), pair.other.clone()), pair);
        }
        seen.insert(key);
        waiting.extend(next);
    }
    pairs.retain(|(one, other), _| seen.contains(one) && seen.contains(other));
    let members = seen.into_iter().map(|key| {
        let (known, live) = (traits::is_known(sql, &key)?, traits::is_live(sql, &key)?);
        Ok((key, known, live))
    });
    Ok((members.collect::<rusqlite::Result<_>>()?, pairs.into_values().collect()))
}
