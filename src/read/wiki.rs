//! Dumps of MediaWiki, such as Wikinews: an article a page, its wikitext made plain.

mod plain;

use std::io::{BufRead, Read};
use std::sync::Arc;

use roxmltree::{Document, Node};

use super::html::line;
use super::{Items, Options, Place, Problem, ReadError, Source, dates, decode};
use crate::model::Article;
use plain::{plain, published};

/// The pages of a dump, one after the other: a dump may be far larger than memory, and a page that is
/// damaged costs no other.
pub fn read(source: Source, place: Place, options: Arc<Options>) -> Items {
    Box::new(Pages {
        source,
        site: Site::default(),
        place,
        options,
        line: 0,
        articles: 0,
        ended: false,
    })
}

struct Pages {
    source: Source,
    site: Site,
    place: Place,
    options: Arc<Options>,
    line: usize,
    articles: usize,
    ended: bool,
}

/// What the head of a dump says of its wiki.
#[derive(Default)]
struct Site {
    name: Option<String>,
    database: Option<String>,
    /// The address of pages without their titles.
    base: Option<String>,
}

impl Iterator for Pages {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let outcome = match self.page() {
                Ok(Some((line, page))) => {
                    let origin = format!("{}:{line}", self.place.origin);
                    match self.article(page, &origin) {
                        Ok(Some(article)) => Ok(article),
                        Ok(None) => continue,
                        Err(problem) => Err(ReadError::new(origin, problem)),
                    }
                }
                Ok(None) => {
                    self.ended = true;
                    if self.articles > 0 {
                        return None;
                    }
                    Err(self.place.error(Problem::NoPages))
                }
                Err(problem) => {
                    self.ended = matches!(problem, Problem::Unreadable(_));
                    Err(ReadError::new(format!("{}:{}", self.place.origin, self.line), problem))
                }
            };
            self.articles += 1;
            return Some(outcome);
        }
        None
    }
}

impl Pages {
    /// The next page with the line where it begins.
    fn page(&mut self) -> Result<Option<(usize, Vec<u8>)>, Problem> {
        let longest = self.options.longest;
        let mut page: Option<(usize, Vec<u8>)> = None;
        loop {
            self.line += 1;
            let mut bytes = Vec::new();
            let read = (&mut self.source)
                .take(longest as u64 + 1)
                .read_until(b'\n', &mut bytes)?;
            if read == 0 {
                return match page {
                    Some((line, _)) => {
                        self.line = line;
                        Err(Problem::CutPage)
                    }
                    None => Ok(None),
                };
            }
            if bytes.len() > longest && bytes.last() != Some(&b'\n') {
                self.source.skip_until(b'\n')?;
                return Err(Problem::LongLine(longest));
            }
            let trimmed = bytes.trim_ascii();
            if trimmed.starts_with(b"<page>") {
                page = Some((self.line, Vec::new()));
            } else if page.is_none() {
                self.site.take(trimmed);
            }
            if let Some((_, content)) = &mut page {
                let ends = trimmed.ends_with(b"</page>");
                if content.len() + bytes.len() > longest {
                    return Err(Problem::TooLong(longest));
                }
                content.extend_from_slice(&bytes);
                if ends {
                    return Ok(page);
                }
            }
        }
    }

    /// A page as an article; nothing where it is none: a talk page, a category, a redirect.
    fn article(&self, page: Vec<u8>, origin: &str) -> Result<Option<Article>, Problem> {
        let xml = decode::decode(page)?;
        let document = Document::parse(&xml).map_err(|error| Problem::Xml(error.to_string()))?;
        let page = document.root_element();
        let value = |node: Node<'_, '_>, name: &str| {
            let found = node.children().find(|child| child.tag_name().name() == name)?;
            found.text().map(str::to_string)
        };
        let in_main = value(page, "ns").is_none_or(|space| space.trim() == "0");
        let redirects = page.children().any(|child| child.tag_name().name() == "redirect");
        let mut revisions = page.children().filter(|child| child.tag_name().name() == "revision");
        // Of a dump with all revisions the last counts.
        let Some(revision) = revisions.next_back().filter(|_| in_main && !redirects) else {
            return Ok(None);
        };
        let title = value(page, "title").and_then(|title| line(&title));
        let wikitext = value(revision, "text").unwrap_or_default();
        let text = plain(&wikitext);
        if text.is_empty() {
            return Err(Problem::NoText);
        }
        let number = value(page, "id").unwrap_or_default();
        let site = self.site.database.clone().unwrap_or_else(|| self.place.id());
        let created = value(revision, "timestamp").and_then(|time| dates::parse(&time).ok());
        Ok(Some(Article {
            id: format!("{site}-{}", number.trim()),
            url: self
                .site
                .base
                .as_ref()
                .zip(title.as_ref())
                .map(|(base, title)| base.clone() + &title.replace(' ', "_")),
            title,
            text,
            date: published(&wikitext).or(created),
            source: self.site.name.clone(),
            origin: origin.into(),
            ..Article::default()
        }))
    }
}

impl Site {
    fn take(&mut self, line: &[u8]) {
        let Ok(text) = std::str::from_utf8(line) else { return };
        let value = |name: &str| {
            let inner = text
                .strip_prefix(&format!("<{name}>"))?
                .strip_suffix(&format!("</{name}>"))?;
            Some(inner.trim().to_string())
        };
        self.name = self.name.take().or_else(|| value("sitename"));
        self.database = self.database.take().or_else(|| value("dbname"));
        let base = value("base").and_then(|main| Some(main.rsplit_once('/')?.0.to_string() + "/"));
        self.base = self.base.take().or(base);
    }
}
