//! The graph as a walk sees it: place by place, the strongest ties first, and no more of them than it asks for.

use rusqlite::{OptionalExtension, Row};

use super::reading::{RELATION, date, modality, relation};
use super::told::{IN_WINDOW, Window};
use super::{Result, Store};
use crate::model::{Date, Kind, Modality, Relation};

/// Which ends of relations are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    /// From head to tail.
    Out,
    /// From tail to head.
    In,
}

/// An affirmed relation as one of its ends sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredTie<'r> {
    pub relation: i64,
    /// The entity at the other end.
    pub other: i64,
    pub heading: Heading,
    pub kind: &'r str,
    pub modality: Modality,
    pub last_date: Option<&'r str>,
    pub sources: u32,
    pub confidence: f32,
}

const TIE: &str = "id, head, tail, type, modality, last_date, sources, confidence";

impl Store {
    /// Hands over an entity's relations of one heading, by falling strength whatever their age and type. How many there were.
    pub fn ties(
        &self,
        entity: i64,
        heading: Heading,
        skip: usize,
        limit: usize,
        take: &mut dyn FnMut(StoredTie<'_>),
    ) -> Result<usize> {
        let own = match heading {
            Heading::Out => "head",
            Heading::In => "tail",
        };
        let sql = format!(
            "SELECT {TIE} FROM relation WHERE {own} = ? AND strength > 0 ORDER BY strength DESC LIMIT ? OFFSET ?"
        );
        self.each_tie(&sql, [entity, limit as i64, skip as i64], entity, take)
    }

    /// Hands over the relations between two entities, either way.
    pub fn ties_between(&self, one: i64, other: i64, take: &mut dyn FnMut(StoredTie<'_>)) -> Result<()> {
        // The plus keeps SQLite to the index of pairs: an end may have many strong ties to others.
        let sql = format!(
            "SELECT {TIE} FROM relation WHERE tail = ?1 AND head = ?2 AND +strength > 0
             UNION ALL SELECT {TIE} FROM relation WHERE tail = ?2 AND head = ?1 AND +strength > 0"
        );
        self.each_tie(&sql, [one, other], one, take)?;
        Ok(())
    }

    fn each_tie<P: rusqlite::Params>(
        &self,
        sql: &str,
        params: P,
        entity: i64,
        take: &mut dyn FnMut(StoredTie<'_>),
    ) -> Result<usize> {
        self.tell(|connection| {
            let mut select = connection.prepare_cached(sql)?;
            let mut rows = select.query(params)?;
            let mut count = 0;
            while let Some(row) = rows.next()? {
                take(tie(row, entity)?);
                count += 1;
            }
            Ok(count)
        })
    }

    /// All relations between two entities, denied ones too, in order of their ids.
    pub fn relations_between(&self, one: i64, other: i64) -> Result<Vec<Relation>> {
        let sql = format!(
            "SELECT {RELATION} FROM relation r WHERE r.tail = ?1 AND r.head = ?2
             UNION ALL SELECT {RELATION} FROM relation r WHERE r.tail = ?2 AND r.head = ?1 ORDER BY 1"
        );
        self.all(&sql, [one, other], relation)
    }

    pub fn relation(&self, id: i64) -> Result<Option<Relation>> {
        let sql = format!("SELECT {RELATION} FROM relation r WHERE r.id = ?");
        Ok(self.all(&sql, [id], relation)?.pop())
    }

    /// Of an entity: its kind, whether it is a collective without a name, and to how many others it is tied.
    pub fn passage(&self, entity: i64) -> Result<Option<(Kind, bool, u32)>> {
        self.tell(|sql| {
            sql.prepare_cached("SELECT kind, generic, degree FROM entity WHERE id = ?")?
                .query_row([entity], |row| {
                    let kind = row.get_ref(0)?.as_str()?.parse().unwrap_or(Kind::Organization);
                    Ok((kind, row.get(1)?, row.get(2)?))
                })
                .optional()
        })
    }

    /// When the latest of all affirmed relations was last told.
    pub fn newest(&self) -> Result<Option<Date>> {
        // As texts dates stand in order, but for weeks, which stand after the days of their year.
        let before = |sql: &str, end: &str| {
            let found: Option<String> = self.tell(|connection| {
                connection.query_row(
                    &format!("SELECT max(last_date) FROM relation WHERE strength > 0 AND {sql}"),
                    [end],
                    |row| row.get(0),
                )
            })?;
            Ok(found)
        };
        let Some(last) = before("last_date <> ?", "")? else {
            return Ok(None);
        };
        let weeks = last.find("-W").map(|at| &last[..at + 2]);
        let day = weeks.map(|weeks| before("last_date < ?", weeks)).transpose()?.flatten();
        let dates = [Some(last), day].into_iter().flatten();
        Ok(dates.filter_map(|date| date.parse().ok()).max())
    }

    /// The days of a relation's claims in the window, the first first.
    pub fn days_of(&self, relation: i64, window: &Window) -> Result<Vec<jiff::civil::Date>> {
        let sql = format!(
            "SELECT DISTINCT c.day FROM claim c JOIN article a ON a.id = c.article
             WHERE c.relation = :relation AND c.day IS NOT NULL AND {IN_WINDOW} ORDER BY c.day"
        );
        let bounds = window.bounds();
        let days = self.all(&sql, bounds.with(&[(":relation", &relation)]).as_slice(), |row| {
            date(row, 0)
        })?;
        Ok(days.into_iter().flatten().map(|date| date.first_day()).collect())
    }
}

fn tie<'r>(row: &'r Row<'_>, entity: i64) -> rusqlite::Result<StoredTie<'r>> {
    let (head, tail): (i64, i64) = (row.get(1)?, row.get(2)?);
    let (heading, other) = if head == entity {
        (Heading::Out, tail)
    } else {
        (Heading::In, head)
    };
    Ok(StoredTie {
        relation: row.get(0)?,
        other,
        heading,
        kind: row.get_ref(3)?.as_str()?,
        modality: modality(row.get_ref(4)?.as_str()?),
        last_date: row.get_ref(5)?.as_str_or_null()?,
        sources: row.get(6)?,
        confidence: row.get(7)?,
    })
}
