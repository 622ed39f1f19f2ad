//! Wikitext -> plain text.

use crate::model::Date;
use crate::read::dates;
use crate::read::html::strip;

/// Sections that follow a story and are no part of it.
const APPENDICES: [&str; 9] = [
    "sources",
    "source",
    "external links",
    "related news",
    "related articles",
    "sister links",
    "references",
    "see also",
    "notes",
];

/// Namespaces of which a link shows no words.
const PICTURES: [&str; 3] = ["file:", "image:", "category:"];

/// The date of `{{date|August 7, 2020}}` or `{{byline|date=...}}`.
pub fn published(wikitext: &str) -> Option<Date> {
    let lower = wikitext.to_ascii_lowercase();
    let after = |mark: &str| {
        let at = lower.find(mark)? + mark.len();
        let value = wikitext.get(at..)?.split(['}', '|', '\n']).next()?;
        dates::parse(value.trim()).ok()
    };
    ["{{date|", "{{byline|date=", "{{dateline|date="]
        .iter()
        .find_map(|mark| after(mark))
}

/// The words of a page, without templates, tables, pictures, notes and what follows the story.
pub fn plain(wikitext: &str) -> String {
    let without = strip_templates(wikitext);
    let mut text = String::new();
    for line in links(&without).lines() {
        let line = line.trim();
        let heading = line.trim_matches('=').trim();
        if line.starts_with('=') && line.ends_with('=') {
            if APPENDICES.contains(&&*heading.to_lowercase()) {
                break;
            }
            // A heading is no sentence: it would only run into the paragraph after it.
            text.push_str("<p>");
            continue;
        }
        if line.starts_with("__") && line.ends_with("__") {
            continue;
        }
        let line = line.trim_start_matches(['*', '#', ':', ';']).trim();
        text.push_str("<p>");
        text.push_str(line);
    }
    let text = text.replace("'''", "").replace("''", "");
    strip(&without_notes(&text))
}

/// The text without `{{...}}` and `{|...|}`, however deep they stand in each other. Links through
/// templates, `{{w|Angela Merkel}}`, keep their words.
fn strip_templates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where templates began: in the text, and in what was written of it.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let bytes = text.as_bytes();
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        let two = bytes.get(at..at + 2).unwrap_or_default();
        match two {
            b"{{" | b"{|" => {
                if open.is_empty() {
                    out.push_str(&text[copied..at]);
                }
                open.push((at, two == b"{|"));
                at += 2;
            }
            b"}}" | b"|}" if open.last().is_some_and(|(_, table)| *table == (two == b"|}")) => {
                at += 2;
                if let Some((start, false)) = open.pop()
                    && open.is_empty()
                {
                    out.push_str(words_of_template(&text[start + 2..at - 2]));
                }
                copied = at;
            }
            _ => at += 1,
        }
    }
    // What is never closed is text after all.
    let rest = open.first().map_or(copied, |(start, _)| *start);
    out.push_str(text.get(rest..).unwrap_or_default());
    out
}

/// The words that a link through a template shows.
fn words_of_template(inner: &str) -> &str {
    let mut parts = inner.split('|');
    match parts.next().map(str::trim) {
        Some("w" | "W" | "wikipedia" | "l" | "L" | "lang") => {
            let mut named = parts.filter(|part| !part.contains('='));
            named.next_back().unwrap_or_default()
        }
        _ => "",
    }
}

/// Links as the words that they show: `[[Russia|Russian]]` and `[https://example.org report]`.
fn links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inner) = rest.strip_prefix("[[") {
            let lower = inner.get(..10).unwrap_or(inner).to_ascii_lowercase();
            if PICTURES.iter().any(|space| lower.starts_with(space)) {
                let end = end_of_link(inner);
                rest = &inner[end..];
                continue;
            }
            let Some((link, after)) = inner.split_once("]]").filter(|(link, _)| !link.contains('\n')) else {
                out.push_str("[[");
                rest = inner;
                continue;
            };
            let words = link.rsplit('|').next().unwrap_or(link);
            out.push_str(words.trim_start_matches(':'));
            rest = after;
        } else {
            let inner = &rest[1..];
            let link = inner.split([']', '\n']).next().unwrap_or_default();
            if link.contains("://") && inner[link.len()..].starts_with(']') {
                out.push_str(link.split_once(' ').map_or("", |(_, words)| words));
                rest = &inner[link.len() + 1..];
            } else {
                out.push('[');
                rest = inner;
            }
        }
    }
    out + rest
}

/// The length of a picture with the links in its caption, to behind its `]]`.
fn end_of_link(inner: &str) -> usize {
    let (mut depth, mut at) = (1, 0);
    while let Some(found) = inner.get(at..).and_then(|rest| rest.find(['[', ']'])) {
        let here = at + found;
        match inner.as_bytes().get(here..here + 2) {
            Some(b"[[") => depth += 1,
            Some(b"]]") => depth -= 1,
            _ => {
                at = here + 1;
                continue;
            }
        }
        at = here + 2;
        if depth == 0 {
            return at;
        }
    }
    inner.len()
}

/// The text without `<ref>...</ref>`, which would stand in the middle of sentences.
fn without_notes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<ref") {
        out.push_str(&rest[..at]);
        let note = &rest[at..];
        let head = note.find('>').map_or(note.len(), |end| end + 1);
        rest = match note[..head].ends_with("/>") {
            true => &note[head..],
            false => note.find("</ref>").map_or(&note[head..], |end| &note[end + 6..]),
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{plain, published};

    #[test]
    fn keeps_the_words_of_wikitext() {
        let check = |wikitext: &str, text: &str| assert_eq!(plain(wikitext), text, "{wikitext}");
        check(
            "'''[[Ankara]]''' bought [[missile|missiles]].",
            "Ankara bought missiles.",
        );
        check(
            "{{date|May 1, 2018}}\n{{w|Angela Merkel|Merkel}} met {{w|Putin|lang=en}}.",
            "Merkel met Putin.",
        );
        check("{{a|{{b}}|x}}It rained.", "It rained.");
        check("[[File:A.jpg|thumb|A [[bear]] in ''Sochi''.]]It rained.", "It rained.");
        check(
            "It rained.<ref name=\"x\">[https://example.org Wire]</ref> It<ref name=x /> snowed.",
            "It rained. It snowed.",
        );
        check(
            "One.\n\n== Then ==\nTwo.\n\n==Sources==\n*{{source|url=x}}\n[[Category:Rain]]",
            "One.\n\nTwo.",
        );
        check(
            "See [https://example.org the report]. [sic] [[broken",
            "See the report. [sic] [[broken",
        );
        check("{| class=x\n|-\n| cell\n|}\nIt rained.", "It rained.");
        check("{{never closed", "{{never closed");
        check("[[Category:Rain]]\n__NOTOC__", "");
        check("* One &ndash; two<br/>three", "One – two\nthree");
    }

    #[test]
    fn finds_the_day_of_a_page() {
        let check = |wikitext: &str, date: &str| {
            assert_eq!(
                published(wikitext).map(|date| date.to_string()).unwrap_or_default(),
                date,
                "{wikitext}"
            );
        };
        check("{{date|August 7, 2020}} It rained.", "2020-08-07");
        check("{{Byline|date=7 August 2020|location=Ankara}}", "2020-08-07");
        check("{{date|soon}}", "");
        check("It rained.", "");
    }
}
