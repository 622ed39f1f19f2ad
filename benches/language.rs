//! Tokens a second of the language model on one core, whole texts from bytes to sentences, trees and spans.
//!
//! ```text
//! cargo bench --bench language
//! ```

use std::fs;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use relgraph::understand::language::LanguageModel;
use relgraph::understand::tokenize::tokenize;

fn main() {
    divan::main();
}

/// The sample story of `data/articles`, joined and repeated to about 25,000 tokens.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let articles: Vec<String> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    articles.iter().cycle().take(8 * articles.len()).cloned().collect()
}

fn tokens(texts: &[String]) -> ItemsCount {
    ItemsCount::new(texts.iter().map(|text| tokenize(text).len()).sum::<usize>())
}

#[divan::bench(sample_count = 20)]
fn parse(bencher: Bencher) {
    let texts = texts();
    let model = LanguageModel::embedded();
    bencher
        .counter(tokens(&texts))
        .bench(|| texts.iter().map(|text| model.parse(text).tokens.len()).sum::<usize>());
}

#[divan::bench(sample_count = 20)]
fn tokens_alone(bencher: Bencher) {
    let texts = texts();
    bencher
        .counter(tokens(&texts))
        .bench(|| texts.iter().map(|text| tokenize(text).len()).sum::<usize>());
}
