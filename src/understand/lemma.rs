//! Lemmas: a table of forms seen in the treebank and the news, the irregular verbs, then rules for English endings.

use rustc_hash::FxHashMap;

use super::words::norm;
use crate::model::Tag;

pub struct Lemmas {
    /// By form in lower case and tag.
    table: FxHashMap<(&'static str, Tag), &'static str>,
    /// By past or participle.
    irregular: FxHashMap<&'static str, &'static str>,
}

/// Their plural is that of two words, of which the treebank has the one that news does not speak of.
const PLURALS: &[(&str, &str)] = &[("bases", "base")];

impl Lemmas {
    /// Reads lines of "form<TAB>TAG<TAB>lemma". A malformed line says nothing and is passed over.
    pub fn new(lines: &[&'static str]) -> Self {
        let table = lines.iter().filter_map(|line| {
            let mut parts = line.split('\t');
            let (form, tag, lemma) = (parts.next()?, parts.next()?, parts.next()?);
            let Ok(tag) = tag.parse();
            Some(((form, tag), lemma))
        });
        let lines = include_str!("lemma/irregular.txt").lines();
        let verbs = lines.filter(|line| !line.starts_with('#'));
        let irregular = verbs.flat_map(|line| {
            let mut forms = line.split(' ');
            let lemma = forms.next().unwrap_or_default();
            forms.map(move |form| (form, lemma))
        });
        Lemmas {
            table: table.collect(),
            irregular: irregular.collect(),
        }
    }

    /// The dictionary form of `word`. Names keep their case, all else is in lower case.
    pub fn lemma(&self, word: &str, tag: Tag, fine: &str) -> String {
        let form = norm(word);
        if tag == Tag::Noun
            && let Some((_, lemma)) = PLURALS.iter().find(|(plural, _)| *plural == form)
        {
            return (*lemma).to_owned();
        }
        if tag != Tag::Propn
            && let Some(lemma) = self.table.get(&(form.as_str(), tag))
        {
            return (*lemma).to_owned();
        }
        match (tag, fine) {
            (Tag::Propn, "NNPS") if word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") => {
                word[..word.len() - 1].to_owned()
            }
            (Tag::Propn, _) => word.to_owned(),
            (Tag::Noun, "NNS") => plural(&form),
            (Tag::Verb | Tag::Aux, "VBZ") => plural(&form),
            (Tag::Verb | Tag::Aux, "VBD" | "VBN") => match self.irregular.get(form.as_str()) {
                Some(lemma) => (*lemma).to_owned(),
                None => self.without(&form, "ed", tag),
            },
            (Tag::Verb | Tag::Aux, "VBG") => self.without(&form, "ing", tag),
            (Tag::Adj, "JJR") => self.without(&form, "er", tag),
            (Tag::Adj, "JJS") => self.without(&form, "est", tag),
            _ => form,
        }
    }

    /// Takes an ending off and restores what it changed: "stopped" to "stop", "hoped" to "hope".
    fn without(&self, form: &str, ending: &str, tag: Tag) -> String {
        let Some(stem) = form
            .strip_suffix(ending)
            .filter(|stem| stem.len() >= 2 && stem.contains(is_vowel))
        else {
            return form.to_owned();
        };
        if ending != "ing"
            && let Some(root) = stem.strip_suffix('i')
        {
            return format!("{root}y");
        }
        // A known dictionary form decides between "hop" and "hope".
        let with_e = format!("{stem}e");
        let is_known = |candidate: &str| {
            self.table
                .get(&(candidate, tag))
                .is_some_and(|lemma| *lemma == candidate)
        };
        let last = stem.chars().next_back();
        let single = stem.len() > 2
            && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2]
            && last.is_some_and(|c| "bdgmnprt".contains(c));
        let undoubled = &stem[..stem.len() - usize::from(single)];
        if is_known(stem) {
            return stem.to_owned();
        }
        if is_known(&with_e) {
            return with_e;
        }
        if single {
            return undoubled.to_owned();
        }
        if needs_e(stem) { with_e } else { stem.to_owned() }
    }
}

/// Undoes "-s", "-es" and "-ies", of nouns as of verbs.
fn plural(form: &str) -> String {
    let cut = |n: usize| form[..form.len() - n].to_owned();
    if form.len() < 4 || !form.ends_with('s') || form.ends_with("ss") || form.ends_with("us") {
        form.to_owned()
    } else if form.ends_with("ies") && form.len() > 4 {
        cut(3) + "y"
    } else if form.ends_with("men") {
        cut(2) + "an"
    } else if ["sses", "shes", "ches", "xes", "zzes", "oes"]
        .iter()
        .any(|ending| form.ends_with(ending))
    {
        cut(2)
    } else {
        cut(1)
    }
}

fn is_vowel(c: char) -> bool {
    "aeiouy".contains(c)
}

/// Whether a verb stem of unknown spelling most likely ends in a silent "e": "announc", "balanc", "creat".
fn needs_e(stem: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "at", "c", "v", "u", "iz", "is", "s", "g", "dg", "bl", "pl", "tl", "dl", "gl", "fl", "ir", "ur", "in",
    ];
    const WITHOUT: &[&str] = &["ss", "eat", "oat", "reat", "ing", "ong", "ang", "ain", "oin", "ois"];
    ENDINGS.iter().any(|ending| stem.ends_with(ending)) && !WITHOUT.iter().any(|ending| stem.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_undone() {
        let lemmas = Lemmas::new(&["went\tVERB\tgo", "hope\tVERB\thope", "men\tNOUN\tman", "bad line"]);
        for (word, tag, fine, expected) in [
            ("Went", Tag::Verb, "VBD", "go"),
            ("hoped", Tag::Verb, "VBD", "hope"),
            ("stopping", Tag::Verb, "VBG", "stop"),
            ("announced", Tag::Verb, "VBN", "announce"),
            ("denied", Tag::Verb, "VBD", "deny"),
            ("carries", Tag::Verb, "VBZ", "carry"),
            ("countries", Tag::Noun, "NNS", "country"),
            ("sanctions", Tag::Noun, "NNS", "sanction"),
            ("passed", Tag::Verb, "VBD", "pass"),
            ("bring", Tag::Verb, "VB", "bring"),
            ("overthrew", Tag::Verb, "VBD", "overthrow"),
            ("upheld", Tag::Verb, "VBN", "uphold"),
            ("bases", Tag::Noun, "NNS", "base"),
            ("United", Tag::Propn, "NNP", "United"),
            ("Talks", Tag::Noun, "NNS", "talk"),
        ] {
            assert_eq!(lemmas.lemma(word, tag, fine), expected, "{word}");
        }
    }
}
