//! What the ranker sees of a pair: features as short readable strings.

use super::frames::Frames;
use super::instances::{Instance, Instances};
use super::topics::Topics;
use crate::model::{Document, Kind, Label, MentionForm, Tag};

/// Features of an instance: some weigh differently for every relation type, some alike for all.
#[derive(Default)]
pub struct Features {
    /// Conjoined with every type.
    pub typed: Vec<String>,
    /// Per relation type, shared by all types: what the rules of just this type say.
    pub shared: Vec<(usize, String)>,
}

pub fn features(frames: &Frames, found: &Instances, instance: &Instance, topics: Topics) -> Features {
    let mut out = Features::default();
    let document = frames.document;
    let head = &document.entities[instance.head];
    let tail = &document.entities[instance.tail];
    let (a, b) = (instance.head_token, instance.tail_token);
    let add = |out: &mut Features, feature: String| out.typed.push(feature);
    let kinds = format!("{}>{}", head.kind, tail.kind);
    add(&mut out, format!("k:{kinds}"));
    add(&mut out, "bias".to_string());
    let order = if a < b { '+' } else { '-' };
    let distance = match a.abs_diff(b) {
        0..=1 => "1",
        2 => "2",
        3..=4 => "4",
        5..=7 => "7",
        8..=12 => "12",
        13..=20 => "20",
        _ => "far",
    };
    add(&mut out, format!("d:{order}{distance}"));
    let in_sentence =
        document.sentences[instance.sentence].contains(&a) && document.sentences[instance.sentence].contains(&b);
    if instance.sentence < document.title_sentences.max(1) {
        add(&mut out, "headline".to_string());
    }
    if topics.sport {
        add(&mut out, "sport".to_string());
    }
    if topics.election {
        add(&mut out, "election".to_string());
        add(&mut out, format!("election:{kinds}"));
    }
    let form = |token: usize, entity: usize| {
        let mention = document
            .mentions
            .iter()
            .find(|mention| mention.head == token && mention.entity == entity);
        // "U.S." in "U.S. Senate" does little of itself.
        let nested = mention.is_some_and(|inner| {
            document.mentions.iter().any(|outer| {
                outer.tokens.start <= inner.tokens.start
                    && inner.tokens.end <= outer.tokens.end
                    && outer.tokens.len() > inner.tokens.len()
                    && outer.head != inner.head
            })
        });
        match mention.map(|mention| mention.form) {
            Some(_) if nested => "nested",
            Some(MentionForm::Demonym) if is_private(frames, token) => "private",
            Some(MentionForm::Name) => "name",
            Some(MentionForm::Demonym) => "demonym",
            Some(MentionForm::Nominal) => "nominal",
            Some(MentionForm::Pronoun) => "pronoun",
            None => "none",
        }
    };
    add(
        &mut out,
        format!("f:{}>{}", form(a, instance.head), form(b, instance.tail)),
    );
    let own = match (&head.state, &tail.state) {
        (Some(one), Some(other)) if one == other => "same",
        (Some(_), Some(_)) => "other",
        _ => "unknown",
    };
    add(&mut out, format!("s:{own}:{kinds}"));
    if head.kind == Kind::Official {
        let office = match office(document, instance.head, instance.tail) {
            None => "none",
            Some(0) => "open",
            Some(1) => "other",
            Some(2) => "likely",
            Some(_) => "told",
        };
        add(&mut out, format!("T:{office}:{}", tail.kind));
    }
    if in_sentence && a != b {
        path_features(frames, a, b, &kinds, &mut out);
        between_features(frames, a, b, order, &mut out);
    }
    rule_features(frames, found, instance, &mut out);
    out
}

/// Whether the demonym at a token only tells where a private person comes from: "a British woman".
pub fn is_private(frames: &Frames, token: usize) -> bool {
    let modifies = matches!(frames.tree.label(token), Label::Amod | Label::Compound);
    let person = frames.tree.head(token).filter(|_| modifies);
    person.is_some_and(|person| {
        let lemma = frames.tree.lemma(person).to_lowercase();
        let former = || {
            let mut before = frames.tree.children_with(person, &[Label::Amod]);
            before.any(|word| matches!(frames.tree.lemma(word), "former" | "ex" | "retired"))
        };
        frames.lexicon.words().has("private-people", &lemma) || (lemma == "soldier" && former())
    })
}

