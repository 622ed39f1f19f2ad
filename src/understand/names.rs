//! Finds the names that the lexicon knows in a document's tokens.

use std::ops::Range;

use crate::lexicon::{Lexicon, NameForm, UNKNOWN_WORD, name_words};
use crate::model::{Kind, Token};

/// A stretch of tokens that one or more known names fit.
#[derive(Clone, Debug, PartialEq)]
pub struct NameMatch {
    pub tokens: Range<usize>,
    /// Indices for `Lexicon::name`.
    pub names: Vec<u32>,
}

/// The longest match at each place, from left to right, without overlaps but for the states named
/// inside a longer name ("U.S. Senate", "Iraq war").
pub fn find_names(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Vec<NameMatch> {
    let stream = WordStream::new(lexicon, text, tokens);
    let mut matches = Vec::new();
    let mut token = 0;
    while token < tokens.len() {
        match longest_match(lexicon, text, tokens, &stream, token) {
            Some(found) => {
                let end = found.tokens.end;
                let inner = states_inside(lexicon, text, tokens, &stream, &found);
                matches.push(found);
                matches.extend(inner);
                token = end;
            }
            None => token += 1,
        }
    }
    matches
}

/// The states that a longer name speaks of; companies, media, teams and persons only bear their names.
fn states_inside(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    stream: &WordStream,
    outer: &NameMatch,
) -> Vec<NameMatch> {
    let entry_of = |name: &u32| &lexicon.entries()[lexicon.name(*name).entry as usize];
    let speaks_of_states = outer.tokens.len() > 1
        && outer.names.iter().all(|name| {
            let entry = entry_of(name);
            match entry.kind {
                Kind::Group | Kind::Event | Kind::Agreement => true,
                Kind::Organization => matches!(
                    entry.subtype.as_str(),
                    "agency" | "legislature" | "court" | "ministry" | "alliance" | "igo"
                ),
                _ => false,
            }
        });
    let mut found = Vec::new();
    let mut token = outer.tokens.start;
    while speaks_of_states && token < outer.tokens.end {
        let rest = outer.tokens.end - token;
        let longest = if token == outer.tokens.start { rest - 1 } else { rest };
        // "U.S." in "2016 U.S. election", though "U.S. election" is a name, too.
        let inner = (1..=longest).rev().find_map(|longest| {
            shorter_match(lexicon, text, tokens, stream, token, longest)
                .filter(|inner| inner.tokens.end <= outer.tokens.end)
                .filter(|inner| inner.names.iter().any(|name| entry_of(name).kind == Kind::State))
        });
        match inner {
            Some(inner) => {
                token = inner.tokens.end;
                found.push(inner);
            }
            None => token += 1,
        }
    }
    found
}

/// The document as folded words; a token may give none (a hyphen), one, or several.
struct WordStream {
    words: Vec<u32>,
    /// The token behind each word.
    token_of: Vec<usize>,
    /// The first word of each token.
    first_word: Vec<usize>,
}

impl WordStream {
    fn new(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Self {
        let mut stream = WordStream {
            words: Vec::new(),
            token_of: Vec::new(),
            first_word: Vec::new(),
        };
        for (i, token) in tokens.iter().enumerate() {
            stream.first_word.push(stream.words.len());
            let surface = token.span.of(text);
            // Hyphens and possessive marks stand inside names; any other mark ends one.
            if matches!(surface, "-" | "‑" | "–" | "'s" | "’s" | "'" | "’" | "&" | "/") {
                continue;
            }
            let words = name_words(surface);
            if words.is_empty() && !surface.chars().any(char::is_alphanumeric) {
                stream.words.push(UNKNOWN_WORD);
                stream.token_of.push(i);
            }
            for word in words {
                let known = lexicon.gazetteer().word(&word);
                // "Indias capital": news that lost its apostrophes.
                let without_s = word
                    .strip_suffix('s')
                    .filter(|stem| known == UNKNOWN_WORD && stem.len() > 3 && surface.starts_with(char::is_uppercase));
                let known = without_s.map_or(known, |stem| lexicon.gazetteer().word(stem));
                stream.words.push(known);
                stream.token_of.push(i);
            }
        }
        stream
    }
}

fn longest_match(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    stream: &WordStream,
    token: usize,
) -> Option<NameMatch> {
    shorter_match(lexicon, text, tokens, stream, token, usize::MAX)
}

/// The longest match that begins at a token and has at most so many tokens.
fn shorter_match(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    stream: &WordStream,
    token: usize,
    longest: usize,
) -> Option<NameMatch> {
    let first = stream.first_word[token];
    if stream.token_of.get(first) != Some(&token) || stream.words[first] == UNKNOWN_WORD {
        return None;
    }
    let words = &stream.words[first..stream.words.len().min(first + 12)];
    let mut best = None;
    for (length, names) in lexicon.gazetteer().prefixes(words) {
        let last = first + length - 1;
        let end = stream.token_of[last] + 1;
        // A name must not end inside a token.
        if stream.token_of.get(last + 1) == Some(&(end - 1)) {
            continue;
        }
        let range = token..end;
        if range.len() > longest {
            continue;
        }
        let fitting: Vec<u32> = names
            .iter()
            .copied()
            .filter(|name| is_written_as(lexicon, *name, text, &tokens[range.clone()]))
            .collect();
        if !fitting.is_empty() {
            best = Some(NameMatch {
                tokens: range,
                names: fitting,
            });
        }
    }
    best
}

/// Whether the text's capitals fit the name: "us" is not the US, nor "turkey" Turkey.
fn is_written_as(lexicon: &Lexicon, name: u32, text: &str, tokens: &[Token]) -> bool {
    let name = lexicon.name(name);
    let first = tokens[0].span.of(text);
    let begins_with_capital = first.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    match name.form {
        NameForm::Generic => true,
        NameForm::Acronym => {
            let letters = first.chars().filter(|c| c.is_alphabetic());
            let all_capital = letters.clone().all(char::is_uppercase);
            let plural = first
                .strip_suffix('s')
                .is_some_and(|stem| stem.chars().all(char::is_uppercase));
            all_capital || plural || (letters.count() >= 4 && begins_with_capital)
        }
        _ => {
            // "al-Qaida" and "de Mistura" begin small; then a later word must be capital.
            let lower_in_lexicon = name.text.chars().next().is_some_and(char::is_lowercase);
            let article = ["al", "el", "the", "de", "bin", "ibn", "von"];
            let may_be_lower = lower_in_lexicon || article.iter().any(|a| first.to_lowercase().starts_with(a));
            let any_capital = tokens
                .iter()
                .any(|token| token.span.of(text).chars().any(|c| c.is_uppercase() || c.is_numeric()));
            let all_lower_name = !name.text.chars().any(char::is_uppercase);
            begins_with_capital || (may_be_lower && any_capital) || all_lower_name
        }
    }
}
