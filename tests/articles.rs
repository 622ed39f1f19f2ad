//! Articles on their way into the graph.

use relgraph::lexicon::Lexicon;
use relgraph::pipeline::{Ingested, Writer};
use relgraph::query::Cell;
use relgraph::store::Store;

use super::graph::{STORY, Sample, article, types};

/// The graph by names alone: ids may differ, what it says may not.
fn dump(sample: &Sample) -> Vec<Vec<Cell>> {
    let store = Store::read(&sample.db()).unwrap();
    let sql =
        "SELECT head, type, tail, polarity, modality, first_date, last_date, claims, sources, confidence FROM relations
               UNION ALL SELECT key, kind, name, code, state, aliases, articles, 0, 0, 0 FROM entities
               UNION ALL SELECT head, type, tail, article, sentence, evidence, day, confidence, 0, 0 FROM claims
               ORDER BY 1, 2, 3, 4, 5";
    store.select(sql, &[]).unwrap().rows
}

#[test]
fn ingesting_twice_changes_nothing() {
    let sample = Sample::story();
    let once = dump(&sample);
    assert!(once.len() > 40);
    sample.ingest(STORY);
    assert_eq!(dump(&sample), once);
}

#[test]
fn the_order_of_articles_changes_nothing() {
    let (forth, back) = (Sample::story(), Sample::empty());
    let mut articles = STORY.to_vec();
    articles.reverse();
    for one in articles {
        back.ingest(&[one]);
    }
    assert_eq!(dump(&back), dump(&forth));
}

#[test]
fn a_new_text_replaces_what_the_old_one_said() {
    let (changed, direct) = (Sample::story(), Sample::empty());
    let new = (
        "munich",
        "2020-02-16",
        "Sergei Lavrov met-with Turkey | Lavrov met Turkish officials.",
    );
    changed.ingest(&[new]);
    direct.ingest(&STORY[..3]);
    direct.ingest(&[new]);
    assert_eq!(dump(&changed), dump(&direct));
}

#[test]
fn copies_of_a_story_are_one_source() {
    let sample = Sample::empty();
    let line = "Turkey purchased S-400 | Turkey bought it.";
    sample.ingest(&[("a", "2019-01-01", line), ("b", "2019-01-02", line)]);
    sample.ingest(&[("c", "2019-01-03", "Turkey purchased S-400 | Ankara did buy it.")]);
    let store = Store::read(&sample.db()).unwrap();
    let rows = store
        .select(
            "SELECT claims, sources, confidence, first_date, last_date FROM relations",
            &[],
        )
        .unwrap()
        .rows;
    let text = |date: &str| Cell::Text(date.into());
    assert_eq!(
        rows,
        [[
            Cell::Integer(3),
            Cell::Integer(2),
            Cell::Real(0.96),
            text("2019-01-01"),
            text("2019-01-03")
        ]]
    );
}

#[test]
fn a_surname_finds_its_person_in_any_order() {
    let full = (
        "full",
        "2020-01-01",
        "Sergei Lavrov holds-office Russia | Foreign Minister Sergei Lavrov.",
    );
    let short = (
        "short",
        "2020-01-02",
        "Lavrov met-with Turkey | Russia's Lavrov met the Turks.\nRussia ally-of Syria | So it is.",
    );
    let people = |sample: &Sample| {
        let rows = Store::read(&sample.db())
            .unwrap()
            .select("SELECT key FROM entities WHERE kind = 'official' ORDER BY 1", &[]);
        rows.unwrap().rows.concat()
    };
    let (forth, back, alone) = (Sample::empty(), Sample::empty(), Sample::empty());
    forth.ingest(&[full]);
    forth.ingest(&[short]);
    back.ingest(&[short]);
    alone.ingest(&[short]);
    assert_eq!(people(&alone), [Cell::Text("official:lavrov".into())]);
    back.ingest(&[full]);
    assert_eq!(dump(&forth), dump(&back));
}

#[test]
fn counts_what_became_of_articles() {
    let sample = Sample::story();
    let mut store = Store::open(&sample.db()).unwrap();
    store.put_types(&types()).unwrap();
    let mut writer = Writer::new(&mut store, Lexicon::embedded()).unwrap();
    for (id, date, lines) in [
        STORY[0],
        ("new", "2020", "Turkey opposes Syria | It does."),
        ("munich", "2020", "Turkey opposes Syria | So."),
    ] {
        let (article, extraction) = article(id, date, lines);
        writer.put(article, extraction).unwrap();
    }
    writer.count_bad();
    let ingested = writer.finish().unwrap();
    assert!(
        matches!(
            ingested,
            Ingested {
                new: 1,
                updated: 1,
                unchanged: 1,
                bad: 1,
                ..
            }
        ),
        "{ingested:?}"
    );
}

#[test]
fn extraction_is_the_same_with_any_number_of_jobs() {
    let sample = Sample::empty();
    for number in 0..40 {
        sample.write(
            &format!("news/{number:02}.txt"),
            format!("Report {number}\n\nTurkey bought missile {number} from Russia on Monday."),
        );
    }
    let run = |jobs: &str| {
        sample
            .relgraph(&["extract", "--format", "jsonl", "--jobs", jobs, "news"])
            .ends(0)
            .stdout
    };
    let one = run("1");
    assert_eq!(one.lines().count(), 40);
    assert!(one.starts_with("{\"doc\":\"00\",\"entities\":["), "{one}");
    assert_eq!(run("4"), one);
    assert_eq!(run("13"), one);
}

#[test]
fn ingest_reads_stdin_and_tells_what_it_did() {
    let sample = Sample::empty();
    let mut command = assert_cmd::Command::cargo_bin("relgraph").unwrap();
    command.args(["ingest", "-", "--db"]).arg(sample.db());
    let run = super::graph::Run::of(command.write_stdin("{\"id\": \"x\", \"text\": \"It rained.\"}\n")).ends(0);
    assert!(
        run.stdout.contains("1 new, 0 updated, 0 unchanged, 0 bad"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stderr, "");
}
