//! Files of events that others have coded: GDELT's events and its knowledge graph, and POLECAT.
//!
//! Each row is an article without text: what it says is known already.

use std::sync::Arc;

use super::html::{host, line as plain};
use super::lines::line;
use super::{Items, Options, Place, Problem, ReadError, Source, dates, decode};
use crate::model::{Actor, Article, Event};

/// The columns of GDELT's event files, in the versions with and without second-level regions.
const EVENT_COLUMNS: [usize; 2] = [61, 58];
const GRAPH_COLUMNS: usize = 27;

pub fn gdelt(source: Source, place: Place, options: Arc<Options>) -> Items {
    rows(source, place, options, Kind::Gdelt)
}

/// GDELT's knowledge graph: an article a row, of which only the headline is known.
pub fn gkg(source: Source, place: Place, options: Arc<Options>) -> Items {
    rows(source, place, options, Kind::Gkg)
}

pub fn polecat(source: Source, place: Place, options: Arc<Options>) -> Items {
    rows(source, place, options, Kind::Polecat)
}

fn rows(source: Source, place: Place, options: Arc<Options>, kind: Kind) -> Items {
    Box::new(Rows {
        source,
        place,
        options,
        kind,
        columns: Vec::new(),
        line: 0,
        articles: 0,
        ended: false,
    })
}

/// Whether a first line is a row, or the names of the columns, of GDELT's event files.
pub fn is_gdelt(first: &str) -> bool {
    let cells: Vec<&str> = first.split('\t').collect();
    let digits = |index: usize, least: usize| {
        cells
            .get(index)
            .is_some_and(|cell| cell.len() >= least && cell.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let row = EVENT_COLUMNS.contains(&cells.len()) && digits(0, 1) && digits(1, 8) && digits(3, 4);
    row || normal(cells[0]) == "globaleventid"
}

/// Whether a first line is a row, or the names of the columns, of GDELT's knowledge graph.
pub fn is_gkg(first: &str) -> bool {
    let cells: Vec<&str> = first.split('\t').collect();
    let time = cells
        .get(1)
        .is_some_and(|cell| cell.len() == 14 && cell.bytes().all(|byte| byte.is_ascii_digit()));
    cells.len() == GRAPH_COLUMNS && time || normal(cells[0]) == "gkgrecordid"
}

/// Whether a first line names the columns of POLECAT, however they are set apart and spelt.
pub fn is_polecat(first: &str) -> bool {
    let names = normal(first);
    names.contains("eventtype") && names.contains("actorname") && names.contains("recipientname")
}

/// A name of a column without what varies: case, blanks, underscores, quotes.
fn normal(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gdelt,
    Gkg,
    Polecat,
}

struct Rows {
    source: Source,
    place: Place,
    options: Arc<Options>,
    kind: Kind,
    columns: Vec<String>,
    line: usize,
    articles: usize,
    ended: bool,
}

impl Iterator for Rows {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            let origin = format!("{}:{}", self.place.origin, self.line);
            let text = match line(&mut self.source, self.options.longest) {
                Ok(Some(bytes)) => decode::decode(bytes),
                Ok(None) if self.articles > 0 => return None,
                Ok(None) => {
                    self.ended = true;
                    return Some(Err(self.place.error(Problem::NoEvents)));
                }
                Err(problem) => Err(problem),
            };
            self.ended = matches!(text, Err(Problem::Unreadable(_)));
            let outcome = text.and_then(|text| self.row(text.trim_end_matches('\n'), &origin));
            let article = match outcome {
                Ok(None) => continue,
                Ok(Some(article)) => Ok(article),
                Err(problem) => Err(ReadError::new(origin, problem)),
            };
            self.articles += 1;
            return Some(article);
        }
        None
    }
}

