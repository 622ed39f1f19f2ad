use std::sync::Arc;

use super::{Appearance, Date, Extraction, Modality, Polarity};

/// What one article was found to say, in the form in which it is stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coding {
    pub appearances: Vec<Appearance>,
    pub claims: Vec<CodedClaim>,
}

/// A claim without the spans: with the words themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedClaim {
    /// Places among the appearances, as are `tail` and `speaker`.
    pub head: usize,
    pub relation: Arc<str>,
    pub tail: usize,
    pub polarity: Polarity,
    pub modality: Modality,
    pub speaker: Option<usize>,
    pub office: Option<String>,
    pub date: Option<Date>,
    pub sentence: String,
    pub evidence: String,
    pub confidence: f32,
    pub rule: Arc<str>,
}

impl Coding {
    /// The appearances stand in the order of the extraction's entities.
    pub fn new(extraction: &Extraction, appearances: Vec<Appearance>) -> Self {
        let entities = appearances.len();
        let claims = extraction.claims.iter();
        let claims = claims.filter(|claim| claim.head < entities && claim.tail < entities);
        let claims = claims.map(|claim| CodedClaim {
            head: claim.head,
            relation: claim.relation.clone(),
            tail: claim.tail,
            polarity: claim.polarity,
            modality: claim.modality,
            speaker: claim.speaker,
            office: claim.office.clone(),
            date: claim.date,
            sentence: claim.sentence.of(&extraction.text).trim().to_string(),
            evidence: claim.evidence.of(&extraction.text).to_string(),
            confidence: claim.confidence,
            rule: claim.rule.clone(),
        });
        Coding {
            claims: claims.collect(),
            appearances,
        }
    }
}

/// How the claims of a stored article differ when it is read again.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Change {
    pub article: String,
    pub change: ChangeKind,
    pub head: String,
    #[serde(rename = "type")]
    pub relation: Arc<str>,
    pub tail: String,
    pub polarity: Polarity,
    pub modality: Modality,
    pub confidence: f32,
    pub rule: Arc<str>,
    /// Of an altered claim: what is another now, each with its value before and after.
    pub altered: Vec<(&'static str, String, String)>,
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    Gained,
    Lost,
    Altered,
}
