//! `data/` as checked, immutable tables: the only module that knows the data formats.

mod acts;
mod codes;
mod embedded;
mod entries;
mod facts;
mod fold;
mod gazetteer;
mod offices;
mod problem;
mod roles;
mod rows;
mod rules;
mod words;

use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use acts::Acts;
pub use codes::{Cameo, Codes, Reading};
pub use entries::{Entry, Name, NameForm, Tenure};
pub use fold::fold;
pub use gazetteer::{Gazetteer, UNKNOWN_WORD, name_words};
pub use offices::{Office, Offices, Serves};
pub use problem::{LexiconError, Problem};
pub use roles::{Role, RolePair, RolePath};
pub use rows::DataFile;
pub use rules::{Example, Rule, Rules, Trigger, TriggerKind};
pub use words::Words;

use crate::model::{Kind, RelationType};
use entries::Entries;
use rows::Tables;

/// Everything that relgraph knows before it reads.
pub struct Lexicon {
    entries: Vec<Entry>,
    names: Vec<Name>,
    gazetteer: Gazetteer,
    by_key: FxHashMap<String, u32>,
    /// Folded family name -> officials.
    families: FxHashMap<String, Vec<u32>>,
    offices: Offices,
    rules: Rules,
    codes: Codes,
    words: Words,
    acts: Acts,
}

