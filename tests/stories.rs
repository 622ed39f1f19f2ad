//! One story told by many papers counts once; what two reporters wrote of one event counts twice.
//!
//! `tests/stories/` holds invented events, each with an agency's report, a copy that an editor has
//! worked over, and reports by others. Cruder copies are made here.

use std::collections::{BTreeMap, BTreeSet};

use relgraph::lexicon::Lexicon;
use relgraph::model::{Article, Extraction};
use relgraph::pipeline::Writer;
use relgraph::query::stories;
use relgraph::store::Store;

use super::graph::{Sample, repository};

/// Articles by the story that they tell: copies of one report under one name, all others under their own.
fn articles() -> Vec<(String, Article)> {
    let mut articles = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(repository("tests/stories")).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().file_name());
    assert_eq!(files.len(), 5);
    for file in files {
        let path = file.unwrap().path();
        let event = path.file_stem().unwrap().to_str().unwrap().to_string();
        let content = std::fs::read_to_string(&path).unwrap();
        for (number, part) in content.split("== ").skip(1).enumerate() {
            let (label, text) = part.split_once('\n').unwrap();
            let (title, text) = text.trim().split_once("\n\n").unwrap();
            let story = if label == "other" {
                format!("{event} {number}")
            } else {
                event.clone()
            };
            let mut put = |how: &str, title: &str, text: String| {
                let id = format!("{event}-{number}-{how}");
                articles.push((story.clone(), article(&id, title, text)));
            };
            put(label, title, text.into());
            if label != "agency" {
                continue;
            }
            put("verbatim", title, text.into());
            put(
                "reflowed",
                "Another headline",
                text.replace("\n\n", "\n").replace(". ", ".\n"),
            );
            put("half", title, beginning(text, 50));
            put("third", "Brief", beginning(text, 33));
            put("shouted", title, text.to_uppercase());
            put("edited", "News in brief", edited(text, 16));
            put("edited-and-cut", "News in brief", beginning(&edited(text, 19), 60));
            let own = "By our correspondent. The news came as no surprise to those who had watched the two sides.";
            put("led", "Our report", format!("{own}\n\n{text}"));
        }
    }
    articles
}

fn article(id: &str, title: &str, text: String) -> Article {
    Article {
        id: id.into(),
        title: Some(title.into()),
        text,
        origin: id.into(),
        ..Article::default()
    }
}

/// So many percent of a text's words, from its beginning.
fn beginning(text: &str, percent: usize) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    words[..words.len() * percent / 100].join(" ")
}

