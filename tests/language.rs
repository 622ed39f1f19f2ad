//! The language model as a whole: it agrees with the training code, it reads raw text as it reads given tokens, and
//! its outputs do not drift unseen.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use relgraph::model::{Label, Token};
use relgraph::understand::language::{FINE_TAGS, LanguageModel, Parse};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Title and body of an article of the sample story.
fn article(name: &str) -> String {
    let text = fs::read_to_string(repository("data/articles").join(name)).unwrap_or_default();
    let (head, body) = text.split_once("\n\n").unwrap_or_default();
    let title = head
        .lines()
        .find_map(|line| line.strip_prefix("title: "))
        .unwrap_or_default();
    format!("{title}\n\n{body}")
}

/// "B state" or "I state" for tokens in a span, "-" for others.
fn classes(parse: &Parse) -> Vec<String> {
    let mut classes = vec!["-".to_owned(); parse.tokens.len()];
    for span in &parse.spans {
        for token in span.tokens.clone() {
            let part = if token == span.tokens.start { "B" } else { "I" };
            classes[token] = format!("{part} {}", span.kind.name());
        }
    }
    classes
}

/// Lines as `train/reference.py` writes them.
fn lines(text: &str, parse: &Parse) -> Vec<String> {
    let classes = classes(parse);
    let mut lines = Vec::new();
    for sentence in &parse.sentences {
        for i in sentence.clone() {
            let token: &Token = &parse.tokens[i];
            lines.push(format!(
                "{}\t{}\t{}\t{}\t{}\t{}",
                token.span.of(text),
                token.tag.name(),
                FINE_TAGS[usize::from(token.fine)],
                token.head as isize - i as isize,
                token.label.name(),
                classes[i]
            ));
        }
        lines.push(String::new());
    }
    lines
}

/// The weights of the binary are bytes, those of training are floats: a few choices may fall otherwise, no more.
#[test]
fn bytes_in_rust_agree_with_floats_in_training() {
    let reference = fs::read_to_string(repository("tests/language/reference.tsv")).unwrap_or_default();
    let model = LanguageModel::embedded();
    let columns = ["word", "coarse tag", "fine tag", "head", "label", "class"];
    let mut differing = [0; 6];
    let mut tokens = 0;
    for part in reference.split("# ").skip(1) {
        let (name, expected) = part.split_once('\n').unwrap_or_default();
        let text = article(name);
        let expected: Vec<&str> = expected.trim_end().lines().collect();
        let spans: Vec<_> = model.parse(&text).tokens.iter().map(|token| token.span).collect();
        // Training knows nothing of datelines, so its sentences are given.
        let mut sentences = Vec::new();
        let mut end = 0;
        for sentence in expected.split(|line| line.is_empty()) {
            sentences.push(end..end + sentence.len());
            end += sentence.len();
        }
        assert_eq!(end, spans.len(), "{name}: tokens differ");
        let found = lines(&text, &model.parse_tokens(&text, &spans, Some(sentences)));
        for (found, expected) in found.iter().zip(&expected) {
            tokens += usize::from(!expected.is_empty());
            for (column, (a, b)) in found.split('\t').zip(expected.split('\t')).enumerate() {
                differing[column] += usize::from(a != b);
            }
        }
    }
    assert!(tokens > 2000, "{tokens} tokens");
    assert_eq!(differing[0], 0, "words");
    for (column, n) in columns.iter().zip(differing) {
        assert!(n * 100 <= tokens, "{column}: {n} of {tokens} tokens differ");
    }
}

#[test]
fn given_tokens_and_raw_text_are_read_alike() {
    let model = LanguageModel::embedded();
    for entry in fs::read_dir(repository("data/articles"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let text = article(&entry.file_name().to_string_lossy());
        let raw = model.parse(&text);
        let tokens: Vec<_> = raw.tokens.iter().map(|token| token.span).collect();
        assert_eq!(model.parse_tokens(&text, &tokens, None), raw);
        assert_eq!(model.parse_tokens(&text, &tokens, Some(raw.sentences.clone())), raw);
    }
}

/// Sentences of our own, with what newswire is made of: datelines, quotes, headlines, abbreviations, hyphens.
const SENTENCES: &str = "\
NATO Allies Pledge More Air Defences for Ukraine

ANKARA (Reuters) - Turkey's foreign minister, Hakan Fidan, told his Iraqi counterpart that Ankara would not withdraw its troops.

“We were never asked,” said Gen. Mark Milley, chairman of the U.S. Joint Chiefs of Staff, on Nov. 3.

The Saudi-led coalition, which is backed by the United States, has been accused of bombing hospitals in Sana'a.

Russia sold Turkey S-400 missiles worth $2.5 billion despite Washington's threats of sanctions.

Neither Iran nor the six powers wanted the talks in Vienna to fail, diplomats said.

China, Pakistan sign $46bn deal to build ports

The rebels were driven out of the town by government forces and Hezbollah fighters after weeks of shelling.";

#[test]
fn outputs_do_not_drift() {
    let parse = LanguageModel::embedded().parse(SENTENCES);
    let classes = classes(&parse);
    let mut table = String::new();
    for sentence in &parse.sentences {
        for i in sentence.clone() {
            let token = &parse.tokens[i];
            let head = match token.label {
                Label::Root => "-",
                _ => parse.tokens[token.head].span.of(SENTENCES),
            };
            let _ = writeln!(
                table,
                "{:<14} {:<6} {:<5} {:<14} {:<14} {:<14} {}",
                token.span.of(SENTENCES),
                token.tag.name(),
                FINE_TAGS[usize::from(token.fine)],
                token.lemma,
                head,
                token.label.name(),
                classes[i]
            );
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}
