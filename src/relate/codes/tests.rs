use crate::lexicon::Lexicon;
use crate::model::{Article, Codes};
use crate::pipeline::analyse;

/// The codes of the claim of a type in a sentence, as `ROOT-mode CAMEO quad Goldstein`.
#[track_caller]
fn check(text: &str, relation: &str, expected: &str) {
    let lexicon = Lexicon::embedded();
    let article = Article {
        text: text.into(),
        ..Article::default()
    };
    let (document, claims) = analyse(lexicon, &article);
    let found = claims.iter().find(|claim| &*claim.relation == relation);
    let codes = found.map(|claim| super::codes(lexicon, claim, document.text_of(claim.sentence)));
    assert_eq!(written(&codes.unwrap_or_default()), expected, "{text}");
}

fn written(codes: &Codes) -> String {
    let text = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".into());
    let mode = codes.mode.as_ref().map(|mode| format!("-{mode}")).unwrap_or_default();
    let quad = codes.quad.map_or("-".into(), |quad| quad.to_string());
    let weight = codes.goldstein.map_or("-".into(), |weight| format!("{weight:.1}"));
    format!("{}{mode} {} {quad} {weight}", text(&codes.plover), text(&codes.cameo))
}

#[test]
fn a_claim_has_the_codes_of_its_rule_else_of_its_type() {
    check(
        "Turkey accused Russia of bombing Idlib.",
        "accuses",
        "ACCUSE-allege 112 3 -2.0",
    );
    check(
        "Russia imposed sanctions on Turkey.",
        "sanctions",
        "SANCTION 163 4 -6.5",
    );
    check("Putin visited Turkey.", "visited", "CONSULT-visit 042 1 1.9");
    check(
        "Turkey bought S-400 missiles from Russia.",
        "purchased",
        "COOPERATE-economic 061 2 6.4",
    );
    check(
        "Russian President Vladimir Putin met Erdogan.",
        "holds-office",
        "- - - -",
    );
}

#[test]
fn what_is_denied_weighs_nothing() {
    check(
        "Russia did not impose sanctions on Turkey.",
        "sanctions",
        "SANCTION 163 - -",
    );
}

#[test]
fn an_actor_is_its_state_with_its_role() {
    let check = |text: &str, name: &str, expected: &str| {
        let lexicon = Lexicon::embedded();
        let article = Article {
            text: text.into(),
            ..Article::default()
        };
        let (document, claims) = analyse(lexicon, &article);
        let index = document.entities.iter().position(|entity| entity.name == name);
        let index = index.unwrap_or_else(|| panic!("{text}: {:?}", document.entities));
        assert_eq!(
            super::actor(lexicon, &document.entities, &claims, index),
            expected,
            "{text}"
        );
    };
    check("Turkey bought S-400 missiles from Russia.", "Turkey", "TUR");
    check("Turkey bought S-400 missiles from Russia.", "S-400", "");
    check(
        "Russian Foreign Minister Sergei Lavrov arrived.",
        "Sergei Lavrov",
        "RUSGOV",
    );
    check(
        "NATO Secretary General Jens Stoltenberg met Erdogan.",
        "Jens Stoltenberg",
        "IGO",
    );
    check("NATO condemned the attack.", "NATO", "IGO");
}
