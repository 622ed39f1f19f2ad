//! Every question to the graph with its answer, and every filter with what it leaves.

use super::graph::Sample;

/// The paths of an answer, each in one line: `Turkey >purchased> S-400 <supplied< Russia`.
fn chains(sample: &Sample, arguments: &[&str]) -> Vec<String> {
    let run = sample.relgraph(&[&["path"], arguments, &["--format", "jsonl"]].concat());
    assert!(run.status < 2, "{arguments:?}: {}", run.text());
    let lines = run.stdout.lines().map(|line| {
        let path: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut chain = path["from"].as_str().unwrap().to_string();
        for hop in path["hops"].as_array().unwrap() {
            let relation = &hop["relation"];
            let mark = match (
                relation["symmetric"].as_bool().unwrap(),
                relation["head"] == hop["from"]["id"],
            ) {
                (true, _) => "-",
                (false, true) => ">",
                (false, false) => "<",
            };
            let (kind, to) = (relation["type"].as_str().unwrap(), hop["to"]["name"].as_str().unwrap());
            chain += &format!(" {mark}{kind}{mark} {to}");
        }
        chain
    });
    lines.collect()
}

#[test]
fn a_path_keeps_to_its_filters() {
    let sample = Sample::story();
    let check = |arguments: &[&str], expected: &[&str]| {
        let ends: &[&str] = if arguments.first().is_some_and(|first| first.starts_with('-')) {
            &["Turkey", "Russia"]
        } else {
            &[]
        };
        assert_eq!(chains(&sample, &[ends, arguments].concat()), expected, "{arguments:?}");
    };
    check(&["-k", "1"], &["Turkey >opposes> Russia"]);
    check(&["-k", "1", "--class", "conflict"], &["Turkey >opposes> Russia"]);
    check(
        &["--type", "purchased,supplied"],
        &["Turkey >purchased> S-400 <supplied< Russia"],
    );
    check(&["--type", "purchased,supplied", "--directed"], &[]);
    check(
        &["--not", "agreed-with,opposes,party-to,holds-office,ally-of", "-k", "1"],
        &["Turkey >purchased> S-400 <supplied< Russia"],
    );
    check(
        &["--kind", "agreement", "--max-hops", "2"],
        &[
            "Turkey >opposes> Russia",
            "Turkey >party-to> Sochi deal <party-to< Russia",
        ],
    );
    check(&["--min-sources", "2"], &[]);
    check(
        &["Turkey", "S-400", "--min-sources", "2"],
        &["Turkey >purchased> S-400"],
    );
    check(&["Turkey", "S-400", "--min-sources", "2", "--until", "2019"], &[]);
    check(
        &["Turkey", "S-400", "--min-confidence", "0.9", "-k", "1"],
        &["Turkey >purchased> S-400"],
    );
    check(
        &["Turkey", "S-400", "--min-confidence", "0.9", "--as-of", "2019-12"],
        &[],
    );
    check(&["--as-of", "2018", "--class", "conflict"], &[]);
    check(
        &["--since", "2020-02-15", "--max-hops", "1"],
        &["Turkey >opposes> Russia"],
    );
    check(
        &["--until", "2018-09", "--max-hops", "1"],
        &["Turkey -agreed-with- Russia"],
    );
    check(
        &["Turkey", "Syria", "--type", "sanctions"],
        &["Turkey >sanctions> Syria"],
    );
    check(
        &["Turkey", "Syria", "--type", "sanctions", "--modality", "actual,claimed"],
        &[],
    );
    // Russia denies the attack: what is denied ties nobody.
    check(&["--type", "attacks"], &[]);
}

