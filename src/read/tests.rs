use std::path::PathBuf;

use super::*;

/// What a reader makes of a file of this name: articles, and errors as they are told.
fn read(name: &str, content: impl Into<Vec<u8>>) -> Vec<Result<Article, String>> {
    read_with(name, content, Options::default())
}

fn read_with(name: &str, content: impl Into<Vec<u8>>, options: Options) -> Vec<Result<Article, String>> {
    let articles = articles_of(io::Cursor::new(content.into()), name, options);
    articles.map(|item| item.map_err(|error| error.to_string())).collect()
}

fn text(content: &[u8]) -> Result<Article, String> {
    read("a.txt", content).remove(0)
}

fn lines(content: &[u8]) -> Vec<Result<Article, String>> {
    read("a.jsonl", content)
}

/// Ids of articles, and errors, in their order.
#[track_caller]
fn expect(found: Vec<Result<Article, String>>, expected: &[&str]) {
    let found: Vec<String> = found
        .into_iter()
        .map(|item| item.map_or_else(|error| error, |article| article.id))
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found} / {expected}");
    }
}

#[test]
fn tells_headline_and_head_from_body() {
    let check = |content: &str, title: &str, body: &str| {
        let article = text(content.as_bytes()).unwrap();
        assert_eq!(
            (article.title.as_deref().unwrap_or(""), article.text.as_str()),
            (title, body),
            "{content:?}"
        );
    };
    check(
        "Turkey buys S-400\n\nANKARA - It did.\n",
        "Turkey buys S-400",
        "ANKARA - It did.",
    );
    check("\n  Turkey buys\r\n\r\nIt did.", "Turkey buys", "It did.");
    check("It did.\n\nIt did not.", "", "It did.\n\nIt did not.");
    check(
        "Troops leave the U.S.\n\nThey did.",
        "Troops leave the U.S.",
        "They did.",
    );
    check("Sudan likely ...\n\nIt is.", "Sudan likely ...", "It is.");
    check("One line only", "", "One line only");
    check(
        "Two lines\nof one paragraph\n\nAnd more.",
        "",
        "Two lines\nof one paragraph\n\nAnd more.",
    );
    check("Title: A deal\nAuthor: Me\n\nBody.", "A deal", "Body.");
    check("TITLE: A deal\n  on arms\n\nBody.", "A deal on arms", "Body.");
    check("Date: 2018\n\nA deal\n\nBody.", "A deal", "Body.");
    check("Russia: a history\n\nBody.", "Russia: a history", "Body.");
    check(
        "Source: Reuters said\nso.\n\nBody.",
        "",
        "Source: Reuters said\nso.\n\nBody.",
    );
    check("Title: A deal\n", "A deal", "");
}

#[test]
fn reads_dates_in_the_forms_of_archives() {
    let check = |written: &str, read: &str| assert_eq!(dates::parse(written).unwrap().to_string(), read, "{written}");
    check("2018-09-17", "2018-09-17");
    check("2018-09-17T10:00:00Z", "2018-09-17");
    check("2018-09", "2018-09");
    check("December 31, 2017", "2017-12-31");
    check("31 Dec. 2017", "2017-12-31");
    check("Sept 1st, 2017", "2017-09-01");
    check("Monday, March 5, 2007", "2007-03-05");
    check("Mon, 17 Sep 2018 12:00:00 GMT", "2018-09-17");
    check("March 2007", "2007-03");
    check("20171231", "2017-12-31");
    check("2017/12/31", "2017-12-31");
    check("20171231120000", "2017-12-31");
    check("1514678400", "2017-12-31");
    check("1514678400123", "2017-12-31");
    for bad in [
        "",
        "soon",
        "31",
        "May 99, 2017",
        "May May 2017",
        "99999999",
        "in March 2007",
    ] {
        let message = dates::parse(bad).unwrap_err().to_string();
        assert!(message.starts_with(&format!("\"{bad}\" is no date")), "{message}");
    }
}

