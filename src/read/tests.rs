use std::path::PathBuf;

use super::*;

fn text(content: &[u8]) -> Result<Article, String> {
    super::text::read(content, "a".into(), "a.txt".into()).map_err(|error| error.to_string())
}

fn lines(content: &[u8]) -> Vec<Result<Article, String>> {
    let articles = jsonl::read(content, "a".into(), "a.jsonl".into());
    articles.map(|item| item.map_err(|error| error.to_string())).collect()
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
    let check = |content: &str, expected: &[&str]| {
        let found: Vec<String> = lines(content.as_bytes())
            .into_iter()
            .map(|item| item.map_or_else(|error| error, |article| article.id))
            .collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found} / {expected}");
        }
    };
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
    check("{\n\"text\": \"t\"\n}", &["a.jsonl:1: not JSON Lines"]);
    check("[{\"text\": \"t\"}]", &["a.jsonl:1: not JSON Lines"]);
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
        ["a/z", "b", "c-1", "is empty", "there is no such file or folder", "b"]
    );
}
