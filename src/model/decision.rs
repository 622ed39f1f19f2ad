use std::fmt;
use std::str::FromStr;

/// What a person decides about the entities of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Two are one; the first keeps its name.
    Merge,
    /// One of the parts of an entity is none of it.
    Split,
    /// Some mentions of an entity are of another one.
    Move,
    /// Two are not one, however alike they look.
    Forbid,
    Rename,
    Alias,
}

impl Act {
    pub const ALL: [Act; 6] = [Act::Merge, Act::Split, Act::Move, Act::Forbid, Act::Rename, Act::Alias];

    pub fn name(self) -> &'static str {
        match self {
            Act::Merge => "merge",
            Act::Split => "split",
            Act::Move => "move",
            Act::Forbid => "forbid",
            Act::Rename => "rename",
            Act::Alias => "alias",
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Act {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Act::ALL.into_iter().find(|act| act.name() == name);
        known.ok_or_else(|| format!("unknown decision \"{name}\""))
    }
}

/// A person's decision. It speaks of entities by key, so that it holds whatever is ingested later.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Decision {
    /// Its number; the later of two that contradict each other holds.
    pub id: i64,
    pub act: Act,
    /// Key of the entity that it is about.
    pub one: String,
    /// Merge and forbid: key of the other. Split: the part that leaves. Move: where the mentions go.
    /// Alias: key of what articles call by the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// Rename and alias: the name. Move: what the mentions that go are called, folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Move: the articles whose mentions go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<String>,
    /// Merge: the other keys of both. Forbid: the other keys of the other. Split: keys that the part
    /// is none of. Move: keys whose mentions may go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Move: the name of the entity that it makes. Merge: the name that the first had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl Decision {
    /// A decision that is not stored yet.
    pub fn new(act: Act, one: &str) -> Self {
        Decision {
            id: 0,
            act,
            one: one.into(),
            other: None,
            name: None,
            articles: Vec::new(),
            parts: Vec::new(),
            label: None,
        }
    }

    /// Every key that it speaks of.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let ends = std::iter::once(&self.one).chain(&self.other);
        ends.chain(&self.parts).map(String::as_str)
    }

    /// Pairs of keys that are not one by this decision.
    pub fn apart(&self) -> Vec<(&str, &str)> {
        let Some(other) = self.other.as_deref() else {
            return Vec::new();
        };
        match self.act {
            Act::Forbid => {
                let others = std::iter::once(other).chain(self.parts.iter().map(String::as_str));
                others.map(|other| (self.one.as_str(), other)).collect()
            }
            Act::Split | Act::Move => self.parts.iter().map(|part| (part.as_str(), other)).collect(),
            Act::Merge | Act::Rename | Act::Alias => Vec::new(),
        }
    }
}

/// A decision as the history of the graph lists it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Record {
    #[serde(flatten)]
    pub decision: Decision,
    /// When it was made, and taken back: UTC, to the second.
    pub made: String,
    pub undone: Option<String>,
}
