//! Polarity, modality, speaker and date of a relation, from the words above and around its trigger.

use std::ops::Range;

use super::features::Features;
use super::frames::Frames;
use crate::lexicon::{Lexicon, Rule};
use crate::model::{Date, Kind, Label, Modality, Polarity, Quad, Tag};
use crate::understand::syntax::Tree;

/// What the words around a trigger say of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Qualities {
    pub polarity: Polarity,
    pub modality: Modality,
    pub speaker: Option<usize>,
    pub date: Option<Date>,
}

/// A trigger qualified, and what the model of modality sees of it.
pub struct Qualified {
    pub qualities: Qualities,
    pub features: Features,
}

impl Qualified {
    pub fn new(frames: &Frames, trigger: usize, rule: Option<u32>) -> Self {
        let qualities = qualify(frames, trigger, rule);
        let features = modality_features(frames, trigger, rule, &qualities);
        Qualified { qualities, features }
    }
}

pub fn qualify(frames: &Frames, trigger: usize, rule: Option<u32>) -> Qualities {
    let rule = rule.map(|rule| &frames.lexicon.rules().rules[rule as usize]);
    let mut qualities = Qualities::default();
    let mut negations = 0;
    let mut modality = Modality::Actual;
    let tree = &frames.tree;
    let words = frames.lexicon.words();
    let mut token = trigger;
    // Whether what is denied further up is the act, and not what is done about it: "did not hold talks" denies the
    // talks, "did not discuss the talks" does not.
    let mut denies = true;
    for _ in 0..8 {
        if denies && is_negated(frames, token) {
            negations += 1;
        }
        // "if it does not withdraw": a condition denies nothing.
        if has_mark(frames, token, &["if", "unless"]) {
            negations = 0;
        }
        modality = modality.max(own_modality(frames, token));
        // "Turkey had attacked, Lavrov said".
        for beside in tree.children_with(token, &[Label::Parataxis]) {
            if words.has("say-verbs", &tree.lemma(beside).to_lowercase()) {
                qualities.speaker = qualities.speaker.or_else(|| subject_entity(frames, beside));
            }
        }
        let Some(head) = tree.head(token) else { break };
        let label = tree.label(token);
        let lemma = tree.lemma(head).to_lowercase();
        denies = denies && denial_reaches(frames, token, head, token == trigger);
        let governs = match label {
            Label::Xcomp | Label::Acl | Label::Ccomp | Label::Csubj => true,
            Label::Advcl => {
                let by_mark = tree.child(token, Label::Mark).is_some_and(|mark| {
                    matches!(
                        tree.lemma(mark),
                        "of" | "for" | "from" | "against" | "to" | "into" | "if" | "unless"
                    )
                });
                by_mark || is_time_clause(frames, token)
            }
            // "denied supplying", "planned attack", "threat of sanctions".
            Label::Obj | Label::Obl | Label::Nmod | Label::NsubjPass => {
                matches!(tree.tag(token), Tag::Noun) && token == trigger
            }
            _ => false,
        };
        if !governs {
            if matches!(
                label,
                Label::Obj | Label::Obl | Label::Nmod | Label::Conj | Label::Compound | Label::NsubjPass
            ) {
                token = head;
                continue;
            }
            break;
        }
        let clause = matches!(
            label,
            Label::Xcomp | Label::Acl | Label::Ccomp | Label::Advcl | Label::Csubj
        );
        let infinitive = tree
            .child(token, Label::Mark)
            .is_some_and(|mark| tree.lemma(mark) == "to");
        // "stop militants firing rockets": who is stopped is at it.
        let of_others =
            lemma == "stop" && (tree.child(head, Label::Obj).is_some() || tree.child(token, Label::Nsubj).is_some());
        let refused = (clause || words.has("light-verbs", &lemma)) && words.has("negated-verbs", &lemma);
        let ended = matches!(label, Label::Obj | Label::NsubjPass)
            && words.has("ending-verbs", &lemma)
            && rule.is_some_and(|rule| is_peaceful(frames, rule));
        // "denied that it attacked", but "refused, it said".
        let clause_of_saying = label == Label::Ccomp && lemma != "deny";
        if denies && !clause_of_saying && ((refused && !of_others) || ended) {
            negations += 1;
        }
        // "has yet to meet".
        if clause && infinitive && matches!(lemma.as_str(), "have" | "be") && has_adverb(frames, head, "yet") {
            negations += 1;
        }
        // "is going to meet".
        if lemma == "go" && infinitive && frames.document.token_text(head).eq_ignore_ascii_case("going") {
            modality = modality.max(Modality::Planned);
        }
        if words.has("planned-verbs", &lemma)
            && (infinitive || label == Label::Xcomp || (!clause && !words.has("light-verbs", &lemma)))
        {
            modality = modality.max(Modality::Planned);
        }
        if words.has("planned-nouns", &lemma) && (infinitive || label == Label::Nmod) {
            modality = modality.max(Modality::Planned);
        }
        if words.has("possible-verbs", &lemma) {
            modality = modality.max(Modality::Possible);
        }
        if words.has("claimed-verbs", &lemma) && clause {
            modality = modality.max(Modality::Claimed);
        }
        if words.has("say-verbs", &lemma) && matches!(label, Label::Ccomp) {
            qualities.speaker = qualities.speaker.or_else(|| subject_entity(frames, head));
        }
        token = head;
    }
    if let Some(rule) = rule {
        if rule.polarity == Some(Polarity::Negated) {
            negations += 1;
        }
        modality = rule.modality.unwrap_or(modality);
    }
    qualities.polarity = if negations % 2 == 1 {
        Polarity::Negated
    } else {
        Polarity::Affirmed
    };
    qualities.modality = modality;
    qualities.date = date_near(frames, trigger);
    qualities
}

