//! The roles that rules speak of: subject, object, "with" X.

use std::fmt;

/// What a word is to its predicate, independent of any treebank's labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Subject,
    Object,
    Recipient,
    Possessor,
    Modifier,
    Complement,
    Stem,
    Bearer,
    /// Whom the holder of an office serves, by any title of his in the document.
    Office,
    /// The object of a preposition: an index into `PREPOSITIONS`.
    Preposition(u8),
}

/// The prepositions that rules may name.
pub const PREPOSITIONS: [&str; 47] = [
    "of",
    "to",
    "with",
    "against",
    "on",
    "in",
    "from",
    "for",
    "over",
    "by",
    "between",
    "into",
    "at",
    "toward",
    "about",
    "among",
    "as",
    "across",
    "after",
    "around",
    "before",
    "behind",
    "beside",
    "beyond",
    "despite",
    "during",
    "inside",
    "near",
    "off",
    "onto",
    "out",
    "outside",
    "past",
    "through",
    "under",
    "until",
    "upon",
    "versus",
    "via",
    "within",
    "without",
    "alongside",
    "along",
    "amid",
    "like",
    "including",
    "involving",
];

impl Role {
    pub fn preposition(word: &str) -> Option<Role> {
        let word = match word {
            "towards" => "toward",
            "upon" => "on",
            "amongst" => "among",
            "vs" | "vs." => "versus",
            other => other,
        };
        PREPOSITIONS
            .iter()
            .position(|known| *known == word)
            .map(|index| Role::Preposition(index as u8))
    }

    pub(super) fn parse(name: &str) -> Option<Role> {
        Some(match name {
            "subject" => Role::Subject,
            "object" => Role::Object,
            "recipient" => Role::Recipient,
            "possessor" => Role::Possessor,
            "modifier" => Role::Modifier,
            "complement" => Role::Complement,
            "stem" => Role::Stem,
            "bearer" => Role::Bearer,
            "office" => Role::Office,
            other => return Role::preposition(other),
        })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Subject => "subject",
            Role::Object => "object",
            Role::Recipient => "recipient",
            Role::Possessor => "possessor",
            Role::Modifier => "modifier",
            Role::Complement => "complement",
            Role::Stem => "stem",
            Role::Bearer => "bearer",
            Role::Office => "office",
            Role::Preposition(index) => PREPOSITIONS[*index as usize],
        })
    }
}

/// Roles followed one after the other: `object.of`.
pub type RolePath = Vec<Role>;

/// From the head's role to the tail's.
#[derive(Clone, Debug, PartialEq)]
pub struct RolePair {
    pub head: RolePath,
    pub tail: RolePath,
    /// Written `A <-> B`: either end may be the head.
    pub both: bool,
}

impl fmt::Display for RolePair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = |path: &RolePath| path.iter().map(Role::to_string).collect::<Vec<_>>().join(".");
        let arrow = if self.both { "<->" } else { "->" };
        write!(f, "{} {arrow} {}", path(&self.head), path(&self.tail))
    }
}
