use std::sync::Arc;

use proptest::prelude::*;

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
    let person = |id: &str, states: &[&str], offices: &[&str]| Person {
        key: id.into(),
        states: states.iter().map(|text| text.to_string()).collect(),
        offices: offices.iter().map(|text| text.to_string()).collect(),
    };
    let graph = [
        person("1", &["USA"], &["president"]),
        person("2", &["USA"], &["governor"]),
        person("3", &["AUS"], &["president"]),
        person("4", &[], &["spokesman"]),
    ];
    let check = |state: Option<&str>, offices: &[&str], nearby: &[&str], expected: Option<&str>| {
        let short = Short {
            state: state.map(String::from),
            offices: offices.iter().map(|text| text.to_string()).collect(),
            nearby: nearby.iter().map(|text| text.to_string()).collect(),
        };
        assert_eq!(
            link(&short, &graph).map(|(person, _)| &*person.key),
            expected,
            "{short:?}"
        );
    };
    check(Some("AUS"), &[], &[], Some("3"));
    check(Some("USA"), &[], &[], None);
    check(Some("USA"), &["governor"], &[], Some("2"));
    check(Some("FRA"), &["president"], &["USA"], None);
    check(Some("FRA"), &["spokesman"], &[], Some("4"));
    check(None, &["president"], &[], None);
    check(None, &["president"], &["AUS"], Some("3"));
    check(None, &["spokesman"], &[], Some("4"));
    check(None, &[], &["AUS", "FRA"], Some("3"));
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