/// "will be discussed when he visits Ankara": in a clause of time the present is as far off as what it depends on.
fn is_time_clause(frames: &Frames, token: usize) -> bool {
    let mut words = frames.tree.children_with(token, &[Label::Mark, Label::Advmod]);
    let of_time = words.any(|word| {
        let lemma = frames.tree.lemma(word).to_lowercase();
        matches!(
            lemma.as_str(),
            "when" | "before" | "after" | "until" | "till" | "once" | "as" | "while"
        )
    });
    of_time && matches!(frames.fine(token), "VBZ" | "VBP")
}

/// Whether a denial of the head is one of the token, too: of verbs below verbs it is; of nouns only below verbs that
/// do no more than lend them a subject.
fn denial_reaches(frames: &Frames, token: usize, head: usize, is_trigger: bool) -> bool {
    let tree = &frames.tree;
    let words = frames.lexicon.words();
    let lemma = tree.lemma(head).to_lowercase();
    match tree.label(token) {
        Label::Conj => {
            let but = |of: usize| tree.child(of, Label::Cc).is_some_and(|word| tree.lemma(word) == "but");
            !but(token) && !but(head)
        }
        Label::Compound => true,
        Label::Nmod | Label::Obl | Label::Obj | Label::NsubjPass => {
            let noun = tree.lemma(token).to_lowercase();
            let is_act = is_trigger || words.has("planned-nouns", &noun) || words.has("measure-of-acts", &noun);
            let lends = match tree.tag(head) {
                Tag::Noun | Tag::Propn => words.has("planned-nouns", &lemma) || words.has("measure-of-acts", &lemma),
                _ => ["light-verbs", "negated-verbs", "ending-verbs", "planned-verbs"]
                    .iter()
                    .any(|list| words.has(list, &lemma)),
            };
            is_act && lends
        }
        _ => true,
    }
}

fn has_mark(frames: &Frames, token: usize, marks: &[&str]) -> bool {
    let mut all = frames.tree.children_with(token, &[Label::Mark]);
    all.any(|mark| marks.contains(&frames.tree.lemma(mark)))
}

