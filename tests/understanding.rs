//! What relgraph takes from a sentence, in a form that a linguist can read.
//!
//! These snapshots record, they do not prescribe: whoever changes rules, weights or the language
//! model reads the difference and accepts it (`cargo insta accept`, or INSTA_UPDATE=always) if it
//! is no worse. What must hold is asserted beside them.

use relgraph::lexicon::Lexicon;
use relgraph::model::{Article, Claim, Document, Polarity};
use relgraph::pipeline::analyse;

/// Of our own writing, published on Saturday, 15 February 2020.
const SENTENCES: &[(&str, &str)] = &[
    ("active", "Turkey bought S-400 missiles from Russia in 2017."),
    (
        "passive",
        "The rebels were armed by Saudi Arabia, Turkish officials said.",
    ),
    (
        "coordination",
        "Germany and France condemned the attack and called on Moscow to withdraw its troops.",
    ),
    (
        "apposition",
        "Sergei Lavrov, the Russian foreign minister, met Mevlut Cavusoglu on Friday.",
    ),
    ("control", "Iran agreed to supply drones to Russia."),
    ("refusal", "Israel refused to meet Hamas leaders."),
    ("negation", "Japan has not recognised the Taliban government."),
    (
        "light verb",
        "The European Union imposed sanctions on Belarus last week.",
    ),
    ("nominal", "China's purchase of oil from Iran angered Washington."),
    (
        "compound",
        "NATO ally Turkey shelled US-backed Kurdish fighters in northern Syria.",
    ),
    ("plan", "Chancellor Angela Merkel will travel to Ankara on Monday."),
    (
        "claim",
        "Kyiv accused Moscow of shelling Mariupol, which the Kremlin denied.",
    ),
    (
        "relative clause",
        "The agreement, which was signed by Egypt and Israel in 1979, ended decades of war.",
    ),
    (
        "coreference",
        "Emmanuel Macron spoke with Vladimir Putin by phone. He urged the Russian leader to end the siege.",
    ),
    ("headline", "Pakistan, India agree to extend ceasefire in Kashmir"),
    (
        "membership",
        "Sweden applied to join NATO, but Hungary blocked its bid.",
    ),
];

fn read(text: &str) -> (Document, Vec<Claim>) {
    let article = Article {
        id: "sentence".into(),
        text: text.into(),
        date: "2020-02-15".parse().ok(),
        ..Article::default()
    };
    analyse(Lexicon::embedded(), &article)
}

/// The sentence, its mentions with what they stand for, its titles, and its claims.
fn reading(text: &str) -> String {
    let (document, claims) = read(text);
    let name = |index: usize| document.entities[index].name.as_str();
    let mut out = format!("{text}\n");
    for mention in &document.mentions {
        let entity = &document.entities[mention.entity];
        let state = entity.code.as_ref().or(entity.state.as_ref());
        out += &format!(
            "  {:<30} {:<13} {}{}\n",
            document.text_of(document.span_of(&mention.tokens)),
            entity.kind,
            entity.name,
            state.map(|code| format!(" [{code}]")).unwrap_or_default()
        );
    }
    for title in &document.titles {
        let who = title.holder.map_or("nobody", name);
        let whom = title.serves.map_or("nobody", name);
        let words = document.text_of(document.span_of(&title.tokens));
        out += &format!("  title: {words}: {who}, for {whom}\n");
    }
    for claim in &claims {
        let not = match claim.polarity {
            Polarity::Affirmed => "",
            Polarity::Negated => "not ",
        };
        out += &format!("  => {} {not}{} {}", name(claim.head), claim.relation, name(claim.tail));
        out += &format!(" ({}", claim.modality.name());
        out += &claim.date.map(|date| format!(", {date}")).unwrap_or_default();
        out += &claim
            .speaker
            .map(|speaker| format!(", says {}", name(speaker)))
            .unwrap_or_default();
        out += &format!(") by {}\n", claim.rule);
    }
    out
}

#[test]
fn sentences_are_read() {
    let read: Vec<String> = SENTENCES
        .iter()
        .map(|(what, text)| format!("{what}: {}", reading(text)))
        .collect();
    insta::assert_snapshot!("readings", read.join("\n"));
}