#[test]
fn takes_the_date_from_head_or_dateline() {
    let check = |content: &str, date: &str| {
        assert_eq!(
            text(content.as_bytes()).unwrap().date.unwrap().to_string(),
            date,
            "{content:?}"
        );
    };
    check("Date: Dec 1, 2019\n\nBody.", "2019-12-01");
    check("Festival\n\nMonday, March 5, 2007\n\nTAIPEI - Body.", "2007-03-05");
    assert!(
        text(b"Date: soon\n\nBody.")
            .unwrap_err()
            .contains("a.txt: \"soon\" is no date")
    );
}

#[test]
fn decodes_what_archives_hold() {
    let check = |content: &[u8], body: &str| assert_eq!(text(content).unwrap().text, body);
    check("Çavuşoğlu".as_bytes(), "Çavuşoğlu");
    check(b"\xef\xbb\xbfTurkey", "Turkey");
    check(b"\xff\xfeT\0u\0", "Tu");
    check(
        b"Jos\xe9 Mar\xeda Aznar visited C\xf3rdoba ma\xf1ana",
        "José María Aznar visited Córdoba mañana",
    );
}

#[test]
fn says_what_is_wrong_with_a_text() {
    let check = |content: &[u8], message: &str| {
        let error = text(content).unwrap_err();
        assert!(error.starts_with("a.txt: ") && error.contains(message), "{error}");
    };
    check(b"", "is empty");
    check(b" \n\n \t", "is empty");
    check(b"\x7fELF\x02\x01\0\0", "binary");
    check(&vec![b'a'; LONGEST + 1], "longer than 16 MiB");
}

#[test]
fn reads_lines_and_names_the_bad_ones() {
    let check = |content: &str, expected: &[&str]| expect(lines(content.as_bytes()), expected);
    check(r#"{"id": "x", "text": "t", "extra": [1]}"#, &["x"]);
    check("{\"id\": 7, \"text\": \"t\"}\n\n{\"title\": \"t\"}\n", &["7", "a-3"]);
    check(
        "{\"text\": \"t\"\n{\"text\": \"t\"}",
        &["a.jsonl:1: the JSON of this line is cut short", "a-2"],
    );
    check("{\"text\": 5}", &["a.jsonl:1: \"text\" is 5, but must be a string"]);
    check("{\"text\": \" \"}", &["a.jsonl:1: has no \"text\""]);
    check("{\"text\": \"t\", \"date\": \"x\"}", &["a.jsonl:1: \"x\" is no date"]);
    check("nonsense", &["a.jsonl:1: not JSON at column"]);
    check(
        "{\"text\": \"t\"}\n[1]\n{\"text\": \"t\"}",
        &["a-1", "a.jsonl:2: is [1], not an object", "a-3"],
    );
    check("", &["a.jsonl: is empty"]);
}

#[test]
fn a_long_line_does_not_stop_the_next() {
    let mut content = vec![b'x'; LONGEST + 5];
    content.extend_from_slice(b"\n{\"id\": \"y\", \"text\": \"t\"}\n");
    let found = lines(&content);
    assert!(found[0].as_ref().unwrap_err().contains("a.jsonl:1: the line is longer"));
    assert_eq!(found[1].as_ref().unwrap().id, "y");
}

#[test]
fn walks_folders_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("b.txt", "B"),
        ("a/z.txt", "Z"),
        ("a/.hidden.txt", "H"),
        ("c.jsonl", "{\"text\":\"C\"}"),
        ("notes.md", "N"),
        ("d.JSON", "{\"text\":\"D\"}"),
        ("empty.txt", ""),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let missing = folder.path().join("missing.txt");
    let paths: Vec<PathBuf> = vec![folder.path().into(), missing, folder.path().join("b.txt")];
    let found: Vec<String> = articles(&paths)
        .map(|item| match item {
            Ok(article) => article.id,
            Err(error) => error.problem.to_string(),
        })
        .collect();
    assert_eq!(
        found,
        [
            "a/z",
            "b",
            "c-1",
            "d",
            "is empty",
            "there is no such file or folder",
            "b"
        ]
    );
}

