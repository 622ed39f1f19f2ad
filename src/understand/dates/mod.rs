//! Finds time expressions and resolves them against the date of publication.
//!
//! ```text
//! words (tokens cut finer) -> phrase (absolute, relative) -> calendar
//!                                 ^ tense (back or ahead?)
//! ```
//!
//! It would rather miss than invent: what has no calendar meaning of its own ("a day earlier", "in recent
//! weeks", "the 1990s", "last summer") is passed over, and so is every number, month or weekday
//! that the words around it do not show to be a date.

mod words;
mod tense;
mod phrase;
mod absolute;
mod relative;
mod calendar;

#[cfg(test)]
mod tests;

use crate::model::{Date, Token};
pub use crate::model::{DateMention, TimeRelation};
use words::Words;

/// The dates that a text names, in order. Without a date of publication only those that name
/// their year; a relative one is never given finer than publication itself is known.
pub fn find_dates(text: &str, tokens: &[Token], published: Option<Date>) -> Vec<DateMention> {
    let words = Words::new(text, tokens);
    let mut out: Vec<DateMention> = Vec::new();
    let mut last = phrase::Last::default();
    let mut at = 0;
    while at < words.len() {
        let Some(phrase) = phrase::read(&words, at, published, last) else {
            at += 1;
            continue;
        };
        let end = phrase.end.max(at + 1);
        if let Some(date) = phrase.date.filter(|_| words.whole_tokens(at..end)) {
            out.push(DateMention {
                tokens: words.token(at)..words.token(end - 1) + 1,
                date,
                relation: phrase.relation,
            });
            last = phrase::Last {
                end,
                year: phrase.ends_in_year,
                opens: phrase.opens_range,
            };
        }
        at = end;
    }
    out
}
