//! Headlines: without articles and auxiliaries the parser takes a verb in the present for a noun.

use std::ops::Range;

use crate::lexicon::{Lexicon, TriggerKind};
use crate::model::{Label, Tag, Token};

/// "Afghan Forces Arrest 2 Taliban Leaders": nouns have no objects, so it is a verb, and the noun before it its subject.
pub fn headline(lexicon: &Lexicon, text: &str, tokens: &mut [Token], sentence: Range<usize>) {
    let no_stop = sentence
        .clone()
        .last()
        .is_some_and(|last| !matches!(tokens[last].span.of(text), "." | "?" | "!" | "\"" | "”"));
    for verb in sentence.clone() {
        let Some(subject) = verb.checked_sub(1).filter(|before| sentence.contains(before)) else {
            continue;
        };
        let is_head =
            tokens[verb].label == Label::Root && matches!(tokens[verb].tag, Tag::Noun | Tag::Verb | Tag::Propn);
        let modifies = tokens[subject].head == verb && matches!(tokens[subject].label, Label::Compound | Label::Amod);
        let has_subject = has(tokens, &sentence, verb, Label::Nsubj);
        let Some(lemma) = known_verb(lexicon, tokens[verb].span.of(text)) else {
            continue;
        };
        let object = object(text, tokens, &sentence, verb, no_stop);
        if is_head && modifies && !has_subject && object.is_some() {
            make_verb(tokens, &sentence, subject, verb, lemma);
            if let Some(object) = object {
                tokens[object].label = Label::Obj;
                tokens[object].head = verb;
            }
        } else if is_head && no_stop && has_subject {
            // "Iraqi Leader Thanks U.S.": one name for the parser.
            let next = verb + 1;
            if next < sentence.end
                && tokens[next].head == verb
                && tokens[next].label == Label::Flat
                && tokens[next].tag == Tag::Propn
            {
                tokens[next].label = Label::Obj;
            }
        } else if no_stop {
            compound_verb(lexicon, text, tokens, &sentence, subject, verb);
        }
    }
}

fn has(tokens: &[Token], sentence: &Range<usize>, of: usize, label: Label) -> bool {
    sentence
        .clone()
        .any(|i| i != of && tokens[i].head == of && tokens[i].label == label)
}

/// The lemma of a word in the present tense, if any rule has such a verb.
fn known_verb(lexicon: &Lexicon, word: &str) -> Option<String> {
    let surface = word.to_lowercase();
    let forms = [
        Some(surface.as_str()),
        surface.strip_suffix('s'),
        surface.strip_suffix("es"),
    ];
    let known = |word: &&str| {
        let key = (TriggerKind::Verb, word.to_string());
        lexicon.rules().index.contains_key(&key)
    };
    forms.into_iter().flatten().find(known).map(str::to_string)
}

/// What a headline's verb is done to: its object, or what the parser takes for an apposition of the noun.
fn object(text: &str, tokens: &mut [Token], sentence: &Range<usize>, verb: usize, no_stop: bool) -> Option<usize> {
    let of = |tokens: &[Token], label: Label| {
        (verb + 1..sentence.end).find(|i| tokens[*i].head == verb && tokens[*i].label == label)
    };
    if let Some(object) = of(tokens, Label::Obj) {
        return Some(object);
    }
    if !no_stop {
        return None;
    }
    if let Some(object) = of(tokens, Label::Appos) {
        let plain = (verb + 1..object).all(|i| tokens[i].tag != Tag::Punct);
        return plain.then_some(object);
    }
    // "Pakistan bombs suspected al-Qaida camp": the participle describes the object.
    let participle = verb + 1;
    let describes = participle < sentence.end
        && tokens[participle].head == verb
        && tokens[participle].label == Label::Acl
        && tokens[participle].span.of(text).ends_with("ed");
    let object = (participle + 1..sentence.end)
        .find(|i| tokens[*i].head == participle && tokens[*i].label == Label::Obj)
        .filter(|_| describes)?;
    tokens[participle].head = object;
    tokens[participle].label = Label::Amod;
    Some(object)
}

fn make_verb(tokens: &mut [Token], sentence: &Range<usize>, subject: usize, verb: usize, lemma: String) {
    tokens[verb].lemma = lemma;
    tokens[verb].tag = Tag::Verb;
    for before in &mut tokens[sentence.start..subject] {
        if before.head == verb
            && matches!(
                before.label,
                Label::Compound | Label::Amod | Label::Det | Label::NmodPoss
            )
        {
            before.head = subject;
        }
    }
    tokens[subject].label = Label::Nsubj;
    tokens[subject].head = verb;
    if tokens[subject].tag == Tag::Adj && subject > sentence.start && tokens[subject - 1].head == subject {
        tokens[subject].tag = Tag::Noun;
    }
}

/// "Indian-Americans hail Manmohan speech": a word that no rule has as a noun, within a long compound.
fn compound_verb(
    lexicon: &Lexicon,
    text: &str,
    tokens: &mut [Token],
    sentence: &Range<usize>,
    subject: usize,
    verb: usize,
) {
    let object = tokens[verb].head;
    let is_compound = tokens[verb].label == Label::Compound && tokens[verb].tag == Tag::Noun && object > verb;
    let is_title = is_compound
        && tokens[object].label == Label::Root
        && matches!(tokens[object].tag, Tag::Noun | Tag::Propn)
        && matches!(tokens[subject].tag, Tag::Noun | Tag::Propn)
        && (tokens[subject].head == verb || tokens[subject].head == object);
    if !is_title || has(tokens, sentence, object, Label::Nsubj) {
        return;
    }
    let Some(lemma) = known_verb(lexicon, tokens[verb].span.of(text)) else {
        return;
    };
    let is_noun = lexicon.rules().index.contains_key(&(TriggerKind::Noun, lemma.clone()));
    if is_noun {
        return;
    }
    tokens[verb].head = verb;
    tokens[verb].label = Label::Root;
    tokens[object].head = verb;
    tokens[object].label = Label::Obj;
    for before in &mut tokens[sentence.start..subject] {
        if before.head == object || before.head == verb {
            before.head = subject;
        }
    }
    make_verb(tokens, sentence, subject, verb, lemma);
}