/// A text with every so manieth word another.
fn edited(text: &str, step: usize) -> String {
    let words = text.split(' ').enumerate();
    let words = words.map(|(at, word)| if at % step == step / 2 { "yesterday" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn ingest<'a>(sample: &Sample, articles: impl IntoIterator<Item = &'a Article>) {
    let mut store = Store::open(&sample.db()).unwrap();
    let mut writer = Writer::new(&mut store, Lexicon::embedded()).unwrap();
    for article in articles {
        writer.put(article.clone(), Extraction::default()).unwrap();
    }
    writer.finish().unwrap();
}

/// The ids of the articles of each story.
fn found(sample: &Sample) -> BTreeSet<BTreeSet<String>> {
    let store = Store::read(&sample.db()).unwrap();
    let stories = stories(&store, 1).unwrap().into_iter();
    stories
        .map(|story| {
            story
                .articles
                .into_iter()
                .map(|telling| telling.article.article)
                .collect()
        })
        .collect()
}

#[test]
fn copies_are_one_story_and_other_reports_are_not() {
    let articles = articles();
    let sample = Sample::empty();
    ingest(&sample, articles.iter().map(|(_, article)| article));
    let mut expected: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (story, article) in &articles {
        expected.entry(story).or_default().insert(article.id.clone());
    }
    assert_eq!(expected.len(), 15);
    assert_eq!(found(&sample), expected.into_values().collect());
}

#[test]
fn order_batches_and_removed_articles_leave_no_trace() {
    let dump = |sample: &Sample| sample.relgraph(&["dump"]).ends(0).stdout;
    let articles: Vec<Article> = articles().into_iter().map(|(_, article)| article).collect();
    let (forth, back) = (Sample::empty(), Sample::empty());
    ingest(&forth, &articles);
    // In another order, now one at a time, now some at once.
    let mut shuffled: Vec<&Article> = articles.iter().collect();
    shuffled.sort_by_key(|article| article.id.bytes().rev().collect::<Vec<_>>());
    for (number, chunk) in shuffled.chunks(7).enumerate() {
        match number % 2 {
            0 => ingest(&back, chunk.iter().copied()),
            _ => chunk.iter().for_each(|article| ingest(&back, [*article])),
        }
    }
    assert_eq!(dump(&back), dump(&forth));
    // Without those that hold the copies together.
    let (gone, left): (Vec<&Article>, Vec<&Article>) = articles.iter().partition(|article| {
        ["-agency", "-verbatim", "-reflowed", "-led"]
            .iter()
            .any(|end| article.id.ends_with(end))
    });
    let never = Sample::empty();
    ingest(&never, left);
    let gone: Vec<&str> = gone.iter().map(|article| &*article.id).collect();
    back.relgraph(&[&["remove", "-q"], &gone[..]].concat()).ends(0);
    assert_eq!(dump(&back), dump(&never));
    assert!(found(&back).len() >= 15);
}

#[test]
fn a_flash_does_not_tie_those_who_open_with_it() {
    let flash = "Turkish and Russian leaders agreed late on Thursday to a ceasefire in the Syrian province of Idlib, \
        which is to take effect at midnight, and to joint patrols along the M4 highway from the middle of March on, \
        the Kremlin said in a statement after six hours of talks.";
    let one: String = (0..90)
        .map(|number| format!(" one{number} own{}", number * 7))
        .collect();
    let other: String = (0..95)
        .map(|number| format!(" other{number} else{}", number * 5))
        .collect();
    let sample = Sample::empty();
    ingest(
        &sample,
        &[
            article("flash", "Flash", flash.into()),
            article("one", "One", format!("{flash}{one}")),
            article("other", "Other", format!("{flash}{other}")),
        ],
    );
    let set = |ids: &[&str]| ids.iter().map(|id| id.to_string()).collect::<BTreeSet<_>>();
    assert_eq!(
        found(&sample),
        BTreeSet::from([set(&["flash", "one"]), set(&["other"])])
    );
}

#[test]
fn sources_lists_the_stories() {
    let sample = Sample::empty();
    let text =
        "The two ministers met in Geneva on Monday and agreed to open the bridge over the river for trade again.";
    sample.write(
        "news/wire.txt",
        format!("Date: 2020-03-02\nSource: Wire\n\nMinisters agree\n\n{text}"),
    );
    sample.write(
        "news/paper.txt",
        format!("Date: 2020-03-03\nSource: Paper\n\nBridge opens\n\n{text}"),
    );
    sample.write(
        "news/own.txt",
        "Date: 2020-03-03\n\nThe bridge is open again, as our reporter could see for himself this morning.",
    );
    let run = sample.relgraph(&["ingest", "news"]).ends(0);
    let line = "stories    2 (+2), 1 of the new articles are duplicates";
    assert!(run.stdout.contains(line), "{}", run.stdout);
    insta::assert_snapshot!(sample.relgraph(&["sources"]).text());
    let json = sample
        .relgraph(&["sources", "--article", "own", "--format", "json"])
        .ends(0)
        .stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["articles"][0]["article"], "own");
    sample.relgraph(&["sources", "--least", "3"]).ends(1);
    sample.relgraph(&["sources", "--article", "none"]).ends(1);
}
