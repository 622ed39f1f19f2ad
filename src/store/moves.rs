//! Appearances that change their part or their node, with all that hangs on them.

use rusqlite::Connection;

use super::batch::{Batch, in_order, relation_of};
use super::{decisions, nodes, pairs, traits};
use crate::model::{Act, Decision};

/// Where decisions move a mention that would belong to one of some keys; nothing if it stays.
pub fn part<'d>(decisions: &'d [Decision], article: &str, keys: &[String], folded: &str) -> Option<&'d str> {
    let mut part: Option<&str> = None;
    for decision in decisions.iter().filter(|decision| decision.act == Act::Move) {
        let here = match part {
            Some(part) => decision.parts.iter().any(|key| key == part),
            None => decision.parts.iter().any(|key| keys.contains(key)),
        };
        let named = decision.name.as_deref().is_none_or(|name| name == folded);
        let listed = decision.articles.is_empty() || decision.articles.iter().any(|listed| listed == article);
        if here && named && listed {
            part = decision.other.as_deref();
        }
    }
    part
}

/// The name that the decision gave which made a key.
pub fn label<'d>(decisions: &'d [Decision], key: &str) -> Option<&'d str> {
    let mut made = decisions.iter().filter(|decision| decision.act == Act::Move);
    made.find(|decision| decision.other.as_deref() == Some(key))?
        .label
        .as_deref()
}

/// Takes an appearance for a node; what the article says of it is now said of that node.
pub fn set_entity(batch: &mut Batch<'_>, article: i64, index: i64, entity: i64) -> rusqlite::Result<()> {
    let (sql, touched, symmetric) = (&*batch.transaction, &mut batch.touched, &batch.symmetric);
    let (before, names): (i64, String) = sql
        .prepare_cached("SELECT entity, names FROM appearance WHERE article = ? AND idx = ?")?
        .query_row((article, index), |row| Ok((row.get(0)?, row.get(1)?)))?;
    if before == entity {
        return Ok(());
    }
    sql.prepare_cached("UPDATE appearance SET entity = ? WHERE article = ? AND idx = ?")?
        .execute((entity, article, index))?;
    nodes::count_names(sql, before, &names, -1)?;
    nodes::count_names(sql, entity, &names, 1)?;
    touched.entities.extend([entity, before]);

    let mut select = sql.prepare_cached(
        "SELECT c.id, c.relation, c.type, c.polarity, h.entity, he.key, t.entity, te.key FROM claim c
         JOIN appearance h ON h.article = c.article AND h.idx = c.head JOIN entity he ON he.id = h.entity
         JOIN appearance t ON t.article = c.article AND t.idx = c.tail JOIN entity te ON te.id = t.entity
         WHERE c.article = ?1 AND (c.head = ?2 OR c.tail = ?2)",
    )?;
    let mut rows = select.query((article, index))?;
    let mut moved = Vec::new();
    while let Some(row) = rows.next()? {
        let (claim, before): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (kind, polarity): (String, String) = (row.get(2)?, row.get(3)?);
        let (head_key, tail_key): (String, String) = (row.get(5)?, row.get(7)?);
        let (head, tail) = in_order(symmetric, &kind, (row.get(4)?, &head_key), (row.get(6)?, &tail_key));
        moved.push((claim, before, relation_of(sql, head, &kind, tail, &polarity)?.0));
    }
    for (claim, before, after) in moved {
        sql.prepare_cached("UPDATE claim SET relation = ? WHERE id = ?")?
            .execute((after, claim))?;
        touched.relations.extend([before, after]);
    }
    Ok(())
}

/// Resolves an appearance under another key, and takes it for the node that the key belongs to.
pub fn set_part(batch: &mut Batch<'_>, article: i64, index: i64, part: &str) -> rusqlite::Result<()> {
    let sql = &*batch.transaction;
    let before: String = sql
        .prepare_cached("SELECT part FROM appearance WHERE article = ? AND idx = ?")?
        .query_row((article, index), |row| row.get(0))?;
    if before != part {
        let this = |sql: &Connection| -> rusqlite::Result<Option<traits::Told>> {
            Ok(traits::told(sql, article)?.into_iter().find(|told| told.index == index))
        };
        let old = this(sql)?;
        sql.prepare_cached("UPDATE appearance SET part = ? WHERE article = ? AND idx = ?")?
            .execute((part, article, index))?;
        let new = this(sql)?;
        if let (Some(old), Some(new)) = (old, new)
            && old.key != new.key
        {
            traits::count(sql, &old, -1)?;
            traits::count(sql, &new, 1)?;
            batch.touched.keys.extend([old.key, new.key]);
        }
    }
    let entity = node_of(batch, &pairs::entity_of(&batch.transaction, part)?)?;
    set_entity(batch, article, index, entity)
}

/// The node with a key; made if there is none.
pub fn node_of(batch: &mut Batch<'_>, key: &str) -> rusqlite::Result<i64> {
    let (id, born) = nodes::of_key(&batch.transaction, key, label(&batch.decisions, key))?;
    if born {
        batch.touched.named.insert(key.to_string());
        batch.touched.entities.insert(id);
    }
    Ok(id)
}

/// Marks all that a decision changes.
pub fn touch(batch: &mut Batch<'_>, decision: &Decision) -> rusqlite::Result<()> {
    batch.decisions = decisions::in_force(&batch.transaction)?;
    batch.touched.all_shorts = true;
    for key in decision.keys().map(String::from).collect::<Vec<_>>() {
        let sql = &*batch.transaction;
        let mut surnames: Vec<String> = sql
            .prepare_cached(
                "SELECT value FROM trait WHERE key = ?1 AND kind = 'surname'
                 UNION SELECT * FROM (SELECT surname FROM appearance WHERE key = ?1 AND short AND surname IS NOT NULL LIMIT 1)",
            )?
            .query_map([&key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        batch.touched.surnames.extend(surnames.drain(..));
        let entity = pairs::entity_of(sql, &key)?;
        let id = sql
            .prepare_cached("SELECT id FROM entity WHERE key = ?")?
            .query_map([&entity], |row| row.get::<_, i64>(0))?
            .next()
            .transpose()?;
        batch.touched.entities.extend(id);
        batch.touched.named.insert(entity);
        batch.touched.keys.insert(key.clone());
        if decision.act != Act::Move {
            continue;
        }
        let mut select = sql.prepare(
            "SELECT a.article, a.idx, r.name, a.names FROM appearance a JOIN article r ON r.id = a.article
             WHERE a.key = ? AND NOT a.short ORDER BY a.article, a.idx",
        )?;
        let rows = select.query_map([&key], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        })?;
        let found: Vec<(i64, i64, String, String)> = rows.collect::<rusqlite::Result<_>>()?;
        drop(select);
        for (article, index, name, names) in found {
            let folded = nodes::first_folded(&names);
            let part = part(&batch.decisions, &name, std::slice::from_ref(&key), &folded).map(String::from);
            set_part(batch, article, index, part.as_deref().unwrap_or(&key))?;
        }
    }
    Ok(())
}
