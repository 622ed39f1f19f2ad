//! The data files as they stood when the binary was built.

use super::rows::DataFile;

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../data/", $path)))),+]
    };
}

const FILES: &[(&str, &str)] = files![
    "actors/states.toml",
    "actors/organizations.toml",
    "actors/groups.toml",
    "actors/officials.toml",
    "actors/offices.toml",
    "things/agreements.toml",
    "things/materiel.toml",
    "things/places.toml",
    "things/events.toml",
    "codes/cameo.toml",
    "codes/plover.toml",
    "codes/roles.toml",
    "codes/events.toml",
    "words/nouns.toml",
    "words/verbs.toml",
    "words/names.toml",
    "words/acts.toml",
    "relations/accuses.toml",
    "relations/agreed-with.toml",
    "relations/aided.toml",
    "relations/ally-of.toml",
    "relations/attacks.toml",
    "relations/coerces.toml",
    "relations/cooperates-with.toml",
    "relations/demands.toml",
    "relations/holds-office.toml",
    "relations/investigates.toml",
    "relations/located-in.toml",
    "relations/mediates.toml",
    "relations/member-of.toml",
    "relations/met-with.toml",
    "relations/mobilizes.toml",
    "relations/negotiates-with.toml",
    "relations/opposes.toml",
    "relations/party-to.toml",
    "relations/protests.toml",
    "relations/purchased.toml",
    "relations/rejects.toml",
    "relations/sanctions.toml",
    "relations/supplied.toml",
    "relations/supports.toml",
    "relations/threatens.toml",
    "relations/visited.toml",
    "relations/yields.toml",
];

/// All data files, in the order in which they must be read.
pub fn files() -> Vec<DataFile> {
    FILES
        .iter()
        .map(|(path, text)| DataFile {
            path: format!("data/{path}"),
            text: text.to_string(),
        })
        .collect()
}
