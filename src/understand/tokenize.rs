//! Words of raw text, cut as the English Web Treebank cuts them, except that names stay whole.
//!
//! Contractions and possessives are cut off ("do n't", "Turkey 's"), most hyphenated compounds are cut
//! at the hyphen ("Moscow - backed", "US - led"), and names with digits or an Arabic article are not
//! ("S-400", "al-Assad"). Every character that is not blank belongs to exactly one token.

use super::abbreviations::{Next, owns_period};
use crate::model::Span;

/// Prefixes that stay on their word, as in the treebank ("non-lethal", "ex-minister").
const PREFIXES: &[&str] = &[
    "non", "mid", "pre", "anti", "re", "co", "post", "multi", "pro", "ex", "semi", "sub", "neo", "e", "un", "inter",
    "intra", "vice", "counter", "cross", "ultra", "mini", "micro", "socio", "psycho", "de", "bi", "tri", "trans",
];

/// Arabic and similar particles that stay on a name ("al-Assad", "ez-Zor").
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ol", "as", "ash", "es", "esh", "az", "ez", "ad", "ed", "ar", "er", "an", "en", "at", "et",
    "abd", "bin", "ibn",
];

/// What is cut off after an apostrophe.
const CLITICS: &[&str] = &["s", "m", "d", "ll", "re", "ve"];

/// Words that are two, and where the second begins.
const FUSED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("dont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("wasnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("havent", 4),
    ("hasnt", 3),
    ("arent", 3),
    ("wont", 2),
    ("cant", 2),
    ("im", 1),
    ("ive", 1),
    ("thats", 4),
    ("lemme", 3),
    ("gimme", 3),
];

/// Endings of host names: "Amazon.com" is one word.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "co", "info", "tv", "uk", "ru", "de", "eu",
];

/// The tokens of `text` in order. They never overlap, and only blanks lie between them.
pub fn tokenize(text: &str) -> Vec<Span> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut position = 0;
    while position < text.len() {
        let rest = &text[position..];
        let chunk = rest.find(is_blank).unwrap_or(rest.len());
        if chunk == 0 {
            position += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        Chunk {
            text,
            end: position + chunk,
        }
        .cut(position, &mut tokens);
        position += chunk;
    }
    tokens
}

/// Blanks separate tokens and belong to none: white space, control characters, invisible marks.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
        )
}

/// A stretch without blanks, cut from left to right.
struct Chunk<'t> {
    text: &'t str,
    end: usize,
}

