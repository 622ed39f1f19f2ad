//! Word lists: what a common noun says about its phrase, and cues of modality and polarity.

use rustc_hash::{FxHashMap, FxHashSet};

use super::problem::Problem;
use super::rows::{DataFile, Tables};

/// Lists of lemmas by name; `data/words/*.toml` says what each is for.
#[derive(Default)]
pub struct Words {
    lists: FxHashMap<String, FxHashSet<String>>,
}

impl Words {
    pub fn add(&mut self, file: &DataFile, mut tables: Tables, problems: &mut Vec<Problem>) {
        let lists = tables.header::<std::collections::BTreeMap<String, Vec<String>>>();
        problems.extend(tables.finish());
        for (name, words) in lists.map(|row| row.value).unwrap_or_default() {
            if !LISTS.contains(&name.as_str()) {
                let message = format!("unknown list \"{name}\"; the lists are {}", LISTS.join(", "));
                problems.push(Problem {
                    file: file.path.clone(),
                    line: 1,
                    message,
                });
            }
            self.lists
                .entry(name)
                .or_default()
                .extend(words.into_iter().map(|word| word.to_lowercase()));
        }
    }

    /// Whether the list has the lemma; an unknown list has none.
    pub fn has(&self, list: &str, lemma: &str) -> bool {
        self.lists.get(list).is_some_and(|words| words.contains(lemma))
    }

    pub fn list(&self, list: &str) -> impl Iterator<Item = &str> {
        self.lists.get(list).into_iter().flatten().map(String::as_str)
    }
}

/// The lists that the code asks for; any other in a file is a slip of the pen.
pub const LISTS: [&str; 48] = [
    "sport-words",
    "election-words",
    "lone-organs",
    "strangers",
    "settlement-nouns",
    "attached-groups",
    "group-members",
    "event-modifiers",
    "trade-words",
    "mere-scenes",
    "agreement-heads",
    "event-heads",
    "event-fronts",
    "group-heads",
    "measure-nouns",
    "state-organs",
    "government-nouns",
    "member-nouns",
    "people-nouns",
    "private-people",
    "group-nouns",
    "generic-groups",
    "collective-nouns",
    "organization-nouns",
    "agreement-nouns",
    "materiel-nouns",
    "place-nouns",
    "event-nouns",
    "state-nouns",
    "relational-nouns",
    "light-verbs",
    "say-verbs",
    "planned-verbs",
    "possible-verbs",
    "claimed-verbs",
    "negated-verbs",
    "ending-verbs",
    "planned-nouns",
    "possible-nouns",
    "claimed-nouns",
    "measure-of-acts",
    "planned-cues",
    "possible-cues",
    "claimed-cues",
    "negated-cues",
    "male-names",
    "female-names",
    "not-names",
];