impl Lexicon {
    /// The tables built from the files that are embedded in the binary.
    pub fn embedded() -> &'static Lexicon {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
            Lexicon::load(&embedded::files()).unwrap_or_else(|error| {
                // A test loads the embedded files, so that no binary with such a mistake is ever released.
                panic!("the embedded data files are wrong:\n{error}")
            })
        });
        &LEXICON
    }

    /// The files that `embedded` reads, for those who check or extend them.
    pub fn embedded_files() -> Vec<DataFile> {
        embedded::files()
    }

    /// Builds the tables; fails with every mistake of every file at once.
    ///
    /// The kind of each file is told by its path: `.../actors/states.toml`, `.../relations/*.toml`.
    pub fn load(files: &[DataFile]) -> Result<Lexicon, LexiconError> {
        Lexicon::load_with(files, &[])
    }

    /// As [`Lexicon::load`], with relation files of a user's own, which add types, and rules to the types of `files`.
    pub fn load_with(files: &[DataFile], own: &[DataFile]) -> Result<Lexicon, LexiconError> {
        let mut entries = Entries::default();
        let mut offices = Offices::default();
        let mut rules = Rules::default();
        let mut codes = Codes::default();
        let mut words = Words::default();
        let mut acts = Acts::default();
        let mut problems = Vec::new();
        // Most of the time goes into reading TOML, which the files do not need each other for.
        let parsed: Vec<Tables> = files.par_iter().map(Tables::parse).collect();
        for (file, tables) in files.iter().zip(parsed) {
            let mut parts = file.path.rsplit('/');
            let name = parts.next().unwrap_or_default();
            let folder = parts.next().unwrap_or_default();
            match (folder, name) {
                ("actors", "states.toml") => entries.states(file, tables),
                ("actors", "organizations.toml") => entries.bodies(file, tables, Kind::Organization),
                ("actors", "groups.toml") => entries.bodies(file, tables, Kind::Group),
                ("actors", "officials.toml") => entries.officials(file, tables),
                ("actors", "offices.toml") => offices.add(file, tables, &mut problems),
                ("things", "agreements.toml") => entries.agreements(file, tables),
                ("things", "materiel.toml") => entries.materiel(file, tables),
                ("things", "places.toml") => entries.places(file, tables),
                ("things", "events.toml") => entries.events(file, tables),
                ("words", "acts.toml") => acts.add(file, tables, &mut problems),
                ("words", _) => words.add(file, tables, &mut problems),
                ("codes", _) => codes.add(file, tables, &mut problems),
                ("relations", _) => rules.add(file, tables, &mut problems),
                _ => problems.push(Problem {
                    file: file.path.clone(),
                    line: 1,
                    message: "unknown data file; data/README.md lists the files".to_string(),
                }),
            }
        }
        rules.built_in = rules.types.len();
        for file in own {
            rules.add(file, Tables::parse(file), &mut problems);
        }
        rules.check_codes(&codes, &mut problems);
        problems.extend(codes.check_readings(&rules.types[..rules.built_in]));
        entries.link();
        problems.append(&mut entries.problems);
        if !problems.is_empty() {
            problems.sort();
            return Err(LexiconError { problems });
        }
        let mut families: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (family, entry) in entries.families {
            families.entry(family).or_default().push(entry);
        }
        Ok(Lexicon {
            gazetteer: Gazetteer::build(&entries.names),
            by_key: entries.by_key,
            families,
            offices,
            rules,
            codes,
            words,
            acts,
            entries: entries.entries,
            names: entries.names,
        })
    }

    /// All relation types: the built-in ones in alphabetical order, then those of a user's own.
    pub fn relation_types(&self) -> &[RelationType] {
        &self.rules.types
    }

    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The tables of event codes.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Classes of words that tell acts apart.
    pub fn acts(&self) -> &Acts {
        &self.acts
    }

    pub fn offices(&self) -> &Offices {
        &self.offices
    }

    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The name behind an index that the gazetteer gave.
    pub fn name(&self, index: u32) -> &Name {
        &self.names[index as usize]
    }

    /// The entry with this key (`state:TUR`), if the lexicon knows it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.by_key.get(key).map(|index| &self.entries[*index as usize])
    }

    /// The state with this ISO 3166 alpha-3 code.
    pub fn state(&self, code: &str) -> Option<&Entry> {
        self.entry(&format!("state:{code}"))
    }

    /// The officials with this family name, folded.
    pub fn family(&self, folded: &str) -> impl Iterator<Item = &Entry> {
        self.families
            .get(folded)
            .into_iter()
            .flatten()
            .map(|index| &self.entries[*index as usize])
    }

    /// The names of entries that are written just so, whatever their form.
    fn names_of(&self, name: &str) -> &[u32] {
        let words: Vec<u32> = name_words(name).iter().map(|word| self.gazetteer.word(word)).collect();
        let mut found = self.gazetteer.prefixes(&words);
        found
            .find(|(length, _)| *length == words.len())
            .map(|(_, names)| names)
            .unwrap_or_default()
    }

    /// Whether a name of an entry often means something else.
    pub fn is_ambiguous(&self, key: &str, name: &str) -> bool {
        let mut names = self.names_of(name).iter().map(|index| self.name(*index));
        names.any(|name| name.ambiguous && self.entries[name.entry as usize].key == key)
    }

    /// Whether a name may be that of a capital or of another place, and of nothing else.
    pub fn is_city(&self, name: &str) -> bool {
        let names = self.names_of(name);
        let is_city = |index: &u32| {
            let name = self.name(*index);
            name.form == NameForm::Capital || self.entries[name.entry as usize].kind == Kind::Place
        };
        !names.is_empty() && names.iter().all(is_city)
    }

    /// The entries that a name in any usual form may mean, the likeliest first: states before the
    /// rest, proper names before demonyms, demonyms before capitals.
    pub fn find(&self, name: &str) -> Vec<&Entry> {
        let mut found: Vec<(NameForm, Kind, &Entry)> = Vec::new();
        for index in self.names_of(name) {
            let name = self.name(*index);
            let entry = &self.entries[name.entry as usize];
            let form = if name.form == NameForm::Acronym {
                NameForm::Proper
            } else {
                name.form
            };
            found.push((form, entry.kind, entry));
        }
        found.sort_by_key(|(form, kind, _)| (*form, *kind));
        let mut out: Vec<&Entry> = Vec::new();
        let folded = fold(name);
        let family = self.family(&folded);
        for entry in found.into_iter().map(|(_, _, entry)| entry).chain(family) {
            if !out.iter().any(|other| other.key == entry.key) {
                out.push(entry);
            }
        }
        out
    }
}
