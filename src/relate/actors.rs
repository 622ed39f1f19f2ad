//! From the filler of a role to the entities that it stands for.

use super::frames::Frames;
use crate::model::{Kind, Label, MentionForm, Tag};

/// How far below the filler the entity was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Descent {
    /// The filler is a mention.
    None,
    /// "the *Turkish* decision", "*Turkey*'s decision".
    Before,
    /// "the troops of *Russia*".
    Of,
    /// "the militant, *Abu Ali*".
    Apposition,
    /// "the offensive in *Idlib*".
    In,
}

/// An entity that fills a role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Actor {
    pub entity: usize,
    /// The head token of its mention.
    pub token: usize,
    pub descent: Descent,
    pub form: MentionForm,
}

/// Mentions by token, for quick look-up.
pub struct Actors {
    by_head: Vec<Vec<u32>>,
    inside: Vec<Option<u32>>,
    title_holder: Vec<Option<usize>>,
}

impl Actors {
    pub fn new(document: &crate::model::Document) -> Self {
        let size = document.tokens.len();
        let mut actors = Actors {
            by_head: vec![Vec::new(); size],
            inside: vec![None; size],
            title_holder: vec![None; size],
        };
        for (index, mention) in document.mentions.iter().enumerate() {
            actors.by_head[mention.head].push(index as u32);
            if matches!(mention.form, MentionForm::Name | MentionForm::Demonym) {
                for token in mention.tokens.clone() {
                    actors.inside[token] = Some(index as u32);
                }
            }
        }
        for title in &document.titles {
            if let Some(holder) = title.holder {
                for token in title.tokens.clone() {
                    actors.title_holder[token] = Some(holder);
                }
            }
        }
        actors
    }

    /// The entities that a filler stands for.
    pub fn of(&self, frames: &Frames, token: usize) -> Vec<Actor> {
        let direct = self.direct(frames, token);
        if direct.is_empty() {
            let below = self.below(frames, token, 2);
            return match frames.described_by(token) {
                Some(described) if below.is_empty() => self.direct(frames, described),
                _ => below,
            };
        }
        // "rebel groups, including the Nusra Front": the group as such, and those that it is said to be of.
        if direct.iter().all(|actor| actor.form == MentionForm::Nominal) {
            let mut listed = self.listed(frames, token);
            // "The fighters, Alexanda Kotey and El Shafee Elsheikh, are members".
            for name in frames.tree.children_with(token, &[Label::Appos]).collect::<Vec<_>>() {
                let conjuncts = frames.tree.children_with(name, &[Label::Conj]);
                for name in [name].into_iter().chain(conjuncts) {
                    let apposed = self.direct(frames, name).into_iter();
                    listed.extend(apposed.map(|actor| Actor {
                        descent: Descent::Apposition,
                        ..actor
                    }));
                }
            }
            listed.retain(|actor| direct.iter().all(|other| other.entity != actor.entity));
            if !listed.is_empty() {
                return direct.into_iter().chain(listed).collect();
            }
        }
        // "a French proposal", "the American policy": what is done to a measure is done to whose it is, too.
        let is_measure = |actor: &Actor| match frames.document.entities[actor.entity].kind {
            Kind::Agreement => actor.form == MentionForm::Nominal,
            Kind::Materiel => true,
            _ => false,
        };
        if direct.iter().all(is_measure) {
            let owners = self.below(frames, token, 1);
            return direct.into_iter().chain(owners).collect();
        }
        direct
    }

    fn direct(&self, frames: &Frames, token: usize) -> Vec<Actor> {
        let mentions = &frames.document.mentions;
        let mut out: Vec<Actor> = Vec::new();
        for index in &self.by_head[token] {
            let mention = &mentions[*index as usize];
            if !out.iter().any(|actor| actor.entity == mention.entity) {
                out.push(Actor {
                    entity: mention.entity,
                    token,
                    descent: Descent::None,
                    form: mention.form,
                });
            }
        }
        if out.is_empty()
            && let Some(entity) = self.title_holder[token]
        {
            out.push(Actor {
                entity,
                token,
                descent: Descent::None,
                form: MentionForm::Nominal,
            });
        }
        if out.is_empty()
            && let Some(index) = self.inside[token]
        {
            let mention = &mentions[index as usize];
            out.push(Actor {
                entity: mention.entity,
                token: mention.head,
                descent: Descent::None,
                form: mention.form,
            });
        }
        // The longest of nested mentions is meant: "U.S. Supreme Court" is not the U.S.
        if out.len() > 1 {
            let length = |actor: &Actor| {
                mentions
                    .iter()
                    .filter(|mention| mention.head == actor.token && mention.entity == actor.entity)
                    .map(|mention| mention.tokens.len())
                    .max()
                    .unwrap_or(0)
            };
            let all_demonyms = out.iter().all(|actor| actor.form != MentionForm::Name);
            if !all_demonyms {
                let longest = out.iter().map(length).max().unwrap_or(0);
                out.retain(|actor| length(actor) == longest);
            }
        }
        out
    }

