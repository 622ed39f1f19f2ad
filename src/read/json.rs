//! JSON Lines, one object a line, and JSON documents: an object, an array of them, or several.

use std::collections::VecDeque;
use std::io::{BufRead, Read};
use std::sync::Arc;

use serde_json::Value;

use super::lines::line;
use super::{Items, Options, Place, Problem, ReadError, Source, decode, objects};
use crate::model::Article;

/// JSON Lines: one object an article. Without an id an article is named after its file and line.
pub fn lines(source: Source, place: Place, options: Arc<Options>) -> Items {
    Box::new(Objects {
        id: place.id(),
        pieces: Pieces::Lines(source),
        place,
        number: options.first_line.saturating_sub(1),
        options,
        waiting: VecDeque::new(),
        articles: 0,
        ended: false,
    })
}

/// JSON documents over any number of lines. Without an id an article is named after its file and
/// its place there.
pub fn documents(source: Source, place: Place, options: Arc<Options>) -> Items {
    Box::new(Objects {
        id: place.id(),
        pieces: Pieces::Documents(source),
        place,
        options,
        number: 0,
        waiting: VecDeque::new(),
        articles: 0,
        ended: false,
    })
}

struct Objects {
    pieces: Pieces,
    id: String,
    place: Place,
    options: Arc<Options>,
    /// Of the line, or of the object.
    number: usize,
    waiting: VecDeque<Result<Article, ReadError>>,
    articles: usize,
    ended: bool,
}

/// How the objects are told from each other.
enum Pieces {
    Lines(Source),
    Documents(Source),
}

impl Iterator for Objects {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                self.articles += 1;
                return Some(item);
            }
            if self.ended {
                return None;
            }
            self.number += 1;
            let piece = match &mut self.pieces {
                Pieces::Lines(source) => line(source, self.options.longest),
                Pieces::Documents(source) => object(source, self.options.longest),
            };
            let (mark, sole) = match self.pieces {
                Pieces::Lines(_) => (':', false),
                Pieces::Documents(_) => ('#', self.number == 1),
            };
            let origin = format!("{}{mark}{}", self.place.origin, self.number);
            let value = match piece {
                Ok(None) if self.articles == 0 => Err(self.place.error(Problem::Empty)),
                Ok(None) => return None,
                Ok(Some(bytes)) if bytes.trim_ascii().is_empty() => continue,
                Ok(Some(bytes)) if mark == ':' && is_part(&bytes, self.number) => {
                    Err(ReadError::new(&*origin, Problem::NotLines))
                }
                Ok(Some(bytes)) => parse(bytes).map_err(|problem| ReadError::new(&*origin, problem)),
                Err(problem) => Err(ReadError::new(&*origin, problem)),
            };
            match value {
                Ok(value) => {
                    // A file that is one object is one article, with the file's name.
                    let only = sole && matches!(self.pieces, Pieces::Documents(_)) && self.is_at_end();
                    let id = match only {
                        true => self.id.clone(),
                        false => format!("{}-{}", self.id, self.number),
                    };
                    let origin = if only { &self.place.origin } else { &origin };
                    self.waiting = objects::articles(value, &self.options.map, &id, origin).into();
                }
                Err(error) => {
                    // What is no JSON at all would be an error in each of its lines.
                    self.ended = matches!(
                        &error.problem,
                        Problem::Empty | Problem::Unreadable(_) | Problem::NotLines | Problem::Binary
                    );
                    self.waiting.push_back(Err(error));
                }
            }
        }
    }
}

impl Objects {
    fn is_at_end(&mut self) -> bool {
        let (Pieces::Lines(source) | Pieces::Documents(source)) = &mut self.pieces;
        skip_space(source).is_ok_and(|next| next.is_none())
    }
}

/// Whether a line is the first of a document over several lines, or all of an array.
fn is_part(line: &[u8], number: usize) -> bool {
    let line = line.trim_ascii();
    line == b"{" || line == b"[" || number == 1 && line.starts_with(b"[")
}

/// The bytes from the next `{` to its `}`; brackets and commas between objects are passed over. What
/// is no object costs the rest of its line alone.
fn object(source: &mut Source, longest: usize) -> Result<Option<Vec<u8>>, Problem> {
    match skip_space(source)? {
        None => return Ok(None),
        Some(b'{') => {}
        Some(_) => {
            let mut bytes = Vec::new();
            source.take(longest as u64).read_until(b'\n', &mut bytes)?;
            return Ok(Some(bytes));
        }
    }
    let mut bytes = Vec::new();
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Err(Problem::CutShort);
        }
        let mut end = None;
        for (index, byte) in buffer.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' if !quoted => depth += 1,
                b'}' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = Some(index + 1);
                break;
            }
        }
        let length = end.unwrap_or(buffer.len());
        // What is too long is read to its end, but not kept.
        if bytes.len() <= longest {
            bytes.extend_from_slice(&buffer[..length]);
        }
        source.consume(length);
        if end.is_some() {
            return if bytes.len() > longest {
                Err(Problem::TooLong(longest))
            } else {
                Ok(Some(bytes))
            };
        }
    }
}

/// The next byte that is no white space and stands in an object.
fn skip_space(source: &mut Source) -> Result<Option<u8>, Problem> {
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let between = |byte: &u8| byte.is_ascii_whitespace() || b"[],\xef\xbb\xbf".contains(byte);
        match buffer.iter().position(|byte| !between(byte)) {
            Some(at) => {
                let byte = buffer[at];
                source.consume(at);
                return Ok(Some(byte));
            }
            None => {
                let length = buffer.len();
                source.consume(length);
            }
        }
    }
}

fn parse(bytes: Vec<u8>) -> Result<Value, Problem> {
    let text = decode::decode(bytes)?;
    serde_json::from_str(text.trim()).map_err(|error| explain(&error))
}

fn explain(error: &serde_json::Error) -> Problem {
    if error.is_eof() {
        return Problem::CutShort;
    }
    // The place is told in our own words: the line is that of the file, not of the parsed string.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_string();
    Problem::Json {
        column: error.column(),
        message,
    }
}
