//! The command line itself: help, completions, manual, colours.

use super::graph::Sample;

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
    for shell in ["bash", "zsh", "fish"] {
        let script = sample.relgraph(&["completions", shell]).ends(0).stdout;
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} does not know {command}");
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