#[test]
fn reads_json_over_several_lines() {
    let check = |name: &str, content: &str, expected: &[&str]| expect(read(name, content), expected);
    check("a.json", "{\n\"text\": \"t\"\n}", &["a"]);
    check("a", "{\"text\": \"{ \\\" }\"}", &["a-1"]);
    check(
        "a.json",
        "[\n{\"text\": \"t\"},\n{\"id\": \"x\", \"text\": \"t\"}\n]",
        &["a-1", "x"],
    );
    check(
        "stdin",
        "[{\"text\": \"t\"}, {\"text\": 1}, {\"title\": \"t\"}]",
        &["stdin-1", "stdin#2: \"text\" is 1", "stdin-3"],
    );
    check(
        "a.json",
        "{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}",
        &["a-1", "a-2"],
    );
    check(
        "a.json",
        "{\n\"text\": \"a",
        &["a.json#1: the JSON of this line is cut short"],
    );
    check(
        "a.json",
        "[{\"text\": \"a\",}, {\"text\": \"b\"}]",
        &["a.json#1: not JSON at column", "a-2"],
    );
    check("a.json", "[]", &["a.json: is empty"]);
    let answer = "{\"status\": \"ok\", \"articles\": [{\"title\": \"t\", \"source\": {\"id\": null, \"name\": \"Wire\"}}, {\"content\": [\"One.\", \"Two.\"], \"authors\": [\"A\", \"B\"]}]}";
    check("a.json", answer, &["a-1", "a-2"]);
    let articles: Vec<Article> = read("a.json", answer).into_iter().map(Result::unwrap).collect();
    assert_eq!(articles[0].source.as_deref(), Some("Wire"));
    assert_eq!(
        (articles[1].text.as_str(), articles[1].byline.as_deref()),
        ("One.\n\nTwo.", Some("A, B"))
    );
}

#[test]
fn reads_tables() {
    let check = |name: &str, content: &[u8], expected: &[&str]| expect(read(name, content), expected);
    check(
        "a.csv",
        b"id,text\nx,It rained.\ny,\"It, too,\nsnowed.\"\nz,\n",
        &["x", "y", "a.csv:5: has no \"text\""],
    );
    check(
        "a.csv",
        b"text,date\nIt rained.,2018-01-01\nIt rained.,never\n",
        &["a-2", "a.csv:3: \"never\" is no date"],
    );
    check(
        "a.tsv",
        b"\xef\xbb\xbfTitle\tBody\nRain\tIt rained, at last.\nonly one\n",
        &["a-2", "a.tsv:3: has 1 cells, but the first line names 2"],
    );
    check("stdin", b"headline;published\r\nRain;2018\r\n", &["stdin-2"]);
    check("a.csv", b"\xff\xfet\0e\0x\0t\0\n\0R\0a\0i\0n\0", &["a-2"]);
    check(
        "a.csv",
        b"a,b\n1,2\n",
        &["a.csv: none of its columns is called \"text\" or \"title\""],
    );
    check("a.csv", b"text,date\n", &["a.csv: is empty"]);
    check("a.txt", b"text,date\nIs a text.", &["a"]);
    let article = read(
        "a.csv",
        b"title,text\nRain,Jos\xe9 Mar\xeda Aznar visited C\xf3rdoba ma\xf1ana\n".as_slice(),
    )
    .remove(0)
    .unwrap();
    assert_eq!(article.text, "José María Aznar visited Córdoba mañana");
}

