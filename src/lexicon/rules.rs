//! Relation files -> relation types and rules, indexed by the words that trigger them.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::codes::Codes;
use super::facts::{ExampleRow, RelationHeader, RuleRow};
use super::problem::Problem;
use super::roles::{Role, RolePair, RolePath};
use super::rows::{DataFile, Row, Tables};
use crate::model::{Kind, Modality, Polarity, RelationClass, RelationType};

/// The part of speech by which a word triggers a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TriggerKind {
    Verb,
    Noun,
    Adjective,
    Suffix,
}

/// A word, or several, that trigger a rule.
#[derive(Clone, Debug)]
pub struct Trigger {
    pub kind: TriggerKind,
    /// Lemmas in order of the text.
    pub words: Vec<String>,
    /// Which of the words the index is by: the verb, or the head noun.
    pub anchor: usize,
    pub rule: u32,
}

pub struct Rule {
    /// `TYPE/NAME`.
    pub name: Arc<str>,
    /// Index into the relation types.
    pub relation: usize,
    pub roles: Vec<RolePair>,
    pub condition: Vec<(RolePath, FxHashSet<String>)>,
    pub complement: FxHashSet<String>,
    pub head: Vec<Kind>,
    pub tail: Vec<Kind>,
    pub modality: Option<Modality>,
    pub polarity: Option<Polarity>,
    pub confidence: f32,
    pub cameo: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    pub file: String,
    pub line: usize,
}

/// A sentence with what its file's type must and must not find in it.
#[derive(Clone, Debug)]
pub struct Example {
    pub relation: usize,
    pub text: String,
    pub says: Vec<(String, String)>,
    pub not: Vec<(String, String)>,
    /// From a file of a user's own.
    pub own: bool,
    pub file: String,
    pub line: usize,
}

#[derive(Default)]
pub struct Rules {
    pub types: Vec<RelationType>,
    /// How many of the types are relgraph's own; files read later may add to these.
    pub built_in: usize,
    pub type_kinds: Vec<(Vec<Kind>, Vec<Kind>)>,
    /// The file and line of each type.
    places: Vec<(String, usize)>,
    pub rules: Vec<Rule>,
    by_name: FxHashMap<Arc<str>, u32>,
    pub triggers: Vec<Trigger>,
    pub index: FxHashMap<(TriggerKind, String), Vec<u32>>,
    pub examples: Vec<Example>,
    /// Lemma -> the types whose rules it triggers as an only word, for the ranker.
    pub types_of: FxHashMap<String, Vec<usize>>,
}

