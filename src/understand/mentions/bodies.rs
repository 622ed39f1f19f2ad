//! Bodies of bodies: "House panel" is neither the House nor any panel.

use super::{Draft, Finder, Reading};
use crate::model::{Kind, Label, MentionForm};

impl Finder<'_> {
    /// A chamber that only says whose committee it is gives way to the committee.
    pub(super) fn bodies_of_bodies(&self, drafts: &mut Vec<Draft>) {
        let mut bodies = Vec::new();
        drafts.retain(|draft| {
            let Some(noun) = self.committee_after(draft) else {
                return true;
            };
            bodies.push(draft.tokens.start..noun + 1);
            false
        });
        for body in bodies {
            let is_free = !drafts
                .iter()
                .any(|draft| draft.tokens.start < body.end && body.start < draft.tokens.end);
            if is_free {
                self.push(drafts, body, MentionForm::Name, Reading::Name(Kind::Organization));
            }
        }
    }

    fn committee_after(&self, draft: &Draft) -> Option<usize> {
        let Reading::Known(names) = &draft.reading else {
            return None;
        };
        let entries = self.lexicon.entries();
        let is_chamber = names
            .iter()
            .all(|name| entries[self.lexicon.name(*name).entry as usize].subtype == "legislature");
        let modifies = matches!(
            self.tree.label(draft.head),
            Label::Compound | Label::NmodPoss | Label::NmodDesc | Label::Amod
        );
        let noun = self.tree.head(draft.head).filter(|noun| *noun >= draft.tokens.end)?;
        let is_committee = matches!(
            self.tree.lemma(noun).to_lowercase().as_str(),
            "committee" | "panel" | "subcommittee"
        );
        (is_chamber && modifies && is_committee && noun - draft.head <= 5).then_some(noun)
    }
}