/// Whether the document gives one an office, and where: 3 with the other by its own words, 2 likely with the other, 1
/// elsewhere, 0 nobody says where.
pub fn office(document: &Document, head: usize, tail: usize) -> Option<u8> {
    let titles = document.titles.iter().filter(|title| title.holder == Some(head));
    let ranks = titles.map(|title| match title.serves {
        Some(serves) if serves == tail => 2 + u8::from(title.told),
        Some(_) => 1,
        None => 0,
    });
    ranks.max()
}

/// That a word at some place speaks of certain types, by the rules' word lists.
fn word_types(frames: &Frames, token: usize, place: &str, out: &mut Features) {
    if matches!(
        frames.tree.tag(token),
        Tag::Punct | Tag::Adp | Tag::Det | Tag::Pron | Tag::Num | Tag::Propn
    ) {
        return;
    }
    let types = frames
        .lexicon
        .rules()
        .types_of(&frames.tree.lemma(token).to_lowercase());
    let choice = match types.len() {
        0 => return,
        1 => "only",
        2 => "two",
        _ => "many",
    };
    for relation in types {
        out.shared.push((*relation, format!("Lw:{place}")));
        out.shared.push((*relation, format!("Lw:{place}:{choice}")));
        out.typed
            .push(format!("L{place}:{}", frames.lexicon.relation_types()[*relation].name));
    }
}

/// The dependency path from one token to the other: labels, words on it, what governs each end.
fn path_features(frames: &Frames, a: usize, b: usize, kinds: &str, out: &mut Features) {
    let tree = &frames.tree;
    let (up, down) = (tree.upward(a, 13), tree.upward(b, 13));
    let Some(top_a) = up.iter().position(|token| down.contains(token)) else {
        return;
    };
    let top = up[top_a];
    let top_b = down.iter().position(|token| *token == top).unwrap_or(0);
    let label = |token: usize| {
        let base = tree.label(token);
        match base {
            Label::Obl | Label::Nmod | Label::OblAgent => match tree.preposition(token) {
                Some(preposition) => format!("{base}:{}", preposition.to_lowercase()),
                None => base.to_string(),
            },
            _ => base.to_string(),
        }
    };
    // Coordination does not change what a word is to the rest.
    let steps = |chain: &[usize]| -> Vec<String> {
        chain
            .iter()
            .filter(|token| tree.label(**token) != Label::Conj)
            .map(|token| label(*token))
            .collect()
    };
    let up_labels = steps(&up[..top_a]);
    let down_labels = steps(&down[..top_b]);
    let lemma = |token: usize| tree.lemma(token).to_lowercase();
    let shape = format!("{}|{}", up_labels.join("<"), down_labels.join("<"));
    let top_lemma = if top == a || top == b {
        "=".to_string()
    } else {
        lemma(top)
    };
    if up_labels.len() + down_labels.len() <= 6 {
        out.typed.push(format!("p:{shape}"));
        out.typed.push(format!("pk:{shape}:{kinds}"));
        out.typed.push(format!("pt:{shape}:{top_lemma}"));
    }
    let first = |labels: &[String]| labels.first().cloned().unwrap_or_else(|| "=".to_string());
    let last = |labels: &[String]| labels.last().cloned().unwrap_or_else(|| "=".to_string());
    if top != a && top != b {
        word_types(frames, top, "top", out);
    }
    out.typed.push(format!("t:{top_lemma}"));
    out.typed
        .push(format!("te:{top_lemma}:{}>{}", last(&up_labels), last(&down_labels)));
    out.typed
        .push(format!("e:{}>{}", first(&up_labels), first(&down_labels)));
    out.typed
        .push(format!("n:{}", (up_labels.len() + down_labels.len()).min(7)));
    let on_path = up[1.min(up.len())..top_a.max(1).min(up.len())]
        .iter()
        .map(|token| (token, '<'));
    let on_path = on_path.chain(
        down[1.min(down.len())..top_b.max(1).min(down.len())]
            .iter()
            .map(|token| (token, '>')),
    );
    for (token, side) in on_path {
        if !matches!(tree.tag(*token), Tag::Propn | Tag::Punct | Tag::Num) {
            out.typed.push(format!("w{side}:{}", lemma(*token)));
            word_types(frames, *token, if side == '<' { "up" } else { "down" }, out);
        }
    }
    for (token, end) in [(a, 'a'), (b, 'b')] {
        if let Some(governor) = tree.head(tree.first_conjunct(token)) {
            out.typed.push(format!(
                "g{end}:{}:{}",
                lemma(governor),
                label(tree.first_conjunct(token))
            ));
            word_types(
                frames,
                governor,
                if end == 'a' { "governs-a" } else { "governs-b" },
                out,
            );
        }
    }
}

