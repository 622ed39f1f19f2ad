//! Records of events, as researchers load them.

use super::graph::Sample;

fn sample() -> Sample {
    let sample = Sample::empty();
    sample.write(
        "news.txt",
        "date: 2018-09-18\nsource: Wire\nurl: https://example.org/1\n\nRussia and Turkey\n\n\
         Russian President Vladimir Putin met Turkish President Recep Tayyip Erdogan on Monday. \
         The United States imposed sanctions on Russia. Iran did not attack Israel.",
    );
    sample
}

#[test]
fn cameo_records_are_tab_separated_with_codes_as_text() {
    let run = sample().relgraph(&["extract", "--format", "cameo", "news.txt"]).ends(0);
    let rows: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split('\t').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|column| *column == name).unwrap();
    let cells = |row: &[&str], names: &[&str]| {
        names
            .iter()
            .map(|name| row[column(name)].to_string())
            .collect::<Vec<_>>()
    };
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{}", run.text());
    let of_type = |name: &str| {
        rows.iter()
            .filter(|row| row[column("type")] == name)
            .collect::<Vec<_>>()
    };
    // What two do together is an event of each.
    let met = of_type("met-with");
    let actors: Vec<_> = met.iter().map(|row| cells(row, &["source", "target"])).collect();
    assert_eq!(actors, [["RUSGOV", "TURGOV"], ["TURGOV", "RUSGOV"]], "{}", run.text());
    let codes = ["date", "granularity", "code", "root", "quad", "goldstein"];
    assert_eq!(cells(met[0], &codes), ["2018-09-17", "day", "040", "04", "1", "1.0"]);
    let sanctions = of_type("sanctions");
    let places = ["source", "target", "published", "publisher", "url"];
    assert_eq!(
        cells(sanctions[0], &codes),
        ["2018-09-18", "publication", "163", "16", "4", "-6.5"]
    );
    assert_eq!(
        cells(sanctions[0], &places),
        ["USA", "RUS", "2018-09-18", "Wire", "https://example.org/1"]
    );
    // Offices are no events, and what did not happen is none.
    assert!(
        of_type("holds-office").is_empty() && of_type("attacks").is_empty(),
        "{}",
        run.text()
    );
}

#[test]
fn plover_records_say_what_is_denied() {
    let run = sample()
        .relgraph(&["extract", "--format", "plover", "news.txt"])
        .ends(0);
    let lines: Vec<serde_json::Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of_type = |name: &str| lines.iter().find(|line| line["type"] == name).unwrap();
    let met = of_type("met-with");
    assert_eq!(
        (&met["event"], &met["source"]["code"]),
        (&"CONSULT".into(), &"RUSGOV".into())
    );
    assert!(met["id"].as_str().is_some_and(|id| id.starts_with("news-")), "{met}");
    let attacks = of_type("attacks");
    assert_eq!(
        (&attacks["event"], &attacks["polarity"]),
        (&"ASSAULT".into(), &"negated".into())
    );
    assert!(attacks["goldstein"].is_null() && attacks["quad"].is_null(), "{attacks}");
}

#[test]
fn codes_that_are_none_are_told() {
    let sample = Sample::empty();
    sample.write(
        "bad/a.toml",
        "type = \"extradited\"\nmeaning = \"x\"\nplover = \"COPERATE\"\ncameo = \"63\"\nsymmetric = false\n\
         class = \"material cooperation\"\nhead = [\"state\"]\ntail = [\"state\"]\n\
         [[rule]]\nname = \"a\"\nverbs = [\"extradite\"]\nroles = [\"subject -> to\"]\ncameo = \"0630\"\n",
    );
    sample.write(
        "bad/b.toml",
        "type = \"met-with\"\n[[rule]]\nname = \"b\"\nverbs = [\"chat\"]\nroles = [\"subject -> with\"]\nplover_mode = \"letter\"\n",
    );
    let run = sample.relgraph(&["check", "bad"]).ends(2);
    let expected = [
        "bad/a.toml:1: \"63\" is no CAMEO code; data/codes/cameo.toml lists them",
        "bad/a.toml:1: \"COPERATE\" is no PLOVER root; the roots are ACCUSE, AGREE,",
        "bad/a.toml:9: \"0630\" is no CAMEO code",
        "bad/b.toml:2: \"letter\" is no mode of CONSULT; its modes are visit, third-party, multilateral, phone",
    ];
    for line in expected {
        assert!(run.stdout.contains(line), "{line}\n{}", run.text());
    }
}

#[test]
fn explain_tells_why_in_words_and_in_json() {
    let sample = Sample::empty();
    let text = "Turkey accused Russia of bombing Idlib.";
    let run = sample.relgraph(&["explain", text]).ends(0);
    for part in [
        "Turkey accuses Russia",
        "PLOVER ACCUSE",
        "CAMEO 112",
        "  rule     accuses/",
        "  related  ",
        "  so       ",
    ] {
        assert!(run.stdout.contains(part), "{part}\n{}", run.text());
    }
    let run = sample.relgraph(&["explain", "--format", "json", text]).ends(0);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let claims = answer["claims"].as_array().unwrap();
    let accuses = claims.iter().find(|claim| claim["type"] == "accuses").unwrap();
    assert_eq!(
        (&accuses["head"], &accuses["codes"]["cameo"]),
        (&"Turkey".into(), &"112".into())
    );
    assert!(
        accuses["why"]["for_type"]
            .as_array()
            .is_some_and(|weights| !weights.is_empty()),
        "{answer}"
    );
    assert!(answer["lost"].is_array(), "{answer}");
}
