//! The data files: what is embedded is whole, and a slip of the pen is told by file and line.

use relgraph::lexicon::{DataFile, Lexicon};
use relgraph::model::Kind;

#[test]
fn the_embedded_files_load_without_a_problem() {
    if let Err(error) = Lexicon::load(&Lexicon::embedded_files()) {
        panic!("\n{error}");
    }
}

#[test]
fn the_embedded_files_know_the_field() {
    let lexicon = Lexicon::embedded();
    let count = |kind: Kind| lexicon.entries().iter().filter(|entry| entry.kind == kind).count();
    let coded = |entry: &&relgraph::lexicon::Entry| entry.code.is_some() && entry.cow.is_some() && entry.gw.is_some();
    let states = lexicon.entries().iter().filter(|entry| entry.kind == Kind::State);
    assert!(states.filter(coded).count() >= 193, "states with all three codes");
    assert!(count(Kind::Organization) + count(Kind::Group) >= 150);
    assert!(count(Kind::Materiel) >= 60);
    assert!(count(Kind::Official) >= 200);
    assert!(count(Kind::Agreement) >= 100);
    assert_eq!(lexicon.relation_types().len(), 27);
    let rules = lexicon.rules();
    for relation in 0..rules.types.len() {
        let name = &rules.types[relation].name;
        let of_type = |other: usize| other == relation;
        assert!(
            rules.rules.iter().any(|rule| of_type(rule.relation)),
            "{name} has no rule"
        );
        let examples = || rules.examples.iter().filter(|example| of_type(example.relation));
        assert!(
            examples().any(|example| !example.says.is_empty()),
            "{name} has no example"
        );
        assert!(
            examples().any(|example| !example.not.is_empty()),
            "{name} has no counter-example"
        );
    }
}

#[test]
fn a_state_is_found_by_any_of_its_names() {
    let lexicon = Lexicon::embedded();
    let names = [
        "Turkey",
        "turkiye",
        "Türkiye",
        "Turkish",
        "Turks",
        "the Republic of Turkey",
    ];
    for name in names {
        let key = lexicon.find(name).first().map(|entry| entry.key.as_str());
        assert_eq!(key, Some("state:TUR"), "{name}");
    }
    assert!(lexicon.find("Ankara").iter().any(|entry| entry.key == "state:TUR"));
    let turkey = lexicon.state("TUR").unwrap();
    assert_eq!((turkey.cow, turkey.gw), (Some(640), Some(640)));
    assert_eq!(turkey.region.as_deref(), Some("Western Asia"));
}

/// What is said of one bad file, besides a few good ones that stand before it.
fn problems(path: &str, text: &str) -> Vec<String> {
    let good = [
        (
            "actors/states.toml",
            "[[state]]\ncode = \"TUR\"\nname = \"Turkey\"\ncapital = \"Ankara\"\n",
        ),
        (
            "actors/organizations.toml",
            "[[organization]]\nname = \"NATO\"\ntype = \"alliance\"\n",
        ),
    ];
    let file = |(path, text): (&str, &str)| DataFile {
        path: path.to_string(),
        text: text.to_string(),
    };
    let mut files: Vec<DataFile> = good.into_iter().filter(|(other, _)| *other != path).map(file).collect();
    files.push(file((path, text)));
    match Lexicon::load(&files) {
        Ok(_) => Vec::new(),
        Err(error) => error.to_string().lines().map(str::to_string).collect(),
    }
}

const STATES: &str = "actors/states.toml";
const ORGANIZATIONS: &str = "actors/organizations.toml";
const OFFICIALS: &str = "actors/officials.toml";
const RELATION: &str = "relations/visited.toml";

/// The head of a relation file: nine lines.
const HEAD: &str = r#"type = "visited"
meaning = "travelled"
plover = "CONSULT"
cameo = "042"
goldstein = 1.0
symmetric = false
class = "verbal cooperation"
head = ["official"]
tail = ["state"]
"#;

