use std::sync::Arc;

use super::{Date, Span};

/// Whether the claim says that it is so or that it is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    #[default]
    Affirmed,
    Negated,
}

/// How real the claim makes it; in order of strength, the strongest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    #[default]
    Actual,
    Claimed,
    Planned,
    Possible,
}

impl Polarity {
    pub fn name(self) -> &'static str {
        match self {
            Polarity::Affirmed => "affirmed",
            Polarity::Negated => "negated",
        }
    }
}

impl Modality {
    pub const ALL: [Modality; 4] = [
        Modality::Actual,
        Modality::Claimed,
        Modality::Planned,
        Modality::Possible,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Modality::Actual => "actual",
            Modality::Claimed => "claimed",
            Modality::Planned => "planned",
            Modality::Possible => "possible",
        }
    }
}

/// What one sentence says: a typed, directed, qualified edge between two entities of its document.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Claim {
    /// Index into the document's entities.
    pub head: usize,
    /// Name of the relation type, as in `data/relations`.
    #[serde(rename = "type")]
    pub relation: Arc<str>,
    pub tail: usize,
    pub polarity: Polarity,
    pub modality: Modality,
    /// Who is quoted as saying so: index into the document's entities.
    pub speaker: Option<usize>,
    /// For `holds-office`: the office as the text names it, "former" included.
    pub office: Option<String>,
    /// When it happened, as far as the text tells; never the day of publication for lack of better.
    pub date: Option<Date>,
    /// The whole sentence, in bytes of `Document::text`.
    pub sentence: Span,
    /// The few words that show it.
    pub evidence: Span,
    /// Probability from 0 to 1 that a careful reader would sign the claim.
    pub confidence: f32,
    /// The rule that proposed it: `TYPE/NAME`, or `ranker` where no rule did.
    pub rule: Arc<str>,
}
