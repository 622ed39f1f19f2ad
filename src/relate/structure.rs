//! What the make of a name says: parties of an agreement, maker of a weapon, state of a place, party of a person.

use super::actors::Descent;
use super::frames::{Frames, Via};
use super::matcher::Candidate;
use super::membership;
use crate::lexicon::fold;
use crate::model::{Entity, Kind, Label, Mention, MentionForm};

/// Candidates that no rule proposes, because the words that show them are the names themselves.
pub fn structure(frames: &Frames) -> Vec<Candidate> {
    let types = frames.lexicon.relation_types();
    let type_of = |name: &str| types.iter().position(|relation| &*relation.name == name);
    let mut out = Vec::new();
    let document = frames.document;
    for (prefix, name) in [("anti-", "opposes"), ("pro-", "supports")] {
        if let Some(relation) = type_of(name) {
            prefixed(frames, prefix, relation, &mut out);
        }
    }
    for mention in &document.mentions {
        match document.entities[mention.entity].kind {
            Kind::Agreement => {
                if let Some(relation) = type_of("party-to") {
                    parties(frames, mention, relation, &mut out);
                }
            }
            Kind::Materiel => {
                if let Some(relation) = type_of("supplied") {
                    makers(frames, mention, relation, &mut out);
                }
            }
            Kind::Place => {
                if let Some(relation) = type_of("located-in") {
                    states_of_place(frames, mention, relation, &mut out);
                }
            }
            Kind::Group | Kind::Organization => {
                if let Some(relation) = type_of("member-of") {
                    membership::members(frames, mention, relation, &mut out);
                }
            }
            _ => {}
        }
    }
    out
}

/// "the anti-Assad opposition", "pro-Russian militias": the word before the hyphen says how they stand to whom the
/// word behind it names, if the document names him or it elsewhere.
fn prefixed(frames: &Frames, prefix: &str, relation: usize, out: &mut Vec<Candidate>) {
    let document = frames.document;
    for token in 0..document.tokens.len() {
        let word = document.token_text(token);
        let Some(stem) = word
            .get(..prefix.len())
            .filter(|start| start.eq_ignore_ascii_case(prefix))
            .and_then(|_| word.get(prefix.len()..))
        else {
            continue;
        };
        let known = frames.lexicon.find(stem);
        let folded = fold(stem);
        let is_meant = |entity: &Entity| {
            known.iter().any(|entry| entry.key == entity.key)
                || entity.names.iter().any(|name| fold(name) == folded)
                || (entity.kind == Kind::Official && entity.name.rsplit(' ').next().map(fold) == Some(folded.clone()))
        };
        let Some(tail) = document.entities.iter().position(is_meant) else {
            continue;
        };
        let bearer = document.mentions.iter().find(|mention| {
            mention.form != MentionForm::Pronoun
                && mention.entity != tail
                && (mention.tokens.contains(&token) && mention.head != token
                    || frames.tree.head(token) == Some(mention.head))
        });
        let Some(bearer) = bearer else { continue };
        out.push(Candidate {
            head: bearer.entity,
            tail,
            relation,
            rule: None,
            trigger: token,
            head_token: bearer.head,
            tail_token: token,
            descents: (Descent::None, Descent::Before),
            via: Via::Direct,
            confidence: 0.6,
        });
    }
}

pub(super) fn candidate(
    relation: usize,
    head: &Mention,
    tail: &Mention,
    trigger: usize,
    descent: Descent,
    confidence: f32,
) -> Candidate {
    Candidate {
        head: head.entity,
        tail: tail.entity,
        relation,
        rule: None,
        trigger,
        head_token: head.head,
        tail_token: tail.head,
        descents: (descent, Descent::None),
        via: Via::Direct,
        confidence,
    }
}

