//! The arguments of nouns and adjectives, with what their governors lend them.

use super::attachment::AUTHORING;
use super::{DEPTH, Frame, Frames, Via};
use crate::lexicon::Role;
use crate::model::{Label, Tag};
use crate::understand::roles::{is_prepositional, role_of};

/// Nouns that name the receiving end or what is feared: whoever has them does not do what follows "of".
const UNDERGONE: [&str; 10] = [
    "victim",
    "target",
    "subject",
    "object",
    "survivor",
    "result",
    "threat",
    "fear",
    "accusation",
    "focus",
];

/// Whoever has one of these, or is one, partakes in what follows: "their role in the war", "a proxy in the fight".
const PARTAKING: [&str; 18] = [
    "role",
    "part",
    "share",
    "participant",
    "participation",
    "involvement",
    "contribution",
    "experience",
    "ally",
    "partner",
    "proxy",
    "partnership",
    "veteran",
    "success",
    "progress",
    "effort",
    "help",
    "instrument",
];

/// Verbs whose object or companion does with the subject what follows "in".
const PARTNERING: [&str; 12] = [
    "partner",
    "ally",
    "help",
    "assist",
    "aid",
    "support",
    "back",
    "join",
    "cooperate",
    "work",
    "fight",
    "side",
];

impl Frames<'_> {
    pub(super) fn noun_frame(&self, noun: usize) -> Frame {
        self.noun_frame_without_clauses(noun, DEPTH)
    }

    pub(super) fn noun_frame_without_clauses(&self, noun: usize, depth: usize) -> Frame {
        let mut frame = Frame::default();
        let by = Role::preposition("by");
        for child in self.tree.children(noun) {
            let label = self.tree.label(child);
            let filler = self.antecedent(child);
            match label {
                Label::NmodPoss => {
                    frame.add(Role::Possessor, filler, Via::Direct);
                }
                Label::Nsubj | Label::NsubjPass | Label::NsubjOuter => frame.add(Role::Subject, filler, Via::Direct),
                Label::Appos => frame.add(Role::Subject, filler, Via::Direct),
                Label::Ccomp | Label::Xcomp | Label::Acl => frame.add(Role::Complement, child, Via::Direct),
                _ if is_prepositional(label) => {
                    self.at_the_hands_of(child, &mut frame);
                    if let Some(role) = self.tree.preposition(child).and_then(Role::preposition) {
                        frame.add(role, filler, Via::Direct);
                        if Some(role) == by {
                            frame.add(Role::Subject, filler, Via::Direct);
                        }
                    }
                    self.lift(noun, child, &mut frame);
                }
                _ if role_of(label) == Some(Role::Modifier) => {
                    frame.add(Role::Modifier, filler, Via::Direct);
                    frame.add(Role::Possessor, filler, Via::Direct);
                    // "a Russian-Syrian attack".
                    if let Some(first) = self.before_hyphen(filler)
                        && self.is_mentioned(first)
                        && self.is_mentioned(filler)
                    {
                        frame.add(Role::Modifier, first, Via::Conjunct);
                        frame.add(Role::Possessor, first, Via::Conjunct);
                    }
                    // "the US-led war".
                    if let Some(stem) = self.before_hyphen(child)
                        && AUTHORING.contains(&self.tree.lemma(child).to_lowercase().as_str())
                    {
                        frame.add(Role::Subject, stem, Via::Direct);
                    }
                }
                _ => {}
            }
            if matches!(label, Label::Acl | Label::AclRelcl) {
                self.author(child, &mut frame);
            }
            // "its insistence that Turkey withdraw": no relative clause, but what is insisted on.
            if label == Label::AclRelcl
                && let Some(mark) = self.tree.child(child, Label::Mark)
                && self.tree.lemma(mark) == "that"
            {
                frame.add(Role::Complement, child, Via::Direct);
            }
        }
        self.adjacent_phrases(noun, &mut frame);
        self.identified(noun, &mut frame);
        self.lend_from_head(noun, &mut frame, depth);
        // "Russian air strikes", "Turkey's purchase": whoever stands before the noun does it, unless
        // another does ("Damascus ally Russia").
        let doers: Vec<usize> = frame.with(Role::Possessor).map(|filler| filler.token).collect();
        let has_direct = frame.with(Role::Subject).any(|filler| filler.via != Via::Loose);
        // "killed during a US-led attack", "a role in Turkey's assault": a doer at hand rules out the verb's subject.
        let owned = doers
            .iter()
            .any(|doer| matches!(self.tree.label(*doer), Label::NmodPoss | Label::Amod) && self.is_mentioned(*doer));
        if has_direct || owned {
            frame
                .fillers
                .retain(|filler| filler.role != Role::Subject || filler.via != Via::Loose);
        }
        if !has_direct {
            for doer in doers {
                frame.add(Role::Subject, doer, Via::Direct);
            }
        }
        frame
    }

    fn before_hyphen(&self, token: usize) -> Option<usize> {
        let stem = token.checked_sub(2)?;
        matches!(self.surface(token - 1), "-" | "‑" | "–").then_some(stem)
    }

    /// "the invasion of Kuwait by Iraq": the parser hangs "by Iraq" on Kuwait, but names take no
    /// complements, and "by" belongs to whoever acts.
    pub(super) fn lift(&self, noun: usize, inner: usize, frame: &mut Frame) {
        let by = self.tree.preposition(inner) == Some("by");
        let name = self.tree.tag(inner) == Tag::Propn || (by && self.is_mentioned(inner));
        let of = self.tree.preposition(inner) == Some("of");
        // "air strikes by US and French forces on Syria": the last of the coordination has it.
        let last = self.tree.children_with(inner, &[Label::Conj]).last().filter(|_| by);
        let inner = last.into_iter().chain([inner]);
        for child in inner.flat_map(|inner| self.tree.children_with(inner, &[Label::Nmod])) {
            let Some(preposition) = self.tree.preposition(child).filter(|_| child > noun) else {
                continue;
            };
            let lifted = match preposition {
                "by" => !UNDERGONE.contains(&self.tree.lemma(noun)),
                "of" => false,
                "against" | "to" | "with" | "between" | "into" | "from" | "for" | "on" | "in" => name || of,
                _ => false,
            };
            if let Some(role) = Role::preposition(preposition).filter(|_| lifted) {
                if preposition == "by" {
                    frame.add(Role::Subject, child, Via::Shared);
                }
                frame.add(role, child, Via::Shared);
            }
        }
    }

    /// Whether a noun before another tells what that one is: "ally Turkey", and with a capital "Senator Smith".
    fn is_title(&self, noun: usize, head: usize) -> bool {
        match self.tree.tag(noun) {
            Tag::Noun => true,
            Tag::Propn => noun < head && self.tree.tag(head) == Tag::Propn && self.is_mentioned(head),
            _ => false,
        }
    }

    /// What the noun's governor lends it: a light verb its subject and prepositions, a name its identity.
    pub(super) fn lend_from_head(&self, noun: usize, frame: &mut Frame, depth: usize) {
        if depth == 0 {
            return;
        }
        let label = self.tree.label(noun);
        let Some(head) = self.tree.head(noun) else { return };
        let verb_like = matches!(self.tree.tag(head), Tag::Verb | Tag::Aux);
        match label {
            // "Russia, an ally of Syria": the other is the one who is it.
            Label::Appos => frame.add(Role::Subject, head, Via::Direct),
            // "NATO ally Turkey".
            Label::NmodDesc | Label::Compound if self.is_title(noun, head) => {
                frame.add(Role::Subject, head, Via::Direct);
            }
            Label::Amod => frame.add(Role::Subject, head, Via::Direct),
            Label::Obj | Label::Xcomp if verb_like && self.is_light(head) => {
                for (token, _) in self.surface_subject(head, depth - 1) {
                    if !self.is_passive(head, DEPTH) {
                        frame.add(Role::Subject, token, Via::Light);
                    }
                }
                self.lend_prepositions(noun, head, frame);
            }
            // "dropped its objections to the deal": the parser may hang "to the deal" on the verb.
            Label::Obj if verb_like => {
                let next = self.tree.children_with(head, &[Label::Obl]).find(|child| *child > noun);
                if let Some(next) = next
                    && let Some(role) = self.tree.preposition(next).and_then(Role::preposition)
                    && frame.with(role).next().is_none()
                    && matches!(
                        self.tree.preposition(next),
                        Some("to" | "against" | "with" | "on" | "between" | "into")
                    )
                {
                    frame.add(role, self.antecedent(next), Via::Loose);
                }
            }
            Label::NsubjPass if verb_like => self.author(head, frame),
            Label::Nsubj if verb_like => {
                let intransitive = self.tree.child(head, Label::Obj).is_none();
                if intransitive {
                    self.lend_prepositions(noun, head, frame);
                }
            }
            // "bought the missiles despite opposition from the United States": what is done, or who does it.
            Label::Obl if verb_like && self.tree.preposition(noun) == Some("despite") => {
                if let Some(to) = Role::preposition("to")
                    && frame.with(to).next().is_none()
                {
                    for object in self.tree.children_with(head, &[Label::Obj]) {
                        frame.add(to, self.antecedent(object), Via::Loose);
                    }
                    for (token, _) in self.surface_subject(head, depth - 1) {
                        frame.add(to, token, Via::Loose);
                    }
                }
            }
            // "Putin, on a visit to Turkey, said".
            Label::Obl if verb_like => {
                let preposition = self.tree.preposition(noun);
                if matches!(
                    preposition,
                    Some(
                        "in" | "on"
                            | "during"
                            | "after"
                            | "before"
                            | "at"
                            | "for"
                            | "through"
                            | "following"
                            | "with"
                            | "under"
                            | "by"
                            | "to"
                    )
                ) {
                    if !self.is_passive(head, DEPTH) {
                        for (token, _) in self.surface_subject(head, depth - 1) {
                            frame.add(Role::Subject, token, Via::Loose);
                        }
                    }
                    if preposition == Some("in") && PARTNERING.contains(&self.tree.lemma(head)) {
                        for other in self.tree.children_with(head, &[Label::Obj, Label::Obl]) {
                            let with = matches!(self.tree.preposition(other), None | Some("with" | "alongside"));
                            if with && other != noun {
                                frame.add(Role::Subject, other, Via::Loose);
                            }
                        }
                    }
                }
            }
            // "their role in the war", "valuable in the fight against": whoever has the part, or is so, does it.
            Label::Obl | Label::Nmod
                if matches!(self.tree.preposition(noun), Some("in" | "to" | "of" | "for"))
                    && PARTAKING.contains(&self.tree.lemma(head)) =>
            {
                let outer = self.noun_frame_without_clauses(head, depth - 1);
                let roles = [Role::Subject, Role::Possessor, Role::Recipient];
                for filler in outer.fillers.iter().filter(|filler| roles.contains(&filler.role)) {
                    frame.add(Role::Subject, filler.token, Via::Loose);
                }
            }
            Label::Obl | Label::Nmod
                if self.tree.tag(head) == Tag::Adj
                    && matches!(self.tree.preposition(noun), Some("in" | "to" | "for" | "at")) =>
            {
                let mut subjects = self.surface_subject(head, depth - 1);
                if subjects.is_empty()
                    && let Some(verb) = self.tree.head(head)
                {
                    subjects = match self.tree.label(head) {
                        Label::Obl | Label::Xcomp | Label::Advcl => self.surface_subject(verb, depth - 1),
                        Label::Amod | Label::Acl => vec![(verb, Via::Loose)],
                        _ => Vec::new(),
                    };
                }
                for (token, _) in subjects {
                    frame.add(Role::Subject, token, Via::Loose);
                }
            }
            // "The UK has been at the forefront of calls", "Turkey's campaign of attacks".
            Label::Nmod
                if self.tree.tag(head) == Tag::Noun
                    && self.tree.preposition(noun) == Some("of")
                    && !UNDERGONE.contains(&self.tree.lemma(head))
                    && !self.is_mentioned(head) =>
            {
                let outer = self.noun_frame_without_clauses(head, depth - 1);
                let has_own = frame.with(Role::Subject).next().is_some();
                let subjects = outer.with(Role::Subject).filter(|_| !has_own);
                for token in subjects.map(|filler| filler.token).collect::<Vec<_>>() {
                    frame.add(Role::Subject, token, Via::Loose);
                }
            }
            Label::Conj if self.tree.tag(head) == Tag::Noun => {
                let first = self.noun_frame_without_clauses(head, depth - 1);
                for filler in &first.fillers {
                    if matches!(filler.role, Role::Subject | Role::Possessor)
                        && frame.with(filler.role).next().is_none()
                    {
                        frame.add(filler.role, filler.token, Via::Shared);
                    }
                }
                // "attacks and threats against Israel": the last noun's complement serves both; here the
                // second noun borrows what the first has.
                for filler in &first.fillers {
                    if matches!(filler.role, Role::Preposition(_)) && filler.token > noun {
                        frame.add(filler.role, filler.token, Via::Shared);
                    }
                }
            }
            _ => {}
        }
        if matches!(label, Label::Xcomp) && !verb_like {
            return;
        }
        // "became a member of", "remains an ally": a copular verb's noun.
        if label == Label::Xcomp
            && matches!(
                self.tree.lemma(head),
                "become" | "remain" | "stay" | "seem" | "appear" | "consider" | "call" | "name"
            )
        {
            for (token, _) in self.surface_subject(head, depth - 1) {
                frame.add(Role::Subject, token, Via::Direct);
            }
            // "remains hostile to Israel".
            self.lend_prepositions(noun, head, frame);
        }
    }

    pub(super) fn lend_prepositions(&self, noun: usize, verb: usize, frame: &mut Frame) {
        for child in self.tree.children(verb) {
            if child != noun
                && is_prepositional(self.tree.label(child))
                && let Some(role) = self.tree.preposition(child).and_then(Role::preposition)
            {
                frame.add(role, self.antecedent(child), Via::Light);
            }
        }
    }

    pub(super) fn is_light(&self, verb: usize) -> bool {
        self.lexicon.words().has("light-verbs", self.tree.lemma(verb))
    }
}
