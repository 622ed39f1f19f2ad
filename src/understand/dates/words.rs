use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Weekday;

use crate::model::{Tag, Token};

/// A document's tokens cut at every sign that is neither letter nor digit, so that "mid-January",
/// "2018-09-17" and "Sept." read alike however the tokeniser treats hyphens and stops.
pub struct Words<'t> {
    words: Vec<Word<'t>>,
    /// Whether a person named May is about, as Britain's prime minister once was.
    pub may_is_somebody: bool,
}

struct Word<'t> {
    text: &'t str,
    lower: Cow<'t, str>,
    token: usize,
    tag: Tag,
    start: usize,
    /// Whether the word starts and ends its token.
    opens: bool,
    closes: bool,
}

/// Stands between two paragraphs, so that no phrase and no clause runs across.
pub const PARAGRAPH: &str = "\n";

impl<'t> Words<'t> {
    pub fn new(text: &'t str, tokens: &[Token]) -> Self {
        let mut words: Vec<Word<'t>> = Vec::with_capacity(tokens.len() * 5 / 4);
        let mut end = 0;
        for (index, token) in tokens.iter().enumerate() {
            let surface = token.span.of(text);
            if surface.is_empty() {
                continue;
            }
            let gap = text.get(end..token.span.start).unwrap_or("");
            if gap.bytes().filter(|&byte| byte == b'\n').count() > 1 {
                words.push(Word::new(PARAGRAPH, index, Tag::Punct, end, true, true));
            }
            end = token.span.end;
            for part in parts(surface) {
                words.push(Word::new(
                    &surface[part.clone()],
                    index,
                    token.tag,
                    token.span.start + part.start,
                    part.start == 0,
                    part.end == surface.len(),
                ));
            }
        }
        let mut out = Words {
            words,
            may_is_somebody: false,
        };
        out.may_is_somebody = (0..out.len()).any(|at| out.is_somebody_may(at));
        out
    }

    fn is_somebody_may(&self, at: usize) -> bool {
        const TITLES: &str = "\
            theresa mrs ms mr miss minister pm premier dr sir lady secretary";
        const VERBS: &str = "\
            said says told insisted warned has had herself himself";
        if self.text(at) != "May" {
            return false;
        }
        let before = if self.prev(at) == "." {
            self.back(at, 2)
        } else {
            self.prev(at)
        };
        is_in(TITLES, before) || is_in(VERBS, self.lower(at + 1)) && !["in", "since", "last", "of"].contains(&before)
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The word in lower case; empty outside the text, as in the functions below.
    pub fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.lower)
    }

    pub fn text(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |word| word.text)
    }

    pub fn back(&self, at: usize, steps: usize) -> &str {
        at.checked_sub(steps).map_or("", |at| self.lower(at))
    }

    pub fn prev(&self, at: usize) -> &str {
        self.back(at, 1)
    }

    pub fn tag(&self, at: usize) -> Tag {
        self.words.get(at).map_or(Tag::X, |word| word.tag)
    }

    pub fn token(&self, at: usize) -> usize {
        self.words.get(at).map_or(0, |word| word.token)
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.text(at).starts_with(char::is_uppercase)
    }

    /// Whether the word stands for itself or opens a sentence: a capital says nothing there.
    pub fn is_first(&self, at: usize) -> bool {
        at == 0 || self.ends_clause(at - 1) || ["\"", "“", "‘", "-", "–", "—"].contains(&self.prev(at))
    }

    /// Whether no space stands between a word and the next.
    pub fn glued(&self, at: usize) -> bool {
        match (self.words.get(at), self.words.get(at + 1)) {
            (Some(word), Some(next)) => word.start + word.text.len() == next.start,
            _ => false,
        }
    }

    /// Whether a word closes a sentence or paragraph, or a clause that a colon or semicolon ends.
    pub fn ends_clause(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return true };
        // The stop of "U.S." stays in its token and ends nothing.
        matches!(word.text, "." | "!" | "?" | ";" | ":" | PARAGRAPH) && word.opens && word.closes
    }

    pub fn is_possessive(&self, at: usize) -> bool {
        matches!(self.lower(at), "'" | "’")
    }

    pub fn whole_tokens(&self, range: Range<usize>) -> bool {
        self.words.get(range.start).is_some_and(|word| word.opens)
            && self
                .words
                .get(range.end - 1)
                .is_some_and(|word| word.closes || self.is_possessive(range.end))
    }

    /// A number of so many digits.
    pub fn digits(&self, at: usize, count: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let text = self.text(at);
        let fits = count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse().ok()).flatten()
    }
}

impl<'t> Word<'t> {
    fn new(text: &'t str, token: usize, tag: Tag, start: usize, opens: bool, closes: bool) -> Self {
        let lower = if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.to_lowercase())
        };
        Word {
            text,
            lower,
            token,
            tag,
            start,
            opens,
            closes,
        }
    }
}

/// Runs of letters and digits, and every other sign by itself; white space is dropped.
fn parts(surface: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut in_run = false;
    for (at, c) in surface.char_indices() {
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(run) if c.is_alphanumeric() && in_run => run.end = end,
            _ if c.is_whitespace() => {}
            _ => out.push(at..end),
        }
        in_run = c.is_alphanumeric();
    }
    out
}

/// Whether a list of words parted by spaces holds a word.
pub fn is_in(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|listed| listed == word)
}

/// How surely a capitalised word names a month.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MonthName {
    Plain,
    /// Also a first name or an adjective: "April", "June", "August".
    Name,
    /// Also a verb, and "May" a surname.
    Word,
    Short,
}

pub fn month(words: &Words, at: usize) -> Option<(i8, MonthName)> {
    use MonthName::*;
    let (number, name) = match words.lower(at) {
        "january" => (1, Plain),
        "february" => (2, Plain),
        "march" => (3, Word),
        "april" => (4, Name),
        "may" => (5, Word),
        "june" => (6, Name),
        "july" => (7, Plain),
        "august" => (8, Name),
        "september" => (9, Plain),
        "october" => (10, Plain),
        "november" => (11, Plain),
        "december" => (12, Plain),
        "jan" => (1, Short),
        "feb" => (2, Short),
        "mar" => (3, Short),
        "apr" => (4, Short),
        "jun" => (6, Short),
        "jul" => (7, Short),
        "aug" => (8, Short),
        "sep" | "sept" => (9, Short),
        "oct" => (10, Short),
        "nov" => (11, Short),
        "dec" => (12, Short),
        _ => return None,
    };
    (name == Plain || words.is_capital(at)).then_some((number, name))
}

/// A weekday by its full name.
pub fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

pub fn is_short_weekday(word: &str) -> bool {
    ["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"].contains(&word)
}

pub fn is_part_of_day(word: &str) -> bool {
    ["morning", "afternoon", "evening", "night", "noon", "midnight"].contains(&word)
}

/// A count that is exact enough to reckon with.
pub fn count(words: &Words, at: usize) -> Option<i16> {
    const NAMES: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    match words.lower(at) {
        "a" | "an" => Some(1),
        "thirty" => Some(30),
        "forty" => Some(40),
        "fifty" => Some(50),
        "sixty" => Some(60),
        word => match NAMES.iter().position(|name| *name == word) {
            Some(index) => Some(index as i16 + 1),
            None => words.digits(at, 1..=3),
        },
    }
}
