//! What pronouns and definite descriptions refer to, by ordered sieves; each looks back, never
//! across a kind or gender that forbids it.

use std::ops::Range;

use super::link::Linker;
use super::mentions::{Draft, Reading};
use super::syntax::is_plural;
use crate::lexicon::fold;
use crate::model::{Gender, Kind, Label, Mention, MentionForm, Tag, Title};

/// How many sentences back a pronoun may reach.
const PRONOUN_REACH: usize = 2;
/// How many sentences back "the group" may reach.
const NOUN_REACH: usize = 6;

/// Adds the mentions that refer back to entities found so far.
pub fn resolve(linker: &mut Linker, drafts: &[Draft], sentences: &[Range<usize>], titles: &[Title]) {
    let mut found: Vec<Mention> = Vec::new();
    for draft in drafts {
        let resolver = Resolver {
            linker,
            sentences,
            titles,
            found: &found,
        };
        let entities = match draft.reading {
            Reading::Pronoun => resolver.pronoun(draft),
            // "The Turkish leader" may be known already.
            Reading::Definite if resolver.is_known(draft) => Vec::new(),
            Reading::Definite => resolver.definite(draft),
            _ => Vec::new(),
        };
        for entity in entities {
            found.push(Mention {
                tokens: draft.tokens.clone(),
                head: draft.head,
                entity,
                form: draft.form,
            });
        }
    }
    linker.mentions.extend(found);
    linker.mentions.sort_by_key(|mention| {
        (
            mention.tokens.start,
            std::cmp::Reverse(mention.tokens.end),
            mention.entity,
        )
    });
}

struct Resolver<'r, 'a> {
    linker: &'r Linker<'a>,
    sentences: &'r [Range<usize>],
    titles: &'r [Title],
    /// Back references resolved so far: a pronoun may follow a pronoun.
    found: &'r [Mention],
}

