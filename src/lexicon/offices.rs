//! Offices and titles: "foreign minister", "secretary-general", "Gen."

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::OfficeRow;
use super::gazetteer::name_words;
use super::problem::Problem;
use super::rows::{DataFile, Row, Tables};

/// What the holder of an office serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serves {
    State,
    Organization,
    Group,
    Place,
}

#[derive(Clone, Debug)]
pub struct Office {
    pub title: String,
    pub serves: Serves,
    pub rank: String,
    /// ISO code, where the title alone tells the state.
    pub state: Option<String>,
    /// Name of the organization, where the title alone tells it.
    pub body: Option<String>,
}

#[derive(Default)]
pub struct Offices {
    offices: Vec<Office>,
    /// Folded words of a title -> office.
    by_words: FxHashMap<Vec<String>, u32>,
    /// The words that titles begin with.
    first_words: FxHashSet<String>,
    longest: usize,
}

impl Offices {
    pub fn add(&mut self, file: &DataFile, mut tables: Tables, problems: &mut Vec<Problem>) {
        let rows: Vec<Row<OfficeRow>> = tables.rows("office");
        problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            let serves = match row.serves.as_str() {
                "state" => Serves::State,
                "organization" => Serves::Organization,
                "group" => Serves::Group,
                "place" => Serves::Place,
                other => {
                    let message = format!("serves \"{other}\" is none of state, organization, group, place");
                    problems.push(Problem {
                        file: file.path.clone(),
                        line,
                        message,
                    });
                    continue;
                }
            };
            let index = self.offices.len() as u32;
            for title in std::iter::once(&row.title).chain(&row.variants) {
                let words = name_words(title);
                self.longest = self.longest.max(words.len());
                self.first_words.extend(words.first().cloned());
                // "minister of interior" and "minister of the interior" fold alike: no harm within one office.
                if self.by_words.get(&words).is_some_and(|other| *other != index) {
                    let message = format!("the title \"{title}\" stands twice");
                    problems.push(Problem {
                        file: file.path.clone(),
                        line,
                        message,
                    });
                }
                self.by_words.insert(words, index);
            }
            self.offices.push(Office {
                title: row.title,
                serves,
                rank: row.rank,
                state: row.state,
                body: row.body,
            });
        }
    }

    /// The office with exactly these folded words.
    pub fn get(&self, words: &[String]) -> Option<&Office> {
        self.by_words.get(words).map(|index| &self.offices[*index as usize])
    }

    /// Whether a title begins with this folded word, or with its singular.
    pub fn may_begin(&self, word: &str) -> bool {
        let singular = word.strip_suffix('s');
        self.first_words.contains(word) || singular.is_some_and(|word| self.first_words.contains(word))
    }

    /// The number of words of the longest title.
    pub fn longest(&self) -> usize {
        self.longest
    }
}