fn has_adverb(frames: &Frames, token: usize, adverb: &str) -> bool {
    let mut all = frames.tree.children_with(token, &[Label::Advmod]);
    all.any(|child| frames.tree.lemma(child) == adverb)
}

/// Of a cooperative type: its end is no deed of the other kind.
fn is_peaceful(frames: &Frames, rule: &Rule) -> bool {
    let class = frames.lexicon.relation_types()[rule.relation].class;
    class.quad() == Quad::Cooperation
}

/// The word lists of intent, doubt and hearsay.
const CUES: [&str; 8] = [
    "planned-verbs",
    "possible-verbs",
    "claimed-verbs",
    "planned-nouns",
    "possible-nouns",
    "claimed-nouns",
    "possible-cues",
    "claimed-cues",
];

/// The word lists that tell what stands below their words.
const GOVERNORS: [&str; 8] = [
    "planned-verbs",
    "possible-verbs",
    "claimed-verbs",
    "negated-verbs",
    "say-verbs",
    "planned-nouns",
    "possible-nouns",
    "claimed-nouns",
];

/// The words of a sentence that speak of intent, doubt or hearsay, modal verbs among them.
pub fn cues(lexicon: &Lexicon, tree: &Tree, sentence: Range<usize>) -> Vec<(usize, String)> {
    let words = lexicon.words();
    let found = sentence.filter_map(|token| {
        let lemma = tree.lemma(token).to_lowercase();
        let is_modal = tree.tag(token) == Tag::Aux && !matches!(lemma.as_str(), "be" | "have" | "do");
        let is_cue = is_modal
            || matches!(lemma.as_str(), "if" | "whether" | "unless")
            || CUES.iter().any(|list| words.has(list, &lemma));
        is_cue.then_some((token, lemma))
    });
    found.collect()
}

/// What the model of modality sees: the rules' view, and the words above the trigger with their arcs.
fn modality_features(frames: &Frames, trigger: usize, rule: Option<u32>, qualities: &Qualities) -> Features {
    let tree = &frames.tree;
    let mut out = vec!["bias".to_string(), format!("q:{}", qualities.modality.name())];
    out.push(format!("tag:{}", frames.fine(trigger)));
    out.push(format!("t:{}", tree.lemma(trigger).to_lowercase()));
    if let Some(rule) = rule {
        out.push(format!("r:{}", frames.lexicon.rules().rules[rule as usize].name));
    }
    if qualities.speaker.is_some() {
        out.push("speaker".to_string());
    }
    let number = frames.document.sentence_of(trigger);
    let sentence = &frames.document.sentences[number];
    let quotes = |i: &usize| matches!(frames.document.token_text(*i), "\"" | "“" | "”" | "''" | "``");
    let before = sentence.clone().filter(quotes).filter(|i| *i < trigger).count();
    if before > 0 || sentence.clone().any(|i| quotes(&i)) {
        out.push("quote".to_string());
    }
    if before % 2 == 1 {
        out.push("quoted".to_string());
    }
    if number < frames.document.title_sentences {
        out.push("headline".to_string());
    }
    // What the sentence says of intent, doubt and hearsay, wherever it stands.
    for (i, lemma) in frames.cues(number) {
        let side = if *i < trigger { '<' } else { '>' };
        out.push(format!("s{side}:{lemma}"));
    }
    let mut token = trigger;
    for step in 0..7 {
        for child in tree.children(token) {
            if matches!(tree.label(child), Label::Aux | Label::Mark | Label::Advmod | Label::Cop) {
                out.push(format!("c{}:{}", step.min(2), tree.lemma(child).to_lowercase()));
                out.push(format!("c:{}", tree.lemma(child).to_lowercase()));
            }
            if tree.label(child) == Label::Amod && step < 2 {
                out.push(format!("m{step}:{}", tree.lemma(child).to_lowercase()));
            }
        }
        if matches!(tree.tag(token), Tag::Verb | Tag::Aux) {
            out.push(format!("v{}:{}", step.min(2), frames.fine(token)));
        }
        let Some(head) = tree.head(token) else { break };
        let lemma = tree.lemma(head).to_lowercase();
        out.push(format!("l{}:{}", step.min(2), tree.label(token)));
        out.push(format!("h{}:{}:{lemma}", step.min(2), tree.label(token)));
        for list in GOVERNORS {
            if frames.lexicon.words().has(list, &lemma) {
                out.push(format!("hl{}:{list}:{}", step.min(2), tree.label(token)));
            }
        }
        // What the words above are about, by the rules' lists: "urged", "warned", "backed".
        if matches!(tree.tag(head), Tag::Verb | Tag::Noun | Tag::Adj) {
            for relation in frames.lexicon.rules().types_of(&lemma) {
                let name = &frames.lexicon.relation_types()[*relation].name;
                out.push(format!("ht{}:{}:{name}", step.min(2), tree.label(token)));
                out.push(format!("ht:{name}"));
            }
        }
        token = head;
    }
    out.sort_unstable();
    out.dedup();
    Features {
        typed: out,
        shared: Vec::new(),
    }
}

