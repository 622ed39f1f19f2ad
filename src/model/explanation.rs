use std::sync::Arc;

/// Why claims are told of a document, and others not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// One for each claim, in their order.
    pub told: Vec<Option<Reason>>,
    /// What rules proposed or the ranker considered, the likeliest first.
    pub lost: Vec<Reason>,
}

/// What speaks for a relation between two entities of a document, and against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub head: usize,
    pub relation: Arc<str>,
    pub tail: usize,
    /// `TYPE/NAME`, and where it stands; none where no rule proposes it.
    pub rule: Option<Arc<str>>,
    pub place: Option<String>,
    /// The word that the rule goes by.
    pub trigger: Option<String>,
    /// The probability that the two are related at all, and that they are so if they are, by the sentence alone.
    pub related: f32,
    pub share: f32,
    /// The probability that it holds, by all that the document says.
    pub confidence: f32,
    /// The confidence from which it is told.
    pub threshold: f32,
    /// What weighs most in `related`, in `share` and in `confidence`.
    pub for_related: Vec<Weight>,
    pub for_type: Vec<Weight>,
    pub for_all: Vec<Weight>,
    /// Why it is not told; none for what is.
    pub lost: Option<String>,
}

/// A feature in words with its weight: above 0 it speaks for, below against.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Weight {
    pub feature: String,
    pub weight: f32,
}
