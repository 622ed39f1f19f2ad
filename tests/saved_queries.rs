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
    sample.ingest(&[(
        "odds",
        "2020-03-01",
        "United States sanctions Turkey | Washington imposed sanctions on Ankara.\n\
         Russia ally-of Syria ! | Moscow is no ally of Damascus.\n\
         Russia attacks Syria | Russian planes struck Idlib.\n\
         United States accuses Turkey @ Ali Khan | Washington accuses Ankara, Ali Khan said.",
    )]);
    sample.ingest(&[
        (
            "talks",
            "2020-04-02",
            "Turkey mediates Russia | Turkey mediates between Russia and Syria.\n\
             Turkey mediates Syria | Turkey mediates between Russia and Syria.\n\
             Sergei Lavrov visited Turkey | Lavrov arrived in Ankara.\n\
             United States visited Syria ? | An American envoy may travel to Damascus.",
        ),
        (
            "aid",
            "2020-04-20",
            "United States aided Turkey | Washington sent medicine to Ankara.\n\
             United States met-with Turkey | The two met.\n\
             Russia aided Syria ? @ Vladimir Putin | Moscow may send grain, Putin said.",
        ),
    ]);
    let asked: &[&[&str]] = &[
        &["alliances", "--param", "actor=Syria"],
        &["arms-trade"],
        &["meetings", "--param", "since=2020-01-01"],
        &["contested-agreements"],
        &["conflict-cooperation", "--param", "actor=turkey"],
        &["office-holders", "--param", "actor=Russia"],
        &["sources-of", "--param", "one=Turkey", "--param", "other=Russia"],
        &["allies-at-odds"],
        &["corroborated"],
        &["members", "--param", "body=NATO"],
        &["sanctions"],
        &["aid"],
        &["aid", "--param", "actor=Russia"],
        &["attacks"],
        &["speakers"],
        &["speakers", "--param", "speaker=Putin"],
        &["mediators"],
        &["turning-points"],
        &["turning-points", "--param", "least=1"],
        &["visits"],
        &["visits", "--param", "actor=TUR"],
        &["first-contacts"],
        &["denials"],
        &["third-parties", "--param", "one=Turkey", "--param", "other=Russia"],
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
fn sql_as_it_is() {
    let sample = Sample::story();
    let check = |arguments: &[&str], expected: &str| {
        let run = sample.relgraph(&[&["query"], arguments].concat()).ends(0);
        assert_eq!(run.stdout, expected, "{arguments:?}");
    };
    let states = "SELECT name, articles FROM entities WHERE kind = :kind AND name < 'T' ORDER BY name";
    check(
        &[states, "-p", "kind=state", "--format", "csv"],
        "name,articles\nRussia,4\nSyria,2\n",
    );
    check(
        &[states, "-p", "kind=state", "--format", "markdown"],
        "| name | articles |\n| --- | ---: |\n| Russia | 4 |\n| Syria | 2 |\n",
    );
    check(
        &["values ('a, \"b\" | c', NULL, 0.25)", "--format", "csv"],
        "column1,column2,column3\n\"a, \"\"b\"\" | c\",,0.25\n",
    );
    check(
        &["values ('a, \"b\" | c', NULL, 0.25)", "--format", "markdown"],
        "| column1 | column2 | column3 |\n| --- | ---: | ---: |\n| a, \"b\" \\| c |  | 0.25 |\n",
    );
    check(
        &[
            "WITH hits AS (SELECT rowid FROM sentence_words WHERE sentence_words MATCH 'deal') SELECT count(*) AS n FROM hits",
            "--format",
            "jsonl",
        ],
        "{\"n\":5}\n",
    );
}

#[test]
fn a_query_can_only_read() {
    let sample = Sample::story();
    let before = std::fs::read(sample.db()).unwrap();
    let check = |sql: &str, message: &str| {
        let run = sample.relgraph(&["query", sql]).ends(2);
        assert!(
            run.stdout.is_empty() && run.stderr.contains(message),
            "{sql}: {}",
            run.stderr
        );
    };
    let refused = "only SELECT is allowed";
    check("DELETE FROM claim", refused);
    check("INSERT INTO setting VALUES ('a', 'b')", refused);
    check("UPDATE entity SET name = 'x'", refused);
    check("DROP TABLE claim", refused);
    check("WITH x AS (SELECT 1) DELETE FROM claim", refused);
    check("ATTACH 'other.db' AS other", refused);
    check("PRAGMA writable_schema = on", refused);
    check("PRAGMA journal_mode = delete", refused);
    check(
        "SELECT load_extension('evil')",
        "not authorized to use function: load_extension",
    );
    check("SELECT 1; SELECT 2", "more than one statement");
    check("SELECT no_such FROM entities", "no such column: no_such");
    check(
        "SELECT zeroblob(1000000000)",
        "not authorized to use function: zeroblob",
    );
    check(
        "SELECT length(replace(hex(1234567890), '3', printf('%100000000c', '.')))",
        "too big",
    );
    let run = sample
        .relgraph(&[
            "query",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
            "--timeout",
            "0.05",
        ])
        .ends(2);
    assert!(
        run.stderr.contains("the query takes longer than 0.05 s"),
        "{}",
        run.stderr
    );
    assert!(!sample.folder.path().join("other.db").exists());
    assert_eq!(std::fs::read(sample.db()).unwrap(), before);
    sample.relgraph(&["query", "SELECT count(*) FROM claims"]).ends(0);
}

#[test]
fn the_public_views_are_documented() {
    let sample = Sample::story();
    let page = fs::read_to_string(repository("queries/README.md")).unwrap();
    let views = "SELECT name FROM sqlite_schema WHERE type = 'view'";
    for view in sample
        .relgraph(&["query", views, "--format", "csv"])
        .ends(0)
        .stdout
        .lines()
        .skip(1)
    {
        assert!(page.contains(&format!("### `{view}`")), "{view} is not documented");
    }
    for section in page.split("\n### ").skip(1) {
        let view = section.split('`').nth(1).unwrap();
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        let documented: Vec<&str> = rows
            .flat_map(|line| line.split('|').nth(1).unwrap().split('`').skip(1).step_by(2))
            .collect();
        let sql = format!("SELECT name FROM pragma_table_info('{view}')");
        let run = sample.relgraph(&["query", &sql, "--format", "csv"]).ends(0);
        let mut columns: Vec<&str> = run.stdout.lines().skip(1).collect();
        columns.retain(|column| !documented.contains(column));
        assert_eq!(columns, Vec::<&str>::new(), "{view}");
    }
}

#[test]
fn list() {
    insta::assert_snapshot!(Sample::empty().relgraph(&["query", "--list"]).ends(0).text());
}