impl Chunk<'_> {
    fn cut(&self, start: usize, tokens: &mut Vec<Span>) {
        let mut at = start;
        while at < self.end {
            let length = self.address(at).or_else(|| self.emoticon(at)).unwrap_or(0);
            if length > 0 {
                tokens.push(Span::new(at, at + length));
                at += length;
                continue;
            }
            let after = if self.starts_word(at) {
                self.word(at)
            } else {
                self.mark(at, at == start)
            };
            self.push_word(at, after, tokens);
            at = after;
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end)?.chars().next()
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// "'90s" starts with an apostrophe but is a word.
    fn starts_word(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_alphanumeric)
    }

    /// The length of a web or mail address at `at`.
    fn address(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..self.end];
        let starts = |prefix: &str| rest.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
        let is_link = starts("http://") || starts("https://") || starts("ftp://") || starts("www.");
        let is_handle = rest.starts_with('@') && rest[1..].starts_with(char::is_alphanumeric);
        let is_mail = || {
            rest.starts_with(char::is_alphanumeric)
                && rest.find('@').is_some_and(|at| {
                    rest[..at].chars().all(|c| c.is_alphanumeric() || "._+-".contains(c))
                        && rest[at + 1..].contains('.')
                })
        };
        if !(is_link || is_handle || is_mail()) {
            return None;
        }
        let stop = rest.find(['"', '<', '>', '”', '“', '’', '…']).unwrap_or(rest.len());
        let body = rest[..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        (!body.is_empty()).then_some(body.len())
    }

    fn emoticon(&self, at: usize) -> Option<usize> {
        const EMOTICONS: &[&str] = &[
            ":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":/", "<3", ":')", "=)", ":o)",
        ];
        let rest = &self.text[at..self.end];
        EMOTICONS.contains(&rest).then_some(rest.len())
    }

    /// The end of the word that starts at `start`.
    fn word(&self, start: usize) -> usize {
        let mut at = start;
        // Where the part since the last hyphen began.
        let mut part = start;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            if c.is_alphanumeric() || is_joiner(c) || c == '_' {
                at = next;
                continue;
            }
            let following = self.char_at(next);
            let keeps = match c {
                '.' => match self.period(start, at, following) {
                    Period::Inside => true,
                    Period::Final => return next,
                    Period::Not => false,
                },
                ',' => {
                    self.digits_around(at, next)
                        && self.text[next..self.end].bytes().take_while(u8::is_ascii_digit).count() >= 3
                }
                ':' | '/' => self.digits_around(at, next),
                '\'' | '’' if self.negation_follows(at, next) => {
                    // "do n't": the cut is before the "n".
                    return if at - 1 > start { at - 1 } else { next + 1 };
                }
                '\'' | '’' => following.is_some_and(char::is_alphabetic) && !self.clitic_follows(next),
                '&' => {
                    self.char_before(at).is_some_and(char::is_uppercase) && following.is_some_and(char::is_uppercase)
                }
                '*' => {
                    following.is_some_and(|c| c.is_alphabetic() || c == '*')
                        && self.char_before(at).is_some_and(|c| c != '*' || next - start < 12)
                }
                '-' | '‑' => {
                    let keeps =
                        following.is_some_and(char::is_alphanumeric) && self.keeps_hyphen(start, part, at, next);
                    if keeps {
                        part = next;
                    }
                    keeps
                }
                _ => false,
            };
            if !keeps {
                break;
            }
            at = next;
        }
        at
    }

    fn digits_around(&self, at: usize, next: usize) -> bool {
        self.char_before(at).is_some_and(|c| c.is_ascii_digit())
            && self.char_at(next).is_some_and(|c| c.is_ascii_digit())
    }

    /// What the period at `at` is to the word that began at `start`.
    fn period(&self, start: usize, at: usize, following: Option<char>) -> Period {
        let before = &self.text[start..at];
        if let Some(c) = following.filter(|c| c.is_alphanumeric()) {
            if c.is_ascii_digit() && before.ends_with(|c: char| c.is_ascii_digit()) {
                return Period::Inside;
            }
            let single = |s: &str| s.chars().count() == 1;
            let right = self.letters(at + 1);
            let left = before.rsplit('.').next().unwrap_or(before);
            let is_initials =
                single(left) && left.chars().all(char::is_alphabetic) && (single(right) || before.contains('.'));
            if is_initials || DOMAINS.contains(&right) || before == "Ph" || before == "a.k" {
                return Period::Inside;
            }
            if owns_period(before, Next::Other) {
                return Period::Final;
            }
            // File names and newsgroups ("notes.doc") go on in lower case, a sentence without a space does not.
            return if c.is_lowercase() { Period::Inside } else { Period::Not };
        }
        // "..." is never part of a word.
        if following == Some('.') {
            return Period::Not;
        }
        if owns_period(before, self.next_kind(at + 1)) {
            Period::Final
        } else {
            Period::Not
        }
    }

    fn next_kind(&self, after: usize) -> Next {
        let rest = &self.text[after..];
        match rest.char_indices().find(|(_, c)| !is_blank(*c)) {
            None => Next::End,
            Some((offset, _)) if rest[..offset].contains('\n') => Next::End,
            Some((_, c)) if c.is_ascii_digit() => Next::Digit,
            Some((_, c)) if c.is_uppercase() => Next::Upper,
            Some(_) => Next::Other,
        }
    }

    /// Whether "s", "ll" and the like stand alone at `next`, after an apostrophe.
    fn clitic_follows(&self, next: usize) -> bool {
        let letters = self.letters(next);
        CLITICS.iter().any(|clitic| letters.eq_ignore_ascii_case(clitic))
    }

    /// Whether the apostrophe at `at` is that of "n't".
    fn negation_follows(&self, at: usize, next: usize) -> bool {
        self.letters(next).eq_ignore_ascii_case("t") && matches!(self.char_before(at), Some('n' | 'N'))
    }

    /// The letters and digits at `at`.
    fn letters(&self, at: usize) -> &str {
        let rest = &self.text[at..self.end];
        &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())]
    }

    /// Whether the hyphen at `at` stays inside the word; the part before it began at `part`.
    fn keeps_hyphen(&self, start: usize, part: usize, at: usize, next: usize) -> bool {
        let left = &self.text[part..at];
        let rest = &self.text[next..self.end];
        let right = self.letters(next);
        let is_number = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let in_list = |list: &[&str]| list.iter().any(|word| left.eq_ignore_ascii_case(word));
        if is_number(left) {
            // Telephone numbers and ISO dates stay whole, ranges and scores do not.
            let is_long = rest[right.len()..].starts_with('-') || part > start;
            return is_number(right) && (is_long || left.len() == 3 && right.len() == 4);
        }
        if right.starts_with(|c: char| c.is_ascii_digit()) {
            // "S-400", "MiG-29", "COVID-19"; "mid-2014" is caught by the prefixes.
            return left.chars().any(char::is_uppercase) && left.chars().count() <= 5 || in_list(PREFIXES);
        }
        if in_list(PARTICLES) && right.starts_with(char::is_uppercase) {
            return true;
        }
        // "UN-backed" is no "un-".
        in_list(PREFIXES) && left != "UN"
    }

    /// The end of the mark at `at`: a run of one punctuation sign, or a single other character.
    fn mark(&self, at: usize, leads: bool) -> usize {
        let Some(first) = self.char_at(at) else { return self.end };
        let next = at + first.len_utf8();
        if matches!(first, '\'' | '’' | '‘') {
            if !leads && first != '‘' && self.clitic_follows(next) {
                return next + self.letters(next).len();
            }
            let rest = &self.text[next..self.end];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 2 {
                // "'90s"
                return next + 2 + usize::from(rest[2..].starts_with('s'));
            }
            if rest.starts_with(first) && first != '‘' {
                return next + first.len_utf8();
            }
            return next;
        }
        let runs = |same: &dyn Fn(char) -> bool| {
            let rest = &self.text[next..self.end];
            next + rest.find(|c| !same(c)).unwrap_or(rest.len())
        };
        match first {
            '.' | '-' | '=' | '_' | '*' | '~' | '#' | '+' | '`' | '>' | '<' | '—' | '–' | '$' => {
                runs(&|c| c == first)
            }
            '!' | '?' => runs(&|c| matches!(c, '!' | '?')),
            _ => runs(&|c| is_joiner(c)),
        }
    }

    /// Adds the word between `at` and `after`, cut where it is two.
    fn push_word(&self, at: usize, after: usize, tokens: &mut Vec<Span>) {
        let word = &self.text[at..after];
        let cut = fused(word).or_else(|| clock(word));
        match cut {
            Some(cut) if word.is_char_boundary(cut) && cut > 0 && cut < word.len() => {
                tokens.push(Span::new(at, at + cut));
                tokens.push(Span::new(at + cut, after));
            }
            _ => tokens.push(Span::new(at, after)),
        }
    }
}

