use super::{Qualified, Qualities};
use crate::lexicon::Lexicon;
use crate::model::{Article, Document, Modality, Polarity};
use crate::relate::Reading;
use crate::relate::frames::Frames;
use crate::understand::understand;

/// What the words around the surest candidate of a type say of it, in a text published on Friday 14 June 2019.
fn qualities(text: &str, relation: &str) -> Option<(Document, Qualities)> {
    let lexicon = Lexicon::embedded();
    let article = Article {
        text: text.into(),
        date: "2019-06-14".parse().ok(),
        ..Article::default()
    };
    let document = understand(lexicon, &article);
    let frames = Frames::new(lexicon, &document);
    let reading = Reading::new(&frames);
    let types = lexicon.relation_types();
    let candidates = reading.candidates.iter();
    let of_type = candidates.filter(|candidate| &*types[candidate.relation].name == relation);
    let best = of_type.max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
    let qualities = Qualified::new(&frames, best.trigger, best.rule).qualities;
    Some((document, qualities))
}

/// Runs cases of a text, a type and what is expected, and tells all that go wrong at once.
fn check(cases: &[(&str, &str, &str)], of: impl Fn(&Document, &Qualities) -> String) {
    let mut wrong = String::new();
    for (text, relation, expected) in cases {
        let found = match qualities(text, relation) {
            Some((document, qualities)) => of(&document, &qualities),
            None => "no such candidate".into(),
        };
        if found != *expected {
            wrong += &format!("{text}\n  expected {expected}, found {found}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn polarity() {
    let cases = [
        ("Turkey met Russia.", "met-with", "affirmed"),
        ("Putin did not meet Erdogan.", "met-with", "negated"),
        ("Russia never met Turkey.", "met-with", "negated"),
        ("Russia refused to meet Turkey.", "met-with", "negated"),
        ("Russia declined to meet Turkey.", "met-with", "negated"),
        ("Russia has yet to meet Turkey.", "met-with", "negated"),
        ("Putin will not meet Erdogan.", "met-with", "negated"),
        ("Russia left without meeting Turkey.", "met-with", "negated"),
        ("Russia met not only Turkey but also Iran.", "met-with", "affirmed"),
        ("Russia denied attacking Ukraine.", "attacks", "negated"),
        ("Russia failed to attack Ukraine.", "attacks", "negated"),
        (
            "There were no talks between Iran and the United States.",
            "negotiates-with",
            "negated",
        ),
        ("Neither Russia nor China supports Iran.", "supports", "negated"),
        ("Germany no longer supports Iran.", "supports", "negated"),
        ("Germany did not refuse to meet Turkey.", "met-with", "affirmed"),
        ("Russia accused Turkey of supporting Syria.", "supports", "affirmed"),
        (
            "Russia said it would not sell the S-400 to Iran.",
            "supplied",
            "negated",
        ),
        ("The United States lifted sanctions on Iran.", "yields", "affirmed"),
        ("Turkey is not a member of the European Union.", "member-of", "negated"),
        ("France stopped selling weapons to Turkey.", "supplied", "negated"),
    ];
    check(&cases, |_, qualities| qualities.polarity.name().to_string());
}

#[test]
fn modality() {
    let cases = [
        ("Turkey bought the S-400.", "purchased", "actual"),
        ("Turkey will buy the S-400.", "purchased", "planned"),
        ("Turkey plans to buy the S-400.", "purchased", "planned"),
        ("Turkey agreed to buy the S-400.", "purchased", "planned"),
        ("Turkey is expected to buy the S-400.", "purchased", "planned"),
        ("Turkey wants to buy the S-400.", "purchased", "planned"),
        ("Turkey may buy the S-400.", "purchased", "possible"),
        ("Turkey could buy the S-400.", "purchased", "possible"),
        ("Turkey is considering buying the S-400.", "purchased", "possible"),
        ("Turkey allegedly bought the S-400.", "purchased", "claimed"),
        ("Putin to visit Turkey", "visited", "planned"),
        ("Putin is due to visit Turkey.", "visited", "planned"),
        ("Putin visited Turkey.", "visited", "actual"),
        ("Russia is to meet Turkey.", "met-with", "planned"),
        ("Russia accused Turkey of supporting Syria.", "supports", "claimed"),
        ("Russia accused Turkey of supporting Syria.", "accuses", "actual"),
        ("The United States threatened to attack Iran.", "attacks", "planned"),
        ("If Iran attacks Israel, it will regret it.", "attacks", "possible"),
        ("Russia urged Turkey to attack Syria.", "attacks", "planned"),
        ("Russia managed to sell the S-400 to Turkey.", "supplied", "actual"),
        ("Russia began to attack Ukraine.", "attacks", "actual"),
        (
            "Trade will top the agenda when Macron visits Turkey.",
            "visited",
            "planned",
        ),
        (
            "Trade topped the agenda when Macron visited Turkey.",
            "visited",
            "actual",
        ),
        ("Russia said it would sell the S-400 to Turkey.", "supplied", "planned"),
        ("Russia would sell the S-400 to Turkey.", "supplied", "possible"),
        (
            "Turkey criticised the expected attack by Syria on Idlib.",
            "attacks",
            "planned",
        ),
        ("Turkey criticised the attack by Syria on Idlib.", "attacks", "actual"),
        (
            "Turkey criticised the attack planned by Syria on Idlib.",
            "attacks",
            "planned",
        ),
    ];
    check(&cases, |_, qualities| qualities.modality.name().to_string());
}

#[test]
fn speaker() {
    let cases = [
        ("Lavrov said Turkey had attacked Syria.", "attacks", "Sergei Lavrov"),
        ("Turkey had attacked Syria, Lavrov said.", "attacks", "Sergei Lavrov"),
        ("Turkey attacked Syria.", "attacks", "-"),
        ("NATO reported that Russia had attacked Ukraine.", "attacks", "NATO"),
    ];
    check(&cases, |document, qualities| match qualities.speaker {
        Some(speaker) => document.entities[speaker].name.clone(),
        None => "-".into(),
    });
}

#[test]
fn date() {
    let cases = [
        ("Russia met Turkey on Monday.", "met-with", "2019-06-10"),
        ("Russia met Turkey yesterday.", "met-with", "2019-06-13"),
        ("Russia met Turkey last week.", "met-with", "2019-W23"),
        ("Russia met Turkey last month.", "met-with", "2019-05"),
        ("Russia met Turkey in 2017.", "met-with", "2017"),
        ("Russia met Turkey in September 2018.", "met-with", "2018-09"),
        ("Russia met Turkey on September 17, 2018.", "met-with", "2018-09-17"),
        ("On Monday Russia met Turkey.", "met-with", "2019-06-10"),
        ("Russia will meet Turkey on Monday.", "met-with", "2019-06-17"),
        ("Russia will meet Turkey next month.", "met-with", "2019-07"),
        (
            "The meeting between Russia and Turkey on Tuesday lasted an hour.",
            "met-with",
            "2019-06-11",
        ),
        (
            "Turkey, which bought the S-400 in 2017, quarrelled with Greece.",
            "purchased",
            "2017",
        ),
        ("Lavrov said on Monday that Turkey had attacked Syria.", "attacks", "-"),
        (
            "Lavrov said on Monday that Turkey had attacked Syria in May.",
            "attacks",
            "2019-05",
        ),
        // Publication is never the date of an event for lack of a better one.
        ("Russia met Turkey.", "met-with", "-"),
        ("Russia met Turkey for two hours.", "met-with", "-"),
        ("Putin met Erdogan, who visited Iran in May.", "met-with", "-"),
    ];
    check(&cases, |_, qualities| {
        qualities.date.map_or_else(|| "-".into(), |date| date.to_string())
    });
}

#[test]
fn without_a_date_of_publication_nothing_relative_is_resolved() {
    let lexicon = Lexicon::embedded();
    let article = Article {
        text: "Russia met Turkey on Monday.".into(),
        ..Article::default()
    };
    let document = understand(lexicon, &article);
    let frames = Frames::new(lexicon, &document);
    let reading = Reading::new(&frames);
    assert!(!reading.candidates.is_empty());
    for candidate in &reading.candidates {
        let qualified = Qualified::new(&frames, candidate.trigger, candidate.rule);
        assert_eq!(qualified.qualities.date, None);
    }
    let default = Qualities::default();
    assert_eq!(
        (default.polarity, default.modality),
        (Polarity::Affirmed, Modality::Actual)
    );
}
