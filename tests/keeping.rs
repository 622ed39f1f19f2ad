//! Nothing is lost, whatever becomes of the program, the disk, or the version.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use relgraph::store::Store;
use rusqlite::Connection;

use super::graph::{Sample, repository};

fn dump(sample: &Sample) -> String {
    sample.relgraph(&["dump"]).ends(0).stdout
}

#[track_caller]
fn is_sound(sample: &Sample) {
    let faults = Store::read(&sample.db())
        .unwrap()
        .faults(relgraph::resolve::corroborate_further)
        .unwrap();
    assert_eq!(faults, [""; 0]);
}

/// Made-up news, some of it copied from other papers, some of it in new versions.
fn news(count: usize) -> String {
    let actors = ["Turkey", "Russia", "Iran", "Iraq", "France", "Kenya", "Peru", "Japan"];
    let acts = ["accused", "visited", "praised", "attacked", "sanctioned", "met"];
    let mut dice = Dice(7);
    let mut lines = String::new();
    for number in 0..count {
        let mut actor = || actors[dice.roll(actors.len())];
        let sentences = [(actor(), actor()), (actor(), actor())];
        let act = acts[dice.roll(acts.len())];
        let text: String = sentences
            .iter()
            .map(|(one, other)| {
                format!("{one} {act} {other} on Monday, officials in both capitals said after the talks. ")
            })
            .collect();
        let id = if dice.roll(9) == 0 { number / 2 } else { number };
        let day = 1 + dice.roll(28);
        lines += &format!("{{\"id\": \"n{id}\", \"date\": \"2020-03-{day:02}\", \"text\": \"{text}\"}}\n");
    }
    lines
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// `relgraph` in the background.
fn start(sample: &Sample, arguments: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("relgraph"))
        .args(arguments)
        .arg("--db")
        .arg(sample.db())
        .current_dir(sample.folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn killed_at_any_moment_it_is_sound_and_goes_on() {
    let (undisturbed, sample) = (Sample::empty(), Sample::empty());
    let ingest = ["ingest", "news.jsonl", "--quiet", "--batch", "16", "--jobs", "2"];
    for sample in [&undisturbed, &sample] {
        sample.write("news.jsonl", news(160));
    }
    let begin = Instant::now();
    undisturbed.relgraph(&ingest).ends(0);
    let whole = begin.elapsed();
    let expected = dump(&undisturbed);
    let (mut ended, mut part) = (0, 0);
    for round in 0..50 {
        let mut run = start(&sample, &ingest);
        // The moment is all that this test is about, so here the clock may tell it.
        let moment = whole.mul_f64(Dice(round).roll(1000) as f64 / 1000.0);
        std::thread::sleep(moment);
        run.kill().unwrap();
        let status = run.wait().unwrap();
        if sample.db().exists() && Connection::open(sample.db()).is_ok_and(|file| has_articles(&file)) {
            is_sound(&sample);
            part += 1;
        }
        if status.success() {
            ended += 1;
            assert_eq!(dump(&sample), expected);
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(sample.db().with_file_name(format!("test.db{end}")));
            }
        }
    }
    assert!(
        part > 5 && ended < 50,
        "{part} runs left something, {ended} came to their end"
    );
    sample.relgraph(&ingest).ends(0);
    is_sound(&sample);
    assert_eq!(dump(&sample), expected);
}

fn has_articles(file: &Connection) -> bool {
    let count = file.query_row("SELECT count(*) FROM article", (), |row| row.get::<_, i64>(0));
    count.is_ok_and(|count| count > 0)
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_after_the_article_in_hand() {
    let sample = Sample::empty();
    let news = news(40);
    let lines: Vec<&str> = news.lines().collect();
    let mut run = start(&sample, &["ingest", "-"]);
    let mut stdin = run.stdin.take().unwrap();
    let mut stderr = BufReader::new(run.stderr.take().unwrap());
    // More than a pipe holds: when this is written it is being read, and so the program is awake.
    let padding = "x".repeat(200_000);
    writeln!(
        stdin,
        "{}\n{{\"id\": \"pad\", \"text\": \"It rained.\", \"pad\": \"{padding}\"}}",
        lines[..5].join("\n")
    )
    .unwrap();
    let killed = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.starts_with("ending after the articles in hand"), "{line}");
    // It may have closed its end already.
    let _ = writeln!(stdin, "{}", lines[5..].join("\n"));
    drop(stdin);
    assert_eq!(run.wait().unwrap().code(), Some(130));
    let stored = Store::read(&sample.db()).unwrap().counts().unwrap().articles;
    assert!((1..30).contains(&stored), "{stored} are stored");
    is_sound(&sample);
    sample.write("news.jsonl", &news);
    sample.relgraph(&["ingest", "news.jsonl"]).ends(0);
    sample.relgraph(&["remove", "-q", "pad"]);
    let undisturbed = Sample::empty();
    undisturbed.write("news.jsonl", &news);
    undisturbed.relgraph(&["ingest", "news.jsonl"]).ends(0);
    assert_eq!(dump(&sample), dump(&undisturbed));
}

#[test]
fn two_ingests_at_once_both_succeed() {
    let (both, one) = (Sample::empty(), Sample::empty());
    let news = news(120);
    let lines: Vec<&str> = news.lines().filter(|line| !line.contains("\"id\": \"n9")).collect();
    // Each id once, so that it does not matter who comes last.
    let mut seen = std::collections::HashSet::new();
    let mut lines = lines;
    lines.retain(|line| seen.insert(line.split(',').next().map(String::from)));
    let (first, second) = (lines[..80].join("\n"), lines[40..].join("\n"));
    for sample in [&both, &one] {
        sample.write("first.jsonl", &first);
        sample.write("second.jsonl", &second);
    }
    let arguments = |file| ["ingest", file, "--batch", "4", "--jobs", "1"];
    let runs = [
        start(&both, &arguments("first.jsonl")),
        start(&both, &arguments("second.jsonl")),
    ];
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    is_sound(&both);
    one.relgraph(&["ingest", "first.jsonl", "second.jsonl"]).ends(0);
    assert_eq!(dump(&both), dump(&one));
}

#[test]
fn any_number_of_jobs_makes_the_same_graph() {
    let dumps = ["1", "2", "7"].map(|jobs| {
        let sample = Sample::empty();
        sample.write("news.jsonl", news(100));
        sample
            .relgraph(&["ingest", "news.jsonl", "--jobs", jobs, "--batch", "9"])
            .ends(0);
        dump(&sample)
    });
    assert!(dumps[0].lines().count() > 200);
    assert_eq!(dumps[1], dumps[0]);
    assert_eq!(dumps[2], dumps[0]);
}

/// A limit on the size of files stands in for a disk that is full: what is beyond it is not written.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_harms_nothing() {
    let sample = Sample::story();
    let before = dump(&sample);
    sample.write("news.jsonl", news(300));
    let script = format!(
        "trap '' XFSZ; ulimit -f 128; exec '{}' ingest news.jsonl --batch 50 --db test.db",
        assert_cmd::cargo::cargo_bin("relgraph").display()
    );
    let run = super::graph::Run::of(
        assert_cmd::Command::new("bash")
            .args(["-c", &script])
            .current_dir(sample.folder.path()),
    )
    .ends(2);
    assert!(
        run.stderr
            .starts_with("error: test.db: the disk does not take what is written")
            && run.stderr.contains("run the same command again"),
        "{}",
        run.stderr
    );
    is_sound(&sample);
    let stored = dump(&sample);
    for line in before.lines().filter(|line| line.starts_with("{\"row\":\"article\"")) {
        assert!(stored.contains(line), "{line}");
    }
    sample.relgraph(&["ingest", "news.jsonl"]).ends(0);
    let undisturbed = Sample::story();
    undisturbed.write("news.jsonl", news(300));
    undisturbed.relgraph(&["ingest", "news.jsonl"]).ends(0);
    assert_eq!(dump(&sample), dump(&undisturbed));
}

