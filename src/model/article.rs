use super::{Date, Event};

/// What came in. `text` holds the body alone; the headline is `title`.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Where relgraph read it: a file's path, with line where a file holds several.
    pub origin: String,
}

impl Article {
    /// The URL, where it is that of one page with a text: another article of that page is a new version of
    /// this one. The front door of a paper is many articles' URL, and what others coded of a page is no text of it.
    pub fn page(&self) -> Option<&str> {
        let url = self.url.as_deref().filter(|_| !self.text.is_empty())?;
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (_, path) = rest.split_once('/').unwrap_or((rest, ""));
        (!path.trim_matches('/').is_empty()).then_some(url)
    }

    /// The text by which copies of a story are found: the headline, where there is nothing else.
    pub fn body(&self) -> &str {
        match self.text.trim_matches(' ') {
            "" => self.title.as_deref().unwrap_or_default(),
            _ => &self.text,
        }
    }

    /// The text that is understood: title, blank line, body. Spans of a document count bytes of this string.
    pub fn full_text(&self) -> String {
        match &self.title {
            Some(title) if !title.trim().is_empty() => format!("{}\n\n{}", title.trim(), self.text),
            _ => self.text.clone(),
        }
    }
}
