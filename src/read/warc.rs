//! WARC, the format of web archives: the pages among its responses, and the texts of WET files.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::packed::{Bounded, Counted};
use super::{Items, Options, Place, Problem, ReadError, Source, dates, decode, html, whole};
use crate::model::Article;

pub fn read(source: Source, place: Place, options: Arc<Options>) -> Items {
    Box::new(Records {
        source,
        place,
        options,
        record: 0,
        articles: 0,
        ended: false,
    })
}

struct Records {
    source: Source,
    place: Place,
    options: Arc<Options>,
    record: usize,
    articles: usize,
    ended: bool,
}

/// The longest head of a record or of a response.
const LONGEST_HEAD: u64 = 1 << 20;

impl Iterator for Records {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.record += 1;
            let origin = format!("{}#{}", self.place.origin, self.record);
            let outcome = match self.record(&origin) {
                Ok(Some(Content::Article(article))) => Ok(*article),
                Ok(Some(Content::Bad(problem))) => Err(ReadError::new(origin, problem)),
                Ok(Some(Content::Nothing)) => continue,
                Ok(None) => {
                    self.ended = true;
                    if self.articles > 0 {
                        return None;
                    }
                    Err(self.place.error(Problem::NoPages))
                }
                // After what is no record no next one can be found.
                Err(problem) => {
                    self.ended = true;
                    Err(ReadError::new(origin, problem))
                }
            };
            self.articles += 1;
            return Some(outcome);
        }
        None
    }
}

/// What a record holds.
enum Content {
    Article(Box<Article>),
    Bad(Problem),
    /// A request, an image and the like.
    Nothing,
}

