//! Where sentences begin: lines end them, datelines stand alone, and in between the network's word counts.

use std::ops::Range;

use super::network::Gap;
use crate::model::Span;

/// A longer sentence is cut, so that the parser's work stays bounded on text without any end.
const LONGEST: usize = 160;

/// What lies before each token. A new line counts as one where it ends a sentence; in text that was
/// wrapped at a fixed width it is a blank.
pub fn gaps(text: &str, tokens: &[Span]) -> Vec<Gap> {
    let mut gaps = Vec::with_capacity(tokens.len());
    let mut end = 0;
    // Whether the present paragraph is wrapped, and where that was last asked.
    let mut wrapped = (0, false);
    for (i, token) in tokens.iter().enumerate() {
        let between = text.get(end..token.start).unwrap_or("");
        let lines = between.matches('\n').count();
        gaps.push(match lines {
            _ if i == 0 => Gap::Line,
            0 if between.is_empty() => Gap::Nothing,
            0 => Gap::Space,
            1 => {
                if end >= wrapped.0 {
                    wrapped = wrapped_until(text, end);
                }
                if wrapped.1 || goes_on(text, token.start) {
                    Gap::Space
                } else {
                    Gap::Line
                }
            }
            _ => Gap::Line,
        });
        end = token.end;
    }
    gaps
}

/// A line that begins in lower case goes on with the sentence before it.
fn goes_on(text: &str, start: usize) -> bool {
    text[start..].starts_with(char::is_lowercase)
}

/// The end of the paragraph around `at`, and whether its lines were wrapped at a fixed width: at least
/// three lines, of which all but the last are of similar, typical length.
fn wrapped_until(text: &str, at: usize) -> (usize, bool) {
    let is_break = |pair: &[u8]| pair == b"\n\n";
    let bytes = text.as_bytes();
    let start = bytes[..at].windows(2).rposition(is_break).map_or(0, |i| i + 2);
    let end = bytes[at..].windows(2).position(is_break).map_or(text.len(), |i| at + i);
    let lines: Vec<usize> = text[start..end]
        .trim()
        .lines()
        .map(|line| line.chars().count())
        .collect();
    let Some((_, full)) = lines.split_last() else {
        return (end.max(at + 1), false);
    };
    let longest = full.iter().copied().max().unwrap_or(0);
    let is_wrapped =
        full.len() >= 2 && (50..=100).contains(&longest) && full.iter().all(|length| length + 16 > longest);
    (end.max(at + 1), is_wrapped)
}

/// Sentences from the gaps and the log odds that a token starts one.
pub fn sentences(words: &[&str], gaps: &[Gap], start_odds: impl Fn(usize) -> f32) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut first = 0;
    let mut dateline = dateline_end(words, gaps, 0);
    for i in 1..=gaps.len() {
        let is_line = i == gaps.len() || gaps[i] == Gap::Line;
        if is_line || dateline.map_or(start_odds(i) > 0.0, |end| i == end) {
            cut(first..i, &start_odds, &mut sentences);
            first = i;
            dateline = if is_line { dateline_end(words, gaps, i) } else { None };
        }
    }
    sentences
}

const AGENCIES: [&str; 9] = ["AP", "AFP", "Reuters", "UPI", "DPA", "dpa", "Xinhua", "Press", "News"];
/// No dateline is longer.
const DATELINE: usize = 16;