#[test]
fn check_db_tells_what_is_wrong() {
    let check = |sql: &str, message: &str| {
        let sample = Sample::story();
        let run = sample.relgraph(&["check-db"]).ends(0);
        assert!(run.stderr.starts_with("sound: 4 articles, "), "{}", run.text());
        let file = Connection::open(sample.db()).unwrap();
        file.execute_batch("PRAGMA foreign_keys = off").unwrap();
        assert!(file.execute(sql, ()).unwrap() > 0, "{sql} changes nothing");
        drop(file);
        let run = sample.relgraph(&["check-db"]).ends(2);
        assert!(run.stdout.contains(message), "{sql}: {}", run.text());
    };
    check(
        "UPDATE relation SET claims = claims + 1 WHERE id = 3",
        "the relation 3 counts 2 claims, but has 1",
    );
    check(
        "UPDATE relation SET sources = 7 WHERE id = 3",
        "the relation 3 counts 7 sources, but has 1",
    );
    check(
        "UPDATE relation SET confidence = 0.5 WHERE id = 3",
        "the relation 3 is told as actual, ",
    );
    check(
        "UPDATE relation SET last_date = '2031' WHERE id = 3",
        "to 2031, confidence ",
    );
    check(
        "UPDATE claim SET relation = 2 WHERE relation = 1",
        "belongs to another relation than",
    );
    check(
        "UPDATE entity SET articles = 9 WHERE code = 'SYR'",
        "state:SYR counts 9 articles, but is in 2",
    );
    check(
        "UPDATE name SET uses = uses + 1 WHERE text = 'NATO'",
        "uses of the name “NATO”",
    );
    check(
        "UPDATE article SET story = 'x' WHERE name = 'idlib'",
        "the article idlib is told to be of another story",
    );
    check("DELETE FROM article WHERE name = 'idlib'", "that is not there");
    check(
        "INSERT INTO body (hash, story) VALUES ('x', 'x')",
        "the text x is kept without an article",
    );
    check("INSERT INTO band VALUES (1, 99)", "a band leads to the text 99");
    check(
        "UPDATE trait SET uses = 9 WHERE key = 'official:vladimir putin' AND kind = 'name'",
        "official:vladimir putin counts 9 times",
    );
    check(
        "INSERT INTO sentence_words (sentence_words, rowid, text) SELECT 'delete', id, text FROM sentence WHERE id = 1",
        "the index of words and the sentence 1 do not agree",
    );
    check(
        "INSERT INTO sentence_words (rowid, text) VALUES (1, 'perfidy')",
        "sentence 1 do not agree on “perfidi”",
    );
    check(
        "DELETE FROM sentence WHERE id = 1",
        "refers to a sentence that is not there",
    );
    // A torn page.
    let sample = Sample::story();
    Connection::open(sample.db())
        .unwrap()
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let mut bytes = std::fs::read(sample.db()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 6000].fill(0xa5);
    std::fs::write(sample.db(), bytes).unwrap();
    let run = sample.relgraph(&["check-db"]).ends(2);
    assert!(
        !run.text().is_empty() && !run.text().contains("sound: "),
        "{}",
        run.text()
    );
}

