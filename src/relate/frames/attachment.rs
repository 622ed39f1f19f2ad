//! Phrases that the parser hangs on another word than the one they belong to, and who is behind a deed.

use super::{DEPTH, Frame, Frames, Via};
use crate::lexicon::Role;
use crate::model::{Label, Tag};
use crate::understand::roles::is_prepositional;

/// Participles that name the author of a noun: "the bombing claimed by", "a plot masterminded by", "the US-led war".
pub(super) const AUTHORING: [&str; 20] = [
    "claim",
    "perpetrate",
    "orchestrate",
    "mastermind",
    "plot",
    "execute",
    "spearhead",
    "instigate",
    "lead",
    "led",
    "impose",
    "imposed",
    "launched",
    "ordered",
    "inflicted",
    "spearheaded",
    "orchestrated",
    "perpetrated",
    "run",
    "made",
];

impl Frames<'_> {
    /// "defeated Strange and now faces Jones in the election": a phrase behind the second verb may hang on the first.
    pub(super) fn phrases_of_first_verb(&self, verb: usize, frame: &mut Frame) {
        let Some(first) = self.tree.head(verb).filter(|first| *first < verb) else {
            return;
        };
        if self.tree.label(verb) != Label::Conj || !matches!(self.tree.tag(first), Tag::Verb) {
            return;
        }
        for phrase in self
            .tree
            .children_with(first, &[Label::Obl])
            .filter(|phrase| *phrase > verb)
        {
            if let Some(role) = self.tree.preposition(phrase).and_then(Role::preposition)
                && frame.with(role).next().is_none()
            {
                frame.add(role, phrase, Via::Shared);
            }
        }
    }

    /// "listed as terrorists by Russia": the parser may hang the agent on what stands before it.
    pub(super) fn agent_of_adjunct(&self, verb: usize, frame: &mut Frame) {
        if frame.with(Role::Subject).next().is_some() {
            return;
        }
        // "was found guilty by a jury".
        for adjunct in self.tree.children_with(verb, &[Label::Obl, Label::Xcomp]) {
            for agent in self
                .tree
                .children_with(adjunct, &[Label::Nmod, Label::Obl, Label::OblAgent])
            {
                if self.tree.preposition(agent) == Some("by") {
                    frame.add(Role::Subject, agent, Via::Shared);
                }
            }
        }
    }

    /// "the Workers' Party (PKK), which has waged": whatever the clause hangs on, it describes the name before it.
    pub(super) fn noun_before_relative(&self, pronoun: usize) -> Option<usize> {
        if !matches!(self.surface(pronoun), "who" | "which" | "whom") {
            return None;
        }
        let comma = pronoun.checked_sub(1).filter(|before| self.surface(*before) == ",")?;
        let mut last = comma.checked_sub(1)?;
        if self.surface(last) == ")" {
            let open = (last.saturating_sub(4)..last).rev().find(|i| self.surface(*i) == "(")?;
            last = open.checked_sub(1)?;
        }
        let mentions = self.document.mentions.iter();
        let covering = mentions.filter(|mention| mention.tokens.end == last + 1);
        covering
            .max_by_key(|mention| mention.tokens.len())
            .map(|mention| mention.head)
    }

    /// "met the panel as part of its investigation into Russia": a phrase right behind the noun is the noun's,
    /// whatever the parser hangs it on; and so is the next one behind a name.
    pub(super) fn adjacent_phrases(&self, noun: usize, frame: &mut Frame) {
        let mut last = noun;
        for _ in 0..2 {
            let Some((preposition, filler)) = self.phrase_behind(last) else {
                return;
            };
            if self.tree.head(filler) != Some(noun)
                && let Some(role) = Role::preposition(&preposition)
                && frame.with(role).next().is_none()
            {
                if preposition == "by" {
                    frame.add(Role::Subject, filler, Via::Shared);
                }
                frame.add(role, filler, Via::Shared);
            }
            if !self.is_mentioned(filler) {
                return;
            }
            last = filler;
        }
    }

    /// The preposition right behind a word, with the head of the phrase that it opens.
    pub(super) fn phrase_behind(&self, token: usize) -> Option<(String, usize)> {
        let preposition = token + 1;
        let size = self.document.tokens.len();
        if preposition + 1 >= size
            || self.tree.tag(preposition) != Tag::Adp
            || self.tree.label(preposition) != Label::Case
        {
            return None;
        }
        let inside = |token: &usize| {
            matches!(
                self.tree.tag(*token),
                Tag::Det | Tag::Adj | Tag::Num | Tag::Noun | Tag::Propn | Tag::Part | Tag::Pron | Tag::Adv
            ) || matches!(self.surface(*token), "-" | "‑")
                || (self.tree.tag(*token) == Tag::Verb && self.tree.label(*token) == Label::Amod)
        };
        let phrase = (preposition + 1..size.min(preposition + 10)).take_while(inside);
        let nominal: Vec<usize> = phrase
            .filter(|token| matches!(self.tree.tag(*token), Tag::Noun | Tag::Propn | Tag::Pron))
            .collect();
        let governed = self.tree.head(preposition).filter(|head| nominal.contains(head));
        let filler = governed.or(nominal.last().copied())?;
        Some((self.tree.lemma(preposition).to_lowercase(), filler))
    }

    /// "his killing at the hands of rebels": they do it.
    pub(super) fn at_the_hands_of(&self, hands: usize, frame: &mut Frame) {
        if self.tree.lemma(hands) != "hand" || self.tree.preposition(hands) != Some("at") {
            return;
        }
        for owner in self.tree.children_with(hands, &[Label::Nmod, Label::NmodPoss]) {
            frame.add(Role::Subject, owner, Via::Shared);
        }
    }

    /// "a bombing claimed by Hamas", "attacks blamed on rebels", "sanctions imposed on Iran": the participle
    /// tells who does what the noun says, and to whom.
    pub(super) fn author(&self, verb: usize, frame: &mut Frame) {
        if !matches!(self.tree.tag(verb), Tag::Verb) || !self.is_passive(verb, DEPTH) {
            return;
        }
        let lemma = self.tree.lemma(verb);
        let blames = match lemma {
            "blame" | "pin" => Some("on"),
            "attribute" | "ascribe" => Some("to"),
            _ => None,
        };
        if blames.is_none() && !self.is_light(verb) && !AUTHORING.contains(&lemma) {
            return;
        }
        for child in self.tree.children(verb) {
            if !is_prepositional(self.tree.label(child)) {
                continue;
            }
            let Some(preposition) = self.tree.preposition(child) else {
                continue;
            };
            if preposition == "by" || Some(preposition) == blames {
                frame.add(Role::Subject, child, Via::Shared);
            } else if let Some(role) = Role::preposition(preposition) {
                frame.add(role, child, Via::Light);
            }
        }
    }
}
