//! The words of a dyad's text in order, with source and target as single places.

use super::End;
use crate::model::Tag;
use crate::relate::frames::Frames;

/// The sentences with the ends as single places.
pub struct Sequence {
    pub items: Vec<Item>,
}

#[derive(Clone, Debug)]
pub struct Item {
    /// Lower case; `S` and `T` for the ends.
    pub lemma: String,
    pub token: usize,
    pub tag: Tag,
    /// Classes of `acts.toml`, by name.
    pub acts: Vec<String>,
    pub place: char,
}

impl Item {
    pub fn is_end(&self) -> bool {
        self.lemma == "S" || self.lemma == "T"
    }

    pub fn is_content(&self) -> bool {
        matches!(
            self.tag,
            Tag::Verb | Tag::Noun | Tag::Adj | Tag::Adv | Tag::Aux | Tag::Part
        )
    }
}

impl Sequence {
    pub fn new(frames: &Frames, ends: &[Option<End>; 2]) -> Sequence {
        let tree = &frames.tree;
        let mut items: Vec<Item> = Vec::new();
        let mut token = 0;
        let mut seen = [false, false];
        while token < frames.document.tokens.len() {
            let end = ends
                .iter()
                .position(|end| end.as_ref().is_some_and(|end| end.tokens.start == token));
            let place = match seen {
                [false, false] => '<',
                [true, true] => '>',
                [true, false] => '+',
                [false, true] => '-',
            };
            if let Some(side) = end
                && !seen[side]
                && let Some(found) = &ends[side]
            {
                seen[side] = true;
                items.push(Item {
                    lemma: if side == 0 { "S" } else { "T" }.to_string(),
                    token: found.head,
                    tag: Tag::Propn,
                    acts: Vec::new(),
                    place,
                });
                token = found.tokens.end.max(token + 1);
                continue;
            }
            items.push(Item {
                lemma: tree.lemma(token).to_lowercase(),
                token,
                tag: tree.tag(token),
                acts: Vec::new(),
                place,
            });
            token += 1;
        }
        let acts = frames.lexicon.acts();
        let lemmas: Vec<String> = items.iter().map(|item| item.lemma.clone()).collect();
        let mut at = 0;
        while at < items.len() {
            match acts.phrase(&lemmas[at..]) {
                Some((length, classes)) => {
                    items[at].acts = classes.iter().map(|class| acts.name(*class).to_string()).collect();
                    at += length;
                }
                None => {
                    let is_verb = matches!(items[at].tag, Tag::Verb | Tag::Aux);
                    let classes = match items[at].tag {
                        Tag::Adp | Tag::Det | Tag::Pron | Tag::Punct | Tag::Cconj => &[],
                        _ => acts.of(&lemmas[at], is_verb),
                    };
                    items[at].acts = classes.iter().map(|class| acts.name(*class).to_string()).collect();
                    at += 1;
                }
            }
        }
        Sequence { items }
    }

    pub fn of_token(&self, token: usize) -> Option<&Item> {
        self.items.iter().find(|item| item.token == token)
    }
}

/// Whether the word tells how real the act below it is.
pub fn is_modal(item: &Item) -> bool {
    is_modal_word(&item.lemma) || matches!(item.lemma.as_str(), "not" | "n't" | "never")
}

pub fn is_modal_word(lemma: &str) -> bool {
    matches!(
        lemma,
        "will" | "would" | "must" | "should" | "may" | "might" | "could" | "can" | "shall"
    )
}
