//! Web pages: what they say of themselves, and their main text.

mod meta;
mod tags;

use dom_smoothie::{Config, Readability, TextMode};

use super::{Problem, decode};
use crate::model::Article;
use meta::Meta;
use tags::{Piece, pieces};

/// What a page may have at most to be read as a tree. Pages of newspapers have a tenth of it; what
/// has more is read from front to back, without a guess at what is its main text.
const MOST_TAGS: usize = 60_000;
const DEEPEST: usize = 400;

/// Tags that separate words or paragraphs.
const BREAKS: [&str; 26] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "main",
    "figure",
    "figcaption",
    "pre",
    "hr",
];

/// A page as an article. What a server said of its charset and address counts where the page says
/// nothing of it.
pub fn page(
    bytes: Vec<u8>,
    charset: Option<&str>,
    address: Option<&str>,
    id: String,
    origin: &str,
) -> Result<Article, Problem> {
    let html = decode::decode_as(bytes, charset)?;
    let meta = Meta::read(&html);
    let tree = if is_tame(&html) { main_text(&html) } else { None };
    let (title, byline, mut text) = tree.unwrap_or_default();
    if text.trim().is_empty() {
        text = strip(&html);
    }
    if let Some(body) = &meta.text
        && text.len() < body.len() / 2
    {
        text = html_or_text(body.clone());
    }
    let url = meta.url.or_else(|| address.map(String::from));
    let title = meta.title.or(title);
    let article = Article {
        id,
        text: without_headline(&text, title.as_deref()),
        title,
        date: meta.date,
        source: meta.source.or_else(|| url.as_deref().and_then(host).map(String::from)),
        byline: meta.byline.or(byline),
        url,
        events: Vec::new(),
        origin: origin.into(),
    };
    match article.text.is_empty() {
        true => Err(Problem::NoMainText),
        false => Ok(article),
    }
}

/// Headline, byline and main text, by what readers of the page would be shown without its frame.
fn main_text(html: &str) -> Option<(Option<String>, Option<String>, String)> {
    let config = Config {
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        ..Config::default()
    };
    let found = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
    let title = Some(found.title.trim().to_string()).filter(|title| !title.is_empty());
    Some((title, found.byline, paragraphs(&found.text_content)))
}

/// Whether a page can be read as a tree at a bounded cost.
fn is_tame(html: &str) -> bool {
    let (mut depth, mut deepest, mut tags) = (0usize, 0, 0);
    for piece in pieces(html) {
        match piece {
            Piece::Open { name, .. } => {
                tags += 1;
                if !matches!(
                    &*name,
                    "p" | "li"
                        | "br"
                        | "img"
                        | "hr"
                        | "meta"
                        | "link"
                        | "input"
                        | "source"
                        | "wbr"
                        | "td"
                        | "tr"
                        | "th"
                        | "option"
                        | "dt"
                        | "dd"
                        | "area"
                        | "base"
                        | "col"
                        | "embed"
                        | "param"
                        | "track"
                ) {
                    depth += 1;
                }
            }
            Piece::Close(_) => depth = depth.saturating_sub(1),
            Piece::Text(_) | Piece::Raw { .. } => {}
        }
        deepest = deepest.max(depth);
    }
    tags <= MOST_TAGS && deepest <= DEEPEST
}

/// All text between tags, with paragraphs kept apart.
pub fn strip(html: &str) -> String {
    let mut text = String::new();
    for piece in pieces(html) {
        match piece {
            Piece::Text(part) => text.push_str(&part.replace(['\n', '\r', '\t'], " ")),
            Piece::Open { name, .. } | Piece::Close(name) if BREAKS.contains(&&*name) => text.push_str("\n\n"),
            Piece::Open { name, .. } if name == "br" => text.push('\n'),
            Piece::Open { .. } | Piece::Close(_) | Piece::Raw { .. } => {}
        }
    }
    paragraphs(&html_escape::decode_html_entities(&text))
}

/// What stands in a field that may hold text or a piece of a page.
pub fn html_or_text(text: String) -> String {
    let marked = ["</p>", "<br", "</div>", "</a>", "<p>"]
        .iter()
        .any(|tag| text.contains(tag));
    if marked { strip(&text) } else { text }
}

/// A headline or name without tags and entities, on one line.
pub fn line(text: &str) -> Option<String> {
    let text = if text.contains('<') {
        strip(text)
    } else {
        html_escape::decode_html_entities(text).into_owned()
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Text with one space between words and one blank line between paragraphs.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines() {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_none() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        for (index, word) in words.enumerate() {
            if index > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// The text without its first paragraph where that is the headline once more.
fn without_headline(text: &str, title: Option<&str>) -> String {
    let rest = title.and_then(|title| text.strip_prefix(title)?.strip_prefix("\n"));
    rest.unwrap_or(text).trim().to_string()
}

/// The host of an address, without `www.`
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests;
