//! Claim -> the codes of event data; entity -> CAMEO's actor code.

use crate::lexicon::{Lexicon, name_words};
use crate::model::{Claim, Codes, Entity, Kind, Modality, Polarity};

/// The codes of a claim: those of the rule that shows it, else of its type.
///
/// What is planned has the CAMEO code of the intent where there is one. What is denied keeps the code of the act
/// that it denies, but has no quad class and no weight: nothing happened.
pub fn codes(lexicon: &Lexicon, claim: &Claim, sentence: &str) -> Codes {
    let Some(kind) = lexicon.relation_types().iter().find(|kind| kind.name == claim.relation) else {
        return Codes::default();
    };
    let tables = lexicon.codes();
    let rule = lexicon.rules().named(&claim.rule);
    // What another coder said keeps its code: `gdelt/0231`.
    let coded = claim
        .rule
        .split_once('/')
        .and_then(|(_, code)| tables.event(code))
        .map(|event| &event.code);
    let act = rule
        .and_then(|rule| rule.cameo.as_ref())
        .or(coded)
        .or(kind.cameo.as_ref());
    let event = act.and_then(|code| tables.event(code));
    let plover = event.and_then(|event| event.root.as_ref()).or(kind.plover.as_ref());
    let mode = rule
        .and_then(|rule| rule.mode.as_ref())
        .or_else(|| event.and_then(|event| event.mode.as_ref()))
        .filter(|mode| plover.is_some_and(|root| tables.check_root(root, Some(mode)).is_none()));
    let intent = event
        .filter(|_| claim.modality == Modality::Planned)
        .and_then(|event| event.intent.as_ref());
    let cameo = intent.or(act);
    let happened = claim.polarity == Polarity::Affirmed;
    let weight = match cameo.and_then(|code| tables.event(code)) {
        Some(event) => event.goldstein,
        None => kind.goldstein.filter(|_| plover.is_some()),
    };
    let class = plover.and_then(|_| kind.class.quad_class());
    let words: Vec<String> = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    Codes {
        plover: plover.cloned(),
        mode: mode.cloned(),
        contexts: plover.map(|_| tables.contexts(&words)).unwrap_or_default(),
        cameo: cameo.cloned(),
        quad: cameo.map_or(class, |code| quad(code)).filter(|_| happened),
        goldstein: weight.filter(|_| happened),
    }
}

/// The quad class of a CAMEO code, by its first two digits.
fn quad(code: &str) -> Option<u8> {
    match code.get(..2)?.parse().ok()? {
        1..=5u8 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        14..=20 => Some(4),
        _ => None,
    }
}

/// CAMEO's actor code: a state's ISO code with the role of who acts for it or in it (TUR, RUSGOV, SYRREB), IGO for
/// bodies of several states; empty for what is no actor.
pub fn actor(lexicon: &Lexicon, entities: &[Entity], claims: &[Claim], index: usize) -> String {
    let Some(entity) = entities.get(index) else {
        return String::new();
    };
    let state = entity.state.as_deref().unwrap_or_default();
    match entity.kind {
        Kind::State => entity.code.clone().unwrap_or_default(),
        Kind::Official => {
            let office = claims.iter().find(|claim| {
                claim.head == index && &*claim.relation == "holds-office" && claim.polarity == Polarity::Affirmed
            });
            let served = office.and_then(|claim| entities.get(claim.tail));
            match (office, served) {
                (Some(claim), Some(body)) if body.kind != Kind::State && body.kind != Kind::Official => {
                    actor(lexicon, entities, claims, claim.tail)
                }
                (Some(claim), Some(body)) => {
                    let title = claim.office.as_deref().unwrap_or_default().to_lowercase();
                    let role = match title.strip_prefix("former ") {
                        Some(_) => "ELI",
                        None => role_of_office(lexicon, &title).unwrap_or("GOV"),
                    };
                    format!("{}{role}", body.code.as_deref().unwrap_or(state))
                }
                _ => state.to_string(),
            }
        }
        Kind::Organization | Kind::Group => {
            let entry = lexicon.entry(&entity.key);
            let of_type = entry.and_then(|entry| lexicon.codes().role_of_type(&entry.subtype));
            let noun = entity.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            let role = of_type
                .or_else(|| lexicon.codes().role_of_noun(&noun))
                .unwrap_or_default();
            format!("{state}{role}")
        }
        // What is done in a place is done to its state.
        Kind::Place => state.to_string(),
        Kind::Agreement | Kind::Materiel | Kind::Event => String::new(),
    }
}

/// The role of an office: its title, or the longest end of it, as in "acting foreign minister".
fn role_of_office<'l>(lexicon: &'l Lexicon, title: &str) -> Option<&'l str> {
    let words = name_words(title);
    let office = (0..words.len()).find_map(|start| lexicon.offices().get(&words[start..]))?;
    lexicon.codes().role_of_rank(&office.rank)
}

#[cfg(test)]
mod tests;
