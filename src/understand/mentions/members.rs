//! Those who fight or act for a group are the group: "Hamas militants", "Kurdish forces", "Republican senators".

use super::{Draft, Finder, Reading};
use crate::model::{Kind, Label, MentionForm, Tag};

impl Finder<'_> {
    /// A known group grows over the noun that it modifies. A people's adjective that modifies anything else
    /// ("Kurdish cuisine") is no actor.
    pub(super) fn extend_to_members(&self, drafts: &mut Vec<Draft>) {
        let mut idle = Vec::new();
        for (i, draft) in drafts.iter_mut().enumerate() {
            let Reading::Known(names) = &draft.reading else {
                continue;
            };
            let is_group = names.iter().all(|name| self.entry_kind(*name) == Kind::Group);
            let modifies = matches!(
                self.tree.label(draft.head),
                Label::Amod | Label::Compound | Label::NmodPoss
            );
            let noun = self.tree.head(draft.head).filter(|noun| *noun >= draft.tokens.end);
            let (true, true, Some(noun)) = (is_group, modifies, noun) else {
                continue;
            };
            let is_possessor = self.tree.label(draft.head) == Label::NmodPoss;
            if !is_possessor && noun - draft.head <= 3 && self.stands_for_group(noun) {
                draft.tokens.end = noun + 1;
                draft.head = noun;
                draft.form = MentionForm::Demonym;
            } else if self.is_peoples_adjective(draft) && self.surface(noun - 1) != "-" {
                idle.push(i);
            }
        }
        let mut index = 0;
        drafts.retain(|_| {
            index += 1;
            !idle.contains(&(index - 1))
        });
    }

    /// "fighters", "leaders", "the militia", but not "commander Jones", nor a bearer of a proper name.
    fn stands_for_group(&self, noun: usize) -> bool {
        let lemma = self.tree.lemma(noun).to_lowercase();
        let surface = self.surface(noun).to_lowercase();
        let several = surface != lemma || matches!(lemma.as_str(), "militia" | "leadership" | "group" | "force");
        several
            && self.tree.tag(noun) == Tag::Noun
            && self.lexicon.words().has("group-members", &lemma)
            && !matches!(
                self.tree.label(noun),
                Label::Compound | Label::NmodDesc | Label::Amod | Label::Flat
            )
    }

    fn is_peoples_adjective(&self, draft: &Draft) -> bool {
        let Reading::Known(names) = &draft.reading else {
            return false;
        };
        let entries = self.lexicon.entries();
        let is_people = names
            .iter()
            .all(|name| entries[self.lexicon.name(*name).entry as usize].subtype == "people");
        let last = self.surface(draft.tokens.end - 1).to_lowercase();
        is_people && (last.ends_with("ish") || last.ends_with("an") || last.ends_with("en"))
    }
}
