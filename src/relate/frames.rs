//! Predicates with their arguments, after passive voice, control and raising, relative clauses,
//! participles, coordination and light verbs are undone.

mod attachment;
mod identity;
mod nouns;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, Role};
use crate::model::{Document, Label, Tag};
use crate::understand::language::FINE_TAGS;
use crate::understand::roles::{is_prepositional, role_of};
use crate::understand::syntax::Tree;

/// How a filler came to its role; the further down, the less sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Via {
    /// It hangs on the predicate itself.
    Direct,
    /// A further member of a coordination.
    Conjunct,
    /// Shared with another clause: coordination of verbs, control, relative clause, participle.
    Shared,
    /// Lent by a light verb.
    Light,
    /// Lent by the verb whose adjunct the noun is: "said during a visit to".
    Loose,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filler {
    pub role: Role,
    pub token: usize,
    pub via: Via,
}

/// The arguments of one predicate.
#[derive(Debug, Default)]
pub struct Frame {
    pub fillers: Vec<Filler>,
}

impl Frame {
    pub fn with(&self, role: Role) -> impl Iterator<Item = &Filler> {
        self.fillers.iter().filter(move |filler| filler.role == role)
    }

    fn add(&mut self, role: Role, token: usize, via: Via) {
        if !self
            .fillers
            .iter()
            .any(|filler| filler.role == role && filler.token == token)
        {
            self.fillers.push(Filler { role, token, via });
        }
    }
}

type Cues = Vec<(usize, String)>;

/// The frames of a document, made when they are asked for.
pub struct Frames<'d> {
    pub lexicon: &'d Lexicon,
    pub document: &'d Document,
    pub tree: Tree<'d>,
    cache: RefCell<FxHashMap<usize, Rc<Frame>>>,
    cues: OnceCell<Vec<Cues>>,
}

/// "promised Libya to withdraw", "used the speech to attack Kenya": the subject does both, though there is an object.
fn has_subject_control(verb: &str) -> bool {
    matches!(
        verb,
        "promise"
            | "threaten"
            | "vow"
            | "pledge"
            | "swear"
            | "use"
            | "employ"
            | "exploit"
            | "seize"
            | "take"
            | "waste"
            | "spend"
    )
}

/// Clauses share arguments over at most so many steps.
const DEPTH: usize = 6;

impl<'d> Frames<'d> {
    pub fn new(lexicon: &'d Lexicon, document: &'d Document) -> Self {
        Frames {
            lexicon,
            document,
            tree: Tree::new(&document.tokens),
            cache: RefCell::default(),
            cues: OnceCell::new(),
        }
    }

    pub fn frame(&self, token: usize) -> Rc<Frame> {
        if let Some(frame) = self.cache.borrow().get(&token) {
            return frame.clone();
        }
        let frame = match self.tree.tag(token) {
            Tag::Verb | Tag::Aux => self.verb_frame(token),
            _ if self.is_participle(token) => self.verb_frame(token),
            _ => self.noun_frame(token),
        };
        let frame = Rc::new(self.with_conjuncts(frame));
        self.cache.borrow_mut().insert(token, frame.clone());
        frame
    }

    /// The words of intent, doubt and hearsay in a sentence, with their tokens.
    pub fn cues(&self, sentence: usize) -> &[(usize, String)] {
        let all = self.cues.get_or_init(|| {
            let sentences = self.document.sentences.iter();
            sentences
                .map(|sentence| super::qualify::cues(self.lexicon, &self.tree, sentence.clone()))
                .collect()
        });
        &all[sentence]
    }