#[test]
fn a_path_may_follow_time() {
    let sample = Sample::empty();
    sample.ingest(&[
        ("a", "2020-03-01", "Turkey threatens Syria | Turkey threatened Syria."),
        ("b", "2020-02-01", "Syria accuses Russia | Syria accused Russia."),
        ("c", "2020-04-01", "Russia attacks Turkey | Russia attacked Turkey."),
        (
            "d",
            "2020-03-10",
            "Syria sanctions Russia ? | Syria may impose sanctions.",
        ),
    ]);
    let check =
        |arguments: &[&str], expected: &[&str]| assert_eq!(chains(&sample, arguments), expected, "{arguments:?}");
    check(
        &["Turkey", "Russia", "--directed"],
        &["Turkey >threatens> Syria >accuses> Russia"],
    );
    // The accusation came before the threat; the sanctions, though only possible, came after it.
    check(
        &["Turkey", "Russia", "--directed", "--time-ordered"],
        &["Turkey >threatens> Syria >sanctions> Russia"],
    );
    check(
        &[
            "Turkey",
            "Russia",
            "--directed",
            "--time-ordered",
            "--modality",
            "actual",
        ],
        &[],
    );
    check(
        &["Syria", "Turkey", "--directed", "--time-ordered", "-k", "1"],
        &["Syria >accuses> Russia >attacks> Turkey"],
    );
}

#[test]
fn a_hop_shows_when_it_was_gone() {
    let run = Sample::story().relgraph(&[
        "path",
        "USA",
        "Syria",
        "--time-ordered",
        "-k",
        "1",
        "--not",
        "threatens",
    ]);
    insta::assert_snapshot!(run.ends(0).text());
}

#[test]
fn wrong_filters_say_what_is_right() {
    let sample = Sample::story();
    let check = |arguments: &[&str], message: &str| {
        let run = sample
            .relgraph(&[&["path", "Turkey", "Russia"], arguments].concat())
            .ends(2);
        assert!(run.stdout.is_empty() && run.stderr.contains(message), "{}", run.stderr);
    };
    check(
        &["--type", "loves"],
        "\"loves\" is no relation type; the types are accuses, agreed-with,",
    );
    check(&["--not", "hates"], "\"hates\" is no relation type");
    check(&["--since", "2020", "--until", "2019"], "the period is empty");
    check(&["--since", "yesterday"], "\"yesterday\" is no date; write YYYY");
    check(&["--min-confidence", "80"], "write a number from 0 to 1");
    check(&["--kind", "planet"], "unknown kind \"planet\"; the kinds are state,");
    check(&["--class", "love"], "cooperation, conflict, structure");
    check(&["--modality", "certain"], "actual, claimed, planned, possible");
}

