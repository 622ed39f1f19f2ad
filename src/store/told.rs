//! Claims as the graph's readers choose them: by day, by day of publication, by modality.

use std::sync::Arc;

use jiff::civil;
use rusqlite::{Row, ToSql};

use super::batch::polarity;
use super::reading::{EVIDENCE, EVIDENCE_FROM, date, evidence, modality};
use super::{Result, Store};
use crate::model::{Evidence, Modality, Polarity, Witness};

/// A claim between two entities of the graph, without its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub id: i64,
    pub relation_id: i64,
    pub head: i64,
    pub relation: Arc<str>,
    pub tail: i64,
    pub polarity: Polarity,
    pub modality: Modality,
    /// The first day of its date, else of publication.
    pub day: Option<civil::Date>,
    /// Articles of one story share it: they are one source.
    pub story: Arc<str>,
    pub confidence: f32,
    pub rule: Arc<str>,
}

/// Which claims count. Nothing set lets all of them through; a claim without a date is in no period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The day of the event, else of publication, or later.
    pub since: Option<civil::Date>,
    /// The day of the event, else of publication, or earlier.
    pub until: Option<civil::Date>,
    /// Published by this day.
    pub as_of: Option<civil::Date>,
    /// Empty for all.
    pub modalities: Vec<Modality>,
}

/// Holds for the claims `c` of articles `a` that are in the window.
pub(super) const IN_WINDOW: &str = "(:since IS NULL OR c.day >= :since) AND (:until IS NULL OR c.day <= :until)
    AND (:as_of IS NULL OR a.published <= :as_of) AND (:modalities IS NULL OR instr(:modalities, c.modality) > 0)";

/// The values of the parameters of [`IN_WINDOW`].
pub(super) struct Bounds {
    since: Option<String>,
    until: Option<String>,
    as_of: Option<String>,
    modalities: Option<String>,
}

impl Window {
    pub fn is_open(&self) -> bool {
        *self == Window::default()
    }

    pub(super) fn bounds(&self) -> Bounds {
        let day = |day: Option<civil::Date>| day.map(|day| day.to_string());
        let names: Vec<&str> = self.modalities.iter().map(|modality| modality.name()).collect();
        Bounds {
            since: day(self.since),
            until: day(self.until),
            as_of: day(self.as_of),
            modalities: (!names.is_empty()).then(|| names.join(" ")),
        }
    }
}

impl Bounds {
    pub(super) fn with<'a>(&'a self, more: &[(&'a str, &'a dyn ToSql)]) -> Vec<(&'a str, &'a dyn ToSql)> {
        let own: [(&str, &dyn ToSql); 4] = [
            (":since", &self.since),
            (":until", &self.until),
            (":as_of", &self.as_of),
            (":modalities", &self.modalities),
        ];
        [&own, more].concat()
    }
}

pub(super) const WITNESS: &str =
    "SELECT c.relation, a.story, c.confidence, c.modality, coalesce(c.date, a.published), c.article
    FROM claim c JOIN article a ON a.id = c.article";

impl Store {
    /// What the claims in the window say for each relation, in order of the relations' ids.
    pub fn witnesses(&self, window: &Window) -> Result<Vec<(i64, Witness)>> {
        let sql = format!("{WITNESS} WHERE {IN_WINDOW} ORDER BY c.relation, c.id");
        self.all(&sql, window.bounds().with(&[]).as_slice(), |row| {
            Ok((row.get(0)?, witness(row)?))
        })
    }

    /// What the claims in the window say for one relation.
    pub fn witnesses_of(&self, relation: i64, window: &Window) -> Result<Vec<Witness>> {
        let sql = format!("{WITNESS} WHERE c.relation = :relation AND {IN_WINDOW} ORDER BY c.id");
        let bounds = window.bounds();
        self.all(&sql, bounds.with(&[(":relation", &relation)]).as_slice(), witness)
    }

    /// Hands over all claims in the window, by day and then as they were stored; those without a day come first.
    /// Claims of an entity about itself are left out.
    pub fn each_claim(&self, window: &Window, take: &mut dyn FnMut(Told)) -> Result<()> {
        let sql = format!("{TOLD} WHERE r.head <> r.tail AND {IN_WINDOW} ORDER BY c.day, c.id");
        self.tell(|connection| {
            let mut select = connection.prepare_cached(&sql)?;
            let mut rows = select.query(window.bounds().with(&[]).as_slice())?;
            while let Some(row) = rows.next()? {
                take(told(row)?);
            }
            Ok(())
        })
    }

    /// The claims in the window about one entity, or between two, by day.
    pub fn claims_of(&self, one: i64, other: Option<i64>, window: &Window) -> Result<Vec<Told>> {
        let sql = format!(
            "{TOLD} WHERE (r.head = :one AND (:other IS NULL OR r.tail = :other)
               OR r.tail = :one AND (:other IS NULL OR r.head = :other)) AND r.head <> r.tail AND {IN_WINDOW}
             ORDER BY c.day, c.confidence DESC, a.name, c.id"
        );
        let bounds = window.bounds();
        self.all(
            &sql,
            bounds.with(&[(":one", &one), (":other", &other)]).as_slice(),
            told,
        )
    }

    /// The words of one claim.
    pub fn evidence_of(&self, claim: i64) -> Result<Option<Evidence>> {
        let sql = format!("SELECT {EVIDENCE} {EVIDENCE_FROM} WHERE c.id = ?");
        Ok(self.all(&sql, [claim], evidence)?.pop())
    }

    /// The days of all claims in the window that have one, by relation and day.
    pub fn days(&self, window: &Window) -> Result<Vec<(i64, civil::Date)>> {
        let sql = format!(
            "SELECT DISTINCT c.relation, c.day FROM claim c JOIN article a ON a.id = c.article
             WHERE c.day IS NOT NULL AND {IN_WINDOW} ORDER BY c.relation, c.day"
        );
        let days = self.all(&sql, window.bounds().with(&[]).as_slice(), |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?.parse().ok()))
        })?;
        Ok(days.into_iter().filter_map(|(id, day)| Some((id, day?))).collect())
    }
}

pub(super) const TOLD: &str =
    "SELECT c.id, c.relation, r.head, r.type, r.tail, c.polarity, c.modality, c.day, a.story, c.confidence, c.rule
    FROM relation r JOIN claim c ON c.relation = r.id JOIN article a ON a.id = c.article";

pub(super) fn told(row: &Row<'_>) -> rusqlite::Result<Told> {
    Ok(Told {
        id: row.get(0)?,
        relation_id: row.get(1)?,
        head: row.get(2)?,
        relation: row.get::<_, String>(3)?.into(),
        tail: row.get(4)?,
        polarity: polarity(&row.get::<_, String>(5)?),
        modality: modality(&row.get::<_, String>(6)?),
        day: row.get::<_, Option<String>>(7)?.and_then(|day| day.parse().ok()),
        story: row.get::<_, String>(8)?.into(),
        confidence: row.get(9)?,
        rule: row.get::<_, String>(10)?.into(),
    })
}

/// The columns of [`WITNESS`], but for the relation and the article.
pub(super) fn witness(row: &Row<'_>) -> rusqlite::Result<Witness> {
    Ok(Witness {
        story: row.get::<_, String>(1)?.into(),
        confidence: row.get(2)?,
        modality: modality(&row.get::<_, String>(3)?),
        date: date(row, 4)?,
    })
}
