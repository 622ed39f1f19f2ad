use std::sync::Arc;

use super::{Date, Modality, Polarity};

/// The classes by which paths and exports filter; those of the scorer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum RelationClass {
    #[serde(rename = "verbal cooperation")]
    VerbalCooperation,
    #[serde(rename = "material cooperation")]
    MaterialCooperation,
    #[serde(rename = "verbal conflict")]
    VerbalConflict,
    #[serde(rename = "material conflict")]
    MaterialConflict,
    #[serde(rename = "structure")]
    Structure,
}

/// The three families that the user sees: cooperation, conflict, structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quad {
    Cooperation,
    Conflict,
    Structure,
}

impl RelationClass {
    pub const ALL: [RelationClass; 5] = [
        RelationClass::VerbalCooperation,
        RelationClass::MaterialCooperation,
        RelationClass::VerbalConflict,
        RelationClass::MaterialConflict,
        RelationClass::Structure,
    ];

    pub fn name(self) -> &'static str {
        match self {
            RelationClass::VerbalCooperation => "verbal cooperation",
            RelationClass::MaterialCooperation => "material cooperation",
            RelationClass::VerbalConflict => "verbal conflict",
            RelationClass::MaterialConflict => "material conflict",
            RelationClass::Structure => "structure",
        }
    }

    pub fn quad(self) -> Quad {
        match self {
            RelationClass::VerbalCooperation | RelationClass::MaterialCooperation => Quad::Cooperation,
            RelationClass::VerbalConflict | RelationClass::MaterialConflict => Quad::Conflict,
            RelationClass::Structure => Quad::Structure,
        }
    }

    /// GDELT's and CAMEO's quad class, 1 to 4; structure has none.
    pub fn quad_class(self) -> Option<u8> {
        match self {
            RelationClass::VerbalCooperation => Some(1),
            RelationClass::MaterialCooperation => Some(2),
            RelationClass::VerbalConflict => Some(3),
            RelationClass::MaterialConflict => Some(4),
            RelationClass::Structure => None,
        }
    }
}

/// A type of relation, as its file in `data/relations` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationType {
    pub name: Arc<str>,
    pub meaning: String,
    pub class: RelationClass,
    pub symmetric: bool,
    /// PLOVER root (Halterman et al. 2023), where it has one.
    pub plover: Option<String>,
    /// CAMEO code (Schrodt 2012), where it has one.
    pub cameo: Option<String>,
    /// Goldstein (1992) scale, -10 to 10.
    pub goldstein: Option<f32>,
}

/// Whether the type of this name has no direction.
pub fn is_symmetric(types: &[RelationType], name: &str) -> bool {
    types.iter().any(|kind| kind.symmetric && *kind.name == *name)
}

/// An edge of the merged graph: all claims of one head, type, tail and polarity.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    pub id: i64,
    pub head: i64,
    pub relation: Arc<str>,
    pub tail: i64,
    pub polarity: Polarity,
    /// The strongest modality among the claims.
    pub modality: Modality,
    /// The earliest and latest day that a claim gives: of the event, else of publication.
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
    pub claims: u32,
    /// Independent sources: wire copies of one story count once.
    pub sources: u32,
    /// The claims' confidences combined (noisy-or over independent sources), 0 to 1.
    pub confidence: f32,
}
