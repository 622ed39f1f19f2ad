//! Which entity of the document bears a name that is written a little differently.

use super::Linker;
use crate::lexicon::Entry;
use crate::model::Kind;
use crate::understand::mentions::Draft;

impl Linker<'_> {
    /// "the Kurdistan People's Protection Units (YPG)": the known body whose abbreviation stands in brackets behind.
    pub(super) fn abbreviated_behind(&self, draft: &Draft) -> Option<usize> {
        let end = draft.tokens.end;
        let word = |token: usize| self.tokens.get(token).map_or("", |token| token.span.of(self.text));
        let short = word(end + 1);
        let is_short = (2..=6).contains(&short.len()) && short.chars().all(|c| c.is_ascii_uppercase());
        if !is_short || word(end) != "(" || word(end + 2) != ")" {
            return None;
        }
        let mut behind = self
            .mentions
            .iter()
            .filter(|mention| mention.tokens == (end + 1..end + 2));
        let body = behind.next()?.entity;
        matches!(self.entities[body].kind, Kind::Organization | Kind::Group).then_some(body)
    }

    /// The first entity of those with a name that fits.
    pub(super) fn first_of<'n>(
        &self,
        names: impl Iterator<Item = (usize, &'n [String])>,
        fits: impl Fn(usize, &[String]) -> bool,
    ) -> Option<usize> {
        let fitting = names.filter(|(entity, name)| fits(*entity, name));
        fitting.map(|(entity, _)| entity).min()
    }

    /// An entity of the document under a name that is only longer by a common word ("Darfur region", "Wells Fargo
    /// Bank"), by a state ("the U.S. Federal Communications Commission"), or the surname of a person whom it names in full.
    pub(super) fn same_name(&self, kind: Kind, words: &[String]) -> Option<usize> {
        let lexicon = self.lexicon;
        let lists = lexicon.words();
        if let [one] = words {
            let bears = |entity: usize, name: &[String]| {
                self.entities[entity].kind == Kind::Official
                    && name.len() > 1
                    && (name.last() == Some(one) || name.first() == Some(one))
            };
            let bearers = self.names.with(Some(one)).filter(|(entity, name)| bears(*entity, name));
            let bearers: Vec<usize> = bearers.map(|(entity, _)| entity).collect();
            let alone = bearers.iter().all(|entity| *entity == bearers[0]);
            return bearers.first().copied().filter(|_| one.len() > 3 && alone);
        }
        let exactly = |words: &[String]| {
            let same = |entity: usize, name: &[String]| self.entities[entity].kind == kind && name == words;
            self.first_of(self.names.with(words.last().map(String::as_str)), same)
        };
        let (last, mut front) = words.split_last()?;
        if last == "camp" && front.last().is_some_and(|word| word == "refugee") {
            front = &front[..front.len() - 1];
        }
        let tail = match kind {
            Kind::Place => matches!(
                last.as_str(),
                "region"
                    | "province"
                    | "city"
                    | "town"
                    | "village"
                    | "district"
                    | "governorate"
                    | "enclave"
                    | "state"
                    | "river"
                    | "camp"
                    | "area"
            ),
            Kind::Organization => matches!(
                last.as_str(),
                "inc"
                    | "corp"
                    | "co"
                    | "ltd"
                    | "plc"
                    | "bank"
                    | "group"
                    | "company"
                    | "corporation"
                    | "holdings"
                    | "newspaper"
                    | "daily"
                    | "agency"
            ),
            Kind::Group => matches!(last.as_str(), "group" | "movement" | "party" | "militia"),
            _ => false,
        };
        if tail && let Some(same) = exactly(front) {
            return Some(same);
        }
        // The state before a name: "Turkish", "U.S.", "US".
        let is_state = |word: &String| {
            let found = lexicon.find(word);
            found.iter().any(|entry| entry.kind == Kind::State)
        };
        let (first, rest) = words.split_first()?;
        if rest.len() > 1
            && matches!(kind, Kind::Organization | Kind::Group)
            && (is_state(first) || first == "opposition")
        {
            return exactly(rest);
        }
        // "Republicans" behind a chamber or a measure of how many: "U.S. Senate Republicans", "most Democrats".
        let is_party = |entry: &Entry| entry.kind == Kind::Group && entry.subtype == "party";
        if kind == Kind::Group && !lists.has("group-nouns", last) {
            let party = lexicon.find(last).into_iter().find(|entry| is_party(entry))?;
            return self.by_key.get(&party.key).copied();
        }
        None
    }
}
