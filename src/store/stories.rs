//! Which articles are copies of one story: what resolving asks of a batch, and what it tells it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::batch::Batch;
use super::reading::date;
use super::{Result, Store};
use crate::model::Telling;

/// How many bodies of one band are looked at. Verbatim copies share a body, so only a story that is
/// edited in more ways than this would be compared with a part of them.
const LOOKED_AT: i64 = 256;

/// A body among those that hang together by copies.
pub struct StoredBody {
    pub id: i64,
    pub hash: String,
}

/// Two bodies by their ids: whether the first was cut from the second, and how much both have in common.
pub type StoredCopy = (i64, i64, bool, f32);

impl Batch<'_> {
    /// Has all bodies compared again if they were by other rules than those of this name.
    pub fn renew_stories(&mut self, rules: &str) -> Result<()> {
        let bodies: Vec<i64> = self.tell(|sql| {
            let known: Option<String> = sql
                .query_row("SELECT value FROM setting WHERE name = 'stories'", (), |row| row.get(0))
                .optional()?;
            if known.as_deref() == Some(rules) {
                return Ok(Vec::new());
            }
            sql.execute_batch("DELETE FROM band; DELETE FROM copy; UPDATE body SET bands = x''")?;
            sql.execute(
                "INSERT INTO setting (name, value) VALUES ('stories', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [rules],
            )?;
            sql.prepare("SELECT id FROM body ORDER BY id")?
                .query_map((), |row| row.get(0))?
                .collect()
        })?;
        self.touched.new_bodies.extend(&bodies);
        self.touched.bodies.extend(bodies);
        Ok(())
    }

    /// Forgets the bodies that no article has any more.
    pub fn drop_bodies(&mut self) -> Result<()> {
        let bodies: Vec<i64> = self.touched.bodies.iter().copied().collect();
        for body in bodies {
            let near = self.tell(|sql| {
                let used = sql
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE body = ?)")?
                    .query_row([body], |row| row.get(0))?;
                if used {
                    return Ok(None);
                }
                let near = neighbours(sql, body)?;
                let bands: Option<Vec<u8>> = sql
                    .prepare_cached("SELECT bands FROM body WHERE id = ?")?
                    .query_row([body], |row| row.get(0))
                    .optional()?;
                let mut delete = sql.prepare_cached("DELETE FROM band WHERE band = ? AND body = ?")?;
                for band in unpacked(&bands.unwrap_or_default()) {
                    delete.execute([band, body])?;
                }
                sql.prepare_cached("DELETE FROM body WHERE id = ?")?.execute([body])?;
                Ok(Some(near))
            })?;
            if let Some(near) = near {
                self.touched.new_bodies.remove(&body);
                self.touched.bodies.remove(&body);
                self.touched.bodies.extend(near);
            }
        }
        Ok(())
    }

    /// The bodies that were not compared yet.
    pub fn new_bodies(&self) -> Vec<i64> {
        self.touched.new_bodies.iter().copied().collect()
    }

    /// The text of a body: the headline, where there is nothing else.
    pub fn text_of_body(&self, body: i64) -> Result<String> {
        self.tell(|sql| {
            sql.prepare_cached("SELECT CASE trim(text) WHEN '' THEN coalesce(title, '') ELSE text END FROM article WHERE body = ? LIMIT 1")?
                .query_row([body], |row| row.get(0))
        })
    }

    /// The other bodies that share one of the bands.
    pub fn bodies_near(&self, body: i64, bands: &[i64]) -> Result<BTreeSet<i64>> {
        self.tell(|sql| {
            let mut select = sql.prepare_cached("SELECT body FROM band WHERE band = ? ORDER BY body LIMIT ?")?;
            let mut near = BTreeSet::new();
            for band in bands {
                for found in select.query_map([*band, LOOKED_AT], |row| row.get(0))? {
                    near.insert(found?);
                }
            }
            near.remove(&body);
            Ok(near)
        })
    }

    /// Puts a body under its bands, and beside the bodies that it is a copy of.
    pub fn put_body(&mut self, body: i64, bands: &[i64], copies: &[StoredCopy]) -> Result<()> {
        self.touched.new_bodies.remove(&body);
        self.touched
            .bodies
            .extend(copies.iter().flat_map(|copy| [copy.0, copy.1]));
        self.tell(|sql| {
            let mut insert = sql.prepare_cached("INSERT OR IGNORE INTO band (band, body) VALUES (?, ?)")?;
            for band in bands {
                insert.execute([*band, body])?;
            }
            sql.prepare_cached("UPDATE body SET bands = ? WHERE id = ?")?
                .execute(params![packed(bands), body])?;
            let mut insert =
                sql.prepare_cached("INSERT OR REPLACE INTO copy (one, other, cut, common) VALUES (?, ?, ?, ?)")?;
            for (one, other, cut, common) in copies {
                insert.execute(params![one, other, cut, common])?;
            }
            Ok(())
        })
    }

    /// The bodies whose story may be another now, each with all that hang together with it.
    pub fn touched_stories(&mut self) -> Result<Vec<(Vec<StoredBody>, Vec<StoredCopy>)>> {
        let mut waiting = std::mem::take(&mut self.touched.bodies);
        self.tell(|sql| {
            let mut found = Vec::new();
            while let Some(body) = waiting.pop_first() {
                let (bodies, copies) = component(sql, body)?;
                for body in &bodies {
                    waiting.remove(&body.id);
                }
                found.push((bodies, copies));
            }
            Ok(found)
        })
    }

    /// Says which story a body tells; the sources of what its articles claim are counted again.
    pub fn set_story(&mut self, body: i64, story: &str) -> Result<()> {
        let told: Vec<(i64, i64, String)> = self.tell(|sql| {
            let before: String = sql
                .prepare_cached("SELECT story FROM body WHERE id = ?")?
                .query_row([body], |row| row.get(0))?;
            if before == story {
                return Ok(Vec::new());
            }
            sql.prepare_cached("UPDATE body SET story = ?2 WHERE id = ?1")?
                .execute(params![body, story])?;
            sql.prepare_cached("UPDATE article SET story = ?2 WHERE body = ?1")?
                .execute(params![body, story])?;
            sql.prepare_cached(
                "SELECT DISTINCT a.id, c.relation FROM article a JOIN claim c ON c.article = a.id WHERE a.body = ?",
            )?
            .query_map([body], |row| Ok((row.get(0)?, row.get(1)?, before.clone())))?
            .collect()
        })?;
        for (article, relation, before) in told {
            if !self.touched.relations.contains(&relation) {
                self.touched.retold.new_story(article, &before);
            }
        }
        Ok(())
    }
}

