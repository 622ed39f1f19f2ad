//! Who belongs to a body because a name beside his or hers says so: "Republican senator Mike Lee", "Mike Lee, a
//! Republican", "Senate Republicans", "Trump and other Republicans", "Rebecca Nagle of the Cherokee Nation".

use super::actors::Descent;
use super::frames::Frames;
use super::matcher::Candidate;
use super::structure::candidate;
use crate::model::{Kind, Label, Mention, MentionForm, Tag};

/// Proposes the members that are named beside a body.
pub fn members(frames: &Frames, body: &Mention, relation: usize, out: &mut Vec<Candidate>) {
    if body.form == MentionForm::Pronoun {
        return;
    }
    let mut add = |member: &Mention, trigger: usize, confidence: f32| {
        if member.entity != body.entity {
            out.push(candidate(relation, member, body, trigger, Descent::Before, confidence));
        }
    };
    listed(frames, body, &mut add);
    if body.form == MentionForm::Nominal {
        return;
    }
    described(frames, body, &mut add);
    of_body(frames, body, &mut add);
    in_chamber(frames, body, &mut add);
}

/// "Democrats" is its own lemma as a name.
fn is_plural(frames: &Frames, token: usize) -> bool {
    let name = frames.tree.tag(token) == Tag::Propn && frames.document.token_text(token).ends_with('s');
    name || frames.is_plural(token)
}

fn subtype<'f>(frames: &'f Frames, mention: &Mention) -> &'f str {
    let key = &frames.document.entities[mention.entity].key;
    frames.lexicon.entry(key).map_or("", |entry| &entry.subtype)
}

/// "Republican senator Mike Lee", "Isis fighter John Cantlie", "Mike Lee, a Republican", "the Republican president".
fn described(frames: &Frames, body: &Mention, add: &mut impl FnMut(&Mention, usize, f32)) {
    let document = frames.document;
    let tree = &frames.tree;
    let is_party = subtype(frames, body) == "party";
    // "a Republican": the party's name is itself a word for its member.
    let head = body.head;
    let is_modifier = matches!(
        tree.label(head),
        Label::Compound | Label::Amod | Label::NmodDesc | Label::NmodPoss
    );
    let is_member = |noun: usize| {
        let words = frames.lexicon.words();
        words.has("member-nouns", &tree.lemma(noun).to_lowercase())
    };
    // Whoever is called a party's is its member, whatever else he or she is called: "Democratic strategist".
    let noun = tree
        .head(head)
        .filter(|noun| is_modifier && *noun > head && tree.tag(*noun) == Tag::Noun)
        .filter(|noun| is_member(*noun) || is_party);
    let (person_noun, confidence) = match noun {
        Some(noun) if is_member(noun) => (noun, 0.55),
        Some(noun) => (noun, 0.5),
        // "the UN's Kofi Annan" serves there; only parties and groups are worn as names.
        None if document.entities[body.entity].kind == Kind::Organization => return,
        None => (head, 0.45),
    };
    let officials = document.mentions.iter().filter(|mention| {
        document.entities[mention.entity].kind == Kind::Official && mention.form != MentionForm::Pronoun
    });
    for person in officials {
        let name = person.head;
        if name.abs_diff(head) > 30 {
            continue;
        }
        if person.form == MentionForm::Nominal {
            // "the Republican president" means somebody.
            if noun == Some(name) {
                add(person, name, confidence);
            }
            continue;
        }
        let titled = tree.head(person_noun) == Some(name)
            && matches!(
                tree.label(person_noun),
                Label::NmodDesc | Label::Appos | Label::Flat | Label::Compound
            );
        let apposed = tree.head(name) == Some(person_noun) && matches!(tree.label(name), Label::Appos | Label::Flat);
        let copular = (noun.is_some() || is_party)
            && tree.child(person_noun, Label::Cop).is_some()
            && tree.child(person_noun, Label::Nsubj) == Some(name);
        let adjacent = person.tokens.start == body.tokens.end && noun.is_none();
        // The parser may hang a title's words on the name itself.
        let before_title = is_modifier && tree.head(head) == Some(name) && head < name;
        let behind_comma = is_party && is_apposed(frames, person.tokens.end, body.tokens.start);
        if !(titled || apposed || copular || adjacent || before_title || behind_comma) {
            continue;
        }
        add(person, person_noun, confidence);
        for colleague in colleagues(frames, name, head) {
            add(colleague, person_noun, confidence);
        }
    }
}

