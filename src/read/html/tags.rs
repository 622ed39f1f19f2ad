//! Tags told from text, from front to back, at a cost that grows with the length alone.

use std::collections::VecDeque;

/// A piece of a page.
pub enum Piece<'h> {
    Text(&'h str),
    /// An opening tag; its name in lower case.
    Open {
        name: String,
        attributes: &'h str,
    },
    Close(String),
    /// A script and the like, whose content is no text.
    Raw {
        name: String,
        attributes: &'h str,
        content: &'h str,
    },
}

/// The pieces of a page. Comments, declarations and what is never closed are passed over.
pub fn pieces(html: &str) -> Pieces<'_> {
    Pieces {
        html,
        at: 0,
        waiting: VecDeque::new(),
        patience: html.len().saturating_mul(4),
    }
}

pub struct Pieces<'h> {
    html: &'h str,
    at: usize,
    waiting: VecDeque<Piece<'h>>,
    /// How many bytes may still be looked at to find the end of tags with quotes in them.
    patience: usize,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            if let Some(piece) = self.waiting.pop_front() {
                return Some(piece);
            }
            let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
            let start = next_tag(rest).unwrap_or(rest.len());
            if start > 0 {
                self.at += start;
                return Some(Piece::Text(&rest[..start]));
            }
            self.tag(rest);
        }
    }
}

/// Where the next tag, comment or declaration begins: "5 < 6" is text.
fn next_tag(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find('<') {
        let at = from + found;
        match bytes.get(at + 1) {
            Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?') => return Some(at),
            _ => from = at + 1,
        }
    }
    None
}

impl<'h> Pieces<'h> {
    /// Takes the tag at the start of `rest`.
    fn tag(&mut self, rest: &'h str) {
        if rest.starts_with("<!--") {
            self.at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            return;
        }
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            self.at += (9 + end + 3).min(rest.len());
            self.waiting.push_back(Piece::Text(&data[..end]));
            return;
        }
        let end = self.end_of_tag(rest);
        self.at += end;
        let inner = rest[1..end].trim_end_matches('>');
        if inner.starts_with(['!', '?']) {
            return;
        }
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let length = inner
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(inner.len());
        let name = inner[..length].to_ascii_lowercase();
        if closing {
            return self.waiting.push_back(Piece::Close(name));
        }
        let attributes = &inner[length..];
        if matches!(
            &*name,
            "script" | "style" | "template" | "svg" | "textarea" | "title" | "iframe"
        ) {
            let after = &self.html[self.at..];
            let length = find_close(after, &name).unwrap_or(after.len());
            let content = &after[..length];
            self.at += length;
            self.waiting.push_back(Piece::Raw {
                name,
                attributes,
                content,
            });
        } else {
            self.waiting.push_back(Piece::Open { name, attributes });
        }
    }

    /// The length of the tag that `rest` starts with: to its `>`, where quotes hide none.
    fn end_of_tag(&mut self, rest: &str) -> usize {
        let mut quote = None;
        for (index, byte) in rest.bytes().enumerate().skip(1) {
            if self.patience == 0 {
                break;
            }
            self.patience -= 1;
            match (quote, byte) {
                (Some(open), byte) if byte == open => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'>') => return index + 1,
                (None, b'<') => return index,
                _ => {}
            }
        }
        rest.find('>').map_or(rest.len(), |end| end + 1)
    }
}

/// Where `</name` begins.
fn find_close(html: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = html.get(from..)?.find("</") {
        let at = from + found;
        let here = html.as_bytes().get(at + 2..at + 2 + name.len())?;
        if here.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// The value of an attribute, its entities decoded.
pub fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=') {
            None => ("", after),
            Some(value) => value_of(value.trim_start()),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(html_escape::decode_html_entities(value).trim().to_string());
        }
        // A stray quote or sign must not hold us up.
        let after = after.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        rest = if after.len() < rest.len() { after } else { "" };
    }
    None
}

fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}