/// The token after "ANKARA, Turkey (Reuters) -" or "AFP -" where the line from `first` begins so.
fn dateline_end(words: &[&str], gaps: &[Gap], first: usize) -> Option<usize> {
    let line = words.get(first..)?;
    let dash = line.iter().take(DATELINE).enumerate().position(|(i, word)| {
        matches!(*word, "-" | "--" | "–" | "—")
            && gaps[first + i] == Gap::Space
            && gaps.get(first + i + 1) == Some(&Gap::Space)
    })?;
    let (place, next) = (&line[..dash], line.get(dash + 1)?);
    let opens = next.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"“'‘".contains(c));
    let whole_line = gaps[first + 1..first + dash].contains(&Gap::Line);
    let bracket = place.iter().position(|word| *word == "(").unwrap_or(dash);
    let named = place[..bracket]
        .iter()
        .all(|word| !word.starts_with(char::is_lowercase));
    let capitals = |word: &&&str| word.len() > 2 && word.chars().all(|c| c.is_uppercase() || "-/.'".contains(c));
    let is_place = place.first().as_ref().is_some_and(capitals);
    let is_agency = place.last().is_some_and(|word| AGENCIES.contains(word)) && dash <= 3;
    let is_bracket = bracket == 0 && dash == 3 && place.ends_with(&[")"]);
    (opens && !whole_line && named && (is_place || is_agency || is_bracket)).then_some(first + dash + 1)
}

/// Adds a sentence; one that is too long is cut at the likeliest places.
fn cut(mut sentence: Range<usize>, start_odds: &impl Fn(usize) -> f32, sentences: &mut Vec<Range<usize>>) {
    while sentence.len() > LONGEST {
        // Not at the very edges, or cutting would go on token by token.
        let places = sentence.start + LONGEST / 4..sentence.start + LONGEST;
        let best = places
            .max_by(|&a, &b| start_odds(a).total_cmp(&start_odds(b)))
            .unwrap_or(sentence.start + LONGEST);
        sentences.push(sentence.start..best);
        sentence.start = best;
    }
    if !sentence.is_empty() {
        sentences.push(sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::tokenize::tokenize;

    fn breaks(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        let gaps = gaps(text, &tokens);
        (1..tokens.len())
            .filter(|&i| gaps[i] == Gap::Line)
            .map(|i| tokens[i].of(text))
            .collect()
    }

    #[test]
    fn lines_end_sentences_but_wrapping_does_not() {
        assert_eq!(
            breaks("Talks fail\n\nMoscow said no.\nParis, too."),
            ["Moscow", "Paris"]
        );
        assert_eq!(breaks("Talks fail in\nthe night"), [""; 0]);
        let wrapped = "The delegations of the two countries met for a third day in the\n\
                       Swiss city on Friday, but the mediators said that the gap between\n\
                       Them had not narrowed since the beginning of the negotiations and\nThat was all.";
        assert_eq!(breaks(wrapped), [""; 0]);
    }

    #[test]
    fn datelines_stand_alone() {
        let dateline = |text: &str| {
            let tokens = tokenize(text);
            let words: Vec<&str> = tokens.iter().map(|token| token.of(text)).collect();
            let end = dateline_end(&words, &gaps(text, &tokens), 0)?;
            Some(text[..tokens[end].start].trim_end().to_owned())
        };
        for text in [
            "ANKARA (Reuters) -",
            "KABUL, Afghanistan --",
            "WASHINGTON/NEW YORK (Reuters) -",
            "GAZA CITY, Gaza Strip Sept. 7, 2004 -",
            "ABECHE, Chad, Sept 26 (AFP) --",
            "AP -",
            "(Reuters) -",
            "Canadian Press -",
        ] {
            assert_eq!(dateline(&format!("{text} The talks failed.")).as_deref(), Some(text));
        }
        for text in [
            "The Russian town of Beslan - Talks",
            "NATO - the alliance - met.",
            "NATO allies - Talks",
            "AP -",
            "UN\n\nTalks - Nothing",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }

    #[test]
    fn endless_sentences_are_cut() {
        let gaps = vec![Gap::Space; 1000];
        let found = sentences(&["word"; 1000], &gaps, |i| if i % 100 == 0 { -1.0 } else { -5.0 });
        assert!(
            found
                .iter()
                .all(|sentence| sentence.len() <= LONGEST && !sentence.is_empty())
        );
        assert_eq!(found.first(), Some(&(0..100)));
        assert_eq!(found.last().map(|sentence| sentence.end), Some(1000));
        assert!(found.windows(2).all(|pair| pair[0].end == pair[1].start));
    }
}
