//! Scores the embedded language model.
//!
//! ```text
//! cargo run --release --example evaluate_language -- FILE.conllu...   trees, tags; sentences and tokens of raw text
//! cargo run --release --example evaluate_language -- --spans FOLDER   entity spans of annotated documents
//! cargo run --release --example evaluate_language -- --mentions FOLDER   the same of the model with the lists behind it
//! cargo run --release --example evaluate_language -- --speed FILE...  tokens a second of one core, any text
//! ```
//!
//! Sentence ids that contain `--only TEXT` alone are scored if that is given (`--only _news_`).

use std::collections::{BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use relgraph::lexicon::Lexicon;
use relgraph::model::{Document, Kind, Label, MentionForm, Span, Tag, Token};
use relgraph::read::articles;
use relgraph::understand::language::{LanguageModel, Parse};
use relgraph::understand::tokenize::tokenize;
use relgraph::understand::understand;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let mut only = String::new();
    let mut mode = String::new();
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => only = arguments.next().unwrap_or_default(),
            "--spans" | "--mentions" | "--speed" => mode = argument,
            _ => files.push(argument),
        }
    }
    match mode.as_str() {
        "--spans" => files
            .iter()
            .try_for_each(|folder| evaluate_spans(Path::new(folder), spans_of_model)),
        "--mentions" => files
            .iter()
            .try_for_each(|folder| evaluate_spans(Path::new(folder), spans_of_understanding)),
        "--speed" => measure_speed(&files),
        _ => files.iter().try_for_each(|file| evaluate_trees(file, &only)),
    }
}

/// A treebank document with its raw text: gold tokens, tags, heads (a root is its own) and labels.
#[derive(Default)]
struct Gold {
    text: String,
    tokens: Vec<Span>,
    tags: Vec<Tag>,
    heads: Vec<usize>,
    labels: Vec<String>,
    sentences: Vec<Range<usize>>,
    /// Whether the sentence is to be scored.
    chosen: Vec<bool>,
}

fn read_conllu(path: &str, only: &str) -> Result<Vec<Gold>> {
    let content = fs::read_to_string(path)?;
    let mut documents: Vec<Gold> = Vec::new();
    let mut gap = "";
    for block in content.split("\n\n") {
        let mut id = "";
        for line in block.lines().filter(|line| line.starts_with('#')) {
            if line.starts_with("# newdoc") {
                documents.push(Gold::default());
                gap = "";
            } else if line.starts_with("# newpar") {
                gap = "\n\n";
            } else if let Some(rest) = line.strip_prefix("# sent_id = ") {
                id = rest;
            }
        }
        if documents.is_empty() {
            documents.push(Gold::default());
        }
        let Some(document) = documents.last_mut() else { continue };
        let base = document.tokens.len();
        // Words of a contraction stand without blanks up to the end of its range.
        let mut range_end = (0, false);
        for line in block
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        {
            let columns: Vec<&str> = line.split('\t').collect();
            let [number, form, _, tag, _, _, head, label, _, misc] = columns[..] else {
                continue;
            };
            if number.contains('.') {
                continue;
            }
            let no_space = misc.contains("SpaceAfter=No");
            if let Some((_, last)) = number.split_once('-') {
                range_end = (last.parse()?, no_space);
                continue;
            }
            let number: usize = number.parse()?;
            if !document.text.is_empty() {
                document.text.push_str(gap);
            }
            let start = document.text.len();
            document.text.push_str(form);
            document.tokens.push(Span::new(start, document.text.len()));
            let Ok(tag) = tag.parse();
            document.tags.push(tag);
            let head: usize = head.parse()?;
            document.heads.push(base + if head == 0 { number } else { head } - 1);
            document.labels.push(label.to_owned());
            let joined = if number < range_end.0 {
                true
            } else if number == range_end.0 {
                range_end.1
            } else {
                no_space
            };
            gap = if joined { "" } else { " " };
        }
        if document.tokens.len() > base {
            document.sentences.push(base..document.tokens.len());
            document.chosen.push(id.contains(only));
        }
    }
    Ok(documents)
}

/// Counts for precision, recall and their harmonic mean.
#[derive(Default, Clone, Copy)]
struct Score {
    right: usize,
    found: usize,
    gold: usize,
}

