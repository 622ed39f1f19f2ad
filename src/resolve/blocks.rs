use super::sound::{skeleton, sound};
use crate::lexicon::{Lexicon, fold};
use crate::model::{Kind, Name, Profile};

/// Words that stand in one form of a body's name and not in the other.
const LOOSE: [&str; 13] = [
    "of",
    "the",
    "for",
    "and",
    "in",
    "on",
    "de",
    "la",
    "group",
    "movement",
    "party",
    "organization",
    "organisation",
];
/// What companies put behind their names, and papers leave out.
const COMPANY: [&str; 12] = [
    "company",
    "corp",
    "corporation",
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "co",
    "ag",
    "plc",
    "sa",
    "llc",
];
/// What stands behind a family name.
const SUFFIXES: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];
/// What stands before a family name and belongs to it or not, as the paper likes.
const PARTICLES: [&str; 14] = [
    "al", "el", "bin", "ibn", "von", "van", "de", "der", "da", "di", "la", "le", "ul", "abu",
];

/// Blocks that face each other: surnames alone and full names, acronyms and what they may stand for.
/// Those on one side are not compared among themselves.
const FACING: [(&str, &str); 2] = [("surname ", "family "), ("acronym ", "initials ")];

/// The block with which the keys of a block are compared: itself, or the one that faces it.
pub fn facing(block: &str) -> String {
    let faces = FACING.into_iter().flat_map(|(one, other)| [(one, other), (other, one)]);
    let mut faces = faces.filter_map(|(this, that)| Some(format!("{that}{}", block.strip_prefix(this)?)));
    faces.next().unwrap_or_else(|| block.to_string())
}

/// The drawers in which a key lies: only keys that share one are ever compared.
///
/// Officials lie by how surname and initial sound, and by the whole name; all else by its words,
/// with and without those that come and go, and by its initials.
pub fn blocks(profile: &Profile) -> Vec<String> {
    let mut blocks = Vec::new();
    let class = match profile.kind {
        // States are told apart by the lexicon; nobody is one by likeness.
        Kind::State => return blocks,
        Kind::Official => 'o',
        Kind::Organization | Kind::Group => 'b',
        Kind::Agreement | Kind::Event => 'd',
        Kind::Materiel => 'm',
        Kind::Place => 'p',
    };
    for name in profile.names.iter().filter(|name| is_name(name)) {
        if profile.kind == Kind::Official {
            let person = PersonName::of(&name.folded);
            let family = skeleton(person.family);
            let alone = if profile.short { "surname" } else { "family" };
            blocks.push(format!("{alone} {family}"));
            if let Some(initial) = person.given.chars().next() {
                blocks.push(format!("o {family} {initial}"));
            }
            blocks.push(format!("o = {}", sounds(&name.folded)));
            continue;
        }
        let words: Vec<&str> = name.folded.split(' ').collect();
        let firm: Vec<&str> = words.iter().copied().filter(|word| is_firm(word)).collect();
        for words in [&words, &firm] {
            let joined = skeleton(&words.concat());
            if joined.len() > 1 {
                blocks.push(format!("{class} {joined}"));
            }
            if class == 'b' && words.len() > 2 {
                let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
                blocks.push(format!("initials {initials}"));
            }
        }
        if class == 'b' && is_acronym(&name.text) {
            blocks.push(format!("acronym {}", name.folded));
        }
    }
    blocks.sort();
    blocks.dedup();
    blocks
}

/// The names by which a key is compared: those that articles use, then those that the lexicon gives
/// and that alone tell whom they mean.
pub fn all_names(lexicon: &Lexicon, key: &str, used: Vec<Name>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut given = super::aliases(lexicon, key);
    given.retain(|name| !lexicon.is_ambiguous(key, &name.text));
    for name in used.into_iter().chain(given) {
        if is_name(&name) && !names.iter().any(|known| known.folded == name.folded) {
            names.push(name);
        }
    }
    names
}

/// A common noun ("rebels", "peace deal") is called alike everywhere and means another thing each time.
fn is_name(name: &Name) -> bool {
    !name.folded.is_empty() && name.text.chars().any(|c| c.is_uppercase() || c.is_ascii_digit())
}

pub fn is_acronym(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| *c != '.').collect();
    (2..=7).contains(&letters.len()) && letters.iter().all(|c| c.is_ascii_uppercase())
}

/// How all words of a name sound together.
pub fn sounds(folded: &str) -> String {
    folded.split(' ').map(sound).collect::<Vec<_>>().join(" ")
}

/// A name without the words that come and go.
pub fn firm(folded: &str) -> String {
    let words: Vec<&str> = folded.split(' ').filter(|word| is_firm(word)).collect();
    words.join(" ")
}

/// A name without what companies put behind it.
pub fn without_company(folded: &str) -> String {
    let mut words: Vec<&str> = folded.split(' ').collect();
    while words.len() > 1
        && words
            .last()
            .is_some_and(|word| COMPANY.contains(word) || *word == "and")
    {
        words.pop();
    }
    words.join(" ")
}

fn is_firm(word: &str) -> bool {
    !LOOSE.contains(&word) && !COMPANY.contains(&word)
}

/// A folded personal name in its parts.
#[derive(Debug, PartialEq, Eq)]
pub struct PersonName<'a> {
    /// Empty where the family name stands alone.
    pub given: &'a str,
    pub middle: Vec<&'a str>,
    pub family: &'a str,
}

impl<'a> PersonName<'a> {
    pub fn of(folded: &'a str) -> Self {
        let mut words: Vec<&str> = folded.split(' ').collect();
        while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.contains(word)) {
            words.pop();
        }
        let family = words.pop().unwrap_or_default();
        let mut words = words.into_iter().filter(|word| !PARTICLES.contains(word));
        PersonName {
            given: words.next().unwrap_or_default(),
            middle: words.collect(),
            family,
        }
    }
}

/// Whether the folded text of two names is one but for spaces.
pub fn same_letters(one: &str, other: &str) -> bool {
    let letters = |text: &str| fold(text).replace(' ', "");
    letters(one) == letters(other)
}