/// "Republican senators Marco Rubio and Bob Corker", "Kirsten Gillibrand and Jackie Speier, both Democrats".
fn colleagues<'f>(frames: &'f Frames, name: usize, body: usize) -> Vec<&'f Mention> {
    let tree = &frames.tree;
    let mut others: Vec<usize> = Vec::new();
    if (body..name).any(|token| is_plural(frames, token)) {
        others.extend(tree.children_with(name, &[Label::Conj]));
    }
    if body > name && is_plural(frames, body) {
        let first = tree.first_conjunct(name);
        others.push(first);
        others.extend(tree.children_with(first, &[Label::Conj]));
    }
    let mentions = frames.document.mentions.iter();
    mentions
        .filter(|mention| others.contains(&mention.head) && mention.head != name)
        .filter(|mention| frames.document.entities[mention.entity].kind == Kind::Official)
        .filter(|mention| mention.form == MentionForm::Name)
        .collect()
}

/// Whether only ", a", ", the top" and the like stand between a name and what it is called.
fn is_apposed(frames: &Frames, from: usize, to: usize) -> bool {
    let document = frames.document;
    if from + 1 >= to || to - from > 7 || document.token_text(from) != "," {
        return false;
    }
    let opens = matches!(
        document.token_text(from + 1).to_lowercase().as_str(),
        "a" | "an" | "the" | "both"
    );
    opens
        && (from + 2..to).all(|token| {
            matches!(
                frames.tree.tag(token),
                Tag::Adj | Tag::Num | Tag::Noun | Tag::Propn | Tag::Part
            ) || document.token_text(token) == "."
        })
}

/// "Republicans, including President Trump", "the G5 (Italy, France, Spain)", "Trump and other Republicans".
fn listed(frames: &Frames, body: &Mention, add: &mut impl FnMut(&Mention, usize, f32)) {
    let tree = &frames.tree;
    let mut found = frames.listed_behind(body.head);
    if frames.document.tokens.get(body.tokens.end).is_some() && frames.document.token_text(body.tokens.end) == "(" {
        let (list, end) = frames.list_from(body.tokens.end + 1);
        let closed = end < frames.document.tokens.len() && frames.document.token_text(end) == ")";
        if list.len() > 1 && closed {
            found.extend(list);
        }
    }
    let noun = match tree.label(body.head) {
        Label::Amod | Label::Compound | Label::NmodPoss => tree.head(body.head).unwrap_or(body.head),
        _ => body.head,
    };
    if noun == body.head || subtype(frames, body) == "party" {
        found.extend(frames.fellows(noun));
    }
    for mention in frames
        .document
        .mentions
        .iter()
        .filter(|mention| found.contains(&mention.head))
    {
        let kind = frames.document.entities[mention.entity].kind;
        if kind.is_actor() && mention.form != MentionForm::Pronoun {
            add(mention, body.head, 0.5);
        }
    }
}

/// "Rebecca Nagle of the Cherokee Nation", "Kevin Williams, 21, from the 2nd Royal Tank Regiment".
fn of_body(frames: &Frames, body: &Mention, add: &mut impl FnMut(&Mention, usize, f32)) {
    let document = frames.document;
    let tree = &frames.tree;
    let start = body.tokens.start;
    let persons = document.mentions.iter().filter(|mention| {
        document.entities[mention.entity].kind == Kind::Official
            && mention.form == MentionForm::Name
            && mention.tokens.end < start
            && start - mention.tokens.end <= 9
    });
    for person in persons {
        let mut next = person.tokens.end;
        // An age.
        let is = |token: usize, text: &str| document.token_text(token) == text;
        if next + 2 < start && is(next, ",") && tree.tag(next + 1) == Tag::Num && is(next + 2, ",") {
            next += 3;
        }
        let preposition = document.token_text(next).to_lowercase();
        let plain = (next + 1..start).all(|token| {
            matches!(tree.tag(token), Tag::Det | Tag::Adj | Tag::Noun | Tag::Propn | Tag::Num)
                || matches!(document.token_text(token), "-" | "," | "‑")
        });
        if matches!(preposition.as_str(), "of" | "from" | "at" | "with") && plain {
            add(person, next, 0.45);
        }
    }
}

/// "Senate Republicans", "Democrats in the House", "the No. 2 Senate Republican, John Cornyn".
fn in_chamber(frames: &Frames, body: &Mention, add: &mut impl FnMut(&Mention, usize, f32)) {
    if subtype(frames, body) != "legislature" {
        return;
    }
    let tree = &frames.tree;
    let parties = frames.document.mentions.iter().filter(|mention| {
        mention.form == MentionForm::Name
            && mention.head.abs_diff(body.head) <= 12
            && subtype(frames, mention) == "party"
    });
    for party in parties {
        let before = body.tokens.end == party.tokens.start;
        let inside = tree.head(body.head) == Some(party.head)
            && tree.label(body.head) == Label::Nmod
            && matches!(tree.preposition(body.head), Some("in" | "on"));
        if !(before || inside) {
            continue;
        }
        if is_plural(frames, party.head) {
            add(party, party.head, 0.45);
        }
        described(frames, party, &mut |person: &Mention, trigger, _| {
            add(person, trigger, 0.45)
        });
    }
}