impl Rows {
    /// The article of a row; nothing for a blank line, the names of the columns, and a row that names
    /// only one actor, as many of GDELT's do.
    fn row(&mut self, text: &str, origin: &str) -> Result<Option<Article>, Problem> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Ok(None);
        }
        if self.line == 1 && self.is_head(text) {
            self.columns = head(text);
            return Ok(None);
        }
        let cells: Vec<&str> = text.split('\t').map(unquoted).collect();
        let article = match self.kind {
            Kind::Gdelt => gdelt_event(&cells)?,
            Kind::Gkg => Some(gkg_article(&cells)?),
            Kind::Polecat => self.polecat_event(&cells)?,
        };
        Ok(article.map(|article| Article {
            origin: origin.into(),
            ..article
        }))
    }

    fn is_head(&self, text: &str) -> bool {
        match self.kind {
            Kind::Gdelt => text
                .split('\t')
                .next()
                .is_some_and(|cell| normal(cell) == "globaleventid"),
            Kind::Gkg => text
                .split('\t')
                .next()
                .is_some_and(|cell| normal(cell) == "gkgrecordid"),
            Kind::Polecat => is_polecat(text),
        }
    }

    fn polecat_event(&self, cells: &[&str]) -> Result<Option<Article>, Problem> {
        // Some files have a column of row numbers more than their first line names.
        let shift = cells.len().saturating_sub(self.columns.len()).min(1);
        let cell = |name: &str| {
            let at = self.columns.iter().position(|column| column == name)?;
            cells
                .get(at + shift)
                .map(|cell| cell.trim())
                .filter(|cell| !matches!(*cell, "" | "None" | "nan" | "NA"))
        };
        if self.columns.is_empty() {
            return Err(Problem::NoColumns {
                missing: "Event Type, Actor Name and Recipient Name".into(),
            });
        }
        let actors = |side: &str| -> Vec<Actor> {
            let list = |name: String| -> Vec<String> {
                let cell = cell(&name).unwrap_or_default();
                cell.split(';')
                    .map(|part| part.trim().to_string())
                    .filter(|part| !part.is_empty())
                    .collect()
            };
            let (names, states) = (list(format!("{side}name")), list(format!("{side}country")));
            let states = if states.is_empty() {
                list(format!("{side}cow"))
            } else {
                states
            };
            let role = list(format!("primary{side}sector")).into_iter().next();
            let actor = |at: usize| Actor {
                name: names.get(at).cloned(),
                state: states.get(at).or(states.first()).cloned(),
                role: role.clone(),
                kind: None,
            };
            (0..names.len().max(states.len().min(1)).min(MOST_ACTORS))
                .map(actor)
                .collect()
        };
        let root = cell("eventtype")
            .ok_or(Problem::EmptyCell("Event Type"))?
            .to_uppercase();
        let mode = cell("eventmode").map(str::to_lowercase);
        let date = cell("eventdate").map(dates::parse).transpose()?;
        let place = cell("placename").or(cell("country"));
        let mut events = Vec::new();
        for source in actors("actor") {
            for target in actors("recipient") {
                let names = [&source, &target].map(named);
                let parts = [
                    Some(format!("PLOVER {root}")),
                    mode.clone(),
                    place.map(String::from),
                    cell("headline").map(String::from),
                ];
                events.push(Event {
                    coder: "polecat".into(),
                    text: describe(&names, parts),
                    source: source.clone(),
                    target,
                    plover: Some(root.clone()),
                    mode: mode.clone(),
                    date,
                    ..Event::default()
                });
            }
        }
        let id = cell("eventid").map_or_else(
            || format!("{}-{}", self.place.id(), self.line),
            |id| format!("polecat-{id}"),
        );
        Ok((!events.is_empty()).then(|| Article {
            id,
            date: cell("publicationdate")
                .and_then(|date| dates::parse(date).ok())
                .or(date),
            source: cell("source").map(String::from),
            url: cell("url").map(String::from),
            events,
            ..Article::default()
        }))
    }
}

