//! Loading a new database in bulk.
//!
//! Where nobody reads yet, most indexes and the words of sentences are made when all rows are in, and nothing is
//! logged: what fails leaves no database.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use rusqlite::{OpenFlags, OptionalExtension, params};

use super::batch::Batch;
use super::sums::set_sum;
use super::{Result, Store, StoreError, hash, schema};
use crate::model::{CopyOf, Merged};

/// Indexes that loading itself looks into.
const NEEDED: [&str; 2] = ["claim_article", "article_url"];

/// What was taken off the tables, to be put back: SQL.
pub struct Suspended(Vec<String>);

impl Store {
    /// Makes a database to be filled by one batch. The file must not be there.
    pub fn create(path: &Path) -> Result<Store> {
        let mut store = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        store.tell(|connection| {
            connection.pragma_update(None, "journal_mode", "off")?;
            connection.pragma_update(None, "synchronous", "off")?;
            connection.pragma_update(None, "cache_size", -262_144)?;
            connection.pragma_update(None, "foreign_keys", true)
        })?;
        schema::migrate(&mut store.connection).map_err(|error| StoreError::of(path, error))?;
        Ok(store)
    }

    /// Closes a database that was made by [`Store::create`]: all of it is on the disk now.
    pub fn close(self) -> Result<()> {
        let path = self.path;
        let fail = |error| StoreError::of(&path, error);
        self.connection.close().map_err(|(_, error)| fail(error))?;
        let synced = File::open(&path).and_then(|file| file.sync_all());
        synced.map_err(|error| StoreError::Disk {
            path: path.clone(),
            reason: error.to_string(),
        })
    }
}

impl Batch<'_> {
    /// Takes off the tables what makes putting slow.
    pub fn suspend(&mut self) -> Result<Suspended> {
        self.tell(|sql| {
            let taken: Vec<(String, String, String)> = sql
                .prepare(
                    "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
                )?
                .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let mut made = Vec::new();
            for (kind, name, text) in taken {
                if !NEEDED.contains(&&*name) {
                    sql.execute_batch(&format!("DROP {kind} {name}"))?;
                    made.push(text);
                }
            }
            Ok(Suspended(made))
        })
    }

    /// Puts back what was taken off.
    pub fn resume(&mut self, suspended: Suspended) -> Result<()> {
        self.tell(|sql| {
            for text in &suspended.0 {
                sql.execute_batch(text)?;
            }
            sql.execute_batch("INSERT INTO sentence_words (sentence_words) VALUES ('rebuild')")
        })
    }

    /// Puts a body under its bands without comparing it to others: somebody else has.
    pub fn put_compared(&mut self, body: &str, bands: &[i64]) -> Result<()> {
        let id = self.body(body)?;
        if let Some(id) = id.filter(|id| self.touched.new_bodies.contains(id)) {
            self.put_body(id, bands, &[])?;
            self.touched.bodies.remove(&id);
        }
        Ok(())
    }

    /// Says that a body is a copy of another. Bodies that no article has are passed over.
    pub fn put_copy(&mut self, copy: &CopyOf) -> Result<()> {
        let (Some(one), Some(other)) = (self.body(&copy.one)?, self.body(&copy.other)?) else {
            return Ok(());
        };
        let (one, other) = match copy.cut {
            true => (one, other),
            false => (one.min(other), one.max(other)),
        };
        self.touched.bodies.extend([one, other]);
        self.tell(|sql| {
            sql.prepare_cached("INSERT OR REPLACE INTO copy (one, other, cut, common) VALUES (?, ?, ?, ?)")?
                .execute(params![one, other, copy.cut, copy.common])?;
            Ok(())
        })
    }

    fn body(&self, hash: &str) -> Result<Option<i64>> {
        self.tell(|sql| {
            sql.prepare_cached("SELECT id FROM body WHERE hash = ?")?
                .query_row([hash], |row| row.get(0))
                .optional()
        })
    }

    /// The nodes by the ids of [`hash::entity_id`].
    pub fn nodes_by_id(&self) -> Result<HashMap<String, i64>> {
        self.tell(|sql| {
            sql.prepare("SELECT key, id FROM entity")?
                .query_map((), |row| Ok((hash::entity_id(row.get_ref(0)?.as_str()?), row.get(1)?)))?
                .collect()
        })
    }

    /// Takes over what the claims of a relation come to, unless it has other claims than those that were merged;
    /// then they are merged here.
    pub fn put_merged(&mut self, nodes: &HashMap<String, i64>, merged: &Merged) -> Result<bool> {
        let (Some(head), Some(tail)) = (nodes.get(&merged.head), nodes.get(&merged.tail)) else {
            return Ok(false);
        };
        let found: Option<i64> = self.tell(|sql| {
            let found = sql
                .prepare_cached(
                    "SELECT id FROM relation WHERE head = ?1 AND type = ?2 AND tail = ?3 AND polarity = ?4
                     AND (SELECT count(*) FROM claim c WHERE c.relation = relation.id) = ?5",
                )?
                .query_row(
                    params![head, merged.kind, tail, merged.polarity, merged.sum.claims],
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(relation) = found {
                set_sum(sql, relation, &merged.sum)?;
            }
            Ok(found)
        })?;
        Ok(found.is_some_and(|relation| self.touched.relations.remove(&relation)))
    }
}
