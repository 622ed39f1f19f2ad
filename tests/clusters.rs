//! The work of `ingest` in parts, as a cluster does it: the same graph to the byte.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::graph::{Run, Sample, repository};

/// The sample articles as JSON Lines, with what makes articles hang on each other: one that comes twice, a new
/// version under the same id and another under the same page, a verbatim copy, an edited one and a cut one.
fn news() -> String {
    let mut articles = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(repository("data/articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    for (number, path) in paths.iter().enumerate() {
        let text = std::fs::read_to_string(path).unwrap();
        let (head, body) = text.split_once("\n\n").unwrap();
        let mut article = serde_json::json!({ "text": body });
        for line in head.lines() {
            let (key, value) = line.split_once(": ").unwrap();
            article[key.to_lowercase()] = value.into();
        }
        article["url"] = format!("https://example.org/2019/{number}.html").into();
        articles.push(article);
    }
    let mut more = |from: usize, id: &str, url: Option<usize>, edit: &dyn Fn(&str) -> String| {
        let mut article = articles[from].clone();
        article["id"] = id.into();
        article["url"] = url.map_or(Value::Null, |url| format!("https://example.org/2019/{url}.html").into());
        article["text"] = edit(article["text"].as_str().unwrap()).into();
        articles.push(article);
    };
    let half = |text: &str| text.chars().take(text.chars().count() * 2 / 3).collect::<String>();
    more(2, "twice", None, &|text| text.into());
    more(2, "twice", None, &|text| text.into());
    more(3, "twice", None, &|text| text.into());
    more(4, "newer", Some(5), &|text| {
        format!("{text} Turkey bought missiles from Iran.")
    });
    // Both end at the page of the sixth article, though either would replace the other.
    more(8, "moved", Some(30), &|text| text.into());
    more(8, "moved", Some(6), &|text| text.into());
    more(6, "edited", None, &|text| text.replace(" on ", " upon "));
    more(7, "cut", None, &half);
    articles.iter().map(|article| format!("{article}\n")).collect()
}

fn dump(sample: &Sample) -> String {
    sample.relgraph(&["dump"]).ends(0).stdout
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn join<'a>(values: impl IntoIterator<Item = &'a Value>) -> String {
    values.into_iter().map(|value| format!("{value}\n")).collect()
}

/// What `reduce` makes of records.
fn reduce(sample: &Sample, what: &str, records: &str) -> Vec<Value> {
    sample.write("records.jsonl", records);
    lines(&sample.relgraph(&["reduce", what, "records.jsonl"]).ends(0).stdout)
}

/// The articles as a cluster codes them, without those that are not in the graph in the end.
fn articles(sample: &Sample, coded: &[Value]) -> Vec<Value> {
    let incoming = coded.iter().enumerate().map(|(place, coded)| {
        serde_json::json!({"doc": format!("{place:04}"), "id": coded["article"]["id"], "page": coded["page"], "hash": coded["hash"]})
    });
    let dropped = reduce(sample, "dropped", &join(&incoming.collect::<Vec<_>>()));
    let dropped: BTreeSet<usize> = dropped.iter().map(|row| text(&row["doc"]).parse().unwrap()).collect();
    let kept = coded.iter().enumerate().filter(|(place, _)| !dropped.contains(place));
    kept.map(|(_, coded)| coded.clone()).collect()
}

/// The copies among articles: pairs that share a band.
fn copies(sample: &Sample, articles: &[Value]) -> Vec<Value> {
    let bands = |coded: &Value| -> BTreeSet<i64> {
        coded["bands"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_i64)
            .collect()
    };
    let mut pairs = BTreeMap::new();
    for (place, one) in articles.iter().enumerate() {
        for other in &articles[place + 1..] {
            if one["body"] != other["body"] && !bands(one).is_disjoint(&bands(other)) {
                let body = |coded: &Value| coded["article"]["text"].clone();
                let pair = serde_json::json!({"one": one["body"], "other": other["body"], "one_text": body(one), "other_text": body(other)});
                pairs.insert((text(&one["body"]).to_string(), text(&other["body"]).to_string()), pair);
            }
        }
    }
    reduce(sample, "copies", &join(pairs.values()))
}

/// The relations among articles, merged in three parts.
fn relations(sample: &Sample, articles: &[Value], copies: &[Value]) -> Vec<Value> {
    let stories = reduce(sample, "stories", &join(copies));
    let stories: BTreeMap<&str, &Value> = stories.iter().map(|row| (text(&row["body"]), &row["story"])).collect();
    let mut parts = vec![Vec::new(); 3];
    for claim in articles.iter().flat_map(|coded| coded["claims"].as_array().unwrap()) {
        let mut claim = claim.clone();
        if let Some(story) = stories.get(text(&claim["story"])) {
            claim["story"] = Value::clone(story);
        }
        let relation = text(&claim["relation"]).to_string();
        parts[relation.len() % 3].push((relation, text(&claim["story"]).to_string(), claim));
    }
    let merged = parts.into_iter().flat_map(|mut part| {
        part.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
        reduce(sample, "relations", &join(part.iter().map(|(.., claim)| claim)))
    });
    merged.collect()
}

#[test]
fn a_cluster_makes_the_graph_of_ingest() {
    let plain = Sample::empty();
    plain.write("news.jsonl", news());
    plain.relgraph(&["ingest", "-q", "news.jsonl"]).ends(0);
    let graph = dump(&plain);

    let sample = Sample::empty();
    sample.write("news.jsonl", news());
    let coded = sample
        .relgraph(&["extract", "--format", "claims", "news.jsonl"])
        .ends(0)
        .stdout;
    let coded = lines(&coded);
    let check = |told: &str, arguments: &[&str]| {
        let _ = std::fs::remove_file(sample.db());
        let run = sample.relgraph(arguments).ends(0);
        assert!(run.stderr.starts_with(told), "{}", run.text());
        assert_eq!(dump(&sample), graph, "{arguments:?}");
        assert_eq!(sample.relgraph(&["check-db", "-q"]).ends(0).stdout, "");
    };
    // All is worked out here.
    sample.write("coded.jsonl", join(&coded));
    check(
        "16 new, 3 updated, 1 unchanged",
        &["import", "--articles", "coded.jsonl"],
    );

    let articles = articles(&sample, &coded);
    let copies = copies(&sample, &articles);
    // Edited, cut, and the new version of one under the page of another.
    assert_eq!(copies.len(), 3, "{copies:?}");
    let merged = relations(&sample, &articles, &copies);
    assert!(
        merged
            .iter()
            .any(|relation| relation["claims"].as_u64() > relation["sources"].as_u64())
    );
    sample.write("out/articles/part-1.jsonl", join(&articles));
    sample.write("out/articles/_SUCCESS", "");
    sample.write("out/copies/part-1.jsonl", join(&copies));
    sample.write("out/relations/part-1.jsonl", join(&merged));
    let count = format!("of which {} came merged", merged.len());
    check("16 new, 0 updated, 0 unchanged", &["import", "out"]);
    let _ = std::fs::remove_file(sample.db());
    assert!(
        sample.relgraph(&["import", "out"]).ends(0).stderr.contains(&count),
        "{count}"
    );
    // What was merged of other articles than are there is merged anew.
    sample.write("out/relations/part-1.jsonl", join(&relations(&sample, &coded, &copies)));
    check("16 new", &["import", "out"]);

    // A database that is there takes what it has not.
    let _ = std::fs::remove_file(sample.db());
    sample.write("some.jsonl", news().lines().take(9).collect::<Vec<_>>().join("\n"));
    sample.relgraph(&["ingest", "-q", "some.jsonl"]).ends(0);
    // The same articles under the ids of their file are others.
    sample.relgraph(&["remove", "-q", "some-1", "some-2"]).ends(0);
    let run = sample.relgraph(&["import", "out"]).ends(0);
    assert!(
        run.stderr.starts_with("8 new, 2 updated, 6 unchanged"),
        "{}",
        run.text()
    );
    sample.relgraph(&["check-db", "-q"]).ends(0);
}

#[test]
fn claims_may_be_merged_before_copies_are_found() {
    let mut articles: BTreeMap<String, Value> = BTreeMap::new();
    for (number, mut article) in lines(&news()).into_iter().enumerate() {
        article.as_object_mut().unwrap().remove("url");
        let id = article["id"].as_str().map_or(number.to_string(), String::from);
        articles.insert(id, article);
    }
    let plain = Sample::empty();
    plain.write("news.jsonl", join(articles.values()));
    plain.relgraph(&["ingest", "-q", "news.jsonl"]).ends(0);
    let coded = plain.relgraph(&["extract", "--format", "claims", "news.jsonl"]).ends(0);

    let sample = Sample::empty();
    let coded = lines(&coded.stdout);
    sample.write("coded.jsonl", join(&coded));
    sample.write("merged.jsonl", join(&relations(&sample, &coded, &[])));
    let run = sample.relgraph(&["import", "--articles", "coded.jsonl", "--merged", "merged.jsonl"]);
    assert!(!run.ends(0).stderr.contains("of which 0 came merged"));
    assert_eq!(dump(&sample), dump(&plain));
    assert_eq!(sample.relgraph(&["check-db", "-q"]).ends(0).stdout, "");
}

#[test]
fn parts_of_a_file_keep_their_names() {
    let sample = Sample::empty();
    let news = news();
    sample.write("news.jsonl", format!("{news}{{\"text\": 7}}\n"));
    let arguments = ["extract", "--format", "claims", "--with-errors"];
    let all = sample
        .relgraph(&[&arguments[..], &["news.jsonl"]].concat())
        .ends(2)
        .stdout;
    let all = lines(&all);
    assert!(
        text(&all.last().unwrap()["error"]).starts_with("news.jsonl:21: "),
        "{:?}",
        all.last()
    );
    let feed = |part: &str, more: &[&str]| -> Run {
        let mut command = assert_cmd::Command::cargo_bin("relgraph").unwrap();
        command
            .args(arguments)
            .args(["--stdin-name", "news.jsonl", "--input-format", "jsonl"]);
        Run::of(command.args(more).arg("-").write_stdin(part))
    };
    let part: String = news.lines().skip(4).take(3).map(|line| format!("{line}\n")).collect();
    let check = |more: &[&str], from: usize, to: usize| {
        assert_eq!(
            lines(&feed(&part, &[&["--first-line", "5"], more].concat()).ends(0).stdout),
            all[from..to]
        );
    };
    check(&[], 4, 7);
    check(&["--skip", "1"], 5, 7);
    check(&["--skip", "1", "--take", "1"], 5, 6);
}

#[test]
fn what_is_no_record_is_told() {
    let sample = Sample::empty();
    let claim = |relation: &str, story: &str| {
        format!(
            "{{\"relation\": \"{relation}\", \"story\": \"{story}\", \"modality\": \"actual\", \"confidence\": 0.5}}\n"
        )
    };
    let check = |arguments: &[&str], told: &str| {
        let run = sample.relgraph(arguments).ends(2);
        assert!(run.stderr.starts_with(&format!("error: {told}")), "{}", run.text());
        assert!(!sample.db().exists() && !sample.folder.path().join("test.db.part").exists());
    };
    sample.write(
        "some.jsonl",
        claim("A|x|C|affirmed", "2") + &claim("A|x|C|affirmed", "1"),
    );
    check(
        &["reduce", "relations", "some.jsonl"],
        "claim 2: does not come in order; sort",
    );
    sample.write(
        "some.jsonl",
        claim("B|x|C|affirmed", "1") + &claim("A|x|C|affirmed", "1"),
    );
    check(
        &["reduce", "relations", "some.jsonl"],
        "claim 2: does not come in order",
    );
    sample.write("some.jsonl", "\n{\"text\": \"Turkey\"}\n");
    check(
        &["import", "--articles", "some.jsonl"],
        "some.jsonl:2: is no record that this version",
    );
    check(
        &["import", "--articles", "none.jsonl"],
        "none.jsonl: there is no such file",
    );
    check(&["import", "."], ".: holds no folder `articles`");
}
