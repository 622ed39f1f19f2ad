//! The examples of the rule files, held against what the rules find in them.

use std::fmt;

use super::Reading;
use super::frames::Frames;
use crate::lexicon::{Example, Lexicon, fold};
use crate::model::{Article, Document, Entity};
use crate::understand::understand;

/// An example in which the rules of its file do not find what it says, or find what it forbids.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub file: String,
    pub line: usize,
    pub text: String,
    /// Pairs of `says` that no rule proposes, as they are written.
    pub missed: Vec<String>,
    /// Pairs of `not` that a rule proposes.
    pub wrong: Vec<String>,
    /// What the rules of the type propose: `HEAD -> TAIL (RULE)`.
    pub found: Vec<String>,
    /// The entities that the sentence was understood to name.
    pub entities: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |items: &[String]| {
            if items.is_empty() {
                "nothing".to_string()
            } else {
                items.join(", ")
            }
        };
        writeln!(f, "{}:{}: {}", self.file, self.line, self.text)?;
        if !self.missed.is_empty() {
            writeln!(f, "  missed  {}", list(&self.missed))?;
        }
        if !self.wrong.is_empty() {
            writeln!(f, "  wrong   {}", list(&self.wrong))?;
        }
        write!(f, "  found   {}\n  named   {}", list(&self.found), list(&self.entities))
    }
}

/// The examples that fail, of those given.
pub fn check_examples(lexicon: &Lexicon, examples: &[&Example]) -> Vec<Failure> {
    examples
        .iter()
        .filter_map(|example| check_example(lexicon, example))
        .collect()
}

fn check_example(lexicon: &Lexicon, example: &Example) -> Option<Failure> {
    let article = Article {
        id: "example".into(),
        text: example.text.clone(),
        ..Article::default()
    };
    let document = understand(lexicon, &article);
    let candidates = Reading::new(&Frames::new(lexicon, &document)).candidates;
    let of_type = || {
        candidates
            .iter()
            .filter(|candidate| candidate.relation == example.relation)
    };
    let symmetric = lexicon.relation_types()[example.relation].symmetric;
    let is_found = |(head, tail): &(String, String)| {
        let (head, tail) = (called(lexicon, &document, head), called(lexicon, &document, tail));
        of_type().any(|candidate| {
            (head[candidate.head] && tail[candidate.tail])
                || (symmetric && head[candidate.tail] && tail[candidate.head])
        })
    };
    let written = |pair: &(String, String)| format!("{} -> {}", pair.0, pair.1);
    let missed: Vec<String> = example
        .says
        .iter()
        .filter(|pair| !is_found(pair))
        .map(written)
        .collect();
    let wrong: Vec<String> = example.not.iter().filter(|pair| is_found(pair)).map(written).collect();
    if missed.is_empty() && wrong.is_empty() {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    for candidate in of_type() {
        let name = |entity: usize| &document.entities[entity].name;
        let rule = candidate.rule.map_or("title", |rule| {
            let name = &*lexicon.rules().rules[rule as usize].name;
            name.split_once('/').map_or(name, |(_, name)| name)
        });
        let line = format!("{} -> {} ({rule})", name(candidate.head), name(candidate.tail));
        if !found.contains(&line) {
            found.push(line);
        }
    }
    let entities = document
        .entities
        .iter()
        .map(|entity| format!("{} ({})", entity.name, entity.kind))
        .collect();
    Some(Failure {
        file: example.file.clone(),
        line: example.line,
        text: example.text.clone(),
        missed,
        wrong,
        found,
        entities,
    })
}

/// Per entity of a document, whether a name in an example means it: its own name, a name that the
/// lexicon gives it, or the words of the text.
fn called(lexicon: &Lexicon, document: &Document, name: &str) -> Vec<bool> {
    let folded = fold(name);
    let known = lexicon.find(name);
    let is_called = |entity: &Entity| {
        entity.name == name
            || fold(&entity.name) == folded
            || known.iter().any(|entry| entry.key == entity.key)
            || entity.names.iter().any(|surface| fold(surface) == folded)
    };
    document.entities.iter().map(is_called).collect()
}
