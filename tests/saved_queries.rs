//! Every saved query runs, and says what a reader of the sample graph expects.

use std::fs;

use relgraph::query::Saved;

use super::graph::{Sample, repository};

#[test]
fn every_file_is_a_saved_query_with_a_head() {
    let mut files: Vec<String> = fs::read_dir(repository("queries"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_string())
        .collect();
    files.sort();
    let names: Vec<String> = Saved::all().map(|saved| saved.name).collect();
    assert_eq!(names, files);
    for saved in Saved::all() {
        assert!(
            saved.about.ends_with('.'),
            "{} does not say what it answers",
            saved.name
        );
        assert!(
            saved.parameters.iter().all(|parameter| !parameter.about.is_empty()),
            "{}",
            saved.name
        );
    }
}

#[test]
fn every_saved_query_runs() {
    let sample = Sample::story();
    for saved in Saved::all() {
        let mut arguments = vec!["query".to_string(), saved.name.clone()];
        for parameter in saved.parameters.iter().filter(|parameter| parameter.default.is_none()) {
            let value = if parameter.name == "other" { "Russia" } else { "Turkey" };
            arguments.extend(["--param".into(), format!("{}={value}", parameter.name)]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = sample.relgraph(&arguments);
        assert!(run.status < 2, "{}: {}", saved.name, run.text());
    }
}

#[test]
fn answers_of_saved_queries() {
    let sample = Sample::story();
    let asked: &[&[&str]] = &[
        &["alliances", "--param", "actor=Syria"],
        &["arms-trade"],
        &["meetings", "--param", "since=2020-01-01"],
        &["contested-agreements"],
        &["conflict-cooperation", "--param", "actor=turkey"],
        &["office-holders", "--param", "actor=Russia"],
        &["sources-of", "--param", "one=Turkey", "--param", "other=Russia"],
    ];
    let mut text = String::new();
    for arguments in asked {
        let run = sample.relgraph(&[&["query"], *arguments].concat()).ends(0);
        text += &format!("$ relgraph query {}\n{}\n", arguments.join(" "), run.stdout);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_file_of_ones_own() {
    let sample = Sample::story();
    sample.write(
        "own.sql",
        "SELECT name, articles FROM entities WHERE articles >= :least AND code > 'S' ORDER BY name",
    );
    let run = sample
        .relgraph(&["query", "own.sql", "--param", "least=3", "--format", "jsonl"])
        .ends(0);
    assert_eq!(run.stdout, "{\"articles\":4,\"name\":\"Turkey\"}\n");
    let run = sample
        .relgraph(&["query", "own.sql", "--param", "least=9", "--format", "json"])
        .ends(1);
    assert_eq!(run.stdout, "[]\n");
}

#[test]
fn list() {
    insta::assert_snapshot!(Sample::empty().relgraph(&["query", "--list"]).ends(0).text());
}
