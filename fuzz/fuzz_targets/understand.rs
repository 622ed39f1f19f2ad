#![no_main]

use libfuzzer_sys::fuzz_target;
use relgraph::lexicon::Lexicon;
use relgraph::model::Article;
use relgraph::pipeline::analyse;

// The first line is the headline.
fuzz_target!(|text: &str| {
    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let article = Article {
        title: Some(title.into()).filter(|title: &String| !title.is_empty()),
        text: body.into(),
        date: "2019-07-12".parse().ok(),
        ..Article::default()
    };
    let (document, claims) = analyse(Lexicon::embedded(), &article);
    assert_eq!(document.text, article.full_text());
    for token in &document.tokens {
        assert!(document.text.get(token.span.range()).is_some_and(|word| !word.is_empty()));
    }
    for mention in &document.mentions {
        assert!(mention.entity < document.entities.len() && !mention.tokens.is_empty());
        assert!(mention.tokens.end <= document.tokens.len());
    }
    for claim in claims {
        assert!(claim.head != claim.tail);
        assert!(claim.head.max(claim.tail) < document.entities.len());
        assert!(document.text.get(claim.sentence.range()).is_some());
        assert!(document.text.get(claim.evidence.range()).is_some());
        assert!((0.0..=1.0).contains(&claim.confidence));
    }
});
