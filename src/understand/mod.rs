//! Article -> Document: sentences, tokens, tags, lemmas, arcs, mentions, coreference. No I/O; it
//! cannot fail, only find less.

pub mod language;
pub mod roles;
pub mod syntax;

mod abbreviations;
pub mod tokenize;
mod sentence;
mod words;
mod weights;
mod product;
mod network;
mod tree;
mod arcs;
mod lemma;
mod spans;
mod names;
mod mentions;
mod actor;
mod repair;
mod link;
mod titles;
mod holders;
mod coreference;
mod dates;
mod datelines;
mod tongue;

pub use dates::find_dates;
pub use tongue::language_of;

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::model::{Article, Document};
use language::LanguageModel;
use link::Linker;
use mentions::Finder;
use syntax::Tree;

/// Understands one article.
pub fn understand(lexicon: &Lexicon, article: &Article) -> Document {
    let text = article.full_text();
    let mut parse = LanguageModel::embedded().parse(&text);
    repair::repair(lexicon, &text, &mut parse);
    let body_start = text.len() - article.text.len();
    let title_sentences = parse
        .sentences
        .iter()
        .take_while(|sentence| {
            parse
                .tokens
                .get(sentence.start)
                .is_some_and(|token| token.span.start < body_start)
        })
        .count();
    let title_case = title_case_tokens(&text, &parse);
    let tree = Tree::new(&parse.tokens);
    let datelines = datelines::find_datelines(lexicon, &text, &parse.tokens);
    let in_news = |tokens: &Range<usize>| !datelines.iter().any(|dateline| dateline.contains(&tokens.start));
    let mut matches = names::find_names(lexicon, &text, &parse.tokens);
    matches.retain(|found| in_news(&found.tokens));
    parse.spans.retain(|span| in_news(&span.tokens));
    let finder = Finder {
        lexicon,
        text: &text,
        tree: &tree,
        tokens: &parse.tokens,
        title_case: &title_case,
    };
    let drafts = finder.find(&matches, &parse.spans);
    let mut linker = Linker::new(lexicon, &text, &tree, &parse.spans, article.date);
    linker.link(&drafts);
    let mut titles = titles::find_titles(&linker);
    holders::resolve(&mut linker, &mut titles);
    coreference::resolve(&mut linker, &drafts, &parse.sentences, &titles);
    let (mut entities, mentions) = (linker.entities, linker.mentions);
    for title in &titles {
        // An official belongs to the state or to the state of the body that he or she serves.
        if let (Some(holder), Some(serves)) = (title.holder, title.serves) {
            let state = entities[serves].state.clone();
            let holder = &mut entities[holder];
            holder.state = holder.state.take().or(state);
        }
    }
    let dates = find_dates(&text, &parse.tokens, article.date);
    Document {
        text,
        tokens: parse.tokens,
        sentences: parse.sentences,
        mentions,
        entities,
        titles,
        dates,
        datelines,
        title_sentences,
    }
}

/// Per token, whether most longer words of its sentence are capitalised, as headlines are.
fn title_case_tokens(text: &str, parse: &language::Parse) -> Vec<bool> {
    let mut out = vec![false; parse.tokens.len()];
    for sentence in &parse.sentences {
        let words = sentence
            .clone()
            .map(|i| parse.tokens[i].span.of(text))
            .filter(|word| word.len() > 3);
        let (mut capital, mut small) = (0, 0);
        for word in words {
            match word.chars().next() {
                Some(c) if c.is_uppercase() => capital += 1,
                Some(c) if c.is_lowercase() => small += 1,
                _ => {}
            }
        }
        let title_case = capital >= 3 && capital > 3 * small;
        out[sentence.clone()].fill(title_case);
    }
    out
}
