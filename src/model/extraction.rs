use std::borrow::Cow;

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
    /// ISO 639-3 code of the article's language, where it has text enough to tell.
    pub language: Option<Cow<'static, str>>,
}

impl Extraction {
    /// Whether the article is in a language that is not coded.
    pub fn is_foreign(&self) -> bool {
        self.language.as_deref().is_some_and(|language| language != "eng")
    }
}
