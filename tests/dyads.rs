//! `relgraph code --dyads`: what a given source does to a given target.

use serde_json::Value;

use super::graph::Sample;

const HEAD: &str = "id\ttext\tsource\ttarget\n";

#[test]
fn tells_acts_apart() {
    let sample = Sample::empty();
    // Names that no lexicon knows work as well as those of states.
    let rows = [
        (
            "ACCUSE",
            "Ruritania accused Graustark of shelling border villages.",
            "Ruritania",
            "Graustark",
        ),
        (
            "REJECT",
            "Prime Minister Ana Vuksan refused to meet the Graustark envoy.",
            "Prime Minister Ana Vuksan",
            "the Graustark envoy",
        ),
        (
            "YIELD",
            "Borduria has lifted its sanctions against Syldavia.",
            "Borduria",
            "Syldavia",
        ),
        (
            "COERCE",
            "Bordurian police arrested three Syldavian journalists on Monday.",
            "Bordurian police",
            "three Syldavian journalists",
        ),
        (
            "ASSAULT",
            "Gunmen of the Tarok Front attacked an army base near Klow, killing six soldiers.",
            "the Tarok Front",
            "an army base near Klow",
        ),
        (
            "SANCTION",
            "The United States has suspended military aid to Borduria.",
            "The United States",
            "Borduria",
        ),
        (
            "AID",
            "Norway provided $3 million in humanitarian assistance to Syldavia.",
            "Norway",
            "Syldavia",
        ),
        (
            "AGREE",
            "Germany said it is willing to withdraw its troops from Syldavia.",
            "Germany",
            "Syldavia",
        ),
        (
            "CONSULT",
            "Egypt's president held talks with the king of Syldavia in Cairo.",
            "Egypt's president",
            "the king of Syldavia",
        ),
        (
            "SUPPORT",
            "Spain praised the Syldavian government's decision to free the writer.",
            "Spain",
            "the Syldavian government",
        ),
        (
            "THREATEN",
            "Borduria issued an ultimatum to Syldavia over the port.",
            "Borduria",
            "Syldavia",
        ),
        (
            "REQUEST",
            "Canada demanded that Borduria apologise for the incident.",
            "Canada",
            "Borduria",
        ),
        (
            "YIELD",
            "Syldavia released the Bordurian sailors after a month.",
            "Syldavia",
            "the Bordurian sailors",
        ),
    ];
    let lines: String = rows
        .iter()
        .enumerate()
        .map(|(id, (_, text, source, target))| format!("{id}\t{text}\t{source}\t{target}\n"))
        .collect();
    sample.write("rows.tsv", format!("{HEAD}{lines}"));
    let run = sample.relgraph(&["code", "--dyads", "rows.tsv"]).ends(0);
    let found: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(found.len(), rows.len());
    for ((id, (root, text, ..)), line) in rows.iter().enumerate().zip(&found) {
        assert_eq!(line["id"], id.to_string());
        assert_eq!(line["plover"], *root, "{text}: {line}");
        for key in ["type", "cameo", "polarity", "modality"] {
            assert!(line[key].is_string(), "{key}: {line}");
        }
        assert!((0.0..=1.0).contains(&line["confidence"].as_f64().unwrap()), "{line}");
    }
    assert_eq!(found[2]["type"], "yields");
    let alone = sample.relgraph(&["code", "--dyads", "rows.tsv", "--jobs", "1"]).ends(0);
    assert_eq!(alone.stdout, run.stdout, "any number of jobs gives the same bytes");
}

#[test]
fn bad_rows_are_named_and_the_rest_goes_on() {
    let sample = Sample::empty();
    sample.write(
        "rows.tsv",
        "id\ttext\tsource\ttarget\tnote\r\n\
         1\tIran rebuked Iraq.\tIran\tIraq\t\r\n\
         2\tIran rebuked Iraq.\tIran\r\n\
         3\t\tIran\tIraq\t\r\n\
         4\tIran rebuked Iraq.\tIran\tKuwait\t\r\n\
         5\t\"\"\"Never,\"\" said Iran, rebuking Iraq.\"\tIran\tIraq\t\r\n\
         6\t\"No,\" Iran said of Iraq's offer.\tiran\t\"Iraq\"\t\r\n\
         7\tTeachers went on strike on Monday.\tTeachers\ta recipient\t\r\n",
    );
    let run = sample.relgraph(&["code", "--dyads", "rows.tsv"]).ends(2);
    let ids: Vec<String> = run
        .stdout
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_string()
        })
        .collect();
    assert_eq!(ids, ["1", "4", "5", "6", "7"], "{}", run.text());
    let expected = [
        "skipped rows.tsv:3: has 3 cells, but the first line names 5 columns; write one row a line",
        "skipped rows.tsv:4: the cell \"text\" is empty; every row needs an id and a text",
        "warning rows.tsv:5: the target \"Kuwait\" is not in the text",
    ];
    assert_eq!(run.stderr.lines().count(), expected.len(), "{}", run.stderr);
    for (line, expected) in run.stderr.lines().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
}

#[test]
fn says_what_is_wrong_with_the_file() {
    let sample = Sample::empty();
    let check = |content: &str, message: &str| {
        sample.write("rows.tsv", content);
        let run = sample.relgraph(&["code", "--dyads", "rows.tsv"]).ends(2);
        assert!(run.stderr.contains(message) && run.stdout.is_empty(), "{}", run.text());
    };
    check("", "rows.tsv: is empty");
    check(
        "id,text,source,target\n",
        "rows.tsv:1: lacks the columns id, text, source, target",
    );
    check("id\ttext\tsource\n", "rows.tsv:1: lacks the columns target");
    check("\0\0\0", "is not text but binary data");
    let run = sample.relgraph(&["code", "--dyads", "none.tsv"]).ends(2);
    assert!(run.stderr.contains("none.tsv: there is no such file"), "{}", run.stderr);
    let run = sample.relgraph(&["train", "--dyads", "rows.tsv"]).ends(2);
    assert!(run.stderr.contains("no row has a root"), "{}", run.stderr);
}
