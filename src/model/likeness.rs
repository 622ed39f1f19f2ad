use super::{Kind, Name};

/// What all articles together say of one key: what resolving compares.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub key: String,
    pub kind: Kind,
    /// Whether the lexicon knows it.
    pub known: bool,
    /// An official of whom articles give the surname only.
    pub short: bool,
    pub names: Vec<Name>,
    pub states: Vec<String>,
    /// Folded.
    pub offices: Vec<String>,
    /// Keys that claims tie it to.
    pub near: Vec<String>,
    /// Years of the articles that speak of it.
    pub years: Vec<i16>,
}

/// Whether two keys are one entity, with the reasons.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Likeness {
    /// The sum of the reasons' weights.
    pub score: f32,
    pub reasons: Vec<Argument>,
}

/// Something that speaks for (weight above 0) or against two being one.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Argument {
    pub weight: f32,
    pub text: String,
}

/// What a score comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Same,
    Doubtful,
    Different,
}

impl Verdict {
    pub const ALL: [Verdict; 3] = [Verdict::Same, Verdict::Doubtful, Verdict::Different];

    pub fn name(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Doubtful => "doubtful",
            Verdict::Different => "different",
        }
    }
}

/// Two keys that were compared, in order.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Pair {
    pub one: String,
    pub other: String,
    pub verdict: Verdict,
    pub likeness: Likeness,
}
