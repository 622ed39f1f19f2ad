//! Stored articles, and what they were found to say.

use rusqlite::{OptionalExtension, Row};

use super::reading::{date, modality};
use super::{Result, Store, batch::polarity, nodes};
use crate::model::{Appearance, Article, CodedClaim, Coding, Kind, Name};

const ARTICLE: &str = "name, title, text, published, source, url, origin, byline, events";

impl Store {
    /// The ids of the articles with this id, else of those with this URL.
    pub fn articles_called(&self, name: &str) -> Result<Vec<String>> {
        let by_id = self.all("SELECT name FROM article WHERE name = ?", [name], |row| row.get(0))?;
        match by_id.is_empty() {
            true => self.all("SELECT name FROM article WHERE url = ? ORDER BY name", [name], |row| {
                row.get(0)
            }),
            false => Ok(by_id),
        }
    }

    /// So many articles in order of their ids, from behind one on.
    pub fn articles_after(&self, name: Option<&str>, limit: usize) -> Result<Vec<Article>> {
        let sql = format!("SELECT {ARTICLE} FROM article WHERE ?1 IS NULL OR name > ?1 ORDER BY name LIMIT ?2");
        self.all(&sql, (name, limit as i64), article)
    }

    /// What a stored article was found to say.
    pub fn coding(&self, name: &str) -> Result<Option<Coding>> {
        let id: Option<i64> = self.tell(|sql| {
            sql.prepare_cached("SELECT id FROM article WHERE name = ?")?
                .query_row([name], |row| row.get(0))
                .optional()
        })?;
        let Some(id) = id else { return Ok(None) };
        let sql = "SELECT kind, name, key, code, state, known, generic, surname, names, short, offices FROM appearance
            WHERE article = ? ORDER BY idx";
        let appearances = self.all(sql, [id], appearance)?;
        let sql =
            "SELECT c.head, c.type, c.tail, c.polarity, c.modality, c.speaker, c.office, c.date, s.text, c.evidence,
              c.confidence, c.rule FROM claim c JOIN sentence s ON s.id = c.sentence WHERE c.article = ? ORDER BY c.id";
        let claims = self.all(sql, [id], claim)?;
        Ok(Some(Coding { appearances, claims }))
    }
}

fn article(row: &Row<'_>) -> rusqlite::Result<Article> {
    Ok(Article {
        id: row.get(0)?,
        title: row.get(1)?,
        text: row.get(2)?,
        date: date(row, 3)?,
        source: row.get(4)?,
        url: row.get(5)?,
        origin: row.get(6)?,
        byline: row.get(7)?,
        events: row
            .get::<_, Option<String>>(8)?
            .and_then(|events| serde_json::from_str(&events).ok())
            .unwrap_or_default(),
    })
}

fn appearance(row: &Row<'_>) -> rusqlite::Result<Appearance> {
    let names: Vec<(String, String)> = serde_json::from_str(&row.get::<_, String>(8)?).unwrap_or_default();
    Ok(Appearance {
        kind: row.get::<_, String>(0)?.parse().unwrap_or(Kind::Organization),
        name: row.get(1)?,
        key: row.get(2)?,
        code: row.get(3)?,
        state: row.get(4)?,
        known: row.get(5)?,
        generic: row.get(6)?,
        surname: row.get(7)?,
        names: names.into_iter().map(|(text, folded)| Name { text, folded }).collect(),
        short: row.get(9)?,
        offices: nodes::strings(&row.get::<_, String>(10)?),
    })
}

fn claim(row: &Row<'_>) -> rusqlite::Result<CodedClaim> {
    let place = |index: usize| -> rusqlite::Result<usize> { Ok(row.get::<_, i64>(index)? as usize) };
    Ok(CodedClaim {
        head: place(0)?,
        relation: row.get::<_, String>(1)?.into(),
        tail: place(2)?,
        polarity: polarity(&row.get::<_, String>(3)?),
        modality: modality(&row.get::<_, String>(4)?),
        speaker: row.get::<_, Option<i64>>(5)?.map(|speaker| speaker as usize),
        office: row.get(6)?,
        date: date(row, 7)?,
        sentence: row.get(8)?,
        evidence: row.get(9)?,
        confidence: row.get(10)?,
        rule: row.get::<_, String>(11)?.into(),
    })
}
