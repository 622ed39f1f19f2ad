//! The entities that real news names most: what a reader of the graph meets first must be right.
//!
//! The news lies beside the repository and is nobody's to pass on; where it is absent, the test says so and passes over.

use std::collections::HashMap;
use std::path::PathBuf;

use relgraph::lexicon::Lexicon;
use relgraph::model::Kind;
use relgraph::pipeline::extract_all;
use relgraph::read::articles;

/// Every so manieth item is read: enough to rank by, and fast enough to run each time.
const STEP: usize = 6;
const SHOWN: usize = 100;

#[test]
fn the_most_mentioned_entities_are_right() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/news");
    let files: Vec<PathBuf> = ["agency", "long", "wire"]
        .iter()
        .map(|name| folder.join(format!("{name}.jsonl")))
        .collect();
    if !files.iter().all(|file| file.exists()) {
        eprintln!("passed over: there is no news in {}", folder.display());
        return;
    }
    let items = articles(&files).enumerate().filter(|(index, _)| index % STEP == 0);
    let jobs = std::thread::available_parallelism().map_or(1, |jobs| jobs.get());
    let mut counts: HashMap<(Kind, String, String), usize> = HashMap::new();
    extract_all(items.map(|(_, item)| item), jobs, Lexicon::embedded(), |item| {
        if let Ok((_, extraction)) = item {
            for entity in extraction.entities {
                // Common nouns ("rebels", "a deal") are many entities under one name.
                let named = entity.known || entity.name.starts_with(char::is_uppercase);
                if named {
                    let code = entity.code.or(entity.state).unwrap_or_default();
                    *counts.entry((entity.kind, entity.name, code)).or_default() += 1;
                }
            }
        }
        Ok::<(), std::convert::Infallible>(())
    })
    .unwrap();
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.1.cmp(&b.1)).then_with(|| a.2.cmp(&b.2)));
    rows.truncate(SHOWN);
    // By kind and name: ranks move with every change, what is there hardly.
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    let table: Vec<String> = rows
        .iter()
        .map(|((kind, name, code), _)| {
            format!("{name:34} {:13} {code}", kind.to_string())
                .trim_end()
                .to_string()
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"));
}
