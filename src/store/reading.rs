//! What the graph's readers ask for.

use rusqlite::{OptionalExtension, Row};

use super::told::{IN_WINDOW, Window};
use super::{Result, Store, batch::polarity};
use crate::model::{Date, Evidence, Kind, Mark, Modality, Node, Quad, Relation, RelationClass, RelationType};

/// The sizes of the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub articles: u64,
    pub stories: u64,
    pub words: u64,
    pub entities: u64,
    pub relations: u64,
    pub claims: u64,
}

/// A node that goes by some name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub node: Node,
    /// The name as it is written.
    pub text: String,
    pub folded: String,
}

/// Two nodes and how many claims tie them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PairCount {
    pub one: String,
    pub other: String,
    pub claims: u64,
    pub cooperation: u64,
    pub conflict: u64,
}

pub(super) const NODE: &str = "e.id, e.key, e.kind, e.name, e.code, e.state, e.generic, e.articles";
pub(super) const RELATION: &str = "r.id, r.head, r.type, r.tail, r.polarity, r.modality, r.first_date, r.last_date, r.claims, r.sources, r.confidence";

impl Store {
    pub fn counts(&self) -> Result<Counts> {
        self.tell(|sql| {
            sql.query_row(
                "SELECT (SELECT count(*) FROM article), (SELECT count(DISTINCT story) FROM article),
                 (SELECT coalesce(sum(words), 0) FROM article), (SELECT count(*) FROM entity),
                 (SELECT count(*) FROM relation WHERE head <> tail), (SELECT count(*) FROM claim)",
                (),
                |row| {
                    let count = |index| row.get::<_, i64>(index).map(|count| count as u64);
                    Ok(Counts {
                        articles: count(0)?,
                        stories: count(1)?,
                        words: count(2)?,
                        entities: count(3)?,
                        relations: count(4)?,
                        claims: count(5)?,
                    })
                },
            )
        })
    }

    /// All nodes, in order of their ids.
    pub fn nodes(&self) -> Result<Vec<Node>> {
        self.all(&format!("SELECT {NODE} FROM entity e ORDER BY e.id"), (), node)
    }

    pub fn node(&self, id: i64) -> Result<Option<Node>> {
        self.tell(|sql| {
            sql.query_row(&format!("SELECT {NODE} FROM entity e WHERE e.id = ?"), [id], node)
                .optional()
        })
    }

    /// All relations, in order of their ids.
    pub fn relations(&self) -> Result<Vec<Relation>> {
        self.all(
            &format!("SELECT {RELATION} FROM relation r ORDER BY r.id"),
            (),
            relation,
        )
    }

    /// The relations that a node is head or tail of.
    pub fn relations_of(&self, id: i64) -> Result<Vec<Relation>> {
        let sql = format!("SELECT {RELATION} FROM relation r WHERE r.head = ?1 OR r.tail = ?1 ORDER BY r.id");
        self.all(&sql, [id], relation)
    }

    pub fn relation_types(&self) -> Result<Vec<RelationType>> {
        let sql = "SELECT name, meaning, class, symmetric, plover, cameo, goldstein FROM relation_type ORDER BY name";
        self.all(sql, (), |row| {
            let class: String = row.get(2)?;
            let known = RelationClass::ALL.into_iter().find(|known| known.name() == class);
            Ok(RelationType {
                name: row.get::<_, String>(0)?.into(),
                meaning: row.get(1)?,
                class: known.unwrap_or(RelationClass::Structure),
                symmetric: row.get(3)?,
                plover: row.get(4)?,
                cameo: row.get(5)?,
                goldstein: row.get(6)?,
            })
        })
    }

    /// The nodes that go by exactly this folded name, the most spoken of first.
    pub fn named(&self, folded: &str) -> Result<Vec<Named>> {
        let sql = format!(
            "SELECT {NODE}, n.text, n.folded FROM name n JOIN entity e ON e.id = n.entity WHERE n.folded = ?
             ORDER BY e.articles DESC, e.id, n.uses DESC, n.text"
        );
        self.all(&sql, [folded], named)
    }

    /// The nodes that go by this name but for the spaces: `S400` and `S-400`, `Hezbollah` and `Hezb Ollah`.
    pub fn named_without_spaces(&self, folded: &str) -> Result<Vec<Named>> {
        let sql = format!(
            "SELECT {NODE}, n.text, n.folded FROM name n JOIN entity e ON e.id = n.entity
             WHERE replace(n.folded, ' ', '') = replace(?, ' ', '') ORDER BY e.articles DESC, e.id, n.uses DESC, n.text"
        );
        self.all(&sql, [folded], named)
    }

    /// The nodes with these words, in this order, in one of their names.
    pub fn named_like(&self, folded: &str) -> Result<Vec<Named>> {
        let sql = format!(
            "SELECT {NODE}, n.text, n.folded FROM name n JOIN entity e ON e.id = n.entity
             WHERE ' ' || n.folded || ' ' LIKE '% ' || ? || ' %' ORDER BY e.articles DESC, e.id, n.uses DESC, n.text"
        );
        self.all(&sql, [folded], named)
    }

