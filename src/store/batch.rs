use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Result, StoreError, hash, nodes};
use crate::model::{
    Appearance, Article, Claim, Corroboration, Date, Extraction, Kind, Person, Polarity, Short, Witness,
};

/// How an article stands to what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    New,
    /// Stored with this very content.
    Unchanged,
    /// Stored under its id with another content.
    Changed,
}

/// A surname that stands alone in an article, with the node that it is taken for now.
pub struct StoredShort {
    pub article: i64,
    pub index: i64,
    pub entity: i64,
    pub short: Short,
}

/// Articles on their way into the database. All of it is stored by [`Batch::finish`], or nothing.
pub struct Batch<'s> {
    path: &'s Path,
    transaction: Transaction<'s>,
    symmetric: BTreeSet<String>,
    touched: Touched,
}

/// What has to be worked out again before the batch ends.
#[derive(Default)]
struct Touched {
    relations: BTreeSet<i64>,
    entities: BTreeSet<i64>,
    surnames: BTreeSet<String>,
    born: BTreeMap<i64, String>,
}

impl<'s> Batch<'s> {
    pub(super) fn begin(path: &'s Path, connection: &'s mut Connection) -> Result<Batch<'s>> {
        let fail = |error| StoreError::of(path, error);
        // Immediate: a reader that turns writer would lose against another writer at once.
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        let symmetric = transaction
            .prepare("SELECT name FROM relation_type WHERE symmetric")
            .and_then(|mut select| select.query_map((), |row| row.get(0))?.collect())
            .map_err(fail)?;
        Ok(Batch {
            path,
            transaction,
            symmetric,
            touched: Touched::default(),
        })
    }

    pub fn standing(&self, article: &Article) -> Result<Standing> {
        self.tell(|sql| {
            let stored: Option<String> = sql
                .prepare_cached("SELECT hash FROM article WHERE name = ?")?
                .query_row([&article.id], |row| row.get(0))
                .optional()?;
            Ok(match stored {
                None => Standing::New,
                Some(stored) if stored == hash::of_article(article) => Standing::Unchanged,
                Some(_) => Standing::Changed,
            })
        })
    }

    /// Takes back everything that an article said; nothing happens if it is not stored.
    pub fn remove(&mut self, name: &str) -> Result<()> {
        let (path, sql, touched) = (self.path, &*self.transaction, &mut self.touched);
        remove(sql, touched, name).map_err(|error| StoreError::of(path, error))
    }

    /// Stores an article that is not stored, with what was taken from it. The appearances stand in
    /// the order of the extraction's entities.
    pub fn put(&mut self, article: &Article, extraction: &Extraction, appearances: &[Appearance]) -> Result<()> {
        let (path, sql, touched) = (self.path, &*self.transaction, &mut self.touched);
        let symmetric = &self.symmetric;
        put(sql, touched, symmetric, article, extraction, appearances).map_err(|error| StoreError::of(path, error))
    }

    /// The nodes that were made in this batch, with their keys.
    pub fn born(&self) -> impl Iterator<Item = (i64, &str)> {
        self.touched.born.iter().map(|(id, key)| (*id, key.as_str()))
    }

    /// Gives a node a name that no article need use for it.
    pub fn add_alias(&mut self, entity: i64, text: &str, folded: &str) -> Result<()> {
        self.tell(|sql| nodes::add_alias(sql, entity, text, folded))
    }

    /// The surnames of which the batch has changed anything.
    pub fn surnames(&self) -> Vec<String> {
        self.touched.surnames.iter().cloned().collect()
    }

    /// The articles' officials that are named by this surname alone.
    pub fn shorts(&self, surname: &str) -> Result<Vec<StoredShort>> {
        self.tell(|sql| {
            let mut nearby = sql.prepare_cached("SELECT DISTINCT code FROM appearance WHERE article = ? AND code IS NOT NULL")?;
            let mut select = sql.prepare_cached(
                "SELECT article, idx, entity, state, offices FROM appearance WHERE surname = ? AND short ORDER BY article, idx",
            )?;
            let mut rows = select.query([surname])?;
            let mut shorts = Vec::new();
            while let Some(row) = rows.next()? {
                let article = row.get(0)?;
                shorts.push(StoredShort {
                    article,
                    index: row.get(1)?,
                    entity: row.get(2)?,
                    short: Short {
                        state: row.get(3)?,
                        offices: nodes::strings(&row.get::<_, String>(4)?),
                        nearby: nearby.query_map([article], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
                    },
                });
            }
            Ok(shorts)
        })
    }

    /// The officials of the graph with a full name that ends in, or is known by, this surname.
    pub fn persons(&self, surname: &str) -> Result<Vec<Person>> {
        self.tell(|sql| {
            let mut select = sql.prepare_cached(
                "SELECT DISTINCT entity, state, offices FROM appearance WHERE surname = ? AND NOT short ORDER BY entity",
            )?;
            let mut rows = select.query([surname])?;
            let mut persons: BTreeMap<i64, Person> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let id = row.get(0)?;
                let person = persons.entry(id).or_insert_with(|| Person { id, ..Person::default() });
                person.states.extend(row.get::<_, Option<String>>(1)?);
                person.offices.extend(nodes::strings(&row.get::<_, String>(2)?));
            }
            Ok(persons.into_values().collect())
        })
    }

    /// Takes a surname for a person, or for a node of its own.
    pub fn relink(&mut self, short: &StoredShort, person: Option<i64>) -> Result<()> {
        let (path, sql, touched) = (self.path, &*self.transaction, &mut self.touched);
        let symmetric = &self.symmetric;
        relink(sql, touched, symmetric, short, person).map_err(|error| StoreError::of(path, error))
    }

    /// Brings relations and nodes up to date with the claims, and stores the batch.
    pub fn finish(mut self, corroborate: fn(&[Witness]) -> Corroboration) -> Result<()> {
        let path = self.path;
        let settle = || -> rusqlite::Result<()> {
            for &relation in &self.touched.relations {
                settle_relation(&self.transaction, relation, corroborate)?;
            }
            for &entity in &self.touched.entities {
                nodes::settle(&self.transaction, entity)?;
            }
            Ok(())
        };
        settle().map_err(|error| StoreError::of(path, error))?;
        self.touched = Touched::default();
        self.transaction.commit().map_err(|error| StoreError::of(path, error))
    }

    fn tell<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        run(&self.transaction).map_err(|error| StoreError::of(self.path, error))
    }
}

