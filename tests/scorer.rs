//! The figures of `relgraph eval` are those of the scorer that comes with the annotated documents.

use relgraph::lexicon::Lexicon;
use relgraph::model::{Claim, Document, Entity, Modality, Polarity, Span};
use relgraph::train::gold::read_gold;
use relgraph::train::score::{Flaw, Level, Scorer, Scores};
use serde_json::Value;

use super::graph::{Sample, repository};

/// A small annotated document with all that scoring turns on: entities by code, by name and by surname, one of
/// another kind; core and debatable relations, further types and ends that are right, officials who stand for
/// their state, ties without direction.
fn scores() -> Scores {
    let gold = read_gold(&repository("tests/scorer")).unwrap();
    let gold = gold.iter().find(|document| document.id == "tiny").unwrap();
    let extracted = std::fs::read_to_string(repository("tests/scorer/tiny.extracted")).unwrap();
    let extracted: Value = serde_json::from_str(&extracted).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let entities: Vec<Entity> = extracted["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| Entity {
            kind: serde_json::from_value(entity["kind"].clone()).unwrap(),
            name: text(&entity["name"]),
            key: String::new(),
            code: entity["code"].as_str().map(str::to_string),
            state: None,
            names: entity["mentions"].as_array().unwrap().iter().map(text).collect(),
            gender: None,
            known: false,
        })
        .collect();
    let index = |id: &Value| text(id)[1..].parse::<usize>().unwrap() - 1;
    let claims: Vec<Claim> = extracted["relations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|relation| Claim {
            head: index(&relation["head"]),
            relation: text(&relation["type"]).into(),
            tail: index(&relation["tail"]),
            polarity: serde_json::from_value::<Polarity>(relation["polarity"].clone()).unwrap(),
            modality: serde_json::from_value::<Modality>(relation["modality"].clone()).unwrap(),
            speaker: None,
            office: None,
            date: None,
            sentence: Span::default(),
            evidence: Span::default(),
            confidence: 0.5,
            rule: "ranker".into(),
        })
        .collect();
    let document = Document {
        entities,
        ..Document::default()
    };
    let mut scorer = Scorer::new(Lexicon::embedded());
    scorer.add(gold, &document, &claims);
    scorer.scores
}

#[test]
fn figures_are_those_of_the_scorer() {
    let scores = scores();
    let digits = |number: f64| format!("{number:.4}");
    // As score.py prints them for the same two files.
    let expected = [
        (Level::Strict, "0.6667", "0.5000", "0.5714", 9, 8),
        (Level::Rolled, "0.7778", "0.5000", "0.6087", 9, 8),
        (Level::Class, "0.8750", "0.6250", "0.7292", 8, 8),
        (Level::Pair, "0.8000", "0.5000", "0.6154", 5, 6),
    ];
    for (level, precision, recall, f1, predicted, gold) in expected {
        let counts = scores.levels[level as usize];
        assert_eq!(
            [digits(counts.precision()), digits(counts.recall()), digits(counts.f1())],
            [precision, recall, f1],
            "{}",
            level.name()
        );
        assert_eq!((counts.predicted, counts.gold), (predicted, gold), "{}", level.name());
    }
    let entities = scores.entities;
    assert_eq!((entities.right, entities.predicted, entities.gold), (5, 7, 6));
    assert_eq!((scores.polarity, scores.modality), ((5, 6), (4, 6)));
    let of_type = |name: &str| {
        let counts = scores.by_type.get(name).copied().unwrap_or_default();
        (counts.right, counts.predicted, counts.found, counts.gold)
    };
    assert_eq!(of_type("holds-office"), (1, 1, 1, 2));
    assert_eq!(of_type("met-with"), (0, 1, 1, 1));
    assert_eq!(of_type("attacks"), (2, 2, 1, 1));
    assert_eq!(of_type("negotiates-with"), (1, 1, 0, 0));
    let faults = |flaw: Flaw| scores.faults.iter().filter(|fault| fault.flaw == flaw).count();
    assert_eq!((faults(Flaw::Missed), faults(Flaw::Wrong)), (4, 3));
    assert_eq!((faults(Flaw::Polarity), faults(Flaw::Modality)), (1, 2));
    assert_eq!(scores.confidences.len(), 9);
}

#[test]
fn eval_prints_figures_faults_and_reliability() {
    let sample = Sample::empty();
    let folder = repository("tests/scorer");
    let run = sample.relgraph(&["eval", "--errors", "--reliability", folder.to_str().unwrap()]);
    let run = run.ends(0);
    for line in [
        "strict     P ",
        "pair       P ",
        "entities   P ",
        "polarity   ",
        "modality   ",
        "documents  1",
        "confidence   claims",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.text());
    }
    let missing = sample.relgraph(&["eval", "nowhere"]).ends(2);
    assert!(missing.stderr.contains("nowhere"), "{}", missing.text());
}