proptest! {
    // What two or three batches add up to is what one comes to, whichever stories go on.
    #[test]
    fn claims_may_come_in_any_number_of_batches(
        told in proptest::collection::vec(("[a-d]", 0..=1000u32, 0..4usize, 2015..2020i32, 0..3usize), 1..20),
    ) {
        let witnesses: Vec<(Witness, usize)> = told
            .iter()
            .map(|(story, confidence, modality, year, batch)| {
                let witness = Witness {
                    story: story.as_str().into(),
                    confidence: *confidence as f32 / 1000.0,
                    modality: Modality::ALL[*modality],
                    date: year.to_string().parse().ok().filter(|_| *year > 2015),
                };
                (witness, *batch)
            })
            .collect();
        let mut sum = Corroboration::default();
        for batch in 0..3 {
            let new = || witnesses.iter().filter(|(_, of)| *of == batch);
            // As the store reads them: all that the batch's stories told up to now.
            let told = |until: usize| -> Vec<Witness> {
                let up_to = witnesses.iter().filter(|(_, of)| *of < until);
                let of_stories = up_to.filter(|(witness, _)| new().any(|(new, _)| new.story == witness.story));
                of_stories.map(|(witness, _)| witness.clone()).collect()
            };
            sum = corroborate_further(&sum, &told(batch), &told(batch + 1));
        }
        let all: Vec<Witness> = witnesses.into_iter().map(|(witness, _)| witness).collect();
        prop_assert_eq!(sum, corroborate(&all));
    }
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

fn profile(key: &str, name: &str, states: &[&str]) -> Profile {
    Profile {
        key: key.into(),
        kind: key.split(':').next().unwrap().parse().unwrap(),
        known: false,
        short: key.starts_with("official") && !name.contains(' '),
        names: vec![Name {
            text: name.into(),
            folded: crate::lexicon::fold(name),
        }],
        states: states.iter().map(|state| state.to_string()).collect(),
        offices: Vec::new(),
        near: Vec::new(),
        years: vec![2004],
    }
}

#[test]
fn hears_one_name_in_its_spellings() {
    let check = |one: &str, other: &str, same: bool| {
        assert_eq!(sound::sound(one) == sound::sound(other), same, "{one} {other}");
    };
    check("mohammed", "muhammad", false);
    check("mohammad", "muhammad", true);
    check("schroeder", "schroder", true);
    check("qaeda", "qaida", true);
    check("barghouti", "barghuti", true);
    check("sheikh", "shaykh", true);
    check("sergei", "sergey", true);
    check("zelensky", "zelenskyy", true);
    check("iraq", "iran", false);
    check("bush", "busch", true);
}

#[test]
fn keys_that_may_be_one_share_a_block() {
    let check = |one: (&str, &str), other: (&str, &str), share: bool| {
        let (one, other) = (profile(one.0, one.1, &[]), profile(other.0, other.1, &[]));
        let others = blocks(&other);
        let met = blocks(&one).iter().any(|block| others.contains(&facing(block)));
        assert_eq!(met, share, "{one:?} {other:?}");
    };
    check(("official:a", "Sergei Lavrov"), ("official:b", "Sergey Lavrov"), true);
    check(("official:a", "George W. Bush"), ("official:b", "George Bush"), true);
    check(("official:a", "George Bush"), ("official:b", "Jeb Bush"), false);
    check(("official:a", "George Bush"), ("official:b", "Bush"), true);
    check(("group:a", "al-Qaeda"), ("organization:b", "Al Qaida"), true);
    check(("materiel:a", "S-400"), ("materiel:b", "S400"), true);
    check(("organization:a", "Boeing Co"), ("organization:b", "Boeing"), true);
    check(
        ("organization:a", "IRS"),
        ("organization:b", "Internal Revenue Service"),
        true,
    );
    check(("place:a", "Deir ez-Zor"), ("place:b", "Deir Ezzor"), true);
    check(("place:a", "Basra"), ("group:b", "Basra"), false);
    check(("group:a", "rebels"), ("group:b", "rebels"), false);
}

#[test]
fn judges_whether_two_are_one() {
    let check = |one: Profile, other: Profile, together: bool, expected: Verdict| {
        let likeness = compare(Lexicon::embedded(), &one, &other, together);
        assert_eq!(verdict(&likeness), expected, "{one:?} {other:?} {likeness:?}");
    };
    let official = |name: &str, states: &[&str]| profile("official:x", name, states);
    let body = |name: &str| profile("organization:x", name, &[]);
    check(
        official("Sergei Lavrov", &["RUS"]),
        official("Sergey Lavrov", &["RUS"]),
        false,
        Verdict::Same,
    );
    check(
        official("George Bush", &["USA"]),
        official("George W. Bush", &["USA"]),
        false,
        Verdict::Same,
    );
    check(
        official("George Bush", &[]),
        official("George W. Bush", &["USA"]),
        false,
        Verdict::Doubtful,
    );
    check(
        official("George W. Bush", &["USA"]),
        official("George H. W. Bush", &["USA"]),
        false,
        Verdict::Doubtful,
    );
    check(
        official("George Bush", &["USA"]),
        official("George W. Bush", &["USA"]),
        true,
        Verdict::Different,
    );
    check(
        official("John Smith", &["USA"]),
        official("John A. Smith", &["GBR"]),
        false,
        Verdict::Different,
    );
    check(
        official("George Bush", &["USA"]),
        official("Gerald Bush", &["USA"]),
        false,
        Verdict::Different,
    );
    check(
        official("Bush", &["USA"]),
        official("George W. Bush", &["USA"]),
        false,
        Verdict::Doubtful,
    );
    check(body("Boeing Co"), body("Boeing"), true, Verdict::Same);
    check(body("Khan Sheikhun"), body("Khan Sheikhoun"), false, Verdict::Same);
    check(body("IRS"), body("Internal Revenue Service"), false, Verdict::Doubtful);
    check(
        body("Resolution 242"),
        body("Resolution 338"),
        false,
        Verdict::Different,
    );
    let mut known = [official("Sergei Lavrov", &["RUS"]), official("Sergey Lavrov", &["RUS"])];
    known.iter_mut().for_each(|profile| profile.known = true);
    let [one, other] = known;
    check(one, other, false, Verdict::Different);
}

#[test]
fn gathers_keys_into_entities() {
    let pair = |one: &str, other: &str, verdict: Verdict, score: f32| Pair {
        one: one.into(),
        other: other.into(),
        verdict,
        likeness: Likeness {
            score,
            reasons: Vec::new(),
        },
    };
    let decision = |id, act, one: &str, other: &str| Decision {
        id,
        other: Some(other.into()),
        ..Decision::new(act, one)
    };
    let same = |one: &str, other: &str| pair(one, other, Verdict::Same, 6.0);
    let check = |pairs: &[Pair], decisions: &[Decision], expected: &str| {
        // `K` and `L` are known to the lexicon, `z` no article speaks of.
        let members: Vec<Member> = ["a", "b", "c", "K", "L", "z"]
            .iter()
            .map(|key| Member {
                key: key.to_string(),
                known: *key == "K" || *key == "L",
                live: *key != "z",
            })
            .collect();
        let mut groups: std::collections::BTreeMap<String, String> = Default::default();
        for (key, entity) in cluster(&members, pairs, decisions) {
            groups.entry(entity).or_default().push_str(&key);
        }
        let found: Vec<String> = groups
            .into_iter()
            .map(|(entity, keys)| format!("{entity}={keys}"))
            .collect();
        assert_eq!(found.join(" "), expected);
    };
    check(&[], &[], "K=K L=L a=a b=b c=c");
    check(&[same("a", "b")], &[], "K=K L=L a=ab c=c");
    check(&[same("a", "b"), same("K", "b")], &[], "K=Kab L=L c=c");
    // Who could be either of two is neither.
    check(&[same("K", "a"), same("L", "a")], &[], "K=K L=L a=a b=b c=c");
    check(
        &[same("a", "b"), same("b", "c"), pair("a", "c", Verdict::Different, 0.0)],
        &[],
        "K=K L=L a=a b=b c=c",
    );
    check(&[pair("a", "b", Verdict::Doubtful, 4.0)], &[], "K=K L=L a=a b=b c=c");
    check(&[], &[decision(1, Act::Merge, "b", "a")], "K=K L=L b=ab c=c");
    check(&[], &[decision(1, Act::Merge, "a", "K")], "K=Ka L=L b=b c=c");
    check(&[], &[decision(1, Act::Merge, "L", "K")], "L=KL a=a b=b c=c");
    check(
        &[],
        &[decision(1, Act::Merge, "a", "z"), decision(2, Act::Merge, "z", "b")],
        "K=K L=L a=ab c=c",
    );
    check(
        &[same("a", "b")],
        &[decision(1, Act::Forbid, "a", "b")],
        "K=K L=L a=a b=b c=c",
    );
    // The last word holds.
    let (forbid, merge) = (decision(1, Act::Forbid, "a", "b"), decision(2, Act::Merge, "a", "b"));
    check(&[], &[forbid, merge], "K=K L=L a=ab c=c");
    let (merge, forbid) = (decision(1, Act::Merge, "a", "b"), decision(2, Act::Forbid, "a", "b"));
    check(&[], &[merge, forbid], "K=K L=L a=a b=b c=c");
}
