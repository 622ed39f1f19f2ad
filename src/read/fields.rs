//! What the parts of an article are called in tables and objects.

use std::str::FromStr;

use super::html::html_or_text;
use super::{Problem, dates};
use crate::model::Article;

/// A part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Id,
    Title,
    Text,
    Date,
    Source,
    Url,
    Byline,
}

impl Field {
    const ALL: [Field; 7] = [
        Field::Id,
        Field::Title,
        Field::Text,
        Field::Date,
        Field::Source,
        Field::Url,
        Field::Byline,
    ];

    /// Its name, then the others under which archives have it.
    fn names(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["id", "guid", "article_id", "uuid"],
            Field::Title => &["title", "headline"],
            Field::Text => &[
                "text",
                "body",
                "content",
                "article",
                "articleBody",
                "maintext",
                "full_text",
            ],
            Field::Date => &[
                "date",
                "published",
                "publishedAt",
                "published_at",
                "pubDate",
                "pub_date",
                "datePublished",
                "date_publish",
                "publication_date",
                "datetime",
                "timestamp",
            ],
            Field::Source => &[
                "source",
                "publisher",
                "publication",
                "outlet",
                "source_domain",
                "site_name",
            ],
            Field::Url => &["url", "link", "canonical_url", "href"],
            Field::Byline => &["byline", "author", "authors"],
        }
    }
}

/// Names of keys or columns that stand for parts of an article: `text=body`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(Field, String)>);

impl Map {
    /// Adds what another map says.
    pub fn extend(&mut self, other: Map) {
        self.0.extend(other.0);
    }

    /// The names under which to look for a part: those that were given, else the usual ones.
    fn names(&self, field: Field) -> Vec<&str> {
        let given: Vec<&str> = self.given(field).collect();
        if given.is_empty() {
            field.names().to_vec()
        } else {
            given
        }
    }

    fn given(&self, field: Field) -> impl Iterator<Item = &str> {
        let given = self.0.iter().filter(move |(other, _)| *other == field);
        given.map(|(_, name)| name.as_str())
    }

    /// The names that were given, whatever they stand for.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, name)| name.as_str())
    }
}

impl FromStr for Map {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let pairs = text.split(',').map(|pair| {
            let (part, name) = pair
                .split_once('=')
                .ok_or_else(|| format!("\"{pair}\" names no part; write PART=NAME, as text=body"))?;
            let field = Field::ALL.into_iter().find(|field| field.names()[0] == part.trim());
            let parts = Field::ALL.map(|field| field.names()[0]).join(", ");
            match field {
                Some(field) if !name.trim().is_empty() => Ok((field, name.trim().to_string())),
                Some(_) => Err(format!("\"{pair}\" gives no name; write PART=NAME, as text=body")),
                None => Err(format!(
                    "an article has no part \"{}\"; its parts are {parts}",
                    part.trim()
                )),
            }
        });
        pairs.collect::<Result<_, _>>().map(Map)
    }
}

/// Whether the usual names of an article's text or headline hold this one.
pub fn is_content(name: &str) -> bool {
    [Field::Text, Field::Title].iter().any(|field| is_name_of(*field, name))
}

/// Whether any part of an article is usually called so.
pub fn is_usual(name: &str) -> bool {
    Field::ALL.iter().any(|field| is_name_of(*field, name))
}

fn is_name_of(field: Field, name: &str) -> bool {
    field
        .names()
        .iter()
        .any(|usual| usual.eq_ignore_ascii_case(name.trim()))
}

/// What stands under a name, for a part of an article; nothing where the name is not there.
pub type Get<'g> = &'g dyn Fn(Field, &str) -> Result<Option<String>, Problem>;

/// An article from what a table or an object says under each name.
pub fn article(map: &Map, get: Get<'_>, id: String, origin: String) -> Result<Article, Problem> {
    let part = |field: Field| -> Result<Option<String>, Problem> {
        for name in map.names(field) {
            if let Some(value) = get(field, name)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    };
    let article = Article {
        id: part(Field::Id)?.unwrap_or(id),
        title: part(Field::Title)?,
        text: html_or_text(part(Field::Text)?.unwrap_or_default()),
        date: part(Field::Date)?.map(|date| dates::parse(&date)).transpose()?,
        source: part(Field::Source)?,
        url: part(Field::Url)?,
        byline: part(Field::Byline)?,
        events: Vec::new(),
        origin,
    };
    match article {
        Article { title: None, text, .. } if text.is_empty() => {
            let given: Vec<&str> = map.given(Field::Text).chain(map.given(Field::Title)).collect();
            Err(match given.is_empty() {
                true => Problem::NoText,
                false => Problem::NotThere(given.join("\" or \"")),
            })
        }
        article => Ok(article),
    }
}