#[test]
fn a_backup_is_whole_and_of_one_moment() {
    let sample = Sample::story();
    let before = dump(&sample);
    // Somebody is writing.
    let writer = Connection::open(sample.db()).unwrap();
    writer
        .execute_batch("BEGIN IMMEDIATE; UPDATE entity SET name = 'x'")
        .unwrap();
    let run = sample.relgraph(&["backup", "copy.db"]).ends(0);
    assert_eq!(run.stderr, "copied to copy.db\n");
    writer.execute_batch("COMMIT").unwrap();
    assert_ne!(dump(&sample), before);
    assert_eq!(sample.relgraph(&["dump", "--db", "copy.db"]).ends(0).stdout, before);
    sample.relgraph(&["check-db", "--db", "copy.db"]).ends(0);
    let run = sample.relgraph(&["backup", "copy.db"]).ends(2);
    assert!(
        run.stderr.contains("copy.db: there is a file already"),
        "{}",
        run.stderr
    );
    let run = sample.relgraph(&["backup", "no/such/copy.db"]).ends(2);
    assert!(
        run.stderr.contains("no/such/copy.db.part: cannot be opened"),
        "{}",
        run.stderr
    );
    assert!(!sample.folder.path().join("copy.db.part").exists());
}

#[test]
fn databases_of_every_released_version_are_brought_up_to_date() {
    let sample = Sample::story();
    // A copy that is cut, which versions before 3 did not know for one.
    let text = "Turkey and Russia agreed on Monday to open the road along the coast for trade, and to let lorries pass \
        without being searched, after two days of talks between their ministers in the town of Sochi on the Black Sea. \
        The road had been closed for nearly three years, since shots were fired at a convoy close to the border there.";
    sample.write("wire.txt", text);
    sample.write("paper.txt", text.split(" The road").next().unwrap());
    sample.relgraph(&["ingest", "-q", "wire.txt", "paper.txt"]).ends(0);
    let expected = dump(&sample);
    let migrations = migrations();
    assert!(migrations.len() >= 3);
    for version in 1..=migrations.len() {
        let old = Sample::empty();
        make_old(&sample.db(), &old.db(), &migrations[..version]);
        // What only reads has it brought up to date; what writes first has it resolved again.
        let stats = old.relgraph(&["stats"]).ends(0).stdout;
        assert!(stats.contains("6 articles"), "{stats}");
        let none = old.write("none.jsonl", "{\"id\": \"none\", \"text\": \"It rained.\"}");
        old.relgraph(&["ingest", "-q", none.to_str().unwrap()]).ends(0);
        old.relgraph(&["remove", "-q", "none"]).ends(0);
        is_sound(&old);
        assert_eq!(dump(&old), expected, "version {version}");
        // What an old version has summed up goes on.
        old.write("more.txt", "Russia accused Turkey on Friday.");
        old.relgraph(&["ingest", "-q", "more.txt"]).ends(0);
        is_sound(&old);
    }
}