impl Score {
    fn add<T: std::hash::Hash + Eq>(&mut self, found: &HashSet<T>, gold: &HashSet<T>) {
        self.right += found.intersection(gold).count();
        self.found += found.len();
        self.gold += gold.len();
    }

    fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }

    fn precision(self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    fn recall(self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }
}

/// (verb, role, noun) arcs: subject, passive subject, object, or the preposition of an oblique.
fn arcs<'t>(
    text: &'t str,
    tokens: &[Span],
    verbs: &dyn Fn(usize) -> bool,
    heads: &[usize],
    label: &dyn Fn(usize) -> &'t str,
) -> HashSet<(usize, String, usize)> {
    let mut case = HashMap::new();
    for i in 0..heads.len() {
        if label(i) == "case" && i < heads[i] {
            case.entry(heads[i])
                .or_insert_with(|| tokens[i].of(text).to_lowercase());
        }
    }
    let role = |i: usize| match label(i) {
        role @ ("nsubj" | "nsubj:pass" | "obj") => Some(role.to_owned()),
        "obl" | "obl:agent" => case.get(&i).map(|preposition| format!("prep:{preposition}")),
        _ => None,
    };
    (0..heads.len())
        .filter(|&i| heads[i] != i && verbs(heads[i]))
        .filter_map(|i| Some((heads[i], role(i)?, i)))
        .collect()
}

fn evaluate_trees(path: &str, only: &str) -> Result<()> {
    let model = LanguageModel::embedded();
    let documents = read_conllu(path, only)?;
    let (mut tokens, mut upos, mut uas, mut las) = (0, 0, 0, 0);
    let (mut arc_score, mut own_verb_score) = (Score::default(), Score::default());
    let (mut token_score, mut sentence_score) = (Score::default(), Score::default());
    for gold in documents.iter().filter(|gold| gold.chosen.contains(&true)) {
        let parse = model.parse_tokens(&gold.text, &gold.tokens, Some(gold.sentences.clone()));
        let chosen = |token: usize| {
            let sentence = gold.sentences.partition_point(|sentence| sentence.end <= token);
            gold.chosen[sentence]
        };
        for (i, token) in parse.tokens.iter().enumerate().filter(|(i, _)| chosen(*i)) {
            tokens += 1;
            upos += usize::from(token.tag == gold.tags[i]);
            uas += usize::from(token.head == gold.heads[i]);
            las += usize::from(token.head == gold.heads[i] && token.label.name() == gold.labels[i]);
        }
        let heads: Vec<usize> = parse.tokens.iter().map(|token| token.head).collect();
        // As in `prototype/verb_argument_arcs.py`, all systems are held to the verbs of the gold tags. The second
        // score is harder: our own tag must say verb, too.
        let is_verb = |i: usize| gold.tags[i] == Tag::Verb && chosen(i);
        let right = arcs(&gold.text, &gold.tokens, &is_verb, &gold.heads, &|i| {
            gold.labels[i].as_str()
        });
        let mut found = arcs(&gold.text, &gold.tokens, &is_verb, &heads, &|i| {
            Label::name(parse.tokens[i].label)
        });
        arc_score.add(&found, &right);
        found.retain(|(verb, _, _)| parse.tokens[*verb].tag == Tag::Verb);
        own_verb_score.add(&found, &right);
        let raw = model.parse(&gold.text);
        token_score.add(&spans_of(&raw), &gold.tokens.iter().copied().collect());
        sentence_score.add(
            &sentence_spans(&raw),
            &gold
                .sentences
                .iter()
                .map(|s| gold.tokens[s.start].join(gold.tokens[s.end - 1]))
                .collect(),
        );
    }
    let percent = |n: usize| 100.0 * n as f64 / tokens.max(1) as f64;
    println!(
        "{path}{}{only}: {tokens} tokens",
        if only.is_empty() { "" } else { " " }
    );
    println!(
        "  gold tokens  UPOS {:.2}  UAS {:.2}  LAS {:.2}  arcs F1 {:.2} (with our own verbs {:.2})",
        percent(upos),
        percent(uas),
        percent(las),
        arc_score.f1(),
        own_verb_score.f1()
    );
    if only.is_empty() {
        println!(
            "  raw text     tokens F1 {:.2}  sentences F1 {:.2}",
            token_score.f1(),
            sentence_score.f1()
        );
    }
    Ok(())
}

