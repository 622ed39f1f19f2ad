//! What an article costs to store and resolve as the graph grows: made-up articles of made-up
//! people, companies and states, one line for each doubling of the entities.
//!
//! ```text
//! cargo run --release --example resolving -- 1000000 /tmp/big.db
//! ```

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use relgraph::lexicon::{Lexicon, fold};
use relgraph::model::{Article, Claim, Entity, Extraction, Kind, Modality, Polarity, Span};
use relgraph::pipeline::Writer;
use relgraph::store::Store;

/// Articles between two looks at the clock.
const STEP: usize = 256;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let most: u64 = arguments
        .next()
        .ok_or("say how many entities, and in which file")?
        .parse()?;
    let path = arguments.next().ok_or("say in which file")?;
    let mut store = Store::open(Path::new(&path))?;
    let mut dice = Dice(1);
    let mut next = 1000;
    let mut number = 0;
    println!("entities  articles  ms/article  seconds");
    let begin = Instant::now();
    let (mut since, mut before) = (Instant::now(), 0);
    loop {
        let mut writer = Writer::new(&mut store, Lexicon::embedded())?;
        for _ in 0..STEP {
            let (article, extraction) = article(number, &mut dice);
            writer.put(article, extraction)?;
            number += 1;
        }
        writer.finish()?;
        // Counting takes time of its own, so only where there may be enough.
        if number as u64 * 11 < next.min(most) {
            continue;
        }
        let entities = store.counts()?.entities;
        if entities >= next.min(most) {
            let cost = since.elapsed().as_secs_f64() * 1000.0 / (number - before) as f64;
            println!(
                "{entities:8}  {number:8}  {cost:10.2}  {:7.1}",
                begin.elapsed().as_secs_f64()
            );
            (since, before) = (Instant::now(), number);
            next *= 2;
        }
        if entities >= most {
            return Ok(());
        }
    }
}

/// Eight people, two companies and two states, tied by eight claims.
fn article(number: usize, dice: &mut Dice) -> (Article, Extraction) {
    let states = ["USA", "RUS", "TUR", "SYR", "CHN", "FRA", "IRN", "GBR"];
    let text = format!("This is report {number}.");
    let mut extraction = Extraction {
        text: text.clone(),
        words: 4,
        ..Extraction::default()
    };
    for _ in 0..2 {
        let code = states[dice.roll(states.len())];
        let name = Lexicon::embedded().state(code).map_or(code, |entry| &entry.name);
        add(&mut extraction, Kind::State, name, Some(code), None);
    }
    for place in 0..10 {
        let state = states[dice.roll(states.len())];
        let kind = if place < 8 { Kind::Official } else { Kind::Organization };
        let name = match kind {
            Kind::Official => format!("{} {}", dice.word(1), dice.word(3)),
            _ => format!(
                "{} {} {}",
                dice.word(2),
                dice.word(2),
                ["Oil", "Bank", "Inc"][dice.roll(3)]
            ),
        };
        add(&mut extraction, kind, &name, None, Some(state));
    }
    for _ in 0..8 {
        let (head, tail) = (
            dice.roll(extraction.entities.len()),
            dice.roll(extraction.entities.len()),
        );
        if head == tail {
            continue;
        }
        extraction.claims.push(Claim {
            head,
            relation: "accuses".into(),
            tail,
            polarity: Polarity::Affirmed,
            modality: Modality::Actual,
            speaker: None,
            office: None,
            date: None,
            sentence: Span::new(0, text.len()),
            evidence: Span::new(0, text.len()),
            confidence: 0.8,
            rule: "made up".into(),
        });
    }
    let article = Article {
        id: format!("report-{number}"),
        text,
        date: format!("20{:02}-01-01", 10 + dice.roll(10)).parse().ok(),
        ..Article::default()
    };
    (article, extraction)
}

fn add(extraction: &mut Extraction, kind: Kind, name: &str, code: Option<&str>, state: Option<&str>) {
    let key = format!("{kind}:{}", code.map_or_else(|| fold(name), String::from));
    if extraction.entities.iter().any(|entity| entity.key == key) {
        return;
    }
    extraction.entities.push(Entity {
        kind,
        name: name.into(),
        key,
        code: code.map(String::from),
        state: code.or(state).map(String::from),
        names: vec![name.into()],
        gender: None,
        known: kind == Kind::State,
    });
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// A word that can be spoken.
    fn word(&mut self, syllables: usize) -> String {
        let mut word = String::new();
        for _ in 0..syllables {
            word.push(b"BDFGHKLMNPRSTVZ"[self.roll(15)].to_ascii_lowercase() as char);
            word.push(b"aeiou"[self.roll(5)] as char);
            word.push(b"lmnrst"[self.roll(6)] as char);
        }
        word[..1].to_uppercase() + &word[1..]
    }
}
