//! Pages and feeds by their address, from a server on this machine: bounded, and with a word of what went wrong.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use relgraph::read::{Options, fetch, fetch_within};

use super::graph::Sample;

const PAGE: &str = "<html><head><title>Turkey accuses Russia</title></head><body><article><p>Turkey accused Russia of \
                    bombing hospitals in Idlib, and Moscow said that no such thing had happened there at all.</p></article></body></html>";
const FEED: &str = "<rss version='2.0'><channel><title>W</title><item><title>One</title><guid>1</guid></item>\
                    <item><title>Two</title><guid>2</guid></item></channel></rss>";

/// Answers every request by its path, until the test ends; gives the server's address.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || answer(stream.unwrap()));
        }
    });
    address
}

fn answer(mut stream: TcpStream) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let request = lines.next().unwrap().unwrap();
    while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
    let path = request.split(' ').nth(1).unwrap();
    let ok = |head: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    };
    let gzip = |content: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(content).unwrap();
        packed.finish().unwrap()
    };
    let latin = PAGE.replace("Idlib", "K\u{f6}ln");
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    let bytes = match path {
        "/page" => ok("Content-Type: text/html\r\n", PAGE.as_bytes()),
        "/latin" => ok("Content-Type: text/html; charset=iso-8859-1\r\n", &latin),
        "/liar" => ok("Content-Type: text/html; charset=utf-8\r\n", &latin),
        "/nonsense" => ok("Content-Type: text/html; charset=nonsense\r\n", &latin),
        "/feed" => ok("Content-Type: application/rss+xml\r\n", FEED.as_bytes()),
        "/packed" => ok(
            "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
            &gzip(PAGE.as_bytes()),
        ),
        "/bomb" => ok("Content-Encoding: gzip\r\n", &gzip(&vec![b'x'; 10 << 20])),
        "/file.jsonl.gz" => ok("", &gzip(b"{\"id\": \"a\", \"text\": \"It rained.\"}\n")),
        "/moved" => b"HTTP/1.1 301 Moved\r\nLocation: /page\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "/circle" => b"HTTP/1.1 302 Found\r\nLocation: /circle\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html>".to_vec(),
        "/noise" => b"\x16\x03\x01 what?\r\n\r\n".to_vec(),
        "/empty" => ok("", b""),
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n<html>");
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
            return;
        }
        "/silent" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html>");
            // Until the other side has had enough.
            while lines.next().is_some() {}
            return;
        }
        _ => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
    };
    let _ = stream.write_all(&bytes);
}

#[test]
fn what_a_server_answers_is_read_or_told() {
    let server = server();
    let check = |path: &str, expected: &[&str]| {
        let options = Options {
            longest: 1 << 20,
            ..Options::default()
        };
        let address = format!("{server}{path}");
        let found: Vec<String> = fetch_within(&address, options, Duration::from_millis(2000))
            .map(|item| match item {
                Ok(article) => format!("{}|{}", article.title.unwrap_or_default(), article.text),
                Err(error) => error.to_string().replace(&address, "it"),
            })
            .collect();
        assert_eq!(found.len(), expected.len(), "{path}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "{path}: {found:?}");
        }
    };
    check(
        "/page",
        &["Turkey accuses Russia|Turkey accused Russia of bombing hospitals in Idlib"],
    );
    check("/moved", &["Turkey accuses Russia|Turkey accused"]);
    check("/packed", &["Turkey accuses Russia|Turkey accused"]);
    check("/latin", &["hospitals in K\u{f6}ln,"]);
    check("/liar", &["hospitals in K\u{f6}ln,"]);
    check("/nonsense", &["hospitals in K\u{f6}ln,"]);
    check("/feed", &["One|", "Two|"]);
    check("/file.jsonl.gz", &["|It rained."]);
    check("/none", &["it: cannot be fetched: the server answers 404"]);
    check("/circle", &["it: cannot be fetched: "]);
    check("/cut", &["it: "]);
    check("/noise", &["it: cannot be fetched: "]);
    check("/empty", &["it: is empty"]);
    check("/endless", &["it: is longer than 1 MiB"]);
    check("/bomb", &["it: is longer than 1 MiB"]);
    check(
        "/silent",
        &["it: cannot be fetched: the server does not answer within 2 seconds"],
    );
}

#[test]
fn nobody_at_the_address_is_told() {
    let check = |address: &str, expected: &str| {
        let found: Vec<String> = fetch(address, Options::default())
            .map(|item| item.map_or_else(|error| error.to_string(), |article| article.id))
            .collect();
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with(&format!("{address}: cannot be fetched: {expected}")),
            "{found:?}"
        );
    };
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    check(&format!("http://127.0.0.1:{port}/"), "");
    check("ftp://127.0.0.1/", "");
    check("file:///etc/passwd", "");
    check("no address", "");
}

#[test]
fn a_page_is_ingested_by_its_address() {
    let (server, sample) = (server(), Sample::empty());
    let page = format!("{server}/page");
    let run = sample
        .relgraph(&["ingest", "--url", &page, "--url", &format!("{server}/none")])
        .ends(2);
    assert!(run.stdout.contains("1 new"), "{}", run.text());
    assert!(
        run.stderr.contains("/none: cannot be fetched: the server answers 404"),
        "{}",
        run.text()
    );
    let run = sample.relgraph(&["ingest", "--url", &page]).ends(0);
    assert!(run.stdout.contains("1 unchanged"), "{}", run.text());
}
