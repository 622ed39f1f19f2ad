//! Which word of a sentence shows a relation of a type, and what the words around it say of it.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::features::Features;
use super::frames::Frames;
use super::qualify::{Qualified, Qualities, end_features, qualify};
use super::{Reading, best_of_type};
use crate::model::Tag;

/// By trigger and rule.
type Known = FxHashMap<(usize, Option<u32>), Rc<Qualified>>;

/// By instance and relation type: how far off the way a word stands, and which it is.
type Words = FxHashMap<(usize, usize), Option<(usize, usize)>>;

/// Qualifies the relations of a reading when they are asked for.
pub struct Qualifier<'a> {
    pub frames: &'a Frames<'a>,
    pub reading: &'a Reading,
    known: RefCell<Known>,
    words: RefCell<Words>,
}

/// A word shows a relation of two others if the way over it is at most so many arcs longer than the straight one.
const DETOUR: usize = 3;
/// So many words above a word are looked at.
const HEIGHT: usize = 32;

impl<'a> Qualifier<'a> {
    pub fn new(frames: &'a Frames<'a>, reading: &'a Reading) -> Self {
        Qualifier {
            frames,
            reading,
            known: RefCell::default(),
            words: RefCell::default(),
        }
    }

    /// What the words say of a relation of a type between the ends of an instance. Each is qualified at its own word:
    /// "refused to meet" is an affirmed refusal and a negated meeting.
    pub fn at(&self, index: usize, relation: usize) -> Rc<Qualified> {
        let (trigger, rule) = self.shown_by(index, relation);
        let mut known = self.known.borrow_mut();
        let entry = known.entry((trigger, rule));
        entry
            .or_insert_with(|| Rc::new(Qualified::new(self.frames, trigger, rule)))
            .clone()
    }

    /// What tells how really a relation of a type holds: the words at its trigger and above its ends, the words of
    /// the sentence, and the type.
    pub fn clues(&self, index: usize, relation: usize) -> Features {
        let qualified = self.at(index, relation);
        let instance = &self.reading.instances[index];
        let relation = &self.frames.lexicon.relation_types()[relation].name;
        let mut typed = qualified.features.typed.clone();
        typed.push(format!("y:{relation}"));
        typed.push(format!("y:{relation}:{}", qualified.qualities.modality.name()));
        end_features(self.frames, instance.head_token, 'H', &mut typed);
        end_features(self.frames, instance.tail_token, 'T', &mut typed);
        for token in self.frames.document.sentences[instance.sentence].clone() {
            if !matches!(self.frames.tree.tag(token), Tag::Propn | Tag::Punct | Tag::Num) {
                typed.push(format!("w:{}", self.frames.document.token_text(token).to_lowercase()));
            }
        }
        typed.sort_unstable();
        typed.dedup();
        Features {
            typed,
            shared: Vec::new(),
        }
    }

    /// What the words say, without what the model of modality sees.
    pub fn qualities(&self, index: usize, relation: usize) -> Qualities {
        let (trigger, rule) = self.shown_by(index, relation);
        qualify(self.frames, trigger, rule)
    }

    /// The word that shows it, and the rule: the trigger of the surest rule of the type; else the word of the type's
    /// rules that stands nearest to both ends; else the word where the two meet.
    pub fn shown_by(&self, index: usize, relation: usize) -> (usize, Option<u32>) {
        if let Some((_, candidate)) = best_of_type(self.reading, &self.reading.instances[index], relation) {
            return (candidate.trigger, candidate.rule);
        }
        match self.word_of(index, relation) {
            Some((_, token)) => (token, None),
            None => (self.reading.triggers[index], None),
        }
    }

    /// The word of the type's rules that stands nearest to both ends of an instance, and how far from the straight way
    /// between them.
    pub fn word_of(&self, index: usize, relation: usize) -> Option<(usize, usize)> {
        let mut words = self.words.borrow_mut();
        *words
            .entry((index, relation))
            .or_insert_with(|| self.nearest_word(index, relation))
    }

    fn nearest_word(&self, index: usize, relation: usize) -> Option<(usize, usize)> {
        let instance = &self.reading.instances[index];
        let tree = &self.frames.tree;
        let ends = [instance.head_token, instance.tail_token].map(|end| tree.upward(end, HEIGHT));
        let straight = arcs(&ends[0], &ends[1]).unwrap_or(0);
        let rules = self.frames.lexicon.rules();
        let sentence = self.frames.document.sentences[instance.sentence].clone();
        let words = sentence.filter(|token| matches!(tree.tag(*token), Tag::Verb | Tag::Noun | Tag::Adj));
        let ways = words.filter_map(|token| {
            let meanings = rules.types_of(&tree.lemma(token).to_lowercase());
            if !meanings.contains(&relation) {
                return None;
            }
            let chain = tree.upward(token, HEIGHT);
            let way = arcs(&chain, &ends[0])? + arcs(&chain, &ends[1])?;
            // What may mean many things says less than what can only mean this.
            (way <= straight + 2 * DETOUR).then_some(((way - straight) + meanings.len() - 1, token))
        });
        ways.min()
    }
}

/// How many arcs lie between the first tokens of two chains.
fn arcs(a: &[usize], b: &[usize]) -> Option<usize> {
    let (up, down) = a
        .iter()
        .enumerate()
        .find_map(|(up, token)| Some((up, b.iter().position(|other| other == token)?)))?;
    Some(up + down)
}
