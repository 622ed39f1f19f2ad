//! What resolving makes of entities across articles, and what people decide about it.

use std::fs;

use assert_cmd::Command;

use super::graph::{Run, STORY, Sample, repository};

/// Two spellings of one minister, two men of one name, a father and a son.
const PEOPLE: &[(&str, &str, &str)] = &[
    (
        "allawi-1",
        "2004-07-01",
        "Iyad Allawi holds-office Syria | Prime Minister Iyad Allawi spoke.\n\
         Iyad Allawi met-with Sergei Lavrov | Iyad Allawi met Sergei Lavrov.",
    ),
    (
        "allawi-2",
        "2004-07-02",
        "Iyyad Allawi holds-office Syria | Prime Minister Iyyad Allawi spoke.\n\
         Iyyad Allawi accuses NATO | Iyyad Allawi accused NATO.",
    ),
    (
        "smith-1",
        "2004-07-03",
        "John Smith opposes NATO | John Smith of the senate opposes NATO.",
    ),
    (
        "smith-2",
        "2004-07-04",
        "John Smith met-with Sergei Lavrov | John Smith, a trader, met Lavrov.",
    ),
    (
        "smith-3",
        "2004-07-05",
        "John Quincy Smith accuses Turkey | John Quincy Smith accused Turkey.",
    ),
];

fn people() -> Sample {
    let sample = Sample::story();
    sample.ingest(PEOPLE);
    sample
}

fn dump(sample: &Sample) -> String {
    sample.relgraph(&["dump"]).ends(0).stdout
}

#[track_caller]
fn done(sample: &Sample, arguments: &[&str]) -> String {
    sample.relgraph(arguments).ends(0).text()
}

#[test]
fn decisions_leave_no_trace_when_they_are_undone() {
    let sample = people();
    let before = dump(&sample);
    let mut between = vec![before.clone()];
    for arguments in [
        &["merge", "official:john smith", "official:john quincy smith"] as &[&str],
        &["merge", "Turkey", "Sochi deal"],
        &["forbid", "official:iyad allawi", "official:sergei lavrov"],
        &["split", "official:iyad allawi"],
        &[
            "split",
            "official:john smith",
            "--article",
            "smith-2",
            "--into",
            "John Smith (trader)",
        ],
        &[
            "split",
            "official:sergei lavrov",
            "--name",
            "Sergei Lavrov",
            "--article",
            "munich",
        ],
        &["rename", "NATO", "The Alliance"],
        &["alias", "NATO", "North Atlantic bloc"],
        &["rename", "official:john smith", "Senator Smith"],
    ] {
        done(&sample, arguments);
        let now = dump(&sample);
        assert!(!between.contains(&now), "{arguments:?} changes nothing");
        between.push(now);
    }
    // What is ingested again, changed and changed back, finds the decisions in force.
    sample.ingest(PEOPLE);
    sample.ingest(STORY);
    assert_eq!(dump(&sample), *between.last().unwrap());
    sample.ingest(&[(
        "smith-2",
        "2004-07-04",
        "John Smith rejects NATO | John Smith rejects it.",
    )]);
    sample.ingest(&[("smith-1", "2004-07-03", "Turkey opposes Syria | Nothing of Smith.")]);
    sample.ingest(&[(
        "munich",
        "2020-02-16",
        "Sergei Lavrov met-with Turkey | Lavrov met the Turks.",
    )]);
    assert_ne!(dump(&sample), *between.last().unwrap());
    sample.ingest(PEOPLE);
    sample.ingest(STORY);
    assert_eq!(dump(&sample), *between.last().unwrap());
    while let Some(expected) = between.pop() {
        assert_eq!(dump(&sample), expected);
        if !between.is_empty() {
            done(&sample, &["undo"]);
        }
    }
    assert_eq!(
        sample.relgraph(&["undo"]).ends(1).stderr,
        "there is no decision to take back\n"
    );
    sample.ingest(PEOPLE);
    assert_eq!(dump(&sample), before);
}

