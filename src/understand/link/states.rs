//! Which state a name means that is the end of another state's: "Korea" where the text speaks of North Korea.

use crate::lexicon::{Lexicon, fold};
use crate::model::Kind;
use crate::understand::mentions::{Draft, Reading};

/// What an ambiguous name of a state means in this text.
#[derive(Debug, PartialEq)]
pub enum Meant {
    Itself,
    /// The entry of the only state whose longer name the text has.
    Other(u32),
    /// The text names both.
    Unclear,
}

/// The states whose unambiguous names are in the text: the folded name, and the entry.
pub fn named_plainly(lexicon: &Lexicon, drafts: &[Draft]) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    for draft in drafts {
        let Reading::Known(names) = &draft.reading else {
            continue;
        };
        for name in names
            .iter()
            .map(|name| lexicon.name(*name))
            .filter(|name| !name.ambiguous)
        {
            if lexicon.entries()[name.entry as usize].kind == Kind::State {
                found.push((fold(&name.text), name.entry));
            }
        }
    }
    found
}

pub fn meant(lexicon: &Lexicon, plain: &[(String, u32)], name: u32) -> Meant {
    let name = lexicon.name(name);
    if !name.ambiguous || lexicon.entries()[name.entry as usize].kind != Kind::State {
        return Meant::Itself;
    }
    // "korea" and "korean" alike end the names of the North.
    let short = fold(&name.text);
    let stem = short.strip_suffix('s').unwrap_or(&short);
    let stem = stem.strip_suffix('n').unwrap_or(stem);
    let longer = |text: &str| {
        text.rsplit_once(' ')
            .is_some_and(|(_, last)| last.strip_prefix(stem).is_some_and(|rest| rest.len() <= 2))
    };
    let mut others: Vec<u32> = plain
        .iter()
        .filter(|(text, _)| longer(text))
        .map(|(_, entry)| *entry)
        .collect();
    others.sort_unstable();
    others.dedup();
    match others[..] {
        [one] if one != name.entry => Meant::Other(one),
        [_, _, ..] => Meant::Unclear,
        _ => Meant::Itself,
    }
}
