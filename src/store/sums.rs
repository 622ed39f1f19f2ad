//! What the claims of relations come to.
//!
//! A relation that was told ten thousand times is told again in every batch. To read all of its claims each time would
//! make an archive the slower the more of it is in; so where none were taken away, those of the same stories are read and
//! no others.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::batch::text;
use super::reading::{date, modality};
use super::told::{WITNESS, witness};
use crate::model::{Corroboration, Witness};

/// What a relation comes to of which some stories tell something else than before: what it came to, the claims of
/// these stories that this rests on, and all claims of these stories now.
pub type CorroborateFurther = fn(&Corroboration, &[Witness], &[Witness]) -> Corroboration;

/// Articles that tell of relations what they did not before the batch: each with the story that it was told to be of
/// then, none where it is new.
#[derive(Default)]
pub struct Retold(BTreeMap<i64, Option<String>>);

impl Retold {
    pub fn new_article(&mut self, article: i64) {
        self.0.insert(article, None);
    }

    /// An article is taken to be of another story; what it was of before is known from the first time on.
    pub fn new_story(&mut self, article: i64, before: &str) {
        self.0.entry(article).or_insert_with(|| Some(before.to_string()));
    }
}

/// What some stories tell of one relation.
#[derive(Default)]
struct Retelling {
    before: Vec<Witness>,
    now: Vec<Witness>,
}

/// Brings relations up to date: of those in `whole` all claims are read, of others only what the stories tell to
/// which articles came or from which they went.
pub fn settle(
    sql: &Connection,
    whole: &BTreeSet<i64>,
    retold: &Retold,
    corroborate: CorroborateFurther,
) -> rusqlite::Result<()> {
    for &relation in whole {
        renew(sql, relation, corroborate)?;
    }
    for (relation, told) in of_stories(sql, retold)? {
        if whole.contains(&relation) || told.before == told.now {
            continue;
        }
        match known(sql, relation)? {
            Some(known) => set_sum(sql, relation, &corroborate(&known, &told.before, &told.now))?,
            None => renew(sql, relation, corroborate)?,
        }
    }
    Ok(())
}

/// All that the stories tell, and have told, which articles came to or left, by relation.
fn of_stories(sql: &Connection, retold: &Retold) -> rusqlite::Result<BTreeMap<i64, Retelling>> {
    let mut select = sql.prepare_cached("SELECT story FROM article WHERE id = ?")?;
    let mut stories: BTreeSet<String> = BTreeSet::new();
    for (article, before) in &retold.0 {
        stories.extend(before.clone());
        for story in select.query_map([article], |row| row.get(0))? {
            stories.insert(story?);
        }
    }
    let mut select = sql.prepare_cached(&format!("{WITNESS} WHERE a.story = ?"))?;
    let mut all: BTreeMap<i64, Retelling> = BTreeMap::new();
    for story in &stories {
        let mut rows = select.query([story])?;
        while let Some(row) = rows.next()? {
            let told = all.entry(row.get(0)?).or_default();
            let now = witness(row)?;
            match retold.0.get(&row.get(5)?) {
                None => told.before.push(now.clone()),
                Some(None) => {}
                Some(Some(story)) => told.before.push(Witness {
                    story: story.as_str().into(),
                    ..now.clone()
                }),
            }
            told.now.push(now);
        }
    }
    Ok(all)
}

/// What a relation came to before the batch; nothing where an older release has worked it out.
fn known(sql: &Connection, relation: i64) -> rusqlite::Result<Option<Corroboration>> {
    let mut select = sql.prepare_cached(
        "SELECT modality, first_date, last_date, claims, sources, confidence, weight FROM relation WHERE id = ?",
    )?;
    select.query_row([relation], |row| {
        let weight: Option<i64> = row.get(6)?;
        weight
            .map(|weight| {
                Ok(Corroboration {
                    modality: modality(&row.get::<_, String>(0)?),
                    first: date(row, 1)?,
                    last: date(row, 2)?,
                    claims: row.get(3)?,
                    sources: row.get(4)?,
                    confidence: row.get(5)?,
                    weight: weight as u64,
                })
            })
            .transpose()
    })
}

/// Works a relation out from all of its claims; one without any goes.
fn renew(sql: &Connection, relation: i64, corroborate: CorroborateFurther) -> rusqlite::Result<()> {
    let witnesses = witnesses(sql, relation)?;
    if witnesses.is_empty() {
        sql.prepare_cached("DELETE FROM relation WHERE id = ?")?
            .execute([relation])?;
        return Ok(());
    }
    set_sum(sql, relation, &corroborate(&Corroboration::default(), &[], &witnesses))
}

/// What is wrong with the sum of a relation, in words: it is not what its claims come to, though there are as many
/// of them, and of sources, as it says.
pub fn fault(sql: &Connection, relation: i64, corroborate: CorroborateFurther) -> rusqlite::Result<Option<String>> {
    let Some(stored) = known(sql, relation)? else {
        return Ok(None);
    };
    let present = corroborate(&Corroboration::default(), &[], &witnesses(sql, relation)?);
    let sum = |sum: &Corroboration| {
        let date = |date: Option<_>| text(date).unwrap_or_else(|| "no date".into());
        let (first, last, modality) = (date(sum.first), date(sum.last), sum.modality.name());
        format!(
            "{modality}, {first} to {last}, confidence {} (weight {})",
            sum.confidence, sum.weight
        )
    };
    let counted = (stored.claims, stored.sources) == (present.claims, present.sources);
    Ok((counted && stored != present).then(|| {
        format!(
            "the relation {relation} is told as {}, but its claims come to {}",
            sum(&stored),
            sum(&present)
        )
    }))
}

fn witnesses(sql: &Connection, relation: i64) -> rusqlite::Result<Vec<Witness>> {
    let mut select = sql.prepare_cached(&format!("{WITNESS} WHERE c.relation = ?"))?;
    select.query_map([relation], witness)?.collect()
}

/// Says what the claims of a relation come to.
pub fn set_sum(sql: &Connection, relation: i64, sum: &Corroboration) -> rusqlite::Result<()> {
    sql.prepare_cached(
        "UPDATE relation SET modality = ?1, first_date = ?2, last_date = ?3, claims = ?4, sources = ?5, confidence = ?6,
         weight = ?7, strength = CASE WHEN polarity = 'affirmed' AND head <> tail THEN ?8 ELSE 0 END WHERE id = ?9",
    )?
    .execute(params![
        sum.modality.name(),
        text(sum.first),
        text(sum.last),
        sum.claims,
        sum.sources,
        sum.confidence,
        sum.weight as i64,
        sum.strength(),
        relation
    ])?;
    Ok(())
}
