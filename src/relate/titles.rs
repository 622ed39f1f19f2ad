//! Offices -> `holds-office`.

use super::actors::Descent;
use super::frames::{Frames, Via};
use super::matcher::Candidate;
use crate::model::{Entity, Kind};

/// A candidate with the office that it is about.
pub struct OfficeCandidate {
    pub candidate: Candidate,
    pub office: String,
    pub former: bool,
}

/// One candidate for every title whose holder and employer the document tells.
pub fn offices(frames: &Frames, relation: usize) -> Vec<OfficeCandidate> {
    let document = frames.document;
    let mut out = Vec::new();
    for title in &document.titles {
        let Some(holder) = title.holder else { continue };
        let told = title.serves.filter(|serves| *serves != holder);
        let serves = told.or_else(|| elsewhere(frames, &document.entities[holder]));
        let Some(serves) = serves else { continue };
        if document.entities[holder].kind != Kind::Official {
            continue;
        }
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
                via: if told.is_some() { Via::Direct } else { Via::Loose },
                confidence: if title.former { confidence * 0.8 } else { confidence },
            },
            office: title.office.clone(),
            former: title.former,
        });
    }
    out
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
