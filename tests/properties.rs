//! What must hold for any articles, not only for those that we thought of.

use std::collections::BTreeSet;

use proptest::prelude::*;
use relgraph::lexicon::{Lexicon, fold};
use relgraph::model::{Act, Article, Decision, Extraction, Incoming};
use relgraph::pipeline::{Writer, decide, dropped, extract_all_with, undo};
use relgraph::read::{self, ReadError};
use relgraph::store::{Fingerprint, Store};

use super::graph::Sample;

const ACTORS: [&str; 12] = [
    "Turkey",
    "Russia",
    "Syria",
    "NATO",
    "Sergei Lavrov",
    "Lavrov",
    "Ivan Lavrov",
    "Sergey Lavrov",
    "Sergei W. Lavrov",
    "S400",
    "rebels",
    "S-400",
];
const TYPES: [&str; 5] = ["met-with", "accuses", "holds-office", "purchased", "ally-of"];

/// Articles of a few claims among a few actors; some share an id, some a text.
fn articles() -> impl Strategy<Value = Vec<(String, String, String)>> {
    let line = (0..ACTORS.len(), 0..TYPES.len(), 0..ACTORS.len(), 0..3usize).prop_map(|(head, kind, tail, mark)| {
        let claim = format!(
            "{} {} {}{}",
            ACTORS[head],
            TYPES[kind],
            ACTORS[tail],
            ["", " ?", " !"][mark]
        );
        // The same text always says the same, as it does when it is read.
        format!("{claim} | It says: {claim}.")
    });
    let article = (0..6u8, 1..4u8, prop::collection::vec(line, 1..4))
        .prop_map(|(id, day, lines)| (format!("a{id}"), format!("2020-01-0{day}"), lines.join("\n")));
    prop::collection::vec(article, 1..7)
}

fn ingest(sample: &Sample, articles: &[(String, String, String)]) {
    let borrowed: Vec<(&str, &str, &str)> = articles
        .iter()
        .map(|(id, date, lines)| (&**id, &**date, &**lines))
        .collect();
    sample.ingest(&borrowed);
}

