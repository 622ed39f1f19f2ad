//! Facts -> entries: every state, official, organization, group, agreement, weapons system, place
//! and event that relgraph knows, with all its names.

use rustc_hash::FxHashMap;

use super::facts::*;
use super::fold::fold;
use super::problem::Problem;
use super::rows::{DataFile, Row, Tables};
use crate::model::{Date, Gender, Kind};

/// An entity that the lexicon knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub kind: Kind,
    pub name: String,
    /// `state:TUR`, `organization:nato`: kind, and code or folded name.
    pub key: String,
    /// ISO 3166 alpha-3 of a state.
    pub code: Option<String>,
    /// ISO 3166 alpha-3 of the state that it belongs to.
    pub state: Option<String>,
    pub gender: Option<Gender>,
    /// All names, the canonical one first.
    pub names: Vec<String>,
    /// The finer type within the kind: `alliance`, `company`, `ceasefire`, `air defence`, ...
    pub subtype: String,
    /// Common nouns that "the ..." may use to refer back to it.
    pub nouns: Vec<String>,
    /// Key of the organization or group that an official serves, or that a body is part of.
    pub parent: Option<String>,
    pub tenures: Vec<Tenure>,
    /// Codes or keys: makers of materiel, parties of an agreement, members of a small grouping.
    pub others: Vec<String>,
    /// Correlates of War and Gleditsch-Ward numbers of a state.
    pub cow: Option<u16>,
    pub gw: Option<u16>,
    /// The part of the world that a state lies in.
    pub region: Option<String>,
    /// `Q43`: given only where it is certain.
    pub wikidata: Option<String>,
}

/// An office held for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenure {
    pub office: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// How a name stands for its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameForm {
    /// A proper name.
    Proper,
    /// Capital letters that must be capital in the text.
    Acronym,
    /// "Turkish".
    Adjective,
    /// "Turk", "Turks".
    People,
    /// "Ankara".
    Capital,
    /// "the Kremlin".
    Metonym,
    /// A common noun phrase that may be written in lower case: "fighter jets".
    Generic,
}

/// A name as the gazetteer indexes it.
#[derive(Clone, Debug)]
pub struct Name {
    pub text: String,
    pub entry: u32,
    pub form: NameForm,
    /// Whether it often means something else and needs support from its context.
    pub ambiguous: bool,
}

/// The entries and names as they come out of the files, with what was wrong.
#[derive(Default)]
pub struct Entries {
    pub entries: Vec<Entry>,
    pub names: Vec<Name>,
    /// Family names of officials: folded name, entry.
    pub families: Vec<(String, u32)>,
    pub problems: Vec<Problem>,
    /// Folded names seen per kind, to find duplicates: the line that claimed it first.
    seen: FxHashMap<(Kind, String), (String, usize)>,
    /// Where an entry stands, by its key.
    pub by_key: FxHashMap<String, u32>,
    pending_links: Vec<(u32, String, String, usize)>,
}

/// A row on its way to become an entry.
struct Draft<'r> {
    kind: Kind,
    name: &'r str,
    aliases: &'r [String],
    ambiguous: &'r [String],
    wikidata: Option<&'r str>,
    file: &'r str,
    line: usize,
}

impl Entries {
    fn report(&mut self, file: &str, line: usize, message: String) {
        self.problems.push(Problem {
            file: file.to_string(),
            line,
            message,
        });
    }

    fn add(&mut self, draft: &Draft, key: Option<String>) -> u32 {
        let index = self.entries.len() as u32;
        let key = key.unwrap_or_else(|| format!("{}:{}", draft.kind, fold(draft.name)));
        if self.by_key.insert(key.clone(), index).is_some() {
            self.report(draft.file, draft.line, format!("{key} stands twice"));
        }
        if let Some(id) = draft.wikidata.filter(|id| !is_wikidata(id)) {
            self.report(
                draft.file,
                draft.line,
                format!("\"{id}\" is no Wikidata id: Q and a number"),
            );
        }
        self.entries.push(Entry {
            kind: draft.kind,
            name: draft.name.to_string(),
            key,
            code: None,
            state: None,
            gender: None,
            names: Vec::new(),
            subtype: String::new(),
            nouns: Vec::new(),
            parent: None,
            tenures: Vec::new(),
            others: Vec::new(),
            cow: None,
            gw: None,
            region: None,
            wikidata: draft.wikidata.map(str::to_string),
        });
        self.name(index, draft.name, None, draft);
        for alias in draft.aliases {
            self.name(index, alias, None, draft);
        }
        index
    }