enum Period {
    Inside,
    Final,
    Not,
}

/// Marks that modify the character before them: accents, emoji variation and joiners.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn fused(word: &str) -> Option<usize> {
    if word.len() > 8 {
        return None;
    }
    FUSED
        .iter()
        .find(|(whole, _)| word.eq_ignore_ascii_case(whole))
        .map(|(_, cut)| *cut)
}

/// "6pm" is a number and a half of the day, "5km" a number and a unit.
fn clock(word: &str) -> Option<usize> {
    let digits = word
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b':' || *b == b'.')
        .count();
    if digits == 0 {
        return None;
    }
    let unit = word[digits..].to_ascii_lowercase();
    matches!(
        unit.as_str(),
        "am" | "pm" | "a.m." | "p.m." | "km" | "kg" | "km/h" | "mph"
    )
    .then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        let words: Vec<&str> = tokenize(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(words.join(" "), expected, "{text}");
    }

    #[test]
    fn words_and_marks() {
        check("", "");
        check(" \t\n", "");
        check("Turkey and Russia met.", "Turkey and Russia met .");
        check("Really?! (No...)", "Really ?! ( No ... )");
        check("talks—long ones—failed", "talks — long ones — failed");
        check("war -- and peace", "war -- and peace");
        check("“Never,” he said", "“ Never , ” he said");
        check("'no'", "' no '");
        check("and/or 9/11", "and / or 9/11");
        check("20%", "20 %");
        check("Moscow\u{a0}said\u{200b}so", "Moscow said so");
        check("👍🏽 ok", "👍🏽 ok");
    }

    #[test]
    fn contractions_and_possessives() {
        check("don't can't won't isn’t", "do n't ca n't wo n't is n’t");
        check("cannot gonna", "can not gon na");
        check("Turkey's Russia’s", "Turkey 's Russia ’s");
        check("officials' Guinness'", "officials ' Guinness '");
        check("we'll they've I'd", "we 'll they 've I 'd");
        check("O'Brien al-Qa'ida", "O'Brien al-Qa'ida");
        check("the '90s", "the '90s");
    }

    #[test]
    fn abbreviations_keep_their_period() {
        check("Gen. Smith of the U.S. Army.", "Gen. Smith of the U.S. Army .");
        check("Mr. George W. Bush", "Mr. George W. Bush");
        check("at 5 p.m. on Oct. 31.", "at 5 p.m. on Oct. 31 .");
        check("made in the U.S.", "made in the U.S.");
        check("No. 5 is no. It ends.", "No. 5 is no . It ends .");
        check("wait...", "wait ...");
        check("said.Then", "said . Then");
        check("notes.doc www.un.org.", "notes.doc www.un.org .");
    }

    #[test]
    fn hyphens() {
        check("Moscow-backed US-led", "Moscow - backed US - led");
        check("Russian-made S-400s", "Russian - made S-400s");
        check("S-400 F-35 MiG-29 COVID-19 G-20", "S-400 F-35 MiG-29 COVID-19 G-20");
        check("al-Assad Al-Qaeda ez-Zor", "al-Assad Al-Qaeda ez-Zor");
        check(
            "non-lethal ex-minister mid-2014 pro-regime",
            "non-lethal ex-minister mid-2014 pro-regime",
        );
        check("vice-president", "vice-president");
        check("16-nation 5-10", "16 - nation 5 - 10");
        check("2020-02-15 555-1234", "2020-02-15 555-1234");
        check("so- called", "so - called");
    }

    #[test]
    fn money_numbers_and_datelines() {
        check("$10bn (£7.6bn) €5m US$3", "$ 10bn ( £ 7.6bn ) € 5m US $ 3");
        check("1,200 troops,then", "1,200 troops , then");
        check("at 10:30 for 6pm", "at 10:30 for 6 pm");
        check("ANKARA (Reuters) - Turkey", "ANKARA ( Reuters ) - Turkey");
        check("KIRKUK, Iraq, Nov 2 (AFP) -", "KIRKUK , Iraq , Nov 2 ( AFP ) -");
        check("a@b.com http://x.y/z?q=1.", "a@b.com http://x.y/z?q=1 .");
    }

    proptest! {
        #[test]
        fn tokens_cover_all_but_blanks(text in "\\PC*|[a-zA-Z0-9.,'’\\-$(): \n\u{a0}\u{300}👍n]{0,60}") {
            let mut end = 0;
            for span in tokenize(&text) {
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                prop_assert!(span.start >= end && span.start < span.end);
                prop_assert!(text[end..span.start].chars().all(is_blank));
                end = span.end;
            }
            prop_assert!(text[end..].chars().all(is_blank));
        }
    }
}
