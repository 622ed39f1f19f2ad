use std::sync::Arc;

use super::{Modality, Polarity};

/// A sentence with two given actors, whose relation is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dyad {
    pub id: String,
    pub text: String,
    /// Who acts, as the text writes it; empty where the text names nobody.
    pub source: String,
    /// Whom it is done to, likewise.
    pub target: String,
    /// The root that a coder gave it, where the row says.
    pub plover: Option<String>,
    /// Where relgraph read it: file and line.
    pub origin: String,
}

/// What the source does to the target.
#[derive(Clone, Debug, PartialEq)]
pub struct DyadCode {
    /// Name of the relation type, as in `data/relations`.
    pub relation: Arc<str>,
    /// PLOVER root.
    pub plover: String,
    pub cameo: Option<String>,
    pub polarity: Polarity,
    pub modality: Modality,
    /// Probability from 0 to 1 that the root is right.
    pub confidence: f32,
}
