//! Who *is* what a relational noun says: "allies such as A and B", "NATO members France and Germany",
//! "its neighbours, A, B and C", "A and B, both members of".
//!
//! A parser hangs the names of dense phrases and of lists now here, now there; the words themselves tell who is meant.

use super::{Frame, Frames, Via};
use crate::lexicon::Role;
use crate::model::{Label, MentionForm, Tag};
use crate::understand::syntax::is_plural;

/// A list has at most so many members.
const LONGEST: usize = 8;

impl Frames<'_> {
    /// Whoever is listed or apposed is the `subject` of a relational noun.
    pub(super) fn identified(&self, noun: usize, frame: &mut Frame) {
        if !self.is_relational(noun) {
            return;
        }
        self.neighbours_of_relation(noun, frame);
        for listed in self.listed_behind(noun) {
            frame.add(Role::Subject, listed, Via::Direct);
        }
        for fellow in self.fellows(noun) {
            frame.add(Role::Subject, fellow, Via::Conjunct);
        }
        // "Estonia and Latvia, both members": all of the coordination are.
        let head = self.tree.head(noun).filter(|_| self.tree.label(noun) == Label::Appos);
        if let Some(head) = head.filter(|_| self.is_plural(noun)) {
            let first = self.tree.first_conjunct(head);
            if first != head {
                frame.add(Role::Subject, first, Via::Conjunct);
            }
        }
        self.named_as(noun, frame);
    }

    pub(in crate::relate) fn is_plural(&self, noun: usize) -> bool {
        is_plural(self.surface(noun), self.tree.lemma(noun))
    }

    /// "Damascus ally Russia", "NATO allies France and Germany": the names behind a relational noun are it, the name
    /// before has it, whatever the parser makes of so dense a phrase.
    fn neighbours_of_relation(&self, noun: usize, frame: &mut Frame) {
        let article = (noun + 1..self.document.tokens.len()).next();
        let article = article.is_some_and(|next| self.tree.tag(next) == Tag::Det);
        let (listed, _) = self.list_from(noun + 1 + usize::from(article));
        if listed.is_empty() {
            return;
        }
        for name in listed {
            frame.add(Role::Subject, name, Via::Direct);
        }
        let mentions = &self.document.mentions;
        // "Al-Qaeda's affiliate Al-Shabab".
        let possessive = noun > 0 && matches!(self.surface(noun - 1), "'s" | "’s" | "'" | "’");
        let end = noun - usize::from(possessive);
        if let Some(before) = mentions.iter().find(|mention| mention.tokens.end == end) {
            frame.add(Role::Possessor, before.head, Via::Direct);
            frame.add(Role::Modifier, before.head, Via::Direct);
        }
    }

    /// "allies of the United States, such as Israel and Egypt", "its neighbours, Iran and Iraq,": the names that
    /// spell out whom a noun means.
    pub(in crate::relate) fn listed_behind(&self, noun: usize) -> Vec<usize> {
        let size = self.document.tokens.len();
        let mut next = noun + 1;
        // "allies of the United States in the Gulf".
        for _ in 0..2 {
            match self.phrase_behind(next - 1) {
                Some((preposition, filler)) if matches!(preposition.as_str(), "of" | "in" | "from" | "on" | "to") => {
                    next = filler + 1;
                }
                _ => break,
            }
        }
        let comma = next < size && matches!(self.surface(next), "," | ":" | "-" | "–" | "—" | "(");
        next += usize::from(comma);
        if next >= size {
            return Vec::new();
        }
        let word = |token: usize| match token < size {
            true => self.surface(token).to_lowercase(),
            false => String::new(),
        };
        let cue = match (word(next).as_str(), word(next + 1).as_str()) {
            ("such", "as") | ("chief", "among") | ("among", "them") => 2,
            ("including" | "like" | "namely" | "notably" | "especially" | "particularly", _) => 1,
            _ => 0,
        };
        let (listed, end) = self.list_from(next + cue);
        // Without a word that says so, only a list between two marks is an apposition, and only of as many.
        let closed = end >= size || self.tree.tag(end) == Tag::Punct;
        let as_many = (listed.len() > 1) == self.is_plural(noun);
        let apposed = comma && closed && as_many && self.is_relational(noun);
        if cue > 0 || apposed { listed } else { Vec::new() }
    }

    /// "Britain, France and other allies": those named before are of the kind, too.
    pub(in crate::relate) fn fellows(&self, noun: usize) -> Vec<usize> {
        let other = |child: usize| matches!(self.tree.lemma(child).to_lowercase().as_str(), "other" | "fellow");
        if self.tree.label(noun) != Label::Conj || !self.tree.children(noun).any(other) {
            return Vec::new();
        }
        let first = self.tree.first_conjunct(noun);
        let others = self.tree.children_with(first, &[Label::Conj]);
        let before = others.filter(|conjunct| *conjunct < noun);
        before.chain([first]).collect()
    }

    /// The names that are listed from a token on, and the token behind the list.
    pub(in crate::relate) fn list_from(&self, start: usize) -> (Vec<usize>, usize) {
        let size = self.document.tokens.len();
        let sentence = self.document.sentence_of(start.min(size - 1));
        let limit = self
            .document
            .sentences
            .get(sentence)
            .map_or(size, |sentence| sentence.end);
        let mentions = &self.document.mentions;
        let (mut listed, mut next, mut end) = (Vec::new(), start, start);
        while next < limit && listed.len() < LONGEST {
            if self.surface(next).eq_ignore_ascii_case("the") {
                next += 1;
            }
            // "including President Donald Trump".
            if let Some(title) = self.document.titles.iter().find(|title| title.tokens.start == next) {
                next = title.tokens.end;
            }
            let here = mentions.iter().filter(|mention| mention.tokens.start == next);
            let Some(name) = here
                .filter(|mention| mention.form != MentionForm::Pronoun && self.stands_alone(mention.tokens.end - 1))
                .max_by_key(|mention| mention.tokens.len())
            else {
                break;
            };
            listed.push(name.head);
            end = name.tokens.end;
            next = end;
            let mut joined = false;
            while next < limit && matches!(self.surface(next), "," | "and" | "or" | "&") {
                joined = true;
                next += 1;
            }
            if !joined {
                break;
            }
        }
        (listed, end)
    }

    /// Whether a name is no modifier of what follows: "Russian" in "Russian troops" is.
    fn stands_alone(&self, last: usize) -> bool {
        let modifies = matches!(
            self.tree.label(last),
            Label::Amod | Label::Compound | Label::NmodPoss | Label::NmodDesc
        );
        let behind = self.tree.head(last).is_some_and(|head| head > last);
        let hyphen = last + 1 < self.document.tokens.len() && matches!(self.surface(last + 1), "-" | "‑" | "'s" | "’s");
        !(hyphen || modifies && behind || self.tree.tag(last) == Tag::Adj)
    }

    /// "as a NATO member, Turkey said", "described Russia as an ally".
    fn named_as(&self, noun: usize, frame: &mut Frame) {
        if self.tree.preposition(noun) != Some("as") {
            return;
        }
        let Some(verb) = self.tree.head(noun) else { return };
        if !matches!(self.tree.tag(verb), Tag::Verb | Tag::Aux) {
            return;
        }
        let verb_frame = self.verb_frame(verb);
        let named = if verb_frame.with(Role::Object).next().is_some() && noun > verb {
            Role::Object
        } else {
            Role::Subject
        };
        for filler in verb_frame.with(named) {
            frame.add(Role::Subject, filler.token, Via::Light);
        }
    }

    /// Whom a common noun describes: "Emwazi, the executioner killed by a drone", "Hatch was among the senators who
    /// opposed it", "Russia is one of the countries that signed".
    pub(in crate::relate) fn described_by(&self, noun: usize) -> Option<usize> {
        let mut noun = noun;
        for _ in 0..2 {
            if self.tree.label(noun) == Label::Appos {
                return self.tree.head(noun);
            }
            if self.tree.child(noun, Label::Cop).is_some() {
                return self
                    .tree
                    .child(noun, Label::Nsubj)
                    .map(|subject| self.antecedent(subject));
            }
            let head = self.tree.head(noun)?;
            let of = matches!(self.tree.preposition(noun), Some("of" | "among"));
            let partitive = of
                && matches!(
                    self.tree.lemma(head),
                    "one" | "some" | "many" | "most" | "two" | "three"
                );
            if !partitive {
                return None;
            }
            noun = head;
        }
        None
    }

    fn is_relational(&self, noun: usize) -> bool {
        let words = self.lexicon.words();
        words.has("relational-nouns", &self.tree.lemma(noun).to_lowercase())
    }
}
