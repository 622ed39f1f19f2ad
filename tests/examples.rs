//! The examples of `data/relations` are tests of the rules.

use std::collections::BTreeSet;

use relgraph::lexicon::Lexicon;
use relgraph::relate::examples::check_examples;

/// Examples that are right and not yet understood, one a line: each is a gap of the parser or of the engine.
const KNOWN: &str = include_str!("known_examples.txt");

#[test]
fn rules_find_what_their_examples_say() {
    let known: BTreeSet<&str> = KNOWN
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let lexicon = Lexicon::embedded();
    let examples: Vec<_> = lexicon.rules().examples.iter().collect();
    let failures = check_examples(lexicon, &examples);
    let new: Vec<String> = failures
        .iter()
        .filter(|failure| !known.contains(&*failure.text))
        .map(ToString::to_string)
        .collect();
    assert!(new.is_empty(), "\n{}", new.join("\n"));
    let failed: BTreeSet<&str> = failures.iter().map(|failure| &*failure.text).collect();
    let mended: Vec<&&str> = known.difference(&failed).collect();
    assert!(
        mended.is_empty(),
        "no longer fail, take them off tests/known_examples.txt: {mended:?}"
    );
}
