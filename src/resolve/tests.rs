use std::sync::Arc;

use super::*;
use crate::lexicon::Lexicon;
use crate::model::*;

fn entity(kind: Kind, name: &str, state: Option<&str>) -> Entity {
    Entity {
        kind,
        name: name.into(),
        key: format!("{kind}:{}", crate::lexicon::fold(name)),
        code: None,
        state: state.map(String::from),
        names: vec![name.into()],
        gender: None,
        known: false,
    }
}

fn appear(entity: Entity) -> Appearance {
    let extraction = Extraction {
        entities: vec![entity],
        ..Extraction::default()
    };
    appearances(Lexicon::embedded(), &extraction).remove(0)
}

#[test]
fn surnames_and_common_nouns_are_told_apart_by_state() {
    let check = |kind: Kind, name: &str, state: Option<&str>, key: &str, generic: bool| {
        let appearance = appear(entity(kind, name, state));
        assert_eq!((appearance.key.as_str(), appearance.generic), (key, generic), "{name}");
    };
    check(Kind::Official, "Bush", Some("USA"), "official:bush@USA", false);
    check(Kind::Official, "Bush", None, "official:bush", false);
    check(
        Kind::Official,
        "George Bush",
        Some("USA"),
        "official:george bush",
        false,
    );
    check(Kind::Group, "rebels", Some("SDN"), "group:rebels@SDN", false);
    check(Kind::Group, "rebels", None, "group:rebels", true);
    check(Kind::Group, "Syrian rebels", None, "group:syrian rebels", false);
    check(Kind::Materiel, "oil", None, "materiel:oil", false);
}

#[test]
fn finds_the_surname() {
    let check = |name: &str, others: &[&str], surname: &str| {
        let mut official = entity(Kind::Official, name, None);
        official.names.extend(others.iter().map(|name| name.to_string()));
        assert_eq!(appear(official).surname.as_deref(), Some(surname), "{name}");
    };
    check("Sergei Lavrov", &[], "lavrov");
    check("Xi Jinping", &["Xi"], "xi");
    check("Hillary Clinton", &["Hillary", "Clinton"], "clinton");
    check("Mevlüt Çavuşoğlu", &["Mr Cavusoglu"], "cavusoglu");
}

#[test]
fn links_a_surname_where_one_person_is_left() {
    let person = |id, states: &[&str], offices: &[&str]| Person {
        id,
        states: states.iter().map(|text| text.to_string()).collect(),
        offices: offices.iter().map(|text| text.to_string()).collect(),
    };
    let graph = [
        person(1, &["USA"], &["president"]),
        person(2, &["USA"], &["governor"]),
        person(3, &["AUS"], &["president"]),
        person(4, &[], &["spokesman"]),
    ];
    let check = |state: Option<&str>, offices: &[&str], nearby: &[&str], expected: Option<i64>| {
        let short = Short {
            state: state.map(String::from),
            offices: offices.iter().map(|text| text.to_string()).collect(),
            nearby: nearby.iter().map(|text| text.to_string()).collect(),
        };
        assert_eq!(link(&short, &graph), expected, "{short:?}");
    };
    check(Some("AUS"), &[], &[], Some(3));
    check(Some("USA"), &[], &[], None);
    check(Some("USA"), &["governor"], &[], Some(2));
    check(Some("FRA"), &["president"], &["USA"], None);
    check(Some("FRA"), &["spokesman"], &[], Some(4));
    check(None, &["president"], &[], None);
    check(None, &["president"], &["AUS"], Some(3));
    check(None, &["spokesman"], &[], Some(4));
    check(None, &[], &["AUS", "FRA"], Some(3));
    check(None, &["dentist"], &["AUS"], None);
    check(None, &[], &[], None);
}

#[test]
fn stories_add_up_and_copies_do_not() {
    let witness = |story: &str, confidence: f32, modality: Modality, date: &str| Witness {
        story: story.into(),
        confidence,
        modality,
        date: date.parse().ok(),
    };
    let sum = corroborate(&[
        witness("a", 0.5, Modality::Planned, "2018-09-17"),
        witness("a", 0.4, Modality::Possible, "2018"),
        witness("b", 0.5, Modality::Claimed, ""),
    ]);
    assert_eq!((sum.claims, sum.sources, sum.confidence), (3, 2, 0.75));
    assert_eq!(sum.modality, Modality::Claimed);
    assert_eq!(
        (sum.first.unwrap().to_string(), sum.last.unwrap().to_string()),
        ("2018".into(), "2018".into())
    );
    assert_eq!(corroborate(&[]), Corroboration::default());
}

#[test]
fn a_document_has_one_edge_a_pair_type_and_polarity() {
    let claim = |head, relation: &str, tail, modality, confidence| Claim {
        head,
        relation: relation.into(),
        tail,
        polarity: Polarity::Affirmed,
        modality,
        speaker: None,
        office: None,
        date: None,
        sentence: Span::default(),
        evidence: Span::default(),
        confidence,
        rule: "rule".into(),
    };
    let types = [RelationType {
        name: Arc::from("met-with"),
        meaning: String::new(),
        class: RelationClass::VerbalCooperation,
        symmetric: true,
        plover: None,
        cameo: None,
        goldstein: None,
    }];
    let claims = [
        claim(0, "met-with", 1, Modality::Planned, 0.9),
        claim(1, "met-with", 0, Modality::Actual, 0.5),
        claim(0, "accuses", 1, Modality::Actual, 0.5),
        claim(1, "accuses", 0, Modality::Actual, 0.5),
        claim(0, "accuses", 1, Modality::Actual, 0.8),
    ];
    let merged = one_per_pair(&claims, &types);
    let found: Vec<_> = merged
        .iter()
        .map(|claim| (claim.head, &*claim.relation, claim.confidence))
        .collect();
    assert_eq!(found, [(1, "met-with", 0.5), (0, "accuses", 0.8), (1, "accuses", 0.5)]);
}