#[test]
fn answers_to_all_questions() {
    let sample = Sample::story();
    sample.ingest(&[
        ("wire", "2020-03-01", "Turkey purchased S-400 | Turkey purchased the Russian S-400 air defence system despite opposition from NATO ally the United States."),
        ("denial", "2020-03-05", "Russia ally-of Syria ! | Moscow is no longer an ally of Damascus.\nUnited States ally-of Turkey | Washington stands by its ally Turkey."),
    ]);
    let asked: &[&[&str]] = &[
        &["between", "Turkey", "Russia"],
        &["between", "Turkey", "USA", "--evidence", "0"],
        &["neighbors", "S-400"],
        &["neighbors", "NATO", "--depth", "2", "--kind", "state,materiel"],
        &["neighbors", "Turkey", "--limit", "2"],
        &["timeline", "Turkey", "Russia"],
        &["timeline", "NATO", "--class", "structure"],
        &["timeline", "Turkey", "--limit", "1", "--since", "2020"],
        &["common", "Turkey", "Russia"],
        &["search", "opposition"],
        &["search", "\"demilitarised zone\""],
        &["search", "deal -rejects", "--type", "opposes"],
        &["rank", "--limit", "4"],
        &["rank", "--by", "pagerank", "--kind", "state"],
        &["rank", "--by", "betweenness", "--limit", "3"],
        &["blocs"],
        &["diff", "2019", "2020-03"],
    ];
    let mut text = String::new();
    for arguments in asked {
        let run = sample.relgraph(arguments).ends(0);
        assert_eq!(run.stderr, "");
        text += &format!("$ relgraph {}\n{}\n", arguments.join(" "), run.stdout);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn all_answers_are_json_too() {
    let sample = Sample::story();
    let check = |arguments: &[&str], key: &str, count: usize| {
        let run = sample.relgraph(&[arguments, &["--format", "json"]].concat()).ends(0);
        let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(
            value[key].as_array().map(Vec::len),
            Some(count),
            "{arguments:?}: {}",
            run.stdout
        );
    };
    check(&["between", "Turkey", "Russia"], "ties", 3);
    check(&["between", "Turkey", "Russia"], "months", 18);
    check(&["neighbors", "NATO"], "neighbours", 2);
    check(&["neighbours", "NATO", "--depth", "2", "--limit", "0"], "neighbours", 8);
    check(&["timeline", "Turkey"], "moments", 9);
    check(&["common", "Turkey", "Russia"], "shared", 3);
    check(&["search", "deal"], "found", 4);
    check(&["rank", "--limit", "0"], "ranked", 11);
    check(&["blocs"], "blocs", 3);
    check(&["diff", "2018", "2019"], "new", 1);
}

#[test]
fn nothing_found_is_an_answer() {
    let sample = Sample::story();
    let check = |arguments: &[&str], message: &str| {
        let run = sample.relgraph(arguments).ends(1);
        assert!(run.stdout.is_empty() && run.stderr.contains(message), "{}", run.text());
        let run = sample.relgraph(&[arguments, &["--quiet"]].concat()).ends(1);
        assert_eq!(run.stderr, "");
    };
    check(&["between", "NATO", "Russia"], "nothing ties NATO and Russia directly");
    check(&["neighbors", "NATO", "--type", "attacks"], "nothing is tied to NATO");
    check(&["timeline", "NATO"], "no event with a date");
    check(
        &["common", "Cavusoglu", "Putin", "--type", "attacks"],
        "nothing in common",
    );
    check(&["search", "zebra"], "no sentence");
    check(&["search", "deal", "--since", "2021"], "no sentence");
    check(&["rank", "--min-sources", "9"], "no relation passes");
    check(&["blocs", "--since", "2021"], "no cooperation or conflict");
    check(
        &["diff", "2021", "2022"],
        "nothing changed between 2021-12-31 and 2022-12-31",
    );
    let check = |arguments: &[&str], message: &str| {
        let run = sample.relgraph(arguments).ends(2);
        assert!(run.stderr.contains(message), "{}", run.text());
    };
    check(&["between", "Turkey", "TUR"], "are one entity, Turkey; name two");
    check(&["diff", "2020", "2019"], "name the earlier date first");
    check(&["search", "*"], "\"*\" has no word to look for");
}

#[test]
fn what_is_searched_keeps_up() {
    let sample = Sample::story();
    let check = |words: &str, status: i32| sample.relgraph(&["search", words]).ends(status);
    check("warned", 0);
    sample.ingest(&[(
        "s400",
        "2019-07-13",
        "Turkey purchased S-400 | Turkey has paid for the S-400.",
    )]);
    check("warned", 1);
    check("pay", 1);
    check("paid", 0);
}

#[test]
fn panels() {
    let sample = Sample::story();
    sample.ingest(&[
        (
            "copy",
            "2020-02-10",
            "Turkey accuses Syria | Ankara accused Damascus.\nMevlut Cavusoglu met-with Sergei Lavrov | They met.",
        ),
        (
            "late",
            "2020-05-01",
            "Turkey accuses Syria | Ankara accused Damascus again.",
        ),
    ]);
    let mut text = String::new();
    for arguments in [
        &["panel"][..],
        &["panel", "--by", "year", "--unit", "state"],
        &["panel", "--since", "2020-02", "--zeros", "--class", "conflict"],
        &["panel", "--since", "2020-02", "--modality", "possible"],
    ] {
        let run = sample.relgraph(arguments).ends(0);
        text += &format!("$ relgraph {}\n{}\n", arguments.join(" "), run.stdout);
    }
    insta::assert_snapshot!(text);
    sample.relgraph(&["panel", "--since", "2021"]).ends(1);
}
