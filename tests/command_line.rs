//! The command line itself: help, completions, manual, colours.

use super::graph::{Run, Sample};

/// Every command, as `--help` lists them.
fn commands(sample: &Sample) -> Vec<String> {
    let help = sample.relgraph(&["--help"]).ends(0).stdout;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names
        .filter_map(|line| line.split_whitespace().next())
        .map(String::from)
        .collect();
    assert!(names.len() > 30, "{names:?}");
    names.into_iter().filter(|name| name != "help").collect()
}

#[test]
fn every_command_shows_examples() {
    let sample = Sample::empty();
    for command in commands(&sample) {
        let help = sample.relgraph(&[&command, "--help"]).ends(0).stdout;
        let examples = help
            .split("Examples:\n")
            .nth(1)
            .unwrap_or_else(|| panic!("{command} has no examples"));
        assert!(examples.contains(&format!("relgraph {command}")), "{examples}");
    }
}

#[test]
fn shells_and_man_know_every_command() {
    let sample = Sample::empty();
    let commands = commands(&sample);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = sample.relgraph(&["completions", shell]).ends(0).stdout;
        assert!(script.contains("RELGRAPH_COMPLETE"), "{script}");
        if shell != "powershell" {
            let offered = offered(&sample, shell, &["relgraph", ""]);
            for command in &commands {
                assert!(
                    offered.contains(command),
                    "{shell} does not know {command}: {offered:?}"
                );
            }
        }
    }
    assert!(sample.relgraph(&["man"]).ends(0).stdout.starts_with(".ie"));
    sample.relgraph(&["man", "--output", "man1"]).ends(0);
    for command in &commands {
        let page = sample.folder.path().join(format!("man1/relgraph-{command}.1"));
        assert!(std::fs::read_to_string(page).unwrap().contains("Examples"), "{command}");
    }
    sample.write("file", "");
    let run = sample.relgraph(&["man", "-o", "file/man1"]).ends(2);
    assert!(run.stderr.contains("file/man1: cannot be made"), "{}", run.stderr);
}

/// What relgraph offers a shell for the last of these words, without what it says about it.
fn offered(sample: &Sample, shell: &str, line: &[&str]) -> Vec<String> {
    let mut command = assert_cmd::Command::cargo_bin("relgraph").unwrap();
    command
        .current_dir(sample.folder.path())
        .env("RELGRAPH_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", (line.len() - 1).to_string())
        .env("_CLAP_IFS", "\n")
        .env_remove("RELGRAPH_DB");
    let run = Run::of(command.arg("--").args(line)).ends(0);
    let words = run
        .stdout
        .lines()
        .map(|line| line.split(['\t', ':']).next().unwrap().to_string());
    words.collect()
}

#[test]
fn the_tab_key_offers_names_of_the_graph() {
    let sample = Sample::story();
    let db = sample.db();
    let db = db.to_str().unwrap();
    let check = |shell: &str, line: &[&str], expected: &[&str]| {
        assert_eq!(offered(&sample, shell, line), expected, "{line:?}");
    };
    check("fish", &["relgraph", "--db", db, "path", "Tur"], &["Turkey"]);
    check("fish", &["relgraph", "--db", db, "path", "Turkey", "rus"], &["Russia"]);
    check(
        "zsh",
        &["relgraph", "--db", db, "show", "Recep"],
        &["Recep Tayyip Erdogan"],
    );
    check(
        "bash",
        &["relgraph", "--db", db, "show", "Recep"],
        &["Recep\\ Tayyip\\ Erdogan"],
    );
    check(
        "bash",
        &["relgraph", "--db", db, "show", "Recep\\ T"],
        &["Recep\\ Tayyip\\ Erdogan"],
    );
    // The most spoken of first: Russia goes by the seat of its foreign ministry.
    check(
        "fish",
        &["relgraph", "--db", db, "between", "s"],
        &["Smolenskaya Square", "Sochi deal", "S-400", "Syria", "Sergei Lavrov"],
    );
    check(
        "fish",
        &["relgraph", "--db", db, "path", "Tur", "--type", "purchased,suppl"],
        &["purchased,supplied"],
    );
    check("fish", &["relgraph", "query", "arms"], &["arms-trade"]);
    check("fish", &["relgraph", "--db", "nowhere.db", "show", "Tur"], &[]);
    check("fish", &["relgraph", "--db", db, "show", "Zzz"], &[]);
}

#[test]
fn bash_completes_names() {
    let sample = Sample::story();
    let script = "eval \"$(relgraph completions bash)\"; COMP_WORDS=(relgraph path Rec); COMP_CWORD=2
        _clap_complete_relgraph relgraph Rec path; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let relgraph = assert_cmd::cargo::cargo_bin("relgraph");
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = assert_cmd::Command::new("bash");
    command
        .args(["-c", script])
        .env("PATH", format!("{}:{path}", relgraph.parent().unwrap().display()))
        .env("RELGRAPH_DB", sample.db());
    if command.output().is_err() {
        eprintln!("passed over: there is no bash here");
        return;
    }
    assert_eq!(Run::of(&mut command).ends(0).stdout, "Recep\\ Tayyip\\ Erdogan\n");
}

#[test]
fn no_colours_reach_a_file() {
    let sample = Sample::story();
    for arguments in [
        &["path", "Turkey", "Russia"][..],
        &["between", "Turkey", "Russia"],
        &["search", "deal"],
    ] {
        assert!(
            !sample.relgraph(arguments).ends(0).stdout.contains('\u{1b}'),
            "{arguments:?}"
        );
    }
}
