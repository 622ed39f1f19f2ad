//! What a page says of itself: JSON-LD first, then OpenGraph and the older `<meta>` names.

use serde_json::Value;

use super::tags::{Piece, attribute, pieces};
use super::{host, line};
use crate::model::Date;
use crate::read::dates;

#[derive(Clone, Debug, Default)]
pub struct Meta {
    pub title: Option<String>,
    pub date: Option<Date>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub byline: Option<String>,
    /// The body as JSON-LD repeats it.
    pub text: Option<String>,
}

/// Names of `<meta>` that give a part, the surest first.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "parsely-title"];
const DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
];
const SOURCES: &[&str] = &["og:site_name", "application-name", "dc.publisher"];
const BYLINES: &[&str] = &[
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
];

impl Meta {
    pub fn read(html: &str) -> Meta {
        let mut found = Found::default();
        for piece in pieces(html) {
            found.take(piece);
        }
        let linked = found.linked.unwrap_or_default();
        let named = |names: &[&str], is_good: &dyn Fn(&str) -> bool| {
            names.iter().find_map(|name| {
                let values = found.named.iter().filter(|(other, _)| other == name);
                values.map(|(_, value)| value.clone()).find(|value| is_good(value))
            })
        };
        let is_word = |value: &str| !value.is_empty() && !value.contains("://");
        let is_date = |value: &str| dates::parse(value).is_ok();
        let date = named(DATES, &is_date).or(found.time);
        Meta {
            title: linked
                .title
                .or_else(|| named(TITLES, &is_word))
                .and_then(|title| line(&title)),
            date: linked.date.or_else(|| dates::parse(&date?).ok()),
            source: linked.source.or_else(|| named(SOURCES, &is_word)),
            url: linked
                .url
                .or(found.canonical)
                .or_else(|| named(&["og:url"], &is_address)),
            byline: linked.byline.or_else(|| named(BYLINES, &is_word)),
            text: linked.text,
        }
    }
}

fn is_address(value: &str) -> bool {
    (value.starts_with("http://") || value.starts_with("https://")) && host(value).is_some()
}

/// What the tags of a page give.
#[derive(Default)]
struct Found {
    linked: Option<Meta>,
    named: Vec<(String, String)>,
    canonical: Option<String>,
    time: Option<String>,
}

/// A page has a few dozen of them.
const MOST_NAMED: usize = 500;

impl Found {
    fn take(&mut self, piece: Piece<'_>) {
        let (name, attributes, content) = match piece {
            Piece::Open { name, attributes } => (name, attributes, ""),
            Piece::Raw {
                name,
                attributes,
                content,
            } => (name, attributes, content),
            Piece::Text(_) | Piece::Close(_) => return,
        };
        match &*name {
            "meta" if self.named.len() < MOST_NAMED => {
                let name = ["property", "name", "itemprop"]
                    .iter()
                    .find_map(|key| attribute(attributes, key));
                if let (Some(name), Some(content)) = (name, attribute(attributes, "content")) {
                    self.named.push((name.to_lowercase(), content));
                }
            }
            "link" if attribute(attributes, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                let address = attribute(attributes, "href").filter(|address| is_address(address));
                self.canonical = self.canonical.take().or(address);
            }
            "time" if self.time.is_none() => {
                self.time = attribute(attributes, "datetime").filter(|time| dates::parse(time).is_ok());
            }
            "script" if self.linked.is_none() => {
                let linked = attribute(attributes, "type").is_some_and(|kind| kind.contains("ld+json"));
                let value = linked
                    .then(|| serde_json::from_str::<Value>(content.trim()).ok())
                    .flatten();
                self.linked = value.as_ref().and_then(article).map(linked_data);
            }
            _ => {}
        }
    }
}

/// The first object that is an article.
fn article(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(items) => items.iter().find_map(article),
        Value::Object(object) => {
            let kinds = strings(object.get("@type"));
            let is_article = kinds.iter().any(|kind| {
                ["Article", "Posting", "Report"].iter().any(|end| kind.ends_with(end)) || kind.ends_with("NewsArticle")
            });
            if is_article {
                return Some(value);
            }
            object.get("@graph").and_then(article)
        }
        _ => None,
    }
}

fn linked_data(object: &Value) -> Meta {
    let text = |key: &str| {
        strings(object.get(key))
            .into_iter()
            .find(|text| !text.trim().is_empty())
    };
    let address = |key: &str| {
        let value = object.get(key)?;
        let id = value
            .get("@id")
            .or_else(|| value.get("url"))
            .unwrap_or(value)
            .as_str()?;
        is_address(id).then(|| id.to_string())
    };
    let authors: Vec<String> = names(object.get("author"))
        .iter()
        .filter_map(|name| line(name))
        .collect();
    Meta {
        title: text("headline").or_else(|| text("name")).and_then(|title| line(&title)),
        date: ["datePublished", "dateCreated"]
            .iter()
            .find_map(|key| dates::parse(&text(key)?).ok()),
        source: names(object.get("publisher"))
            .into_iter()
            .next()
            .and_then(|name| line(&name)),
        url: address("url").or_else(|| address("mainEntityOfPage")),
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        text: text("articleBody"),
    }
}

/// A string, or those of an array.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|item| item.as_str().map(String::from))
            .collect(),
        _ => Vec::new(),
    }
}

/// Names of people or publishers, which are strings or objects.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => items.iter().flat_map(|item| names(Some(item))).collect(),
        Some(Value::Object(object)) => strings(object.get("name")),
        other => strings(other),
    }
}
