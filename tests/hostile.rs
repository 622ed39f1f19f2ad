//! Input that is made to harm: a message, bounded time and memory, and the rest goes on.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use relgraph::lexicon::Lexicon;
use relgraph::model::Article;
use relgraph::pipeline::extract;
use relgraph::read::{self, Format, Options};

use super::graph::Sample;

const GOOD: &str = "{\"id\": \"good\", \"text\": \"Turkey accused Russia of bombing hospitals.\"}\n";

fn gzip(parts: &[(&[u8], usize)]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for (part, times) in parts {
        for _ in 0..*times {
            packed.write_all(part).unwrap();
        }
    }
    packed.finish().unwrap()
}

/// What a reader makes of a file, as ids and errors; articles and lines may have 10,000 bytes.
fn read(name: &str, content: impl Into<Vec<u8>>) -> Vec<String> {
    let options = Options {
        longest: 10_000,
        ..Options::default()
    };
    let found = read::articles_of(Cursor::new(content.into()), name, options);
    found
        .map(|item| item.map_or_else(|error| error.to_string(), |article| article.id))
        .collect()
}

#[test]
fn bombs_cost_themselves_alone() {
    let sample = Sample::empty();
    let zeros = vec![b'0'; 1 << 20];
    sample.write("in/1.txt.gz", gzip(&[(&zeros, 100)]));
    sample.write(
        "in/2.jsonl.gz",
        gzip(&[(GOOD.as_bytes(), 1), (&zeros, 100), (b"\n", 1), (GOOD.as_bytes(), 1)]),
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a.jsonl", "b.jsonl"] {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        (0..100).for_each(|_| archive.write_all(&zeros).unwrap());
    }
    sample.write("in/3.zip", archive.finish().unwrap().into_inner());
    sample.write("in/4.jsonl", GOOD.replace("good", "after"));
    let run = sample.relgraph(&["ingest", "in"]).ends(2);
    assert!(run.stdout.contains("2 new"), "{}", run.text());
    let skipped: Vec<&str> = run.stderr.lines().collect();
    let bomb = "grows to more than 200 times its size when it is unpacked";
    assert_eq!(skipped.len(), 3, "{}", run.stderr);
    assert!(
        skipped[0].starts_with("skipped in/1.txt.gz: is longer than 16 MiB"),
        "{}",
        run.stderr
    );
    assert!(
        skipped[1].starts_with("skipped in/2.jsonl.gz:2: ") && skipped[1].contains(bomb),
        "{}",
        run.stderr
    );
    assert!(
        skipped[2].starts_with("skipped in/3.zip/a.jsonl:1: ") && skipped[2].contains(bomb),
        "{}",
        run.stderr
    );
}

#[test]
fn what_is_too_long_is_passed_over() {
    let check = |name: &str, content: String, expected: &[&str]| {
        let found = read(name, content);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}");
        }
    };
    let long = "x".repeat(30_000);
    check("a.txt", long.clone(), &["a.txt: is longer than 10000 bytes"]);
    check("a.html", format!("<html>{long}"), &["a.html: is longer than"]);
    check(
        "a.jsonl",
        format!("{long}\n{GOOD}"),
        &["a.jsonl:1: the line is longer than 10000 bytes", "good"],
    );
    check(
        "a.json",
        format!("[{{\"text\": \"{long}\"}},\n{GOOD}]"),
        &["a.json#1: is longer than 10000 bytes", "good"],
    );
    check(
        "a.csv",
        format!("id,text\na,x\nb,\"{long}"),
        &["a", "a.csv:3: the line is longer than"],
    );
    check("a.xml", format!("<rss>{long}"), &["a.xml: is longer than"]);
    check(
        "a.xml",
        format!("<mediawiki>\n<page>\n{}</page>\n", "<x/>\n".repeat(5000)),
        &["a.xml:2001: is longer than"],
    );
    check(
        "a.warc",
        format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 30000\r\n\r\n{long}\r\n\r\n\
             WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: u\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nT\nIt\r\n\r\n"
        ),
        &["a.warc#1: is longer than", "u"],
    );
    check(
        "a.warc",
        "WARC/1.0\r\nContent-Length: 99999999999\r\n\r\nx".into(),
        &["a.warc#1: cannot be read"],
    );
    let row = format!("1\t20190711\t\t2019{}\n", "\t".repeat(57));
    check(
        "a.tsv",
        format!("{row}{long}\n"),
        &[
            "a.tsv:1: the cell \"EventCode\" is empty",
            "a.tsv:2: the line is longer than",
        ],
    );
}

