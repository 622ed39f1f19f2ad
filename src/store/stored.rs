//! Articles with what was taken from them, put together again from the tables.

use rusqlite::Row;

use super::batch::polarity;
use super::reading::{date, modality};
use super::told::{IN_WINDOW, Window};
use super::{Result, Store};
use crate::model::{Article, Claim, Entity, Extraction, Kind, Span};

impl Store {
    /// Hands over every article with its entities, by the names that the graph gives them, and those of its claims that
    /// are in the window and of a relation that counts. The text of the extraction is its sentences only, and
    /// articles without such a claim are left out.
    pub fn each_article<E: From<super::StoreError>>(
        &self,
        window: &Window,
        counts: &dyn Fn(i64) -> bool,
        take: &mut dyn FnMut(&Article, &Extraction) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let sql = "SELECT id, name, title, published, source, url, origin FROM article ORDER BY name";
        let articles: Vec<(i64, Article)> = self.all(sql, (), article)?;
        for (id, article) in articles {
            let mut extraction = Extraction::default();
            let mut claims = self.stored_claims(id, window, &mut extraction)?;
            claims.retain(|(relation, _)| counts(*relation));
            if claims.is_empty() {
                continue;
            }
            extraction.entities = self.stored_entities(id)?;
            extraction.claims = claims.into_iter().map(|(_, claim)| claim).collect();
            take(&article, &extraction)?;
        }
        Ok(())
    }

    fn stored_entities(&self, article: i64) -> Result<Vec<Entity>> {
        let sql = "SELECT e.kind, e.name, e.key, coalesce(e.code, p.code), coalesce(e.state, p.state), p.known
                   FROM appearance p JOIN entity e ON e.id = p.entity WHERE p.article = ? ORDER BY p.idx";
        self.all(sql, [article], |row| {
            Ok(Entity {
                kind: row.get::<_, String>(0)?.parse().unwrap_or(Kind::Organization),
                name: row.get(1)?,
                key: row.get(2)?,
                code: row.get(3)?,
                state: row.get(4)?,
                names: Vec::new(),
                gender: None,
                known: row.get(5)?,
            })
        })
    }

    fn stored_claims(&self, article: i64, window: &Window, extraction: &mut Extraction) -> Result<Vec<(i64, Claim)>> {
        let sql = format!(
            "SELECT c.relation, c.head, c.type, c.tail, c.polarity, c.modality, c.speaker, c.office, c.date, s.text, c.confidence,
                    c.rule, c.evidence
             FROM claim c JOIN sentence s ON s.id = c.sentence JOIN article a ON a.id = c.article
             WHERE c.article = :article AND {IN_WINDOW} ORDER BY c.id"
        );
        let bounds = window.bounds();
        self.all(&sql, bounds.with(&[(":article", &article)]).as_slice(), |row| {
            let sentence: String = row.get(9)?;
            let words: String = row.get(12)?;
            let start = extraction.text.len();
            let at = sentence.find(&words).map_or(start, |at| start + at);
            let evidence = Span::new(at, at + words.len().min(sentence.len()));
            extraction.text.push_str(&sentence);
            let end = extraction.text.len();
            extraction.text.push(' ');
            let index = |column| row.get::<_, i64>(column).map(|index| index as usize);
            Ok((
                row.get(0)?,
                Claim {
                    head: index(1)?,
                    relation: row.get::<_, String>(2)?.into(),
                    tail: index(3)?,
                    polarity: polarity(&row.get::<_, String>(4)?),
                    modality: modality(&row.get::<_, String>(5)?),
                    speaker: row.get::<_, Option<i64>>(6)?.map(|index| index as usize),
                    office: row.get(7)?,
                    date: date(row, 8)?,
                    sentence: Span::new(start, end),
                    evidence,
                    confidence: row.get(10)?,
                    rule: row.get::<_, String>(11)?.into(),
                },
            ))
        })
    }
}

fn article(row: &Row<'_>) -> rusqlite::Result<(i64, Article)> {
    Ok((
        row.get(0)?,
        Article {
            id: row.get(1)?,
            title: row.get(2)?,
            text: String::new(),
            date: date(row, 3)?,
            source: row.get(4)?,
            url: row.get(5)?,
            origin: row.get(6)?,
            ..Article::default()
        },
    ))
}
