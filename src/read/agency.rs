//! What news agencies send: NITF and NewsML-G2, each one file a story or many in one message.

use roxmltree::{Document, Node, ParsingOptions};

use super::html::{host, line, strip};
use super::{Items, Place, Problem, ReadError, dates, decode};
use crate::model::Article;

/// The stories of a file in NITF or NewsML-G2, or of NITF wrapped in an older NewsML.
pub fn read(bytes: Vec<u8>, place: &Place) -> Items {
    let xml = match decode::decode(bytes) {
        Ok(xml) => xml,
        Err(problem) => return place.fails(problem),
    };
    let options = ParsingOptions {
        // Many NITF files name a DTD. Entities in it are bounded by the parser, and files of it are never fetched.
        allow_dtd: true,
        nodes_limit: 1 << 20,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(&xml, options) {
        Ok(document) => document,
        Err(error) => return place.fails(Problem::Xml(error.to_string())),
    };
    let mut stories = Vec::new();
    for node in document.descendants() {
        match node.tag_name().name() {
            "nitf" if !within(node, "newsItem") => stories.push(nitf(node)),
            "newsItem" => stories.push(news_item(node)),
            _ => {}
        }
    }
    let sole = stories.len() == 1;
    let (id, origin) = (place.id(), place.origin.clone());
    if stories.is_empty() {
        return place.fails(Problem::NoText);
    }
    Box::new(stories.into_iter().enumerate().map(move |(index, mut article)| {
        article.origin = if sole {
            origin.clone()
        } else {
            format!("{origin}#{}", index + 1)
        };
        if article.id.is_empty() {
            article.id = if sole {
                id.clone()
            } else {
                format!("{id}-{}", index + 1)
            };
        }
        match article.title.is_none() && article.text.is_empty() {
            true => Err(ReadError::new(article.origin, Problem::NoText)),
            false => Ok(article),
        }
    }))
}

type Element<'d> = Node<'d, 'd>;

fn within(node: Element<'_>, name: &str) -> bool {
    node.ancestors().any(|outer| outer.tag_name().name() == name)
}

fn find<'d>(node: Element<'d>, name: &str) -> Option<Element<'d>> {
    node.descendants().find(|inner| inner.tag_name().name() == name)
}

/// The text of the first element of this name.
fn value(node: Element<'_>, name: &str) -> Option<String> {
    find(node, name).and_then(|inner| line(&text(inner, &[])))
}

/// All text of an element, paragraphs kept apart, without elements of these names.
fn text(node: Element<'_>, without: &[&str]) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        if inner.is_text()
            && !inner
                .ancestors()
                .any(|outer| without.contains(&outer.tag_name().name()))
        {
            out.push_str(&inner.text().unwrap_or_default().replace(['\n', '\t'], " "));
        } else if matches!(
            inner.tag_name().name(),
            "p" | "h1" | "h2" | "h3" | "hl2" | "li" | "tr" | "block" | "br" | "div"
        ) {
            out.push_str("\n\n");
        }
    }
    out.split("\n\n").filter_map(line).collect::<Vec<_>>().join("\n\n")
}

fn nitf(node: Element<'_>) -> Article {
    let content = find(node, "body.content").or_else(|| find(node, "body"));
    let date = find(node, "date.issue")
        .or_else(|| find(node, "date.release"))
        .or_else(|| find(node, "story.date"));
    let date = date.and_then(|date| date.attribute("norm"));
    let data = find(node, "pubdata");
    let attribute = |name: &str| data.and_then(|data| data.attribute(name)).and_then(line);
    Article {
        id: find(node, "doc-id")
            .and_then(|id| id.attribute("id-string"))
            .unwrap_or_default()
            .trim()
            .into(),
        title: value(node, "hl1")
            .or_else(|| value(node, "headline"))
            .or_else(|| value(node, "title")),
        text: content
            .map(|content| text(content, &["media", "table", "body.head", "body.end"]))
            .unwrap_or_default(),
        date: date
            .or(data.and_then(|data| data.attribute("date.publication")))
            .and_then(|date| dates::parse(date).ok()),
        source: attribute("name")
            .or_else(|| value(node, "distributor"))
            .or_else(|| value(node, "copyrite.holder")),
        url: attribute("ex-ref"),
        byline: find(node, "byline").and_then(|byline| value(byline, "person").or_else(|| line(&text(byline, &[])))),
        ..Article::default()
    }
}

fn news_item(node: Element<'_>) -> Article {
    let inner = find(node, "inlineXML").or_else(|| find(node, "inlineData"));
    if let Some(story) = inner.and_then(|inner| find(inner, "nitf")) {
        return with_head(nitf(story), node);
    }
    // A page within may come as elements or, escaped, as text.
    let body = inner.map(|inner| match find(inner, "body").unwrap_or(inner) {
        body if body.children().any(|child| child.is_element()) => text(body, &["title", "style", "script"]),
        body => strip(body.text().unwrap_or_default()),
    });
    with_head(
        Article {
            text: body.unwrap_or_default(),
            ..Article::default()
        },
        node,
    )
}

/// The story with what the item around it says.
fn with_head(story: Article, node: Element<'_>) -> Article {
    let meta = find(node, "contentMeta");
    let within = |name: &str| meta.and_then(|meta| value(meta, name)).or_else(|| value(node, name));
    let date = ["contentCreated", "firstCreated", "versionCreated"]
        .iter()
        .find_map(|name| dates::parse(&within(name)?).ok());
    let provider = find(node, "provider");
    let source = provider.and_then(|provider| value(provider, "name").or_else(|| line(provider.attribute("literal")?)));
    let link = find(node, "link")
        .and_then(|link| link.attribute("href"))
        .filter(|href| host(href).is_some());
    Article {
        id: node.attribute("guid").map_or(story.id, |guid| guid.trim().into()),
        title: within("headline").or(story.title).or_else(|| within("slugline")),
        date: story.date.or(date),
        source: source.or(story.source),
        url: story.url.or(link.map(String::from)),
        byline: story.byline.or_else(|| within("by")),
        ..story
    }
}
