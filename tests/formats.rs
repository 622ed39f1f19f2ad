//! Every format from the command line: what comes in is found in the graph, and of a file with one bad item beside good
//! ones only the bad one is lost.

use std::io::Write;

use relgraph::query::Cell;
use relgraph::store::Store;

use super::graph::{Run, Sample};

/// Sentences that are surely understood, so that these tests hang on the readers alone.
const ATTACK: &str = "Turkey accused Russia of bombing hospitals.";
const MEETING: &str = "Russian Foreign Minister Sergei Lavrov met Turkish Foreign Minister Mevlut Cavusoglu on Monday.";

/// Ingests one file; the summary's line of articles, stderr, and a line `id|title|date|source|url|byline|language|claims`
/// an article.
fn ingest(name: &str, content: impl AsRef<[u8]>, arguments: &[&str]) -> (Run, Vec<String>) {
    let sample = Sample::empty();
    sample.write(name, content);
    let run = sample.relgraph(&[&["ingest", name], arguments].concat());
    let Ok(store) = Store::read(&sample.db()) else {
        return (run, Vec::new());
    };
    let rows = store.select(
        "SELECT id, title, published, source, url, byline, language, claims > 0 FROM articles ORDER BY id",
        &[],
    );
    let text = |cell: &Cell| match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    };
    let lines = rows
        .unwrap()
        .rows
        .iter()
        .map(|row| row.iter().map(text).collect::<Vec<_>>().join("|"))
        .collect();
    (run, lines)
}

/// All good ones are stored, and the one bad one is named.
#[track_caller]
fn check(name: &str, content: impl AsRef<[u8]>, articles: &[&str], bad: &str) {
    let (run, found) = ingest(name, content, &[]);
    assert_eq!(found, articles, "{}", run.text());
    let skipped: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(skipped.len(), 1, "{}", run.text());
    assert!(skipped[0].starts_with(&format!("skipped {bad}")), "{}", run.stderr);
    run.ends(2);
}

#[test]
fn json_and_tables() {
    check(
        "a.json",
        format!(
            "[{{\"title\": \"T\", \"body\": \"{ATTACK}\", \"publishedAt\": \"2019-07-12T10:00:00Z\", \"url\": \"https://example.org/1\"}},\n 5]"
        ),
        &["a-1|T|2019-07-12||https://example.org/1||eng|1"],
        "a.json#2: not JSON at column 2",
    );
    check(
        "a.csv",
        format!("headline,body,date,author\nT,\"{ATTACK}\",2019-07-12,Ann\nonly\n"),
        &["a-2|T|2019-07-12|||Ann|eng|1"],
        "a.csv:3: has 1 cells, but the first line names 4 columns",
    );
    let (run, found) = ingest(
        "a.csv",
        format!("no;story;printed\n7;{ATTACK};12 July 2019\n"),
        &["--map", "text=story,date=printed", "--map", "id=no"],
    );
    assert_eq!(found, ["7||2019-07-12||||eng|1"], "{}", run.text());
    let (run, _) = ingest("a.csv", "no;story\n7;x\n", &["--map", "body=story"]);
    assert!(
        run.stderr
            .contains("an article has no part \"body\"; its parts are id, title"),
        "{}",
        run.stderr
    );
}

#[test]
fn pages_and_feeds() {
    let page = |body: &str| {
        format!(
            "<!DOCTYPE html><html><head><meta property=\"og:title\" content=\"T\"><meta property=\"og:site_name\" content=\"Example\">\
             <meta property=\"article:published_time\" content=\"2019-07-12T10:00:00Z\"><link rel=canonical href=https://example.org/1>\
             <meta name=author content=Ann></head><body><nav><a href=/>Home</a></nav><article><p>{body}</p></article></body></html>"
        )
    };
    let sample = Sample::empty();
    sample.write("in/a.html", page(ATTACK));
    sample.write("in/b.htm", "<html><body></body></html>");
    let run = sample.relgraph(&["ingest", "in"]).ends(2);
    assert_eq!(run.stderr, "skipped in/b.htm: has no main text\n");
    let shown = sample.relgraph(&["show", "Turkey"]).ends(0);
    assert!(
        shown.stdout.contains(ATTACK) && shown.stdout.contains("Example, 2019-07-12: T"),
        "{}",
        shown.stdout
    );
    check(
        "feed",
        format!(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>\
             <item><title>A &amp;amp; B</title><description>&lt;p&gt;{ATTACK}&lt;/p&gt;</description><guid>g1</guid>\
             <link>https://example.org/1</link><pubDate>Fri, 12 Jul 2019 10:00:00 GMT</pubDate></item>\
             <item><guid>g2</guid></item></channel></rss>"
        ),
        &["g1|A & B|2019-07-12|Wire|https://example.org/1||eng|1"],
        "feed#2: has no \"text\" and no \"title\"",
    );
    check(
        "feed.xml",
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><id>urn:1</id><title>T</title>\
             <link href='https://example.org/1'/><published>2019-07-12T10:00:00Z</published><author><name>Ann</name></author>\
             <content type='html'>&lt;p&gt;{ATTACK}&lt;/p&gt;</content></entry><entry><id>urn:2</id></entry></feed>"
        ),
        &["urn:1|T|2019-07-12|Wire|https://example.org/1|Ann|eng|1"],
        "feed.xml#2: has no",
    );
}