    /// "rebel" in "rebel-held positions", "US" in "the US-led war": whoever holds them is hit with them.
    fn stem(&self, frames: &Frames, participle: usize) -> Vec<Actor> {
        let holds = matches!(
            frames.tree.lemma(participle).to_lowercase().as_str(),
            "hold"
                | "held"
                | "control"
                | "controlled"
                | "run"
                | "occupy"
                | "occupied"
                | "dominate"
                | "dominated"
                | "lead"
                | "led"
                | "impose"
                | "imposed"
        );
        let hyphen = |token: usize| matches!(frames.document.token_text(token), "-" | "‑" | "–");
        if !holds || participle < 2 || !hyphen(participle - 1) {
            return Vec::new();
        }
        self.direct(frames, participle - 2)
    }

    /// "countries such as Iran and Iraq".
    fn listed(&self, frames: &Frames, token: usize) -> Vec<Actor> {
        let listed = frames.listed_behind(token).into_iter();
        let actors = listed.flat_map(|name| self.direct(frames, name));
        let apposed = actors.map(|actor| Actor {
            descent: Descent::Apposition,
            ..actor
        });
        apposed.collect()
    }

    fn below(&self, frames: &Frames, token: usize, depth: usize) -> Vec<Actor> {
        if depth == 0 || matches!(frames.tree.tag(token), Tag::Verb | Tag::Aux) {
            return Vec::new();
        }
        let tree = &frames.tree;
        // "the Kurdish city of Afrin" is Afrin.
        let settlement = frames
            .lexicon
            .words()
            .has("place-nouns", &tree.lemma(token).to_lowercase());
        let named = tree
            .children_with(token, &[Label::Nmod])
            .filter(|child| settlement && tree.preposition(*child) == Some("of"));
        let named: Vec<Actor> = named
            .flat_map(|child| self.direct(frames, child))
            .filter(|actor| frames.document.entities[actor.entity].kind == Kind::Place)
            .map(|actor| Actor {
                descent: Descent::Of,
                ..actor
            })
            .collect();
        if !named.is_empty() {
            return named;
        }
        let listed = self.listed(frames, token);
        if !listed.is_empty() {
            return listed;
        }
        let ways: [(&[Label], Descent); 5] = [
            (&[Label::Appos, Label::Flat], Descent::Apposition),
            // "hostages including Haines".
            (&[Label::Nmod], Descent::Apposition),
            (
                &[
                    Label::NmodPoss,
                    Label::Amod,
                    Label::Compound,
                    Label::NmodDesc,
                    Label::NmodUnmarked,
                ],
                Descent::Before,
            ),
            (&[Label::Nmod], Descent::Of),
            (&[Label::Nmod], Descent::In),
        ];
        for (labels, descent) in ways {
            let mut found = Vec::new();
            for child in tree.children_with(token, labels) {
                let preposition = tree.preposition(child);
                let fits = match descent {
                    Descent::Apposition => {
                        tree.label(child) != Label::Nmod || matches!(preposition, Some("including" | "include"))
                    }
                    Descent::Of => matches!(preposition, Some("of" | "from" | "by")),
                    Descent::In => matches!(preposition, Some("in" | "at" | "inside" | "near")),
                    _ => true,
                };
                if !fits {
                    continue;
                }
                let mut actors = self.direct(frames, child);
                if actors.is_empty() && descent == Descent::Before {
                    actors = self.stem(frames, child);
                }
                // "took three Malaysian sailors hostage": the parser makes one phrase of both.
                let compound = descent == Descent::Before && tree.label(child) == Label::Compound;
                if actors.is_empty() && (descent == Descent::Of || compound) {
                    actors = self.below(frames, child, depth - 1);
                }
                for conjunct in tree.children_with(child, &[Label::Conj]) {
                    actors.extend(self.direct(frames, conjunct));
                }
                found.extend(actors.into_iter().map(|actor| Actor {
                    descent: actor.descent.max(descent),
                    ..actor
                }));
            }
            // What stands before a noun is its owner only if it can own: a place or materiel is not.
            if descent == Descent::Before {
                found.retain(|actor| frames.document.entities[actor.entity].kind != Kind::Materiel);
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}