#[test]
fn decisions_may_be_undone_in_any_order() {
    let sample = people();
    let before = dump(&sample);
    let decide = [
        &["merge", "official:john smith", "official:john quincy smith"] as &[&str],
        &["split", "official:john smith", "--article", "smith-2"],
        &["split", "official:iyad allawi"],
        &["merge", "official:iyad allawi", "official:john smith"],
    ];
    for arguments in decide {
        done(&sample, arguments);
    }
    for number in ["2", "1", "4", "3"] {
        done(&sample, &["undo", number]);
    }
    assert_eq!(dump(&sample), before);
}

#[test]
fn a_graph_that_grows_is_the_graph_that_was_there_at_once() {
    let (early, late) = (Sample::empty(), people());
    let merge: &[&str] = &["merge", "official:john smith", "official:john quincy smith"];
    early.ingest(&PEOPLE[2..5]);
    done(&early, merge);
    done(&late, merge);
    for article in STORY.iter().rev().chain(PEOPLE.iter().rev()) {
        early.ingest(&[*article]);
    }
    assert_eq!(dump(&early), dump(&late));
}

#[test]
fn the_last_word_holds() {
    let sample = people();
    let one = |sample: &Sample| {
        let of = |key: &str| done(sample, &["show", key]).lines().nth(1).unwrap().to_string();
        of("official:john smith") == of("official:john quincy smith")
    };
    let (smith, quincy) = ("official:john smith", "official:john quincy smith");
    for (arguments, expected) in [
        (&["forbid", smith, quincy] as &[&str], false),
        (&["merge", smith, quincy], true),
        (&["split", smith, "--part", quincy], false),
        (&["merge", quincy, smith], true),
        (&["undo"], false),
        (&["undo", "3"], true),
        (&["undo", "2"], false),
        (&["undo", "1"], false),
    ] {
        done(&sample, arguments);
        assert_eq!(one(&sample), expected, "{arguments:?}");
    }
}

#[test]
fn an_alias_makes_what_articles_call_so_the_entity() {
    let sample = people();
    done(&sample, &["alias", "official:sergei lavrov", "The Old Fox"]);
    sample.ingest(&[(
        "fox",
        "2020-03-01",
        "Old Fox accuses Turkey | The Old Fox accused Turkey.",
    )]);
    let shown = done(&sample, &["why", "old fox"]);
    assert!(
        shown.contains("official:sergei lavrov") && shown.contains("by decision 1"),
        "{shown}"
    );
    done(&sample, &["undo"]);
    assert!(done(&sample, &["show", "old fox"]).contains("official:old fox"));
}