/// "the Russia-Turkey deal", "a ceasefire between Israel and Hamas", "its agreement with Iran".
fn parties(frames: &Frames, agreement: &Mention, relation: usize, out: &mut Vec<Candidate>) {
    let document = frames.document;
    let actors = |mention: &&Mention| {
        matches!(
            document.entities[mention.entity].kind,
            Kind::State | Kind::Organization | Kind::Group
        ) && mention.entity != agreement.entity
    };
    let inside: Vec<&Mention> = document
        .mentions
        .iter()
        .filter(|mention| agreement.tokens.start <= mention.tokens.start && mention.tokens.end <= agreement.tokens.end)
        .filter(actors)
        .collect();
    let confidence = if inside.len() > 1 { 0.85 } else { 0.5 };
    for party in &inside {
        out.push(candidate(
            relation,
            party,
            agreement,
            agreement.head,
            Descent::Before,
            confidence,
        ));
    }
    let frame = frames.frame(agreement.head);
    for filler in &frame.fillers {
        let role = filler.role.to_string();
        if !matches!(role.as_str(), "between" | "with" | "possessor" | "among") {
            continue;
        }
        for party in document
            .mentions
            .iter()
            .filter(|mention| mention.head == filler.token)
            .filter(actors)
        {
            if !inside.iter().any(|other| other.entity == party.entity) {
                out.push(candidate(relation, party, agreement, agreement.head, Descent::Of, 0.8));
            }
        }
    }
}

/// "the Russian S-400".
fn makers(frames: &Frames, materiel: &Mention, relation: usize, out: &mut Vec<Candidate>) {
    let document = frames.document;
    for maker in document
        .mentions
        .iter()
        .filter(|mention| document.entities[mention.entity].kind == Kind::State)
    {
        let before = maker.head < materiel.head && frames.tree.head(maker.head) == Some(materiel.head);
        let adjacent = maker.tokens.end == materiel.tokens.start && maker.form == MentionForm::Demonym;
        let modifies = matches!(
            frames.tree.label(maker.head),
            Label::Amod | Label::Compound | Label::NmodPoss
        );
        if (before && modifies) || adjacent {
            out.push(candidate(
                relation,
                maker,
                materiel,
                materiel.head,
                Descent::Before,
                0.7,
            ));
        }
    }
}

/// "Afrin, in north-west Syria", "the town of Reyhanli in southern Turkey": only words of place between the two.
fn is_behind(frames: &Frames, place: &Mention, state: &Mention) -> bool {
    let between = place.tokens.end..state.tokens.start;
    if between.is_empty() || between.len() > 8 {
        return false;
    }
    let mut says_where = false;
    between.into_iter().all(|token| {
        let word = frames.document.token_text(token).to_lowercase();
        let direction = word.split('-').all(|part| DIRECTIONS.contains(&part));
        says_where |= matches!(word.as_str(), "in" | ",");
        direction
            || matches!(
                word.as_str(),
                "in" | ","
                    | "the"
                    | "-"
                    | "of"
                    | "province"
                    | "region"
                    | "district"
                    | "area"
                    | "city"
                    | "town"
                    | "village"
                    | "part"
                    | "central"
                    | "far"
                    | "war-torn"
                    | "occupied"
                    | "neighbouring"
                    | "neighboring"
            )
    }) && says_where
}

const DIRECTIONS: [&str; 16] = [
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
];

/// "Najaf, Iraq", "the Iraqi city of Najaf", "Najaf in Iraq", "southern Iraq's Basra".
fn states_of_place(frames: &Frames, place: &Mention, relation: usize, out: &mut Vec<Candidate>) {
    let document = frames.document;
    let tree = &frames.tree;
    for state in document
        .mentions
        .iter()
        .filter(|mention| document.entities[mention.entity].kind == Kind::State)
    {
        let comma = place.tokens.end + 1 == state.tokens.start && document.token_text(place.tokens.end) == ",";
        let owner = tree.head(state.head) == Some(place.head)
            && matches!(
                tree.label(state.head),
                Label::NmodPoss | Label::Amod | Label::Compound | Label::Nmod | Label::Appos
            );
        // "the Iraqi city of Najaf": both hang on the common noun.
        let noun = tree.head(place.head);
        let sibling = noun.is_some()
            && tree.head(state.head) == noun
            && noun.is_some_and(|noun| {
                frames
                    .lexicon
                    .words()
                    .has("place-nouns", &tree.lemma(noun).to_lowercase())
            });
        let behind = is_behind(frames, place, state);
        // "left her home in Alabama for Syria": a place that is known lies where it lies.
        let elsewhere = {
            let known = document.entities[place.entity].state.as_deref();
            known.is_some() && known != document.entities[state.entity].code.as_deref()
        };
        if (comma || owner || sibling || behind) && !elsewhere {
            let mut found = candidate(
                relation,
                place,
                state,
                place.head,
                Descent::None,
                if comma { 0.6 } else { 0.7 },
            );
            found.trigger = place.head;
            out.push(found);
        }
    }
}