/// All that a reader of the graph can see, but for ids.
fn dump(sample: &Sample) -> String {
    let store = Store::read(&sample.db()).unwrap();
    let tables = [
        "SELECT head, head_kind, type, tail, polarity, modality, first_date, last_date, claims, sources, confidence FROM relations ORDER BY 1, 2, 3, 4, 5",
        "SELECT key, kind, name, code, state, generic, articles, aliases FROM entities ORDER BY 1",
        "SELECT article, head, type, tail, polarity, modality, day FROM claims ORDER BY 1, 2, 3, 4, 5, 6",
        "SELECT source, articles, stories, claims FROM sources",
    ];
    tables
        .map(|sql| format!("{:?}\n", store.select(sql, &[]).unwrap().rows))
        .concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn twice_is_once(articles in articles()) {
        let mut last = articles.clone();
        // What a later article of the same id replaced would come back, and rightly so.
        last.reverse();
        last.sort_by(|a, b| a.0.cmp(&b.0));
        last.dedup_by(|a, b| a.0 == b.0);
        let (once, twice) = (Sample::empty(), Sample::empty());
        ingest(&once, &last);
        ingest(&twice, &last);
        ingest(&twice, &last);
        prop_assert_eq!(dump(&twice), dump(&once));
    }

    #[test]
    fn batches_order_and_replaced_articles_leave_no_trace(articles in articles()) {
        let (stepwise, direct) = (Sample::empty(), Sample::empty());
        for article in &articles {
            ingest(&stepwise, std::slice::from_ref(article));
        }
        // Only the last article of each id counts, wherever it stands.
        let mut last = articles.clone();
        last.reverse();
        last.sort_by(|a, b| a.0.cmp(&b.0));
        last.dedup_by(|a, b| a.0 == b.0);
        last.reverse();
        ingest(&direct, &last);
        prop_assert_eq!(dump(&stepwise), dump(&direct));
    }

    #[test]
    fn decisions_and_articles_may_come_in_any_order(articles in articles(), merge in (4..9usize, 4..9usize), forbid in (4..9usize, 4..9usize)) {
        let mut articles = articles;
        articles.sort_by(|a, b| a.0.cmp(&b.0));
        articles.dedup_by(|a, b| a.0 == b.0);
        let key = |at: usize| format!("official:{}", fold(ACTORS[at]));
        let settle = |sample: &Sample| {
            let mut store = Store::open(&sample.db()).unwrap();
            for (act, (one, other)) in [(Act::Merge, merge), (Act::Forbid, forbid)] {
                let mut decision = Decision::new(act, &key(one));
                decision.other = Some(key(other));
                decide(&mut store, Lexicon::embedded(), &decision).unwrap();
            }
        };
        let (early, late) = (Sample::empty(), Sample::empty());
        settle(&early);
        for article in articles.iter().rev() {
            ingest(&early, std::slice::from_ref(article));
        }
        ingest(&late, &articles);
        let before = dump(&late);
        settle(&late);
        prop_assert_eq!(dump(&early), dump(&late));
        let mut store = Store::open(&late.db()).unwrap();
        for decision in store.decisions().unwrap() {
            undo(&mut store, Lexicon::embedded(), &decision).unwrap();
        }
        prop_assert_eq!(dump(&late), before);
    }

    #[test]
    fn any_number_of_jobs_gives_one_order(count in 0..60usize, jobs in 1..9usize) {
        let articles = (0..count).map(|number| Ok::<_, ReadError>(Article { id: number.to_string(), ..Article::default() }));
        let mut seen = Vec::new();
        let extract = |article: &Article| Extraction { text: article.id.clone(), ..Extraction::default() };
        let done: Result<(), ()> = extract_all_with(articles, jobs, &extract, |outcome| {
            let (article, extraction) = outcome.unwrap();
            assert_eq!(article.id, extraction.text);
            seen.push(article.id);
            Ok(())
        });
        prop_assert!(done.is_ok());
        prop_assert_eq!(seen, (0..count).map(|number| number.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn no_bytes_make_a_reader_fail(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "(Title|Date|Source): .{0,30}\n{1,2}.{0,60}") {
        let sample = Sample::empty();
        for (name, content) in [("a.txt", bytes.as_slice()), ("b.jsonl", &bytes), ("c.txt", text.as_bytes())] {
            let path = sample.write(name, content);
            for article in read::articles(&[path]) {
                match article {
                    Ok(article) => prop_assert!(article.title.is_some() || !article.text.is_empty()),
                    Err(error) => prop_assert!(error.to_string().contains(name)),
                }
            }
        }
    }
}

/// Ids, pages and texts of articles, few of each, so that they meet.
fn versions() -> impl Strategy<Value = Vec<(u8, Option<u8>, u8)>> {
    prop::collection::vec((0..4u8, prop::option::of(0..3u8), 0..3u8), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// A cluster drops the articles that `ingest` does not keep.
    #[test]
    fn a_cluster_keeps_the_articles_that_ingest_keeps(versions in versions()) {
        let articles = versions.iter().map(|(id, page, text)| Article {
            id: format!("a{id}"),
            text: format!("This is text {text}."),
            url: page.map(|page| format!("https://example.org/{page}.html")),
            ..Article::default()
        });
        let articles: Vec<Article> = articles.collect();
        let sample = Sample::empty();
        let mut store = Store::open(&sample.db()).unwrap();
        let mut writer = Writer::new(&mut store, Lexicon::embedded()).unwrap();
        for article in &articles {
            writer.put(article.clone(), Extraction::default()).unwrap();
        }
        writer.finish().unwrap();
        let stored = store.articles_after(None, 100).unwrap();

        let incoming = articles.iter().enumerate().map(|(doc, article)| Ok(Incoming {
            doc: doc.to_string(),
            id: article.id.clone(),
            page: article.page().map(String::from),
            hash: Fingerprint::of(article).whole,
        }));
        let mut kept: BTreeSet<usize> = (0..articles.len()).collect();
        dropped::<ReadError>(incoming, |gone| {
            assert!(kept.remove(&gone.doc.parse().unwrap()), "{gone:?} was dropped before");
            Ok(())
        }).unwrap();
        let mut kept: Vec<Article> = kept.iter().map(|place| articles[*place].clone()).collect();
        kept.sort_by(|one, other| one.id.cmp(&other.id));
        prop_assert_eq!(stored, kept);
    }
}
