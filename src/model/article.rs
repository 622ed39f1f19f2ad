use super::{Date, Event};

/// What came in. `text` holds the body alone; the headline is `title`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Stable name of the article: given by the source, else the file's stem.
    pub id: String,
    pub title: Option<String>,
    pub text: String,
    /// Date of publication.
    pub date: Option<Date>,
    /// Who published it, as the input names it.
    pub source: Option<String>,
    pub url: Option<String>,
    /// Who wrote it, as the input says.
    pub byline: Option<String>,
    /// What another coder took from it: then it has no text to be understood.
    pub events: Vec<Event>,
    /// Where relgraph read it: a file's path, with line where a file holds several.
    pub origin: String,
}

impl Article {
    /// The text that is understood: title, blank line, body. Spans of a document count bytes of this string.
    pub fn full_text(&self) -> String {
        match &self.title {
            Some(title) if !title.trim().is_empty() => format!("{}\n\n{}", title.trim(), self.text),
            _ => self.text.clone(),
        }
    }
}
