use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::sums::{self, CorroborateFurther, Retold};
use super::{Result, StoreError, decisions, hash, moves, nodes, pairs, stories, traits};
use crate::model::{Act, Appearance, Article, Claim, Date, Decision, Extraction, Polarity};

/// How an article stands to what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    New,
    /// Stored with this very content, under its id or its URL.
    Unchanged,
    /// Stored under its id or its URL with another content; the id under which it is.
    Changed(String),
}

/// Articles and decisions on their way into the database. All of it is stored by
/// [`Batch::finish`], or nothing.
pub struct Batch<'s> {
    pub(super) path: &'s Path,
    pub(super) transaction: Transaction<'s>,
    pub(super) symmetric: BTreeSet<String>,
    pub(super) decisions: Vec<Decision>,
    pub(super) touched: Touched,
}

/// What has to be worked out again before the batch ends.
#[derive(Default)]
pub(super) struct Touched {
    /// Relations of which all claims have to be looked at.
    pub relations: BTreeSet<i64>,
    /// Articles that tell something new of other relations.
    pub retold: Retold,
    /// Entities of which all appearances have to be looked at.
    pub entities: BTreeSet<i64>,
    /// In how many new articles other entities are.
    pub seen: BTreeMap<i64, u32>,
    /// Keys of which articles say something new.
    pub keys: BTreeSet<String>,
    pub surnames: BTreeSet<String>,
    /// Surnames alone that are new: article and index.
    pub shorts: BTreeSet<(i64, i64)>,
    /// Whether all other surnames alone have to be looked at too.
    pub all_shorts: bool,
    /// Keys of entities whose names have to be gathered again.
    pub named: BTreeSet<String>,
    /// Bodies that were not compared with others yet.
    pub new_bodies: BTreeSet<i64>,
    /// Bodies of which articles, or what they are copies of, have changed.
    pub bodies: BTreeSet<i64>,
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
            decisions: decisions::in_force(&transaction).map_err(fail)?,
            transaction,
            symmetric,
            touched: Touched::default(),
        })
    }

    pub fn standing(&self, article: &Article) -> Result<Standing> {
        match (self.standing_by_id(article)?, article.page()) {
            (Standing::New, Some(page)) => self.compared(
                "SELECT name, hash FROM article WHERE url = ? AND text <> '' ORDER BY name LIMIT 1",
                page,
                article,
            ),
            (standing, _) => Ok(standing),
        }
    }

    /// As [`Batch::standing`], where it is known already which of the articles of a page is its last version.
    pub fn standing_by_id(&self, article: &Article) -> Result<Standing> {
        self.compared("SELECT name, hash FROM article WHERE name = ?", &article.id, article)
    }

    fn compared(&self, select: &str, value: &str, article: &Article) -> Result<Standing> {
        let stored: Option<(String, String)> = self.tell(|sql| {
            sql.prepare_cached(select)?
                .query_row([value], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })?;
        Ok(match stored {
            None => Standing::New,
            Some((_, stored)) if stored == hash::of_article(article) => Standing::Unchanged,
            Some((name, _)) => Standing::Changed(name),
        })
    }

    /// Takes back everything that an article said; whether there was one.
    pub fn remove(&mut self, name: &str) -> Result<bool> {
        let (path, sql, touched) = (self.path, &*self.transaction, &mut self.touched);
        remove(sql, touched, name).map_err(|error| StoreError::of(path, error))
    }

    /// Stores an article that is not stored, with what was taken from it. The appearances stand in
    /// the order of the extraction's entities.
    pub fn put(&mut self, article: &Article, extraction: &Extraction, appearances: &[Appearance]) -> Result<()> {
        let put = put(self, article, extraction, appearances);
        put.map_err(|error| StoreError::of(self.path, error))
    }

    /// Brings relations and nodes up to date with the claims, and stores the batch.
    pub fn finish(mut self, corroborate: CorroborateFurther) -> Result<()> {
        let (path, touched) = (self.path, &self.touched);
        let settle = || -> rusqlite::Result<()> {
            sums::settle(&self.transaction, &touched.relations, &touched.retold, corroborate)?;
            for &entity in &touched.entities {
                nodes::settle(&self.transaction, entity)?;
            }
            let others = touched
                .seen
                .iter()
                .filter(|(entity, _)| !touched.entities.contains(entity));
            for (&entity, &articles) in others {
                nodes::count_articles(&self.transaction, entity, articles)?;
            }
            rename(&self.transaction, &self.decisions)
        };
        settle().map_err(|error| StoreError::of(path, error))?;
        self.touched = Touched::default();
        self.transaction.commit().map_err(|error| StoreError::of(path, error))
    }

    pub(super) fn tell<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        run(&self.transaction).map_err(|error| StoreError::of(self.path, error))
    }
}

