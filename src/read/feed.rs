//! RSS, Atom and JSON feeds: an article an entry.

use feed_rs::model::{Entry, Feed, Text};

use super::html::{line, strip};
use super::{Items, Place, Problem, ReadError, decode};
use crate::model::{Article, Date};

pub fn read(bytes: Vec<u8>, place: &Place) -> Items {
    let feed = match parse(bytes) {
        Ok(feed) if feed.entries.is_empty() => return place.fails(Problem::Empty),
        Ok(feed) => feed,
        Err(problem) => return place.fails(problem),
    };
    let publisher = feed.title.as_ref().and_then(text);
    let (origin, feed_id) = (place.origin.clone(), place.id());
    let entries = feed.entries.into_iter().enumerate().map(move |(index, entry)| {
        let origin = format!("{origin}#{}", index + 1);
        let mut article = article(entry, publisher.as_deref(), &origin);
        if article.id.is_empty() {
            // By its headline rather than its number: what is first today is not first tomorrow.
            let own = article.title.clone().unwrap_or_else(|| (index + 1).to_string());
            article.id = format!("{feed_id}-{own}");
        }
        match article {
            article if article.title.is_none() && article.text.is_empty() => {
                Err(ReadError::new(origin, Problem::NoText))
            }
            article => Ok(article),
        }
    });
    Box::new(entries)
}

fn parse(bytes: Vec<u8>) -> Result<Feed, Problem> {
    let xml = decode::decode(bytes)?;
    // What the declaration says of the charset is true no more.
    let body = match xml.trim_start().strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, body)| body),
        None => &xml,
    };
    let parser = feed_rs::parser::Builder::new()
        .sanitize_content(false)
        // Left to itself it makes up another id each time.
        .id_generator(|links, _, _| links.first().map(|link| link.href.clone()).unwrap_or_default())
        .build();
    parser
        .parse(body.as_bytes())
        .map_err(|error| Problem::Feed(error.to_string()))
}

fn article(entry: Entry, publisher: Option<&str>, origin: &str) -> Article {
    let content = entry.content.and_then(|content| content.body).map(|body| strip(&body));
    let summary = entry.summary.map(|summary| strip(&summary.content));
    // Some repeat the whole story in the summary and have a line of advertisement as content.
    let length = |text: &Option<String>| text.as_deref().map_or(0, str::len);
    let body = if length(&content) >= length(&summary) {
        content
    } else {
        summary
    };
    let links = entry.links.iter();
    let link = links
        .clone()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let url = link.map(|link| link.href.clone()).filter(|href| !href.is_empty());
    let authors: Vec<String> = entry
        .authors
        .iter()
        .filter_map(|author| line(author.name.as_deref()?))
        .collect();
    Article {
        id: entry.id.trim().into(),
        title: entry.title.as_ref().and_then(text),
        text: body.unwrap_or_default(),
        date: entry.published.or(entry.updated).and_then(|time| {
            let day = time.format("%Y-%m-%d").to_string();
            day.parse::<Date>().ok()
        }),
        source: entry
            .source
            .filter(|source| !source.contains("://"))
            .and_then(|source| line(&source))
            .or_else(|| publisher.map(String::from)),
        url,
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        events: Vec::new(),
        origin: origin.into(),
    }
}

fn text(text: &Text) -> Option<String> {
    line(&text.content)
}
