//! Questions to the sample graph, with their answers as a reader sees them.

use super::graph::Sample;

#[test]
fn path_from_turkey_to_russia() {
    insta::assert_snapshot!(Sample::story().relgraph(&["path", "Turkey", "Russia"]).ends(0).text());
}

#[test]
fn path_to_lavrov_by_a_part_of_his_name() {
    let run = Sample::story()
        .relgraph(&["path", "usa", "lavrov", "-k", "1", "--max-hops", "5"])
        .ends(0);
    insta::assert_snapshot!(run.text());
}

#[test]
fn show_turkey() {
    insta::assert_snapshot!(Sample::story().relgraph(&["show", "Turkey"]).ends(0).text());
}

#[test]
fn stats() {
    insta::assert_snapshot!(Sample::story().relgraph(&["stats", "--top", "5"]).ends(0).text());
}

#[test]
fn answers_are_json_too() {
    let sample = Sample::story();
    for arguments in [&["path", "Turkey", "Russia"][..], &["show", "NATO"], &["stats"]] {
        let run = sample.relgraph(&[arguments, &["--format", "json"]].concat()).ends(0);
        let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(value.is_object());
    }
}

#[test]
fn names_are_found_in_any_usual_form() {
    let sample = Sample::story();
    let check = |name: &str, found: &str| {
        let run = sample.relgraph(&["show", name]).ends(0);
        assert!(run.stdout.starts_with(found), "{name}: {}", run.stdout);
    };
    check("turkey", "Turkey");
    check("TUR", "Turkey");
    check("state:TUR", "Turkey");
    check("ERDOĞAN", "Recep Tayyip Erdogan");
    check("tayyip erdogan", "Recep Tayyip Erdogan");
    check("the S400", "S-400");
    check("Çavuşoğlu", "Mevlut Cavusoglu");
}

#[test]
fn unknown_and_ambiguous_names_get_suggestions() {
    let sample = Sample::story();
    sample.ingest(&[(
        "x",
        "2020",
        "Ali Khan met-with Vladimir Putin | A.\nImran Khan met-with Vladimir Putin | B.",
    )]);
    let check = |name: &str, message: &str| {
        let run = sample.relgraph(&["show", name]).ends(1);
        assert!(run.stdout.is_empty() && run.stderr.contains(message), "{}", run.stderr);
    };
    check(
        "Lavrof",
        "nothing in the graph is called \"Lavrof\"; did you mean Sergei Lavrov?",
    );
    check("Rusia", "did you mean Russia?");
    check("Atlantis", "nothing in the graph is called \"Atlantis\"");
    check("", "nothing in the graph is called \"\"");
    check(
        "Khan",
        "\"Khan\" may be any of these; name one of them by its key:\n  official:ali khan  (Ali Khan, 1 article)\n",
    );
}

#[test]
fn no_path_is_an_answer() {
    let sample = Sample::story();
    sample.ingest(&[("x", "2020", "Ali Khan met-with Imran Khan | They met.")]);
    let run = sample.relgraph(&["path", "Ali Khan", "Turkey"]).ends(1);
    assert_eq!((run.stdout.as_str(), run.stderr.lines().count()), ("", 1));
}

#[test]
fn a_path_does_not_pass_through_the_nameless() {
    let sample = Sample::empty();
    sample.ingest(&[("x", "2020", "Turkey attacks rebels | A.\nrebels attacks Syria | B.")]);
    sample.relgraph(&["path", "Turkey", "Syria"]).ends(1);
    sample.relgraph(&["path", "Turkey", "rebels"]).ends(0);
}