impl Rules {
    /// The types that a word speaks of, whatever its arguments.
    pub fn types_of(&self, lemma: &str) -> &[usize] {
        self.types_of.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The rule of this name, `TYPE/NAME`.
    pub fn named(&self, name: &str) -> Option<&Rule> {
        self.by_name.get(name).map(|index| &self.rules[*index as usize])
    }

    /// Reports the codes of types and rules that are in no table, and weights that are not the scale's.
    pub(super) fn check_codes(&self, codes: &Codes, problems: &mut Vec<Problem>) {
        let mut report = |file: &str, line: usize, message: String| {
            problems.push(Problem {
                file: file.to_string(),
                line,
                message,
            });
        };
        for (kind, (file, line)) in self.types.iter().zip(&self.places) {
            let cameo = kind.cameo.as_deref();
            let root = kind.plover.as_deref();
            let wrong = [
                cameo.and_then(|code| codes.check_event(code)),
                root.and_then(|root| codes.check_root(root, None)),
            ];
            for message in wrong.into_iter().flatten() {
                report(file, *line, message);
            }
            let scale = cameo.and_then(|code| codes.event(code)?.goldstein);
            match (kind.goldstein, scale) {
                (Some(own), Some(scale)) if own != scale => report(
                    file,
                    *line,
                    format!("goldstein {own} is not that of its CAMEO code, which is {scale}"),
                ),
                (Some(own), _) if !(-10.0..=10.0).contains(&own) => {
                    report(file, *line, format!("goldstein {own} is not between -10 and 10"));
                }
                _ => {}
            }
        }
        for rule in &self.rules {
            let kind = self.types.get(rule.relation);
            let event = rule.cameo.as_deref().and_then(|code| codes.event(code));
            let root = event
                .and_then(|event| event.root.as_deref())
                .or_else(|| kind.and_then(|kind| kind.plover.as_deref()));
            let mode = rule.mode.as_deref();
            let wrong = [
                rule.cameo.as_deref().and_then(|code| codes.check_event(code)),
                mode.and_then(|mode| match root {
                    Some(root) => codes.check_root(root, Some(mode)),
                    None => Some(format!("\"{mode}\" is a mode of a type that has no PLOVER root")),
                }),
            ];
            for message in wrong.into_iter().flatten() {
                report(&rule.file, rule.line, message);
            }
        }
    }

    /// Adds one relation file: a new type with its rules, or rules for a type of `built_in`.
    pub fn add(&mut self, file: &DataFile, mut tables: Tables, problems: &mut Vec<Problem>) {
        let mut report = Reporter {
            file: &file.path,
            problems: Vec::new(),
        };
        let rows: Vec<Row<RuleRow>> = tables.rows("rule");
        let examples: Vec<Row<ExampleRow>> = tables.rows("example");
        let header: Option<Row<RelationHeader>> = tables.header();
        problems.extend(tables.finish());
        // Without a readable head the rules are still looked through, so that all mistakes are told at once.
        let (relation, type_name) = match header {
            Some(Row { value: header, line }) => {
                let name = header.name.clone();
                (self.add_type(header, line, &mut report), name)
            }
            None => (self.types.len(), "?".to_string()),
        };
        let kinds = self.type_kinds.get(relation).cloned().unwrap_or_default();
        let of_type = self.rules.iter().filter(|rule| rule.relation == relation);
        let mut names: FxHashSet<String> = of_type
            .filter_map(|rule| Some(rule.name.split_once('/')?.1.to_string()))
            .collect();
        for Row { value: row, line } in rows {
            if !names.insert(row.name.clone()) {
                report.add(line, format!("the rule \"{}\" stands twice", row.name));
            }
            self.add_rule(row, line, relation, &type_name, (&kinds.0, &kinds.1), &mut report);
        }
        for Row { value: row, line } in examples {
            let mut pairs = |written: &[String]| {
                let mut out = Vec::new();
                for pair in written {
                    let parts = pair.split_once(" <-> ").or_else(|| pair.split_once(" -> "));
                    match parts {
                        Some((head, tail)) => out.push((head.trim().to_string(), tail.trim().to_string())),
                        None => report.add(line, format!("\"{pair}\" is no pair; write \"HEAD -> TAIL\"")),
                    }
                }
                out
            };
            let (says, not) = (pairs(&row.says), pairs(&row.not));
            if says.is_empty() && not.is_empty() {
                report.add(line, "an example needs \"says\" or \"not\"".to_string());
            }
            self.examples.push(Example {
                relation,
                text: row.text,
                says,
                not,
                own: self.built_in > 0,
                file: file.path.clone(),
                line,
            });
        }
        problems.extend(report.problems);
    }

    /// The index of the type that a file is about. A file of a user's own may add to a built-in type.
    fn add_type(&mut self, header: RelationHeader, line: usize, report: &mut Reporter) -> usize {
        let name = header.name.as_str();
        if let Some(known) = self.types.iter().position(|other| *other.name == *name) {
            if known >= self.built_in {
                report.add(line, format!("the type \"{name}\" stands twice"));
            } else {
                for key in header.differences(&self.types[known], &self.type_kinds[known]) {
                    report.add(
                        line,
                        format!("\"{name}\" is built in with another {key}; leave {key} out, or choose another name"),
                    );
                }
            }
            return known;
        }
        let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            report.add(
                line,
                format!("\"{name}\" is no name of a type: lower-case letters and hyphens, as in \"met-with\""),
            );
        }
        for key in header.missing() {
            report.add(line, format!("missing field `{key}`, which a new type needs"));
        }
        self.types.push(RelationType {
            name: Arc::from(name),
            meaning: header.meaning.unwrap_or_default(),
            class: header.class.unwrap_or(RelationClass::Structure),
            symmetric: header.symmetric.unwrap_or_default(),
            plover: header.plover.filter(|code| !code.is_empty()),
            cameo: header.cameo.filter(|code| !code.is_empty()),
            goldstein: header.goldstein,
        });
        self.type_kinds
            .push((header.head.unwrap_or_default(), header.tail.unwrap_or_default()));
        self.places.push((report.file.to_string(), line));
        self.types.len() - 1
    }

