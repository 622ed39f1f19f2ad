//! What cannot be read or opened: a message that names it, the rest goes on, nothing is harmed.

use std::time::Duration;

use relgraph::store::Store;

use super::graph::Sample;

#[test]
fn bad_articles_are_named_and_the_rest_goes_on() {
    let sample = Sample::empty();
    sample.write("in/1-empty.txt", "");
    sample.write("in/2-binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    sample.write("in/3-latin.txt", b"Caf\xe9\n\nTurkey bought it from Jos\xe9.");
    sample.write(
        "in/4-lines.jsonl",
        "{\"id\": \"cut\", \"text\": \"It is cu\n{\"id\": \"good\", \"text\": \"It rained.\"}\n",
    );
    sample.write("in/5-good.txt", "Turkey bought the missiles.");
    let mut long = vec![b'x'; 50 << 20];
    long.extend_from_slice(b"\n{\"id\": \"after\", \"text\": \"It rained.\"}\n");
    sample.write("in/6-long.jsonl", long);
    let run = sample.relgraph(&["ingest", "in", "missing.txt"]).ends(2);
    assert!(
        run.stdout.contains("4 new, 0 updated, 0 unchanged, 5 bad"),
        "{}",
        run.text()
    );
    let expected = [
        "in/1-empty.txt: is empty",
        "in/2-binary.txt: is not text but binary data",
        "in/4-lines.jsonl:1: the JSON of this line is cut short",
        "in/6-long.jsonl:1: the line is longer than 16 MiB",
        "missing.txt: there is no such file or folder",
    ];
    assert_eq!(run.stderr.lines().count(), expected.len(), "{}", run.stderr);
    for (line, expected) in run.stderr.lines().zip(expected) {
        assert!(line.starts_with(&format!("skipped {expected}")), "{line}");
    }
}

#[test]
fn escapes_in_file_names_and_values_are_never_printed_raw() {
    let sample = Sample::empty();
    sample.write("bad.txt", "Date: \x1b[31mred\n\nText.");
    let run = sample.relgraph(&["ingest", "bad.txt"]).ends(2);
    assert!(
        !run.stderr.contains('\x1b') && run.stderr.contains("is no date"),
        "{}",
        run.stderr
    );
}

#[test]
fn says_what_is_wrong_with_a_database() {
    let sample = Sample::empty();
    let check = |name: &str, command: &[&str], message: &str| {
        let run = sample.relgraph(&[command, &["--db", name]].concat()).ends(2);
        assert!(
            run.stderr.contains(name) && run.stderr.contains(message),
            "{}",
            run.stderr
        );
    };
    check(
        "none.db",
        &["stats"],
        "there is no database here; make one with `relgraph ingest PATH...`",
    );
    assert!(
        !sample.folder.path().join("none.db").exists(),
        "asking makes no database"
    );

    let text = sample.write("text.db", "This is no database but a text of some length.\n".repeat(40));
    check("text.db", &["stats"], "this is no database");
    check("text.db", &["ingest", "-"], "this is no database");
    assert!(
        std::fs::read_to_string(text).unwrap().starts_with("This is no"),
        "what is not ours stays as it was"
    );

    sqlite(&sample, "other.db", "CREATE TABLE t (x); PRAGMA user_version = 3");
    check("other.db", &["stats"], "of another program");
    check("other.db", &["ingest", "-"], "of another program");

    sample.ingest(&[]);
    sqlite(&sample, "test.db", "PRAGMA user_version = 99");
    check("test.db", &["stats"], "of a newer relgraph (version 99");
    check("test.db", &["ingest", "-"], "of a newer relgraph");
    check("no/such/folder/x.db", &["ingest", "-"], "cannot be opened");
}

#[test]
fn wrong_use_is_told_with_the_right_one() {
    let sample = Sample::story();
    let check = |arguments: &[&str], message: &str| {
        let run = sample.relgraph(arguments).ends(2);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    };
    check(&["ingest"], "required arguments were not provided");
    check(&["path", "Turkey", "TUR"], "are one entity, Turkey");
    check(&["query", "nonsense"], "the saved queries are aid, alliances,");
    check(
        &["query", "alliances"],
        "the query \"alliances\" needs --param actor=VALUE: whose alliances, as Turkey",
    );
    check(
        &["query", "alliances", "--param", "x=1"],
        "has no parameter \"x\"; it has actor",
    );
    check(&["query", "alliances", "--param", "x"], "write NAME=VALUE");
    sample.write("drop.sql", "DROP TABLE claim");
    check(&["query", "drop.sql"], "would change the database");
    sample.write("two.sql", "SELECT 1; SELECT 2");
    check(&["query", "two.sql"], "more than one statement");
    sample.write("typo.sql", "SELECT heads FROM relations");
    check(&["query", "typo.sql"], "typo.sql: no such column: heads");
    sample.write("needs.sql", "SELECT :day");
    check(&["query", "needs.sql"], "give it with --param day=VALUE");
}

#[test]
fn a_locked_database_is_told_and_harmed_by_nobody() {
    let sample = Sample::story();
    let other = rusqlite::Connection::open(sample.db()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; DELETE FROM claim").unwrap();
    let mut store = Store::open_patiently(&sample.db(), Duration::ZERO).unwrap();
    let message = store.batch().map(|_| ()).unwrap_err().to_string();
    assert!(
        message.contains("test.db: another program is writing to the database"),
        "{message}"
    );
    // Who only reads is not held up, and does not see what is not finished.
    sample.relgraph(&["path", "Turkey", "Russia"]).ends(0);
    other.execute_batch("ROLLBACK").unwrap();
    assert!(store.batch().is_ok());
}

#[test]
fn a_batch_that_is_not_finished_leaves_nothing() {
    let sample = Sample::story();
    let count = || Store::read(&sample.db()).unwrap().counts().unwrap();
    let before = count();
    let mut store = Store::open(&sample.db()).unwrap();
    let mut batch = store.batch().unwrap();
    batch.remove("munich").unwrap();
    drop(batch);
    drop(store);
    assert_eq!(count(), before);
}

fn sqlite(sample: &Sample, name: &str, sql: &str) {
    let connection = rusqlite::Connection::open(sample.folder.path().join(name)).unwrap();
    connection.execute_batch(sql).unwrap();
}
