//! The codes that claims are given: CAMEO's events and actor roles, PLOVER's event types, modes and contexts.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::problem::Problem;
use super::rows::{DataFile, Row, Tables};
use crate::model::{Modality, RelationType};

/// A CAMEO event code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cameo {
    pub code: String,
    pub name: String,
    /// What it weighs on Goldstein's scale, -10 to 10.
    pub goldstein: Option<f32>,
    /// The PLOVER event type, where it is another than that of the relation.
    pub root: Option<String>,
    /// The PLOVER mode that it speaks of.
    pub mode: Option<String>,
    /// The code of the bare intent to do it.
    pub intent: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RootRow {
    code: String,
    #[serde(default)]
    modes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextRow {
    name: String,
    words: FxHashSet<String>,
}

/// Which relation a record of another coder is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    cameo: Option<String>,
    plover: Option<String>,
    mode: Option<String>,
    pub relation: String,
    /// Whether who acts is the tail.
    #[serde(default)]
    pub turned: bool,
    /// What an intent or an appeal makes of the act.
    pub modality: Option<Modality>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRow {
    code: String,
    name: String,
    /// Whether who has the role acts for the state.
    #[serde(default)]
    official: bool,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    ranks: Vec<String>,
}

/// The tables of `data/codes`.
#[derive(Default)]
pub struct Codes {
    events: FxHashMap<String, Cameo>,
    modes: FxHashMap<String, Vec<String>>,
    /// PLOVER's roots in the order of the file.
    roots: Vec<String>,
    contexts: Vec<ContextRow>,
    readings: Vec<Reading>,
    /// The file and line of each reading.
    places: Vec<(String, usize)>,
    /// The name of each role, and whether it acts for the state.
    roles: FxHashMap<String, (String, bool)>,
    role_of_type: FxHashMap<String, String>,
    role_of_noun: FxHashMap<String, String>,
    role_of_rank: FxHashMap<String, String>,
}

impl Codes {
    pub(super) fn add(&mut self, file: &DataFile, mut tables: Tables, problems: &mut Vec<Problem>) {
        let mut report = |line: usize, message: String| {
            problems.push(Problem {
                file: file.path.clone(),
                line,
                message,
            });
        };
        for Row { value, line } in tables.rows::<Cameo>("code") {
            let digits = value.code.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || !(2..=4).contains(&value.code.len()) {
                report(line, format!("\"{}\" is no CAMEO code: two to four digits", value.code));
            }
            if value.goldstein.is_some_and(|weight| !(-10.0..=10.0).contains(&weight)) {
                report(line, "Goldstein's scale is from -10 to 10".to_string());
            }
            if let Some(other) = self.events.insert(value.code.clone(), value) {
                report(line, format!("the code \"{}\" stands twice", other.code));
            }
        }
        for Row { value, line } in tables.rows::<RootRow>("root") {
            self.roots.push(value.code.clone());
            if self.modes.insert(value.code.clone(), value.modes).is_some() {
                report(line, format!("the root \"{}\" stands twice", value.code));
            }
        }
        let contexts = tables.rows::<ContextRow>("context");
        self.contexts.extend(contexts.into_iter().map(|row| row.value));
        for Row { value, line } in tables.rows::<Reading>("event") {
            if value.cameo.is_some() == value.plover.is_some() {
                report(line, "an event has either a CAMEO code or a PLOVER root".to_string());
            }
            self.readings.push(value);
            self.places.push((file.path.clone(), line));
        }
        for Row { value, line } in tables.rows::<RoleRow>("role") {
            self.roles
                .insert(value.code.clone(), (value.name.clone(), value.official));
            let lists = [
                (&mut self.role_of_type, value.types),
                (&mut self.role_of_noun, value.nouns),
                (&mut self.role_of_rank, value.ranks),
            ];
            for (map, words) in lists {
                for word in words {
                    if let Some(other) = map.insert(word.clone(), value.code.clone()) {
                        report(line, format!("\"{word}\" is {other} already"));
                    }
                }
            }
        }
        problems.extend(tables.finish());
    }

    /// The event of a CAMEO code.
    pub fn event(&self, code: &str) -> Option<&Cameo> {
        self.events.get(code)
    }

    /// PLOVER's roots, from cooperation to conflict.
    pub fn roots(&self) -> Vec<&str> {
        self.roots.iter().map(String::as_str).collect()
    }

    /// Which relation a record with these codes is: by CAMEO, which says more, else by PLOVER.
    pub fn reading(&self, cameo: Option<&str>, plover: Option<&str>, mode: Option<&str>) -> Option<&Reading> {
        let by_code = |code: &str| {
            let rows = self
                .readings
                .iter()
                .filter(|row| row.cameo.as_deref().is_some_and(|own| code.starts_with(own)));
            rows.max_by_key(|row| row.cameo.as_ref().map(String::len))
        };
        let by_root = |root: &str| {
            let rows = self.readings.iter().filter(|row| row.plover.as_deref() == Some(root));
            let fits = rows.filter(|row| row.mode.is_none() || row.mode.as_deref() == mode);
            fits.max_by_key(|row| row.mode.is_some())
        };
        cameo.and_then(by_code).or_else(|| plover.and_then(by_root))
    }

    /// All that is wrong with the codes and relations in the readings of other coders' events, if the tables are there
    /// and relations are built in: somebody's own ontology alone need not know ours.
    pub fn check_readings(&self, built_in: &[RelationType]) -> Vec<Problem> {
        let relation = |name: &str| {
            let known = built_in.is_empty() || built_in.iter().any(|kind| *kind.name == *name);
            let similar = |kind: &&RelationType| (strsim::jaro_winkler(&kind.name, name) * 1000.0) as u32;
            let nearest = built_in.iter().max_by_key(similar).filter(|_| !known)?;
            Some(format!(
                "\"{name}\" is no relation type; did you mean {}?",
                nearest.name
            ))
        };
        let readings = self.readings.iter().zip(&self.places);
        let problems = readings.flat_map(|(row, (file, line))| {
            let wrong = [
                row.cameo.as_deref().and_then(|code| self.check_event(code)),
                row.plover
                    .as_deref()
                    .and_then(|root| self.check_root(root, row.mode.as_deref())),
                relation(&row.relation),
            ];
            wrong.into_iter().flatten().map(|message| Problem {
                file: file.clone(),
                line: *line,
                message,
            })
        });
        problems.collect()
    }

    /// The name of an actor's role, and whether who has it acts for the state.
    pub fn role(&self, code: &str) -> Option<(&str, bool)> {
        self.roles.get(code).map(|(name, official)| (name.as_str(), *official))
    }

    /// What is wrong with a CAMEO code, if anything; without tables nothing is.
    pub fn check_event(&self, code: &str) -> Option<String> {
        let known = self.events.is_empty() || self.events.contains_key(code);
        (!known).then(|| format!("\"{code}\" is no CAMEO code; data/codes/cameo.toml lists them"))
    }

    /// What is wrong with a PLOVER root, and with a mode of it.
    pub fn check_root(&self, root: &str, mode: Option<&str>) -> Option<String> {
        if self.modes.is_empty() {
            return None;
        }
        let Some(modes) = self.modes.get(root) else {
            let mut roots: Vec<&str> = self.modes.keys().map(String::as_str).collect();
            roots.sort_unstable();
            return Some(format!(
                "\"{root}\" is no PLOVER root; the roots are {}",
                roots.join(", ")
            ));
        };
        let mode = mode.filter(|mode| !modes.iter().any(|known| known == mode))?;
        Some(if modes.is_empty() {
            format!("\"{mode}\" is no mode of {root}, which has none")
        } else {
            format!("\"{mode}\" is no mode of {root}; its modes are {}", modes.join(", "))
        })
    }

    /// The contexts of which any of the words, in lower case, speaks; singular and regular plural are alike.
    pub fn contexts(&self, words: &[String]) -> Vec<String> {
        let speaks = |list: &FxHashSet<String>, word: &String| {
            let singular = word.strip_suffix('s').unwrap_or(word);
            list.contains(word) || list.contains(singular)
        };
        let shown = self
            .contexts
            .iter()
            .filter(|row| words.iter().any(|word| speaks(&row.words, word)));
        shown.map(|row| row.name.clone()).collect()
    }

    /// The actor role of a known body's type.
    pub fn role_of_type(&self, subtype: &str) -> Option<&str> {
        self.role_of_type.get(subtype).map(String::as_str)
    }

    /// The actor role of a common noun, singular or plural.
    pub fn role_of_noun(&self, noun: &str) -> Option<&str> {
        let singular = noun.strip_suffix('s').unwrap_or(noun);
        let role = self.role_of_noun.get(noun).or_else(|| self.role_of_noun.get(singular));
        role.map(String::as_str)
    }

    /// The actor role of an office's rank.
    pub fn role_of_rank(&self, rank: &str) -> Option<&str> {
        self.role_of_rank.get(rank).map(String::as_str)
    }
}