#[test]
fn finds_parts_under_the_names_that_are_given() {
    let check = |map: &str, name: &str, content: &str, expected: &str| {
        let options = Options {
            map: map.parse().unwrap(),
            ..Options::default()
        };
        let found = read_with(name, content, options).remove(0).map(|article| {
            format!(
                "{}|{}|{}",
                article.id,
                article.text,
                article.date.map(|date| date.to_string()).unwrap_or_default()
            )
        });
        assert_eq!(found.unwrap_or_else(|error| error), expected, "{map} {content}");
    };
    check(
        "text=story,date=day",
        "a.jsonl",
        "{\"story\": \"S\", \"text\": \"T\", \"day\": \"2018\"}",
        "a-1|S|2018",
    );
    check("text=doc.body", "a.jsonl", "{\"doc\": {\"body\": \"S\"}}", "a-1|S|");
    check(
        "text=story",
        "a.jsonl",
        "{\"text\": \"T\"}",
        "a.jsonl:1: has nothing under \"story\", which --map names",
    );
    check("text=story,id=no", "a.csv", "no,story\n7,S\n", "7|S|");
    check(
        "text=tale",
        "a.csv",
        "no,story\n7,S\n",
        "a.csv: has no column \"tale\", which --map names; its columns are no, story",
    );
    for (map, message) in [
        ("text", "\"text\" names no part; write PART=NAME"),
        (
            "body=x",
            "an article has no part \"body\"; its parts are id, title, text, date",
        ),
        ("text=", "\"text=\" gives no name"),
    ] {
        let error = map.parse::<Map>().unwrap_err();
        assert!(error.starts_with(message), "{error}");
    }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

fn zstd(content: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn unpacks_what_is_packed() {
    let check = |name: &str, content: Vec<u8>, expected: &[&str]| expect(read(name, content), expected);
    let line = |id: &str| format!("{{\"id\": \"{id}\", \"text\": \"t\"}}\n").into_bytes();
    check("a.txt.gz", gzip(b"It rained."), &["a"]);
    check("a.gz", gzip(b"It rained."), &["a"]);
    check("a.jsonl.gz", [gzip(&line("x")), gzip(&line("y"))].concat(), &["x", "y"]);
    check("stdin", zstd(b"It rained."), &["stdin"]);
    check(
        "a.jsonl.zst",
        [zstd(&line("x")), zstd(&line("y"))].concat(),
        &["x", "y"],
    );
    check("a.gz", gzip(&zstd(&gzip(b"It rained."))), &["a"]);
    let packed = "a.bz2: is packed by bzip2, which is not read; try `bzcat FILE | relgraph ingest -`";
    check("a.bz2", b"BZh91AY&SY".to_vec(), &[packed]);
    check(
        "a.gz",
        gzip(&gzip(&gzip(&gzip(&gzip(b"x"))))),
        &["a.gz: is packed more than 4 times"],
    );
    let mut cut = gzip(&[line("x"), line("y").repeat(3000)].concat());
    cut.truncate(cut.len() - 9);
    let found = read("a.jsonl.gz", cut);
    assert!(
        found[0].is_ok() && found.last().unwrap().as_ref().unwrap_err().contains("cannot be read"),
        "{found:?}"
    );
    let archive = zip(&[
        ("b/two.txt", b"Two."),
        ("a.txt", b"One."),
        (".hidden.txt", b"H"),
        ("__MACOSX/a.txt", b"M"),
        ("image.png", b"P"),
        ("bad.jsonl", b"{"),
        ("c.jsonl.gz", &gzip(&line("x"))),
    ]);
    check(
        "z.zip",
        archive,
        &[
            "z/a",
            "z/b/two",
            "z.zip/bad.jsonl#1: the JSON of this line is cut short",
            "x",
        ],
    );
}

#[test]
fn what_is_read_of_files_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| std::fs::write(folder.path().join(name), content).unwrap();
    write("a.txt", &b"Turkey met Russia. ".repeat(10_000));
    write(
        "b.jsonl.gz",
        &gzip(&b"{\"text\": \"Turkey met Russia.\"}\n".repeat(1000)),
    );
    write("c.pdf", b"is passed over");
    let paths = [folder.path().to_path_buf()];
    let size = super::size(&paths).unwrap();
    let on_disk = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().len();
    assert_eq!(size, on_disk("a.txt") + on_disk("b.jsonl.gz"));
    let options = Options::default();
    let taken = options.taken.clone();
    let counted = || taken.load(std::sync::atomic::Ordering::Relaxed);
    let mut articles = articles_with(&paths, options);
    assert_eq!(
        (articles.next().unwrap().unwrap().id.as_str(), counted()),
        ("a", on_disk("a.txt"))
    );
    assert_eq!((articles.count(), counted()), (1000, size));
    assert_eq!(super::size(&[paths[0].clone(), "-".into()]), None);
    assert_eq!(super::size(&["no such file".into()]), Some(0));
}