#[test]
fn an_article_without_a_name_is_called_by_its_place() {
    let check = |name: &str, content: &str, id: &str| assert_eq!(read(name, content), [id]);
    let record = |uri: &str| {
        let head = format!("WARC/1.0\r\nWARC-Type: conversion\r\n{uri}Content-Type: text/plain\r\n");
        format!("{head}Content-Length: 10\r\n\r\nT\nIt rains\r\n\r\n")
    };
    check(
        "a.warc",
        &record("WARC-Target-URI: <https://example.org>\r\n"),
        "https://example.org",
    );
    check("a.warc", &record(""), "a.warc#1");
    check("a.warc", &record("WARC-Target-URI: \r\n"), "a.warc#1");
    check("a.warc", &record("WARC-Target-URI: <>\r\n"), "a.warc#1");
    check("a.jsonl", r#"{"id": "", "text": "It rains."}"#, "a-1");
    check("a.csv", "id,text\n,It rains.\n", "a-2");
    check("a.txt", "Id:\nTitle: Rain\n\nIt rains.", "a");
    check(
        "a.xml",
        "<newsItem guid='  '><contentSet><inlineXML><html><body><p>It rains.</p></body></html></inlineXML></contentSet></newsItem>",
        "a",
    );
    check(
        "a.xml",
        "<rss version='2.0'><channel><item><guid></guid><title>It rains</title></item></channel></rss>",
        "a-It rains",
    );
    check(
        "a.xml",
        "<rss version='2.0'><channel><item><link>https://example.org/1</link><title>It rains</title></item></channel></rss>",
        "https://example.org/1",
    );
}

#[test]
fn xml_that_grows_is_refused() {
    let mut entities = String::from("<!ENTITY a0 \"lol\">");
    for level in 1..30 {
        entities += &format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10));
    }
    let check = |root: &str, body: &str| {
        let xml = format!("<?xml version='1.0'?><!DOCTYPE {root} [{entities}]><{root}>{body}</{root}>");
        let found = read("a.xml", xml);
        assert!(found.len() == 1 && found[0].starts_with("a.xml"), "{found:?}");
        assert!(found[0].len() < 300, "{}", found[0].len());
    };
    check("nitf", "<body><body.content><p>&a29;</p></body.content></body>");
    check("rss", "<channel><title>&a29;</title></channel>");
    check("mediawiki", "\n<page>\n<title>&a29;</title></page>\n");
    let deep = format!("<nitf>{}", "<p>".repeat(3000));
    assert!(read("a.xml", deep)[0].starts_with("a.xml: is no well-formed XML"));
    let deep = format!("[{{\"text\": {}", "[".repeat(5000));
    assert!(read("a.json", deep)[0].starts_with("a.json#1: the JSON of this line is cut short"));
}

#[test]
fn nothing_from_outside_is_printed_raw() {
    let sample = Sample::empty();
    let escape = "\u{1b}[2J\u{1b}]0;pwned\u{7}";
    sample.write(
        "in/a.jsonl",
        serde_json::json!({
            "id": format!("a{escape}"),
            "title": format!("Turkey accuses Russia{escape}"),
            "text": format!("Turkey accused{escape} Russia of bombing hospitals.\n\nTurkey accused Russia of bombing hospitals."),
            "source": format!("Wire{escape}\u{202e}"),
            "url": format!("https://example.org/{escape}"),
        })
        .to_string(),
    );
    sample.write("in/b\u{1b}[31m.txt", "");
    sample.write("in/c.jsonl", format!("{{\"text\": \"x\", \"date\": \"{escape}\"}}"));
    for command in [
        &["ingest", "in"][..],
        &["show", "Turkey"],
        &["path", "Turkey", "Russia"],
        &["extract", "in"],
        &["stats"],
        &["export", "--format", "dot"],
        &["query", "timeline", "--param", "a=Turkey", "--param", "b=Russia"],
    ] {
        let run = sample.relgraph(command);
        assert!(
            !run.text().contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{command:?}: {:?}",
            run.text()
        );
    }
}

