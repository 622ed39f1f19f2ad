//! The graph for other programs.

use super::graph::{Run, Sample, repository};

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

/// The formats that other programs read, with the file that each goes to.
const FILES: [(&str, &str); 10] = [
    ("graphml", "graph.graphml"),
    ("gexf", "graph.gexf"),
    ("json", "graph.json"),
    ("cytoscape", "graph.cyjs"),
    ("csv", "csv"),
    ("turtle", "graph.ttl"),
    ("ftm", "graph.ftm.json"),
    ("svg", "graph.svg"),
    ("html", "graph.html"),
    ("cypher", "graph.cypher"),
];

/// What is in the graph that would break a format open if it were not written with care.
fn nasty() -> Sample {
    let sample = Sample::story();
    sample.ingest(&[(
        "x <b>&\"'",
        "2020",
        "Ali \"the\" <Khan> & \\Co met-with Turkey | They </script><b>met</b> \"twice\", it's said;\t`so` ]]> & {so}.",
    )]);
    sample
}

#[test]
fn each_format_is_read_by_the_program_it_is_for() {
    let sample = nasty();
    for (format, file) in FILES {
        let run = sample
            .relgraph(&["export", "--format", format, "-o", file, "--limit", "0"])
            .ends(0);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{format}");
    }
    let python = std::env::var("RELGRAPH_PYTHON").unwrap_or_else(|_| "python3".into());
    let mut command = assert_cmd::Command::new(python);
    command
        .arg(repository("tests/drawing_check.py"))
        .arg(sample.folder.path());
    if command.output().is_err() {
        eprintln!("passed over: there is no Python here");
        return;
    }
    let run = Run::of(&mut command).ends(0);
    let (passed_over, seen): (Vec<&str>, Vec<&str>) =
        run.stdout.lines().partition(|line| line.starts_with("passed over"));
    passed_over.iter().for_each(|line| eprintln!("{line}"));
    for line in seen {
        let edges = if line.starts_with("svg") { "" } else { ", 23 edges" };
        assert!(line.ends_with(&format!(": 12 nodes{edges}")), "{line}");
    }
}

#[test]
fn formats() {
    let sample = nasty();
    for (format, file) in FILES {
        sample
            .relgraph(&["export", "--format", format, "--around", "NATO", "-o", file])
            .ends(0);
    }
    let mut text = String::new();
    let read = |name: &str| std::fs::read_to_string(sample.folder.path().join(name)).unwrap();
    for name in [
        "graph.graphml",
        "graph.gexf",
        "graph.cyjs",
        "csv/nodes.csv",
        "csv/edges.csv",
        "graph.cypher",
        "graph.ttl",
        "graph.ftm.json",
        "graph.svg",
    ] {
        text += &format!("== {name}\n{}\n", read(name));
    }
    for format in ["mermaid", "plover", "cameo"] {
        let run = sample
            .relgraph(&["export", "--format", format, "--around", "Ali", "--limit", "3"])
            .ends(0);
        text += &format!("== {format}\n{}\n", run.stdout);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn an_export_keeps_to_its_filters() {
    let sample = Sample::story();
    let check = |arguments: &[&str], nodes: usize, edges: usize| {
        let run = sample.relgraph(&[&["export", "--format", "json"], arguments].concat());
        let graph: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let count = |key: &str| graph[key].as_array().unwrap().len();
        assert_eq!((count("nodes"), count("edges")), (nodes, edges), "{arguments:?}");
    };
    check(&["--type", "purchased,supplied"], 3, 2);
    check(&["--kind", "state"], 4, 7);
    check(&["--since", "2020-02-15"], 6, 8);
    check(&["--as-of", "2018"], 5, 6);
    check(&["--around", "NATO"], 3, 3);
    check(&["--around", "NATO", "--depth", "2", "--class", "structure"], 5, 4);
    check(&["--min-sources", "2"], 4, 2);
    check(&["--around", "NATO", "--since", "2021"], 1, 0);
}

#[test]
fn what_cannot_be_written_is_known_at_once() {
    let sample = Sample::story();
    let check = |arguments: &[&str], message: &str| {
        let run = sample.relgraph(&[&["export"], arguments].concat()).ends(2);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    };
    check(
        &["--format", "svg", "-o", "nowhere/graph.svg"],
        "nowhere/graph.svg: cannot be written",
    );
    check(
        &["--format", "csv"],
        "csv is two files, nodes.csv and edges.csv; name a folder for them with --output",
    );
    #[cfg(not(feature = "parquet"))]
    check(
        &["--format", "parquet", "-o", "tables"],
        "built without Parquet; build it with `cargo install --path . --features parquet`, or export csv",
    );
    #[cfg(feature = "parquet")]
    check(
        &["--format", "parquet"],
        "parquet is three files, entities.parquet, relations.parquet and claims.parquet",
    );
}

/// Run by `cargo test --features parquet`.
#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_what_the_views_do() {
    use parquet::file::reader::SerializedFileReader;
    let sample = nasty();
    sample
        .relgraph(&["export", "--format", "parquet", "-o", "tables"])
        .ends(0);
    let rows = |name: &str| -> Vec<String> {
        let file = std::fs::File::open(sample.folder.path().join("tables").join(name)).unwrap();
        let rows = SerializedFileReader::new(file).unwrap().into_iter();
        rows.map(|row| row.unwrap().to_string()).collect()
    };
    let count = |sql: &str| {
        sample
            .relgraph(&["query", sql, "--format", "csv"])
            .ends(0)
            .stdout
            .lines()
            .count()
            - 1
    };
    for (name, view) in [
        ("entities.parquet", "entities"),
        ("relations.parquet", "relations"),
        ("claims.parquet", "claims"),
    ] {
        assert_eq!(rows(name).len(), count(&format!("SELECT 1 FROM {view}")), "{name}");
    }
    let turkey = rows("entities.parquet")
        .into_iter()
        .find(|row| row.contains("\"TUR\""))
        .unwrap();
    insta::assert_snapshot!(turkey);
    let denied = rows("relations.parquet")
        .into_iter()
        .find(|row| row.contains("negated"))
        .unwrap();
    insta::assert_snapshot!(denied);
    let nasty = rows("claims.parquet")
        .into_iter()
        .find(|row| row.contains("script"))
        .unwrap();
    insta::assert_snapshot!(nasty);
}

#[test]
fn paths_are_drawn() {
    let sample = Sample::story();
    let check = |arguments: &[&str], parts: &[&str], not: &str| {
        let run = sample
            .relgraph(&[&["path", "Turkey", "Russia"], arguments].concat())
            .ends(0);
        for part in parts {
            assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
        }
        assert!(!run.stdout.contains(not), "{}", run.stdout);
    };
    let types = ["--type", "purchased,supplied"];
    let ends = ["Turkey", "Russia", "S-400", "purchased", "supplied"];
    check(
        &[&types[..], &["--format", "svg"]].concat(),
        &[&ends[..], &["<svg "]].concat(),
        "NATO",
    );
    let sentence = "Turkey took delivery of the Russian S-400 on Friday despite warnings from Washington.";
    check(
        &[&types[..], &["--format", "html"]].concat(),
        &[&ends[..], &["<!DOCTYPE html>", "relgraph: Turkey to Russia", sentence]].concat(),
        "<script src",
    );
    let run = sample
        .relgraph(&["path", "NATO", "Sergei Lavrov", "--max-hops", "1", "--format", "svg"])
        .ends(1);
    assert!(
        run.stdout.contains("NATO") && run.stdout.contains("Sergei Lavrov"),
        "{}",
        run.stdout
    );
}
