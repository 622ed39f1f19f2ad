use super::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    Male,
    Female,
}

/// A thing that a document or the graph speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub kind: Kind,
    /// The usual news name.
    pub name: String,
    /// Deterministic identity: `state:TUR`, `organization:nato`, ... (kind, and code or folded name). Equal keys are one node.
    pub key: String,
    /// ISO 3166 alpha-3 of a state.
    pub code: Option<String>,
    /// ISO 3166 alpha-3 of the state that it belongs to, where known.
    pub state: Option<String>,
    /// Surface forms that name it, in order of first appearance, each once; pronouns are left out.
    pub names: Vec<String>,
    pub gender: Option<Gender>,
    /// Whether the lexicon knows it, so that its identity is sure.
    pub known: bool,
}
