//! Classes of words that tell acts apart: `data/words/acts.toml`.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::problem::Problem;
use super::rows::{DataFile, Row, Tables};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActRow {
    name: String,
    /// For those who read the file.
    #[allow(dead_code)]
    meaning: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

/// The lemmas of a phrase and its classes.
type Phrase = (Vec<String>, Vec<u8>);

/// What kinds of acts a word or phrase speaks of.
#[derive(Default)]
pub struct Acts {
    names: Vec<String>,
    verbs: FxHashMap<String, Vec<u8>>,
    nouns: FxHashMap<String, Vec<u8>>,
    /// First word -> the phrases that begin with it, the longest first.
    phrases: FxHashMap<String, Vec<Phrase>>,
}

impl Acts {
    pub fn add(&mut self, file: &DataFile, mut tables: Tables, problems: &mut Vec<Problem>) {
        let rows: Vec<Row<ActRow>> = tables.rows("act");
        problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            let mut report = |message: String| {
                problems.push(Problem {
                    file: file.path.clone(),
                    line,
                    message,
                });
            };
            if self.names.contains(&row.name) {
                report(format!("the class \"{}\" stands twice", row.name));
            }
            let class = self.names.len() as u8;
            for (list, words) in [("verbs", &row.verbs), ("nouns", &row.nouns), ("phrases", &row.phrases)] {
                let mut seen = FxHashSet::default();
                for word in words.iter().filter(|word| !seen.insert(word.as_str())) {
                    report(format!("\"{word}\" stands twice in the {list} of \"{}\"", row.name));
                }
            }
            for word in row.verbs.iter().chain(&row.nouns).filter(|word| word.contains(' ')) {
                report(format!("\"{word}\" is more than one word; put it among the phrases"));
            }
            for word in row.verbs {
                self.verbs.entry(word).or_default().push(class);
            }
            for word in row.nouns {
                self.nouns.entry(word).or_default().push(class);
            }
            for phrase in row.phrases {
                let words: Vec<String> = phrase.split(' ').map(str::to_string).collect();
                let known = self.phrases.entry(words[0].clone()).or_default();
                match known.iter_mut().find(|(other, _)| *other == words) {
                    Some((_, classes)) => classes.push(class),
                    None => known.push((words, vec![class])),
                }
                known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
            }
            self.names.push(row.name);
        }
    }

    pub fn name(&self, class: u8) -> &str {
        &self.names[class as usize]
    }

    /// The classes of a lemma; what a list lacks the other may have, since taggers err.
    pub fn of(&self, lemma: &str, is_verb: bool) -> &[u8] {
        let (first, second) = if is_verb {
            (&self.verbs, &self.nouns)
        } else {
            (&self.nouns, &self.verbs)
        };
        first
            .get(lemma)
            .or_else(|| second.get(lemma))
            .map_or(&[], Vec::as_slice)
    }

    /// The longest phrase at the front of these lemmas: its length and classes.
    pub fn phrase(&self, lemmas: &[String]) -> Option<(usize, &[u8])> {
        let candidates = self.phrases.get(lemmas.first()?)?;
        let fits = |words: &[String]| lemmas.len() >= words.len() && lemmas[..words.len()] == *words;
        let found = candidates.iter().find(|(words, _)| fits(words));
        found.map(|(words, classes)| (words.len(), classes.as_slice()))
    }
}