#[test]
fn outputs_of_decisions() {
    let sample = people();
    let mut text = String::new();
    for arguments in [
        &["why", "official:iyad allawi"] as &[&str],
        &["merge", "official:john smith", "official:john quincy smith"],
        &["why", "john smith"],
        &[
            "split",
            "official:john smith",
            "--article",
            "smith-2",
            "--into",
            "John Smith (trader)",
        ],
        &["show", "John Smith (trader)"],
        &["rename", "NATO", "The Alliance"],
        &["alias", "nato", "Atlantic bloc"],
        &["forbid", "official:iyad allawi", "Erdogan"],
        &["undo", "3"],
        &["history"],
        &["split", "official:sergei lavrov"],
        &["merge", "Turkey", "TUR"],
        &["merge", "Turkey", "Nobody"],
        &["split", "official:sergei lavrov", "--article", "none"],
        &["split", "official:sergei lavrov", "--name", "Sergei Lavrov"],
        &["undo", "3"],
        &["undo", "9"],
        &["forbid", "official:john smith", "official:john quincy smith"],
    ] {
        let mut shown: Vec<String> = arguments
            .iter()
            .map(|word| {
                if word.contains(' ') {
                    format!("'{word}'")
                } else {
                    word.to_string()
                }
            })
            .collect();
        shown.insert(0, "$ relgraph".into());
        text += &format!("{}\n{}\n", shown.join(" "), plain(&sample.relgraph(arguments).text()));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn review_asks_and_remembers() {
    let sample = people();
    let review = |answers: &str| {
        let mut command = Command::cargo_bin("relgraph").unwrap();
        command.args(["review", "--db"]).arg(sample.db()).write_stdin(answers);
        Run::of(&mut command)
    };
    insta::assert_snapshot!(plain(&review("perhaps\ns\n").ends(0).text()));
    let before = dump(&sample);
    review("y\n").ends(0);
    assert_ne!(dump(&sample), before);
    assert_eq!(review("").ends(1).stderr, "nothing is doubtful\n");
    done(&sample, &["undo"]);
    assert_eq!(dump(&sample), before);
    review("n\n").ends(0);
    review("").ends(1);
    let queue = |sample: &Sample| sample.relgraph(&["review", "--json"]);
    assert_eq!(queue(&sample).ends(1).stdout, "[]\n");
    done(&sample, &["undo"]);
    let json = queue(&sample).ends(0).stdout;
    assert!(
        json.contains("\"key\": \"official:john quincy smith\"") && json.contains("\"weight\": 3.5"),
        "{json}"
    );
}

#[test]
fn decisions_are_exported_with_the_graph() {
    let sample = people();
    done(&sample, &["merge", "official:john smith", "official:john quincy smith"]);
    let json = done(&sample, &["export", "--format", "json"]);
    let decision = "\"graph\": {\"decisions\": [{\"id\":1,\"act\":\"merge\",\"one\":\"official:john smith\",\"other\":\"official:john quincy smith\"";
    assert!(json.contains(decision), "{json}");
    assert!(done(&sample, &["history", "--json"]).contains("\"undone\": null"));
    done(&sample, &["undo"]);
    assert!(done(&sample, &["export", "--format", "json"]).contains("\"graph\": {\"decisions\": []}"));
}

#[test]
fn an_old_database_is_brought_up_to_date() {
    let (old, new) = (Sample::empty(), people());
    // A database as version 1 of the tables left it.
    let connection = rusqlite::Connection::open(old.db()).unwrap();
    let schema = fs::read_to_string(repository("src/store/schema/001.sql")).unwrap();
    connection.execute_batch(&schema).unwrap();
    connection
        .execute_batch("PRAGMA application_id = 0x52454c47; PRAGMA user_version = 1")
        .unwrap();
    let path = new.db().to_str().unwrap().to_string();
    connection.execute("ATTACH ? AS new", [&path]).unwrap();
    for table in [
        "relation_type",
        "article",
        "entity",
        "name",
        "appearance",
        "sentence",
        "relation",
        "claim",
    ] {
        let columns: Vec<String> = connection
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map((), |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let columns = columns.join(", ");
        connection
            .execute_batch(&format!(
                "INSERT INTO {table} ({columns}) SELECT {columns} FROM new.{table}"
            ))
            .unwrap();
    }
    drop(connection);
    // Reading migrates; the next thing that is written resolves what the old program could not.
    assert_eq!(dump(&old), dump(&new));
    done(&old, &["rename", "NATO", "The Alliance"]);
    done(&old, &["undo"]);
    assert_eq!(dump(&old), dump(&new));
    assert!(done(&old, &["why", "iyad allawi"]).contains("in another spelling"));
}

/// Output without the day on which it was made.
fn plain(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let day = word.trim_matches(|c: char| !c.is_ascii_digit());
        let recent = day.len() >= 10 && day.starts_with("20") && day > "2024";
        if recent {
            word.replace(day, "TODAY")
        } else {
            word.to_string()
        }
    });
    let text: String = words.collect();
    text.replace(env!("CARGO_BIN_EXE_relgraph"), "relgraph")
}
