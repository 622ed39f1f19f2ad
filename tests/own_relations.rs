//! Relation types and rules that a user brings.

use super::graph::{Run, Sample, repository};

/// The file that README.md shows, in a folder of its own, and an article that it speaks of.
fn sample() -> Sample {
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let section = readme.split("## Add a relation type in five minutes").nth(1).unwrap();
    let file = section.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let sample = Sample::empty();
    sample.write("my-relations/extradited.toml", file);
    let articles = [
        (
            "1.txt",
            "date: 2019-05-04\n\nMinister handed over\n\nJordan extradited the former trade minister to Iraq on Friday.",
        ),
        (
            "2.txt",
            "date: 2019-05-05\n\nTurkey buys missiles\n\nTurkey bought S-400 missiles from Russia.",
        ),
    ];
    for (name, text) in articles {
        sample.write(&format!("news/{name}"), text);
    }
    sample
}

#[test]
fn a_type_of_ones_own_goes_all_the_way() {
    let sample = sample();
    let run = sample.relgraph(&["check", "my-relations"]).ends(0);
    assert!(run.stderr.ends_with(" rules, 3 examples, 0 failed\n"), "{}", run.text());
    let says = |run: Run, text: &str| assert!(run.stdout.contains(text), "{}", run.text());
    let jsonl = sample.relgraph(&["extract", "--relations", "my-relations", "--format", "jsonl", "news"]);
    says(jsonl, "\"type\":\"extradited\"");
    let explained = [
        "explain",
        "--relations",
        "my-relations",
        "Jordan extradited the minister to Iraq.",
    ];
    says(sample.relgraph(&explained), "extradited/extradite verbs");
    says(
        sample
            .relgraph(&["ingest", "--relations", "my-relations", "news"])
            .ends(0),
        "2 new",
    );
    says(
        sample.relgraph(&["path", "Jordan", "Iraq"]).ends(0),
        "Jordan —extradited→ Iraq",
    );
    says(
        sample.relgraph(&["export", "--format", "json"]).ends(0),
        "\"type\":\"extradited\"",
    );
    says(sample.relgraph(&["export", "--format", "dot"]).ends(0), "extradited");
    says(sample.relgraph(&["path", "Turkey", "S-400"]).ends(0), "purchased");
}

#[test]
fn types_may_stand_beside_the_built_in_ones_or_alone() {
    let sample = sample();
    let types = |flags: &[&str]| {
        let run = sample
            .relgraph(&[&["extract", "--format", "jsonl", "news"], flags].concat())
            .ends(0);
        let mut types: Vec<String> = run
            .stdout
            .split("\"type\":\"")
            .skip(1)
            .map(|rest| rest[..rest.find('"').unwrap()].into())
            .collect();
        types.sort();
        types.dedup();
        types
    };
    let built_in = types(&[]);
    assert!(
        built_in.contains(&"purchased".into()) && !built_in.contains(&"extradited".into()),
        "{built_in:?}"
    );
    let beside = types(&["--relations", "my-relations"]);
    let all = built_in
        .iter()
        .chain([&"extradited".to_string()])
        .all(|name| beside.contains(name));
    assert!(all, "{beside:?}");
    assert_eq!(types(&["--relations-only", "my-relations"]), ["extradited"]);
}

#[test]
fn rules_may_be_added_to_a_built_in_type() {
    let sample = Sample::empty();
    let says = |flags: &[&str]| {
        let run = sample.relgraph(&[&["explain", "Turkey frobnicated Greece."], flags].concat());
        run.stdout.contains("accuses/new verbs")
    };
    sample.write(
        "more/accuses.toml",
        "type = \"accuses\"\n[[rule]]\nname = \"new verbs\"\nverbs = [\"frobnicate\"]\nroles = [\"subject -> object\"]\n",
    );
    sample.relgraph(&["check", "more"]).ends(0);
    assert!(says(&["--relations", "more"]) && !says(&[]));
}

#[test]
fn every_mistake_is_told_at_once() {
    let sample = Sample::empty();
    sample.write(
        "bad/a.toml",
        "type = \"Extradited\"\nmeaning = \"x\"\nsymetric = false\nclass = \"material\"\nhead = [\"state\"]\n\
         [[rule]]\nname = \"a\"\nverb = [\"extradite\"]\nroles = [\"subject -> too\"]\nconfidence = \"high\"\n",
    );
    sample.write(
        "bad/b.toml",
        "type = \"accuses\"\ngoldstein = 3.0\n[[rule]]\nname = \"b\"\nverbs = [\"slam\"]\nroles = [\"subject\"]\n",
    );
    let run = sample.relgraph(&["check", "bad"]).ends(2);
    insta::assert_snapshot!(run.text());
    let run = sample.relgraph(&["extract", "--relations", "bad", "-"]).ends(2);
    assert!(
        run.stderr.contains("bad/b.toml:3: \"subject\" is no pair of roles"),
        "{}",
        run.text()
    );
    let run = sample.relgraph(&["extract", "--relations", "none", "-"]).ends(2);
    assert!(run.stderr.contains("none: No such file or directory"), "{}", run.text());
}