/// What the model of modality sees at an end of the relation: the words of intent, doubt and hearsay that govern it.
pub fn end_features(frames: &Frames, end: usize, name: char, out: &mut Vec<String>) {
    let tree = &frames.tree;
    let mut token = end;
    for _ in 0..7 {
        for child in tree.children_with(token, &[Label::Aux, Label::Mark]) {
            out.push(format!("{name}c:{}", tree.lemma(child).to_lowercase()));
        }
        let Some(head) = tree.head(token) else { break };
        let lemma = tree.lemma(head).to_lowercase();
        for list in GOVERNORS {
            if frames.lexicon.words().has(list, &lemma) {
                out.push(format!("{name}hl:{list}:{}", tree.label(token)));
            }
        }
        token = head;
    }
}

/// "did not meet", "no sanctions", "without talks", "no longer supports", "neither of them supports".
fn is_negated(frames: &Frames, token: usize) -> bool {
    let tree = &frames.tree;
    let words = frames.lexicon.words();
    let says_no = |of: usize| {
        let mut all = tree.children_with(of, &[Label::Advmod, Label::Det, Label::CcPreconj]);
        all.any(|child| matches!(tree.lemma(child).to_lowercase().as_str(), "no" | "neither"))
    };
    let mut parts = tree.children_with(token, &[Label::Advmod, Label::Nsubj, Label::NsubjPass]);
    let by_part = parts.any(|part| {
        let longer = frames.document.token_text(part).eq_ignore_ascii_case("longer");
        (longer || tree.label(part) != Label::Advmod) && says_no(part)
    });
    if by_part {
        return true;
    }
    tree.children_with(
        token,
        &[Label::Advmod, Label::Det, Label::CcPreconj, Label::Case, Label::Mark],
    )
    .any(|child| {
        let lemma = tree.lemma(child).to_lowercase();
        let only = lemma == "not"
            && frames
                .document
                .tokens
                .get(child + 1)
                .is_some_and(|next| next.lemma == "only");
        words.has("negated-cues", &lemma) && !only
    })
}