/// A million are told of in `benches/README.md`; fewer must do here, in sections enough.
#[test]
fn names_without_end_are_one_article() {
    let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu"];
    let name = |number: usize| {
        let [a, b, c] = [number % 10, number / 10 % 10, number / 3 % 10].map(|index| syllables[index]);
        format!("{}{b}{c}", a[..1].to_uppercase() + &a[1..])
    };
    let sentence = |number: usize| {
        let [one, two, three, four] = [97, 89, 83, 79].map(|prime| name(number % prime));
        format!("{one} met {two} and {three} in {four}. ")
    };
    let names: String = (0..10_000).map(sentence).collect();
    let text = format!("{names}Turkey accused Russia of bombing hospitals.");
    let sample = Sample::empty();
    sample.write("in/a.txt", &text);
    sample.write("in/b.jsonl", GOOD);
    let run = sample.relgraph(&["ingest", "in"]).ends(0);
    assert!(run.stdout.contains("2 new"), "{}", run.text());
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let store = relgraph::store::Store::read(&sample.db()).unwrap();
    let whole = "SELECT length(text) FROM articles WHERE id = 'a'";
    let said = "SELECT count(*) FROM claims WHERE sentence = 'Turkey accused Russia of bombing hospitals.'";
    for (sql, count) in [(whole, text.len() as i64), (said, 2)] {
        let found = store.select(sql, &[]).unwrap();
        assert_eq!(found.rows[0], [relgraph::query::Cell::Integer(count)], "{sql}");
    }
}

#[test]
fn absurd_dates_harm_nothing() {
    let text = "Turkey said last week that it would leave NATO next year. Turkey left NATO on 31 February 99999999999999999999, \
                in the year 0, three billion years ago, and in 4,000,000,000 weeks.";
    for day in [
        "9999-12-31",
        "0000-01-01",
        "-9999-01-01",
        "0001-W01",
        "2020-02-30",
        "99999-01-01",
    ] {
        let found = read("a.txt", format!("Date: {day}\n\n{text}"));
        assert_eq!(found.len(), 1);
        let article = Article {
            text: text.into(),
            date: day.parse().ok(),
            ..Article::default()
        };
        let extraction = extract(Lexicon::embedded(), &article);
        assert_eq!(extraction.words, text.split_whitespace().count());
    }
}

