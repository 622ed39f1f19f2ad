//! What is taken back, and what is read again.

use super::graph::{STORY, Sample, repository};

fn dump(sample: &Sample) -> String {
    sample.relgraph(&["dump"]).ends(0).stdout
}

#[test]
fn a_removed_article_leaves_no_trace() {
    let whole = dump(&Sample::story());
    for (place, (id, ..)) in STORY.iter().enumerate() {
        let (removed, never) = (Sample::story(), Sample::empty());
        let run = removed.relgraph(&["remove", id]).ends(0);
        assert!(run.stdout.starts_with("articles   3 (-1)\n"), "{}", run.text());
        let mut others = STORY.to_vec();
        others.remove(place);
        never.ingest(&others);
        assert_eq!(dump(&removed), dump(&never), "{id}");
        removed.ingest(&[STORY[place]]);
        assert_eq!(dump(&removed), whole, "{id}");
    }
    let sample = Sample::story();
    let run = sample.relgraph(&["remove", "nonsense", "-q"]).ends(1);
    assert!(
        run.stderr.contains("there is no article \"nonsense\""),
        "{}",
        run.stderr
    );
    sample
        .relgraph(&["remove", "-q", "sochi", "s400", "idlib", "munich"])
        .ends(0);
    sample.relgraph(&["dump"]).ends(1);
}

#[test]
fn the_same_url_replaces_too() {
    let line =
        |id: &str, url: &str, text: &str| format!("{{\"id\": \"{id}\", \"url\": \"{url}\", \"text\": \"{text}\"}}\n");
    let page = "https://example.org/2020/bridge.html";
    let old = line("a", page, "Turkey bought missiles from Russia.");
    let new = line("b", page, "Turkey bought missiles from France.");
    let check = |lines: &[&str], told: &[&str], ids: &str| {
        let sample = Sample::empty();
        for (line, told) in lines.iter().zip(told) {
            sample.write("news.jsonl", line);
            let run = sample.relgraph(&["ingest", "news.jsonl"]).ends(0);
            assert!(run.stdout.contains(told), "{}", run.stdout);
        }
        let query = sample.write(
            "ids.sql",
            "SELECT group_concat(id, ' ') AS ids FROM (SELECT id FROM articles ORDER BY id)",
        );
        let run = sample
            .relgraph(&["query", query.to_str().unwrap(), "--format", "jsonl"])
            .ends(0);
        assert_eq!(run.stdout, format!("{{\"ids\":\"{ids}\"}}\n"));
        sample
    };
    let replaced = check(&[&old, &new], &["1 new", "0 new, 1 updated"], "b");
    let direct = check(&[&new], &["1 new"], "b");
    assert_eq!(dump(&replaced), dump(&direct));
    replaced.relgraph(&["remove", "-q", page]).ends(0);
    replaced.relgraph(&["dump"]).ends(1);
    let same = line("c", page, "Turkey bought missiles from Russia.");
    check(&[&old, &same], &["1 new", "0 new, 0 updated, 1 unchanged"], "a");
    // The front door of a paper is the address of all its articles.
    let front = ["a", "b"].map(|id| line(id, "https://example.org/", &format!("It is {id}.")));
    check(&[&front.concat()], &["2 new"], "a b");
}

/// A type of relation of our own, with a rule of this name.
fn rules(name: &str) -> String {
    format!(
        "type = \"extradited\"\nmeaning = \"hands a wanted person over to another state for trial\"\nplover = \"COOPERATE\"\n\
         cameo = \"063\"\ngoldstein = 7.4\nsymmetric = false\nclass = \"material cooperation\"\nhead = [\"state\"]\ntail = [\"state\"]\n\n\
         [[rule]]\nname = \"{name}\"\nverbs = [\"extradite\"]\nroles = [\"subject -> to\"]\n\n\
         [[example]]\ntext = \"Jordan extradited the former minister to Iraq.\"\nsays = [\"Jordan -> Iraq\"]\n\n\
         [[example]]\ntext = \"Peru fined its former president.\"\nnot = [\"Peru -> Japan\"]\n"
    )
}

#[test]
fn recode_tells_what_other_rules_change_and_stores_it() {
    let sample = Sample::empty();
    sample.write(
        "news/a.txt",
        "Date: 2020-03-02\n\nJordan extradited the former minister to Iraq.",
    );
    sample.write("news/b.txt", "Date: 2020-03-03\n\nTurkey bought missiles from Russia.");
    sample.write("rules/extradited.toml", rules("extradite verbs"));
    sample.relgraph(&["ingest", "-q", "news"]).ends(0);
    let before = dump(&sample);
    // Nothing has changed, nothing is told.
    let run = sample.relgraph(&["recode"]).ends(0);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "read again: 0 of 2 articles changed; claims: 0 gained, 0 lost, 0 altered\n"
    );
    let gained = sample
        .relgraph(&["recode", "--relations", "rules", "--dry-run"])
        .ends(0);
    assert_eq!(dump(&sample), before);
    assert!(
        gained.stdout.starts_with("a\n") && gained.stdout.contains("  + Jordan extradited Iraq   actual · "),
        "{}",
        gained.text()
    );
    let again = sample.relgraph(&["recode", "--relations", "rules"]).ends(0);
    assert_eq!(again.stdout, gained.stdout);
    let direct = Sample::empty();
    direct.write(
        "news/a.txt",
        "Date: 2020-03-02\n\nJordan extradited the former minister to Iraq.",
    );
    direct.write("news/b.txt", "Date: 2020-03-03\n\nTurkey bought missiles from Russia.");
    direct.write("rules/extradited.toml", rules("extradite verbs"));
    direct
        .relgraph(&["ingest", "-q", "--relations", "rules", "news"])
        .ends(0);
    assert_eq!(dump(&sample), dump(&direct));
    // The same rule under another name is the same claim in another way.
    sample.write("rules/extradited.toml", rules("handing over"));
    let altered = sample
        .relgraph(&["recode", "--relations", "rules", "--format", "jsonl"])
        .ends(0);
    let line: serde_json::Value = serde_json::from_str(&altered.stdout).unwrap();
    assert_eq!(line["change"], "altered");
    assert_eq!(
        line["altered"],
        serde_json::json!([["rule", "extradited/extradite verbs", "extradited/handing over"]])
    );
    let lost = sample.relgraph(&["recode", "--jobs", "3"]).ends(0);
    assert!(lost.stdout.contains("  - Jordan extradited Iraq"), "{}", lost.stdout);
    assert_eq!(dump(&sample), before);
    // What comes in again is known.
    let run = sample.relgraph(&["ingest", "news"]).ends(0);
    assert!(run.stdout.contains("0 new, 0 updated, 2 unchanged"), "{}", run.stdout);
    let samples = repository("data/articles");
    sample.relgraph(&["ingest", "-q", samples.to_str().unwrap()]).ends(0);
    assert_eq!(sample.relgraph(&["recode"]).ends(0).stdout, "");
}
