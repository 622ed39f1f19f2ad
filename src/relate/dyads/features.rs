//! What the coder of dyads sees: what the rules propose, and the words of the sentence by their places
//! to source and target, as such and by the classes of `data/words/acts.toml`.

use super::End;
use super::sequence::{Item, Sequence, is_modal, is_modal_word};
use crate::lexicon::Lexicon;
use crate::model::{Label, Tag};
use crate::relate::Reading;
use crate::relate::features::Features;
use crate::relate::frames::Frames;

/// Per relation type, the classes of the coder (PLOVER roots) that it may mean.
pub struct Roots {
    pub names: Vec<String>,
    pub of_type: Vec<Vec<usize>>,
}

impl Roots {
    pub fn new(lexicon: &Lexicon, names: &[String]) -> Roots {
        let of_type = lexicon
            .relation_types()
            .iter()
            .map(|relation| {
                let roots = relation.plover.as_deref().unwrap_or_default().split('/');
                let mut out: Vec<usize> = roots
                    .filter_map(|root| names.iter().position(|name| name == usual_root(root)))
                    .collect();
                out.dedup();
                out
            })
            .collect();
        Roots {
            names: names.to_vec(),
            of_type,
        }
    }
}

/// PLOVER has had several names for some roots.
pub fn usual_root(root: &str) -> &str {
    match root {
        "CONCEDE" | "RETREAT" => "YIELD",
        "INVESTIGATE" => "ACCUSE",
        other => other,
    }
}

pub fn features(frames: &Frames, reading: &Reading, ends: &[Option<End>; 2], roots: &Roots) -> Features {
    let mut out = Features::default();
    out.typed.push("bias".to_string());
    rule_features(frames, reading, ends, roots, &mut out);
    let sequence = Sequence::new(frames, ends);
    word_features(frames, &sequence, &mut out);
    act_features(&sequence, &mut out);
    end_features(frames, ends, &mut out);
    spine_features(frames, &sequence, ends, roots, &mut out);
    type_features(frames, &sequence, roots, &mut out);
    out.typed.sort_unstable();
    out.typed.dedup();
    out.shared.sort_unstable();
    out.shared.dedup();
    out
}

/// What rules find between source and target, and between any two: a name may stand for another.
fn rule_features(frames: &Frames, reading: &Reading, ends: &[Option<End>; 2], roots: &Roots, out: &mut Features) {
    let [Some(source), Some(target)] = ends else {
        out.typed.push("open".to_string());
        return;
    };
    for candidate in &reading.candidates {
        let touches = |end: &End| candidate.head == end.entity || candidate.tail == end.entity;
        let who = match (candidate.head == source.entity, touches(target)) {
            (true, _) => "source",
            (_, true) => "target",
            _ => "others",
        };
        for root in &roots.of_type[candidate.relation] {
            out.shared.push((*root, format!("C:{who}")));
            out.shared
                .push((*root, format!("Cc:{who}:{}", (candidate.confidence * 5.0).round())));
        }
        let lemma = frames.tree.lemma(candidate.trigger).to_lowercase();
        out.typed.push(format!("Ct:{who}:{lemma}"));
    }
}

/// Words and the runs of them.
fn word_features(frames: &Frames, sequence: &Sequence, out: &mut Features) {
    let words: Vec<&Item> = sequence
        .items
        .iter()
        .filter(|item| !matches!(item.tag, Tag::Punct | Tag::Det | Tag::Num) && !is_aside(frames, item))
        .collect();
    for item in &words {
        if item.is_content() {
            out.typed.push(format!("u:{}", item.lemma));
            out.typed.push(format!("u{}:{}", item.place, item.lemma));
        }
    }
    let shown = |item: &Item| match item.tag {
        Tag::Propn if !item.is_end() => "N".to_string(),
        _ => item.lemma.clone(),
    };
    for pair in words.windows(2) {
        out.typed.push(format!("2:{} {}", shown(pair[0]), shown(pair[1])));
    }
}

/// "on Tuesday", "last week": when it happened is no part of what happened.
fn is_aside(frames: &Frames, item: &Item) -> bool {
    frames
        .document
        .dates
        .iter()
        .any(|date| date.tokens.contains(&item.token))
}

