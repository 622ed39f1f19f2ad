//! Drafts -> entities: every mention that has a name or a description of its own.

mod agreements;
mod alike;
mod index;
mod persons;
mod states;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::actor::is_actor_position;
use super::language::ModelSpan;
use super::mentions::{Draft, Reading};
use super::syntax::Tree;
use crate::lexicon::{Entry, Lexicon, NameForm, fold, name_words};
use crate::model::{Date, Entity, Kind, Label, Mention, Span, Tag, Token};
use index::Names;

/// The entities of a document as they are found.
pub struct Linker<'a> {
    pub lexicon: &'a Lexicon,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub tree: &'a Tree<'a>,
    pub spans: &'a [ModelSpan],
    pub published: Option<Date>,
    pub entities: Vec<Entity>,
    pub mentions: Vec<Mention>,
    by_key: FxHashMap<String, usize>,
    names: Names,
    /// Per entity, the mentions by their first token; of several there the last one linked.
    starts: Vec<BTreeMap<usize, usize>>,
    /// Per token a number that stands for its lemma, the same for "rebel" and "rebels".
    nouns: Vec<u32>,
    /// The states that the text names by a name that nothing else bears, with that name: "north korea".
    plain_states: Vec<(String, u32)>,
}

impl<'a> Linker<'a> {
    pub fn new(
        lexicon: &'a Lexicon,
        text: &'a str,
        tree: &'a Tree<'a>,
        spans: &'a [ModelSpan],
        published: Option<Date>,
    ) -> Self {
        Linker {
            lexicon,
            text,
            tokens: tree.tokens,
            tree,
            spans,
            published,
            entities: Vec::new(),
            mentions: Vec::new(),
            by_key: FxHashMap::default(),
            names: Names::default(),
            starts: Vec::new(),
            nouns: nouns(tree),
            plain_states: Vec::new(),
        }
    }

    /// Links all drafts that name something; definite descriptions and pronouns are left to coreference.
    pub fn link(&mut self, drafts: &[Draft]) {
        // What the lexicon knows comes first, full names before short ones (so that a surname in the
        // headline finds its person), and common nouns last, when the names inside them are linked.
        self.plain_states = states::named_plainly(self.lexicon, drafts);
        let mut order: Vec<&Draft> = drafts.iter().collect();
        order.sort_by_key(|draft| match draft.reading {
            Reading::Known(_) => (0, 0),
            Reading::Name(Kind::Official) if draft.tokens.len() > 1 => (1, usize::MAX - draft.tokens.len()),
            Reading::Name(kind) if kind != Kind::Official => (2, 0),
            Reading::Name(_) => (3, 0),
            _ => (4, 0),
        });
        for draft in order {
            let entity = match &draft.reading {
                Reading::Known(names) => self.known(names, draft),
                Reading::Name(Kind::Official) => Some(self.person(draft)),
                Reading::Name(kind) => Some(self.named(*kind, draft)),
                Reading::Nominal(kind) => Some(self.nominal(*kind, draft)),
                Reading::Definite | Reading::Pronoun => None,
            };
            if let Some(entity) = entity {
                self.mention(entity, draft);
            }
        }
        self.mentions
            .sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    }

