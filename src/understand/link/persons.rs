//! Who a person's name is: somebody whom the document named before, an official whom the lexicon knows, or a new one.

use super::Linker;
use crate::lexicon::{Entry, Lexicon, fold, name_words};
use crate::model::{Entity, Gender, Kind};
use crate::understand::mentions::Draft;

impl<'a> Linker<'a> {
    /// A person: one whom the document has named before, else one whom the lexicon knows, else a new one.
    pub(super) fn person(&mut self, draft: &Draft) -> usize {
        let surface = self.surface(&draft.tokens).to_string();
        let words = name_words(&surface);
        if let Some(known) = self.same_person(&words, draft) {
            return known;
        }
        if let Some(entry) = self.known_person(&words) {
            return self.entry_entity(entry);
        }
        let given = words.first().cloned().unwrap_or_default();
        let lists = self.lexicon.words();
        let gender = match (lists.has("male-names", &given), lists.has("female-names", &given)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        };
        self.entity(format!("{}:{}", Kind::Official, fold(&surface)), |key| Entity {
            kind: Kind::Official,
            name: surface.split_whitespace().collect::<Vec<_>>().join(" "),
            key: key.to_string(),
            code: None,
            state: None,
            names: Vec::new(),
            gender: gender.filter(|_| words.len() > 1),
            known: false,
        })
    }

    /// The person of the document whose name these words fit: the nearest before, else the first after.
    fn same_person(&self, words: &[String], draft: &Draft) -> Option<usize> {
        let is_person = |entity: usize| self.entities[entity].kind == Kind::Official;
        let last = words.last()?;
        let alike = self.names.with(Some(last));
        let alike = alike.filter(|(entity, name)| is_person(*entity) && fits(words, name));
        let mut candidates: Vec<usize> = alike.map(|(entity, _)| entity).collect();
        if words.len() == 1 {
            let family = self.lexicon.family(last);
            let here = family.filter_map(|entry| self.by_key.get(&entry.key).copied());
            candidates.extend(here.filter(|entity| is_person(*entity) && self.entities[*entity].known));
        }
        candidates.sort_unstable();
        candidates.dedup();
        // "Ricardo" after "Ricardo Vilanova", if nobody bears it as a surname.
        if let ([given], true) = (words, candidates.is_empty()) {
            let bears = |entity: usize| {
                let name = name_words(&self.entities[entity].name);
                is_person(entity) && name.len() > 1 && name.first() == Some(given)
            };
            let bearers = self.names.with(Some(given)).map(|(entity, _)| entity);
            candidates.extend(bearers.filter(|entity| bears(*entity)));
            candidates.sort_unstable();
            candidates.dedup();
            if given.len() < 4 || candidates.len() > 1 {
                candidates.clear();
            }
        }
        let before = |entity: &usize| self.starts[*entity].range(..draft.tokens.start).next_back();
        let nearest = candidates.iter().filter_map(before).max();
        let nearest = nearest.map(|(_, mention)| self.mentions[*mention].entity);
        nearest.or(candidates.first().copied())
    }

    fn known_person(&self, words: &[String]) -> Option<&'a Entry> {
        let lexicon: &'a Lexicon = self.lexicon;
        let [family] = words else { return None };
        let mut scored: Vec<(i32, &'a Entry)> = lexicon
            .family(family)
            .map(|entry| (self.likelihood(entry), entry))
            .filter(|(score, _)| *score > 0)
            .collect();
        scored.sort_by_key(|(score, entry)| (std::cmp::Reverse(*score), std::cmp::Reverse(last_year(entry))));
        scored
            .first()
            .map(|(_, entry)| *entry)
            .or_else(|| self.well_known(family))
    }

    /// Whom a bare surname means where neither date nor state tells: the last head of state or government of that
    /// name, if all who bear it come from one state.
    fn well_known(&self, family: &str) -> Option<&'a Entry> {
        let lexicon: &'a Lexicon = self.lexicon;
        if self.published.is_some() {
            return None;
        }
        let bearers: Vec<&Entry> = lexicon.family(family).collect();
        let first = bearers.first()?;
        if bearers.iter().any(|entry| entry.state != first.state) {
            return None;
        }
        let leads = |entry: &&&Entry| {
            entry.tenures.iter().any(|tenure| {
                let office = lexicon.offices().get(&name_words(&tenure.office));
                office.is_some_and(|office| matches!(office.rank.as_str(), "head of state" | "head of government"))
            })
        };
        bearers
            .iter()
            .filter(leads)
            .max_by_key(|entry| last_year(entry))
            .copied()
    }

    /// How likely a bare surname means this official: in office at the time, from a state that the document names.
    fn likelihood(&self, entry: &Entry) -> i32 {
        let here = entry
            .state
            .as_ref()
            .is_some_and(|code| self.by_key.contains_key(&format!("state:{code}")))
            || entry
                .parent
                .as_ref()
                .is_some_and(|parent| self.by_key.contains_key(parent));
        let mut score = if here { 3 } else { 0 };
        if let Some(published) = self.published {
            let day = published.first_day();
            let years_off = entry
                .tenures
                .iter()
                .map(|tenure| {
                    let from = tenure.from.map_or(day, |date| date.first_day());
                    let until = tenure.until.map_or(day, |date| date.last_day());
                    let off = if day < from {
                        i32::from(from.year()) - i32::from(day.year())
                    } else {
                        i32::from(day.year()) - i32::from(until.year())
                    };
                    if from <= day && day <= until { 0 } else { off.max(1) }
                })
                .min();
            score += match years_off {
                Some(0) => 4,
                Some(1..=3) => 1,
                Some(4..=15) => -1,
                Some(_) => -3,
                None => 0,
            };
        }
        score
    }
}

/// Whether two names can be one person's: equal, or one a surname or shorter form of the other.
fn fits(short: &[String], long: &[String]) -> bool {
    if short.is_empty() || long.is_empty() {
        return false;
    }
    if short == long {
        return true;
    }
    // "Bin Laden", "Perkins-Ferreira".
    if short.len() > 1 && short.len() < long.len() && long.ends_with(short) {
        return true;
    }
    if short.len() == 1 {
        return long.last() == short.last()
            || (long.len() > 1 && short[0].len() > 3 && long.contains(&short[0]) && long[0] != short[0]);
    }
    if long.len() == 1 {
        return short.last() == long.last();
    }
    short.last() == long.last() && (short[0] == long[0] || (short[0].len() == 1 && long[0].starts_with(&short[0])))
}

fn last_year(entry: &Entry) -> i16 {
    entry
        .tenures
        .iter()
        .map(|tenure| tenure.until.map_or(i16::MAX, |date| date.first_day().year()))
        .max()
        .unwrap_or(0)
}
