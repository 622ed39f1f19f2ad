//! Records that relgraph itself has written, as JSON Lines: unlike articles they are read whole or not at all.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;

use super::{Problem, ReadError};

/// The records of files, of all such files in a folder in the order of their names, and (`-`) of stdin.
pub fn records<T: DeserializeOwned>(paths: &[PathBuf]) -> Records<T> {
    Records {
        paths: paths.iter().rev().cloned().collect(),
        open: None,
        kind: PhantomData,
    }
}

/// See [`records`]. After an error nothing comes.
pub struct Records<T> {
    paths: Vec<PathBuf>,
    open: Option<Lines>,
    kind: PhantomData<fn() -> T>,
}

struct Lines {
    source: Box<dyn BufRead + Send>,
    origin: String,
    number: usize,
    line: Vec<u8>,
}

impl<T: DeserializeOwned> Iterator for Records<T> {
    type Item = Result<T, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.read().transpose()?;
        if item.is_err() {
            (self.open, self.paths) = (None, Vec::new());
        }
        Some(item)
    }
}

impl<T: DeserializeOwned> Records<T> {
    fn read(&mut self) -> Result<Option<T>, ReadError> {
        loop {
            if let Some(lines) = &mut self.open {
                if let Some(record) = lines.next()? {
                    return Ok(Some(record));
                }
                self.open = None;
            }
            let Some(path) = self.paths.pop() else { return Ok(None) };
            let fail = |error: io::Error| match error.kind() {
                io::ErrorKind::NotFound => ReadError::new(path.display().to_string(), Problem::Missing),
                _ => ReadError::new(path.display().to_string(), error.into()),
            };
            if path.is_dir() {
                self.paths.extend(files(&path).map_err(fail)?.into_iter().rev());
            } else {
                self.open = Some(Lines::open(&path).map_err(fail)?);
            }
        }
    }
}

/// The files of a folder that hold records: not what a cluster writes beside them (`_SUCCESS`, `.crc`).
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(['_', '.']) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

impl Lines {
    fn open(path: &Path) -> io::Result<Lines> {
        let (source, origin): (Box<dyn Read + Send>, _) = match path.as_os_str() == "-" {
            true => (Box::new(io::stdin()), "stdin".into()),
            false => (Box::new(File::open(path)?), path.display().to_string()),
        };
        let mut source = BufReader::with_capacity(1 << 16, source);
        let packed = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        Ok(Lines {
            source: match packed {
                true => Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(source))),
                false => Box::new(source),
            },
            origin,
            number: 0,
            line: Vec::new(),
        })
    }

    fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, ReadError> {
        loop {
            self.number += 1;
            self.line.clear();
            let origin = || format!("{}:{}", self.origin, self.number);
            let read = self.source.read_until(b'\n', &mut self.line);
            if read.map_err(|error| ReadError::new(origin(), error.into()))? == 0 {
                return Ok(None);
            }
            if self.line.trim_ascii().is_empty() {
                continue;
            }
            let record = serde_json::from_slice(&self.line);
            return record
                .map(Some)
                .map_err(|error| ReadError::new(origin(), Problem::Record(error.to_string())));
        }
    }
}