fn remove(sql: &Connection, touched: &mut Touched, name: &str) -> rusqlite::Result<()> {
    let id: Option<i64> = sql
        .query_row("SELECT id FROM article WHERE name = ?", [name], |row| row.get(0))
        .optional()?;
    let Some(id) = id else { return Ok(()) };
    let mut select = sql.prepare_cached("SELECT entity, names, surname FROM appearance WHERE article = ?")?;
    let mut rows = select.query([id])?;
    while let Some(row) = rows.next()? {
        let entity = row.get(0)?;
        nodes::count_names(sql, entity, &row.get::<_, String>(1)?, -1)?;
        touched.entities.insert(entity);
        touched.surnames.extend(row.get::<_, Option<String>>(2)?);
    }
    let mut select = sql.prepare_cached("SELECT DISTINCT relation FROM claim WHERE article = ?")?;
    for relation in select.query_map([id], |row| row.get(0))? {
        touched.relations.insert(relation?);
    }
    sql.execute("DELETE FROM claim WHERE article = ?", [id])?;
    sql.execute("DELETE FROM article WHERE id = ?", [id])?;
    Ok(())
}

fn put(
    sql: &Connection,
    touched: &mut Touched,
    symmetric: &BTreeSet<String>,
    article: &Article,
    extraction: &Extraction,
    appearances: &[Appearance],
) -> rusqlite::Result<()> {
    let id: i64 = sql
        .prepare_cached(
            "INSERT INTO article (name, title, text, published, source, url, origin, words, hash, story)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        )?
        .query_row(
            params![
                article.id,
                article.title,
                article.text,
                text(article.date),
                article.source,
                article.url,
                article.origin,
                extraction.words as i64,
                hash::of_article(article),
                hash::of_story(article)
            ],
            |row| row.get(0),
        )?;
    let mut entities = Vec::with_capacity(appearances.len());
    for (index, appearance) in appearances.iter().enumerate() {
        let (entity, born) = nodes::find_or_make(sql, &nodes::Seed::of(appearance))?;
        if born {
            touched.born.insert(entity, appearance.key.clone());
        }
        nodes::put_appearance(sql, id, index, entity, appearance)?;
        touched.entities.insert(entity);
        touched.surnames.extend(appearance.surname.clone());
        entities.push((entity, appearance.key.as_str()));
    }
    let mut sentences = HashMap::new();
    for claim in &extraction.claims {
        let (Some(&head), Some(&tail)) = (entities.get(claim.head), entities.get(claim.tail)) else {
            continue;
        };
        let (head, tail) = in_order(symmetric, &claim.relation, head, tail);
        let relation = relation_of(sql, head, &claim.relation, tail, claim.polarity.name())?;
        let sentence = match sentences.get(&claim.sentence.start) {
            Some(&sentence) => sentence,
            None => {
                let sentence = put_sentence(sql, id, claim, extraction)?;
                sentences.insert(claim.sentence.start, sentence);
                sentence
            }
        };
        put_claim(
            sql,
            relation,
            id,
            sentence,
            claim,
            article.date,
            claim.evidence.of(&extraction.text),
        )?;
        touched.relations.insert(relation);
    }
    Ok(())
}

fn put_sentence(sql: &Connection, article: i64, claim: &Claim, extraction: &Extraction) -> rusqlite::Result<i64> {
    sql.prepare_cached("INSERT INTO sentence (article, start, text) VALUES (?, ?, ?) RETURNING id")?
        .query_row(
            params![
                article,
                claim.sentence.start as i64,
                claim.sentence.of(&extraction.text).trim()
            ],
            |row| row.get(0),
        )
}

fn put_claim(
    sql: &Connection,
    relation: i64,
    article: i64,
    sentence: i64,
    claim: &Claim,
    published: Option<Date>,
    evidence: &str,
) -> rusqlite::Result<()> {
    let day = claim.date.or(published).map(|date| date.first_day().to_string());
    sql.prepare_cached(
        "INSERT INTO claim (relation, article, head, tail, speaker, type, polarity, modality, office, date, day,
         sentence, evidence, confidence, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        relation,
        article,
        claim.head as i64,
        claim.tail as i64,
        claim.speaker.map(|speaker| speaker as i64),
        &*claim.relation,
        claim.polarity.name(),
        claim.modality.name(),
        claim.office,
        text(claim.date),
        day,
        sentence,
        evidence,
        claim.confidence,
        &*claim.rule
    ])?;
    Ok(())
}