fn record(kind: &str, uri: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

#[test]
fn web_archives() {
    let response = |head: &str, body: &[u8]| [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n\r\n", body].concat();
    let page = format!("<html><title>T</title><body><p>{ATTACK}</p></body></html>");
    let chunked = format!(
        "5\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        &page[..5],
        page.len() - 5,
        &page[5..]
    );
    let czech = b"<html><title>T</title><p>Jan \xc8apek met Sergei Lavrov, Russian foreign minister, on Monday.</p>";
    let records = [
        record("warcinfo", "", b"software: x\r\n"),
        record("request", "https://example.org/1", b"GET / HTTP/1.1\r\n\r\n"),
        record(
            "response",
            "https://example.org/1",
            &response("Content-Type: text/html", page.as_bytes()),
        ),
        record(
            "response",
            "https://example.org/2",
            &response(
                "Content-Type: text/html\r\nTransfer-Encoding: chunked",
                chunked.as_bytes(),
            ),
        ),
        record(
            "response",
            "https://example.org/3",
            &response(
                "Content-Type: text/html\r\nContent-Encoding: gzip",
                &gzip(page.as_bytes()),
            ),
        ),
        record(
            "response",
            "https://example.org/4",
            &response("Content-Type: text/html; charset=iso-8859-2", czech),
        ),
        record(
            "response",
            "https://example.org/5",
            &response("Content-Type: image/png", b"\x89PNG"),
        ),
        record(
            "response",
            "https://example.org/6",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>No.</p>",
        ),
        record(
            "response",
            "https://example.org/7",
            &response("Content-Type: text/html", b"<html></html>"),
        ),
        record(
            "conversion",
            "https://example.org/8",
            b"T\nTurkey accused Russia of it.",
        ),
    ];
    let expected = [
        "https://example.org/1|T||example.org|https://example.org/1||eng|1",
        "https://example.org/2|T||example.org|https://example.org/2||eng|1",
        "https://example.org/3|T||example.org|https://example.org/3||eng|1",
        "https://example.org/4|T||example.org|https://example.org/4||eng|1",
    ];
    check(
        "crawl.warc",
        records.concat(),
        &expected,
        "crawl.warc#9: has no main text",
    );
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    check("crawl.warc.gz", packed, &expected, "crawl.warc.gz#9: has no main text");
}

#[test]
fn agencies() {
    let nitf = |text: &str| {
        format!(
            "<nitf><head><title>Slug</title><docdata><doc-id id-string='n1'/><date.issue norm='20190712T100000Z'/></docdata>\
             <pubdata name='Example Wire'/></head><body><body.head><hedline><hl1>T</hl1></hedline><byline>By <person>Ann</person></byline>\
             </body.head><body.content><media><media-caption>No.</media-caption></media><p>{text}</p></body.content></body></nitf>"
        )
    };
    let (run, found) = ingest(
        "a.xml",
        format!(
            "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'>\n{}",
            nitf(ATTACK)
        ),
        &[],
    );
    assert_eq!(found, ["n1|T|2019-07-12|Example Wire||Ann|eng|1"], "{}", run.text());
    let item = |guid: &str, content: &str| {
        format!(
            "<newsItem guid='{guid}' xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta><provider literal='Example Wire'/>\
             <versionCreated>2019-07-13T00:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>2019-07-12T10:00:00Z</contentCreated>\
             <by>Ann</by><headline>T</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"
        )
    };
    let inline = format!(
        "<inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{ATTACK}</p></body></html></inlineXML>"
    );
    let message = [
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>".into(),
        item("urn:1", &inline),
        item("urn:2", &format!("<inlineXML>{}</inlineXML>", nitf(MEETING))),
        "<newsItem guid='urn:3'/></itemSet></newsMessage>".into(),
    ];
    check(
        "message",
        message.concat(),
        &[
            "urn:1|T|2019-07-12|Example Wire||Ann|eng|1",
            "urn:2|T|2019-07-12|Example Wire||Ann|eng|1",
        ],
        "message#3: has no",
    );
    let (run, _) = ingest("b.xml", "<nitf><body>", &[]);
    assert!(
        run.stderr.starts_with("skipped b.xml: is no well-formed XML"),
        "{}",
        run.stderr
    );
    let (run, _) = ingest("c.xml", "<?xml version='1.0'?><urlset><url/></urlset>", &[]);
    assert_eq!(
        run.stderr,
        "skipped c.xml: is XML of a kind that is not read: its first tag is <urlset>\n"
    );
}

#[test]
fn wikinews() {
    let page = |id: usize, title: &str, inner: &str| {
        format!("  <page>\n    <title>{title}</title>\n    <ns>0</ns>\n    <id>{id}</id>\n    {inner}\n  </page>\n")
    };
    let revision = |text: &str| {
        format!(
            "<revision><timestamp>2019-08-01T00:00:00Z</timestamp><text xml:space=\"preserve\">{text}</text></revision>"
        )
    };
    let dump = [
        "<mediawiki>\n  <siteinfo>\n    <sitename>Wikinews</sitename>\n    <dbname>enwikinews</dbname>\n    \
         <base>https://en.wikinews.org/wiki/Main_Page</base>\n  </siteinfo>\n"
            .into(),
        page(
            7,
            "A &amp; B",
            &revision(&format!(
                "{{{{date|July 12, 2019}}}}\n[[Turkey]] '''accused''' {}\n== Sources ==\n* x",
                &ATTACK[15..]
            )),
        ),
        page(8, "Bad", &revision("<broken")),
        page(
            9,
            "Redirect",
            "<redirect title=\"A\" /><revision><text>#REDIRECT [[A]]</text></revision>",
        ),
        page(10, "Good", &revision(MEETING)),
        "</mediawiki>\n".into(),
    ];
    check(
        "dump.xml",
        dump.concat(),
        &[
            "enwikinews-10|Good|2019-08-01|Wikinews|https://en.wikinews.org/wiki/Good||eng|1",
            "enwikinews-7|A & B|2019-07-12|Wikinews|https://en.wikinews.org/wiki/A_&_B||eng|1",
        ],
        "dump.xml:16: is no well-formed XML",
    );
}

#[test]
fn events_of_others() {
    let gdelt = |id: &str, one: &str, code: &str, other: &str| {
        let mut cells = vec![""; 61];
        cells[0] = id;
        cells[1] = "20190711";
        cells[3] = "2019";
        (cells[6], cells[7]) = one.split_once('/').unwrap();
        cells[26] = code;
        (cells[16], cells[17]) = other.split_once('/').unwrap();
        cells[31] = "4";
        cells[52] = "Ankara, Turkey";
        cells[59] = "20190712101500";
        cells[60] = "https://www.example.org/1";
        cells.join("\t") + "\n"
    };
    check(
        "20190712.export.txt",
        [
            gdelt("1", "TURKEY/TUR", "112", "RUSSIA/RUS"),
            "2\tx\n".into(),
            gdelt("3", "TURKEY/TUR", "01", "/"),
        ]
        .concat(),
        &["gdelt-1||2019-07-12|example.org|https://www.example.org/1|||1"],
        "20190712.export.txt:2: has 2 cells, but the first line names 61 columns",
    );
    let mut cells = [
        "20190712101500-1",
        "20190712101500",
        "1",
        "example.org",
        "https://example.org/1",
    ]
    .map(String::from)
    .to_vec();
    cells.resize(27, String::new());
    let broken = cells.join("\t");
    cells[26] = format!("<PAGE_AUTHORS>Ann</PAGE_AUTHORS><PAGE_TITLE>{ATTACK}</PAGE_TITLE>");
    check(
        "gkg.csv",
        cells.join("\t") + "\n" + &broken + "\n",
        &[&*format!(
            "gkg-20190712101500-1|{ATTACK}|2019-07-12|example.org|https://example.org/1|Ann|eng|1"
        )],
        "gkg.csv:2: has no headline",
    );
    // A blank too many, another case, and a column of row numbers that has no name.
    let polecat = "Event ID\t event date\tEvent_Type\tEvent Mode\tActor Name\tActor Country\tPrimary Actor Sector\tRecipient Name\tRecipient Country\n\
        0\te1\t2019-07-11\tACCUSE\tallege\tRecep Tayyip Erdogan\tTUR\tGOV\tRussia\tRUS\n\
        1\te2\tnever\tACCUSE\t\tx\tTUR\t\ty\tRUS\n";
    check(
        "week.txt",
        polecat,
        &["polecat-e1||2019-07-11|||||1"],
        "week.txt:3: \"never\" is no date",
    );
    check(
        "events.jsonl",
        "{\"id\": \"p1\", \"date\": \"2019-07-11\", \"event\": \"ACCUSE\", \"source\": \"TURGOV\", \"target\": {\"name\": \"Russia\"}, \"text\": \"So.\"}\n\
         {\"id\": \"p2\", \"event\": \"ACCUSE\", \"source\": \"TUR\", \"target\": {}}\n",
        &["p1||2019-07-11|||||1"],
        "events.jsonl:2: names no two actors",
    );
}

#[test]
fn what_relgraph_writes_it_reads() {
    let sample = Sample::empty();
    sample.write("a.txt", format!("Date: 2019-07-12\n\n{ATTACK} {MEETING}"));
    let events = sample
        .relgraph(&["extract", "--format", "plover", "a.txt"])
        .ends(0)
        .stdout;
    assert!(events.lines().count() >= 3, "{events}");
    sample.write("events.jsonl", &events);
    sample.relgraph(&["ingest", "events.jsonl"]).ends(0);
    let rows = |sql: &str| Store::read(&sample.db()).unwrap().select(sql, &[]).unwrap().rows;
    let claims = "SELECT head, type, tail, day, sentence, rule FROM claims WHERE type = 'accuses' ORDER BY 1, 2, 3";
    let text = |text: &str| Cell::Text(text.into());
    assert_eq!(
        rows(claims),
        [[
            text("Turkey"),
            text("accuses"),
            text("Russia"),
            text("2019-07-12"),
            text(ATTACK),
            text("plover/112")
        ]]
    );
    let shown = sample.relgraph(&["show", "Lavrov"]).ends(0).stdout;
    let words: Vec<&str> = shown.split_whitespace().collect();
    assert!(words.join(" ").contains("met-with Mevlut Cavusoglu"), "{shown}");
}

#[test]
fn archives_and_patterns() {
    let sample = Sample::empty();
    let line = |id: &str| format!("{{\"id\": \"{id}\", \"text\": \"{ATTACK}\"}}\n");
    sample.write("in/a.jsonl.gz", gzip(&[line("x"), line("y")].concat().into_bytes()));
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("b.txt", zip::write::SimpleFileOptions::default())
        .unwrap();
    archive.write_all(ATTACK.as_bytes()).unwrap();
    let packed = archive.finish().unwrap().into_inner();
    sample.write("in/b.zip", &packed);
    let damaged = sample.write("in/c.zip", b"PK\x03\x04 is all there is");
    let run = sample.relgraph(&["ingest", "in/*"]).ends(2);
    assert!(
        run.stdout.contains("3 new") && run.stderr.starts_with("skipped in/c.zip: the archive is damaged"),
        "{}",
        run.text()
    );
    assert_eq!(run.stderr.lines().count(), 1);
    std::fs::remove_file(damaged).unwrap();
    let run = sample.relgraph(&["ingest", "in", "none/*.txt"]).ends(2);
    assert!(run.stdout.contains("0 new, 0 updated, 3 unchanged"), "{}", run.text());
    assert_eq!(run.stderr, "skipped none/*.txt: there is no such file or folder\n");
    let mut command = assert_cmd::Command::cargo_bin("relgraph").unwrap();
    command.args(["ingest", "-", "--db"]).arg(sample.db());
    let run = Run::of(command.write_stdin(packed)).ends(0);
    assert!(run.stdout.contains("1 new"), "{}", run.text());
}

#[test]
fn a_format_can_be_forced() {
    let line = format!("{{\"text\": \"{ATTACK}\"}}");
    let (run, found) = ingest("a.jsonl", &line, &["--input-format", "text"]);
    assert_eq!(found.len(), 1, "{}", run.text());
    assert!(found[0].starts_with("a|"), "{found:?}");
    let (run, _) = ingest("a.jsonl", &line, &["--input-format", "prose"]);
    assert!(
        run.stderr.contains("[possible values: text, html, json"),
        "{}",
        run.stderr
    );
}

#[test]
fn only_english_is_coded() {
    let sample = Sample::empty();
    sample.write("in/a.txt", ATTACK);
    sample.write(
        "in/b.txt",
        "Le ministre turc des Affaires étrangères a accusé lundi la Russie d'avoir bombardé des hôpitaux dans le nord de la Syrie.",
    );
    let run = sample.relgraph(&["ingest", "in"]).ends(0);
    assert!(
        run.stdout.contains("2 new, 0 updated (1 foreign), 0 unchanged, 0 bad"),
        "{}",
        run.stdout
    );
    let rows = Store::read(&sample.db())
        .unwrap()
        .select("SELECT id, language, claims > 0 FROM articles ORDER BY 1", &[]);
    let row = |id: &str, language: &str, claims| {
        vec![
            Cell::Text(id.into()),
            Cell::Text(language.into()),
            Cell::Integer(claims),
        ]
    };
    assert_eq!(rows.unwrap().rows, [row("a", "eng", 1), row("b", "fra", 0)]);
    let run = sample.relgraph(&["extract", "in/b.txt"]).ends(0);
    assert!(
        run.stderr
            .contains("in/b.txt: is in another language (fra); only English is coded"),
        "{}",
        run.stderr
    );
}