#[test]
fn each_mistake_is_told_by_file_and_line() {
    let turkey = "[[state]]\ncode = \"TUR\"\nname = \"Turkey\"\n";
    let rule = |lines: &str| format!("{HEAD}[[rule]]\nname = \"a\"\n{lines}");
    // Where it stands, what is wrong with it, and how each message begins.
    let cases: Vec<(&str, &str, String, Vec<&str>)> = vec![
        ("nothing", STATES, turkey.into(), vec![]),
        ("an empty file", STATES, String::new(), vec![]),
        (
            "an unknown key",
            STATES,
            format!("{turkey}capitol = \"Ankara\"\n"),
            vec!["actors/states.toml:4: unknown field `capitol`, expected one of "],
        ),
        (
            "a missing key",
            STATES,
            "[[state]]\ncode = \"TUR\"\n".into(),
            vec!["actors/states.toml:1: missing field `name`"],
        ),
        (
            "a value of the wrong form",
            STATES,
            format!("{turkey}cow = \"640\"\n"),
            vec!["actors/states.toml:4: invalid type: string \"640\", expected u16"],
        ),
        (
            "an unknown table",
            STATES,
            format!("{turkey}[[county]]\nname = \"Kent\"\n"),
            vec!["actors/states.toml:4: unknown key \"county\""],
        ),
        (
            "no code",
            STATES,
            "[[state]]\ncode = \"tur\"\nname = \"Turkey\"\n".into(),
            vec!["actors/states.toml:1: \"tur\" is no ISO 3166 alpha-3 code: three capitals"],
        ),
        (
            "a code that stands twice",
            STATES,
            format!("{turkey}[[state]]\ncode = \"TUR\"\nname = \"Chad\"\n"),
            vec!["actors/states.toml:4: state:TUR stands twice"],
        ),
        (
            "a name that two states claim",
            STATES,
            format!("{turkey}[[state]]\ncode = \"TCD\"\nname = \"Chad\"\naliases = [\"turkey\"]\n"),
            vec!["actors/states.toml:4: the name \"turkey\" of Chad already belongs to Turkey (line 1)"],
        ),
        (
            "a name of marks",
            STATES,
            format!("{turkey}aliases = [\"--\"]\n"),
            vec!["actors/states.toml:1: the name \"--\" has no letters"],
        ),
        (
            "no period",
            STATES,
            format!("{turkey}period = \"since 1923\"\n"),
            vec!["actors/states.toml:1: \"since 1923\" is no period; write FROM..UNTIL"],
        ),
        (
            "no Wikidata id",
            STATES,
            format!("{turkey}wikidata = \"43\"\n"),
            vec!["actors/states.toml:1: \"43\" is no Wikidata id: Q and a number"],
        ),
        (
            "a code of no state",
            ORGANIZATIONS,
            "[[organization]]\nname = \"BND\"\ntype = \"agency\"\nstate = \"DEU\"\n".into(),
            vec!["actors/organizations.toml:1: \"DEU\" is the code of no state in actors/states.toml"],
        ),
        (
            "a parent that is nowhere",
            ORGANIZATIONS,
            "[[organization]]\nname = \"SHAPE\"\ntype = \"agency\"\nparent = \"NATO\"\n".into(),
            vec!["actors/organizations.toml:1: \"NATO\" is in neither organizations.toml nor groups.toml"],
        ),
        (
            "a body that stands twice",
            ORGANIZATIONS,
            "[[organization]]\nname = \"A1\"\ntype = \"igo\"\n[[organization]]\nname = \"B\"\ntype = \"igo\"\n\
             [[organization]]\nname = \"a1\"\ntype = \"igo\"\n"
                .into(),
            vec![
                "actors/organizations.toml:7: organization:a1 stands twice",
                "actors/organizations.toml:7: the name \"a1\" of a1 already belongs to A1 (line 1)",
            ],
        ),
        (
            "no gender, no tenure",
            OFFICIALS,
            "[[official]]\nname = \"A B\"\nstate = \"TUR\"\ngender = \"x\"\noffices = [\"President 2014-13..\"]\n"
                .into(),
            vec![
                "actors/officials.toml:1: \"President 2014-13..\" is no tenure; write OFFICE FROM..UNTIL",
                "actors/officials.toml:1: gender \"x\" is neither m nor f",
            ],
        ),
        (
            "an office for nobody",
            "actors/offices.toml",
            "[[office]]\ntitle = \"king\"\nserves = \"realm\"\nrank = \"monarch\"\n".into(),
            vec!["actors/offices.toml:1: serves \"realm\" is none of state, organization, group, place"],
        ),
        (
            "no date",
            "things/agreements.toml",
            "[[agreement]]\nname = \"Sochi deal\"\ntype = \"ceasefire\"\ndate = \"17 September\"\n".into(),
            vec!["things/agreements.toml:1: \"17 September\" is no date; write YYYY, YYYY-MM or YYYY-MM-DD"],
        ),
        (
            "an unknown list of words",
            "words/nouns.toml",
            "state-orgns = []\n".into(),
            vec!["words/nouns.toml:1: unknown list \"state-orgns\"; the lists are "],
        ),
        (
            "an unknown file",
            "actors/kings.toml",
            String::new(),
            vec!["actors/kings.toml:1: unknown data file; data/README.md lists the files"],
        ),
        (
            "a bad role",
            RELATION,
            rule("verbs = [\"visit\"]\nroles = [\"subjekt -> object\"]\n"),
            vec!["relations/visited.toml:10: \"subjekt\" is no role; see the table of roles in data/README.md"],
        ),
        (
            "no pair of roles",
            RELATION,
            rule("verbs = [\"visit\"]\nroles = [\"subject\"]\n"),
            vec!["relations/visited.toml:10: \"subject\" is no pair of roles; write \"subject -> object\""],
        ),
        (
            "a rule that nothing triggers",
            RELATION,
            rule("roles = [\"subject -> object\"]\n"),
            vec!["relations/visited.toml:10: the rule \"a\" has no verbs, nouns, adjectives or suffixes"],
        ),
        (
            "a confidence beyond 1",
            RELATION,
            rule("verbs = [\"visit\"]\nroles = [\"subject -> object\"]\nconfidence = 9.0\n"),
            vec!["relations/visited.toml:10: the confidence 9 is not between 0 and 1"],
        ),
        (
            "an unknown kind",
            RELATION,
            rule("verbs = [\"visit\"]\nroles = [\"subject -> object\"]\ntail = [\"country\"]\n"),
            vec!["relations/visited.toml:14: unknown variant `country`, expected one of "],
        ),
        (
            "an example without a pair",
            RELATION,
            format!("{HEAD}[[example]]\ntext = \"Putin visited Egypt.\"\nsays = [\"Putin, Egypt\"]\n"),
            vec![
                "relations/visited.toml:10: \"Putin, Egypt\" is no pair; write \"HEAD -> TAIL\"",
                "relations/visited.toml:10: an example needs \"says\" or \"not\"",
            ],
        ),
        (
            "broken TOML",
            STATES,
            format!("{turkey}capital = \"Ankara\n[[state]]\ncode = \"TCD\"\nname = \"Chad\"\n"),
            vec!["actors/states.toml:4: "],
        ),
        (
            "several mistakes at once",
            STATES,
            "[[state]]\ncode = \"TU\"\nname = \"Turkey\"\n\n[[state]]\ncode = \"TCD\"\nnam = \"Chad\"\n\n\
             [[state]]\ncode = \"RUS\"\nname = \"Russia\"\naliases = [\"Turkey\"]\n"
                .into(),
            vec![
                "actors/states.toml:1: \"TU\" is no ISO 3166 alpha-3 code",
                "actors/states.toml:7: unknown field `nam`",
                "actors/states.toml:9: the name \"Turkey\" of Russia already belongs to Turkey (line 1)",
            ],
        ),
    ];
    let mut wrong = String::new();
    for (what, path, text, expected) in cases {
        let found = problems(path, &text);
        let alike =
            found.len() == expected.len() && found.iter().zip(&expected).all(|(one, start)| one.starts_with(start));
        if !alike {
            wrong += &format!("{what}:\n  expected {expected:#?}\n  found {found:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn mistakes_in_several_files_are_told_together() {
    let file = |path: &str, text: &str| DataFile {
        path: path.into(),
        text: text.into(),
    };
    let files = [
        file(STATES, "[[state]]\nname = \"Turkey\"\n"),
        file(
            ORGANIZATIONS,
            "[[organization]]\nname = \"NATO\"\ntype = \"alliance\"\nkey = 1\n",
        ),
    ];
    let error = Lexicon::load(&files)
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 2, "{error}");
    assert!(lines[0].starts_with("actors/organizations.toml:4: "), "{error}");
    assert!(lines[1].starts_with("actors/states.toml:1: "), "{error}");
}

#[test]
fn a_relation_that_no_file_has_is_told_where_codes_name_it() {
    let mut files = Lexicon::embedded_files();
    let events = files
        .iter_mut()
        .find(|file| file.path.ends_with("codes/events.toml"))
        .unwrap();
    let line = events
        .text
        .lines()
        .position(|line| line.contains("relation = \"demands\""))
        .unwrap()
        + 1;
    events.text = events.text.replacen("\"demands\"", "\"demand\"", 1);
    let path = events.path.clone();
    let error = Lexicon::load(&files).err().unwrap().to_string();
    assert_eq!(
        error,
        format!("{path}:{line}: \"demand\" is no relation type; did you mean demands?")
    );
    // Somebody's own types alone need not be ours.
    files.retain(|file| !file.path.contains("/relations/"));
    assert!(Lexicon::load(&files).is_ok());
}