fn relink(
    sql: &Connection,
    touched: &mut Touched,
    symmetric: &BTreeSet<String>,
    short: &StoredShort,
    person: Option<i64>,
) -> rusqlite::Result<()> {
    let (names, key, name, state): (String, String, String, Option<String>) = sql
        .prepare_cached("SELECT names, key, name, state FROM appearance WHERE article = ? AND idx = ?")?
        .query_row((short.article, short.index), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    let entity = match person {
        Some(person) => person,
        None => {
            let seed = nodes::Seed {
                key: &key,
                kind: Kind::Official.name(),
                name: &name,
                code: None,
                state: state.as_deref(),
                known: false,
                generic: false,
            };
            nodes::find_or_make(sql, &seed)?.0
        }
    };
    if entity == short.entity {
        return Ok(());
    }
    sql.prepare_cached("UPDATE appearance SET entity = ? WHERE article = ? AND idx = ?")?
        .execute((entity, short.article, short.index))?;
    nodes::count_names(sql, short.entity, &names, -1)?;
    nodes::count_names(sql, entity, &names, 1)?;
    touched.entities.extend([entity, short.entity]);

    // What the article says of the surname is now said of the other node.
    let mut select = sql.prepare_cached(
        "SELECT c.id, c.relation, c.type, c.polarity, h.entity, he.key, t.entity, te.key FROM claim c
         JOIN appearance h ON h.article = c.article AND h.idx = c.head JOIN entity he ON he.id = h.entity
         JOIN appearance t ON t.article = c.article AND t.idx = c.tail JOIN entity te ON te.id = t.entity
         WHERE c.article = ?1 AND (c.head = ?2 OR c.tail = ?2)",
    )?;
    let mut rows = select.query((short.article, short.index))?;
    while let Some(row) = rows.next()? {
        let (claim, before): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (kind, polarity): (String, String) = (row.get(2)?, row.get(3)?);
        let (head_key, tail_key): (String, String) = (row.get(5)?, row.get(7)?);
        let (head, tail) = in_order(symmetric, &kind, (row.get(4)?, &head_key), (row.get(6)?, &tail_key));
        let after = relation_of(sql, head, &kind, tail, &polarity)?;
        sql.prepare_cached("UPDATE claim SET relation = ? WHERE id = ?")?
            .execute((after, claim))?;
        touched.relations.extend([before, after]);
    }
    Ok(())
}

/// Head and tail as the relation holds them: those of a symmetric type by their keys, which, unlike
/// the ids, do not depend on what came first.
fn in_order(symmetric: &BTreeSet<String>, kind: &str, head: (i64, &str), tail: (i64, &str)) -> (i64, i64) {
    if symmetric.contains(kind) && tail.1 < head.1 {
        (tail.0, head.0)
    } else {
        (head.0, tail.0)
    }
}

fn relation_of(sql: &Connection, head: i64, kind: &str, tail: i64, polarity: &str) -> rusqlite::Result<i64> {
    let found = sql
        .prepare_cached("SELECT id FROM relation WHERE head = ? AND type = ? AND tail = ? AND polarity = ?")?
        .query_row((head, kind, tail, polarity), |row| row.get(0))
        .optional()?;
    match found {
        Some(id) => Ok(id),
        None => sql
            .prepare_cached("INSERT INTO relation (head, type, tail, polarity) VALUES (?, ?, ?, ?) RETURNING id")?
            .query_row((head, kind, tail, polarity), |row| row.get(0)),
    }
}

fn settle_relation(
    sql: &Connection,
    relation: i64,
    corroborate: fn(&[Witness]) -> Corroboration,
) -> rusqlite::Result<()> {
    let mut select = sql.prepare_cached(
        "SELECT a.story, c.confidence, c.modality, coalesce(c.date, a.published) FROM claim c
         JOIN article a ON a.id = c.article WHERE c.relation = ?",
    )?;
    let witnesses: Vec<Witness> = select
        .query_map([relation], |row| {
            Ok(Witness {
                story: row.get::<_, String>(0)?.into(),
                confidence: row.get(1)?,
                modality: super::reading::modality(&row.get::<_, String>(2)?),
                date: row.get::<_, Option<String>>(3)?.and_then(|date| date.parse().ok()),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    if witnesses.is_empty() {
        sql.prepare_cached("DELETE FROM relation WHERE id = ?")?
            .execute([relation])?;
        return Ok(());
    }
    let sum = corroborate(&witnesses);
    sql.prepare_cached(
        "UPDATE relation SET modality = ?, first_date = ?, last_date = ?, claims = ?, sources = ?, confidence = ? WHERE id = ?",
    )?
    .execute(params![
        sum.modality.name(),
        text(sum.first),
        text(sum.last),
        sum.claims,
        sum.sources,
        sum.confidence,
        relation
    ])?;
    Ok(())
}

fn text(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// The polarity that a stored name means.
pub(super) fn polarity(name: &str) -> Polarity {
    if name == Polarity::Negated.name() {
        Polarity::Negated
    } else {
        Polarity::Affirmed
    }
}