fn remove(sql: &Connection, touched: &mut Touched, name: &str) -> rusqlite::Result<bool> {
    let stored: Option<(i64, Option<i64>)> = sql
        .query_row("SELECT id, body FROM article WHERE name = ?", [name], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((id, body)) = stored else { return Ok(false) };
    touched.bodies.extend(body);
    for told in traits::told(sql, id)? {
        traits::count(sql, &told, -1)?;
        touched.keys.insert(told.key);
    }
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
    Ok(true)
}

fn put(
    batch: &mut Batch<'_>,
    article: &Article,
    extraction: &Extraction,
    appearances: &[Appearance],
) -> rusqlite::Result<()> {
    let (sql, touched, symmetric) = (&*batch.transaction, &mut batch.touched, &batch.symmetric);
    let (body, story, new) = stories::find_or_make(sql, &hash::of_story(article))?;
    touched.bodies.insert(body);
    if new {
        touched.new_bodies.insert(body);
    }
    let id: i64 = sql
        .prepare_cached(
            "INSERT INTO article (name, title, text, published, source, url, origin, words, hash, story, body,
             language, byline, events) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
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
                story,
                body,
                extraction.language.as_deref(),
                article.byline,
                (!article.events.is_empty()).then(|| hash::events(article))
            ],
            |row| row.get(0),
        )?;
    let mut entities = Vec::with_capacity(appearances.len());
    for (index, appearance) in appearances.iter().enumerate() {
        let folded = appearance.names.first().map_or("", |name| &name.folded);
        let own = std::slice::from_ref(&appearance.key);
        let part = moves::part(&batch.decisions, &article.id, own, folded);
        let (entity, born) = match part {
            None => nodes::find_or_make(sql, &nodes::Seed::of(appearance))?,
            Some(part) => nodes::of_key(sql, part, moves::label(&batch.decisions, part))?,
        };
        let part = part.unwrap_or(&appearance.key);
        if born {
            touched.named.insert(part.to_string());
        }
        nodes::put_appearance(sql, id, index, entity, appearance, part)?;
        if born || !touched.entities.contains(&entity) && !nodes::agrees(sql, entity, appearance)? {
            touched.entities.insert(entity);
        }
        touched.surnames.extend(appearance.surname.clone());
        if appearance.short {
            touched.shorts.insert((id, index as i64));
        }
        entities.push((entity, part));
    }
    let nodes = entities.iter().map(|(entity, _)| *entity).collect::<BTreeSet<i64>>();
    for entity in nodes.into_iter().filter(|entity| !touched.entities.contains(entity)) {
        *touched.seen.entry(entity).or_default() += 1;
    }
    let mut sentences = HashMap::new();
    for claim in &extraction.claims {
        let (Some(&head), Some(&tail)) = (entities.get(claim.head), entities.get(claim.tail)) else {
            continue;
        };
        let (head, tail) = in_order(symmetric, &claim.relation, head, tail);
        let (relation, born) = relation_of(sql, head, &claim.relation, tail, claim.polarity.name())?;
        if born {
            touched.relations.insert(relation);
        }
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
        if !touched.relations.contains(&relation) {
            touched.retold.new_article(id);
        }
    }
    for told in traits::told(sql, id)? {
        traits::count(sql, &told, 1)?;
        touched.keys.insert(told.key);
    }
    Ok(())
}

/// Gives entities the names that people decided on; the later decision holds.
fn rename(sql: &Connection, decisions: &[Decision]) -> rusqlite::Result<()> {
    for decision in decisions {
        let (key, name) = match decision.act {
            Act::Rename => (Some(&decision.one), &decision.name),
            Act::Merge => (Some(&decision.one), &decision.label),
            Act::Move => (decision.other.as_ref().filter(|key| key.contains('#')), &decision.label),
            _ => continue,
        };
        let (Some(key), Some(name)) = (key, name) else { continue };
        // What the lexicon knows keeps its name unless a person names another.
        sql.prepare_cached("UPDATE entity SET name = ?2 WHERE key = ?1 AND (?3 OR NOT known)")?
            .execute(params![pairs::entity_of(sql, key)?, name, decision.act == Act::Rename])?;
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

/// Head and tail as the relation holds them: those of a symmetric type by their keys, which, unlike
/// the ids, do not depend on what came first.
pub(super) fn in_order(symmetric: &BTreeSet<String>, kind: &str, head: (i64, &str), tail: (i64, &str)) -> (i64, i64) {
    if symmetric.contains(kind) && tail.1 < head.1 {
        (tail.0, head.0)
    } else {
        (head.0, tail.0)
    }
}

/// The relation between two nodes, and whether it had to be made.
pub(super) fn relation_of(
    sql: &Connection,
    head: i64,
    kind: &str,
    tail: i64,
    polarity: &str,
) -> rusqlite::Result<(i64, bool)> {
    let found = sql
        .prepare_cached("SELECT id FROM relation WHERE head = ? AND type = ? AND tail = ? AND polarity = ?")?
        .query_row((head, kind, tail, polarity), |row| row.get(0))
        .optional()?;
    match found {
        Some(id) => Ok((id, false)),
        None => sql
            .prepare_cached("INSERT INTO relation (head, type, tail, polarity) VALUES (?, ?, ?, ?)")?
            .insert((head, kind, tail, polarity))
            .map(|id| (id, true)),
    }
}

pub(super) fn text(date: Option<Date>) -> Option<String> {
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
