//! Names of persons: what the model says, what a title or a given name tells, and surnames that the text has introduced.

use std::ops::Range;

use super::{Finder, ModelSpan, NameMatch};
use crate::lexicon::{NameForm, fold};
use crate::model::{Kind, Label, Tag};

impl Finder<'_> {
    /// Names of persons: what the model says, what stands after a title, what begins with a given name.
    pub(super) fn persons(&self, matches: &[NameMatch], spans: &[ModelSpan]) -> Vec<Range<usize>> {
        let mut persons: Vec<Range<usize>> = Vec::new();
        let mut add = |range: Range<usize>| {
            let range = self.without_edges(self.without_titles(range));
            let overlaps = persons
                .iter()
                .any(|other| other.start < range.end && range.start < other.end);
            let is_lower = range.is_empty() || !range.clone().any(|i| self.starts_capital(i));
            // "Lawmakers", "Judge" at the head of a sentence are no names.
            let is_common = range.len() == 1 && {
                let word = self.surface(range.start).to_lowercase();
                let lemma = self.tree.lemma(range.start).to_lowercase();
                let words = self.lexicon.words();
                let is_noun = |list| words.has(list, &word) || words.has(list, &lemma);
                self.tree.tag(range.start) != Tag::Propn
                    && (self.is_title(range.clone())
                        || is_noun("generic-groups")
                        || is_noun("attached-groups")
                        || is_noun("agreement-nouns"))
            };
            if !overlaps && !is_lower && !is_common {
                persons.push(range);
            }
        };
        for span in spans.iter().filter(|span| span.kind == Kind::Official) {
            // A state's adjective before the name is no part of it: "Russian Sergei Lavrov".
            let mut range = span.tokens.clone();
            for found in matches {
                if found.tokens.start <= range.start && range.start < found.tokens.end && !self.is_official(found) {
                    let derived = found
                        .names
                        .iter()
                        .any(|name| matches!(self.lexicon.name(*name).form, NameForm::Adjective | NameForm::People));
                    if derived || found.tokens.len() >= range.len() {
                        range.start = found.tokens.end.min(range.end);
                    }
                }
            }
            add(range);
        }
        for run in self.proper_runs() {
            let known = matches
                .iter()
                .any(|found| !self.is_official(found) && found.tokens.start < run.end && run.start < found.tokens.end);
            let first = self.surface(run.start).to_lowercase();
            let words = self.lexicon.words();
            let given = words.has("male-names", &first) || words.has("female-names", &first);
            let in_other_span = spans
                .iter()
                .any(|span| span.kind != Kind::Official && span.tokens.start < run.end && run.start < span.tokens.end);
            if !known && !in_other_span && ((given && run.len() >= 2) || self.follows_title(run.start)) {
                add(run);
            }
        }
        persons
    }

    /// Titles at the front of a model's span belong to the office, not to the name.
    fn without_titles(&self, mut range: Range<usize>) -> Range<usize> {
        while range.len() > 1 {
            let longest = self.lexicon.offices().longest().min(range.len() - 1);
            let title = (1..=longest)
                .rev()
                .find(|length| self.is_title(range.start..range.start + length));
            match title {
                Some(length) => range.start += length,
                None => break,
            }
        }
        range
    }

    fn is_title(&self, range: Range<usize>) -> bool {
        let honorific = [
            "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "sen", "rep", "gen", "col", "lt", "capt",
            "sgt", "prof", "rev",
        ];
        if range.len() == 1 && honorific.contains(&fold(self.surface(range.start)).as_str()) {
            return true;
        }
        let words: Vec<String> = range
            .map(|i| fold(self.surface(i)))
            .filter(|word| !word.is_empty())
            .collect();
        self.lexicon.offices().get(&words).is_some()
    }

    fn follows_title(&self, token: usize) -> bool {
        let longest = self.lexicon.offices().longest();
        (1..=longest.min(token)).any(|length| self.is_title(token - length..token) && self.starts_capital(token - 1))
    }

    /// Maximal runs of capitalised proper nouns, outside title case.
    pub(super) fn proper_runs(&self) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut i = 0;
        while i < self.tokens.len() {
            let is_proper = |i: usize| {
                self.tree.tag(i) == Tag::Propn
                    && self.starts_capital(i)
                    && !self.title_case[i]
                    && !self.lexicon.words().has("not-names", &self.surface(i).to_lowercase())
            };
            if !is_proper(i) {
                i += 1;
                continue;
            }
            let start = i;
            while i < self.tokens.len()
                && (is_proper(i) || (self.is_particle(i) && i + 1 < self.tokens.len() && is_proper(i + 1)))
            {
                i += 1;
            }
            runs.push(self.without_titles(start..i));
        }
        runs
    }

    fn is_particle(&self, token: usize) -> bool {
        matches!(
            self.surface(token),
            "de" | "von" | "van" | "bin" | "ibn" | "al" | "el" | "der" | "la" | "le" | "du" | "-"
        )
    }

    /// "Cotton" after "Tom Cotton": the surname of a person whom the text names in full is that person wherever a
    /// proper name may stand, be the word ever so common.
    pub(super) fn surnames_again(&self, persons: &mut Vec<Range<usize>>, matches: &[NameMatch], spans: &[ModelSpan]) {
        let surnames: Vec<&str> = persons
            .iter()
            .filter(|person| person.len() > 1)
            .map(|person| self.surface(person.end - 1))
            .filter(|surname| surname.chars().count() > 2 && surname.chars().any(char::is_lowercase))
            .collect();
        let mut again = Vec::new();
        for token in 0..self.tokens.len() {
            let covered = |range: &Range<usize>| range.contains(&token);
            if self.tree.tag(token) == Tag::Propn
                && surnames.contains(&self.surface(token))
                && !persons.iter().any(covered)
                && !matches.iter().any(|found| covered(&found.tokens))
                && !spans
                    .iter()
                    .any(|span| span.kind != Kind::Official && covered(&span.tokens))
                && self.stands_for_person(token)
            {
                again.push(token..token + 1);
            }
        }
        persons.extend(again);
    }

    /// A name that acts, is acted on or owns; not a part of a longer name, nor a month ("in May", "May 3").
    fn stands_for_person(&self, token: usize) -> bool {
        let is_name = |neighbour: usize| {
            neighbour < self.tokens.len()
                && self.tree.tag(neighbour) == Tag::Propn
                && self.starts_capital(neighbour)
                && self.tokens[neighbour.min(token)].span.end + 1 >= self.tokens[neighbour.max(token)].span.start
        };
        let joined =
            |neighbour: usize| neighbour < self.tokens.len() && matches!(self.surface(neighbour), "-" | "‑" | "&");
        let in_name = is_name(token + 1)
            || joined(token + 1)
            || token > 0 && (is_name(token - 1) || joined(token - 1) || self.tree.tag(token - 1) == Tag::Det);
        let is_calendar = self
            .lexicon
            .words()
            .has("not-names", &self.surface(token).to_lowercase())
            && (token + 1 < self.tokens.len() && self.tree.tag(token + 1) == Tag::Num
                || !matches!(
                    self.tree.label(token),
                    Label::Nsubj | Label::NsubjPass | Label::Obj | Label::Iobj | Label::OblAgent | Label::NmodPoss
                ));
        !in_name && !is_calendar
    }
}