    fn surface(&self, tokens: &std::ops::Range<usize>) -> &'a str {
        let span = Span::new(
            self.tokens[tokens.start].span.start,
            self.tokens[tokens.end - 1].span.end,
        );
        span.of(self.text)
    }

    fn mention(&mut self, entity: usize, draft: &Draft) {
        let name = self
            .surface(&draft.tokens)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let Entity { kind, names, .. } = &mut self.entities[entity];
        if !names.contains(&name) {
            self.names.add(entity, *kind, &name, true);
            names.push(name);
        }
        self.starts[entity].insert(draft.tokens.start, self.mentions.len());
        self.mentions.push(Mention {
            tokens: draft.tokens.clone(),
            head: draft.head,
            entity,
            form: draft.form,
        });
    }

    /// The entity with this key, made by `make` if it is new.
    fn entity(&mut self, key: String, make: impl FnOnce(&str) -> Entity) -> usize {
        if let Some(index) = self.by_key.get(&key) {
            return *index;
        }
        let index = self.entities.len();
        let entity = make(&key);
        self.names.add(index, entity.kind, &entity.name, false);
        self.entities.push(entity);
        self.starts.push(BTreeMap::new());
        self.by_key.insert(key, index);
        index
    }

    pub fn entry_entity(&mut self, entry: &Entry) -> usize {
        self.entity(entry.key.clone(), |key| Entity {
            kind: entry.kind,
            name: entry.name.clone(),
            key: key.to_string(),
            code: entry.code.clone(),
            state: entry.state.clone(),
            names: Vec::new(),
            gender: entry.gender,
            known: true,
        })
    }

    /// Chooses among the lexicon's readings of a name.
    fn known(&mut self, names: &[u32], draft: &Draft) -> Option<usize> {
        let lexicon = self.lexicon;
        let entry_of = |name: u32| &lexicon.entries()[lexicon.name(name).entry as usize];
        let model_kind = self.model_kind(draft);
        let best = names.iter().copied().max_by_key(|name| {
            let entry = entry_of(*name);
            let form = lexicon.name(*name).form;
            let mut score = 0;
            score += match (entry.kind, form) {
                (Kind::State, NameForm::Capital) => {
                    let actor = is_actor_position(lexicon, self.tree, draft.head);
                    let model = model_kind == Some(Kind::State);
                    let place = model_kind == Some(Kind::Place);
                    if (actor && (model || !place)) || draft.tokens.len() > 1 {
                        12
                    } else {
                        0
                    }
                }
                (Kind::State, _) => 10,
                (Kind::Official, _) => 7,
                (Kind::Place, _) => 5,
                _ => 8,
            };
            score += if model_kind == Some(entry.kind) && form != NameForm::Capital {
                4
            } else {
                0
            };
            score -= if lexicon.name(*name).ambiguous { 3 } else { 0 };
            (score, std::cmp::Reverse(*name))
        })?;
        let entry = match states::meant(lexicon, &self.plain_states, best) {
            states::Meant::Itself => entry_of(best),
            states::Meant::Other(other) => &lexicon.entries()[other as usize],
            states::Meant::Unclear => return None,
        };
        // A capital that does not act, and that places.toml lacks, is still a place.
        if lexicon.name(best).form == NameForm::Capital
            && !is_actor_position(lexicon, self.tree, draft.head)
            && draft.tokens.len() == 1
        {
            let city = lexicon.name(best).text.clone();
            let state = entry.code.clone();
            let key = format!("{}:{}", Kind::Place, fold(&city));
            return Some(self.entity(key, |key| Entity {
                kind: Kind::Place,
                name: city,
                key: key.to_string(),
                code: None,
                state,
                names: Vec::new(),
                gender: None,
                known: true,
            }));
        }
        Some(self.entry_entity(entry))
    }

    fn model_kind(&self, draft: &Draft) -> Option<Kind> {
        self.spans
            .iter()
            .find(|span| span.tokens.contains(&draft.tokens.start))
            .map(|span| span.kind)
    }

    fn named(&mut self, kind: Kind, draft: &Draft) -> usize {
        let surface = self
            .surface(&draft.tokens)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let folded = fold(&surface);
        // The same name was read as another kind before: one reading a document.
        if let Some(same) = self.names.called(&folded) {
            return same;
        }
        let words = name_words(&surface);
        if let Some(same) = self.abbreviated_behind(draft).or_else(|| self.same_name(kind, &words)) {
            return same;
        }
        if kind == Kind::Agreement
            && let Some(same) = self.same_signing(draft)
        {
            return same;
        }
        // "the Observatory" after "Syrian Observatory for Human Rights", "IOM" after its full name.
        let acronym = (words.len() == 1).then(|| self.names.shortened_to(&surface)).flatten();
        let is_longer = |entity: usize, longer: &[String]| {
            self.entities[entity].kind == kind
                && !matches!(kind, Kind::Place | Kind::State | Kind::Event)
                && longer.len() > words.len()
                && longer.ends_with(&words)
        };
        let longer = match words.last() {
            Some(last) => self.first_of(self.names.written_with(Some(last)), is_longer),
            // A name of marks alone is the end of every name.
            None => self.entities.iter().enumerate().position(|(index, entity)| {
                let mut names = entity.names.iter();
                names.any(|name| is_longer(index, &name_words(name)))
            }),
        };
        let longer = [acronym, longer].into_iter().flatten().min();
        if let Some(longer) = longer {
            return longer;
        }
        self.entity(format!("{kind}:{folded}"), |key| Entity {
            kind,
            name: surface,
            key: key.to_string(),
            code: None,
            state: None,
            names: Vec::new(),
            gender: None,
            known: false,
        })
    }

    /// A common noun that is an entity: "rebels" after "Syrian rebels" is the same one.
    fn nominal(&mut self, kind: Kind, draft: &Draft) -> usize {
        let lemma = singular(self.tree, draft.head);
        let bare = draft.tokens.len() == 1;
        let topic = self.topic(kind, draft);
        // "rebels" after "Syrian rebels", "the civil war" after "Syrian civil war".
        let here = &self.nouns[draft.tokens.clone()];
        let same = |mention: &&Mention| {
            let entity = &self.entities[mention.entity];
            let there = &self.nouns[mention.tokens.clone()];
            let same_noun = there.last() == Some(&self.nouns[draft.head]) && (bare || mention.tokens.len() == 1);
            let same_end = kind != Kind::Agreement && there.ends_with(here);
            entity.kind == kind
                && (if entity.known {
                    same_end && there.len() > here.len()
                } else {
                    same_noun || same_end
                } || topic.is_some() && topic == self.topic_of(kind, mention.tokens.start, mention.head))
        };
        let before = self
            .mentions
            .iter()
            .filter(|mention| mention.tokens.start < draft.tokens.start);
        if let Some(mention) = before.filter(same).max_by_key(|mention| mention.tokens.start) {
            return mention.entity;
        }
        if kind == Kind::Agreement
            && let Some(same) = self.same_signing(draft)
        {
            return same;
        }
        // A headline's "Rebels" are those whom the text names in full, if it names but one such group.
        let unique = |fits: &dyn Fn(&&Mention) -> bool| {
            let mut found: Vec<usize> = self
                .mentions
                .iter()
                .filter(fits)
                .map(|mention| mention.entity)
                .collect();
            found.sort_unstable();
            found.dedup();
            match found[..] {
                [one] => Some(one),
                _ => None,
            }
        };
        if bare && kind == Kind::Group {
            // Those who fight the same fight under another word: "insurgents" for "Iraqi militants".
            let fights = |word: &str| {
                matches!(
                    word,
                    "rebel" | "insurgent" | "militant" | "guerrilla" | "gunman" | "gunmen" | "kidnapper" | "jihadist"
                )
            };
            let armed = |mention: &&Mention| {
                self.entities[mention.entity].kind == Kind::Group && fights(&singular(self.tree, mention.head))
            };
            let found = unique(&same).or_else(|| if fights(&lemma) { unique(&armed) } else { None });
            if let Some(found) = found {
                return found;
            }
        }
        let mut surface = self
            .surface(&draft.tokens)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        // "rebel" in "rebel-held" means several.
        if bare
            && ["rebel", "insurgent"]
                .iter()
                .any(|word| surface.eq_ignore_ascii_case(word))
        {
            surface.push('s');
        }
        let lexicon = self.lexicon;
        if let Some(entry) = lexicon.find(&surface).into_iter().find(|entry| entry.kind == kind) {
            return self.entry_entity(entry);
        }
        let state = self.state_inside(draft);
        let folded = fold(&surface);
        self.entity(format!("{kind}:{folded}"), |key| Entity {
            kind,
            name: surface,
            key: key.to_string(),
            code: None,
            state,
            names: Vec::new(),
            gender: None,
            known: false,
        })
    }

    /// What an agreement or measure is about: "tax" in "the tax bill", "the Republican tax overhaul".
    fn topic(&self, kind: Kind, draft: &Draft) -> Option<String> {
        self.topic_of(kind, draft.tokens.start, draft.head)
    }

    fn topic_of(&self, kind: Kind, start: usize, head: usize) -> Option<String> {
        if kind != Kind::Agreement {
            return None;
        }
        (start..head)
            .filter(|token| self.tree.tag(*token) == Tag::Noun && self.tree.label(*token) == Label::Compound)
            .map(|token| self.tree.lemma(token).to_lowercase())
            .find(|lemma| !matches!(lemma.as_str(), "draft" | "state" | "government" | "world"))
    }

    /// "Syrian" in "Syrian rebels".
    fn state_inside(&self, draft: &Draft) -> Option<String> {
        let inside = self
            .mentions
            .iter()
            .filter(|mention| draft.tokens.start <= mention.tokens.start && mention.tokens.end <= draft.tokens.end);
        inside
            .filter_map(|mention| self.entities[mention.entity].code.clone())
            .next()
    }
}

/// The lemma without the mark of the plural.
fn singular(tree: &Tree, token: usize) -> String {
    let lemma = tree.lemma(token).to_lowercase();
    lemma.strip_suffix('s').map(str::to_string).unwrap_or(lemma)
}

/// Per token the number of its [`singular`].
fn nouns(tree: &Tree) -> Vec<u32> {
    let mut numbers = FxHashMap::default();
    let tokens = 0..tree.tokens.len();
    tokens
        .map(|token| {
            let next = numbers.len() as u32;
            *numbers.entry(singular(tree, token)).or_insert(next)
        })
        .collect()
}