/// Classes of acts, and which follow which.
fn act_features(sequence: &Sequence, out: &mut Features) {
    let classed: Vec<&Item> = sequence
        .items
        .iter()
        .filter(|item| item.is_end() || !item.acts.is_empty() || is_modal(item))
        .collect();
    let names = |item: &Item| -> Vec<String> {
        if item.is_end() || item.acts.is_empty() {
            return vec![item.lemma.clone()];
        }
        item.acts.clone()
    };
    for (i, item) in classed.iter().enumerate() {
        for name in names(item) {
            out.typed.push(format!("a:{name}"));
            out.typed.push(format!("a{}:{name}", item.place));
            for next in classed.iter().skip(i + 1).take(1) {
                for other in names(next) {
                    out.typed.push(format!("aa:{name} {other}"));
                }
            }
            for next in classed.iter().skip(i + 1).take(4) {
                for other in names(next) {
                    out.typed.push(format!("a.:{name} {other}"));
                }
            }
        }
    }
    for three in classed.windows(3) {
        for first in names(three[0]) {
            for second in names(three[1]) {
                for third in names(three[2]) {
                    out.typed.push(format!("a3:{first} {second} {third}"));
                }
            }
        }
    }
}

/// Classes that bear on the act below them.
fn is_stance(act: &str) -> bool {
    matches!(
        act,
        "promise" | "intend" | "decide" | "refuse" | "fail" | "stop" | "threaten" | "ask" | "say" | "order" | "allow"
    )
}

/// Who they are: what an actor is tells what it may do.
fn end_features(frames: &Frames, ends: &[Option<End>; 2], out: &mut Features) {
    let acts = frames.lexicon.acts();
    for (end, side) in ends.iter().zip(['s', 't']) {
        let Some(end) = end else {
            out.typed.push(format!("{side}:none"));
            continue;
        };
        out.typed
            .push(format!("{side}k:{}", frames.document.entities[end.entity].kind));
        let head = frames.tree.lemma(end.head).to_lowercase();
        if frames.tree.tag(end.head) != Tag::Propn {
            out.typed.push(format!("{side}h:{head}"));
        }
        for token in end.tokens.clone() {
            let lemma = frames.tree.lemma(token).to_lowercase();
            if matches!(frames.tree.tag(token), Tag::Noun | Tag::Adj | Tag::Verb) {
                out.typed.push(format!("{side}w:{lemma}"));
            }
            for class in acts.of(&lemma, frames.tree.tag(token) == Tag::Verb) {
                out.typed.push(format!("{side}a:{}", acts.name(*class)));
                if token == end.head {
                    out.typed.push(format!("{side}A:{}", acts.name(*class)));
                }
            }
        }
    }
}

