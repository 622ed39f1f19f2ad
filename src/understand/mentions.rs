//! Where the text names or stands for something: names that the lexicon knows, names that only the
//! model sees, persons, and common nouns that are a group, an agreement or a state's organ.

mod bodies;
mod forces;
mod kinds;
mod members;
mod nominals;
mod persons;

use std::ops::Range;

use super::language::ModelSpan;
use super::names::NameMatch;
use super::syntax::Tree;
use crate::lexicon::{Lexicon, NameForm, fold};
use crate::model::{Kind, MentionForm, Tag, Token};

/// A mention before its entity is known.
#[derive(Clone, Debug)]
pub struct Draft {
    pub tokens: Range<usize>,
    pub head: usize,
    pub form: MentionForm,
    pub reading: Reading,
}

/// What a mention may stand for.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// Names of the lexicon: indices for `Lexicon::name`, at least one.
    Known(Vec<u32>),
    /// A name that the lexicon lacks.
    Name(Kind),
    /// A common noun that is an entity of its own: "Syrian rebels".
    Nominal(Kind),
    /// A definite description that refers back: "the alliance", "the minister".
    Definite,
    Pronoun,
}

pub struct Finder<'a> {
    pub lexicon: &'a Lexicon,
    pub text: &'a str,
    pub tree: &'a Tree<'a>,
    pub tokens: &'a [Token],
    /// Per token, whether it stands in a line written in title case or capitals, where a capital says nothing.
    pub title_case: &'a [bool],
}