/// A list of actors that is longer is no list of actors.
const MOST_ACTORS: usize = 8;

/// The names of the columns. Some files set them apart by commas or several blanks instead of tabs.
fn head(text: &str) -> Vec<String> {
    let names: Vec<&str> = match (text.contains('\t'), text.contains(',')) {
        (true, _) => text.split('\t').collect(),
        (false, true) => text.split(',').collect(),
        (false, false) => text.split("  ").filter(|name| !name.trim().is_empty()).collect(),
    };
    names.into_iter().map(normal).collect()
}

fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(cell)
}

/// What the record says, in a line that a person can read: there is no sentence to show.
fn describe(names: &[String; 2], parts: [Option<String>; 4]) -> String {
    let rest: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{} → {}: {}", names[0], names[1], rest.join(", "))
}

fn named(actor: &Actor) -> String {
    let name = actor.name.as_deref().unwrap_or_default();
    let code = [actor.state.as_deref(), actor.role.as_deref()]
        .into_iter()
        .flatten()
        .collect::<String>();
    match (name, code.as_str()) {
        (name, "") => name.into(),
        ("", code) => code.into(),
        (name, code) => format!("{name} ({code})"),
    }
}

fn gdelt_event(cells: &[&str]) -> Result<Option<Article>, Problem> {
    let count = cells.len();
    if !EVENT_COLUMNS.contains(&count) {
        return Err(Problem::Cells {
            found: count,
            expected: EVENT_COLUMNS[0],
        });
    }
    let cell = |at: usize| Some(cells[at].trim()).filter(|cell| !cell.is_empty()).map(String::from);
    // Code, name, country, known group; the first type seven columns after the code.
    let actor = |at: usize| Actor {
        name: cell(at + 1),
        state: cell(at + 2),
        role: cell(at + 7),
        kind: None,
    };
    let (source, target) = (actor(5), actor(15));
    let place = if count == EVENT_COLUMNS[0] { 52 } else { 50 };
    let code = cell(26).ok_or(Problem::EmptyCell("EventCode"))?;
    let date = dates::parse(cells[1])?;
    if source.is_unknown() || target.is_unknown() {
        return Ok(None);
    }
    let url = cell(count - 1).filter(|url| host(url).is_some());
    let names = [&source, &target].map(named);
    let mentions = cell(31).map(|mentions| format!("{mentions} mentions"));
    Ok(Some(Article {
        id: format!("gdelt-{}", cells[0]),
        date: dates::parse(cells[count - 2]).ok().or(Some(date)),
        source: url.as_deref().and_then(host).map(String::from).or(cell(count - 1)),
        url,
        events: vec![Event {
            coder: "gdelt".into(),
            text: describe(&names, [Some(format!("CAMEO {code}")), cell(place), mentions, None]),
            source,
            target,
            cameo: Some(code),
            date: Some(date),
            ..Event::default()
        }],
        ..Article::default()
    }))
}

fn gkg_article(cells: &[&str]) -> Result<Article, Problem> {
    if cells.len() != GRAPH_COLUMNS {
        return Err(Problem::Cells {
            found: cells.len(),
            expected: GRAPH_COLUMNS,
        });
    }
    let extra = |name: &str| {
        let after = cells[26].split_once(&format!("<{name}>"))?.1;
        after.split_once('<').and_then(|(value, _)| plain(value))
    };
    let url = Some(cells[4].trim())
        .filter(|url| host(url).is_some())
        .map(String::from);
    Ok(Article {
        id: format!("gkg-{}", cells[0]),
        title: Some(extra("PAGE_TITLE").ok_or(Problem::NoHeadline)?),
        date: dates::parse(cells[1]).ok(),
        source: Some(cells[3].trim())
            .filter(|source| !source.is_empty())
            .map(String::from),
        url,
        byline: extra("PAGE_AUTHORS"),
        ..Article::default()
    })
}
