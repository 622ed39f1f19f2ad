//! What a name's own words tell of its kind, and which common goods are things between two actors.

use std::ops::Range;

use super::{Finder, NameMatch};
use crate::lexicon::NameForm;
use crate::model::{Kind, Label, Tag};

impl Finder<'_> {
    /// The kind of a name that only the model sees. States are a closed class that the lexicon knows: what
    /// the model takes for another is a people ("Muslims") or nothing.
    pub(super) fn kind_of_name(&self, kind: Kind, tokens: &Range<usize>) -> Option<Kind> {
        let words = self.lexicon.words();
        let first = self.surface(tokens.start).to_lowercase();
        let last = self.surface(tokens.end - 1).to_lowercase();
        let told = if words.has("event-fronts", &first) && tokens.len() > 1 {
            Some(Kind::Event)
        } else if words.has("agreement-heads", &last) {
            Some(Kind::Agreement)
        } else if words.has("event-heads", &last) {
            Some(Kind::Event)
        } else if words.has("group-heads", &last) && matches!(kind, Kind::Organization | Kind::Place | Kind::State) {
            Some(Kind::Group)
        } else if last == "campaign" && kind == Kind::Group {
            Some(Kind::Organization)
        } else {
            None
        };
        match (told, kind) {
            (Some(told), _) => Some(told),
            (None, Kind::State) => {
                let people = tokens.len() == 1 && last.ends_with('s') && self.tree.tag(tokens.start) == Tag::Propn;
                people.then_some(Kind::Group)
            }
            // "Islamic" in "an Islamic website" is no movement.
            (None, Kind::Group)
                if tokens.len() == 1
                    && last.ends_with("ic")
                    && self.tree.tag(tokens.start) == Tag::Adj
                    && self.tree.label(tokens.start) == Label::Amod =>
            {
                None
            }
            (None, kind) => Some(kind),
        }
    }

    /// A common good ("tanks", "oil") counts where somebody trades or makes it, or where a name before it says whose
    /// it is; chemical weapons always.
    pub(super) fn is_traded(&self, found: &NameMatch) -> bool {
        let entries = self.lexicon.entries();
        let entry = |name: &u32| &entries[self.lexicon.name(*name).entry as usize];
        let is_good = found
            .names
            .iter()
            .all(|name| entry(name).kind == Kind::Materiel && self.lexicon.name(*name).form == NameForm::Generic);
        if !is_good || found.names.iter().any(|name| entry(name).subtype == "chemical weapon") {
            return true;
        }
        let words = self.lexicon.words();
        let head = self.tree.head_of(&found.tokens);
        let has_owner = self
            .tree
            .children_with(head, &[Label::Amod, Label::Compound, Label::NmodPoss])
            .any(|child| child < found.tokens.start && self.starts_capital(child));
        let mut governor = self.tree.first_conjunct(head);
        let is_traded = (0..2).any(|_| match self.tree.head(governor) {
            Some(next) => {
                governor = next;
                words.has("trade-words", &self.tree.lemma(next).to_lowercase())
            }
            None => false,
        });
        // "Israeli helicopters" that fire are Israel; nobody trades a programme.
        let is_goods = !self.is_organ(head)
            && !matches!(
                self.tree.lemma(head).to_lowercase().as_str(),
                "programme" | "program" | "ambition" | "activity"
            );
        (has_owner && is_goods) || is_traded
    }

    /// The agency that signs the report, "(Reuters)": what it asked and saw is not done by an actor.
    pub(super) fn is_author(&self, found: &NameMatch) -> bool {
        found.tokens.len() == 1
            && self.is_of_media(found)
            && self.text.contains(&format!("({})", self.surface(found.tokens.start)))
    }

    fn is_of_media(&self, found: &NameMatch) -> bool {
        let entries = self.lexicon.entries();
        found
            .names
            .iter()
            .all(|name| entries[self.lexicon.name(*name).entry as usize].subtype == "media")
    }

    /// "told Reuters", "seen by the BBC": a medium that only listens.
    pub(super) fn is_listener(&self, found: &NameMatch) -> bool {
        let head = self.tree.head_of(&found.tokens);
        let listens = matches!(
            self.tree.label(head),
            Label::Obj | Label::Iobj | Label::Obl | Label::OblAgent
        );
        self.is_of_media(found)
            && listens
            && self.tree.head(head).is_some_and(|verb| {
                let lemma = self.tree.lemma(verb);
                matches!(
                    lemma,
                    "tell" | "see" | "review" | "obtain" | "speak" | "talk" | "quote" | "cite"
                )
            })
    }

    /// "African leaders", "European cities", "English": the adjective of a part of the world names no place.
    pub(super) fn is_wide_adjective(&self, found: &NameMatch) -> bool {
        let entries = self.lexicon.entries();
        found.names.iter().all(|name| {
            let entry = &entries[self.lexicon.name(*name).entry as usize];
            self.lexicon.name(*name).form == NameForm::Adjective
                && (matches!(entry.subtype.as_str(), "continent" | "region" | "sea" | "mountain")
                    || entry.name == "England")
        }) && found.names.iter().all(|name| self.entry_kind(*name) == Kind::Place)
            && self.surface(found.tokens.end - 1).to_lowercase() != "caribbean"
    }

    /// "on Twitter", "in Washington": only where something was said.
    pub(super) fn is_mere_scene(&self, found: &NameMatch) -> bool {
        let token = found.tokens.start;
        found.tokens.len() == 1
            && self
                .lexicon
                .words()
                .has("mere-scenes", &self.surface(token).to_lowercase())
            && matches!(self.tree.preposition(token), Some("in" | "on" | "at" | "via"))
    }
}
