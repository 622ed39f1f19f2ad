//! Rules meet frames: every candidate claim that a rule proposes.

use rustc_hash::FxHashSet;

use super::actors::{Actor, Actors, Descent};
use super::features::is_private;
use super::frames::{Frames, Via};
use crate::lexicon::{Role, RolePath, Rule, Trigger, TriggerKind};
use crate::model::{Kind, Label, MentionForm, Tag};

/// A claim that a rule proposes, before it is qualified and ranked.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub head: usize,
    pub tail: usize,
    /// Index into the lexicon's relation types.
    pub relation: usize,
    /// Index into the lexicon's rules; none for what the engine proposes itself.
    pub rule: Option<u32>,
    /// The word that triggered the rule.
    pub trigger: usize,
    pub head_token: usize,
    pub tail_token: usize,
    pub descents: (Descent, Descent),
    pub via: Via,
    /// How often such a match is right, before the ranker looks.
    pub confidence: f32,
}

/// From this confidence on, what names and titles say ("the Russia-Turkey deal", "the Russian S-400") is by the
/// annotation guide a claim, however seldom the model has seen it.
const OUTRIGHT: f32 = 0.7;

impl Candidate {
    /// Whether a name or title says it for certain.
    pub fn is_outright(&self) -> bool {
        self.rule.is_none() && self.confidence >= OUTRIGHT
    }
}

/// All candidates of a document, in order of their triggers.
pub fn match_rules(frames: &Frames, actors: &Actors) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for token in 0..frames.document.tokens.len() {
        for (kind, lemma) in trigger_keys(frames, token) {
            let rules = frames.lexicon.rules();
            let Some(triggers) = rules.index.get(&(kind, lemma)) else {
                continue;
            };
            for trigger in triggers {
                let trigger = &rules.triggers[*trigger as usize];
                if has_other_words(frames, trigger, token) {
                    apply(frames, actors, trigger, token, &mut candidates);
                }
            }
        }
    }
    candidates
}

/// Under which kinds and lemmas a token may trigger rules.
fn trigger_keys(frames: &Frames, token: usize) -> Vec<(TriggerKind, String)> {
    let lemma = frames.tree.lemma(token).to_lowercase();
    let mut keys = Vec::new();
    let after_hyphen = token >= 2 && matches!(frames.document.token_text(token - 1), "-" | "‑" | "–");
    if after_hyphen {
        let surface = frames.document.token_text(token).to_lowercase();
        keys.push((TriggerKind::Suffix, surface.clone()));
        if surface != lemma {
            keys.push((TriggerKind::Suffix, lemma.clone()));
        }
    }
    match frames.tree.tag(token) {
        Tag::Verb if frames.tree.label(token) == Label::Cop => keys.push((TriggerKind::Verb, lemma)),
        Tag::Verb => {
            keys.push((TriggerKind::Verb, lemma.clone()));
            let surface = frames.document.token_text(token).to_lowercase();
            let nominal = matches!(
                frames.tree.label(token),
                Label::Nsubj | Label::NsubjPass | Label::Obj | Label::Obl | Label::Nmod | Label::Root | Label::Advcl
            );
            // "Fighting between".
            if nominal && surface.ends_with("ing") {
                keys.push((TriggerKind::Noun, surface.clone()));
            }
            keys.push((TriggerKind::Adjective, surface));
        }
        Tag::Noun | Tag::Propn => {
            keys.push((TriggerKind::Noun, lemma.clone()));
            keys.push((TriggerKind::Adjective, lemma));
        }
        Tag::Adj | Tag::Adv => keys.push((TriggerKind::Adjective, lemma)),
        Tag::Aux => keys.push((TriggerKind::Verb, lemma)),
        _ => {}
    }
    keys
}

/// Whether the further words of a trigger stand where they must: a particle behind the verb, the
/// modifiers before the noun.
fn has_other_words(frames: &Frames, trigger: &Trigger, token: usize) -> bool {
    if trigger.words.len() == 1 {
        return true;
    }
    let is_word = |token: usize, word: &str| {
        let lemma = frames.tree.lemma(token);
        lemma.eq_ignore_ascii_case(word) || frames.document.token_text(token).eq_ignore_ascii_case(word)
    };
    let size = frames.document.tokens.len();
    if trigger.kind == TriggerKind::Verb {
        let mut position = token + 1;
        for word in &trigger.words[1..] {
            let limit = size.min(token + 7);
            match (position..limit).find(|i| is_word(*i, word)) {
                Some(found) => position = found + 1,
                None => return false,
            }
        }
        return true;
    }
    // Words before and after the anchor stand side by side; hyphens do not count.
    let mut position = token;
    for word in trigger.words[..trigger.anchor].iter().rev() {
        let Some(mut before) = position.checked_sub(1) else {
            return false;
        };
        if matches!(frames.document.token_text(before), "-" | "‑") {
            let Some(earlier) = before.checked_sub(1) else {
                return false;
            };
            before = earlier;
        }
        if !is_word(before, word) {
            return false;
        }
        position = before;
    }
    let mut position = token;
    for word in &trigger.words[trigger.anchor + 1..] {
        position += 1;
        if position >= size || !is_word(position, word) {
            return false;
        }
    }
    true
}

