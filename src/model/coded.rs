//! What was taken from articles, on its way from one program to another: what `extract --format claims`
//! writes, a cluster shuffles and merges, and `import` loads.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Appearance, Article, Claim, Corroboration, Date, Extraction, Modality, Polarity};

/// An article with all that the graph needs of it, so that nobody has to read it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coded {
    /// Of all that came in: an article with the same id and hash is the same article.
    pub hash: String,
    /// Of the words of the body alone: equal for verbatim copies.
    pub body: String,
    /// The URL, where it is that of one page: an article with the same page replaces this one.
    pub page: Option<String>,
    /// Copies of each other very likely share one of them.
    pub bands: Vec<i64>,
    pub words: usize,
    pub language: Option<String>,
    pub article: Article,
    /// What the claims' spans count in, where it is not the article's full text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Each with its id, in the order in which claims count them.
    pub entities: Vec<(String, Appearance)>,
    pub claims: Vec<KeyedClaim>,
}

/// A claim with the id of the relation that it belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyedClaim {
    /// See [`relation_id`]. Relation and story stand first, so that lines can be sorted as they are.
    pub relation: String,
    /// The body that says so, until it is known of which story it is.
    pub story: String,
    /// When it happened, else when it was published.
    pub dated: Option<Date>,
    /// Its ends and speaker are indices into the entities.
    #[serde(flatten)]
    pub claim: Claim,
}

/// As much of a [`KeyedClaim`] as merging asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Testimony {
    pub relation: String,
    pub story: Arc<str>,
    pub dated: Option<Date>,
    pub modality: Modality,
    pub confidence: f32,
}

/// A relation that claims were merged into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merged {
    pub relation: String,
    /// Ids of entities, as is `tail`.
    pub head: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub tail: String,
    pub polarity: String,
    #[serde(flatten)]
    pub sum: Corroboration,
}

/// Two bodies of which one is a copy of the other, by their hashes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopyOf {
    pub one: String,
    pub other: String,
    /// Whether `one` was cut from `other`; else the two are the same text.
    pub cut: bool,
    /// The part of all shingles that both have.
    pub common: f32,
}

/// Two bodies that may be copies of each other.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Candidate {
    pub one: String,
    pub other: String,
    pub one_text: String,
    pub other_text: String,
}

/// The story that a body tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryOf {
    pub body: String,
    pub story: String,
}

/// An article as it comes in: what decides whether it is new.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Incoming {
    /// Its place among all articles.
    pub doc: String,
    pub id: String,
    pub page: Option<String>,
    pub hash: String,
}

/// An article that is in the graph already, or that a later one replaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dropped {
    pub doc: String,
}

/// What two claims have in common that belong to one relation: `TUR|accuses|RUS|affirmed`.
pub fn relation_id(head: &str, kind: &str, tail: &str, polarity: Polarity) -> String {
    format!("{head}|{kind}|{tail}|{}", polarity.name())
}

impl Merged {
    /// What claims of this relation come to together. An id that is none leaves names empty.
    pub fn new(relation: String, sum: Corroboration) -> Self {
        let mut parts = relation.split('|').map(String::from);
        let mut part = || parts.next().unwrap_or_default();
        Merged {
            head: part(),
            kind: part(),
            tail: part(),
            polarity: part(),
            sum,
            relation,
        }
    }
}

impl Coded {
    /// The article, what was taken from it, and its entities as they are stored: what storing asks for.
    /// The extraction's own list of entities, from which the appearances were made, has served its turn.
    pub fn unpack(self) -> (Article, Extraction, Vec<Appearance>) {
        let extraction = Extraction {
            text: self.text.unwrap_or_else(|| self.article.full_text()),
            entities: Vec::new(),
            claims: self.claims.into_iter().map(|keyed| keyed.claim).collect(),
            words: self.words,
            language: self.language.map(Into::into),
        };
        let appearances = self.entities.into_iter().map(|(_, appearance)| appearance).collect();
        (self.article, extraction, appearances)
    }
}