/// The verb over the source and what it governs, clause by clause: "refused to lift the ban on".
fn spine_features(frames: &Frames, sequence: &Sequence, ends: &[Option<End>; 2], roots: &Roots, out: &mut Features) {
    let tree = &frames.tree;
    let anchor = ends[0].as_ref().or(ends[1].as_ref());
    let Some(anchor) = anchor else { return };
    let mut verb = anchor.head;
    let mut relation = String::from("=");
    for _ in 0..8 {
        if matches!(tree.tag(verb), Tag::Verb | Tag::Aux) {
            break;
        }
        relation = tree.label(verb).to_string();
        match tree.head(verb) {
            Some(head) => verb = head,
            None => break,
        }
    }
    let both = |token: usize| -> Vec<String> {
        let mut names = vec![tree.lemma(token).to_lowercase()];
        if let Some(item) = sequence.of_token(token) {
            names.extend(item.acts.iter().map(|name| name.to_uppercase()));
        }
        names
    };
    let mut above: Vec<String> = vec![String::new()];
    let mut stances: Vec<String> = Vec::new();
    for depth in 0..4 {
        let own = both(verb);
        for name in &own {
            out.typed.push(format!("v{}:{name}", depth.min(2)));
            out.typed.push(format!("v:{name}"));
            if depth == 0 {
                out.typed.push(format!("vl:{relation}:{name}"));
            }
            for upper in above.iter().filter(|upper| !upper.is_empty()) {
                out.typed.push(format!("vv:{upper}>{name}"));
            }
            for child in tree.children(verb) {
                match tree.label(child) {
                    Label::Aux if tree.lemma(child) != "have" && tree.lemma(child) != "be" => {
                        out.typed
                            .push(format!("vm:{}:{name}", tree.lemma(child).to_lowercase()));
                        out.typed.push(format!("vm:{}", tree.lemma(child).to_lowercase()));
                    }
                    Label::Advmod | Label::Det if frames.lexicon.words().has("negated-cues", tree.lemma(child)) => {
                        out.typed.push(format!("vn:{name}"));
                        out.typed.push("vn".to_string());
                    }
                    Label::CompoundPrt => {
                        out.typed
                            .push(format!("vp:{name}:{}", tree.lemma(child).to_lowercase()));
                    }
                    Label::Obj | Label::NsubjPass | Label::Iobj => {
                        let is_target = ends[1].as_ref().is_some_and(|end| end.tokens.contains(&child));
                        for object in both(child) {
                            out.typed.push(format!("vo:{name}>{object}"));
                            out.typed.push(format!("o:{object}"));
                        }
                        if is_target {
                            out.typed.push(format!("vt:{name}"));
                        }
                        for inner in tree.children_with(child, &[Label::Nmod]) {
                            let preposition = tree.preposition(inner).unwrap_or_default();
                            for object in both(child) {
                                out.typed.push(format!("op:{object} {preposition}"));
                                out.typed.push(format!("vop:{name}>{object} {preposition}"));
                                for lower in both(inner) {
                                    out.typed.push(format!("oo:{object}>{lower}"));
                                }
                            }
                        }
                    }
                    Label::Obl | Label::OblAgent => {
                        let preposition = tree.preposition(child).unwrap_or_default();
                        out.typed.push(format!("vb:{name} {preposition}"));
                        for object in both(child) {
                            out.typed.push(format!("vbo:{name} {preposition} {object}"));
                        }
                    }
                    _ => {}
                }
            }
        }
        let negated = tree
            .children(verb)
            .any(|child| frames.lexicon.words().has("negated-cues", tree.lemma(child)));
        let modal = tree
            .children_with(verb, &[Label::Aux])
            .map(|child| tree.lemma(child).to_lowercase())
            .find(|lemma| is_modal_word(lemma));
        if let Some(modal) = modal {
            stances.push(if negated { format!("{modal} not") } else { modal });
        } else if negated {
            stances.push("not".to_string());
        }
        let mut spoken: Vec<usize> = Vec::new();
        for token in std::iter::once(verb).chain(tree.children_with(verb, &[Label::Obj])) {
            if let Some(item) = sequence.of_token(token).filter(|item| !item.is_end()) {
                spoken.extend(frames.lexicon.rules().types_of(&item.lemma));
            }
        }
        for relation in spoken {
            let class = frames.lexicon.relation_types()[relation].class.name();
            for stance in &stances {
                out.typed.push(format!("st:{stance}>{class}"));
                for root in &roots.of_type[relation] {
                    out.typed.push(format!("st:{stance}>{}", roots.names[*root]));
                }
            }
        }
        for stance in &stances {
            out.typed.push(format!("st:{stance}"));
            out.typed.extend(own.iter().map(|name| format!("st:{stance}>>{name}")));
        }
        if let Some(item) = sequence.of_token(verb) {
            stances.extend(item.acts.iter().filter(|act| is_stance(act)).cloned());
        }
        above = own;
        let next = tree
            .children_with(verb, &[Label::Xcomp, Label::Ccomp])
            .find(|child| matches!(tree.tag(*child), Tag::Verb | Tag::Adj | Tag::Aux));
        match next {
            Some(child) => verb = child,
            None => break,
        }
    }
}

/// The types that the words of the sentence speak of, by the rules' word lists.
fn type_features(frames: &Frames, sequence: &Sequence, roots: &Roots, out: &mut Features) {
    for item in sequence
        .items
        .iter()
        .filter(|item| !item.is_end() && matches!(item.tag, Tag::Verb | Tag::Noun | Tag::Adj))
    {
        let types = frames.lexicon.rules().types_of(&item.lemma);
        let choice = match types.len() {
            0 => continue,
            1 => "only",
            2 => "two",
            _ => "many",
        };
        for relation in types {
            for root in &roots.of_type[*relation] {
                out.shared.push((*root, format!("W{}:{choice}", item.place)));
                out.shared.push((
                    *root,
                    format!("Wt:{}", if item.tag == Tag::Verb { "verb" } else { "other" }),
                ));
            }
        }
    }
}
