//! Common nouns and pronouns that stand for something: a state's organs, groups, agreements, events.

use std::ops::Range;

use super::{Draft, Finder, Reading};
use crate::model::{Kind, Label, MentionForm, Tag};

impl Finder<'_> {
    /// "Turkish" grows to "Turkish officials": the organ is the state.
    pub(super) fn extend_to_organs(&self, drafts: &mut [Draft]) {
        let mut extended = Vec::new();
        for draft in drafts.iter_mut() {
            let Reading::Known(names) = &draft.reading else {
                continue;
            };
            if !names.iter().any(|name| self.entry_kind(*name) == Kind::State) {
                continue;
            }
            let modifier = self.tree.first_conjunct(draft.head);
            let modifies = matches!(
                self.tree.label(modifier),
                Label::Amod | Label::Compound | Label::NmodPoss | Label::NmodDesc | Label::Nmod
            );
            let Some(noun) = self.tree.head(modifier).filter(|noun| *noun > draft.head) else {
                continue;
            };
            let is_prepositional =
                self.tree.label(modifier) == Label::Nmod && self.tree.preposition(modifier).is_some();
            // "Iraq's U.S.-backed government".
            let farthest = if self.tree.label(modifier) == Label::NmodPoss {
                7
            } else {
                4
            };
            if noun - draft.head > farthest {
                continue;
            }
            let is_title = matches!(self.tree.label(noun), Label::NmodDesc | Label::Flat | Label::Compound);
            let is_name = self.tree.tag(noun) == Tag::Propn && !self.title_case[noun];
            if !modifies || is_prepositional || is_title || is_name || !self.is_organ(noun) {
                continue;
            }
            if modifier == draft.head {
                draft.tokens.end = noun + 1;
                draft.head = noun;
            } else {
                // "Turkish and Russian officials": both states stand at the noun.
                extended.push((draft.tokens.clone(), noun));
            }
            draft.form = MentionForm::Demonym;
        }
        for (tokens, noun) in extended {
            if let Some(draft) = drafts.iter_mut().find(|draft| draft.tokens == tokens) {
                draft.head = noun;
            }
        }
    }

    /// Common nouns that are entities: generic groups, agreements, events with a name before them.
    pub(super) fn nominals(&self, drafts: &mut Vec<Draft>) {
        for token in 0..self.tokens.len() {
            // "The two met".
            let number = self.tree.tag(token) == Tag::Num
                && matches!(self.tree.lemma(token), "two" | "three" | "both")
                && matches!(
                    self.tree.label(token),
                    Label::Nsubj | Label::NsubjPass | Label::Obj | Label::Obl | Label::Nmod
                );
            if !number && !matches!(self.tree.tag(token), Tag::Noun | Tag::Propn | Tag::Adj) {
                continue;
            }
            let inside = drafts.iter().any(|draft| draft.tokens.contains(&token));
            if inside {
                continue;
            }
            let lemma = self.tree.lemma(token).to_lowercase();
            let words = self.lexicon.words();
            let span = self.noun_phrase(token);
            let named = drafts.iter().any(|draft| {
                span.start <= draft.tokens.start && draft.tokens.end <= span.end && draft.tokens.end <= token
            });
            let definite = self.tree.children_with(token, &[Label::Det]).any(|det| {
                matches!(
                    self.tree.lemma(det),
                    "the" | "this" | "that" | "these" | "those" | "both"
                )
            }) || self.tree.children_with(token, &[Label::NmodPoss]).next().is_some();
            // "son-in-law" is nobody's law.
            let is_tail =
                token > 1 && matches!(self.surface(token - 1), "-" | "‑") && self.tree.tag(token - 2) == Tag::Adp;
            let is_title = is_tail || self.tree.label(token) == Label::NmodDesc;
            let is_stem = token + 2 < self.tokens.len()
                && matches!(self.surface(token + 1), "-" | "‑" | "–")
                && matches!(
                    self.surface(token + 2),
                    "held" | "controlled" | "run" | "occupied" | "dominated"
                );
            let modifies = is_stem || matches!(self.tree.label(token), Label::Compound | Label::Amod);
            let force = if is_title || modifies {
                None
            } else {
                self.described_force(token)
            };
            let reading = if let Some((_, kind)) = force {
                Some(Reading::Nominal(kind))
            } else if is_title || (lemma == "rebel" && self.names_rebel_group(token)) {
                None
            } else if words.has("lone-organs", &lemma) && !modifies && self.is_lone_organ(token, &lemma, named) {
                Some(Reading::Nominal(Kind::Organization))
            } else if (words.has("generic-groups", &lemma) && self.is_collective(token, &lemma, definite, modifies))
                || (words.has("attached-groups", &lemma)
                    && !modifies
                    && (self.is_plural(token) || lemma == "insurgency")
                    && (named || self.is_attached(token)))
                || (words.has("collective-nouns", &lemma)
                    && !modifies
                    && self.is_plural(token)
                    && self.acts_as_one(token, &lemma, span.start, drafts)
                    && (named || self.has_group_adjective(token)))
                || (!modifies && self.is_plural(token) && self.is_rebel_group(token))
                || self.is_armed_group(token, &lemma)
                || self.is_the_west(token)
            {
                Some(Reading::Nominal(Kind::Group))
            } else if words.has("agreement-nouns", &lemma)
                && !modifies
                && (named
                    || (definite || !self.is_plural(token)) && (self.is_lasting(&lemma) || self.is_specified(token)))
                || words.has("measure-nouns", &lemma)
                    && !modifies
                    && (named || (definite || !self.is_plural(token)) && self.is_compound(token))
            {
                Some(Reading::Nominal(Kind::Agreement))
            } else if words.has("event-nouns", &lemma) && !modifies && (named || self.is_known_event(token)) {
                Some(Reading::Nominal(Kind::Event))
            } else if definite && !modifies {
                Some(Reading::Definite)
            } else {
                None
            };
            if let Some(reading) = reading {
                let tokens = if let Some((tokens, _)) = force {
                    tokens
                } else if reading == Reading::Definite {
                    token..token + 1
                } else if let (false, Reading::Nominal(Kind::Event)) = (named, &reading) {
                    self.event_modifier(token).unwrap_or(token)..token + 1
                } else {
                    span
                };
                drafts.push(Draft {
                    tokens,
                    head: token,
                    form: MentionForm::Nominal,
                    reading,
                });
            }
        }
    }

    fn is_plural(&self, token: usize) -> bool {
        let surface = self.surface(token).to_lowercase();
        let lemma = self.tree.lemma(token).to_lowercase();
        surface != lemma && (surface.ends_with('s') || surface.ends_with("men"))
            || matches!(
                surface.as_str(),
                "people" | "gunmen" | "militiamen" | "tribesmen" | "paramilitaries"
            )
    }

    /// Whether a noun stands for several: a plural, a collective, or the stem of "rebel-held".
    fn is_collective(&self, token: usize, lemma: &str, definite: bool, modifies: bool) -> bool {
        match lemma {
            // "opposition to the plan" is no party.
            "opposition" | "resistance" => {
                let against = self
                    .tree
                    .children_with(token, &[Label::Nmod])
                    .any(|child| matches!(self.tree.preposition(child), Some("to" | "from" | "against")));
                (definite || self.tree.child(token, Label::Amod).is_some()) && !against
            }
            "militia" | "faction" | "mujahideen" => true,
            "rebel" | "insurgent" => modifies || (self.tree.tag(token) != Tag::Adj && self.is_plural(token)),
            _ => self.tree.tag(token) != Tag::Adj && self.is_plural(token),
        }
    }

    /// "Saddam's aides", "foreign fighters", "attackers of the convoy": something says whose or which.
    fn is_attached(&self, token: usize) -> bool {
        self.has_group_adjective(token)
            || self.tree.children(token).any(|child| match self.tree.label(child) {
                Label::NmodPoss => self.tree.tag(child) == Tag::Propn,
                Label::Compound => child < token && self.tree.tag(child) != Tag::Num,
                _ => false,
            })
    }

    /// Neither "the American people" nor "regional powers" act between states; "world powers" and "Yazidi people" may.
    fn acts_as_one(&self, noun: usize, lemma: &str, start: usize, drafts: &[Draft]) -> bool {
        match lemma {
            "people" => !drafts
                .iter()
                .any(|draft| start <= draft.tokens.start && draft.tokens.end <= noun && self.is_state_reading(draft)),
            "power" => self
                .tree
                .children_with(noun, &[Label::Amod, Label::Compound])
                .any(|child| {
                    matches!(
                        self.tree.lemma(child).to_lowercase().as_str(),
                        "world" | "western" | "european" | "foreign" | "major" | "great" | "global" | "big"
                    )
                }),
            _ => true,
        }
    }

    /// "rebel" in "rebel factions": the noun is the group.
    fn names_rebel_group(&self, token: usize) -> bool {
        matches!(self.tree.label(token), Label::Amod | Label::Compound)
            && self
                .tree
                .head(token)
                .is_some_and(|noun| noun > token && self.is_plural(noun) && self.is_rebel_group(noun))
    }

    /// "rebel factions", "rebel armies", "opposition fighters".
    fn is_rebel_group(&self, noun: usize) -> bool {
        matches!(
            self.tree.lemma(noun).to_lowercase().as_str(),
            "group" | "faction" | "militia" | "army" | "movement" | "unit" | "force" | "fighter" | "brigade"
        ) && self
            .tree
            .children_with(noun, &[Label::Amod, Label::Compound])
            .any(|child| {
                child < noun
                    && matches!(
                        self.tree.lemma(child).to_lowercase().as_str(),
                        "rebel" | "opposition" | "insurgent" | "separatist" | "guerrilla"
                    )
            })
    }

    /// "the West" that says and does, not the west of a country.
    fn is_the_west(&self, token: usize) -> bool {
        let actor = match self.tree.label(token) {
            Label::Nsubj | Label::NsubjPass | Label::Obj | Label::Iobj | Label::OblAgent => true,
            Label::NmodPoss => true,
            Label::Obl | Label::Nmod => matches!(
                self.tree.preposition(token),
                Some("with" | "against" | "by" | "between" | "among" | "for" | "of" | "to")
            ),
            Label::Conj => self.starts_capital(token),
            _ => false,
        };
        actor
            && self.surface(token).eq_ignore_ascii_case("west")
            && self
                .tree
                .children_with(token, &[Label::Det])
                .any(|det| self.tree.lemma(det).eq_ignore_ascii_case("the"))
            && !self
                .tree
                .children_with(token, &[Label::Nmod])
                .any(|child| child > token)
    }

    /// "the civil war", "presidential elections", "the 2016 election".
    fn is_known_event(&self, token: usize) -> bool {
        self.event_modifier(token).is_some()
    }

    fn event_modifier(&self, token: usize) -> Option<usize> {
        self.tree
            .children_with(token, &[Label::Amod, Label::Compound, Label::Nummod])
            .find(|child| {
                let child = *child;
                let surface = self.surface(child);
                let is_year = surface.len() == 4 && surface.bytes().all(|byte| byte.is_ascii_digit());
                child < token
                    && (is_year
                        || self
                            .lexicon
                            .words()
                            .has("event-modifiers", &self.tree.lemma(child).to_lowercase()))
            })
    }

    /// "an armed group", "a rebel faction".
    fn is_armed_group(&self, token: usize, lemma: &str) -> bool {
        let indefinite = self
            .tree
            .children_with(token, &[Label::Det])
            .any(|det| matches!(self.tree.lemma(det).to_lowercase().as_str(), "a" | "an" | "another"));
        matches!(lemma, "group" | "faction" | "coalition" | "gang" | "cell")
            && indefinite
            && matches!(
                self.tree.label(token),
                Label::Nsubj | Label::NsubjPass | Label::Obj | Label::Obl | Label::OblAgent | Label::Nmod
            )
            && self.tree.preposition(token) != Some("as")
            && self.has_group_adjective(token)
    }

    /// "prosecutors", "parliament", "the federal court"; a state's adjective before it makes an organ of that state.
    fn is_lone_organ(&self, token: usize, lemma: &str, named: bool) -> bool {
        let is_which = || {
            self.tree
                .children_with(token, &[Label::Amod, Label::Compound])
                .any(|child| {
                    matches!(
                        self.tree.lemma(child).to_lowercase().as_str(),
                        "supreme"
                            | "federal"
                            | "appeals"
                            | "appeal"
                            | "high"
                            | "constitutional"
                            | "top"
                            | "military"
                            | "criminal"
                            | "lower"
                            | "district"
                    )
                })
        };
        match lemma {
            "prosecutor" => !named && self.is_plural(token),
            "parliament" | "jury" => !self.is_plural(token),
            _ => is_which(),
        }
    }

    /// "tax bill", "peace plan": a noun before it says which.
    fn is_compound(&self, token: usize) -> bool {
        self.tree
            .children_with(token, &[Label::Compound])
            .any(|child| child < token && matches!(self.tree.tag(child), Tag::Noun | Tag::Propn))
    }

    /// "nuclear deal", "a deal between Russia and Turkey", "reached a deal".
    fn is_specified(&self, token: usize) -> bool {
        let parties = self
            .tree
            .children_with(token, &[Label::Nmod])
            .any(|child| matches!(self.tree.preposition(child), Some("between" | "with" | "among")));
        let made = self.tree.head(token).is_some_and(|verb| {
            matches!(self.tree.label(token), Label::Obj | Label::NsubjPass)
                && matches!(
                    self.tree.lemma(verb),
                    "reach"
                        | "sign"
                        | "strike"
                        | "broker"
                        | "negotiate"
                        | "seal"
                        | "conclude"
                        | "ratify"
                        | "clinch"
                        | "ink"
                        | "forge"
                        | "hammer"
                        | "initial"
                        | "break"
                        | "violate"
                        | "breach"
                        | "reject"
                        | "welcome"
                        | "accept"
                )
        });
        let kind = self.tree.children_with(token, &[Label::Amod]).any(|child| {
            matches!(
                self.tree.lemma(child).to_lowercase().as_str(),
                "nuclear" | "free" | "bilateral" | "trilateral" | "joint" | "interim" | "draft" | "military"
            )
        });
        parties || made || kind || self.is_compound(token)
    }

    /// Agreements that are entities without a name before them.
    fn is_lasting(&self, lemma: &str) -> bool {
        matches!(
            lemma,
            "ceasefire" | "cease-fire" | "truce" | "treaty" | "accord" | "pact" | "armistice"
        )
    }

    fn has_group_adjective(&self, token: usize) -> bool {
        self.tree
            .children_with(token, &[Label::Amod, Label::Compound])
            .any(|child| {
                matches!(
                    self.tree.lemma(child).to_lowercase().as_str(),
                    "world"
                        | "western"
                        | "european"
                        | "regional"
                        | "foreign"
                        | "international"
                        | "rebel"
                        | "opposition"
                        | "militant"
                        | "armed"
                        | "terrorist"
                        | "islamist"
                        | "islamic"
                        | "muslim"
                        | "arab"
                        | "kurdish"
                        | "shiite"
                        | "shia"
                        | "sunni"
                        | "christian"
                        | "jihadist"
                        | "paramilitary"
                        | "separatist"
                        | "insurgent"
                        | "extremist"
                        | "human"
                        | "neighbouring"
                        | "neighboring"
                        | "african"
                        | "gulf"
                        | "major"
                        | "great"
                )
            })
    }

    /// The noun with the adjectives and nouns before it, without article and numbers.
    pub(super) fn noun_phrase(&self, noun: usize) -> Range<usize> {
        let mut start = noun;
        for child in self
            .tree
            .children_with(noun, &[Label::Amod, Label::Compound, Label::NmodPoss])
        {
            // "few", "estimated", "about": a count is no part of a name.
            let is_count = matches!(
                self.surface(child),
                "few" | "many" | "several" | "most" | "other" | "estimated" | "such" | "more"
            );
            let is_name_like = !is_count
                && (self.starts_capital(child)
                    || matches!(self.tree.tag(child), Tag::Adj | Tag::Noun | Tag::Propn | Tag::Num));
            let contiguous = child < noun
                && noun - child <= 5
                && !(child..noun).any(|i| self.tree.tag(i) == Tag::Punct && self.surface(i) != "-");
            if is_name_like && contiguous && self.tree.label(child) != Label::NmodPoss {
                start = start.min(child);
            }
        }
        // "Russia-Turkey deal": the whole of a hyphened word belongs to it.
        while start >= 2
            && (matches!(self.surface(start - 1), "-" | "–" | "‑")
                // The dash after a dateline stands apart: "AFP - Dutch steel groups".
                && self.tokens[start - 2].span.end == self.tokens[start - 1].span.start
                || self.surface(start - 1) == "de" && self.surface(start) == "facto")
        {
            start -= 2;
        }
        self.without_edges(start..noun + 1)
    }

    pub(super) fn pronouns(&self, drafts: &mut Vec<Draft>) {
        for (i, token) in self.tokens.iter().enumerate() {
            let personal = matches!(
                token.span.of(self.text).to_lowercase().as_str(),
                "he" | "him"
                    | "his"
                    | "himself"
                    | "she"
                    | "her"
                    | "hers"
                    | "herself"
                    | "it"
                    | "its"
                    | "itself"
                    | "they"
                    | "them"
                    | "their"
                    | "theirs"
                    | "we"
                    | "us"
                    | "our"
                    | "i"
                    | "my"
                    | "me"
            );
            if personal
                && matches!(token.tag, Tag::Pron | Tag::Det)
                && !drafts.iter().any(|draft| draft.tokens.contains(&i))
            {
                drafts.push(Draft {
                    tokens: i..i + 1,
                    head: i,
                    form: MentionForm::Pronoun,
                    reading: Reading::Pronoun,
                });
            }
        }
    }
}