fn spans_of(parse: &Parse) -> HashSet<Span> {
    parse.tokens.iter().map(|token| token.span).collect()
}

fn sentence_spans(parse: &Parse) -> HashSet<Span> {
    parse
        .sentences
        .iter()
        .map(|s| parse.tokens[s.start].span.join(parse.tokens[s.end - 1].span))
        .collect()
}

const PRONOUNS: &str = "he she it they them him her his hers its their theirs we us our ours i me my you your who whom whose which \
    that this these those himself herself itself themselves both all another others one ones former latter";
const ARTICLES: &str = "the a an his her its their our this that these those";

/// The words of a mention as they are looked for: plain quotes, no article before, no clitic after.
fn mention_words(mention: &str) -> Vec<String> {
    let mut words: Vec<String> = tokenize(mention).iter().map(|span| plain(span.of(mention))).collect();
    let articles: Vec<&str> = ARTICLES.split(' ').collect();
    while words
        .first()
        .is_some_and(|word| articles.contains(&word.to_lowercase().as_str()))
    {
        words.remove(0);
    }
    while words
        .last()
        .is_some_and(|word| matches!(word.as_str(), "'s" | "'" | "," | "."))
    {
        words.pop();
    }
    words
}

fn plain(word: &str) -> String {
    word.replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}

/// A text as it was read, its tokens, and the token ranges that name something, with its kind.
struct Reading {
    text: String,
    tokens: Vec<Token>,
    spans: HashSet<(usize, usize, Kind)>,
}

/// What the model alone sees in a file.
fn spans_of_model(path: &Path) -> Result<Reading> {
    let text = fs::read_to_string(path)?;
    let Parse { tokens, spans, .. } = LanguageModel::embedded().parse(&text);
    Ok(Reading {
        text,
        tokens,
        spans: spans
            .iter()
            .map(|span| (span.tokens.start, span.tokens.end, span.kind))
            .collect(),
    })
}

/// The mentions that the whole of `understand` finds in a file: pronouns left out, articles off, of nested ones the
/// longest, as the annotation is read below.
fn spans_of_understanding(path: &Path) -> Result<Reading> {
    let article = articles(&[path.to_owned()]).next().ok_or("no article")??;
    let Document {
        text,
        tokens,
        mentions,
        entities,
        ..
    } = understand(Lexicon::embedded(), &article);
    let articles: HashSet<&str> = ARTICLES.split_whitespace().collect();
    let word = |i: usize| plain(tokens[i].span.of(&text)).to_lowercase();
    let mut all: Vec<(usize, usize, Kind)> = Vec::new();
    for mention in mentions.iter().filter(|mention| mention.form != MentionForm::Pronoun) {
        let Range { mut start, mut end } = mention.tokens;
        while start < end && articles.contains(word(start).as_str()) {
            start += 1;
        }
        while start < end && matches!(word(end - 1).as_str(), "'s" | "'" | "," | ".") {
            end -= 1;
        }
        if start < end {
            all.push((start, end, entities[mention.entity].kind));
        }
    }
    all.sort_by_key(|span| (span.0, std::cmp::Reverse(span.1)));
    let mut reached = 0;
    all.retain(|span| {
        let is_outermost = span.1 > reached;
        reached = reached.max(span.1);
        is_outermost
    });
    Ok(Reading {
        text,
        tokens,
        spans: all.into_iter().collect(),
    })
}

/// How many found spans share words with a gold span of their kind, each with one of its own: "Turkish officials" and
/// "Turkish" are one mention whose ends the annotators set now here, now there.
fn pairs(found: &HashSet<(usize, usize, Kind)>, gold: &HashSet<(usize, usize, Kind)>) -> usize {
    let mut free: BTreeSet<_> = found.iter().copied().collect();
    let mut gold: Vec<_> = gold.iter().copied().collect();
    gold.sort();
    gold.iter()
        .filter(|(start, end, kind)| {
            let partner = free
                .iter()
                .find(|other| other.2 == *kind && other.0 < *end && *start < other.1)
                .copied();
            partner.is_some_and(|other| free.remove(&other))
        })
        .count()
}