    pub fn fine(&self, token: usize) -> &'static str {
        FINE_TAGS
            .get(self.document.tokens[token].fine as usize)
            .copied()
            .unwrap_or("_")
    }

    fn is_participle(&self, token: usize) -> bool {
        self.tree.tag(token) == Tag::Adj && matches!(self.fine(token), "VBN" | "VBG")
    }

    fn surface(&self, token: usize) -> &str {
        self.document.token_text(token)
    }

    // Verbs

    fn verb_frame(&self, verb: usize) -> Frame {
        let mut frame = Frame::default();
        if self.tree.label(verb) == Label::Cop {
            return self.copula_frame(verb);
        }
        let passive = self.is_passive(verb, DEPTH);
        for child in self.tree.children(verb) {
            let label = self.tree.label(child);
            let filler = self.antecedent(child);
            if is_prepositional(label) {
                if passive {
                    self.at_the_hands_of(child, &mut frame);
                }
                if let Some(role) = self.tree.preposition(child).and_then(Role::preposition) {
                    frame.add(role, filler, Via::Direct);
                    if role == Role::preposition("to").unwrap_or(Role::Recipient) {
                        frame.add(Role::Recipient, filler, Via::Direct);
                    }
                    let by = Role::preposition("by");
                    if passive && Some(role) == by && self.tree.child(verb, Label::OblAgent).is_none() {
                        frame.add(Role::Subject, filler, Via::Direct);
                    }
                }
                if label == Label::OblAgent {
                    frame.add(Role::Subject, filler, Via::Direct);
                }
            } else if let Some(role) = role_of(label) {
                let role = if role == Role::Subject && passive && label == Label::Nsubj {
                    Role::Object
                } else {
                    role
                };
                frame.add(role, filler, Via::Direct);
                // "imposed sanctions on Iran": the parser may hang "on Iran" on either.
                if role == Role::Object && label == Label::Obj {
                    for inner in self.tree.children_with(child, &[Label::Nmod]) {
                        if let Some(role) = self.tree.preposition(inner).and_then(Role::preposition)
                            && role != Role::preposition("of").unwrap_or(Role::Subject)
                        {
                            frame.add(role, inner, Via::Light);
                        }
                    }
                }
            }
        }
        self.phrases_of_first_verb(verb, &mut frame);
        if passive {
            self.agent_of_adjunct(verb, &mut frame);
            if frame.with(Role::Object).next().is_none() {
                for (token, via) in self.shared_subject(verb, DEPTH) {
                    frame.add(Role::Object, token, via);
                }
            }
        } else {
            if frame.with(Role::Subject).next().is_none() {
                for (token, via) in self.shared_subject(verb, DEPTH) {
                    frame.add(Role::Subject, token, via);
                }
            }
            if frame.with(Role::Object).next().is_none() {
                for token in self.shared_object(verb) {
                    frame.add(Role::Object, token, Via::Shared);
                }
            }
        }
        // "warned Russia": without an object the recipient is one.
        if frame.with(Role::Object).next().is_none() && self.tree.child(verb, Label::Obj).is_none() {
            for child in self.tree.children_with(verb, &[Label::Iobj]) {
                frame.add(Role::Object, self.antecedent(child), Via::Direct);
            }
        }
        // "accused Turkey of attacking": the clause under a preposition is a complement too.
        for clause in self.tree.children_with(verb, &[Label::Advcl]) {
            let mark = self.tree.child(clause, Label::Mark).map(|mark| self.tree.lemma(mark));
            if matches!(mark, Some("of" | "for" | "from" | "to" | "against" | "into")) {
                frame.add(Role::Complement, clause, Via::Direct);
            }
        }
        if let Some(clause) = self.clause_said(verb) {
            frame.add(Role::Complement, clause, Via::Direct);
        }
        frame
    }

    /// "Libya must withdraw, Kenya said": what stands before a verb of speech that has no object of its own.
    fn clause_said(&self, verb: usize) -> Option<usize> {
        let own = [Label::Ccomp, Label::Xcomp, Label::Obj, Label::NsubjPass, Label::AuxPass];
        let says = self.tree.label(verb) == Label::Parataxis
            && self.tree.child(verb, Label::Nsubj).is_some()
            && self.tree.children_with(verb, &own).next().is_none();
        self.tree.head(verb).filter(|clause| says && *clause < verb)
    }

    /// "is at odds with Egypt", "was in Egypt", "is under sanctions from": what the copula joins.
    fn copula_frame(&self, copula: usize) -> Frame {
        let mut frame = Frame::default();
        let Some(predicate) = self.tree.head(copula) else {
            return frame;
        };
        for (token, via) in self.surface_subject(predicate, DEPTH) {
            frame.add(Role::Subject, token, via);
        }
        if let Some(role) = self.tree.preposition(predicate).and_then(Role::preposition) {
            frame.add(role, predicate, Via::Direct);
            for child in self.tree.children(predicate) {
                if is_prepositional(self.tree.label(child))
                    && let Some(role) = self.tree.preposition(child).and_then(Role::preposition)
                {
                    frame.add(role, child, Via::Direct);
                }
            }
        }
        frame
    }

    /// Whether the verb's subject is the one to whom it is done.
    pub fn is_passive(&self, verb: usize, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        let has = |label| self.tree.child(verb, label).is_some();
        if has(Label::AuxPass) || has(Label::NsubjPass) || has(Label::OblAgent) {
            return true;
        }
        let participle = self.fine(verb) == "VBN";
        if !participle || has(Label::Aux) {
            return false;
        }
        if has(Label::Nsubj) {
            // "14 militants killed in Gaza": a headline drops the auxiliary.
            let in_title = self.document.sentence_of(verb) < self.document.title_sentences;
            let next_is_adjunct = verb + 1 < self.document.tokens.len() && self.tree.tag(verb + 1) == Tag::Adp;
            return in_title && next_is_adjunct && !has(Label::Obj) && !has(Label::CompoundPrt);
        }
        match self.tree.label(verb) {
            Label::Acl | Label::Amod => true,
            Label::Conj => self
                .tree
                .head(verb)
                .is_some_and(|head| self.is_passive(head, depth - 1)),
            Label::Advcl | Label::Xcomp | Label::Parataxis => !has(Label::Obj),
            // Headlines drop the auxiliary: "Three killed in Iraq" has a subject; a bare participle is passive.
            Label::Root => !has(Label::Obj),
            _ => false,
        }
    }

    /// Who stands before the verb: the subject of an active, the object of a passive one.
    pub fn surface_subject(&self, verb: usize, depth: usize) -> Vec<(usize, Via)> {
        let direct: Vec<(usize, Via)> = self
            .tree
            .children_with(verb, &[Label::Nsubj, Label::NsubjPass, Label::NsubjOuter])
            .map(|child| (self.antecedent(child), Via::Direct))
            .collect();
        if !direct.is_empty() || depth == 0 {
            return direct;
        }
        self.shared_subject(verb, depth - 1)
    }

    /// The surface subject that a verb without one of its own shares with another clause.
    fn shared_subject(&self, verb: usize, depth: usize) -> Vec<(usize, Via)> {
        if depth == 0 {
            return Vec::new();
        }
        let Some(head) = self.tree.head(verb) else {
            return Vec::new();
        };
        let shared = |fillers: Vec<(usize, Via)>| fillers.into_iter().map(|(token, _)| (token, Via::Shared)).collect();
        match self.tree.label(verb) {
            Label::Conj | Label::Ccomp | Label::Parataxis => {
                let infinitive_or_conj = self.tree.label(verb) == Label::Conj
                    || self
                        .tree
                        .child(verb, Label::Mark)
                        .is_some_and(|mark| self.tree.lemma(mark) == "to");
                if infinitive_or_conj {
                    shared(self.surface_subject(head, depth - 1))
                } else {
                    Vec::new()
                }
            }
            Label::Xcomp => {
                let object = self.tree.children_with(head, &[Label::Obj, Label::Iobj]).next();
                match object {
                    Some(object) if !has_subject_control(self.tree.lemma(head)) => {
                        vec![(self.antecedent(object), Via::Shared)]
                    }
                    _ => shared(self.surface_subject(head, depth - 1)),
                }
            }
            Label::Advcl => {
                let mark = self
                    .tree
                    .child(verb, Label::Mark)
                    .map(|mark| self.tree.lemma(mark).to_string());
                let object = self.tree.children_with(head, &[Label::Obj]).next();
                match (mark.as_deref(), object) {
                    (Some("of" | "for" | "from" | "into" | "to"), Some(object))
                        if self.takes_object_control(head, mark.as_deref()) =>
                    {
                        vec![(self.antecedent(object), Via::Shared)]
                    }
                    _ => shared(self.surface_subject(head, depth - 1)),
                }
            }
            Label::Acl => match self.fine(verb) {
                "VBG" | "VBN" => {
                    let mut out = vec![(head, Via::Shared)];
                    // "Ankara launched an operation targeting Kurds": whoever has the operation targets them.
                    if self.fine(verb) == "VBG" && !self.is_mentioned(head) {
                        let frame = self.noun_frame_without_clauses(head, depth - 1);
                        out.extend(frame.with(Role::Subject).map(|filler| (filler.token, Via::Loose)));
                    }
                    out
                }
                // "Turkey's decision to attack": whoever decides attacks.
                _ => {
                    let frame = self.noun_frame_without_clauses(head, depth - 1);
                    let subjects = frame.with(Role::Subject).map(|filler| (filler.token, Via::Shared));
                    subjects.collect()
                }
            },
            Label::AclRelcl => {
                let has_relative_subject = self.tree.child(verb, Label::Nsubj).is_some();
                if has_relative_subject {
                    Vec::new()
                } else {
                    vec![(head, Via::Shared)]
                }
            }
            _ => Vec::new(),
        }
    }

    /// Whether a mention has this head.
    pub(super) fn is_mentioned(&self, token: usize) -> bool {
        let mentions = &self.document.mentions;
        let from = mentions.partition_point(|mention| mention.tokens.start + 12 < token);
        let near = mentions[from..]
            .iter()
            .take_while(|mention| mention.tokens.start <= token);
        near.into_iter().any(|mention| mention.head == token)
    }

    /// "accused X of doing", "urged X to do": X is the one who does.
    fn takes_object_control(&self, verb: usize, mark: Option<&str>) -> bool {
        match mark {
            Some("to") => matches!(
                self.tree.lemma(verb),
                "urge"
                    | "ask"
                    | "tell"
                    | "order"
                    | "force"
                    | "allow"
                    | "persuade"
                    | "invite"
                    | "press"
                    | "push"
                    | "want"
                    | "warn"
                    | "call"
                    | "pressure"
                    | "encourage"
                    | "permit"
                    | "help"
                    | "require"
                    | "beg"
                    | "compel"
                    | "authorize"
                    | "request"
            ),
            _ => true,
        }
    }

    /// "attacked and killed X", and the gap of "the deal that Turkey signed".
    fn shared_object(&self, verb: usize) -> Vec<usize> {
        for next in self.tree.children_with(verb, &[Label::Conj]) {
            let adjacent = next > verb && next - verb <= 4;
            let object = self.tree.child(next, Label::Obj);
            if let (true, Some(object)) = (adjacent && self.tree.child(next, Label::Nsubj).is_none(), object) {
                return vec![object];
            }
        }
        // "a deal that Trump wants to destroy": the gap is the infinitive's.
        let mut clause = verb;
        while self.tree.label(clause) == Label::Xcomp
            && let Some(outer) = self.tree.head(clause)
            && self.tree.child(outer, Label::Obj).is_none()
        {
            clause = outer;
        }
        if self.tree.label(clause) == Label::AclRelcl
            && let Some(head) = self.tree.head(clause)
        {
            let subject = self.tree.child(clause, Label::Nsubj);
            let subject_is_other = subject.is_some_and(|subject| self.antecedent(subject) != head);
            let preposition_gap = self
                .tree
                .children(verb)
                .chain(self.tree.children(clause))
                .any(|child| self.tree.label(child) == Label::Obl && self.antecedent(child) == head);
            if subject_is_other && !preposition_gap {
                return vec![head];
            }
        }
        Vec::new()
    }

    /// A relative pronoun stands for the noun that its clause describes.
    pub(super) fn antecedent(&self, token: usize) -> usize {
        let relative = matches!(
            self.surface(token).to_lowercase().as_str(),
            "who" | "which" | "that" | "whom"
        );
        if !relative || self.tree.tag(token) != Tag::Pron {
            return token;
        }
        let mut clause = token;
        for _ in 0..4 {
            let Some(head) = self.tree.head(clause) else {
                return token;
            };
            clause = head;
            if self.tree.label(clause) == Label::AclRelcl {
                return self.tree.head(clause).unwrap_or(token);
            }
        }
        self.noun_before_relative(token).unwrap_or(token)
    }

    /// Every filler brings the members of its coordination.
    fn with_conjuncts(&self, frame: Frame) -> Frame {
        let mut out = Frame::default();
        for filler in &frame.fillers {
            out.add(filler.role, filler.token, filler.via);
        }
        for filler in &frame.fillers {
            if filler.role == Role::Complement {
                continue;
            }
            let mut queue = vec![filler.token];
            while let Some(token) = queue.pop() {
                for conjunct in self.tree.children_with(token, &[Label::Conj]) {
                    if !matches!(self.tree.tag(conjunct), Tag::Verb | Tag::Aux) {
                        out.add(filler.role, conjunct, filler.via.max(Via::Conjunct));
                        queue.push(conjunct);
                    }
                }
            }
        }
        out
    }
}