    /// The nodes of which a folded name begins so, the most spoken of first. Of very many names not all are looked at.
    pub fn names_beginning(&self, folded: &str) -> Result<Vec<Named>> {
        let sql = format!(
            "SELECT {NODE}, n.text, n.folded FROM
               (SELECT * FROM name WHERE folded >= ?1 AND folded < ?1 || char(1114111) LIMIT 10000) n
             JOIN entity e ON e.id = n.entity WHERE NOT e.generic
             ORDER BY e.articles DESC, e.id, n.uses DESC, n.text LIMIT 1000"
        );
        self.all(&sql, [folded], named)
    }

    /// Every name of every node.
    pub fn all_names(&self) -> Result<Vec<Named>> {
        let sql = format!(
            "SELECT {NODE}, n.text, n.folded FROM name n JOIN entity e ON e.id = n.entity ORDER BY e.articles DESC, e.id, n.text"
        );
        self.all(&sql, (), named)
    }

    /// The node with this ISO code, or with this key, or of which the key is a part.
    pub fn coded(&self, code: &str) -> Result<Option<Node>> {
        let sql = format!(
            "SELECT {NODE} FROM entity e WHERE e.id IN (
               SELECT id FROM entity WHERE code = upper(?1) AND code IS NOT NULL UNION ALL SELECT id FROM entity WHERE key = ?1
               UNION ALL SELECT o.id FROM cluster c JOIN entity o ON o.key = c.entity WHERE c.key = ?1)
             ORDER BY e.key = ?1 DESC, e.id LIMIT 1"
        );
        self.tell(|connection| connection.query_row(&sql, [code], node).optional())
    }

    /// A node's names, the most used first.
    pub fn names_of(&self, id: i64) -> Result<Vec<String>> {
        let sql = "SELECT text FROM name WHERE entity = ? GROUP BY text ORDER BY max(uses) DESC, text";
        self.all(sql, [id], |row| row.get(0))
    }

    /// What a relation rests on: strongest modality first, then the surest, the shortest and the
    /// earliest stored.
    pub fn evidence(&self, relation: i64, window: &Window, limit: usize) -> Result<Vec<Evidence>> {
        self.evidence_by(
            // By their names modalities stand from the strongest on, as they do in the index.
            "c.modality, c.confidence DESC, length(s.text), a.name, c.id",
            relation,
            window,
            limit,
        )
    }

    /// What a relation rests on, the latest first.
    pub fn latest_evidence(&self, relation: i64, window: &Window, limit: usize) -> Result<Vec<Evidence>> {
        let order = "c.day DESC, c.confidence DESC, a.name, c.id";
        self.evidence_by(order, relation, window, limit)
    }

    /// What a relation rests on, the earliest first.
    pub fn first_evidence(&self, relation: i64, window: &Window, limit: usize) -> Result<Vec<Evidence>> {
        let order = "c.day, c.confidence DESC, a.name, c.id";
        self.evidence_by(order, relation, window, limit)
    }

    fn evidence_by(&self, order: &str, relation: i64, window: &Window, limit: usize) -> Result<Vec<Evidence>> {
        let sql = format!(
            "SELECT {EVIDENCE} {EVIDENCE_FROM} WHERE c.relation = :relation AND {IN_WINDOW} ORDER BY {order} LIMIT :limit"
        );
        let (bounds, limit) = (window.bounds(), limit as i64);
        let values = bounds.with(&[(":relation", &relation), (":limit", &limit)]);
        self.all(&sql, values.as_slice(), evidence)
    }

    /// The offices that claims of a relation name, the most frequent first.
    pub fn offices(&self, relation: i64) -> Result<Vec<String>> {
        let sql = "SELECT office FROM claim WHERE relation = ? AND office IS NOT NULL GROUP BY office ORDER BY count(*) DESC, office";
        self.all(sql, [relation], |row| row.get(0))
    }

    /// The pairs of actors with the most claims between them; structure is no activity.
    pub fn active_pairs(&self, limit: usize) -> Result<Vec<PairCount>> {
        let sql = "SELECT x.name, y.name, p.claims, p.cooperation, p.conflict FROM (
              SELECT min(r.head, r.tail) AS one, max(r.head, r.tail) AS other, sum(r.claims) AS claims,
                     sum(CASE t.quad WHEN 'cooperation' THEN r.claims ELSE 0 END) AS cooperation,
                     sum(CASE t.quad WHEN 'conflict' THEN r.claims ELSE 0 END) AS conflict
              FROM relation r JOIN relation_type t ON t.name = r.type
              WHERE t.quad <> 'structure' AND r.head <> r.tail GROUP BY 1, 2) p
            JOIN entity a ON a.id = p.one JOIN entity b ON b.id = p.other
            JOIN entity x ON x.id = CASE WHEN a.name <= b.name THEN a.id ELSE b.id END
            JOIN entity y ON y.id = CASE WHEN a.name <= b.name THEN b.id ELSE a.id END
            WHERE NOT a.generic AND NOT b.generic
              AND a.kind IN ('state', 'official', 'organization', 'group') AND b.kind IN ('state', 'official', 'organization', 'group')
            ORDER BY p.claims DESC, x.name, y.name LIMIT ?";
        self.all(sql, [limit as i64], |row| {
            Ok(PairCount {
                one: row.get(0)?,
                other: row.get(1)?,
                claims: row.get::<_, i64>(2)? as u64,
                cooperation: row.get::<_, i64>(3)? as u64,
                conflict: row.get::<_, i64>(4)? as u64,
            })
        })
    }

    /// The first and last date of publication.
    pub fn period(&self) -> Result<(Option<Date>, Option<Date>)> {
        self.tell(|sql| {
            sql.query_row("SELECT min(published), max(published) FROM article", (), |row| {
                Ok((date(row, 0)?, date(row, 1)?))
            })
        })
    }

    pub(super) fn all<T, P: rusqlite::Params>(
        &self,
        sql: &str,
        params: P,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.tell(|connection| connection.prepare_cached(sql)?.query_map(params, read)?.collect())
    }
}

