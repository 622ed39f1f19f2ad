//! The rows of the fact files, as `data/README.md` describes them.

use serde::Deserialize;

use crate::model::{Kind, Modality, Polarity, RelationClass, RelationType};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateRow {
    pub code: String,
    pub cow: Option<u16>,
    pub gw: Option<u16>,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub adjective: Vec<String>,
    #[serde(default)]
    pub people: Vec<String>,
    pub capital: Option<String>,
    #[serde(default)]
    pub metonyms: Vec<String>,
    pub region: Option<String>,
    pub period: Option<String>,
    pub successor: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
    pub wikidata: Option<String>,
}

/// An organization or a group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyRow {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(rename = "type")]
    pub subtype: String,
    pub state: Option<String>,
    pub parent: Option<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub members: Vec<String>,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeRow {
    pub title: String,
    #[serde(default)]
    pub variants: Vec<String>,
    pub serves: String,
    pub rank: String,
    pub state: Option<String>,
    pub body: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialRow {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub family: Option<String>,
    pub gender: Option<String>,
    pub state: Option<String>,
    pub organization: Option<String>,
    pub group: Option<String>,
    #[serde(default)]
    pub offices: Vec<String>,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementRow {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(rename = "type")]
    pub subtype: String,
    pub date: Option<String>,
    #[serde(default)]
    pub parties: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaterielRow {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(rename = "type")]
    pub subtype: String,
    #[serde(default)]
    pub maker: Vec<String>,
    #[expect(dead_code, reason = "for who reads the file; nothing asks for it yet")]
    pub manufacturer: Option<String>,
    #[serde(default)]
    pub generic: bool,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionRow {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub adjective: Vec<String>,
    #[serde(rename = "type")]
    pub subtype: String,
    #[serde(default)]
    pub states: Vec<String>,
    #[serde(default)]
    pub contested: Vec<String>,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitiesRow {
    pub state: String,
    pub names: Vec<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRow {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(rename = "type")]
    pub subtype: String,
    pub period: Option<String>,
    #[expect(dead_code, reason = "for who reads the file; nothing asks for it yet")]
    pub place: Option<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

/// The keys at the head of a relation file: all of them for a new type, the name alone for more rules of a known one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationHeader {
    #[serde(rename = "type")]
    pub name: String,
    pub meaning: Option<String>,
    pub plover: Option<String>,
    pub cameo: Option<String>,
    pub goldstein: Option<f32>,
    pub symmetric: Option<bool>,
    pub class: Option<RelationClass>,
    pub head: Option<Vec<Kind>>,
    pub tail: Option<Vec<Kind>>,
}

impl RelationHeader {
    /// The keys that a new type needs and that are not there.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        let keys = [
            ("meaning", self.meaning.is_none()),
            ("symmetric", self.symmetric.is_none()),
            ("class", self.class.is_none()),
            ("head", self.head.as_ref().is_none_or(Vec::is_empty)),
            ("tail", self.tail.as_ref().is_none_or(Vec::is_empty)),
        ];
        keys.into_iter().filter(|(_, missing)| *missing).map(|(key, _)| key)
    }

    /// The keys that say something else than the type of this name.
    pub fn differences(&self, known: &RelationType, kinds: &(Vec<Kind>, Vec<Kind>)) -> Vec<&'static str> {
        fn differs<T: PartialEq + ?Sized>(own: Option<&T>, known: Option<&T>) -> bool {
            own.is_some() && own != known
        }
        let code = |code: &Option<String>| code.clone().filter(|code| !code.is_empty());
        let keys = [
            ("meaning", differs(self.meaning.as_ref(), Some(&known.meaning))),
            ("plover", differs(code(&self.plover).as_ref(), known.plover.as_ref())),
            ("cameo", differs(code(&self.cameo).as_ref(), known.cameo.as_ref())),
            ("goldstein", differs(self.goldstein.as_ref(), known.goldstein.as_ref())),
            ("symmetric", differs(self.symmetric.as_ref(), Some(&known.symmetric))),
            ("class", differs(self.class.as_ref(), Some(&known.class))),
            ("head", differs(self.head.as_ref(), Some(&kinds.0))),
            ("tail", differs(self.tail.as_ref(), Some(&kinds.1))),
        ];
        keys.into_iter()
            .filter(|(_, differ)| *differ)
            .map(|(key, _)| key)
            .collect()
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRow {
    pub name: String,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    #[serde(default)]
    pub suffixes: Vec<String>,
    #[serde(default, rename = "where")]
    pub condition: std::collections::BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub complement: Vec<String>,
    pub roles: Vec<String>,
    pub head: Option<Vec<Kind>>,
    pub tail: Option<Vec<Kind>>,
    pub modality: Option<Modality>,
    pub polarity: Option<Polarity>,
    pub confidence: Option<f32>,
    pub cameo: Option<String>,
    pub plover_mode: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleRow {
    pub text: String,
    #[serde(default)]
    pub says: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}
