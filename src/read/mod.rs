//! Files, folders and stdin -> articles, one file a format.
//!
//! Reading is lazy: a folder of any size is never held in memory, and what cannot be read is an
//! error in its place in the sequence, after which the rest goes on.

mod walk;
mod packed;
mod zipped;
mod detect;
mod decode;
mod lines;

mod text;
mod html;
mod json;
mod objects;
mod table;
mod feed;
mod warc;
mod agency;
mod wiki;
mod events;
mod plover;
mod fields;
mod dates;

#[cfg(feature = "fetch")]
mod fetch;

mod dyads;
mod error;
mod records;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

pub use detect::Format;
pub use dyads::dyads;
pub use error::{Problem, ReadError};
#[cfg(feature = "fetch")]
pub use fetch::{fetch, fetch_within};
pub use fields::{Field, Map};
use packed::Counted;
pub use records::{Records, records};
pub use walk::size;
use walk::{Input, Walk};

use crate::model::Article;

/// The longest article and the longest line that is taken for text. A day's issue of a large
/// newspaper is a tenth of it; what is longer is no news article, and would stand in memory whole.
pub const LONGEST: usize = 16 << 20;

/// How to read what is named.
#[derive(Clone, Debug)]
pub struct Options {
    /// The format of all files; else each shows its own.
    pub format: Option<Format>,
    /// What columns and keys are called that have no usual name.
    pub map: Map,
    /// The longest article, line or record, in bytes.
    pub longest: usize,
    /// How many bytes of files have been read, for whoever watches; of what comes through a pipe or the network
    /// nothing counts.
    pub taken: Arc<AtomicU64>,
    /// What stdin is called: its extension counts as that of a file does, and ids are made of it.
    pub stdin: Option<String>,
    /// The number of the first line, where only a part of a file's lines comes in.
    pub first_line: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            format: None,
            map: Map::default(),
            longest: LONGEST,
            taken: Arc::default(),
            stdin: None,
            first_line: 1,
        }
    }
}

/// The articles of files, folders and (`-`) stdin, in the order in which they are named; those of a
/// folder in the order of their paths.
pub fn articles(paths: &[PathBuf]) -> Articles {
    articles_with(paths, Options::default())
}

/// As [`articles`], with formats and names given.
pub fn articles_with(paths: &[PathBuf], options: Options) -> Articles {
    Articles {
        walk: Walk::new(paths),
        open: None,
        options: Arc::new(options),
    }
}

/// The articles of bytes that come from anywhere; `name` is what messages and ids call it, and its
/// extension counts as that of a file does.
pub fn articles_of(source: impl Read + Send + 'static, name: &str, options: Options) -> Items {
    let place = Place::new(name.into(), name.into());
    open(Box::new(BufReader::new(source)), place, &Arc::new(options), 0)
}

/// What a reader gives: articles, and errors in their place.
pub type Items = Box<dyn Iterator<Item = Result<Article, ReadError>> + Send>;
/// What a reader reads.
type Source = Box<dyn BufRead + Send>;

/// See [`articles`].
pub struct Articles {
    walk: Walk,
    open: Option<Items>,
    options: Arc<Options>,
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
                Ok(input) => self.open = Some(open_input(input, &self.options)),
            }
        }
    }
}

/// Where the bytes of a reader come from.
#[derive(Clone, Debug)]
struct Place {
    /// How messages name it.
    origin: String,
    /// Its name without the folders above the one that was named: what ids are made of.
    name: String,
}

impl Place {
    fn new(origin: String, name: String) -> Self {
        Place { origin, name }
    }

    /// The extension in lower case.
    fn extension(&self) -> Option<String> {
        detect::extension(&self.name)
    }

    /// The id of its only article: the name without its extension.
    fn id(&self) -> String {
        match self.name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() && !stem.ends_with('/') && !extension.contains('/') => {
                stem.into()
            }
            _ => self.name.clone(),
        }
    }

    /// The place without the extension that tells how it is packed.
    fn unpacked(&self) -> Place {
        let packed = self.extension().is_some_and(|extension| packed::is_packed(&extension));
        Place::new(self.origin.clone(), if packed { self.id() } else { self.name.clone() })
    }

    fn error(&self, problem: Problem) -> ReadError {
        ReadError::new(&*self.origin, problem)
    }

    /// An error that is the only thing that can be said.
    fn fails(&self, problem: Problem) -> Items {
        Box::new(std::iter::once(Err(self.error(problem))))
    }

    /// A reader of one article.
    fn one(&self, article: Result<Article, Problem>) -> Items {
        Box::new(std::iter::once(article.map_err(|problem| self.error(problem))))
    }
}

