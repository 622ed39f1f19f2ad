//! What format the first bytes of an input show.

use std::str::FromStr;

use super::{Problem, events, table};

/// What relgraph reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Text,
    Html,
    Json,
    Jsonl,
    Csv,
    Feed,
    Warc,
    Agency,
    Mediawiki,
    Gdelt,
    Gkg,
    Polecat,
}

impl Format {
    pub const ALL: [Format; 12] = [
        Format::Text,
        Format::Html,
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Feed,
        Format::Warc,
        Format::Agency,
        Format::Mediawiki,
        Format::Gdelt,
        Format::Gkg,
        Format::Polecat,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Feed => "feed",
            Format::Warc => "warc",
            Format::Agency => "agency",
            Format::Mediawiki => "mediawiki",
            Format::Gdelt => "gdelt",
            Format::Gkg => "gkg",
            Format::Polecat => "polecat",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Format::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| {
                let known: Vec<_> = Format::ALL.iter().map(|format| format.name()).collect();
                format!("unknown format \"{name}\"; the formats are {}", known.join(", "))
            })
    }
}

/// The extension of a file's name, in lower case.
pub fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !extension.contains('/')).then(|| extension.to_lowercase())
}

/// Extensions of files that are read where they are found in a folder.
pub const READABLE: &[&str] = &[
    "txt", "text", "html", "htm", "xhtml", "xml", "rss", "atom", "nitf", "json", "jsonl", "ndjson", "csv", "tsv",
    "tab", "warc", "wet", "gz", "zst", "zip",
];

/// Whether a file in a folder or archive is taken for articles.
pub fn is_readable(name: &str) -> bool {
    extension(name).is_some_and(|extension| READABLE.contains(&&*extension))
}

/// The format that the first bytes of an input show; where they fit several, its extension decides.
pub fn detect(head: &[u8], name: &str) -> Result<Format, Problem> {
    let extension = extension(name);
    let extension = extension.as_deref().unwrap_or_default();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let text = String::from_utf8_lossy(head);
    for (mark, name, unpack) in OTHERS {
        if head.starts_with(mark) {
            return Err(Problem::OtherKind { name, unpack });
        }
    }
    if head.starts_with(b"WARC/") {
        return Ok(Format::Warc);
    }
    if let Some(format) = of_markup(&text, extension)? {
        return Ok(format);
    }
    let first = text.lines().next().unwrap_or_default();
    let tables = [
        (events::is_gdelt as fn(&str) -> bool, Format::Gdelt),
        (events::is_gkg, Format::Gkg),
        (events::is_polecat, Format::Polecat),
    ];
    if let Some((_, format)) = tables.iter().find(|(is, _)| is(first)) {
        return Ok(*format);
    }
    if matches!(extension, "txt" | "text") {
        return Ok(Format::Text);
    }
    if matches!(extension, "jsonl" | "ndjson" | "json") || text.starts_with(['{', '[']) {
        let json = of_json(&text, extension);
        if let Some(json) = json {
            return Ok(json);
        }
    }
    if matches!(extension, "csv" | "tsv" | "tab") || table::is_header(&text) {
        return Ok(Format::Csv);
    }
    Ok(Format::Text)
}

/// What is not read, and how to make of it what is.
const OTHERS: [(&[u8], &str, &str); 4] = [
    (b"BZh", "packed by bzip2", "bzcat FILE | relgraph ingest -"),
    (b"\xfd7zXZ", "packed by xz", "xzcat FILE | relgraph ingest -"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "7z x -so FILE | relgraph ingest -"),
    (b"%PDF", "a PDF file", "pdftotext FILE - | relgraph ingest -"),
];

/// What begins with a tag or a declaration.
fn of_markup(text: &str, extension: &str) -> Result<Option<Format>, Problem> {
    let page = matches!(extension, "html" | "htm" | "xhtml");
    let declared = text.starts_with("<?xml");
    let Some((doctype, root)) = root(text) else {
        return if page { Ok(Some(Format::Html)) } else { Ok(None) };
    };
    let local = root.rsplit(':').next().unwrap_or_default();
    let format = match local {
        _ if doctype.eq_ignore_ascii_case("html") => Some(Format::Html),
        _ if local.eq_ignore_ascii_case("html") => Some(Format::Html),
        _ if page => Some(Format::Html),
        "rss" | "RDF" | "feed" => Some(Format::Feed),
        "nitf" | "newsItem" | "newsMessage" | "packageItem" | "NewsML" => Some(Format::Agency),
        "mediawiki" => Some(Format::Mediawiki),
        _ if HTML.contains(&&*local.to_ascii_lowercase()) => Some(Format::Html),
        _ => None,
    };
    if format.is_none() && (declared || extension == "xml") {
        return Err(Problem::UnknownXml(root.chars().take(60).collect()));
    }
    Ok(format)
}

/// Tags with which a page may begin that lacks its head.
const HTML: [&str; 14] = [
    "head", "body", "title", "meta", "div", "p", "article", "main", "section", "h1", "h2", "span", "script", "table",
];

/// The name in the `<!DOCTYPE>`, if there is one, and the first tag.
fn root(text: &str) -> Option<(&str, &str)> {
    let mut rest = text;
    let mut doctype = "";
    loop {
        rest = rest.trim_start();
        let inner = rest.strip_prefix('<')?;
        if let Some(comment) = inner.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if inner.starts_with(['!', '?']) {
            if inner
                .get(..8)
                .is_some_and(|start| start.eq_ignore_ascii_case("!doctype"))
            {
                doctype = inner[8..]
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .trim_end_matches('>');
            }
            // Entities that a document declares for itself stand in brackets.
            let end = inner.find('>')?;
            let end = match inner[..end].find('[') {
                Some(open) => open + inner[open..].find("]>")? + 1,
                None => end,
            };
            rest = &inner[end + 1..];
        } else {
            let end = inner
                .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
                .unwrap_or(inner.len());
            let name = &inner[..end];
            let plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(['<', '"', '&']);
            return plain.then_some((doctype, name));
        }
    }
}

/// Objects one a line, or one document over several lines.
fn of_json(text: &str, extension: &str) -> Option<Format> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end();
    let lines = matches!(extension, "jsonl" | "ndjson");
    if let Some(inner) = first.strip_prefix('[') {
        // "[1] As of today" is no array.
        let inner = inner.trim_start();
        let array = inner.is_empty() || inner.starts_with(['{', ']', '[', '"']);
        return (array || lines || extension == "json").then_some(Format::Json);
    }
    let next = rest.trim_start();
    let closed = first.ends_with('}') && (next.is_empty() || next.starts_with('{'));
    let several = first.len() > 1 && next.starts_with('{');
    let open = first.trim_start_matches('{').trim().is_empty();
    let sole = closed && next.is_empty() && extension == "json";
    Some(match () {
        _ if sole => Format::Json,
        _ if closed || several || (lines && !open) => Format::Jsonl,
        _ if extension == "json" || first.starts_with('{') => Format::Json,
        _ => Format::Jsonl,
    })
}
