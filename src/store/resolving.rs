//! What resolving asks of a batch, and what it tells it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use super::batch::Batch;
use super::{Result, StoreError, decisions, moves, nodes, pairs, traits};
use crate::model::{Decision, Name, Pair, Person, Profile, Short};

/// A surname that stands alone in an article.
pub struct StoredShort {
    pub article: i64,
    pub index: i64,
    /// Its own key, that of a surname alone.
    pub key: String,
    /// The article's own name.
    pub name: String,
    /// The folded surname.
    pub folded: String,
    pub short: Short,
}

/// Keys that hang together: key, whether the lexicon knows it, whether any mention bears it; and
/// the pairs among them.
pub type Tied = (Vec<(String, bool, bool)>, Vec<Pair>);

impl Batch<'_> {
    /// Whether the graph was resolved by other rules than those of this name.
    pub fn is_stale(&self, rules: &str) -> Result<bool> {
        self.tell(|sql| {
            let known: Option<String> = sql
                .query_row("SELECT value FROM setting WHERE name = 'resolving'", (), |row| {
                    row.get(0)
                })
                .optional()?;
            Ok(known.as_deref() != Some(rules))
        })
    }

    /// Has everything resolved again, by the rules of this name.
    pub fn restart(&mut self, rules: &str) -> Result<()> {
        let keys = self.tell(|sql| {
            sql.execute_batch("DELETE FROM trait; DELETE FROM block; DELETE FROM pair; DELETE FROM surname;")?;
            let articles: Vec<i64> = sql
                .prepare("SELECT id FROM article ORDER BY id")?
                .query_map((), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut keys: BTreeSet<String> = sql
                .prepare("SELECT key FROM cluster")?
                .query_map((), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for article in articles {
                for told in traits::told(sql, article)? {
                    traits::count(sql, &told, 1)?;
                    keys.insert(told.key);
                }
            }
            sql.execute(
                "INSERT INTO setting (name, value) VALUES ('resolving', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [rules],
            )?;
            Ok(keys)
        })?;
        let surnames: Vec<String> = self.tell(|sql| {
            sql.prepare("SELECT DISTINCT surname FROM appearance WHERE surname IS NOT NULL")?
                .query_map((), |row| row.get(0))?
                .collect()
        })?;
        self.touched.keys.extend(keys);
        self.touched.surnames.extend(surnames);
        self.touched.all_shorts = true;
        Ok(())
    }

    /// The decisions that hold.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Stores a decision; its number comes back.
    pub fn decide(&mut self, decision: &Decision) -> Result<i64> {
        let id = self.tell(|sql| decisions::put(sql, decision))?;
        self.change(|batch| moves::touch(batch, decision))?;
        Ok(id)
    }

    /// Takes a decision back.
    pub fn undo(&mut self, decision: &Decision) -> Result<()> {
        self.tell(|sql| decisions::take_back(sql, decision.id))?;
        self.change(|batch| moves::touch(batch, decision))
    }

    /// The keys of which articles say something else than before.
    pub fn touched_keys(&self) -> Vec<String> {
        self.touched.keys.iter().cloned().collect()
    }

    pub fn profile(&self, key: &str) -> Result<Option<Profile>> {
        self.tell(|sql| traits::profile(sql, key))
    }

    /// Puts a key into blocks; what comes back has to be compared again, for a block got too full
    /// or no longer is.
    pub fn put_blocks(&mut self, key: &str, blocks: &[String], full: usize) -> Result<Vec<String>> {
        self.tell(|sql| pairs::put_blocks(sql, key, blocks, full))
    }

    /// The keys of a block, none if it is too full.
    pub fn comparable(&self, block: &str, full: usize) -> Result<Vec<String>> {
        self.tell(|sql| pairs::comparable(sql, block, full))
    }

    /// Whether one article names both keys as two.
    pub fn together(&self, one: &str, other: &str) -> Result<bool> {
        self.tell(|sql| pairs::together(sql, one, other))
    }

    /// Replaces the pairs of a key; all that it was or is compared with comes back.
    pub fn put_pairs(&mut self, key: &str, found: &[Pair]) -> Result<BTreeSet<String>> {
        self.tell(|sql| pairs::put_pairs(sql, key, found))
    }

    /// All that hangs together with some keys.
    pub fn component(&self, keys: &BTreeSet<String>) -> Result<Tied> {
        self.tell(|sql| pairs::component(sql, keys, &self.decisions))
    }

    /// The key of the entity that a key belongs to.
    pub fn entity_of(&self, key: &str) -> Result<String> {
        self.tell(|sql| pairs::entity_of(sql, key))
    }

    /// Makes each key part of the entity that is given for it; keys without one are no longer live.
    pub fn assign(&mut self, entities: &BTreeMap<String, Option<String>>) -> Result<()> {
        self.change(|batch| {
            for (key, entity) in entities {
                assign(batch, key, entity.as_deref())?;
            }
            Ok(())
        })
    }

    /// The surnames of which the batch has changed anything.
    pub fn surnames(&self) -> Vec<String> {
        self.touched.surnames.iter().cloned().collect()
    }

    /// The officials with a full name that ends in, or is known by, this surname, parts of one
    /// entity as one; nobody if there are more than `most`.
    pub fn persons(&self, surname: &str, most: usize) -> Result<Vec<Person>> {
        self.tell(|sql| {
            let keys: Vec<String> = sql
                .prepare_cached("SELECT key FROM trait WHERE kind = 'surname' AND value = ? ORDER BY key LIMIT ?")?
                .query_map(params![surname, most as i64 + 1], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            if keys.len() > most {
                return Ok(Vec::new());
            }
            let mut persons: BTreeMap<String, Person> = BTreeMap::new();
            for key in keys {
                let Some(profile) = traits::profile(sql, &key)? else {
                    continue;
                };
                let entity = pairs::entity_of(sql, &key)?;
                let person = persons.entry(entity.clone()).or_insert_with(|| Person {
                    key: entity,
                    ..Person::default()
                });
                person.states.extend(profile.states);
                person.offices.extend(profile.offices);
            }
            Ok(persons.into_values().collect())
        })
    }

    /// The surnames alone that have to be linked: all of this surname if the persons who bear it are
    /// not those of last time, else those that are new.
    pub fn shorts(&mut self, surname: &str, persons: &[Person]) -> Result<Vec<StoredShort>> {
        let persons = serde_json::to_string(persons).unwrap_or_default();
        let known = self.tell(|sql| {
            sql.prepare_cached("SELECT persons FROM surname WHERE surname = ?")?
                .query_row([surname], |row| row.get::<_, String>(0))
                .optional()
        })?;
        let all = self.touched.all_shorts || known.as_deref() != Some(&persons);
        self.tell(|sql| {
            sql.prepare_cached(
                "INSERT INTO surname (surname, persons) VALUES (?, ?) ON CONFLICT (surname) DO UPDATE SET persons = excluded.persons",
            )?
            .execute([surname, &persons])?;
            let mut nearby = sql.prepare_cached("SELECT DISTINCT code FROM appearance WHERE article = ? AND code IS NOT NULL")?;
            let newest = self.touched.shorts.first().map_or(i64::MAX, |(article, _)| *article);
            let mut select = sql.prepare_cached(
                "SELECT a.article, a.idx, a.key, r.name, a.names, a.state, a.offices FROM appearance a JOIN article r ON r.id = a.article
                 WHERE a.surname = ? AND a.short AND a.article >= ? ORDER BY a.article, a.idx",
            )?;
            let mut rows = select.query(params![surname, if all { i64::MIN } else { newest }])?;
            let mut shorts = Vec::new();
            while let Some(row) = rows.next()? {
                let (article, index) = (row.get(0)?, row.get(1)?);
                if !all && !self.touched.shorts.contains(&(article, index)) {
                    continue;
                }
                shorts.push(StoredShort {
                    article,
                    index,
                    key: row.get(2)?,
                    name: row.get(3)?,
                    folded: nodes::first_folded(&row.get::<_, String>(4)?),
                    short: Short {
                        state: row.get(5)?,
                        offices: nodes::strings(&row.get::<_, String>(6)?),
                        nearby: nearby.query_map([article], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
                    },
                });
            }
            Ok(shorts)
        })
    }

    /// Takes a surname for a person, given by the key of his or her entity and the ground for it, or for
    /// a node of its own.
    pub fn link(&mut self, short: &StoredShort, person: Option<(&str, &str)>) -> Result<()> {
        self.change(|batch| {
            let own = short.key.clone();
            let keys = match person {
                Some((person, _)) => pairs::parts_of(&batch.transaction, person)?,
                None => vec![own.clone()],
            };
            let part = moves::part(&batch.decisions, &short.name, &keys, &short.folded).map(String::from);
            let part = part.or_else(|| person.map(|(key, _)| key.to_string())).unwrap_or(own);
            batch
                .transaction
                .prepare_cached("UPDATE appearance SET ground = ? WHERE article = ? AND idx = ?")?
                .execute(params![person.map(|(_, ground)| ground), short.article, short.index])?;
            moves::set_part(batch, short.article, short.index, &part)
        })
    }

    /// The entities whose names have to be gathered again, each with its parts.
    pub fn unnamed(&mut self) -> Result<Vec<(String, Vec<String>)>> {
        let keys = std::mem::take(&mut self.touched.named);
        self.tell(|sql| {
            let entities = keys.iter().map(|key| pairs::entity_of(sql, key));
            let entities: BTreeSet<String> = entities.collect::<rusqlite::Result<_>>()?;
            let parts = entities.into_iter().map(|key| {
                let parts = pairs::parts_of(sql, &key)?;
                Ok((key, parts))
            });
            parts.collect()
        })
    }

    /// Gives an entity the names that no article need use for it.
    pub fn set_names(&mut self, entity: &str, names: &[Name]) -> Result<()> {
        self.tell(|sql| {
            let id: Option<i64> = sql
                .prepare_cached("SELECT id FROM entity WHERE key = ?")?
                .query_row([entity], |row| row.get(0))
                .optional()?;
            match id {
                Some(id) => nodes::set_names(sql, id, names),
                None => Ok(()),
            }
        })
    }

    fn change<T>(&mut self, run: impl FnOnce(&mut Self) -> rusqlite::Result<T>) -> Result<T> {
        let path = self.path;
        run(self).map_err(|error| StoreError::of(path, error))
    }
}

fn assign(batch: &mut Batch<'_>, key: &str, entity: Option<&str>) -> rusqlite::Result<()> {
    let sql = &*batch.transaction;
    let before = pairs::entity_of(sql, key)?;
    let after = entity.unwrap_or(key);
    if before != after {
        if after == key {
            sql.prepare_cached("DELETE FROM cluster WHERE key = ?")?
                .execute([key])?;
        } else {
            sql.prepare_cached(
                "INSERT INTO cluster (key, entity) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET entity = excluded.entity",
            )?
            .execute([key, after])?;
        }
        let surnames: Vec<String> = sql
            .prepare_cached("SELECT value FROM trait WHERE key = ? AND kind = 'surname'")?
            .query_map([key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        batch.touched.surnames.extend(surnames);
        batch.touched.named.extend([before, after.to_string()]);
    }
    let sql = &*batch.transaction;
    let node: Option<i64> = sql
        .prepare_cached("SELECT id FROM entity WHERE key = ?")?
        .query_row([after], |row| row.get(0))
        .optional()?;
    // Two ranges instead of "not equal", so that the index leads to those that have to move.
    let node_or = node.unwrap_or(-1);
    let wrong: Vec<(i64, i64)> = sql
        .prepare_cached(
            "SELECT article, idx FROM appearance WHERE part = ?1 AND entity < ?2
             UNION ALL SELECT article, idx FROM appearance WHERE part = ?1 AND entity > ?2",
        )?
        .query_map(params![key, node_or], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if wrong.is_empty() {
        return Ok(());
    }
    let node = moves::node_of(batch, after)?;
    for (article, index) in wrong {
        moves::set_entity(batch, article, index, node)?;
    }
    Ok(())
}
