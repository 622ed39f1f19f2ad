use std::sync::Arc;

use super::{Date, Kind, Modality, Polarity};

/// A document's entity on its way into the graph: what linking needs to know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Appearance {
    pub kind: Kind,
    pub name: String,
    /// Key of the node that it is unless linking finds it a better one.
    pub key: String,
    pub code: Option<String>,
    pub state: Option<String>,
    /// Whether the lexicon knows it.
    pub known: bool,
    /// A collective without a name ("police"), of which the text does not say whose it is.
    pub generic: bool,
    /// Every name that the article uses for it.
    pub names: Vec<Name>,
    /// Of an official: the folded surname, by which a short name finds its person.
    pub surname: Option<String>,
    /// An official of whom the article gives the surname only.
    pub short: bool,
    /// Folded offices that the article gives the official.
    pub offices: Vec<String>,
}

/// A name beside the form in which names are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub folded: String,
}

/// An entity of the graph.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Node {
    pub id: i64,
    pub key: String,
    pub kind: Kind,
    pub name: String,
    pub code: Option<String>,
    pub state: Option<String>,
    pub generic: bool,
    /// Number of articles that speak of it.
    pub articles: u32,
}

/// What corroboration needs to know of one claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// Articles of one story share it: they are one source.
    pub story: Arc<str>,
    pub confidence: f32,
    pub modality: Modality,
    /// When it happened, else when it was published.
    pub date: Option<Date>,
}

/// What the claims of one relation come to when taken together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corroboration {
    pub modality: Modality,
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub claims: u32,
    pub sources: u32,
    pub confidence: f32,
}

/// One article among those that tell a story.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Telling {
    pub article: String,
    pub title: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub url: Option<String>,
    pub words: u64,
    /// Hash of the body: articles that share it are the same word for word.
    pub text: String,
}

/// A claim of the stored graph with the words that make it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Evidence {
    pub polarity: Polarity,
    pub modality: Modality,
    /// Who is quoted as saying so.
    pub speaker: Option<String>,
    pub office: Option<String>,
    pub date: Option<Date>,
    pub confidence: f32,
    pub rule: String,
    pub sentence: String,
    pub words: String,
    pub article: String,
    pub title: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub url: Option<String>,
}

/// An official of whom an article gives the surname only, with what the article says of him or her.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Short {
    pub state: Option<String>,
    /// Folded.
    pub offices: Vec<String>,
    /// Codes of all states that the article speaks of.
    pub nearby: Vec<String>,
}

/// An official of the graph with a full name, as all articles together describe him or her.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Person {
    /// Key of the node.
    pub key: String,
    pub states: Vec<String>,
    /// Folded.
    pub offices: Vec<String>,
}