    fn name(&mut self, entry: u32, text: &str, form: Option<NameForm>, draft: &Draft) {
        let folded = fold(text);
        if folded.is_empty() {
            return self.report(draft.file, draft.line, format!("the name \"{text}\" has no letters"));
        }
        // A city is a second reading of the state whose capital it is, never a rival for the name.
        let owner = (draft.kind, folded);
        if form != Some(NameForm::Capital) {
            match self.seen.get(&owner) {
                Some((name, line)) if name != draft.name => {
                    let message = format!(
                        "the name \"{text}\" of {} already belongs to {name} (line {line})",
                        draft.name
                    );
                    return self.report(draft.file, draft.line, message);
                }
                Some(_) => return,
                None => {
                    self.seen.insert(owner, (draft.name.to_string(), draft.line));
                }
            }
        }
        let form = form.unwrap_or_else(|| {
            if is_acronym(text) {
                NameForm::Acronym
            } else {
                NameForm::Proper
            }
        });
        let ambiguous = draft.ambiguous.iter().any(|other| other == text);
        self.names.push(Name {
            text: text.to_string(),
            entry,
            form,
            ambiguous,
        });
        self.entries[entry as usize].names.push(text.to_string());
    }

    pub fn states(&mut self, file: &DataFile, mut tables: Tables) {
        let rows: Vec<Row<StateRow>> = tables.rows("state");
        self.problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            if !is_code(&row.code) {
                self.report(
                    &file.path,
                    line,
                    format!("\"{}\" is no ISO 3166 alpha-3 code: three capitals", row.code),
                );
            }
            let key = format!("state:{}", row.code);
            if let Some(period) = &row.period
                && parse_period(period).is_none()
            {
                self.report(
                    &file.path,
                    line,
                    format!("\"{period}\" is no period; write FROM..UNTIL"),
                );
            }
            let draft = Draft {
                kind: Kind::State,
                name: &row.name,
                aliases: &row.aliases,
                ambiguous: &row.ambiguous,
                wikidata: row.wikidata.as_deref(),
                file: &file.path,
                line,
            };
            let index = self.add(&draft, Some(key));
            for (names, form) in [
                (&row.adjective, NameForm::Adjective),
                (&row.people, NameForm::People),
                (&row.metonyms, NameForm::Metonym),
            ] {
                for name in names {
                    self.name(index, name, Some(form), &draft);
                }
            }
            if let Some(name) = &row.capital {
                self.name(index, name, Some(NameForm::Capital), &draft);
            }
            let entry = &mut self.entries[index as usize];
            entry.code = Some(row.code.clone());
            entry.state = Some(row.code);
            entry.cow = row.cow;
            entry.gw = row.gw;
            entry.region = row.region;
            entry.others = row.successor.into_iter().collect();
        }
    }

    pub fn bodies(&mut self, file: &DataFile, mut tables: Tables, kind: Kind) {
        let rows: Vec<Row<BodyRow>> = tables.rows(kind.name());
        self.problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            let draft = Draft {
                kind,
                name: &row.name,
                aliases: &row.aliases,
                ambiguous: &row.ambiguous,
                wikidata: row.wikidata.as_deref(),
                file: &file.path,
                line,
            };
            let index = self.add(&draft, None);
            self.check_state(row.state.as_deref(), file, line);
            if let Some(parent) = &row.parent {
                self.pending_links
                    .push((index, parent.clone(), file.path.clone(), line));
            }
            let entry = &mut self.entries[index as usize];
            entry.state = row.state;
            entry.subtype = row.subtype;
            entry.nouns = row.nouns;
            entry.others = row.members;
        }
    }

    pub fn officials(&mut self, file: &DataFile, mut tables: Tables) {
        let rows: Vec<Row<OfficialRow>> = tables.rows("official");
        self.problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            let draft = Draft {
                kind: Kind::Official,
                name: &row.name,
                aliases: &row.aliases,
                ambiguous: &row.ambiguous,
                wikidata: row.wikidata.as_deref(),
                file: &file.path,
                line,
            };
            let index = self.add(&draft, None);
            self.check_state(row.state.as_deref(), file, line);
            for parent in row.organization.iter().chain(&row.group) {
                self.pending_links
                    .push((index, parent.clone(), file.path.clone(), line));
            }
            let gender = match row.gender.as_deref() {
                None => None,
                Some("m") => Some(Gender::Male),
                Some("f") => Some(Gender::Female),
                Some(other) => {
                    self.report(&file.path, line, format!("gender \"{other}\" is neither m nor f"));
                    None
                }
            };
            let mut tenures = Vec::new();
            for office in &row.offices {
                match parse_tenure(office) {
                    Some(tenure) => tenures.push(tenure),
                    None => self.report(
                        &file.path,
                        line,
                        format!(
                            "\"{office}\" is no tenure; write OFFICE FROM..UNTIL, dates as YYYY, YYYY-MM or YYYY-MM-DD"
                        ),
                    ),
                }
            }
            let family = row.family.clone().unwrap_or_else(|| last_word(&row.name).to_string());
            self.families.push((fold(&family), index));
            let entry = &mut self.entries[index as usize];
            entry.gender = gender;
            entry.state = row.state;
            entry.tenures = tenures;
        }
    }

    pub fn agreements(&mut self, file: &DataFile, mut tables: Tables) {
        let rows: Vec<Row<AgreementRow>> = tables.rows("agreement");
        self.problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            if let Some(date) = &row.date
                && date.parse::<Date>().is_err()
            {
                self.report(
                    &file.path,
                    line,
                    format!("\"{date}\" is no date; write YYYY, YYYY-MM or YYYY-MM-DD"),
                );
            }
            let draft = Draft {
                kind: Kind::Agreement,
                name: &row.name,
                aliases: &row.aliases,
                ambiguous: &row.ambiguous,
                wikidata: row.wikidata.as_deref(),
                file: &file.path,
                line,
            };
            let index = self.add(&draft, None);
            let entry = &mut self.entries[index as usize];
            entry.subtype = row.subtype;
            entry.nouns = row.nouns;
            entry.others = row.parties;
        }
    }

    pub fn materiel(&mut self, file: &DataFile, mut tables: Tables) {
        let rows: Vec<Row<MaterielRow>> = tables.rows("materiel");
        self.problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            let draft = Draft {
                kind: Kind::Materiel,
                name: &row.name,
                aliases: &row.aliases,
                ambiguous: &row.ambiguous,
                wikidata: row.wikidata.as_deref(),
                file: &file.path,
                line,
            };
            let first_name = self.names.len();
            let index = self.add(&draft, None);
            if row.generic {
                for name in &mut self.names[first_name..] {
                    if name.form == NameForm::Proper {
                        name.form = NameForm::Generic;
                    }
                }
            }
            for maker in &row.maker {
                self.check_state(Some(maker), file, line);
            }
            let entry = &mut self.entries[index as usize];
            entry.subtype = row.subtype;
            entry.state = if row.maker.len() == 1 {
                Some(row.maker[0].clone())
            } else {
                None
            };
            entry.others = row.maker;
        }
    }

    pub fn places(&mut self, file: &DataFile, mut tables: Tables) {
        let regions: Vec<Row<RegionRow>> = tables.rows("region");
        let cities: Vec<Row<CitiesRow>> = tables.rows("cities");
        self.problems.extend(tables.finish());
        for Row { value: row, line } in regions {
            let draft = Draft {
                kind: Kind::Place,
                name: &row.name,
                aliases: &row.aliases,
                ambiguous: &row.ambiguous,
                wikidata: row.wikidata.as_deref(),
                file: &file.path,
                line,
            };
            let index = self.add(&draft, None);
            for adjective in &row.adjective {
                self.name(index, adjective, Some(NameForm::Adjective), &draft);
            }
            for state in row.states.iter().chain(&row.contested) {
                self.check_state(Some(state), file, line);
            }
            let entry = &mut self.entries[index as usize];
            entry.subtype = row.subtype;
            entry.state = if row.states.len() == 1 {
                Some(row.states[0].clone())
            } else {
                None
            };
            entry.others = row.states;
        }
        for Row { value: row, line } in cities {
            self.check_state(Some(&row.state), file, line);
            for names in &row.names {
                let mut variants = names.split('|').map(|name| name.trim().to_string());
                let Some(name) = variants.next() else { continue };
                let aliases: Vec<String> = variants.collect();
                let draft = Draft {
                    kind: Kind::Place,
                    name: &name,
                    aliases: &aliases,
                    ambiguous: &row.ambiguous,
                    wikidata: None,
                    file: &file.path,
                    line,
                };
                let index = self.add(&draft, None);
                let entry = &mut self.entries[index as usize];
                entry.subtype = "city".to_string();
                entry.state = Some(row.state.clone());
            }
        }
    }

    pub fn events(&mut self, file: &DataFile, mut tables: Tables) {
        let rows: Vec<Row<EventRow>> = tables.rows("event");
        self.problems.extend(tables.finish());
        for Row { value: row, line } in rows {
            if let Some(period) = &row.period
                && parse_period(period).is_none()
            {
                self.report(
                    &file.path,
                    line,
                    format!("\"{period}\" is no period; write FROM..UNTIL"),
                );
            }
            let draft = Draft {
                kind: Kind::Event,
                name: &row.name,
                aliases: &row.aliases,
                ambiguous: &row.ambiguous,
                wikidata: row.wikidata.as_deref(),
                file: &file.path,
                line,
            };
            let index = self.add(&draft, None);
            let entry = &mut self.entries[index as usize];
            entry.subtype = row.subtype;
            entry.nouns = row.nouns;
        }
    }

    fn check_state(&mut self, code: Option<&str>, file: &DataFile, line: usize) {
        let Some(code) = code else { return };
        let key = format!("state:{code}");
        if !self.by_key.contains_key(&key) {
            self.report(
                &file.path,
                line,
                format!("\"{code}\" is the code of no state in actors/states.toml"),
            );
        }
    }

    /// Resolves the names of parents and employers, once all bodies are known.
    pub fn link(&mut self) {
        let by_name: FxHashMap<String, (String, Option<String>)> = self
            .names
            .iter()
            .map(|name| (name, &self.entries[name.entry as usize]))
            .filter(|(_, entry)| matches!(entry.kind, Kind::Organization | Kind::Group))
            .map(|(name, entry)| (fold(&name.text), (entry.key.clone(), entry.state.clone())))
            .collect();
        for (entry, parent, file, line) in std::mem::take(&mut self.pending_links) {
            match by_name.get(&fold(&parent)) {
                Some((key, state)) => {
                    let entry = &mut self.entries[entry as usize];
                    entry.parent = Some(key.clone());
                    if entry.state.is_none() {
                        entry.state = state.clone();
                    }
                }
                None => self.report(
                    &file,
                    line,
                    format!("\"{parent}\" is in neither organizations.toml nor groups.toml; add it there first"),
                ),
            }
        }
    }
}

fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_code(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Capital letters and digits only, with at least two letters: `UN`, `G20`, `YPG`, `S-400` is none.
fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && text.chars().count() <= 7
        && text
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.' || c == '&')
}

fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// `FROM..UNTIL`, either end open.
fn parse_period(period: &str) -> Option<(Option<Date>, Option<Date>)> {
    let Some((from, until)) = period.split_once("..") else {
        let date = period.parse().ok()?;
        return Some((Some(date), Some(date)));
    };
    let end = |text: &str| {
        if text.is_empty() {
            Some(None)
        } else {
            text.parse().ok().map(Some)
        }
    };
    Some((end(from)?, end(until)?))
}

/// `Foreign Minister 2014-08..2023-06`; the period may be absent.
fn parse_tenure(text: &str) -> Option<Tenure> {
    let (office, period) = match text.rsplit_once(' ') {
        Some((office, period)) if period.contains("..") || period.parse::<Date>().is_ok() => (office, period),
        _ => {
            return Some(Tenure {
                office: text.to_string(),
                from: None,
                until: None,
            });
        }
    };
    let (from, until) = parse_period(period)?;
    Some(Tenure {
        office: office.trim().to_string(),
        from,
        until,
    })
}