/// The content words between the two, and the ones just outside.
fn between_features(frames: &Frames, a: usize, b: usize, order: char, out: &mut Features) {
    let tree = &frames.tree;
    let (first, last) = (a.min(b), a.max(b));
    let content = |token: &usize| {
        matches!(
            tree.tag(*token),
            Tag::Verb | Tag::Noun | Tag::Adj | Tag::Adv | Tag::Adp | Tag::Part
        )
    };
    for token in (first + 1..last).filter(content).take(10) {
        out.typed.push(format!("b{order}:{}", tree.lemma(token).to_lowercase()));
        word_types(frames, token, if order == '+' { "between+" } else { "between-" }, out);
    }
    if last - first == 2 {
        out.typed.push(format!(
            "b1{order}:{}",
            frames.document.token_text(first + 1).to_lowercase()
        ));
    }
    let sentence_start = frames.document.sentences[frames.document.sentence_of(a)].start;
    let before = (sentence_start..first)
        .rev()
        .find(|token| matches!(tree.tag(*token), Tag::Verb | Tag::Noun));
    if let Some(before) = before {
        out.typed
            .push(format!("l{order}:{}", tree.lemma(before).to_lowercase()));
        word_types(frames, before, if order == '+' { "before+" } else { "before-" }, out);
    }
    let after = (last + 1..frames.document.tokens.len().min(last + 5))
        .find(|token| matches!(tree.tag(*token), Tag::Verb | Tag::Noun));
    if let Some(after) = after {
        out.typed.push(format!("r{order}:{}", tree.lemma(after).to_lowercase()));
        word_types(frames, after, if order == '+' { "after+" } else { "after-" }, out);
    }
}

fn rule_features(frames: &Frames, found: &Instances, instance: &Instance, out: &mut Features) {
    let types = frames.lexicon.relation_types();
    let rules = frames.lexicon.rules();
    if instance.forward.is_empty() {
        out.typed.push(if instance.backward.is_empty() {
            "R0".to_string()
        } else {
            "R0back".to_string()
        });
    }
    let mut seen: Vec<(usize, f32)> = Vec::new();
    for index in &instance.forward {
        let candidate = &found.candidates[*index as usize];
        let relation = &types[candidate.relation].name;
        let rule = candidate.rule.map_or(
            if found.offices.contains_key(index) {
                "title"
            } else {
                "name"
            },
            |rule| &*rules.rules[rule as usize].name,
        );
        let way = format!(
            "{}:{}:{}",
            candidate.via.name(),
            candidate.descents.0.name(),
            candidate.descents.1.name()
        );
        out.typed.push(format!("R:{relation}"));
        out.typed.push(format!("Rn:{rule}"));
        out.typed.push(format!(
            "Rl:{relation}:{}",
            frames.tree.lemma(candidate.trigger).to_lowercase()
        ));
        out.shared
            .push((candidate.relation, format!("S:{}", candidate.via.name())));
        out.shared.push((candidate.relation, format!("Sw:{way}")));
        match seen.iter_mut().find(|(relation, _)| *relation == candidate.relation) {
            Some((_, best)) => *best = best.max(candidate.confidence),
            None => seen.push((candidate.relation, candidate.confidence)),
        }
    }
    for (relation, confidence) in &seen {
        out.shared
            .push((*relation, format!("Sc:{}", (confidence * 10.0).round() as u8)));
        out.shared.push((*relation, format!("Sn:{}", seen.len().min(4))));
        let kind = |kind: Kind| if kind.is_actor() { "actor" } else { kind.name() };
        let entities = &frames.document.entities;
        let kinds = format!(
            "{}>{}",
            kind(entities[instance.head].kind),
            kind(entities[instance.tail].kind)
        );
        out.shared.push((*relation, format!("Sk:{kinds}")));
    }
    for index in &instance.backward {
        let candidate = &found.candidates[*index as usize];
        out.typed.push(format!("RB:{}", types[candidate.relation].name));
    }
    out.typed.sort_unstable();
    out.typed.dedup();
    out.shared.sort_unstable();
    out.shared.dedup();
}