/// Mentions of the annotation wherever they occur, the longest first, against the spans found. A string
/// that names entities of two kinds in a document is left out of the count.
fn evaluate_spans(folder: &Path, read: fn(&Path) -> Result<Reading>) -> Result<()> {
    let pronouns: HashSet<&str> = PRONOUNS.split_whitespace().collect();
    let mut kinds: HashMap<Kind, Score> = HashMap::new();
    let (mut total, mut unkinded, mut titles) = (Score::default(), Score::default(), Score::default());
    let mut touching = Score::default();
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let Reading { text, tokens, spans } = read(path)?;
        let annotation: serde_json::Value = serde_json::from_str(&fs::read_to_string(path.with_extension("json"))?)?;
        let mut strings: HashMap<Vec<String>, BTreeSet<Kind>> = HashMap::new();
        for entity in annotation["entities"].as_array().into_iter().flatten() {
            let kind: Kind = entity["kind"].as_str().unwrap_or_default().parse()?;
            for mention in entity["mentions"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|m| m.as_str())
            {
                let words = mention_words(mention);
                if !(words.is_empty() || words.len() == 1 && pronouns.contains(words[0].to_lowercase().as_str())) {
                    strings.entry(words).or_default().insert(kind);
                }
            }
        }
        let words: Vec<String> = tokens.iter().map(|token| plain(token.span.of(&text))).collect();
        let mut used = vec![false; words.len()];
        let (mut gold, mut open) = (HashSet::new(), Vec::new());
        let lengths: BTreeSet<usize> = strings.keys().map(Vec::len).collect();
        for length in lengths.into_iter().rev() {
            for start in 0..(words.len() + 1).saturating_sub(length) {
                let range = start..start + length;
                let Some(found) = strings.get(&words[range.clone()]) else {
                    continue;
                };
                if used[range.clone()].contains(&true) {
                    continue;
                }
                used[range.clone()].fill(true);
                match found.first() {
                    Some(kind) if found.len() == 1 => drop(gold.insert((start, start + length, *kind))),
                    _ => open.push(range),
                }
            }
        }
        let found: HashSet<_> = spans
            .into_iter()
            .filter(|(start, end, _)| !open.iter().any(|range| *start < range.end && range.start < *end))
            .collect();
        total.add(&found, &gold);
        for kind in Kind::ALL {
            let of = |set: &HashSet<(usize, usize, Kind)>| set.iter().copied().filter(|span| span.2 == kind).collect();
            kinds.entry(kind).or_default().add(&of(&found), &of(&gold));
        }
        let bare =
            |set: &HashSet<(usize, usize, Kind)>| set.iter().map(|span| (span.0, span.1)).collect::<HashSet<_>>();
        unkinded.add(&bare(&found), &bare(&gold));
        touching.found += found.len();
        touching.gold += gold.len();
        touching.right += pairs(&found, &gold);
        let title_end = text.find("\n\n").unwrap_or(0);
        let in_title = |set: &HashSet<(usize, usize, Kind)>| -> HashSet<_> {
            set.iter()
                .copied()
                .filter(|span| tokens[span.1 - 1].span.end <= title_end)
                .collect()
        };
        titles.add(&in_title(&found), &in_title(&gold));
    }
    let line = |name: &str, score: Score| {
        println!(
            "  {name:<22} {:5} gold  P {:5.1}  R {:5.1}  F1 {:5.1}",
            score.gold,
            score.precision(),
            score.recall(),
            score.f1()
        );
    };
    println!("{}: entity spans", folder.display());
    for kind in Kind::ALL {
        line(kind.name(), kinds.get(&kind).copied().unwrap_or_default());
    }
    line("all", total);
    line("any kind", unkinded);
    line("of one kind that touch", touching);
    line("headlines", titles);
    Ok(())
}

fn measure_speed(files: &[String]) -> Result<()> {
    let model = LanguageModel::embedded();
    let mut texts = Vec::new();
    for file in files {
        let content = fs::read_to_string(file)?;
        if file.ends_with(".jsonl") {
            for line in content.lines() {
                let item: serde_json::Value = serde_json::from_str(line)?;
                texts.push(item["text"].as_str().unwrap_or_default().to_owned());
            }
        } else {
            texts.push(content);
        }
    }
    let started = Instant::now();
    let tokens: usize = texts.iter().map(|text| model.parse(text).tokens.len()).sum();
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{} texts, {tokens} tokens in {seconds:.2} s: {:.0} tokens/s",
        texts.len(),
        tokens as f64 / seconds
    );
    Ok(())
}