impl Resolver<'_, '_> {
    fn sentence(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= token)
    }

    fn kind(&self, entity: usize) -> Kind {
        self.linker.entities[entity].kind
    }

    /// Mentions before a token, not further back than `reach` sentences, the nearest first.
    fn before(&self, token: usize, reach: usize) -> Vec<&Mention> {
        let first = self.sentences.get(self.sentence(token).saturating_sub(reach));
        let first = first.map_or(0, |sentence| sentence.start);
        let mut before: Vec<&Mention> = self
            .linker
            .mentions
            .iter()
            .chain(self.found)
            .filter(|mention| mention.tokens.end <= token && mention.head >= first)
            .collect();
        before.sort_by_key(|mention| std::cmp::Reverse(mention.head));
        before
    }

    fn is_subject(&self, mention: &Mention) -> bool {
        let token = self.linker.tree.first_conjunct(mention.head);
        matches!(self.linker.tree.label(token), Label::Nsubj | Label::NsubjPass)
    }

    fn pronoun(&self, draft: &Draft) -> Vec<usize> {
        let tree = self.linker.tree;
        let word = self.linker.tokens[draft.head].span.of(self.linker.text).to_lowercase();
        match word.as_str() {
            "he" | "him" | "his" | "himself" => self.person(draft, Gender::Male).into_iter().collect(),
            "she" | "her" | "hers" | "herself" => self.person(draft, Gender::Female).into_iter().collect(),
            "it" | "its" | "itself" if tree.label(draft.head) != Label::Expl => self.thing(draft).into_iter().collect(),
            "they" | "them" | "their" | "theirs" => self.several(draft),
            "i" | "my" | "me" => self.speaker(draft).into_iter().collect(),
            "we" | "us" | "our" => self
                .speaker(draft)
                .map(|speaker| self.side_of(speaker))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    fn person(&self, draft: &Draft, gender: Gender) -> Option<usize> {
        let candidates = self.before(draft.head, PRONOUN_REACH);
        let fits = |mention: &&&Mention| {
            let entity = &self.linker.entities[mention.entity];
            entity.kind == Kind::Official
                && entity.gender.is_none_or(|known| known == gender)
                && !self.shares_clause(mention, draft)
        };
        self.best_by_salience(draft, candidates.iter().filter(fits).copied())
    }

    /// Subject and object of one verb are two: "Putin met him".
    fn shares_clause(&self, mention: &Mention, draft: &Draft) -> bool {
        let tree = self.linker.tree;
        let is_argument =
            |token: usize| matches!(tree.label(token), Label::Nsubj | Label::Obj | Label::Iobj | Label::Obl);
        is_argument(mention.head)
            && is_argument(draft.head)
            && tree.head(mention.head).is_some()
            && tree.head(mention.head) == tree.head(draft.head)
    }

    /// Nearer sentences win; within a sentence a subject does, then the nearer mention.
    fn best_by_salience<'m>(&self, draft: &Draft, candidates: impl Iterator<Item = &'m Mention>) -> Option<usize> {
        candidates
            .max_by_key(|mention| self.salience(draft, mention))
            .map(|mention| mention.entity)
    }

    fn salience(&self, draft: &Draft, mention: &Mention) -> (std::cmp::Reverse<usize>, bool, usize) {
        let distance = self.sentence(draft.head) - self.sentence(mention.head);
        (std::cmp::Reverse(distance), self.is_subject(mention), mention.head)
    }

    fn thing(&self, draft: &Draft) -> Option<usize> {
        let candidates = self.before(draft.head, 1);
        let fits = |mention: &&&Mention| {
            matches!(
                self.kind(mention.entity),
                Kind::State | Kind::Organization | Kind::Group
            ) && !self.shares_clause(mention, draft)
                && !self.is_plural_noun(mention)
        };
        self.best_by_salience(draft, candidates.iter().filter(fits).copied())
    }

    fn is_plural_noun(&self, mention: &Mention) -> bool {
        mention.form != MentionForm::Name && self.is_plural(mention.head)
    }

    fn several(&self, draft: &Draft) -> Vec<usize> {
        let candidates = self.before(draft.head, 1);
        let fits = |mention: &&&Mention| {
            (self.kind(mention.entity) == Kind::Group || self.is_plural_noun(mention))
                && self.kind(mention.entity).is_actor()
                && !self.shares_clause(mention, draft)
        };
        let best = candidates.iter().filter(fits).copied();
        let best = best.max_by_key(|mention| self.salience(draft, mention));
        let pair = self.coordinated_subject(draft, &candidates);
        match (best, pair) {
            (Some(best), Some((last, _))) if self.salience(draft, best) > self.salience(draft, last) => {
                vec![best.entity]
            }
            (_, Some((_, entities))) => entities,
            (best, None) => best.map(|mention| mention.entity).into_iter().collect(),
        }
    }

    /// "John Doe and Jane Roe said their son": who together are the subject named last, with the last mention of them.
    fn coordinated_subject<'m>(&self, draft: &Draft, candidates: &[&'m Mention]) -> Option<(&'m Mention, Vec<usize>)> {
        let tree = self.linker.tree;
        let last = candidates.iter().find(|mention| {
            self.kind(mention.entity).is_actor()
                && self.is_subject(mention)
                && tree.first_conjunct(mention.head) != mention.head
                && !self.shares_clause(mention, draft)
        })?;
        let first = tree.first_conjunct(last.head);
        let mut entities = Vec::new();
        for mention in candidates.iter().rev() {
            let together =
                tree.first_conjunct(mention.head) == first && self.kind(mention.entity) == self.kind(last.entity);
            if together && !entities.contains(&mention.entity) {
                entities.push(mention.entity);
            }
        }
        (entities.len() > 1).then_some((*last, entities))
    }

    /// Who is quoted: the person or actor that is the subject of a verb of saying in the sentence.
    fn speaker(&self, draft: &Draft) -> Option<usize> {
        let tree = self.linker.tree;
        let here = self.sentence(draft.head);
        for distance in [0usize, 1] {
            let mut best: Option<&Mention> = None;
            for mention in &self.linker.mentions {
                let sentence = self.sentence(mention.head);
                if sentence.abs_diff(here) != distance || !self.kind(mention.entity).is_actor() {
                    continue;
                }
                let verb = tree.head(tree.first_conjunct(mention.head));
                let says = verb.is_some_and(|verb| self.linker.lexicon.words().has("say-verbs", tree.lemma(verb)));
                if says && self.is_subject(mention) && (best.is_none() || mention.head < draft.head) {
                    best = Some(mention);
                }
            }
            if let Some(best) = best {
                return Some(best.entity);
            }
        }
        None
    }

    /// "We" in an official's mouth is the state or body served.
    fn side_of(&self, speaker: usize) -> usize {
        let served = self
            .titles
            .iter()
            .find(|title| title.holder == Some(speaker) && !title.former);
        served.and_then(|title| title.serves).unwrap_or(speaker)
    }

    fn is_known(&self, draft: &Draft) -> bool {
        let mentions = &self.linker.mentions;
        mentions
            .iter()
            .any(|mention| mention.head == draft.head && mention.form == MentionForm::Nominal)
    }

    fn definite(&self, draft: &Draft) -> Vec<usize> {
        let tree = self.linker.tree;
        let lemma = tree.lemma(draft.head).to_lowercase();
        let words = self.linker.lexicon.words();
        let number = |word: &str| match word {
            "two" | "both" => Some(2),
            "three" => Some(3),
            "four" => Some(4),
            _ => None,
        };
        // "the two countries", and "the two" alone.
        if matches!(lemma.as_str(), "pair" | "duo") && self.stands_alone(draft) {
            return self.last_of(draft, |kind| kind == Kind::Official, 2);
        }
        let itself = (tree.tag(draft.head) == Tag::Num).then(|| number(&lemma)).flatten();
        let count = itself.or_else(|| tree.children(draft.head).find_map(|child| number(tree.lemma(child))));
        if let Some(count) = count {
            if matches!(lemma.as_str(), "side" | "party") {
                return self.last_of(draft, |kind| matches!(kind, Kind::State | Kind::Group), count);
            }
            let kind = match lemma.as_str() {
                "country" | "nation" | "state" | "government" | "neighbour" | "neighbor" | "ally" | "power" => {
                    Kind::State
                }
                "man" | "leader" | "president" | "minister" | "official" | "senator" | "statesman" => Kind::Official,
                _ if itself.is_some() => match self.nearest_actor(draft) {
                    Some(kind) => kind,
                    None => return Vec::new(),
                },
                _ => return Vec::new(),
            };
            return self.last_of(draft, |other| other == kind, count);
        }
        if let Some(holder) = self.office_holder(draft, &lemma) {
            return vec![holder];
        }
        if let Some(known) = self.by_noun(draft, &lemma) {
            return vec![known];
        }
        if let Some(same) = self.same_noun(draft, &lemma) {
            return vec![same];
        }
        let found = if words.has("state-nouns", &lemma)
            || (words.has("state-organs", &lemma)
                && !words.has("attached-groups", &lemma)
                && !words.has("strangers", &lemma)
                && self.stands_alone(draft))
        {
            self.nearest(draft, NOUN_REACH.min(3), |kind| kind == Kind::State)
        } else if let "party" = lemma.as_str() {
            self.nearest_group(draft, |subtype| subtype == "party")
        } else if matches!(
            lemma.as_str(),
            "group" | "movement" | "militia" | "organization" | "organisation" | "faction"
        ) || (words.has("attached-groups", &lemma) && self.is_plural(draft.head) && self.stands_alone(draft))
        {
            self.nearest_group(draft, |subtype| !matches!(subtype, "people" | "party"))
                .or_else(|| self.nearest(draft, NOUN_REACH, |kind| kind == Kind::Group))
        } else if words.has("organization-nouns", &lemma)
            || matches!(lemma.as_str(), "panel" | "bloc" | "body" | "alliance")
        {
            self.nearest_named(draft, &lemma)
        } else if words.has("agreement-nouns", &lemma) {
            self.nearest(draft, NOUN_REACH, |kind| kind == Kind::Agreement)
        } else if lemma == "event" && !self.is_plural(draft.head) {
            self.nearest(draft, 2, |kind| kind == Kind::Event)
        } else if words.has("settlement-nouns", &lemma) && !self.is_plural(draft.head) {
            self.settlement(draft, &lemma)
        } else if words.has("event-nouns", &lemma) {
            self.nearest_with_noun(draft, &lemma)
        } else {
            None
        };
        found.into_iter().collect()
    }

    /// No modifier that would name somebody else: "the government", not "the local government".
    fn stands_alone(&self, draft: &Draft) -> bool {
        let tree = self.linker.tree;
        tree.children_with(
            draft.head,
            &[Label::Amod, Label::Compound, Label::Nmod, Label::NmodPoss],
        )
        .next()
        .is_none()
            && tree.label(draft.head) != Label::Compound
    }

    fn nearest(&self, draft: &Draft, reach: usize, fits: impl Fn(Kind) -> bool) -> Option<usize> {
        let candidates = self.before(draft.head, reach);
        candidates
            .iter()
            .find(|mention| fits(self.kind(mention.entity)))
            .map(|mention| mention.entity)
    }

    fn is_plural(&self, token: usize) -> bool {
        let surface = self.linker.tokens[token].span.of(self.linker.text);
        is_plural(surface, self.linker.tree.lemma(token))
    }

    /// The nearest group whose type in the lexicon fits; of the others only those with a name.
    fn nearest_group(&self, draft: &Draft, fits: impl Fn(&str) -> bool) -> Option<usize> {
        let candidates = self.before(draft.head, NOUN_REACH);
        candidates
            .iter()
            .find(|mention| {
                let entity = &self.linker.entities[mention.entity];
                let entry = self.linker.lexicon.entry(&entity.key);
                entity.kind == Kind::Group
                    && match entry {
                        Some(entry) => fits(&entry.subtype),
                        None => mention.form == MentionForm::Name,
                    }
            })
            .map(|mention| mention.entity)
    }

    /// "the court" after "the 4th Circuit Court of Appeals": an organization with the noun in its name.
    fn nearest_named(&self, draft: &Draft, lemma: &str) -> Option<usize> {
        let noun = if lemma == "panel" { "committee" } else { lemma };
        let candidates = self.before(draft.head, NOUN_REACH);
        candidates
            .iter()
            .find(|mention| {
                let entity = &self.linker.entities[mention.entity];
                matches!(entity.kind, Kind::Organization | Kind::Group)
                    && entity
                        .names
                        .iter()
                        .chain([&entity.name])
                        .any(|name| fold(name).split(' ').any(|word| word == noun))
            })
            .map(|mention| mention.entity)
    }

    /// "the forces" after "Syrian Kurdish forces", "the officials" after "Turkish officials".
    fn same_noun(&self, draft: &Draft, lemma: &str) -> Option<usize> {
        let words = self.linker.lexicon.words();
        let names_actors = words.has("state-organs", lemma) || words.has("attached-groups", lemma);
        if !names_actors || !self.stands_alone(draft) {
            return None;
        }
        let candidates = self.before(draft.head, NOUN_REACH);
        candidates
            .iter()
            .find(|mention| {
                mention.tokens.len() > 1
                    && self.kind(mention.entity).is_actor()
                    && self.kind(mention.entity) != Kind::Official
                    && self.linker.tree.lemma(mention.head).eq_ignore_ascii_case(lemma)
                    && self.is_plural(mention.head) == self.is_plural(draft.head)
            })
            .map(|mention| mention.entity)
    }

    /// "the town", "the enclave": the place named last, if it may be one.
    fn settlement(&self, draft: &Draft, lemma: &str) -> Option<usize> {
        let tree = self.linker.tree;
        let names_itself = self
            .linker
            .mentions
            .iter()
            .any(|mention| mention.head > draft.head && tree.head(mention.head) == Some(draft.head));
        let may_be = |entity: usize| {
            let entity = &self.linker.entities[entity];
            let entry = self.linker.lexicon.entry(&entity.key);
            match (entry.map(|entry| entry.subtype.as_str()), lemma) {
                (Some("city"), "region" | "province" | "district") => false,
                (Some("city") | None, _) => true,
                (Some("region" | "province" | "district" | "area"), "region" | "province" | "district" | "enclave") => {
                    true
                }
                (Some(subtype), _) => subtype == lemma,
            }
        };
        let candidates = self.before(draft.head, 2);
        let nearest = candidates
            .iter()
            .find(|mention| self.kind(mention.entity) == Kind::Place && may_be(mention.entity));
        nearest.filter(|_| !names_itself).map(|mention| mention.entity)
    }

    fn nearest_with_noun(&self, draft: &Draft, lemma: &str) -> Option<usize> {
        self.before(draft.head, NOUN_REACH)
            .iter()
            .find(|mention| {
                self.kind(mention.entity) == Kind::Event && self.linker.tree.lemma(mention.head).to_lowercase() == lemma
            })
            .map(|mention| mention.entity)
    }

    /// The kind of the actor named last: who "the two" are.
    fn nearest_actor(&self, draft: &Draft) -> Option<Kind> {
        let candidates = self.before(draft.head, 1);
        let kinds = candidates.iter().map(|mention| self.kind(mention.entity));
        kinds
            .into_iter()
            .find(|kind| matches!(kind, Kind::State | Kind::Official))
    }

    fn last_of(&self, draft: &Draft, fits: impl Fn(Kind) -> bool, count: usize) -> Vec<usize> {
        let mut last: Vec<usize> = Vec::new();
        for mention in self.before(draft.head, NOUN_REACH) {
            if fits(self.kind(mention.entity)) && !last.contains(&mention.entity) {
                last.push(mention.entity);
            }
            if last.len() == count {
                last.reverse();
                return last;
            }
        }
        Vec::new()
    }

    /// "the minister", "the Turkish president": whoever the text gave that office.
    fn office_holder(&self, draft: &Draft, lemma: &str) -> Option<usize> {
        let tree = self.linker.tree;
        let modifier = self.linker.mentions.iter().find(|mention| {
            mention.head < draft.head
                && tree.head(mention.head) == Some(draft.head)
                && self.kind(mention.entity) == Kind::State
        });
        self.titles
            .iter()
            .filter(|title| title.tokens.start < draft.head && !title.tokens.contains(&draft.head))
            .filter(|title| modifier.is_none() || title.serves == modifier.map(|mention| mention.entity))
            .filter(|title| title.holder.is_some())
            .filter(|title| {
                let office = fold(&title.office);
                let last = office.rsplit(' ').next().unwrap_or_default();
                last == lemma || office.split(' ').next() == Some(lemma)
            })
            .filter_map(|title| title.holder)
            .next_back()
    }

    /// "the alliance": an entity whose lexicon entry lists the noun.
    fn by_noun(&self, draft: &Draft, lemma: &str) -> Option<usize> {
        self.before(draft.head, NOUN_REACH)
            .iter()
            .find(|mention| {
                let entity = &self.linker.entities[mention.entity];
                let entry = self.linker.lexicon.entry(&entity.key);
                entry.is_some_and(|entry| {
                    entry
                        .nouns
                        .iter()
                        .any(|noun| noun == lemma || noun.ends_with(&format!(" {lemma}")))
                })
            })
            .map(|mention| mention.entity)
    }
}