impl Finder<'_> {
    /// All drafts in order of the text; they may nest but never cross.
    pub fn find(&self, matches: &[NameMatch], spans: &[ModelSpan]) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut persons = self.persons(matches, spans);
        self.surnames_again(&mut persons, matches, spans);
        for person in &persons {
            self.push(
                &mut drafts,
                person.clone(),
                MentionForm::Name,
                Reading::Name(Kind::Official),
            );
        }
        for found in matches {
            let inside_person = persons.iter().any(|person| {
                person.start <= found.tokens.start && found.tokens.end <= person.end && !self.is_official(found)
            });
            if inside_person
                || self.is_credit(&found.tokens)
                || self.is_author(found)
                || self.is_mere_scene(found)
                || !self.is_traded(found)
                || self.is_listener(found)
                || self.is_wide_adjective(found)
                || !self.is_supported(found, spans)
            {
                continue;
            }
            // The lexicon knows the person: its reading replaces the bare one.
            drafts.retain(|draft| {
                draft.reading != Reading::Name(Kind::Official)
                    || draft.tokens.end <= found.tokens.start
                    || found.tokens.end <= draft.tokens.start
            });
            let form = self.form_of(found);
            self.push(
                &mut drafts,
                found.tokens.clone(),
                form,
                Reading::Known(found.names.clone()),
            );
        }
        for span in spans {
            let name = self.without_edges(span.tokens.clone());
            if name.is_empty() {
                continue;
            }
            // "Yemeni court" is Yemen's organ, and Yemen is known already.
            let holds_state = span.kind == Kind::State
                && drafts.iter().any(|draft| {
                    span.tokens.start <= draft.tokens.start
                        && draft.tokens.end <= span.tokens.end
                        && self.is_state_reading(draft)
                });
            if span.kind != Kind::Official
                && !holds_state
                && !self.is_credit(&name)
                && self.is_free_name(&span.tokens, &drafts)
                && !self.is_description(span, &drafts)
            {
                // "Security Council" inside "Munich Security Council" is another body.
                if self.is_capitalised(&span.tokens) {
                    drafts.retain(|draft| {
                        let inside = span.tokens.start < draft.tokens.start && draft.tokens.end <= span.tokens.end;
                        !inside || self.is_state_reading(draft)
                    });
                }
                if let Some(kind) = self.kind_of_name(span.kind, &span.tokens) {
                    self.push(&mut drafts, span.tokens.clone(), MentionForm::Name, Reading::Name(kind));
                }
            }
        }
        self.name_runs(&mut drafts);
        self.bodies_of_bodies(&mut drafts);
        self.extend_to_organs(&mut drafts);
        self.extend_to_members(&mut drafts);
        self.nominals(&mut drafts);
        self.pronouns(&mut drafts);
        drafts.sort_by_key(|draft| (draft.tokens.start, std::cmp::Reverse(draft.tokens.end)));
        self.without_crossings(drafts)
    }

    fn push(&self, drafts: &mut Vec<Draft>, tokens: Range<usize>, form: MentionForm, reading: Reading) {
        let tokens = self.without_edges(tokens);
        if !tokens.is_empty() {
            let head = self.tree.head_of(&tokens);
            drafts.push(Draft {
                tokens,
                head,
                form,
                reading,
            });
        }
    }

    /// Articles, possessive marks and punctuation are no part of a name.
    fn without_edges(&self, mut tokens: Range<usize>) -> Range<usize> {
        let is_edge = |i: usize| {
            self.tree.tag(i) == Tag::Det
                || (self.tree.tag(i) == Tag::Punct)
                || matches!(self.surface(i), "'s" | "’s" | "the" | "The" | "a" | "A")
        };
        while !tokens.is_empty() && is_edge(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && is_edge(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    fn surface(&self, token: usize) -> &str {
        self.tokens[token].span.of(self.text)
    }

    fn starts_capital(&self, token: usize) -> bool {
        self.surface(token).chars().next().is_some_and(char::is_uppercase)
    }

    fn is_official(&self, found: &NameMatch) -> bool {
        found.names.iter().any(|name| self.entry_kind(*name) == Kind::Official)
    }

    fn entry_kind(&self, name: u32) -> Kind {
        self.lexicon.entries()[self.lexicon.name(name).entry as usize].kind
    }

    fn form_of(&self, found: &NameMatch) -> MentionForm {
        let forms = found.names.iter().map(|name| self.lexicon.name(*name).form);
        let derived = |form| matches!(form, NameForm::Adjective | NameForm::People | NameForm::Capital);
        if forms.clone().all(derived) {
            MentionForm::Demonym
        } else if forms.clone().all(|form| form == NameForm::Generic) {
            MentionForm::Nominal
        } else {
            MentionForm::Name
        }
    }

    /// An ambiguous name counts only where the model sees a name of its kind too, or the tagger a proper noun outside title case.
    fn is_supported(&self, found: &NameMatch, spans: &[ModelSpan]) -> bool {
        if found.names.iter().any(|name| !self.lexicon.name(*name).ambiguous) {
            let single = found.tokens.len() == 1;
            let verb_like = single
                && matches!(
                    self.tree.tag(found.tokens.start),
                    Tag::Verb | Tag::Aux | Tag::Adv | Tag::Adp
                )
                && found.names.iter().all(|name| self.entry_kind(*name) == Kind::Place);
            return !verb_like;
        }
        // "The National" is not every "National".
        let has_article = found.tokens.len() == 1
            && found
                .names
                .iter()
                .all(|name| self.lexicon.name(*name).text.starts_with("The "));
        let model_agrees = spans.iter().any(|span| {
            span.tokens.start <= found.tokens.start
                && found.tokens.end <= span.tokens.end
                && (!has_article || self.without_edges(span.tokens.clone()) == found.tokens)
                && found.names.iter().any(|name| self.entry_kind(*name) == span.kind)
        });
        let is_state = found.names.iter().any(|name| self.entry_kind(*name) == Kind::State);
        // "US-backed": whoever stands before a hyphened participle acts.
        let end = found.tokens.end;
        if is_state && end + 1 < self.tokens.len() && self.surface(end) == "-" && self.tree.tag(end + 1) == Tag::Verb {
            return true;
        }
        let proper = self.tree.tag(found.tokens.start) == Tag::Propn && !self.title_case[found.tokens.start];
        // "U.S." in "2016 U.S. presidential election" is a state all the same.
        let in_other_name = |span: &ModelSpan| {
            span.tokens.contains(&found.tokens.start)
                && !(span.tokens.len() > found.tokens.len()
                    && matches!(span.kind, Kind::Event | Kind::Agreement | Kind::Materiel))
        };
        model_agrees || (is_state && proper && !spans.iter().any(in_other_name))
    }

    /// A news agency in a credit or dateline is no actor: "(Reuters)", "AP - ".
    fn is_credit(&self, tokens: &Range<usize>) -> bool {
        let is = |token: Option<usize>, marks: &[&str]| {
            token.is_some_and(|token| token < self.tokens.len() && marks.contains(&self.surface(token)))
        };
        let before = tokens.start.checked_sub(1);
        let in_brackets = is(before, &["("]) && is(Some(tokens.end), &[")"]);
        let begins_line = before.is_none_or(|before| {
            let gap = crate::model::Span::new(self.tokens[before].span.end, self.tokens[tokens.start].span.start);
            gap.of(self.text).contains('\n')
        });
        let before_dash = begins_line && is(Some(tokens.end), &["-", "--", "–", "—"]);
        let is_media = |folded: &str| {
            matches!(
                folded,
                "reuters" | "ap" | "afp" | "upi" | "dpa" | "xinhua" | "cp" | "bloomberg" | "agencies"
            ) || folded.ends_with(" press")
                || folded.ends_with("reuters")
                || folded.ends_with("com")
        };
        let words: Vec<String> = tokens.clone().map(|i| fold(self.surface(i))).collect();
        (in_brackets || before_dash) && is_media(words.join(" ").trim())
    }

    fn is_state_reading(&self, draft: &Draft) -> bool {
        match &draft.reading {
            Reading::Known(names) => names
                .iter()
                .any(|name| matches!(self.entry_kind(*name), Kind::State | Kind::Place)),
            _ => false,
        }
    }

    fn is_capitalised(&self, tokens: &Range<usize>) -> bool {
        tokens.clone().all(|i| {
            self.starts_capital(i)
                || matches!(
                    self.tree.tag(i),
                    Tag::Adp | Tag::Det | Tag::Cconj | Tag::Punct | Tag::Part
                )
        })
    }

    /// A model's span that only describes what it names: "NATO ally", "the Russian S-400 air defence
    /// system", "Turkey and Damascus ally".
    fn is_description(&self, span: &ModelSpan, drafts: &[Draft]) -> bool {
        let inner: Vec<&Draft> = drafts
            .iter()
            .filter(|draft| span.tokens.start <= draft.tokens.start && draft.tokens.end <= span.tokens.end)
            .collect();
        if inner.is_empty() {
            return false;
        }
        let ends_with_name = inner
            .iter()
            .any(|draft| draft.tokens.end == span.tokens.end && draft.form == MentionForm::Name);
        let has_small = !self.is_capitalised(&span.tokens);
        let coordinates = span.tokens.clone().any(|i| self.tree.tag(i) == Tag::Cconj) && inner.len() > 1 && has_small;
        let last = self.tree.lemma(span.tokens.end - 1).to_lowercase();
        let words = self.lexicon.words();
        let heads_a_name = match span.kind {
            Kind::Organization => words.has("organization-nouns", &last),
            Kind::Group => {
                words.has("group-nouns", &last)
                    || words.has("generic-groups", &last)
                    || words.has("collective-nouns", &last)
            }
            _ => true,
        };
        let small_head = self
            .surface(span.tokens.end - 1)
            .chars()
            .next()
            .is_some_and(char::is_lowercase);
        (has_small && ends_with_name) || coordinates || (small_head && !heads_a_name)
    }

    /// A model's span that no draft crosses or equals; it may hold names inside it.
    fn is_free_name(&self, tokens: &Range<usize>, drafts: &[Draft]) -> bool {
        let has_capital = tokens
            .clone()
            .any(|i| self.starts_capital(i) || self.surface(i).chars().any(char::is_numeric));
        has_capital
            && !drafts.iter().any(|draft| {
                let disjoint = draft.tokens.end <= tokens.start || tokens.end <= draft.tokens.start;
                let strictly_inside = tokens.start <= draft.tokens.start
                    && draft.tokens.end <= tokens.end
                    && draft.tokens.len() < self.without_edges(tokens.clone()).len();
                !disjoint && !strictly_inside
            })
            && !self.is_organ(tokens.end - 1)
    }

    /// Proper nouns that neither lexicon nor model knows, if their last word tells the kind.
    fn name_runs(&self, drafts: &mut Vec<Draft>) {
        for run in self.proper_runs() {
            if run.is_empty() || run.len() < 2 || !self.is_free_name(&run, drafts) {
                continue;
            }
            let last = self.surface(run.end - 1).to_lowercase();
            let words = self.lexicon.words();
            let kind = [
                ("agreement-nouns", Kind::Agreement),
                ("event-nouns", Kind::Event),
                ("place-nouns", Kind::Place),
                ("group-nouns", Kind::Group),
                ("organization-nouns", Kind::Organization),
            ]
            .into_iter()
            .find(|(list, _)| words.has(list, &last));
            if let Some((_, kind)) = kind {
                self.push(drafts, run, MentionForm::Name, Reading::Name(kind));
            }
        }
    }

    fn is_organ(&self, token: usize) -> bool {
        let lemma = self.tree.lemma(token).to_lowercase();
        let secret = matches!(lemma.as_str(), "agency" | "service")
            && self.surface(token).to_lowercase() != lemma
            && self
                .tree
                .children(token)
                .any(|child| matches!(self.tree.lemma(child), "intelligence" | "security" | "spy"));
        secret || self.lexicon.words().has("state-organs", &lemma)
    }

    /// Where two mentions cross, the earlier and longer stays; equal ones are one.
    fn without_crossings(&self, drafts: Vec<Draft>) -> Vec<Draft> {
        let mut out: Vec<Draft> = Vec::new();
        for draft in drafts {
            let crosses = out.iter().rev().take(8).any(|other| {
                let disjoint = other.tokens.end <= draft.tokens.start || draft.tokens.end <= other.tokens.start;
                let nested = other.tokens.start <= draft.tokens.start && draft.tokens.end <= other.tokens.end;
                !disjoint && (!nested || other.tokens == draft.tokens)
            });
            if !crosses {
                out.push(draft);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Label, Span};

    #[test]
    fn what_is_nothing_but_marks_is_no_name() {
        // The model may take any run of tokens for a name, even the last mark of a text.
        let check = |text: &str, span: Range<usize>, names: &[&str]| {
            let mut at = 0;
            let tokens: Vec<Token> = text
                .split(' ')
                .map(|word| {
                    let span = Span::new(at, at + word.len());
                    at = span.end + 1;
                    let is_word = word.chars().all(char::is_alphanumeric);
                    Token {
                        span,
                        tag: if is_word { Tag::Propn } else { Tag::Punct },
                        fine: 0,
                        lemma: word.into(),
                        head: 0,
                        label: if span.start == 0 { Label::Root } else { Label::Dep },
                    }
                })
                .collect();
            let finder = Finder {
                lexicon: Lexicon::embedded(),
                text,
                tree: &Tree::new(&tokens),
                tokens: &tokens,
                title_case: &vec![false; tokens.len()],
            };
            let span = ModelSpan {
                tokens: span,
                kind: Kind::Organization,
                score: 0.9,
            };
            let found = finder.find(&[], &[span]);
            let found = found.iter().map(|draft| {
                let (first, last) = (&tokens[draft.tokens.start], &tokens[draft.tokens.end - 1]);
                &text[first.span.start..last.span.end]
            });
            assert_eq!(Vec::from_iter(found), names, "{text}");
        };
        check("Gazprom )", 0..2, &["Gazprom"]);
        check("Gazprom )", 1..2, &[]);
        check("( )", 0..2, &[]);
        check(")", 0..1, &[]);
    }
}