    fn add_rule(
        &mut self,
        row: RuleRow,
        line: usize,
        relation: usize,
        type_name: &str,
        kinds: (&[Kind], &[Kind]),
        report: &mut Reporter,
    ) {
        let index = self.rules.len() as u32;
        let mut triggers = Vec::new();
        let lists = [
            (TriggerKind::Verb, &row.verbs),
            (TriggerKind::Noun, &row.nouns),
            (TriggerKind::Adjective, &row.adjectives),
            (TriggerKind::Suffix, &row.suffixes),
        ];
        for (kind, words) in lists {
            // "co-sponsor" is one word of a text, whatever "stand-by" is.
            let joined = words
                .iter()
                .filter(|word| kind == TriggerKind::Verb && word.contains('-'));
            triggers.extend(joined.map(|word| Trigger {
                kind,
                words: vec![word.to_lowercase()],
                anchor: 0,
                rule: index,
            }));
            for word in words {
                let words: Vec<String> = word
                    .split([' ', '-'])
                    .filter(|word| !word.is_empty())
                    .map(str::to_lowercase)
                    .collect();
                if words.is_empty() {
                    report.add(line, "a trigger word is empty".to_string());
                    continue;
                }
                let anchor = match kind {
                    TriggerKind::Verb | TriggerKind::Suffix => 0,
                    TriggerKind::Noun => noun_anchor(&words),
                    TriggerKind::Adjective => words.len() - 1,
                };
                triggers.push(Trigger {
                    kind,
                    words,
                    anchor,
                    rule: index,
                });
            }
        }
        if triggers.is_empty() {
            report.add(
                line,
                format!("the rule \"{}\" has no verbs, nouns, adjectives or suffixes", row.name),
            );
        }
        let roles: Vec<RolePair> = row
            .roles
            .iter()
            .filter_map(|text| report.role_pair(text, line))
            .collect();
        if row.roles.is_empty() {
            report.add(line, format!("the rule \"{}\" has no roles", row.name));
        }
        let mut condition = Vec::new();
        for (path, lemmas) in row.condition {
            if let Some(path) = report.role_path(&path, line) {
                condition.push((path, lemmas.iter().map(|lemma| lemma.to_lowercase()).collect()));
            }
        }
        let confidence = row.confidence.unwrap_or(0.8);
        if !(0.0..=1.0).contains(&confidence) {
            report.add(line, format!("the confidence {confidence} is not between 0 and 1"));
        }
        for trigger in triggers {
            if trigger.words.len() == 1 && condition.is_empty() && row.complement.is_empty() {
                let types = self.types_of.entry(trigger.words[0].clone()).or_default();
                if !types.contains(&relation) {
                    types.push(relation);
                }
            }
            let key = (trigger.kind, trigger.words[trigger.anchor].clone());
            self.index.entry(key).or_default().push(self.triggers.len() as u32);
            self.triggers.push(trigger);
        }
        let name: Arc<str> = Arc::from(format!("{type_name}/{}", row.name));
        self.by_name.insert(name.clone(), index);
        self.rules.push(Rule {
            name,
            relation,
            roles,
            condition,
            complement: row.complement.iter().map(|lemma| lemma.to_lowercase()).collect(),
            head: row.head.unwrap_or_else(|| kinds.0.to_vec()),
            tail: row.tail.unwrap_or_else(|| kinds.1.to_vec()),
            modality: row.modality,
            polarity: row.polarity,
            confidence,
            cameo: row.cameo.filter(|code| !code.is_empty()),
            mode: row.plover_mode,
            file: report.file.to_string(),
            line,
        });
    }
}

/// The head of a compound is its last word, of "war of words" the first.
fn noun_anchor(words: &[String]) -> usize {
    let preposition = words.iter().skip(1).position(|word| Role::preposition(word).is_some());
    preposition.unwrap_or(words.len() - 1)
}

struct Reporter<'f> {
    file: &'f str,
    problems: Vec<Problem>,
}

impl Reporter<'_> {
    fn add(&mut self, line: usize, message: String) {
        self.problems.push(Problem {
            file: self.file.to_string(),
            line,
            message,
        });
    }

    fn role_path(&mut self, text: &str, line: usize) -> Option<RolePath> {
        let text = text.trim();
        let path: Option<RolePath> = text.split('.').map(Role::parse).collect();
        if path.is_none() {
            self.add(
                line,
                format!("\"{text}\" is no role; see the table of roles in data/README.md"),
            );
        }
        path
    }

    fn role_pair(&mut self, text: &str, line: usize) -> Option<RolePair> {
        let (parts, both) = match text.split_once("<->") {
            Some(parts) => (Some(parts), true),
            None => (text.split_once("->"), false),
        };
        let Some((head, tail)) = parts else {
            self.add(
                line,
                format!("\"{text}\" is no pair of roles; write \"subject -> object\""),
            );
            return None;
        };
        Some(RolePair {
            head: self.role_path(head, line)?,
            tail: self.role_path(tail, line)?,
            both,
        })
    }
}
