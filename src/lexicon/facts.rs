//! The rows of the fact files, as `data/README.md` describes them.

use serde::Deserialize;

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

/// The keys at the head of a relation file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationHeader {
    #[serde(rename = "type")]
    pub name: String,
    pub meaning: String,
    pub plover: Option<String>,
    pub cameo: Option<String>,
    pub goldstein: Option<f32>,
    pub symmetric: bool,
    pub class: crate::model::RelationClass,
    pub head: Vec<crate::model::Kind>,
    pub tail: Vec<crate::model::Kind>,
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
    pub head: Option<Vec<crate::model::Kind>>,
    pub tail: Option<Vec<crate::model::Kind>>,
    pub modality: Option<crate::model::Modality>,
    pub polarity: Option<crate::model::Polarity>,
    pub confidence: Option<f32>,
    pub cameo: Option<String>,
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