impl Records {
    fn record(&mut self, origin: &str) -> Result<Option<Content>, Problem> {
        let Some(version) = first_line(&mut self.source)? else {
            return Ok(None);
        };
        if !version.starts_with("WARC/") {
            return Err(Problem::NotWarc);
        }
        let head = Head::read(&mut self.source)?;
        let length: u64 = head
            .get("content-length")
            .and_then(|length| length.parse().ok())
            .ok_or(Problem::NotWarc)?;
        let mut body = (&mut self.source).take(length);
        let content = content(&head, &mut body, origin, self.options.longest);
        let left = body.limit();
        // What was not looked at is passed over; a file that ends before has been cut.
        if io::copy(&mut body, &mut io::sink())? < left {
            return Err(Problem::Unreadable(io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(Some(content.unwrap_or_else(Content::Bad)))
    }
}

fn content(head: &Head, body: &mut dyn BufRead, origin: &str, longest: usize) -> Result<Content, Problem> {
    let address = head
        .get("warc-target-uri")
        .map(|uri| uri.trim_matches(['<', '>']).to_string())
        .filter(|uri| !uri.is_empty());
    let id = address.clone().unwrap_or_else(|| origin.into());
    let (kind, charset, bytes) = match head.get("warc-type") {
        Some("response") => {
            let status = limited_line(body)?;
            if status.split(' ').nth(1) != Some("200") {
                return Ok(Content::Nothing);
            }
            let response = Head::read(body)?;
            let (kind, charset) = media_type(response.get("content-type").unwrap_or("text/html"));
            if !matches!(&*kind, "text/html" | "application/xhtml+xml") {
                return Ok(Content::Nothing);
            }
            (kind, charset, payload(&response, body, longest)?)
        }
        Some("resource" | "conversion") => {
            let (kind, charset) = media_type(head.get("content-type").unwrap_or_default());
            if !matches!(&*kind, "text/html" | "application/xhtml+xml" | "text/plain") {
                return Ok(Content::Nothing);
            }
            (kind, charset, whole(body, longest)?)
        }
        _ => return Ok(Content::Nothing),
    };
    let article = match &*kind {
        "text/plain" => plain(bytes, charset.as_deref(), address, id, origin),
        _ => html::page(bytes, charset.as_deref(), address.as_deref(), id, origin),
    };
    article.map(|article| Content::Article(Box::new(article)))
}

/// The text that somebody has taken from a page: its first line is what the page is called.
fn plain(
    bytes: Vec<u8>,
    charset: Option<&str>,
    address: Option<String>,
    id: String,
    origin: &str,
) -> Result<Article, Problem> {
    let text = decode::decode_as(bytes, charset)?;
    let (title, text) = text.trim().split_once('\n').unwrap_or(("", text.trim()));
    if text.is_empty() {
        return Err(Problem::NoMainText);
    }
    Ok(Article {
        id,
        title: html::line(title),
        text: text.trim().into(),
        date: text.lines().take(5).find_map(|line| dates::parse(line).ok()),
        source: address.as_deref().and_then(html::host).map(String::from),
        url: address,
        origin: origin.into(),
        ..Article::default()
    })
}

/// The body of a response, put together and unpacked.
fn payload(head: &Head, body: &mut dyn BufRead, longest: usize) -> Result<Vec<u8>, Problem> {
    let is = |key: &str, value: &str| head.get(key).is_some_and(|found| found.eq_ignore_ascii_case(value));
    let mut bytes = whole(body, longest)?;
    // Many archives keep the head of a response whose body they have put together already.
    if is("transfer-encoding", "chunked")
        && let Some(joined) = dechunk(&bytes)
    {
        bytes = joined;
    }
    let packed = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        source: io::Cursor::new(bytes),
        bytes: packed.clone(),
    };
    let unpacked: Box<dyn Read> = match head
        .get("content-encoding")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "gzip" | "x-gzip" if counted.source.get_ref().starts_with(&[0x1f, 0x8b]) => {
            Box::new(MultiGzDecoder::new(counted))
        }
        "deflate" => Box::new(ZlibDecoder::new(counted)),
        coding @ ("br" | "zstd") if std::str::from_utf8(counted.source.get_ref()).is_err() => {
            return Err(Problem::Coding(coding.into()));
        }
        _ => return Ok(counted.source.into_inner()),
    };
    whole(Bounded::new(unpacked, packed), longest)
}

/// The chunks of a body in one piece, if it is in chunks.
fn dechunk(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut joined) = (bytes, Vec::new());
    while !rest.is_empty() {
        let end = rest.iter().take(64).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            break;
        }
        // The last chunk of what was cut short counts as far as it goes.
        let here = length.min(rest.len());
        joined.extend_from_slice(&rest[..here]);
        rest = &rest[here..];
        rest = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
    }
    Some(joined)
}

/// A media type in lower case, and its charset.
fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches(['"', '\'']).to_string())
    });
    (kind, charset)
}

/// The `Key: value` lines before a blank one; keys in lower case.
struct Head(Vec<(String, String)>);

impl Head {
    fn read(source: &mut dyn BufRead) -> Result<Head, Problem> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        loop {
            let line = limited_line(source)?;
            bytes += line.len() as u64;
            if bytes > LONGEST_HEAD {
                return Err(Problem::NotWarc);
            }
            let line = line.trim_end();
            if line.is_empty() {
                return Ok(Head(lines));
            }
            if let Some((key, value)) = line.split_once(':') {
                lines.push((key.trim().to_ascii_lowercase(), value.trim().to_string()));
            }
        }
    }

    fn get(&self, key: &str) -> Option<&str> {
        let found = self.0.iter().find(|(other, _)| other == key);
        found.map(|(_, value)| value.as_str())
    }
}

/// A line of a head; empty at the end of the file.
fn limited_line(source: &mut dyn BufRead) -> Result<String, Problem> {
    let mut line = Vec::new();
    source.take(LONGEST_HEAD).read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// The first line that is not blank, or nothing at the end.
fn first_line(source: &mut dyn BufRead) -> Result<Option<String>, Problem> {
    loop {
        let line = limited_line(source)?;
        if line.is_empty() {
            return Ok(None);
        }
        if !line.trim().is_empty() {
            return Ok(Some(line));
        }
    }
}
