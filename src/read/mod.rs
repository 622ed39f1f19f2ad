//! Files, folders and stdin -> articles, one file a format.
//!
//! Reading is lazy: a folder of any size is never held in memory, and what cannot be read is an
//! error in its place in the sequence, after which the rest goes on.

mod dates;
mod decode;
mod dyads;
mod error;
mod jsonl;
mod text;
mod walk;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

pub use dyads::dyads;
pub use error::{Problem, ReadError};
use walk::{Input, Walk};

use crate::model::Article;

/// The longest article and the longest line that is taken for text. A day's issue of a large
/// newspaper is a tenth of it; what is longer is no news article, and would stand in memory whole.
pub const LONGEST: usize = 16 << 20;

/// The articles of files, folders and (`-`) stdin, in the order in which they are named; those of a
/// folder in the order of their paths.
pub fn articles(paths: &[PathBuf]) -> Articles {
    Articles {
        walk: Walk::new(paths),
        open: None,
    }
}

/// See [`articles`].
pub struct Articles {
    walk: Walk,
    open: Option<Box<dyn Iterator<Item = Result<Article, ReadError>> + Send>>,
}

impl Iterator for Articles {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(item) = open.next() {
                    return Some(item);
                }
                self.open = None;
            }
            match self.walk.next()? {
                Err(error) => return Some(Err(error)),
                Ok(input) => self.open = Some(open(input)),
            }
        }
    }
}

/// The articles of one file, whose format its extension tells, else its first byte.
fn open(input: Input) -> Box<dyn Iterator<Item = Result<Article, ReadError>> + Send> {
    let origin = input.origin();
    let opened = match &input {
        Input::Stdin => Ok((Box::new(io::stdin()) as Box<dyn io::Read + Send>, None)),
        Input::File { path, .. } => File::open(path).map(|file| (Box::new(file) as _, extension(path))),
    };
    let sniffed = opened.and_then(|(source, extension)| {
        let mut source = BufReader::with_capacity(1 << 16, source);
        let lines = match extension.as_deref() {
            Some("jsonl" | "ndjson" | "json") => true,
            Some("txt" | "text") => false,
            _ => source.fill_buf()?.trim_ascii_start().starts_with(b"{"),
        };
        Ok((source, lines))
    });
    match sniffed {
        Ok((source, true)) => Box::new(jsonl::read(source, input.id(), origin)),
        Ok((source, false)) => Box::new(std::iter::once(text::read(source, input.id(), origin))),
        Err(error) => Box::new(std::iter::once(Err(ReadError::new(origin, Problem::Unreadable(error))))),
    }
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
