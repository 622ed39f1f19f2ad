//! Offices -> `holds-office`.

use super::actors::Descent;
use super::frames::{Frames, Via};
use super::matcher::Candidate;
use crate::model::{Entity, Kind, Label, Mention, MentionForm, Title};

/// A candidate with the office that it is about.
pub struct OfficeCandidate {
    pub candidate: Candidate,
    pub office: Option<String>,
}

/// One candidate for every title whose holder and employer the document tells.
pub fn offices(frames: &Frames, relation: usize) -> Vec<OfficeCandidate> {
    let document = frames.document;
    let mut out = Vec::new();
    for title in &document.titles {
        let Some(holder) = title.holder else { continue };
        let told = title.serves.filter(|serves| *serves != holder);
        let serves = told
            .or_else(|| possessor(frames, title))
            .or_else(|| elsewhere(frames, &document.entities[holder]));
        if document.entities[holder].kind != Kind::Official {
            continue;
        }
        if let Some(chamber) = chamber(frames, title).filter(|chamber| Some(*chamber) != serves) {
            out.push(sitting(frames, title, holder, chamber, relation));
        }
        let Some(serves) = serves else { continue };
        let token = frames.tree.head_of(&title.tokens);
        let confidence = if told.is_some() { 0.92 } else { 0.75 };
        out.push(OfficeCandidate {
            candidate: Candidate {
                head: holder,
                tail: serves,
                relation,
                rule: None,
                trigger: token,
                head_token: token,
                tail_token: token,
                descents: (Descent::None, Descent::None),
                via: match told {
                    Some(_) if title.told => Via::Direct,
                    Some(_) => Via::Shared,
                    None => Via::Loose,
                },
                confidence: if title.former { confidence * 0.8 } else { confidence },
            },
            office: Some(title.office.clone()),
        });
    }
    governments(frames, relation, &mut out);
    out
}

/// "Senator Al Franken" sits in the Senate that the document names.
fn chamber(frames: &Frames, title: &Title) -> Option<usize> {
    let office = title.office.to_lowercase();
    let last = office.rsplit(' ').next().unwrap_or_default();
    let sought: &[&str] = match last.trim_end_matches('s') {
        "senator" | "sen" => &["senate", "congress"],
        "representative" | "congressman" | "congresswoman" | "rep" => &["house of representatives", "congress"],
        "mp" | "lawmaker" | "legislator" | "parliamentarian" => &["parliament", "commons", "congress", "assembly"],
        _ => return None,
    };
    let entities = &frames.document.entities;
    let is_chamber = |entity: &Entity, word: &str| {
        let entry = frames.lexicon.entry(&entity.key);
        let name = entity.name.to_lowercase();
        entity.kind == Kind::Organization
            && name.ends_with(word)
            && entry.is_none_or(|entry| &*entry.subtype == "legislature")
    };
    sought
        .iter()
        .find_map(|word| entities.iter().position(|entity| is_chamber(entity, word)))
}

fn sitting(frames: &Frames, title: &Title, holder: usize, chamber: usize, relation: usize) -> OfficeCandidate {
    let token = frames.tree.head_of(&title.tokens);
    OfficeCandidate {
        candidate: Candidate {
            head: holder,
            tail: chamber,
            relation,
            rule: None,
            trigger: token,
            head_token: token,
            tail_token: token,
            descents: (Descent::None, Descent::None),
            via: Via::Loose,
            confidence: 0.5,
        },
        office: Some(title.office.clone()),
    }
}

/// "the Trump administration", "the regime of Bashar al-Assad": whose government it is heads the state.
fn governments(frames: &Frames, relation: usize, out: &mut Vec<OfficeCandidate>) {
    let document = frames.document;
    let tree = &frames.tree;
    for noun in 0..document.tokens.len() {
        if !frames
            .lexicon
            .words()
            .has("government-nouns", &tree.lemma(noun).to_lowercase())
        {
            continue;
        }
        let is_official = |mention: &&Mention| document.entities[mention.entity].kind == Kind::Official;
        let owner = document.mentions.iter().filter(is_official).find(|mention| {
            let head = mention.head;
            let before = mention.tokens.end <= noun && noun - mention.tokens.end <= 1;
            let behind = head > noun && tree.label(head) == Label::Nmod && tree.preposition(head) == Some("of");
            mention.form == MentionForm::Name && tree.head(head) == Some(noun) && (before || behind)
        });
        // The name may stand within the state's own: "Trump administration" is the United States.
        let state = document.mentions.iter().find(|mention| {
            mention.head == noun && mention.tokens.start < noun && document.entities[mention.entity].kind == Kind::State
        });
        let named = state.and_then(|state| {
            let surname = document.token_text(state.tokens.start);
            let official =
                |entity: &&Entity| entity.kind == Kind::Official && entity.name.rsplit(' ').next() == Some(surname);
            document.entities.iter().position(|entity| official(&entity))
        });
        let Some(holder) = owner.map(|mention| mention.entity).or(named) else {
            continue;
        };
        let serves = state
            .map(|mention| mention.entity)
            .or_else(|| elsewhere(frames, &document.entities[holder]));
        let Some(serves) = serves else { continue };
        out.push(OfficeCandidate {
            candidate: Candidate {
                head: holder,
                tail: serves,
                relation,
                rule: None,
                trigger: noun,
                head_token: noun,
                tail_token: noun,
                descents: (Descent::Of, Descent::None),
                via: Via::Loose,
                confidence: 0.6,
            },
            office: None,
        });
    }
}

/// "The committee and its chairman, Devin Nunes": whom the pronoun or description before the title means.
fn possessor(frames: &Frames, title: &Title) -> Option<usize> {
    let document = frames.document;
    let head = frames.tree.head_of(&title.tokens);
    let owner = frames
        .tree
        .children_with(head, &[Label::NmodPoss, Label::Compound])
        .find(|child| *child < title.tokens.start)?;
    let mention = document.mentions.iter().find(|mention| mention.head == owner)?;
    let kind = document.entities[mention.entity].kind;
    matches!(kind, Kind::State | Kind::Organization | Kind::Group).then_some(mention.entity)
}

/// "President Bush" serves the United States if the document names them anywhere.
fn elsewhere(frames: &Frames, holder: &Entity) -> Option<usize> {
    let entry = frames.lexicon.entry(&holder.key)?;
    let by_state = entry.state.as_ref().map(|code| format!("state:{code}"));
    let entities = &frames.document.entities;
    let find = |key: &String| entities.iter().position(|entity| entity.key == *key);
    entry
        .parent
        .as_ref()
        .and_then(find)
        .or_else(|| by_state.as_ref().and_then(find))
}
