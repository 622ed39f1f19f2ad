//! The graph for other programs.

use super::graph::{Run, Sample};

#[test]
fn dot() {
    insta::assert_snapshot!(Sample::story().relgraph(&["export", "--format", "dot"]).ends(0).text());
}

#[test]
fn dot_is_drawn_without_warnings() {
    let sample = Sample::story();
    sample.ingest(&[("x", "2020", "Ali \"the\" <Khan> & \\Co met-with Turkey | They met.")]);
    for arguments in [
        &["export", "--format", "dot"][..],
        &["path", "Turkey", "Russia", "--format", "dot"],
    ] {
        let drawing = sample.relgraph(arguments).ends(0).stdout;
        let mut command = assert_cmd::Command::new("dot");
        command.arg("-Tsvg").write_stdin(drawing);
        if command.output().is_err() {
            eprintln!("passed over: there is no graphviz here");
            return;
        }
        let run = Run::of(&mut command).ends(0);
        assert_eq!(run.stderr, "");
        assert!(run.stdout.contains("Turkey"));
    }
}

#[test]
fn a_picture_is_limited_and_centred() {
    let sample = Sample::story();
    let run = sample
        .relgraph(&["export", "--format", "json", "--around", "NATO", "--limit", "3"])
        .ends(0);
    let graph: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let names: Vec<&str> = graph["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Turkey", "United States", "NATO"]);
}

#[test]
fn json_holds_every_node_and_edge() {
    let run = Sample::story().relgraph(&["export", "--format", "json"]).ends(0);
    let graph: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let count = |key: &str| graph[key].as_array().unwrap().len();
    assert_eq!((count("nodes"), count("edges")), (11, 22));
    let negated = graph["edges"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|edge| edge["polarity"] == "negated");
    assert_eq!(negated.count(), 1);
}
