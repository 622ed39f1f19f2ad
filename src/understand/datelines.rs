//! "KHARTOUM, Sudan, Sept. 18 (Reuters) -": where a report was written, which says nothing of the news.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::model::{Span, Tag, Token};

/// A dateline has at most so many tokens.
const LONGEST: usize = 18;

/// The token ranges of the text's datelines, each from the beginning of a line to its dash or colon, or a city in
/// capitals alone.
pub fn find_datelines(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let begins_line = |token: usize| {
        token == 0 || {
            let gap = Span::new(tokens[token - 1].span.end, tokens[token].span.start);
            gap.of(text).contains('\n')
        }
    };
    let starts = (0..tokens.len()).filter(|token| begins_line(*token));
    starts
        .filter_map(|start| {
            // "(AFP) - Florence, Italy -": the credit may come first.
            let credit = credit(text, tokens, start).unwrap_or(start);
            let found = dateline(text, tokens, credit).or_else(|| city(lexicon, text, tokens, credit));
            found.map(|found| start..found.end)
        })
        .collect()
}

/// Where the text goes on behind "(AFP) -".
fn credit(text: &str, tokens: &[Token], start: usize) -> Option<usize> {
    let surface = |token: usize| tokens.get(token).map(|token| token.span.of(text));
    let closes = (start + 2..start + 5).find(|token| surface(*token) == Some(")"))?;
    let is_credit = surface(start) == Some("(") && matches!(surface(closes + 1), Some("-" | "--" | "–" | "—"));
    (is_credit && closes + 2 < tokens.len()).then_some(closes + 2)
}

/// "JERUSALEM Israel's parliament voted": a city in capitals before a sentence that is not.
fn city(lexicon: &Lexicon, text: &str, tokens: &[Token], start: usize) -> Option<Range<usize>> {
    let word = |token: usize| tokens.get(token).map_or("", |token| token.span.of(text));
    let in_capitals = |word: &str| word.len() > 3 && word.chars().all(|c| c.is_uppercase());
    let in_lower = |word: &str| word.chars().skip(1).any(char::is_lowercase);
    (1..=2).rev().find_map(|length| {
        let end = start + length;
        let name = start..end;
        let fits = name.clone().all(|token| in_capitals(word(token)))
            && word(end).starts_with(char::is_uppercase)
            && in_lower(word(end))
            && (end + 1..end + 6).any(|token| word(token).chars().all(char::is_lowercase) && !word(token).is_empty());
        let name = text.get(tokens.get(start)?.span.start..tokens.get(end - 1)?.span.end)?;
        (fits && lexicon.is_city(name)).then_some(start..end)
    })
}

fn dateline(text: &str, tokens: &[Token], start: usize) -> Option<Range<usize>> {
    let surface = |token: usize| tokens[token].span.of(text);
    let is_capital = |token: usize| {
        let word = surface(token);
        word.chars().filter(|c| c.is_alphabetic()).count() >= 3 && word.chars().all(|c| !c.is_lowercase())
    };
    if tokens[start].tag != Tag::Propn && !is_capital(start) {
        return None;
    }
    let end = tokens.len().min(start + LONGEST);
    let mut brackets = 0;
    for token in start..end {
        let word = surface(token);
        if token > start && text[tokens[token - 1].span.end..tokens[token].span.start].contains('\n') {
            return None;
        }
        match word {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets -= 1,
            // A dash between words, not within one ("Tel-Aviv").
            "-" | "--" | "–" | "—" | "_" => {
                let spaced = token > start && tokens[token - 1].span.end < tokens[token].span.start;
                // The report begins as every sentence does; "Turkey - which is angry - left" goes on.
                let goes_on = token + 1 < tokens.len() && surface(token + 1).starts_with(|c: char| c.is_lowercase());
                if spaced {
                    return (!goes_on).then_some(start..token + 1);
                }
            }
            ":" if is_capital(start) && token <= start + 4 => return Some(start..token + 1),
            _ if brackets > 0 => {}
            "," | "." | "/" | ";" => {}
            _ => {
                let plain = tokens[token].tag == Tag::Propn
                    || tokens[token].tag == Tag::Num
                    || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
                if !plain {
                    return None;
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::understand::language::LanguageModel;

    #[test]
    fn datelines_end_with_their_dash() {
        let check = |text: &str, expected: &str| {
            let parse = LanguageModel::embedded().parse(text);
            let found = super::find_datelines(Lexicon::embedded(), text, &parse.tokens);
            let found: Vec<&str> = found
                .iter()
                .map(|range| &text[parse.tokens[range.start].span.start..parse.tokens[range.end - 1].span.end])
                .collect();
            assert_eq!(found.join("|"), expected, "{text}");
        };
        check(
            "KHARTOUM, Sudan, Sept. 18 (Reuters) - The rebels left.",
            "KHARTOUM, Sudan, Sept. 18 (Reuters) -",
        );
        check(
            "Rebels leave Darfur\n\nKHARTOUM (AFP) - The rebels left.",
            "KHARTOUM (AFP) -",
        );
        check("GAZA CITY: The army left.", "GAZA CITY:");
        check("Vienna, Austria -- The agency said so.", "Vienna, Austria --");
        check("Turkey - which is angry - left.", "");
        check(
            "(AGI) - Florence, Italy, Oct.18 - The minister left.",
            "(AGI) - Florence, Italy, Oct.18 -",
        );
        check("JERUSALEM Israel's parliament voted.", "JERUSALEM");
        check("GAZA CITY Israeli troops left the town.", "GAZA CITY");
        check("NATO Secretary General Jens Stoltenberg met them.", "");
        check("BAGHDAD FALLS TO REBELS", "");
        check("Putin met Erdogan.", "");
        check("Russian-backed rebels left.", "");
    }
}
