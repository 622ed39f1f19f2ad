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
    #[error(
        "is no record that this version of relgraph has written: {0}; write it anew with `relgraph extract --format claims`"
    )]
    Record(String),
    #[error("does not come in order; sort the lines by their bytes, as `LC_ALL=C sort` does")]
    Unsorted,
    #[error("is neither a file nor a folder")]
    Special,
    #[error("holds no articles: no file in this folder ends in .{}", super::detect::READABLE.join(", ."))]
    EmptyFolder,
    #[error("holds no files")]
    EmptyArchive,
    #[error("the archive is damaged or of a kind that is not read: {0}")]
    Archive(String),
    #[error("is packed more than {} times, one in another; unpack it first", super::DEEPEST)]
    Nested,
    #[error("is empty")]
    Empty,
    #[error("is {name}, which is not read; try `{unpack}`")]
    OtherKind { name: &'static str, unpack: &'static str },
    #[error("is not text but binary data; `relgraph ingest --help` lists what is read")]
    Binary,
    #[error("is longer than {}, too long for an article; split it into articles", size(*.0))]
    TooLong(usize),
    #[error("the line is longer than {}, too long for an article; write one article a line", size(*.0))]
    LongLine(usize),
    #[error("the JSON of this line is cut short; complete the line or remove it")]
    CutShort,
    #[error(
        "not JSON at column {column}: {message}; each article must be one object, as {{\"id\": \"...\", \"text\": \"...\"}}"
    )]
    Json { column: usize, message: String },
    #[error("not JSON Lines but one JSON document over several lines; write one object a line, as `jq -c '.[]'` does")]
    NotLines,
    #[error("is {0}, not an object; each article must be one object, as {{\"id\": \"...\", \"text\": \"...\"}}")]
    NotAnObject(String),
    #[error(
        "has no \"text\" and no \"title\"; an article needs one of them (where it is called otherwise, say so with --map text=NAME)"
    )]
    NoText,
    #[error("is XML of a kind that is not read: its first tag is <{0}>")]
    UnknownXml(String),
    #[error("is no well-formed XML: {0}")]
    Xml(String),
    #[error("is no feed that can be read: {0}")]
    Feed(String),
    #[error("is no WARC record; what follows it cannot be found")]
    NotWarc,
    #[error("holds no pages with text")]
    NoPages,
    #[error("the page is cut short")]
    CutPage,
    #[error("is encoded as {0}, which is not read; fetch pages with gzip or without encoding")]
    Coding(String),
    #[error("cannot be fetched: {0}")]
    Fetch(String),
    #[error("names no two actors; an event needs a source and a target")]
    NoActors,
    #[error("holds no events between two actors")]
    NoEvents,
    #[error("has no headline, of which alone it would be coded")]
    NoHeadline,
    #[error("has no main text")]
    NoMainText,
    #[error("has nothing under \"{0}\", which --map names")]
    NotThere(String),
    #[error("has no column \"{name}\", which --map names; its columns are {columns}")]
    NoSuchColumn { name: String, columns: String },
    #[error("none of its columns is called \"text\" or \"title\"; say which it is with --map text=NAME (they are {0})")]
    NoTextColumn(String),
    #[error("\"{key}\" is {value}, but must be a string")]
    NotAString { key: String, value: String },
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

fn size(bytes: usize) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} bytes"),
        mebibytes => format!("{mebibytes} MiB"),
    }
}
