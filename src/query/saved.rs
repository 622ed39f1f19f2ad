use super::lookup::{Finder, LookupError};
use crate::store::{Cell, Rows, Sandbox, StoreError};

/// An SQL query with a head that says what it answers and what it needs:
///
/// ```sql
/// -- Who is allied with a state, how surely, and since when.
/// -- :state entity -- whose allies, as Turkey
/// -- :since = 1900-01-01 -- only what was said from this day on
/// SELECT ...
/// ```
///
/// A parameter that is an `entity` is given by any name that the graph knows and reaches the query
/// as the entity's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub name: String,
    pub about: String,
    pub parameters: Vec<Parameter>,
    pub sql: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub entity: bool,
    pub default: Option<String>,
    pub about: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    #[error("the query \"{query}\" needs --param {name}=VALUE: {about}")]
    Needed { query: String, name: String, about: String },
    #[error("the query \"{query}\" has no parameter \"{name}\"; it has {known}")]
    Surplus { query: String, name: String, known: String },
    #[error(transparent)]
    Lookup(#[from] LookupError),
    #[error("{query}: {source}")]
    Sql { query: String, source: StoreError },
}

macro_rules! saved {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../queries/", $name, ".sql")))),+]
    };
}

/// The queries that relgraph brings along.
const QUERIES: &[(&str, &str)] = saved![
    "aid",
    "alliances",
    "allies-at-odds",
    "arms-trade",
    "attacks",
    "conflict-cooperation",
    "contested-agreements",
    "corroborated",
    "denials",
    "first-contacts",
    "mediators",
    "meetings",
    "members",
    "office-holders",
    "sanctions",
    "sources-of",
    "speakers",
    "third-parties",
    "turning-points",
    "visits",
];

impl Saved {
    pub fn all() -> impl Iterator<Item = Saved> {
        QUERIES.iter().map(|(name, text)| Saved::parse(name, text))
    }

    pub fn named(name: &str) -> Option<Saved> {
        Saved::all().find(|saved| saved.name == name)
    }

    /// Reads the head of a query.
    pub fn parse(name: &str, text: &str) -> Saved {
        let mut saved = Saved {
            name: name.into(),
            about: String::new(),
            parameters: Vec::new(),
            sql: text.into(),
        };
        for line in text.lines().map_while(|line| line.trim().strip_prefix("--")) {
            let line = line.trim();
            match line.strip_prefix(':') {
                Some(parameter) => saved.parameters.push(Parameter::parse(parameter)),
                None if saved.parameters.is_empty() => {
                    let space = if saved.about.is_empty() { "" } else { " " };
                    saved.about.push_str(space);
                    saved.about.push_str(line);
                }
                None => {}
            }
        }
        saved
    }

    /// Runs the query with parameters as the user wrote them.
    pub fn run(
        &self,
        sandbox: &mut Sandbox,
        finder: &Finder<'_>,
        given: &[(String, String)],
    ) -> Result<Rows, SavedError> {
        let declared = |name: &str| self.parameters.iter().any(|parameter| parameter.name == name);
        // A file without a head declares nothing and takes what it is given.
        let surplus = given
            .iter()
            .find(|(name, _)| !self.parameters.is_empty() && !declared(name));
        if let Some((name, _)) = surplus {
            let known: Vec<&str> = self.parameters.iter().map(|parameter| &*parameter.name).collect();
            return Err(SavedError::Surplus {
                query: self.name.clone(),
                name: name.clone(),
                known: known.join(", "),
            });
        }
        let mut values: Vec<(String, Cell)> = Vec::new();
        for parameter in &self.parameters {
            let value = given
                .iter()
                .rfind(|(name, _)| *name == parameter.name)
                .map(|(_, value)| value);
            let value = value.or(parameter.default.as_ref()).ok_or_else(|| SavedError::Needed {
                query: self.name.clone(),
                name: parameter.name.clone(),
                about: parameter.about.clone(),
            })?;
            let value = match parameter.entity {
                true if !value.is_empty() => Cell::Integer(finder.find(value)?.id),
                true => Cell::Null,
                false => literal(value),
            };
            values.push((parameter.name.clone(), value));
        }
        if self.parameters.is_empty() {
            values.extend(given.iter().map(|(name, value)| (name.clone(), literal(value))));
        }
        sandbox.select(&self.sql, &values).map_err(|source| SavedError::Sql {
            query: self.name.clone(),
            source,
        })
    }
}

impl Parameter {
    /// `NAME [entity] [= DEFAULT] -- ABOUT`
    fn parse(line: &str) -> Parameter {
        let (left, about) = line.split_once(" -- ").unwrap_or((line, ""));
        let (left, default) = match left.split_once('=') {
            Some((left, default)) => (left, Some(default.trim().to_string())),
            None => (left, None),
        };
        let mut words = left.split_whitespace();
        let name = words.next().unwrap_or_default().to_string();
        Parameter {
            name,
            entity: words.next() == Some("entity"),
            default,
            about: about.trim().into(),
        }
    }
}

/// A number where it is written as one, else text: SQLite compares the two differently.
fn literal(text: &str) -> Cell {
    if let Ok(number) = text.parse() {
        return Cell::Integer(number);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::Real(number),
        _ => Cell::Text(text.into()),
    }
}
