use serde::{Deserialize, Serialize};

use super::{Date, Kind, Modality, Polarity};

/// What another coder took from a report: who did what to whom, in the codes of its file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Event {
    /// Whose file it comes from: `gdelt`, `polecat`, `plover`.
    pub coder: String,
    pub source: Actor,
    pub target: Actor,
    /// CAMEO's event code, with leading zeros.
    pub cameo: Option<String>,
    /// PLOVER's event type ("root") and mode.
    pub plover: Option<String>,
    pub mode: Option<String>,
    /// A relation type of relgraph's own, where the file names one.
    pub relation: Option<String>,
    pub polarity: Polarity,
    pub modality: Option<Modality>,
    pub date: Option<Date>,
    pub confidence: Option<f32>,
    /// The sentence, else the words of the record that tell what it is.
    pub text: String,
}

/// Who acts in an event of another coder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Actor {
    pub name: Option<String>,
    /// ISO 3166 alpha-3 or name of its state.
    pub state: Option<String>,
    /// CAMEO's role of who acts for the state or in it: `GOV`, `REB`.
    pub role: Option<String>,
    /// What it is, where the file says so.
    pub kind: Option<Kind>,
}

impl Actor {
    /// Whether the record tells nothing of who it is.
    pub fn is_unknown(&self) -> bool {
        self.name.is_none() && self.state.is_none()
    }
}
