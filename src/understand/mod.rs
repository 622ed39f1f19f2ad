//! Article -> Document: sentences, tokens, tags, lemmas, arcs, mentions, coreference. No I/O; it
//! cannot fail, only find less.

mod dates;

pub use dates::{DateMention, TimeRelation, find_dates};

use crate::lexicon::Lexicon;
use crate::model::{Article, Document};

/// Understands one article.
pub fn understand(_lexicon: &Lexicon, article: &Article) -> Document {
    Document {
        text: article.full_text(),
        ..Document::default()
    }
}
