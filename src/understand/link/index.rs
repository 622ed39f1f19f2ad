//! The names that the entities of a document bear so far, found by their words: what a new name is compared with
//! must not grow with the document.

use rustc_hash::FxHashMap;

use crate::lexicon::{fold, name_words};
use crate::model::Kind;

/// A name of an entity.
struct Form {
    entity: usize,
    words: Vec<String>,
    /// Whether the text has it, not only the lexicon.
    written: bool,
}

/// All names of a document's entities.
#[derive(Default)]
pub struct Names {
    forms: Vec<Form>,
    /// The forms that have a word; those without any stand under "".
    by_word: FxHashMap<String, Vec<u32>>,
    /// The first entity, states left out, that the text calls by a folded name.
    by_folded: FxHashMap<String, usize>,
    /// The first body, group, agreement or thing whose written name has these initials.
    by_initials: FxHashMap<String, usize>,
}

impl Names {
    pub fn add(&mut self, entity: usize, kind: Kind, name: &str, written: bool) {
        let words = name_words(name);
        let form = self.forms.len() as u32;
        for (i, word) in words.iter().enumerate() {
            if !words[..i].contains(word) {
                self.list(word).push(form);
            }
        }
        if words.is_empty() {
            self.list("").push(form);
        }
        self.forms.push(Form { entity, words, written });
        if !written || kind == Kind::State {
            return;
        }
        let first = |table: &mut FxHashMap<String, usize>, key: String| {
            let known = table.entry(key).or_insert(entity);
            *known = entity.min(*known);
        };
        first(&mut self.by_folded, fold(name));
        if !matches!(kind, Kind::Place | Kind::Official)
            && let Some(initials) = initials(name)
        {
            first(&mut self.by_initials, initials);
        }
    }

    fn list(&mut self, word: &str) -> &mut Vec<u32> {
        self.by_word.entry(word.to_string()).or_default()
    }

    /// The names that have a word, with their entities; with `None`, those that have no word at all.
    pub fn with(&self, word: Option<&str>) -> impl Iterator<Item = (usize, &[String])> {
        self.forms_with(word).map(|form| (form.entity, &form.words[..]))
    }

    /// As [`Names::with`], of the names that stand in the text.
    pub fn written_with(&self, word: Option<&str>) -> impl Iterator<Item = (usize, &[String])> {
        let forms = self.forms_with(word).filter(|form| form.written);
        forms.map(|form| (form.entity, &form.words[..]))
    }

    fn forms_with(&self, word: Option<&str>) -> impl Iterator<Item = &Form> {
        let forms = self.by_word.get(word.unwrap_or_default()).into_iter().flatten();
        forms.map(|form| &self.forms[*form as usize])
    }

    /// The first entity, states left out, that the text has called so.
    pub fn called(&self, folded: &str) -> Option<usize> {
        self.by_folded.get(folded).copied()
    }

    /// The first entity whose name an acronym shortens: `IOM` for "International Organization for Migration".
    pub fn shortened_to(&self, acronym: &str) -> Option<usize> {
        let short: String = acronym.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_acronym = short.len() >= 2 && short.chars().all(char::is_uppercase);
        is_acronym.then(|| self.by_initials.get(&short).copied()).flatten()
    }
}

/// The capitals with which the words of a name begin, if there are several.
fn initials(name: &str) -> Option<String> {
    let first = name.split([' ', '-']).filter_map(|word| word.chars().next());
    let initials: String = first.filter(|c| c.is_uppercase()).collect();
    (initials.len() >= 2).then_some(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_word_and_initials() {
        let mut names = Names::default();
        let all = [
            (Kind::Organization, "International Organization for Migration"),
            (Kind::Official, "Angela Merkel"),
            (Kind::State, "Iran"),
            (Kind::Official, "Indira Oda Mann"),
            (Kind::Group, "Iraqi Officers' Movement"),
        ];
        for (entity, (kind, name)) in all.into_iter().enumerate() {
            names.add(entity, kind, name, true);
        }
        names.add(1, Kind::Official, "Merkel Merkel", false);
        let with = |word: &str| names.with(Some(word)).map(|(entity, _)| entity).collect::<Vec<_>>();
        assert_eq!(with("merkel"), [1, 1]);
        assert_eq!(names.written_with(Some("merkel")).count(), 1);
        assert!(with("smith").is_empty());
        assert_eq!(names.called("angela merkel"), Some(1));
        assert_eq!(names.called("iran"), None);
        assert_eq!(names.shortened_to("I.O.M."), Some(0));
        assert_eq!(names.shortened_to("AM"), None);
        assert_eq!(names.shortened_to("iom"), None);
        names.add(5, Kind::Group, "–", true);
        assert_eq!(names.with(None).map(|(entity, _)| entity).collect::<Vec<_>>(), [5]);
    }
}
