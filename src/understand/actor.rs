//! Whether a capital city acts for its state ("Moscow rejected") or is only where things happen.

use super::syntax::Tree;
use crate::lexicon::Lexicon;
use crate::model::{Label, Tag};

/// Verbs whose object or goal is a place even when they look like dealings between states.
const MOTION: [&str; 44] = [
    "visit",
    "leave",
    "enter",
    "reach",
    "go",
    "travel",
    "fly",
    "head",
    "return",
    "come",
    "arrive",
    "move",
    "drive",
    "flee",
    "bomb",
    "shell",
    "hit",
    "strike",
    "capture",
    "seize",
    "take",
    "storm",
    "besiege",
    "surround",
    "rock",
    "shake",
    "tour",
    "bring",
    "send",
    "deport",
    "evacuate",
    "march",
    "march",
    "recapture",
    "retake",
    "liberate",
    "attack",
    "escape",
    "journey",
    "land",
    "rush",
    "walk",
    "transfer",
    "trip",
];

/// Nouns that make the city before them a scene: "Moscow airport", "the Baghdad bombing".
const SCENES: [&str; 30] = [
    "bombing",
    "attack",
    "blast",
    "explosion",
    "talks",
    "summit",
    "conference",
    "meeting",
    "office",
    "bureau",
    "embassy",
    "hotel",
    "court",
    "market",
    "time",
    "stock",
    "street",
    "resident",
    "suburb",
    "police",
    "university",
    "airport",
    "area",
    "neighborhood",
    "neighbourhood",
    "district",
    "siege",
    "protest",
    "rally",
    "visit",
];

/// Whether the mention headed by `token` stands where an actor stands.
pub fn is_actor_position(lexicon: &Lexicon, tree: &Tree, token: usize) -> bool {
    let token = tree.first_conjunct(token);
    let Some(head) = tree.head(token) else { return false };
    let head_lemma = tree.lemma(head);
    // "Moscow-backed", but not "Moscow-based".
    if head == token + 2 && tree.lemma(token + 1) == "-" {
        return tree.tag(head) == Tag::Verb && !matches!(head_lemma, "base" | "bear" | "bind" | "educate");
    }
    match tree.label(token) {
        Label::Nsubj => tree.tag(head) != Tag::Noun && !matches!(head_lemma, "be"),
        Label::NsubjPass | Label::Obj => !MOTION.contains(&head_lemma),
        Label::Iobj | Label::OblAgent => true,
        Label::NmodPoss => !is_scene(lexicon, head_lemma),
        Label::Compound | Label::Amod | Label::NmodDesc => {
            lexicon.words().has("state-organs", head_lemma) && !is_scene(lexicon, head_lemma)
        }
        Label::Obl | Label::Nmod => match tree.preposition(token).unwrap_or("") {
            "with" | "between" | "against" | "by" | "on" | "toward" | "towards" | "among" => true,
            "to" | "from" => {
                let moves = MOTION.contains(&head_lemma);
                let noun_of_motion = matches!(
                    head_lemma,
                    "visit" | "trip" | "tour" | "flight" | "return" | "journey" | "mission"
                );
                let has_object = tree.child(head, Label::Obj).is_some();
                !moves && !noun_of_motion && (tree.tag(head) == Tag::Noun || has_object)
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_scene(lexicon: &Lexicon, lemma: &str) -> bool {
    SCENES.contains(&lemma) || lexicon.words().has("place-nouns", lemma) || lexicon.words().has("event-nouns", lemma)
}
