//! An agreement that is described by where it was reached is the one that bears the place's name: "a deal agreed in
//! Sochi" and "the Sochi deal".

use super::Linker;
use crate::model::{Kind, Label, Mention, Tag};
use crate::understand::mentions::Draft;

/// How many words after the noun may name the place.
const REACH: usize = 8;

impl Linker<'_> {
    /// The agreement of the document that this draft means, if one is named after the place where the other was reached.
    pub(super) fn same_signing(&self, draft: &Draft) -> Option<usize> {
        let named = self.named_after(draft.tokens.start, draft.head);
        let reached = self.reached_at(draft.head);
        let same = |mention: &&Mention| {
            let at = |place: Option<&str>, other: Option<&str>| place.is_some() && place == other;
            self.entities[mention.entity].kind == Kind::Agreement
                && mention.head != draft.head
                && (at(named, self.reached_at(mention.head))
                    || at(reached, self.named_after(mention.tokens.start, mention.head)))
        };
        self.mentions.iter().find(same).map(|mention| mention.entity)
    }

    /// "Sochi" in "the Sochi deal".
    fn named_after(&self, start: usize, head: usize) -> Option<&str> {
        let front = head.checked_sub(1).filter(|front| *front >= start)?;
        let is_name = self.tree.tag(front) == Tag::Propn && self.tree.tag(head) != Tag::Propn;
        // "the Russia-Turkey deal" is named after its parties.
        let is_alone = front == start || self.surface(&(front - 1..front)) != "-";
        (is_name && is_alone).then(|| self.surface(&(front..front + 1)))
    }

    /// "Sochi" in "a deal agreed in Sochi", "the accord that was signed in Sochi".
    fn reached_at(&self, head: usize) -> Option<&str> {
        let until = self.tokens.len().min(head + 1 + REACH);
        let place = (head + 1..until)
            .take_while(|token| self.tree.tag(*token) != Tag::Punct)
            .find(|token| {
                let governor = self.tree.head(*token);
                let below = governor.is_some_and(|verb| verb > head && self.tree.head(verb) == Some(head));
                // "the deal was signed in Sochi"; the parser may take "a deal agreed in Sochi" for the same.
                let subject = matches!(self.tree.label(head), Label::Nsubj | Label::NsubjPass);
                let of_noun = governor == Some(head) || below || (subject && governor == self.tree.head(head));
                of_noun
                    && self.tree.tag(*token) == Tag::Propn
                    && matches!(self.tree.preposition(*token), Some("in" | "at"))
            })?;
        Some(self.surface(&(place..place + 1)))
    }
}
