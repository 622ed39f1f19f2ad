//! Zip archives: their files, one after the other.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::packed::{Bomb, Bounded, Counted};
use super::{Items, Options, Place, Problem, ReadError, Source, detect, open};
use crate::model::Article;

/// The articles of an archive that cannot be wound back, such as one that comes from a pipe: its
/// table of contents stands at the end, so it is kept on disk for that long.
pub fn spool(mut source: impl Read, place: Place, options: &Arc<Options>, depth: usize) -> Items {
    let spooled = tempfile::tempfile().and_then(|mut file| {
        io::copy(&mut source, &mut file)?;
        file.rewind()?;
        Ok(file)
    });
    match spooled {
        Ok(file) => read(file, place, options, depth),
        Err(error) => place.fails(Problem::Unreadable(error)),
    }
}

/// The articles of all files of an archive that look like articles; of all files where none does.
pub fn read(file: File, place: Place, options: &Arc<Options>, depth: usize) -> Items {
    let opened = file
        .try_clone()
        .map_err(Problem::Unreadable)
        .and_then(|handle| Ok((handle, ZipArchive::new(file).map_err(damaged)?)));
    let (file, mut archive) = match opened {
        Ok(opened) => opened,
        Err(problem) => return place.fails(problem),
    };
    let mut all = Vec::new();
    for index in 0..archive.len() {
        // One whose head is damaged is told in its place.
        let entry = archive.by_index_raw(index);
        let name = entry.map_or(Some(String::new()), |entry| {
            entry
                .is_file()
                .then(|| entry.name().map(|name| name.into_owned()).unwrap_or_default())
        });
        if let Some(name) = name.filter(|name| !is_hidden(name)) {
            all.push((name, index));
        }
    }
    // As in a folder, so that the articles of both come in one order.
    all.sort();
    if all.iter().any(|(name, _)| detect::is_readable(name)) {
        all.retain(|(name, _)| name.is_empty() || detect::is_readable(name));
    }
    if all.is_empty() {
        return place.fails(Problem::EmptyArchive);
    }
    all.reverse();
    Box::new(Zipped {
        archive,
        file,
        waiting: all,
        open: None,
        place,
        options: options.clone(),
        depth,
    })
}

/// Hidden files, and those that a Mac puts beside the real ones.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

fn damaged(error: zip::result::ZipError) -> Problem {
    Problem::Archive(error.to_string())
}

struct Zipped {
    archive: ZipArchive<File>,
    /// The same file: where it stands is set before each entry is read, and only one is read at a time.
    file: File,
    waiting: Vec<(String, usize)>,
    open: Option<Items>,
    place: Place,
    options: Arc<Options>,
    depth: usize,
}

impl Iterator for Zipped {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(item) = open.next() {
                    // Archives are made of thousands of bombs, or of none.
                    if item.as_ref().is_err_and(is_bomb) {
                        self.waiting.clear();
                    }
                    return Some(item);
                }
                self.open = None;
            }
            let (name, index) = self.waiting.pop()?;
            let within = |outer: &str| format!("{outer}/{name}");
            let place = Place::new(within(&self.place.origin), within(&self.place.name));
            self.open = Some(match self.entry(index) {
                Ok(source) => open(source, place, &self.options, self.depth + 1),
                Err(problem) => place.fails(problem),
            });
        }
    }
}

impl Zipped {
    fn entry(&mut self, index: usize) -> Result<Source, Problem> {
        let entry = self.archive.by_index_raw(index).map_err(damaged)?;
        let (start, length) = (entry.data_start(), entry.compressed_size());
        let (method, encrypted) = (entry.compression(), entry.encrypted());
        drop(entry);
        if encrypted {
            return Err(Problem::Archive("this file in it is encrypted".into()));
        }
        let start = start.ok_or_else(|| Problem::Archive("this file in it has no place".into()))?;
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        // What lies in another wrapping is counted there.
        let taken = match self.depth {
            0 => self.options.taken.clone(),
            _ => Arc::default(),
        };
        let taken = Counted {
            source: file.take(length),
            bytes: taken,
        };
        let bytes = Arc::new(AtomicU64::new(0));
        let packed = Counted {
            source: BufReader::new(taken),
            bytes: bytes.clone(),
        };
        Ok(match method {
            CompressionMethod::Stored => Box::new(BufReader::new(packed)),
            CompressionMethod::Deflated => Box::new(BufReader::new(Bounded::new(DeflateDecoder::new(packed), bytes))),
            other => {
                return Err(Problem::Archive(format!(
                    "this file in it is compressed by {other}; pack it by deflate, as zip does without options"
                )));
            }
        })
    }
}

fn is_bomb(error: &ReadError) -> bool {
    matches!(&error.problem, Problem::Unreadable(error) if error.get_ref().is_some_and(|inner| inner.is::<Bomb>()))
}
