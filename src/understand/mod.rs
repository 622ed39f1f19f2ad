//! Article -> Document: sentences, tokens, tags, lemmas, arcs, mentions, coreference. No I/O; it
//! cannot fail, only find less.

pub mod language;
pub mod tokenize;

mod abbreviations;
mod arcs;
mod lemma;
mod network;
mod sentence;
mod spans;
mod tree;
mod weights;
mod words;

use crate::lexicon::Lexicon;
use crate::model::{Article, Document};

/// Understands one article.
pub fn understand(_lexicon: &Lexicon, article: &Article) -> Document {
    Document {
        text: article.full_text(),
        ..Document::default()
    }
}
