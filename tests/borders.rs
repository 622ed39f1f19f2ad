//! Who may use whom: the table of the design, held against the `use crate::` lines of the source.

use std::fs;
use std::path::Path;

use super::graph::repository;

/// Each module with those of our modules that it may use. `*` is all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("lexicon", &["model"]),
    ("read", &["model"]),
    ("understand", &["model", "lexicon"]),
    ("relate", &["model", "lexicon", "understand"]),
    ("resolve", &["model", "lexicon"]),
    ("store", &["model"]),
    ("query", &["model", "store"]),
    ("present", &["model", "query"]),
    ("web", &["store", "query", "present"]),
    ("train", &["model", "lexicon", "understand", "relate"]),
    (
        "pipeline",
        &["model", "lexicon", "read", "understand", "relate", "resolve", "store"],
    ),
    ("cli", &["*"]),
];

/// Crates that one module alone may know.
const OWNED: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("petgraph", "query"),
    ("comfy_table", "present"),
    ("parquet", "present"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("anyhow", "cli"),
    ("indicatif", "cli"),
    ("ctrlc", "cli"),
    ("chardetng", "read"),
    ("csv", "read"),
    ("dom_smoothie", "read"),
    ("feed_rs", "read"),
    ("flate2", "read"),
    ("glob", "read"),
    ("roxmltree", "read"),
    ("ruzstd", "read"),
    ("ureq", "read"),
    ("whatlang", "understand"),
];

#[test]
fn modules_use_only_those_they_may() {
    let mut wrong = Vec::new();
    each_source(&mut |module, file, line, text| {
        let allowed = match MAY_USE.iter().find(|(name, _)| *name == module) {
            Some((_, allowed)) => *allowed,
            None => return wrong.push(format!("{file}: the module {module} is not in the table")),
        };
        for used in text.split("crate::").skip(1).flat_map(first_names) {
            let known = MAY_USE.iter().any(|(name, _)| *name == used);
            if known && used != module && !allowed.contains(&used.as_str()) && allowed != ["*"] {
                wrong.push(format!("{file}:{line}: {module} may not use {used}"));
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn crates_stay_in_the_module_that_knows_them() {
    let mut wrong = Vec::new();
    each_source(&mut |module, file, line, text| {
        for (name, owner) in OWNED {
            if text.contains(&format!("{name}::")) && module != *owner {
                wrong.push(format!("{file}:{line}: only {owner} may know {name}"));
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// `model::Date` is model; `{model, relate, store::Store}` is all three.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| {
        text.trim()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    match path.strip_prefix('{') {
        Some(list) => list
            .split(['}', ';'])
            .next()
            .unwrap_or("")
            .split(',')
            .map(name)
            .collect(),
        None => vec![name(path)],
    }
}

/// Calls back for every line of code: module, file, line number, text. Tests and comments may speak of anything.
fn each_source(check: &mut dyn FnMut(&str, &str, usize, &str)) {
    let source = repository("src");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                each_line(&source, &path, check);
            }
        }
    }
}

fn each_line(source: &Path, path: &Path, check: &mut dyn FnMut(&str, &str, usize, &str)) {
    let file = path.strip_prefix(source).unwrap();
    let module = file.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
    if matches!(module, "main" | "lib") {
        return;
    }
    let name = file.display().to_string();
    for (index, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            break;
        }
        if !line.trim_start().starts_with("//") {
            check(module, &name, index + 1, line);
        }
    }
}