#[test]
fn the_plainest_sentences_say_what_they_say() {
    let says = |text: &str, head: &str, relation: &str, tail: &str| {
        let (document, claims) = read(text);
        let name = |index: usize| document.entities[index].name.as_str();
        let found = claims
            .iter()
            .any(|claim| name(claim.head) == head && &*claim.relation == relation && name(claim.tail) == tail);
        assert!(found, "{}", reading(text));
    };
    says(
        "Turkey bought S-400 missiles from Russia.",
        "Turkey",
        "purchased",
        "S-400",
    );
    says("Turkey invaded Cyprus.", "Turkey", "attacks", "Cyprus");
    says(
        "The United States imposed sanctions on Iran.",
        "United States",
        "sanctions",
        "Iran",
    );
    says(
        "Lavrov is Russian Foreign Minister Sergei Lavrov.",
        "Sergei Lavrov",
        "holds-office",
        "Russia",
    );
    says("Berlin condemned Moscow.", "Germany", "accuses", "Russia");
}

/// Of our own writing: what a stretch of the text stands for, as it is found at its last place.
#[test]
fn mentions_stand_for_whom_a_reader_takes_them() {
    let check = |text: &str, mention: &str, expected: &[&str]| {
        let (document, _) = read(text);
        let of_stretch = |surface: &str| surface.eq_ignore_ascii_case(mention);
        let surface = |tokens| document.text_of(document.span_of(tokens));
        let last = document
            .mentions
            .iter()
            .filter(|found| of_stretch(surface(&found.tokens)))
            .map(|found| found.tokens.start)
            .max();
        let found: Vec<&str> = document
            .mentions
            .iter()
            .filter(|found| Some(found.tokens.start) == last && of_stretch(surface(&found.tokens)))
            .map(|found| document.entities[found.entity].name.as_str())
            .collect();
        assert_eq!(found, expected, "{mention} in {}", reading(text));
    };
    // The surname of a person named in full, be it ever so common a word.
    let may = "British Prime Minister Theresa May met reporters. May, on a visit to Jordan, condemned the videos.";
    check(may, "May", &["Theresa May"]);
    check("John Baker spoke in Rome. A baker there listened.", "baker", &[]);
    // One Korea named in full gives its name to "Korea", two give it to none.
    let north = "North Korea tested a missile. Korea has warned Japan before.";
    check(north, "Korea", &["North Korea"]);
    check("Korea warned Japan on Friday.", "Korea", &["South Korea"]);
    let both = "North Korea and South Korea held talks. Korea is divided.";
    check(both, "Korea", &[]);
    // Forces go by who leads or backs them.
    let led = "Three members of a NATO-led peacekeeping force were wounded.";
    check(led, "NATO-led peacekeeping force", &["NATO-led peacekeeping force"]);
    let backed = "They were captured by US-backed fighters near the border.";
    check(backed, "US-backed fighters", &["US-backed fighters"]);
    let group = "The mayor was killed by a group linked to Abu Omar, police said.";
    check(group, "group linked to Abu Omar", &["group linked to Abu Omar"]);
    // A committee is not the chamber that it belongs to.
    let panel = "Comey will testify before a House panel on Monday.";
    check(panel, "House panel", &["House panel"]);
    check(panel, "House", &[]);
    // The dash of a credit joins nothing.
    let credit = "AFP - Dutch steel groups said on Monday that they had agreed to merge.";
    check(credit, "AFP - Dutch steel groups", &[]);
    // Neither a website nor the people of a country acts between states.
    check("It was posted on an Islamic website.", "Islamic", &[]);
    check("He spoke to the American people.", "American people", &[]);
    // What was named before, by its noun.
    let town = "Turkish troops reached Manbij. Residents fled the town.";
    check(town, "town", &["Manbij"]);
    let sources = "France criticised Mali. The sources declined to be named.";
    check(sources, "sources", &[]);
    let officials = "Turkish officials met Iraqi commanders in Baghdad. The officials left.";
    check(officials, "officials", &["Turkey"]);
    // Several together.
    let parents = "John Roe and Jane Roe live in Oxford. They accused Britain of delay.";
    check(parents, "They", &["John Roe", "Jane Roe"]);
    let pair = "Peter Smith and Paul Jones fled to Syria. Britain wants the pair back.";
    check(pair, "pair", &["Peter Smith", "Paul Jones"]);
}

#[test]
fn the_same_text_is_read_the_same_way_anywhere() {
    // Neither what was read before nor the thread may show.
    let text = SENTENCES.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ");
    let once = reading(&text);
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let text = text.clone();
            std::thread::spawn(move || reading(&text))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), once);
    }
}
