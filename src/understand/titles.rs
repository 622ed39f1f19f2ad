//! Offices in the text, with who holds them and whom they serve.

use std::ops::Range;

use super::link::Linker;
use super::syntax::Tree;
use crate::lexicon::{Lexicon, Office, Serves, fold};
use crate::model::{Entity, Kind, Label, Mention, MentionForm, Tag, Title, Token};

/// Finds all titles; mentions and entities must be linked.
pub fn find_titles(linker: &Linker) -> Vec<Title> {
    let finder = Finder {
        lexicon: linker.lexicon,
        text: linker.text,
        tokens: linker.tokens,
        tree: linker.tree,
        entities: &linker.entities,
        mentions: &linker.mentions,
    };
    finder.find()
}

struct Finder<'a> {
    lexicon: &'a Lexicon,
    text: &'a str,
    tokens: &'a [Token],
    tree: &'a Tree<'a>,
    entities: &'a [Entity],
    mentions: &'a [Mention],
}

impl Finder<'_> {
    fn find(&self) -> Vec<Title> {
        let mut titles = Vec::new();
        let mut token = 0;
        while token < self.tokens.len() {
            match self.office_at(token) {
                Some((range, office)) => {
                    token = range.end;
                    let title = self.title(range, office);
                    titles.extend(title.iter().flat_map(|title| self.colleagues(title, office)));
                    titles.extend(title);
                }
                None => token += 1,
            }
        }
        titles
    }

    fn surface(&self, token: usize) -> &str {
        self.tokens[token].span.of(self.text)
    }

    /// The longest office that begins at a token, outside the names of persons and organizations.
    fn office_at(&self, token: usize) -> Option<(Range<usize>, &Office)> {
        if !matches!(self.tree.tag(token), Tag::Noun | Tag::Propn | Tag::Adj | Tag::X) {
            return None;
        }
        let offices = self.lexicon.offices();
        let mut words: Vec<String> = Vec::new();
        let mut best = None;
        let mut end = token;
        while end < self.tokens.len() && words.len() < offices.longest() {
            let word = fold(self.surface(end));
            end += 1;
            if word.is_empty() {
                if self.surface(end - 1) == "-" { continue } else { break }
            }
            words.extend(word.split(' ').map(str::to_string));
            if !offices.may_begin(&words[0]) {
                return None;
            }
            if let Some(office) = offices.get(&words).or_else(|| self.singular(&words)) {
                best = Some((token..end, office));
            }
        }
        let (range, office) = best?;
        let inside_name = self.mentions.iter().any(|mention| {
            mention.form == MentionForm::Name && mention.tokens.start <= range.start && range.end <= mention.tokens.end
        });
        (!inside_name).then_some((range, office))
    }

    /// "foreign ministers" is an office of several.
    fn singular(&self, words: &[String]) -> Option<&Office> {
        let mut words = words.to_vec();
        let last = words.last_mut()?;
        *last = last.strip_suffix('s')?.to_string();
        self.lexicon.offices().get(&words)
    }

    /// "Senators Susan Collins and Mike Lee" are both senators.
    fn colleagues(&self, title: &Title, office: &Office) -> Vec<Title> {
        let last = title.tokens.end - 1;
        let plural = fold(self.surface(last)) != fold(self.tree.lemma(last)) && self.surface(last).ends_with('s');
        let Some(first) = self
            .mentions
            .iter()
            .find(|mention| Some(mention.entity) == title.holder && mention.tokens.start >= title.tokens.end)
            .filter(|_| plural)
        else {
            return Vec::new();
        };
        let others = self.tree.children_with(first.head, &[Label::Conj]);
        let holders = others.filter_map(|other| {
            self.mentions.iter().find(|mention| {
                mention.form == MentionForm::Name
                    && mention.tokens.contains(&other)
                    && self.entities[mention.entity].kind == Kind::Official
            })
        });
        holders
            .map(|mention| Title {
                holder: Some(mention.entity),
                // "Governors Kim Reynolds of Iowa and Rick Snyder of Michigan".
                serves: Some(mention)
                    .filter(|_| office.rank != "legislator")
                    .and_then(|mention| self.behind_name(mention))
                    .or(title.serves),
                ..title.clone()
            })
            .collect()
    }

    /// "Iowa" in "Kim Reynolds of Iowa".
    fn behind_name(&self, holder: &Mention) -> Option<usize> {
        let of = holder.tokens.end;
        let is_of = self.tokens.get(of).is_some_and(|_| self.surface(of) == "of");
        let behind = self.mentions.iter().find(|mention| mention.tokens.start == of + 1);
        behind
            .filter(|_| is_of)
            .filter(|mention| matches!(self.entities[mention.entity].kind, Kind::State | Kind::Place))
            .map(|mention| mention.entity)
    }

    fn title(&self, range: Range<usize>, office: &Office) -> Option<Title> {
        let anchor = self.tree.head_of(&range);
        let (holder, explicit) = match self.holder(&range, anchor) {
            Some(holder) => (Some(holder), true),
            None => (None, false),
        };
        let told = self.served(&range, anchor, holder, office);
        let serves = told
            .or_else(|| self.told_by(office))
            .or_else(|| self.state_of_party(&range));
        if holder.is_none() && serves.is_none() {
            return None;
        }
        let mut start = range.start;
        let mut former = false;
        while start > 0 {
            let word = self.surface(start - 1).to_lowercase();
            match word.as_str() {
                "former" | "ex" | "then" | "late" | "onetime" | "ousted" | "deposed" | "outgoing" => {
                    former |= !matches!(word.as_str(), "then" | "outgoing")
                }
                "deputy" | "acting" | "vice" | "assistant" | "interim" | "first" | "chief" | "senior" | "incoming"
                | "new" | "-" => {}
                _ => break,
            }
            start -= 1;
        }
        let first = self.tokens[start].span.start;
        let last = self.tokens[range.end - 1].span.end;
        let mut office = self
            .text
            .get(first..last)
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        office = office.trim_start_matches(['-', ' ']).to_string();
        Some(Title {
            tokens: range,
            office,
            holder: holder.map(|mention| self.mentions[mention].entity),
            serves,
            former,
            explicit,
            told: told.is_some(),
        })
    }

    /// The mention of the person that holds the office.
    fn holder(&self, range: &Range<usize>, anchor: usize) -> Option<usize> {
        let official = |mention: &Mention| self.entities[mention.entity].kind == Kind::Official;
        let by_head = |token: usize| {
            self.mentions.iter().position(|mention| {
                official(mention) && mention.tokens.contains(&token) && mention.form == MentionForm::Name
            })
        };
        // "Foreign Minister Mevlut Cavusoglu".
        if let Some(next) = by_head(range.end)
            && self.mentions[next].tokens.start == range.end
        {
            return Some(next);
        }
        // "the foreign minister, Mevlut Cavusoglu," and "Mevlut Cavusoglu, the foreign minister".
        for other in self
            .tree
            .children_with(anchor, &[Label::Appos, Label::Flat, Label::NmodDesc])
        {
            if let Some(found) = by_head(other) {
                return Some(found);
            }
        }
        let head = self.tree.head(anchor)?;
        if matches!(
            self.tree.label(anchor),
            Label::Appos | Label::NmodDesc | Label::Compound | Label::Flat | Label::Parataxis
        ) && let Some(found) = by_head(head)
            && self.near(head, anchor)
        {
            return Some(found);
        }
        // "Mr Erdogan is the president of Turkey".
        let copular = self
            .tree
            .child(anchor, Label::Cop)
            .and_then(|_| self.tree.child(anchor, Label::Nsubj));
        copular
            .or_else(|| self.named_as(anchor))
            .and_then(by_head)
            .or_else(|| {
                // The parser may miss an apposition that commas show: "Erdogan, Turkey's president,".
                let comma = (range.start.saturating_sub(5)..range.start)
                    .rev()
                    .find(|i| self.surface(*i) == ",")?;
                let found = by_head(comma.checked_sub(1)?)?;
                let between = comma + 1..range.start;
                let plain = between.clone().all(|i| {
                    matches!(
                        self.tree.tag(i),
                        Tag::Det | Tag::Adj | Tag::Propn | Tag::Part | Tag::Noun | Tag::Punct
                    ) && self.surface(i) != ","
                });
                let closes = matches!(
                    self.tokens.get(range.end).map(|_| self.surface(range.end)),
                    None | Some("," | "." | "of" | ";")
                );
                (plain && closes && self.mentions[found].tokens.end == comma).then_some(found)
            })
            .or_else(|| {
                // "Unicef's regional director for the Middle East, Geert Cappelaere,".
                let comma = (range.end..self.tokens.len().min(range.end + 9)).find(|i| self.surface(*i) == ",")?;
                let complement = range.end..comma;
                let plain = complement.clone().all(|i| {
                    matches!(
                        self.tree.tag(i),
                        Tag::Det | Tag::Adj | Tag::Propn | Tag::Part | Tag::Noun | Tag::Adp | Tag::Cconj
                    )
                });
                let prepositional = complement.is_empty() || self.tree.tag(complement.start) == Tag::Adp;
                let found = by_head(comma + 1)?;
                let closes = matches!(
                    self.tokens
                        .get(self.mentions[found].tokens.end)
                        .map(|_| self.surface(self.mentions[found].tokens.end)),
                    None | Some("," | "." | ";")
                );
                (plain && prepositional && closes && self.mentions[found].tokens.start == comma + 1).then_some(found)
            })
    }

    /// Who holds the office behind "as": "Mike Pompeo" in "Mike Pompeo replaced Rex Tillerson as secretary of
    /// state", "Hugo Chavez" in "kept Hugo Chavez as their president".
    fn named_as(&self, anchor: usize) -> Option<usize> {
        let verb = self
            .tree
            .head(anchor)
            .filter(|_| self.tree.preposition(anchor) == Some("as"))?;
        if self.tree.tag(verb) != Tag::Verb {
            return None;
        }
        let subject = self
            .tree
            .child(verb, Label::Nsubj)
            .or_else(|| self.tree.child(verb, Label::NsubjPass));
        let object = self.tree.child(verb, Label::Obj).filter(|object| *object < anchor);
        let takes_over = matches!(self.tree.lemma(verb), "replace" | "succeed" | "follow");
        let holder = object.filter(|_| !takes_over).or(subject)?;
        // "Pompeo, who replaced Tillerson as".
        let relative = self.tree.tag(holder) == Tag::Pron && self.tree.label(verb) == Label::AclRelcl;
        if relative { self.tree.head(verb) } else { Some(holder) }
    }

    fn near(&self, a: usize, b: usize) -> bool {
        a.abs_diff(b) <= 12
    }

    /// The entity served: a state or body before the title, its possessor, or behind "of".
    fn served(&self, range: &Range<usize>, anchor: usize, holder: Option<usize>, office: &Office) -> Option<usize> {
        let is_envoy = office.rank == "envoy";
        // "Republican President Donald Trump" serves no party, "the US journalist James Foley" no state.
        let is_private = office.rank == "other" && office.serves != Serves::State;
        let can_be_served = |mention: &Mention| {
            let kind = self.entities[mention.entity].kind;
            matches!(kind, Kind::State | Kind::Organization | Kind::Group | Kind::Place)
                && mention.form != MentionForm::Pronoun
                && !(self.is_party(mention) && office.serves == Serves::State)
                && !(is_private && matches!(kind, Kind::State | Kind::Place) && mention.tokens.end <= range.start)
        };
        let is_party_at = |token: usize| {
            let mut here = self.mentions.iter().filter(|mention| mention.tokens.contains(&token));
            here.any(|mention| self.is_party(mention))
        };
        let covering = |token: usize| {
            self.mentions
                .iter()
                .filter(|mention| can_be_served(mention))
                .find(|mention| mention.tokens.contains(&token))
        };
        // "Moscow's U.S. ambassador" serves Russia.
        if is_envoy {
            let mut owners = self.tree.children_with(anchor, &[Label::NmodPoss]);
            if let Some(sender) = owners.find_map(covering) {
                return Some(sender.entity);
            }
        }
        // Directly before, perhaps with an adjective, a rank or "'s" between.
        let mut before = range.start;
        for _ in 0..4 {
            let Some(token) = before.checked_sub(1) else { break };
            if let Some(found) = covering(token) {
                return Some(found.entity);
            }
            let skippable = is_party_at(token)
                || matches!(self.tree.tag(token), Tag::Adj | Tag::Part | Tag::Noun)
                || matches!(
                    self.surface(token).to_lowercase().as_str(),
                    "-" | "'s" | "’s" | "former" | "deputy" | "acting" | "vice"
                );
            if !skippable {
                break;
            }
            before = token;
        }
        let holder_head = holder.map(|mention| self.mentions[mention].head);
        for anchor in [Some(anchor), holder_head].into_iter().flatten() {
            for child in self.tree.children(anchor) {
                let label = self.tree.label(child);
                let behind = child >= range.end;
                // An envoy "to Qatar" or "for Syria" is another's, a director "for Africa" his organization's.
                let is_field = |found: &Mention| is_envoy || self.entities[found.entity].kind == Kind::Place;
                let behind_name = Some(anchor) == holder_head;
                let serving = match self.tree.preposition(child) {
                    // "President Vladimir Putin of Russia"; a senator "of Georgia" does not serve Georgia.
                    Some("of") => !behind_name || office.rank != "legislator",
                    Some("at" | "on") => !behind_name,
                    Some("for" | "to" | "in") => !behind_name && !covering(child).is_some_and(is_field),
                    _ => false,
                };
                let prepositional = label == Label::Nmod && behind && serving;
                let possessor = matches!(label, Label::NmodPoss | Label::Amod | Label::Compound) && child < range.start;
                if (prepositional || possessor)
                    && let Some(found) = covering(child)
                {
                    return Some(found.entity);
                }
            }
        }
        None
    }

    fn is_party(&self, mention: &Mention) -> bool {
        let entry = self.lexicon.entry(&self.entities[mention.entity].key);
        entry.is_some_and(|entry| entry.kind == Kind::Group && entry.subtype.contains("party"))
    }

    /// "Democratic Senator Al Franken" serves the state of the party, if the document names it.
    fn state_of_party(&self, range: &Range<usize>) -> Option<usize> {
        let before = range.start.checked_sub(1)?;
        let party = self
            .mentions
            .iter()
            .find(|mention| mention.tokens.contains(&before) && self.is_party(mention))?;
        let code = self.entities[party.entity].state.as_deref()?;
        self.entities
            .iter()
            .position(|entity| entity.code.as_deref() == Some(code))
    }

    /// "Secretary of State" alone is of the United States, if the document names them.
    fn told_by(&self, office: &Office) -> Option<usize> {
        let key = match (&office.state, &office.body, office.serves) {
            (Some(code), _, Serves::State) => format!("state:{code}"),
            (_, Some(body), _) => self.lexicon.find(body).first()?.key.clone(),
            _ => return None,
        };
        self.entities.iter().position(|entity| entity.key == key)
    }
}