impl Store {
    /// The stories that at least so many articles tell, the most told first, each with its articles in order of
    /// publication.
    pub fn stories(&self, least: u64) -> Result<Vec<(String, Vec<Telling>)>> {
        let sql = "SELECT a.story, a.name, a.title, a.source, a.published, a.url, a.words, b.hash FROM article a
            JOIN (SELECT story, count(*) AS told FROM article GROUP BY story HAVING count(*) >= ?) s ON s.story = a.story
            LEFT JOIN body b ON b.id = a.body
            ORDER BY s.told DESC, a.story, a.published IS NULL, a.published, a.name";
        let rows = self.all(sql, [least as i64], |row| {
            Ok((
                row.get::<_, String>(0)?,
                Telling {
                    article: row.get(1)?,
                    title: row.get(2)?,
                    source: row.get(3)?,
                    published: date(row, 4)?,
                    url: row.get(5)?,
                    words: row.get::<_, i64>(6)? as u64,
                    text: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
                },
            ))
        })?;
        let mut stories: Vec<(String, Vec<Telling>)> = Vec::new();
        for (story, told) in rows {
            match stories.last_mut() {
                Some((last, all)) if *last == story => all.push(told),
                _ => stories.push((story, vec![told])),
            }
        }
        Ok(stories)
    }
}

/// The body with a hash, and whether it had to be made.
pub fn find_or_make(sql: &Connection, hash: &str) -> rusqlite::Result<(i64, String, bool)> {
    let found = sql
        .prepare_cached("SELECT id, story FROM body WHERE hash = ?")?
        .query_row([hash], |row| Ok((row.get(0)?, row.get(1)?, false)))
        .optional()?;
    match found {
        Some(found) => Ok(found),
        None => {
            let id = sql
                .prepare_cached("INSERT INTO body (hash, story) VALUES (?1, ?1) RETURNING id")?
                .query_row([hash], |row| row.get(0))?;
            Ok((id, hash.to_string(), true))
        }
    }
}

fn neighbours(sql: &Connection, body: i64) -> rusqlite::Result<Vec<i64>> {
    sql.prepare_cached("SELECT other FROM copy WHERE one = ?1 UNION SELECT one FROM copy WHERE other = ?1")?
        .query_map([body], |row| row.get(0))?
        .collect()
}

/// All bodies that hang together with one, and the copies among them.
fn component(sql: &Connection, start: i64) -> rusqlite::Result<(Vec<StoredBody>, Vec<StoredCopy>)> {
    let mut seen: BTreeMap<i64, String> = BTreeMap::new();
    let mut copies = Vec::new();
    let mut waiting = vec![start];
    let mut hash = sql.prepare_cached("SELECT hash FROM body WHERE id = ?")?;
    let mut from = sql.prepare_cached("SELECT one, other, cut, common FROM copy WHERE one = ?")?;
    while let Some(body) = waiting.pop() {
        if seen.contains_key(&body) {
            continue;
        }
        seen.insert(body, hash.query_row([body], |row| row.get(0))?);
        for copy in from.query_map([body], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))? {
            copies.push(copy?);
        }
        waiting.extend(neighbours(sql, body)?);
    }
    let bodies = seen.into_iter().map(|(id, hash)| StoredBody { id, hash }).collect();
    Ok((bodies, copies))
}

fn packed(bands: &[i64]) -> Vec<u8> {
    bands.iter().flat_map(|band| band.to_le_bytes()).collect()
}

fn unpacked(bytes: &[u8]) -> impl Iterator<Item = i64> {
    let bands = bytes.chunks_exact(8);
    bands.map(|band| i64::from_le_bytes(band.try_into().unwrap_or_default()))
}