/// What auxiliaries, infinitives and cues at the word itself say: "will meet", "may attack", "to visit".
fn own_modality(frames: &Frames, token: usize) -> Modality {
    let tree = &frames.tree;
    let words = frames.lexicon.words();
    let mut modality = Modality::Actual;
    for child in tree.children(token) {
        let lemma = tree.lemma(child).to_lowercase();
        match tree.label(child) {
            Label::Aux => match lemma.as_str() {
                "will" | "shall" | "'ll" | "wo" => modality = modality.max(Modality::Planned),
                // "said that he would meet": the future, seen from the past.
                "would" if is_told_in_the_past(frames, token) => modality = modality.max(Modality::Planned),
                "may" | "might" | "could" | "would" | "should" | "can" | "must" => {
                    modality = modality.max(Modality::Possible);
                }
                _ => {}
            },
            Label::Mark if lemma == "if" || lemma == "unless" || lemma == "whether" => {
                modality = modality.max(Modality::Possible);
            }
            Label::Advmod | Label::Amod => {
                if words.has("claimed-cues", &lemma) {
                    modality = modality.max(Modality::Claimed);
                } else if words.has("possible-cues", &lemma) {
                    modality = modality.max(Modality::Possible);
                } else if words.has("planned-cues", &lemma) {
                    modality = modality.max(Modality::Planned);
                }
            }
            // "the withdrawal promised by Trump".
            Label::Acl
                if frames.fine(child) == "VBN"
                    && matches!(tree.tag(token), Tag::Noun)
                    && words.has("planned-cues", &lemma) =>
            {
                modality = modality.max(Modality::Planned);
            }
            _ => {}
        }
    }
    // A headline's infinitive is the future: "Putin to visit Turkey".
    let infinitive = tree
        .child(token, Label::Mark)
        .is_some_and(|mark| tree.lemma(mark) == "to");
    let own_subject = tree.child(token, Label::Nsubj).is_some();
    if infinitive && (tree.label(token) == Label::Root || own_subject) {
        modality = modality.max(Modality::Planned);
    }
    modality
}

/// The clause of a verb of saying in the past.
fn is_told_in_the_past(frames: &Frames, token: usize) -> bool {
    let tree = &frames.tree;
    let words = frames.lexicon.words();
    let said = |verb: usize| {
        matches!(frames.fine(verb), "VBD" | "VBN") && words.has("say-verbs", &tree.lemma(verb).to_lowercase())
    };
    let above = tree
        .head(token)
        .is_some_and(|head| tree.label(token) == Label::Ccomp && said(head));
    above || tree.children_with(token, &[Label::Parataxis]).any(said)
}

fn subject_entity(frames: &Frames, verb: usize) -> Option<usize> {
    let frame = frames.frame(verb);
    let subject = frame.with(crate::lexicon::Role::Subject).next()?;
    let mention = frames
        .document
        .mentions
        .iter()
        .find(|mention| mention.head == subject.token)?;
    let kind = frames.document.entities[mention.entity].kind;
    matches!(kind, Kind::Official | Kind::State | Kind::Organization | Kind::Group).then_some(mention.entity)
}

/// The time expression of the trigger's own clause, else of a clause above it, else the only one of the sentence.
fn date_near(frames: &Frames, trigger: usize) -> Option<Date> {
    let document = frames.document;
    let sentence = &document.sentences[document.sentence_of(trigger).min(document.sentences.len() - 1)];
    let here: Vec<_> = document
        .dates
        .iter()
        .filter(|date| sentence.contains(&date.tokens.start))
        .collect();
    let mut token = trigger;
    for _ in 0..4 {
        for date in &here {
            let head = frames.tree.head_of(&date.tokens);
            if frames.tree.head(head) == Some(token) || head == token {
                return Some(date.date);
            }
        }
        let label = frames.tree.label(token);
        // A date above the clause of saying is when it was said, not when it happened.
        if matches!(label, Label::Ccomp | Label::Parataxis | Label::Root) {
            break;
        }
        token = frames.tree.head(token)?;
    }
    match here.as_slice() {
        [only] if frames.tree.label(trigger) == Label::Root => {
            let head = frames.tree.head_of(&only.tokens);
            (!in_other_clause(frames, head, trigger)).then_some(only.date)
        }
        _ => None,
    }
}

/// Whether a word stands in a clause of its own below the trigger's: "met Erdogan, who visited Iran in May".
fn in_other_clause(frames: &Frames, word: usize, trigger: usize) -> bool {
    let mut token = word;
    for _ in 0..12 {
        if token == trigger {
            return false;
        }
        if matches!(
            frames.tree.label(token),
            Label::AclRelcl | Label::Acl | Label::Advcl | Label::Ccomp | Label::Parataxis
        ) {
            return true;
        }
        let Some(head) = frames.tree.head(token) else { break };
        token = head;
    }
    false
}

#[cfg(test)]
mod tests;
