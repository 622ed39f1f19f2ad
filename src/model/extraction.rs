use super::{Claim, Entity};

/// What `understand` and `relate` take from one article: all that the later stages need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// `Article::full_text`: what the claims' spans count in.
    pub text: String,
    pub entities: Vec<Entity>,
    pub claims: Vec<Claim>,
    /// Words in the article, for rates.
    pub words: usize,
}