fn open_input(input: Input, options: &Arc<Options>) -> Items {
    let place = input.place();
    let path = match input {
        Input::Stdin => {
            let place = options
                .stdin
                .as_ref()
                .map_or(place, |name| Place::new(name.clone(), name.clone()));
            return open(Box::new(BufReader::new(io::stdin())), place, options, 0);
        }
        Input::File { path, .. } => path,
    };
    let opened = File::open(&path).and_then(|mut file| {
        // Only what can be wound back is looked at before it is read; a pipe is spooled where need be.
        let mut head = [0; 4];
        let zipped = file.metadata()?.is_file() && {
            let read = file.read(&mut head)?;
            file.rewind()?;
            packed::is_zip(&head[..read])
        };
        Ok((file, zipped))
    });
    match opened {
        Ok((file, true)) => zipped::read(file, place.unpacked(), options, 0),
        Ok((file, false)) => {
            let counted = Counted {
                source: file,
                bytes: options.taken.clone(),
            };
            open(Box::new(BufReader::with_capacity(1 << 16, counted)), place, options, 0)
        }
        Err(error) => place.fails(Problem::Unreadable(error)),
    }
}

/// How much of an input is looked at to tell its format.
const PEEKED: u64 = 1 << 16;
/// How many wrappings, one in another, are taken off.
const DEEPEST: usize = 4;

/// The articles of one input, which is unpacked first if it is packed.
fn open(mut source: Source, place: Place, options: &Arc<Options>, depth: usize) -> Items {
    let mut head = Vec::new();
    if let Err(error) = (&mut source).take(PEEKED).read_to_end(&mut head) {
        return place.fails(Problem::Unreadable(error));
    }
    let packing = packed::packing(&head);
    if packing.is_some() && depth == DEEPEST {
        return place.fails(Problem::Nested);
    }
    let format = options.format.map_or_else(|| detect::detect(&head, &place.name), Ok);
    let source: Source = Box::new(BufReader::with_capacity(1 << 16, io::Cursor::new(head).chain(source)));
    match (packing, format) {
        (Some(packing), _) => packed::read(packing, source, place, options, depth + 1),
        (None, Err(problem)) => place.fails(problem),
        (None, Ok(format)) => read_as(format, source, place, options),
    }
}

fn read_as(format: Format, source: Source, place: Place, options: &Arc<Options>) -> Items {
    let read: fn(Vec<u8>, &Place) -> Result<Article, Problem> = match format {
        Format::Text => |bytes, place| text::parse(bytes, place.id(), &place.origin),
        Format::Html => |bytes, place| html::page(bytes, None, None, place.id(), &place.origin),
        Format::Json => return json::documents(source, place, options.clone()),
        Format::Jsonl => return json::lines(source, place, options.clone()),
        Format::Feed => return stories(source, place, options, feed::read),
        Format::Agency => return stories(source, place, options, agency::read),
        Format::Warc => return warc::read(source, place, options.clone()),
        Format::Mediawiki => return wiki::read(source, place, options.clone()),
        Format::Gdelt => return events::gdelt(source, place, options.clone()),
        Format::Gkg => return events::gkg(source, place, options.clone()),
        Format::Polecat => return events::polecat(source, place, options.clone()),
        Format::Csv => return table::read(source, place, options.clone()),
    };
    let article = whole(source, options.longest).and_then(|bytes| read(bytes, &place));
    place.one(article)
}

/// The stories of a document that is read as one.
fn stories(source: Source, place: Place, options: &Options, read: fn(Vec<u8>, &Place) -> Items) -> Items {
    match whole(source, options.longest) {
        Ok(bytes) => read(bytes, &place),
        Err(problem) => place.fails(problem),
    }
}

/// All bytes of what must be one article or one document.
fn whole(source: impl Read, longest: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    source.take(longest as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > longest {
        return Err(Problem::TooLong(longest));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