/// A filler at the end of a path of roles.
#[derive(Clone, Copy)]
struct Reached {
    token: usize,
    via: Via,
}

fn apply(frames: &Frames, actors: &Actors, trigger: &Trigger, token: usize, candidates: &mut Vec<Candidate>) {
    let rule = &frames.lexicon.rules().rules[trigger.rule as usize];
    let is_one_of = |reached: &Reached, lemmas: &FxHashSet<String>| {
        let lemma = frames.tree.lemma(reached.token).to_lowercase();
        lemmas.contains(&lemma)
            || reached.token.checked_sub(1).is_some_and(|before| {
                let before = frames.document.token_text(before).to_lowercase();
                lemmas.contains(&format!("{before} {lemma}"))
            })
    };
    for (path, lemmas) in &rule.condition {
        let fillers = follow(frames, trigger.kind, token, path);
        if !fillers.iter().any(|filler| is_one_of(filler, lemmas)) {
            return;
        }
    }
    if !rule.complement.is_empty() {
        let clauses = follow(frames, trigger.kind, token, &vec![Role::Complement]);
        if !clauses.iter().any(|clause| is_one_of(clause, &rule.complement)) {
            return;
        }
    }
    for pair in &rule.roles {
        let heads = follow(frames, trigger.kind, token, &pair.head);
        if heads.is_empty() {
            continue;
        }
        if pair.tail == [Role::Office] {
            for (head, via) in &heads
                .iter()
                .flat_map(|head| {
                    let actors = actors.of(frames, head.token);
                    actors.into_iter().map(|actor| (actor, head.via)).collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
            {
                for served in served_by(frames, head) {
                    add(frames, rule, trigger.rule, token, head, &served, *via, candidates);
                }
            }
            continue;
        }
        let tails = follow(frames, trigger.kind, token, &pair.tail);
        for head in &heads {
            for tail in &tails {
                if head.token == tail.token && pair.head != pair.tail {
                    continue;
                }
                let via = head.via.max(tail.via);
                for head_actor in doers(frames, actors, head.token) {
                    for tail_actor in actors.of(frames, tail.token) {
                        add(
                            frames,
                            rule,
                            trigger.rule,
                            token,
                            &head_actor,
                            &tail_actor,
                            via,
                            candidates,
                        );
                        if pair.both {
                            add(
                                frames,
                                rule,
                                trigger.rule,
                                token,
                                &tail_actor,
                                &head_actor,
                                via,
                                candidates,
                            );
                        }
                    }
                }
            }
        }
    }
}

/// Whoever does what a filler does. What "a British woman" does, her state does not.
fn doers(frames: &Frames, actors: &Actors, token: usize) -> Vec<Actor> {
    let mut found = actors.of(frames, token);
    found.retain(|actor| {
        let is_state = frames.document.entities[actor.entity].kind == Kind::State;
        !(is_state && actor.descent != Descent::None && is_private(frames, actor.token))
    });
    found
}

/// Whom an official serves: by the titles in his sentence, else by those anywhere.
fn served_by(frames: &Frames, official: &Actor) -> Vec<Actor> {
    let document = frames.document;
    let titles = document
        .titles
        .iter()
        .filter(|title| title.holder == Some(official.entity));
    let near = document.sentence_of(official.token);
    let (here, elsewhere): (Vec<_>, Vec<_>) = titles
        .filter_map(|title| Some((title.tokens.start, title.serves?)))
        .partition(|(start, _)| document.sentence_of(*start) == near);
    let titles = if here.is_empty() { elsewhere } else { here };
    titles
        .into_iter()
        .map(|(start, entity)| Actor {
            entity,
            token: start,
            descent: Descent::None,
            form: MentionForm::Nominal,
        })
        .collect()
}

#[allow(clippy::too_many_arguments)]
fn add(
    frames: &Frames,
    rule: &Rule,
    index: u32,
    trigger: usize,
    head: &Actor,
    tail: &Actor,
    via: Via,
    candidates: &mut Vec<Candidate>,
) {
    let entities = &frames.document.entities;
    let fits = rule.head.contains(&entities[head.entity].kind) && rule.tail.contains(&entities[tail.entity].kind);
    if head.entity == tail.entity || !fits {
        return;
    }
    let mut confidence = rule.confidence;
    for descent in [head.descent, tail.descent] {
        confidence *= match descent {
            Descent::None => 1.0,
            Descent::Before | Descent::Apposition => 0.85,
            Descent::Of => 0.8,
            Descent::In => 0.5,
        };
    }
    confidence *= match via {
        Via::Direct | Via::Conjunct => 1.0,
        Via::Shared | Via::Light => 0.95,
        Via::Loose => 0.8,
    };
    candidates.push(Candidate {
        head: head.entity,
        tail: tail.entity,
        relation: rule.relation,
        rule: Some(index),
        trigger,
        head_token: head.token,
        tail_token: tail.token,
        descents: (head.descent, tail.descent),
        via,
        confidence,
    });
}

/// Follows a path of roles from a trigger.
fn follow(frames: &Frames, kind: TriggerKind, token: usize, path: &RolePath) -> Vec<Reached> {
    let mut reached = vec![Reached {
        token,
        via: Via::Direct,
    }];
    for (step, role) in path.iter().enumerate() {
        let mut next: Vec<Reached> = Vec::new();
        for from in &reached {
            let fillers: Vec<(usize, Via)> = match (step, kind, role) {
                (0, TriggerKind::Suffix, Role::Stem) => stems(frames, from.token - 2),
                (0, TriggerKind::Suffix, Role::Bearer) => bearer(frames, from.token),
                // "wanted by Turkey", "stationed in Qatar": who is so is the verb's object.
                (0, TriggerKind::Adjective, Role::Subject)
                    if frames.tree.tag(from.token) == Tag::Verb && frames.is_passive(from.token, 6) =>
                {
                    let frame = frames.frame(from.token);
                    frame
                        .with(Role::Object)
                        .map(|filler| (filler.token, filler.via))
                        .collect()
                }
                _ => frames
                    .frame(from.token)
                    .with(*role)
                    .map(|filler| (filler.token, filler.via))
                    .collect(),
            };
            // "refused a request from India": the parser may hang "from India" on the verb.
            let from_verb = match (step.checked_sub(1).map(|before| path[before]), role) {
                (Some(Role::Object), Role::Preposition(_)) if fillers.is_empty() => frames.tree.head(from.token),
                _ => None,
            };
            let fillers = match from_verb.filter(|verb| matches!(frames.tree.tag(*verb), Tag::Verb)) {
                Some(verb) => {
                    let frame = frames.frame(verb);
                    let behind = frame.with(*role).filter(|filler| filler.token > from.token);
                    behind
                        .map(|filler| (filler.token, filler.via.max(Via::Shared)))
                        .collect()
                }
                None => fillers,
            };
            for (token, via) in fillers {
                if !next.iter().any(|other| other.token == token) {
                    next.push(Reached {
                        token,
                        via: via.max(from.via),
                    });
                }
            }
        }
        reached = next;
    }
    reached
}

/// Who stands before a hyphened participle: both in "US and EU-backed forces", "Russian- and Iranian-backed troops".
fn stems(frames: &Frames, stem: usize) -> Vec<(usize, Via)> {
    let mut stems = vec![(stem, Via::Direct)];
    let mentions = &frames.document.mentions;
    let start = mentions.iter().find(|mention| mention.head == stem);
    let start = start.map_or(stem, |mention| mention.tokens.start);
    if start >= 2 && frames.document.token_text(start - 1) == "and" {
        let hyphen = matches!(frames.document.token_text(start - 2), "-" | "‑");
        let end = start - 1 - usize::from(hyphen);
        let first = mentions.iter().find(|mention| mention.tokens.end == end);
        let modifies = |head: usize| {
            hyphen
                || frames.tree.head(stem) == Some(head)
                || matches!(
                    frames.tree.label(head),
                    Label::Compound | Label::Amod | Label::OblUnmarked
                )
        };
        stems.extend(
            first
                .filter(|first| modifies(first.head))
                .map(|first| (first.head, Via::Conjunct)),
        );
    }
    stems
}

/// What a hyphened participle describes: "rebels" in "Moscow-backed rebels".
fn bearer(frames: &Frames, participle: usize) -> Vec<(usize, Via)> {
    let head = frames.tree.head(participle);
    let noun = match head {
        Some(head) if head > participle => Some(head),
        // The parser may hang the participle on the stem; then the next noun is described.
        _ => (participle + 1..frames.document.tokens.len().min(participle + 5))
            .find(|i| matches!(frames.tree.tag(*i), Tag::Noun | Tag::Propn)),
    };
    let Some(mut noun) = noun else { return Vec::new() };
    // "US-led military coalition": the last noun of the compound.
    for _ in 0..3 {
        match frames.tree.head(noun) {
            Some(head) if head > noun && frames.tree.label(noun) == Label::Compound => noun = head,
            _ => break,
        }
    }
    vec![(noun, Via::Direct)]
}