/// What each reader reads, in small.
fn seeds() -> Vec<(Format, Vec<u8>)> {
    let tabs = |count: usize| "\t".repeat(count);
    let seeds: [(Format, String); 12] = [
        (Format::Text, "Title: T\nDate: 2019\n\nTurkey met Russia.".into()),
        (Format::Html, "<!DOCTYPE html><html><head><title>T</title><meta name=date content=2019><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"T\"}</script></head><body><p>Turkey &amp; <b>Russia</b>.</p><!-- x --></body></html>".into()),
        (Format::Json, "[{\"title\": \"T\", \"text\": [\"a\", \"b\"], \"source\": {\"name\": \"W\"}, \"date\": 1500000000}]".into()),
        (Format::Jsonl, format!("{GOOD}{{\"event\": \"AID\", \"source\": \"TURGOV\", \"target\": [\"RUS\"]}}\n")),
        (Format::Csv, "id,text,date\n1,\"a, \"\"b\"\"\",2019\n2,c,\n".into()),
        (Format::Feed, "<rss version='2.0'><channel><title>W</title><item><title>T</title><description>&lt;p&gt;x</description><pubDate>Fri, 12 Jul 2019 10:00:00 GMT</pubDate></item></channel></rss>".into()),
        (Format::Warc, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org/\r\nContent-Length: 87\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n<p>Turk\r\n0\r\n".into()),
        (Format::Agency, "<nitf><head><docdata><doc-id id-string='n'/><date.issue norm='20190712'/></docdata></head><body><hl1>T</hl1><body.content><p>x</p></body.content></body></nitf>".into()),
        (Format::Mediawiki, "<mediawiki>\n<page>\n<title>T</title>\n<revision><text>{{date|May 1, 2019}} '''[[A|B]]''' {| x |} [[File:x|[[y]]]] <ref>z</ref></text></revision>\n</page>\n".into()),
        (Format::Gdelt, format!("1\t20190711\t\t2019{}TURKEY\tTUR{}RUSSIA\tRUS{}112{}20190712\thttps://e.org/\n", tabs(3), tabs(9), tabs(9), tabs(33))),
        (Format::Gkg, format!("1-1\t20190711000000\t1\te.org\thttps://e.org/{}<PAGE_TITLE>Turkey</PAGE_TITLE>\n", tabs(22))),
        (Format::Polecat, "Event ID\tEvent Date\tEvent Type\tActor Name\tRecipient Name\n1\t2019-07-11\tAID\tTurkey; NATO\tRussia\n".into()),
    ];
    seeds.map(|(format, text)| (format, text.into_bytes())).to_vec()
}

#[test]
fn seeds_are_read() {
    for (format, bytes) in seeds() {
        let options = Options {
            format: Some(format),
            ..Options::default()
        };
        let found: Vec<_> = read::articles_of(Cursor::new(bytes.clone()), "a", options).collect();
        assert!(
            !found.is_empty() && found.iter().all(Result::is_ok),
            "{format:?}: {found:?}"
        );
        let detected = read::articles_of(Cursor::new(bytes), "a", Options::default()).count();
        assert_eq!(detected, found.len(), "{format:?}");
    }
}

/// A few bytes written over, cut out, put in or repeated.
fn spoil(mut bytes: Vec<u8>, changes: &[(u8, u16, u8)]) -> Vec<u8> {
    for (kind, place, byte) in changes {
        let at = usize::from(*place) % (bytes.len() + 1);
        let end = (at + usize::from(*byte)).min(bytes.len());
        match kind % 4 {
            0 if at < bytes.len() => bytes[at] = *byte,
            1 => drop(bytes.drain(at..end)),
            2 => bytes.insert(at, *byte),
            _ => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_any_reader_fail(changes in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u8>()), 0..12), noise in prop::collection::vec(any::<u8>(), 0..200)) {
        for (format, seed) in seeds() {
            for bytes in [spoil(seed.clone(), &changes), noise.clone()] {
                let options = Options { format: Some(format), longest: 2000, ..Options::default() };
                for item in read::articles_of(Cursor::new(bytes.clone()), "name", options).take(1000) {
                    match item {
                        Ok(article) => prop_assert!(!article.text.is_empty() || article.title.is_some() || !article.events.is_empty(), "{format:?} {bytes:?}"),
                        Err(error) => prop_assert!(error.to_string().starts_with("name")),
                    }
                }
                prop_assert!(read::articles_of(Cursor::new(bytes), "name", Options::default()).take(1000).count() > 0);
            }
        }
        for packing in [&b"\x1f\x8b\x08\x00"[..], b"\x28\xb5\x2f\xfd", b"PK\x03\x04"] {
            let bytes = [packing, &noise].concat();
            prop_assert!(read::articles_of(Cursor::new(bytes), "name.gz", Options::default()).take(1000).all(|item| item.is_err()));
        }
        let packed = spoil(gzip(&[(GOOD.as_bytes(), 20)]), &changes);
        prop_assert!(read::articles_of(Cursor::new(packed), "name.gz", Options::default()).count() > 0);
    }

    #[test]
    fn no_text_makes_understanding_fail(text in "\\PC{0,80}", words in prop::collection::vec(0..WORDS.len(), 0..60), cut in any::<prop::sample::Index>()) {
        let salad: Vec<&str> = words.iter().map(|index| WORDS[*index]).collect();
        let salad = salad.join(" ");
        let (mut at, date) = (cut.index(salad.len() + 1), "2019-07-12".parse().ok());
        while !salad.is_char_boundary(at) {
            at -= 1;
        }
        let article = Article { title: Some(text.clone()), text: format!("{}{text}{}", &salad[..at], &salad[at..]), date, ..Article::default() };
        let full = article.full_text();
        let extraction = extract(Lexicon::embedded(), &article);
        prop_assert_eq!(&extraction.text, &full);
        for claim in &extraction.claims {
            prop_assert!(claim.head < extraction.entities.len() && claim.tail < extraction.entities.len());
            prop_assert!(full.get(claim.sentence.range()).is_some() && full.get(claim.evidence.range()).is_some());
            prop_assert!((0.0..=1.0).contains(&claim.confidence));
        }
    }
}

/// Words among which sentences, names, dates and quotations come about.
const WORDS: [&str; 40] = [
    "Turkey",
    "Russia",
    "NATO",
    "Sergei Lavrov",
    "Lavrov",
    "the S-400",
    "rebels",
    "he",
    "its",
    "who",
    "said",
    "accused",
    "bought",
    "met",
    "attacked",
    "of",
    "in",
    "with",
    "by",
    "and",
    "not",
    "last week",
    "on Monday",
    "May 5, 2019",
    "“",
    "”",
    "\"",
    "'s",
    ",",
    ".",
    ":",
    "-",
    "(",
    ")",
    "\n\n",
    "President",
    "’",
    "—",
    "é",
    "\u{202e}",
];
