use std::collections::HashMap;

use crate::lexicon::{Lexicon, fold};
use crate::model::{Appearance, Entity, Extraction, Kind, Name};

/// The entities of one article, each with the key of the node that it is: states by code, what the
/// lexicon knows by its key there, the rest by kind and folded name.
pub fn appearances(lexicon: &Lexicon, extraction: &Extraction) -> Vec<Appearance> {
    let mut held: HashMap<usize, Vec<&str>> = HashMap::new();
    for claim in extraction
        .claims
        .iter()
        .filter(|claim| &*claim.relation == "holds-office")
    {
        held.entry(claim.head).or_default().extend(claim.office.as_deref());
    }
    let entities = extraction.entities.iter().enumerate();
    entities
        .map(|(index, entity)| appearance(lexicon, entity, held.get(&index).map_or(&[], Vec::as_slice)))
        .collect()
}

/// All names that the lexicon gives to a node.
pub fn aliases(lexicon: &Lexicon, key: &str) -> Vec<Name> {
    let names = lexicon
        .entry(key)
        .map(|entry| entry.names.as_slice())
        .unwrap_or_default();
    names.iter().filter_map(|name| named(name)).collect()
}

fn appearance(lexicon: &Lexicon, entity: &Entity, held: &[&str]) -> Appearance {
    let mut names: Vec<Name> = Vec::with_capacity(entity.names.len() + 1);
    for name in std::iter::once(&entity.name)
        .chain(&entity.names)
        .filter_map(|name| named(name))
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let official = entity.kind == Kind::Official;
    let short = official && !entity.known && !fold(&entity.name).contains(' ');
    let mut appearance = Appearance {
        kind: entity.kind,
        name: entity.name.clone(),
        key: entity.key.clone(),
        code: entity.code.clone(),
        state: entity.state.clone(),
        known: entity.known,
        generic: false,
        surname: official
            .then(|| surname(&entity.name, &names))
            .filter(|name| !name.is_empty()),
        names,
        short,
        offices: if official { offices(held) } else { Vec::new() },
    };
    if short || is_common(entity) {
        tell_apart(lexicon, &mut appearance);
    }
    appearance
}

fn named(name: &str) -> Option<Name> {
    let folded = fold(name);
    // A name of signs alone folds to nothing and could be found by nobody.
    (!folded.is_empty()).then(|| Name {
        text: name.to_string(),
        folded,
    })
}

/// A surname alone, or a common noun ("rebels"), is a different thing in every state, so the state
/// becomes part of the key. A common noun without a state is marked, for it ties nothing together.
fn tell_apart(lexicon: &Lexicon, appearance: &mut Appearance) {
    match &appearance.state {
        Some(state) => {
            appearance.key = format!("{}@{state}", appearance.key);
            if !appearance.short {
                let entry = lexicon.entry(&format!("state:{state}"));
                let state = entry.map_or(state.as_str(), |entry| entry.name.as_str());
                appearance.name = format!("{} ({state})", appearance.name);
            }
        }
        None => appearance.generic = !appearance.short,
    }
}

/// A collective or thing that the text gives no name: every word of it is in lower case.
fn is_common(entity: &Entity) -> bool {
    let nameless = matches!(
        entity.kind,
        Kind::Group | Kind::Organization | Kind::Agreement | Kind::Event
    );
    nameless && !entity.known && !entity.name.chars().any(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The part of a full name that stands alone in the rest of the article ("Xi" of Xi Jinping), else
/// the last word.
fn surname(name: &str, names: &[Name]) -> String {
    let full = fold(name);
    let last = full.split(' ').next_back().unwrap_or_default();
    let alone = |word: &str| names.iter().any(|name| name.folded == word);
    let spoken = full.split(' ').find(|word| alone(word));
    if alone(last) { last } else { spoken.unwrap_or(last) }.to_string()
}

/// The offices that the article gives to an official, without the mark that they are past.
fn offices(held: &[&str]) -> Vec<String> {
    let mut offices: Vec<String> = held
        .iter()
        .map(|office| fold(office.strip_prefix("former ").unwrap_or(office)))
        .filter(|office| !office.is_empty())
        .collect();
    offices.sort();
    offices.dedup();
    offices
}
