use std::io;

/// Why an article could not be read, and where.
#[derive(Debug, thiserror::Error)]
#[error("{origin}: {problem}")]
pub struct ReadError {
    /// File, with line where a file holds several articles: `news.jsonl:17`.
    pub origin: String,
    #[source]
    pub problem: Problem,
}

impl ReadError {
    pub fn new(origin: impl Into<String>, problem: Problem) -> Self {
        ReadError {
            origin: origin.into(),
            problem,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("there is no such file or folder")]
    Missing,
    #[error("is neither a file nor a folder")]
    Special,
    #[error("holds no articles: no file in this folder ends in .txt, .text, .jsonl or .ndjson")]
    EmptyFolder,
    #[error("is empty")]
    Empty,
    #[error("is not text but binary data; relgraph reads plain text and JSON Lines")]
    Binary,
    #[error("is longer than {} MiB, too long for an article; split it into articles", super::LONGEST >> 20)]
    TooLong,
    #[error("the line is longer than {} MiB, too long for an article; write one article a line", super::LONGEST >> 20)]
    LongLine,
    #[error("the JSON of this line is cut short; complete the line or remove it")]
    CutShort,
    #[error(
        "not JSON at column {column}: {message}; each line must be one object, as {{\"id\": \"...\", \"text\": \"...\"}}"
    )]
    Json { column: usize, message: String },
    #[error("not JSON Lines but one JSON document over several lines; write one object a line, as `jq -c '.[]'` does")]
    NotLines,
    #[error("has no \"text\" and no \"title\"; an article needs one of them")]
    NoText,
    #[error("\"{key}\" is {value}, but must be a string")]
    NotAString { key: &'static str, value: String },
    #[error("\"{0}\" is no date; write it as 2018-09-17, September 17, 2018 or Mon, 17 Sep 2018 12:00:00 GMT")]
    BadDate(String),
    #[error("there is no such file")]
    NoFile,
    #[error(
        "lacks the columns {missing}; the first line must name the columns id, text, source and target, with tabs between them"
    )]
    NoColumns { missing: String },
    #[error(
        "has {found} cells, but the first line names {expected} columns; write one row a line, with tabs only between cells"
    )]
    Cells { found: usize, expected: usize },
    #[error("the cell \"{0}\" is empty; every row needs an id and a text")]
    EmptyCell(&'static str),
}
