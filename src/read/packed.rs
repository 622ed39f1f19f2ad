//! What is compressed, taken off its wrapping as it is read.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::{Items, Options, Place, Problem, Source, open, zipped};

/// How something is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Gzip,
    Zstd,
    Zip,
}

/// How the bytes at the start of an input say that it is packed.
pub fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
        _ if is_zip(head) => Some(Packing::Zip),
        _ => None,
    }
}

/// A zip archive begins with a file or, when it is empty, with its end.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Extensions that tell how a file is packed, not what is in it.
pub fn is_packed(extension: &str) -> bool {
    matches!(extension, "gz" | "gzip" | "zst" | "zstd" | "zip")
}

pub fn read(packing: Packing, source: Source, place: Place, options: &Arc<Options>, depth: usize) -> Items {
    let packed = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        source,
        bytes: packed.clone(),
    };
    let place = place.unpacked();
    let unpacked: Box<dyn Read + Send> = match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(counted)),
        Packing::Zstd => match frames(counted) {
            Ok(frames) => Box::new(frames),
            Err(error) => return place.fails(Problem::Unreadable(error)),
        },
        Packing::Zip => return zipped::spool(counted.source, place, options, depth),
    };
    let bounded = Bounded::new(unpacked, packed);
    open(
        Box::new(BufReader::with_capacity(1 << 16, bounded)),
        place,
        options,
        depth,
    )
}

/// How much a packed input may grow before it is asked how much it shrank.
const FREE: u64 = 64 << 20;
/// How many times larger than its packing text may be. Prose comes to a tenth of it, the most
/// repetitive tables to a fifth.
const MOST: u64 = 200;

/// Unpacked bytes, as long as there are not far more of them than any text gives.
pub struct Bounded<R> {
    source: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

impl<R> Bounded<R> {
    pub fn new(source: R, packed: Arc<AtomicU64>) -> Self {
        Bounded {
            source,
            packed,
            unpacked: 0,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        if self.unpacked > FREE && self.unpacked / packed > MOST {
            return Err(io::Error::other(Bomb));
        }
        let read = self.source.read(buffer)?;
        self.unpacked += read as u64;
        Ok(read)
    }
}

/// What is in the archive is no text, but made to fill memory or disk.
#[derive(Debug, thiserror::Error)]
#[error("it grows to more than {MOST} times its size when it is unpacked, as no text does; the rest is not read")]
pub struct Bomb;

/// Packed bytes, counted.
pub struct Counted<R> {
    pub source: R,
    pub bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The content of one Zstandard frame after the other.
struct Frames<R: Read> {
    decoder: Option<StreamingDecoder<BufReader<R>, ruzstd::decoding::FrameDecoder>>,
}

fn frames<R: Read>(source: R) -> io::Result<Frames<R>> {
    Ok(Frames {
        decoder: Some(decoder(BufReader::new(source))?),
    })
}

fn decoder<R: Read>(
    source: BufReader<R>,
) -> io::Result<StreamingDecoder<BufReader<R>, ruzstd::decoding::FrameDecoder>> {
    StreamingDecoder::new(source).map_err(|error| io::Error::other(error.to_string()))
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(current) = &mut self.decoder {
            let read = current.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(ended) = self.decoder.take() else { break };
            let mut source = ended.into_inner();
            if !io::BufRead::fill_buf(&mut source)?.is_empty() {
                self.decoder = Some(decoder(source)?);
            }
        }
        Ok(0)
    }
}