fn node(row: &Row<'_>) -> rusqlite::Result<Node> {
    node_at(row, 0)
}

/// A node whose columns begin at an index.
pub(super) fn node_at(row: &Row<'_>, at: usize) -> rusqlite::Result<Node> {
    let kind: String = row.get(at + 2)?;
    Ok(Node {
        id: row.get(at)?,
        key: row.get(at + 1)?,
        kind: kind.parse().unwrap_or(Kind::Organization),
        name: row.get(at + 3)?,
        code: row.get(at + 4)?,
        state: row.get(at + 5)?,
        generic: row.get(at + 6)?,
        articles: row.get(at + 7)?,
    })
}

fn named(row: &Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named {
        node: node(row)?,
        text: row.get(8)?,
        folded: row.get(9)?,
    })
}

pub(super) fn relation(row: &Row<'_>) -> rusqlite::Result<Relation> {
    Ok(Relation {
        id: row.get(0)?,
        head: row.get(1)?,
        relation: row.get::<_, String>(2)?.into(),
        tail: row.get(3)?,
        polarity: polarity(&row.get::<_, String>(4)?),
        modality: modality(&row.get::<_, String>(5)?),
        first_date: date(row, 6)?,
        last_date: date(row, 7)?,
        claims: row.get(8)?,
        sources: row.get(9)?,
        confidence: row.get(10)?,
    })
}

pub(super) const EVIDENCE: &str =
    "c.polarity, c.modality, se.name, c.office, c.date, c.confidence, c.rule, s.text, c.evidence,
    a.name, a.title, a.source, a.published, a.url, ha.names, ta.names";
pub(super) const EVIDENCE_FROM: &str =
    "FROM claim c JOIN sentence s ON s.id = c.sentence JOIN article a ON a.id = c.article
    JOIN appearance ha ON ha.article = c.article AND ha.idx = c.head
    JOIN appearance ta ON ta.article = c.article AND ta.idx = c.tail
    LEFT JOIN appearance sa ON sa.article = c.article AND sa.idx = c.speaker LEFT JOIN entity se ON se.id = sa.entity";

/// The columns of [`EVIDENCE`].
pub(super) fn evidence(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    let sentence: String = row.get(7)?;
    let names = |index| -> rusqlite::Result<Vec<String>> {
        let names: Vec<(String, String)> = serde_json::from_str(&row.get::<_, String>(index)?).unwrap_or_default();
        Ok(names.into_iter().map(|(text, _)| text).collect())
    };
    Ok(Evidence {
        polarity: polarity(&row.get::<_, String>(0)?),
        modality: modality(&row.get::<_, String>(1)?),
        speaker: row.get(2)?,
        office: row.get(3)?,
        date: date(row, 4)?,
        confidence: row.get(5)?,
        rule: row.get(6)?,
        marks: Mark::all(&sentence, &names(14)?, &names(15)?),
        sentence,
        words: row.get(8)?,
        article: row.get(9)?,
        title: row.get(10)?,
        source: row.get(11)?,
        published: date(row, 12)?,
        url: row.get(13)?,
    })
}

pub(super) fn date(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<String>>(index)?.and_then(|date| date.parse().ok()))
}

/// The modality that a stored name means.
pub(super) fn modality(name: &str) -> Modality {
    Modality::ALL
        .into_iter()
        .find(|modality| modality.name() == name)
        .unwrap_or_default()
}

pub(super) fn quad_name(quad: Quad) -> &'static str {
    match quad {
        Quad::Cooperation => "cooperation",
        Quad::Conflict => "conflict",
        Quad::Structure => "structure",
    }
}
