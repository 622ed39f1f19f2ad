use std::io::{BufRead, Read};

use serde_json::{Map, Value};

use super::{LONGEST, Problem, ReadError, dates, decode};
use crate::model::Article;

/// JSON Lines: one object an article, with `id`, `title`, `text`, `date`, `source`, `url`. Other
/// keys are passed over; without an id an article is named after its file and line.
pub fn read<R: BufRead>(source: R, id: String, origin: String) -> impl Iterator<Item = Result<Article, ReadError>> {
    Lines {
        source,
        id,
        origin,
        line: 0,
        articles: 0,
        ended: false,
    }
}

struct Lines<R> {
    source: R,
    id: String,
    origin: String,
    line: usize,
    articles: usize,
    ended: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let (origin, outcome) = match self.read_line() {
                Ok(None) if self.articles == 0 => (self.origin.clone(), Err(Problem::Empty)),
                Ok(None) => return None,
                Ok(Some(bytes)) => {
                    if bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    let origin = format!("{}:{}", self.origin, self.line);
                    let outcome = self.article(bytes, &origin);
                    (origin, outcome)
                }
                Err(problem) => (format!("{}:{}", self.origin, self.line), Err(problem)),
            };
            self.articles += 1;
            // What is no JSON Lines at all would be an error in each of its lines.
            self.ended |= matches!(
                &outcome,
                Err(Problem::Empty | Problem::Unreadable(_) | Problem::NotLines | Problem::Binary)
            );
            return Some(outcome.map_err(|problem| ReadError::new(origin, problem)));
        }
        None
    }
}

impl<R: BufRead> Lines<R> {
    /// The next line, or nothing at the end. Of a line that is too long the rest is skipped unread.
    fn read_line(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        self.line += 1;
        let mut bytes = Vec::new();
        let read = (&mut self.source)
            .take(LONGEST as u64 + 1)
            .read_until(b'\n', &mut bytes)?;
        if bytes.len() > LONGEST {
            if bytes.last() != Some(&b'\n') {
                self.source.skip_until(b'\n')?;
            }
            return Err(Problem::LongLine);
        }
        Ok((read > 0).then_some(bytes))
    }

    fn article(&self, bytes: Vec<u8>, origin: &str) -> Result<Article, Problem> {
        let line = decode::decode(bytes)?;
        let line = line.trim();
        if matches!(line, "{" | "[") || self.line == 1 && line.starts_with('[') {
            return Err(Problem::NotLines);
        }
        let object: Map<String, Value> = serde_json::from_str(line).map_err(|error| explain(&error))?;
        let id = match object.get("id") {
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => string(&object, "id")?,
        };
        let article = Article {
            id: id.unwrap_or_else(|| format!("{}-{}", self.id, self.line)),
            title: string(&object, "title")?,
            text: string(&object, "text")?.unwrap_or_default(),
            date: string(&object, "date")?.map(|date| dates::parse(&date)).transpose()?,
            source: string(&object, "source")?,
            url: string(&object, "url")?,
            origin: origin.into(),
        };
        match article {
            Article { title: None, text, .. } if text.is_empty() => Err(Problem::NoText),
            article => Ok(article),
        }
    }
}

/// The value of a key, if it is there and holds more than white space.
fn string(object: &Map<String, Value>, key: &'static str) -> Result<Option<String>, Problem> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(String::from)),
        Some(value) => {
            let value = value.to_string().chars().take(60).collect();
            Err(Problem::NotAString { key, value })
        }
    }
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
