//! `data/` as checked, immutable tables: the only module that knows the data formats.

mod fold;

pub use fold::fold;

use crate::model::{Gender, Kind, RelationType};

/// Everything that relgraph knows before it reads.
pub struct Lexicon {
    relation_types: Vec<RelationType>,
}

/// An entity that the lexicon knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub kind: Kind,
    pub name: String,
    pub key: String,
    pub code: Option<String>,
    pub state: Option<String>,
    pub gender: Option<Gender>,
    /// All names, the canonical one first.
    pub names: Vec<String>,
}

impl Lexicon {
    /// The tables built from the files that are embedded in the binary.
    pub fn embedded() -> &'static Lexicon {
        static LEXICON: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(|| Lexicon {
            relation_types: Vec::new(),
        });
        &LEXICON
    }

    /// All relation types, in alphabetical order.
    pub fn relation_types(&self) -> &[RelationType] {
        &self.relation_types
    }

    /// The entry with this key (`state:TUR`), if the lexicon knows it.
    pub fn entry(&self, _key: &str) -> Option<&Entry> {
        None
    }

    /// The entries that a name in any usual form may mean, the likeliest first.
    pub fn find(&self, _name: &str) -> Vec<&Entry> {
        Vec::new()
    }
}
