//! What makes an entity: its mentions, its parts, and what it was compared with.

use super::nodes::strings;
use super::reading::{NODE, date};
use super::{Result, Store, pairs};
use crate::model::{Date, Node, Pair};

/// One entity of one article, as it was resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Mentioned {
    pub article: String,
    pub title: Option<String>,
    pub published: Option<Date>,
    /// The key that the article alone would give it.
    pub key: String,
    /// The key under which it was resolved.
    pub part: String,
    /// A surname alone.
    pub short: bool,
    pub known: bool,
    /// Every name that the article uses for it with its folded form, the article's own name first.
    pub names: Vec<(String, String)>,
    pub offices: Vec<String>,
    /// Why a surname was linked.
    pub ground: Option<String>,
}

/// Two keys that are not one entity though they look alike, with their entities.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    pub pair: Pair,
    pub one: Node,
    pub other: Node,
}

impl Store {
    /// The mentions of an entity, in order of publication.
    pub fn mentions_of(&self, entity: i64) -> Result<Vec<Mentioned>> {
        let sql = "SELECT r.name, r.title, r.published, a.key, a.part, a.short, a.known, a.names, a.offices, a.ground
            FROM appearance a JOIN article r ON r.id = a.article WHERE a.entity = ? ORDER BY r.published, r.name, a.idx";
        self.all(sql, [entity], |row| {
            Ok(Mentioned {
                article: row.get(0)?,
                title: row.get(1)?,
                published: date(row, 2)?,
                key: row.get(3)?,
                part: row.get(4)?,
                short: row.get(5)?,
                known: row.get(6)?,
                names: serde_json::from_str(&row.get::<_, String>(7)?).unwrap_or_default(),
                offices: strings(&row.get::<_, String>(8)?),
                ground: row.get(9)?,
            })
        })
    }

    /// The surest claims' sentences that speak of an entity, each once, with id and date of the article.
    pub fn sentences_of(&self, entity: i64, limit: usize) -> Result<Vec<(String, String, Option<Date>)>> {
        let sql = "SELECT s.text, min(r.name), r.published FROM appearance a
            JOIN claim c ON c.article = a.article AND (c.head = a.idx OR c.tail = a.idx)
            JOIN sentence s ON s.id = c.sentence JOIN article r ON r.id = a.article
            WHERE a.entity = ? GROUP BY s.text ORDER BY max(c.confidence) DESC, length(s.text), s.text LIMIT ?";
        self.all(sql, (entity, limit as i64), |row| {
            Ok((row.get(0)?, row.get(1)?, date(row, 2)?))
        })
    }

    /// The keys that are one entity, its own first.
    pub fn parts_of(&self, entity: &str) -> Result<Vec<String>> {
        self.tell(|sql| pairs::parts_of(sql, entity))
    }

    /// The key of the entity that a key belongs to.
    pub fn entity_of(&self, key: &str) -> Result<String> {
        self.tell(|sql| pairs::entity_of(sql, key))
    }

    /// What a key was compared with.
    pub fn pairs_of(&self, key: &str) -> Result<Vec<Pair>> {
        self.tell(|sql| pairs::of_key(sql, key))
    }

    /// Keys that look alike but belong to two entities, the most alike first.
    pub fn doubtful(&self) -> Result<Vec<Compared>> {
        let node = |prefix: &str| NODE.replace("e.", prefix);
        let sql = format!(
            "SELECT p.one, p.other, p.verdict, p.score, p.reasons, {}, {} FROM pair p
             LEFT JOIN cluster a ON a.key = p.one LEFT JOIN cluster b ON b.key = p.other
             JOIN entity x ON x.key = coalesce(a.entity, p.one) JOIN entity y ON y.key = coalesce(b.entity, p.other)
             WHERE p.verdict <> 'different' AND x.id <> y.id ORDER BY p.score DESC, p.one, p.other",
            node("x."),
            node("y.")
        );
        self.all(&sql, (), |row| {
            Ok(Compared {
                pair: pairs::pair(row)?,
                one: super::reading::node_at(row, 5)?,
                other: super::reading::node_at(row, 13)?,
            })
        })
    }
}