/// The texts that made each version of the tables out of the one before.
fn migrations() -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(repository("src/store/schema"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect()
}

/// A database as an earlier version would have left it: its tables, with what they have in common with today's.
fn make_old(now: &Path, old: &Path, migrations: &[String]) {
    let file = Connection::open(old).unwrap();
    for migration in migrations {
        file.execute_batch(migration).unwrap();
    }
    file.execute_batch(&format!(
        "PRAGMA foreign_keys = off; PRAGMA application_id = {}; PRAGMA user_version = {}; ATTACH '{}' AS now",
        0x5245_4c47,
        migrations.len(),
        now.display()
    ))
    .unwrap();
    let names = |sql: &str| -> Vec<String> {
        let mut select = file.prepare(sql).unwrap();
        select
            .query_map((), |row| row.get(0))
            .unwrap()
            .map(|name| name.unwrap())
            .collect()
    };
    // The words of sentences are kept by triggers.
    let tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sentence_words%'";
    for table in names(tables) {
        let columns = names(&format!(
            "SELECT name FROM pragma_table_info('{table}', 'main') INTERSECT SELECT name FROM pragma_table_info('{table}', 'now')"
        ))
        .join(", ");
        file.execute(
            &format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}"),
            (),
        )
        .unwrap();
    }
    if migrations.len() < 3 {
        file.execute("UPDATE article SET story = (SELECT b.hash FROM now.body b JOIN now.article a ON a.body = b.id WHERE a.id = article.id)", ())
            .unwrap();
    }
}

#[test]
fn a_database_that_may_only_be_read_is_told() {
    let sample = Sample::story();
    Connection::open(sample.db())
        .unwrap()
        .execute_batch("PRAGMA journal_mode = delete")
        .unwrap();
    // Rights mean nothing to root; that a newer SQLite alone may write a file means the same to everyone. The byte
    // stands in the file's head.
    let mut bytes = std::fs::read(sample.db()).unwrap();
    bytes[18] = 3;
    std::fs::write(sample.db(), bytes).unwrap();
    let mut rights = std::fs::metadata(sample.db()).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(sample.db(), rights).unwrap();
    sample.write("a.txt", "It rained.");
    let run = sample.relgraph(&["ingest", "a.txt"]).ends(2);
    assert!(
        run.stderr.contains("cannot be written; allow writing"),
        "{}",
        run.stderr
    );
    sample.relgraph(&["path", "Turkey", "Russia"]).ends(0);
}
