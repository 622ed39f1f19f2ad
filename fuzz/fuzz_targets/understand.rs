#![no_main]

use libfuzzer_sys::fuzz_target;
use relgraph::lexicon::Lexicon;
use relgraph::model::Article;
use relgraph::pipeline::analyse;

fuzz_target!(|text: &str| {
    let article = Article {
        text: text.into(),
        date: "2019-07-12".parse().ok(),
        ..Article::default()
    };
    let (document, claims) = analyse(Lexicon::embedded(), &article);
    for claim in claims {
        assert!(document.text.get(claim.sentence.range()).is_some());
    }
});
