//! Claims as records of events: CAMEO's tab-separated ones, PLOVER's in JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use super::clean;
use crate::model::{Article, Claim, Codes, Extraction, Granularity, Modality, Polarity};

/// A claim with all that a record of it needs.
pub struct Event<'a> {
    pub article: &'a Article,
    pub extraction: &'a Extraction,
    pub claim: &'a Claim,
    pub codes: &'a Codes,
    /// CAMEO's actor codes of source and target.
    pub actors: [&'a str; 2],
    /// Whether target and source change places: what two do together is an event of each.
    pub turned: bool,
    /// Counted from 1 within the article.
    pub number: usize,
}

const COLUMNS: [&str; 18] = [
    "date",
    "granularity",
    "source",
    "target",
    "code",
    "root",
    "quad",
    "goldstein",
    "modality",
    "confidence",
    "source_name",
    "target_name",
    "type",
    "article",
    "published",
    "publisher",
    "url",
    "sentence",
];

/// The names of the columns of [`cameo_line`].
pub fn cameo_head(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.join("\t"))
}

/// An event as a line of tab-separated cells.
pub fn cameo_line(out: &mut dyn Write, event: &Event) -> io::Result<()> {
    let (date, granularity) = event.date();
    let code = event.codes.cameo.as_deref().unwrap_or_default();
    let [source, target] = event.names();
    let number = |value: Option<String>| value.unwrap_or_default();
    let article = event.article;
    let cells = [
        date,
        granularity.to_string(),
        event.actors[0].to_string(),
        event.actors[1].to_string(),
        code.to_string(),
        code.get(..2).unwrap_or_default().to_string(),
        number(event.codes.quad.map(|quad| quad.to_string())),
        number(event.codes.goldstein.map(|weight| format!("{weight:.1}"))),
        event.claim.modality.name().to_string(),
        format!("{:.3}", event.claim.confidence),
        source.to_string(),
        target.to_string(),
        event.claim.relation.to_string(),
        article.id.clone(),
        number(article.date.map(|date| date.to_string())),
        article.source.clone().unwrap_or_default(),
        article.url.clone().unwrap_or_default(),
        event.sentence().to_string(),
    ];
    writeln!(out, "{}", cells.each_ref().map(|cell| clean(cell)).join("\t"))
}

#[derive(Serialize)]
struct Actor<'a> {
    name: &'a str,
    kind: &'a str,
    code: &'a str,
    state: Option<&'a str>,
}

#[derive(Serialize)]
struct Plover<'a> {
    id: String,
    date: Option<String>,
    granularity: &'a str,
    event: Option<&'a str>,
    mode: Option<&'a str>,
    context: &'a [String],
    source: Actor<'a>,
    target: Actor<'a>,
    polarity: Polarity,
    modality: Modality,
    cameo: Option<&'a str>,
    quad: Option<u8>,
    goldstein: Option<f32>,
    confidence: f64,
    #[serde(rename = "type")]
    relation: &'a str,
    text: &'a str,
    speaker: Option<&'a str>,
    article: &'a str,
    published: Option<String>,
    publisher: Option<&'a str>,
    url: Option<&'a str>,
}

/// An event as a line of JSON with PLOVER's fields.
pub fn plover_line(out: &mut dyn Write, event: &Event) -> io::Result<()> {
    let (date, granularity) = event.date();
    let entities = &event.extraction.entities;
    let actor = |end: usize| {
        let entity = entities.get(event.ends()[end]);
        Actor {
            name: entity.map_or("", |entity| &entity.name),
            kind: entity.map_or("", |entity| entity.kind.name()),
            code: event.actors[end],
            state: entity.and_then(|entity| entity.code.as_deref().or(entity.state.as_deref())),
        }
    };
    let line = Plover {
        id: format!("{}-{}", event.article.id, event.number),
        date: Some(date).filter(|date| !date.is_empty()),
        granularity,
        event: event.codes.plover.as_deref(),
        mode: event.codes.mode.as_deref(),
        context: &event.codes.contexts,
        source: actor(0),
        target: actor(1),
        polarity: event.claim.polarity,
        modality: event.claim.modality,
        cameo: event.codes.cameo.as_deref(),
        quad: event.codes.quad,
        goldstein: event.codes.goldstein,
        confidence: (f64::from(event.claim.confidence) * 1e4).round() / 1e4,
        relation: &event.claim.relation,
        text: event.sentence(),
        speaker: event
            .claim
            .speaker
            .and_then(|index| Some(entities.get(index)?.name.as_str())),
        article: &event.article.id,
        published: event.article.date.map(|date| date.to_string()),
        publisher: event.article.source.as_deref(),
        url: event.article.url.as_deref(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

impl Event<'_> {
    /// The day on which it happened, or the first day of the stretch that the text names, and which it is; the day
    /// of publication only under that name.
    fn date(&self) -> (String, &'static str) {
        match (self.claim.date, self.article.date) {
            (Some(date), _) => {
                let granularity = match date.granularity() {
                    Granularity::Day => "day",
                    Granularity::Week => "week",
                    Granularity::Month => "month",
                    Granularity::Year => "year",
                };
                (date.first_day().to_string(), granularity)
            }
            (None, Some(date)) => (date.first_day().to_string(), "publication"),
            (None, None) => (String::new(), ""),
        }
    }

    fn ends(&self) -> [usize; 2] {
        match self.turned {
            false => [self.claim.head, self.claim.tail],
            true => [self.claim.tail, self.claim.head],
        }
    }

    fn names(&self) -> [&str; 2] {
        let entities = &self.extraction.entities;
        self.ends()
            .map(|index| entities.get(index).map_or("", |entity| entity.name.as_str()))
    }

    fn sentence(&self) -> &str {
        self.claim.sentence.of(&self.extraction.text).trim()
    }
}
