//! What another coder took from an article -> claims: its events in our terms.

use crate::lexicon::{Lexicon, fold};
use crate::model::{Actor, Article, Claim, Entity, Event, Extraction, Kind, Modality, Span};

/// How far an event is believed whose file does not say: that of GDELT, which codes whatever any page
/// says by a list of verbs, and that of others.
const GDELT: f32 = 0.4;
const OTHERS: f32 = 0.6;

/// The claims of an article's events. An event between actors whom the lexicon does not know, or of a
/// kind that is no relation, is none.
pub fn coded(lexicon: &Lexicon, article: &Article) -> Extraction {
    let mut extraction = Extraction::default();
    for event in &article.events {
        let start = extraction.text.len();
        extraction.text.push_str(&event.text);
        let sentence = Span::new(start, extraction.text.len());
        extraction.text.push('\n');
        if let Some(claim) = claim(lexicon, event, sentence, &mut extraction.entities)
            && !is_told(lexicon, &extraction, &claim)
        {
            extraction.claims.push(claim);
        }
    }
    extraction
}

/// Whether a claim stands there already, perhaps from the other side: what two do together is an event
/// of each.
fn is_told(lexicon: &Lexicon, extraction: &Extraction, claim: &Claim) -> bool {
    let symmetric = lexicon
        .relation_types()
        .iter()
        .any(|kind| kind.name == claim.relation && kind.symmetric);
    extraction.claims.iter().any(|other| {
        let ends = (other.head, other.tail);
        let same = ends == (claim.head, claim.tail) || symmetric && ends == (claim.tail, claim.head);
        let said = claim.sentence.of(&extraction.text) == other.sentence.of(&extraction.text);
        same && said && other.relation == claim.relation && other.polarity == claim.polarity
    })
}

fn claim(lexicon: &Lexicon, event: &Event, sentence: Span, entities: &mut Vec<Entity>) -> Option<Claim> {
    let codes = lexicon.codes();
    let own = lexicon
        .relation_types()
        .iter()
        .find(|kind| event.relation.as_deref() == Some(&kind.name));
    let reading = codes.reading(event.cameo.as_deref(), event.plover.as_deref(), event.mode.as_deref());
    let (relation, turned, modality) = match (own, reading) {
        (Some(own), _) => (own.name.clone(), false, None),
        (None, Some(reading)) => {
            let kind = lexicon
                .relation_types()
                .iter()
                .find(|kind| *kind.name == *reading.relation)?;
            (kind.name.clone(), reading.turned, reading.modality)
        }
        (None, None) => return None,
    };
    let ends = [entity(lexicon, &event.source)?, entity(lexicon, &event.target)?];
    if ends[0].key == ends[1].key {
        return None;
    }
    let [source, target] = ends.map(|entity| put(entities, entity));
    let (head, tail) = if turned { (target, source) } else { (source, target) };
    let code = event.cameo.as_deref().or(event.plover.as_deref()).unwrap_or("record");
    Some(Claim {
        head,
        relation,
        tail,
        polarity: event.polarity,
        modality: event.modality.or(modality).unwrap_or(Modality::Actual),
        speaker: None,
        office: None,
        date: event.date,
        sentence,
        evidence: sentence,
        confidence: event
            .confidence
            .unwrap_or(if event.coder == "gdelt" { GDELT } else { OTHERS }),
        rule: format!("{}/{code}", event.coder).into(),
    })
}

/// The index of an entity, which is added if it is new.
fn put(entities: &mut Vec<Entity>, entity: Entity) -> usize {
    if let Some(index) = entities.iter().position(|other| other.key == entity.key) {
        let known = &mut entities[index].names;
        known.extend(
            entity
                .names
                .into_iter()
                .filter(|name| !known.contains(name))
                .collect::<Vec<_>>(),
        );
        return index;
    }
    entities.push(entity);
    entities.len() - 1
}

/// Who an actor is: whom the lexicon knows by this name, else the state that it acts for, else a group
/// of its role in the state.
fn entity(lexicon: &Lexicon, actor: &Actor) -> Option<Entity> {
    let state = actor.state.as_deref().and_then(|state| state_of(lexicon, state));
    // `IGOUNO`: a role where a state's code would stand.
    let role = actor
        .role
        .as_deref()
        .or(actor.state.as_deref().filter(|_| state.is_none()));
    let role = role.and_then(|role| lexicon.codes().role(role));
    let name = actor.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if let Some(name) = name {
        let of_state = |other: &Option<String>| state.is_none() || other.is_none() || *other == state;
        let named = lexicon.find(name).into_iter().find(|entry| {
            let kind = actor.kind.is_none_or(|kind| kind == entry.kind);
            let acts = actor.kind.is_some() || entry.kind.is_actor();
            kind && acts && of_state(&entry.state) && of_state(&entry.code)
        });
        if let Some(entry) = named {
            return Some(known(lexicon, &entry.key, name));
        }
        if let Some(kind) = actor.kind.filter(|kind| *kind != Kind::State) {
            return Some(unknown(kind, name, state));
        }
    }
    match (state, role) {
        (Some(state), None | Some((_, true))) => {
            let name = lexicon.state(&state)?.name.clone();
            Some(known(lexicon, &format!("state:{state}"), &name))
        }
        // "rebels" are others in every state, as in a text.
        (Some(state), Some((role, false))) => Some(unknown(Kind::Group, role, Some(state))),
        // A body without a state is one only if it has a name of its own.
        (None, Some((_, false))) => {
            let name = name.filter(|name| name.contains(' '))?;
            Some(unknown(Kind::Organization, &titled(name), None))
        }
        (None, _) => None,
    }
}

/// The state of an ISO 3166 or Correlates-of-War code, or of a name.
fn state_of(lexicon: &Lexicon, text: &str) -> Option<String> {
    if let Some(state) = lexicon.state(&text.to_uppercase()) {
        return state.code.clone();
    }
    if let Ok(number) = text.parse::<u16>() {
        let entry = lexicon
            .entries()
            .iter()
            .find(|entry| entry.kind == Kind::State && entry.cow == Some(number))?;
        return entry.code.clone();
    }
    let named = lexicon.find(text).into_iter().find(|entry| entry.kind == Kind::State);
    named.and_then(|entry| entry.code.clone())
}

fn known(lexicon: &Lexicon, key: &str, name: &str) -> Entity {
    let entry = lexicon.entry(key);
    Entity {
        kind: entry.map_or(Kind::State, |entry| entry.kind),
        name: entry.map_or(name, |entry| &entry.name).into(),
        key: key.into(),
        code: entry.and_then(|entry| entry.code.clone()),
        state: entry.and_then(|entry| entry.state.clone()),
        names: vec![name.into()],
        gender: entry.and_then(|entry| entry.gender),
        known: entry.is_some(),
    }
}

fn unknown(kind: Kind, name: &str, state: Option<String>) -> Entity {
    Entity {
        kind,
        name: name.into(),
        key: format!("{kind}:{}", fold(name)),
        code: None,
        state,
        names: vec![name.into()],
        gender: None,
        known: false,
    }
}

/// A name that GDELT writes in capitals as news writes it.
fn titled(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.into();
    }
    let words = name.split(' ').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(String::from).unwrap_or_default();
        first + &letters.as_str().to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::coded;
    use crate::lexicon::Lexicon;
    use crate::model::{Actor, Article, Event};

    #[test]
    fn events_of_others_are_relations_of_ours() {
        let lexicon = Lexicon::embedded();
        let actor = |text: &str| {
            let mut parts = text.split('/');
            let mut part = || parts.next().filter(|part| !part.is_empty()).map(String::from);
            Actor {
                name: part(),
                state: part(),
                role: part(),
                kind: None,
            }
        };
        let check = |source: &str, code: &str, target: &str, expected: &str| {
            let (plover, mode) = code.split_once('-').unwrap_or((code, ""));
            let is_cameo = code.starts_with(|c: char| c.is_ascii_digit());
            let event = Event {
                source: actor(source),
                target: actor(target),
                cameo: is_cameo.then(|| code.into()),
                plover: (!is_cameo).then(|| plover.into()),
                mode: Some(mode.to_string()).filter(|mode| !mode.is_empty()),
                text: "x".into(),
                ..Event::default()
            };
            let article = Article {
                events: vec![event],
                ..Article::default()
            };
            let found = coded(lexicon, &article);
            let claims = found.claims.iter().map(|claim| {
                let name = |index: usize| {
                    format!(
                        "{} ({})",
                        found.entities[index].name,
                        found.entities[index].state.as_deref().unwrap_or("-")
                    )
                };
                format!(
                    "{} {} {} {}",
                    name(claim.head),
                    claim.relation,
                    name(claim.tail),
                    claim.modality.name()
                )
            });
            assert_eq!(
                claims.collect::<Vec<_>>().join("; "),
                expected,
                "{source} {code} {target}"
            );
        };
        check(
            "TURKEY/TUR/",
            "190",
            "SYRIA/SYR/",
            "Turkey (TUR) attacks Syria (SYR) actual",
        );
        check(
            "PRESIDENT/TUR/GOV",
            "043",
            "RUSSIA/RUS/",
            "Russia (RUS) visited Turkey (TUR) actual",
        );
        check(
            "/TUR/MIL",
            "036",
            "/RUS/GOV",
            "Turkey (TUR) met-with Russia (RUS) planned",
        );
        check(
            "REBEL/SYR/REB",
            "183",
            "SYRIA/SYR/GOV",
            "rebels (SYR) attacks Syria (SYR) actual",
        );
        check(
            "NATO//IGO",
            "1122",
            "RUSSIA/RUS/",
            "NATO (-) accuses Russia (RUS) actual",
        );
        check(
            "Vladimir Putin/RUS/GOV",
            "CONSULT-visit",
            "/Turkey/",
            "Vladimir Putin (RUS) visited Turkey (TUR) actual",
        );
        check("/640/", "AID", "/365/", "Turkey (TUR) aided Russia (RUS) actual");
        check(
            "SOME BODY OF TRADE/IGO/",
            "AGREE",
            "/TUR/",
            "Some Body Of Trade (-) agreed-with Turkey (TUR) actual",
        );
        check("TURKEY/TUR/", "010", "SYRIA/SYR/", "");
        check("PRESIDENT//", "190", "SYRIA/SYR/", "");
        check("TURKEY/TUR/", "190", "ANKARA/TUR/", "");
        check("TURKEY/TUR/", "ENIGMA", "/SYR/", "");
    }
}
