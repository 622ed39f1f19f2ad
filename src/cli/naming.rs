//! What the shell offers at the tab key: entities and types of the database that the command line names.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::OnceLock;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use crate::lexicon::fold;
use crate::query::{Finder, Saved, Types};
use crate::store::Store;

/// The environment variable by which a shell asks for completions, with its own name as the value.
pub const ASKING: &str = "RELGRAPH_COMPLETE";

/// Whether names go to and fro as they stand on the line: bash does not quote them on its own.
static AS_TYPED: OnceLock<bool> = OnceLock::new();

/// How many names are offered at once.
const OFFERED: usize = 50;

pub fn entities() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = unquoted(&typed.to_string_lossy());
        let named = database().and_then(|store| Finder::new(&store, fold).beginning(&typed, OFFERED).ok());
        let candidates = named.into_iter().flatten().enumerate().map(|(place, (name, node))| {
            CompletionCandidate::new(quoted(&name))
                .help(Some(node.kind.name().into()))
                .display_order(Some(place))
        });
        candidates.collect()
    })
}

pub fn types() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        // The last of a list.
        let (before, typed) = typed
            .rsplit_once(',')
            .map_or(("", &*typed), |(before, last)| (before, last));
        let types = database().and_then(|store| Types::load(&store).ok());
        let names: Vec<String> = types
            .iter()
            .flat_map(|types| types.names())
            .filter(|name| name.starts_with(typed))
            .map(|name| {
                if before.is_empty() {
                    name.into()
                } else {
                    format!("{before},{name}")
                }
            })
            .collect();
        names.into_iter().map(CompletionCandidate::new).collect()
    })
}

pub fn saved() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let saved = Saved::all().filter(|saved| saved.name.starts_with(&*typed));
        saved
            .map(|saved| CompletionCandidate::new(saved.name).help(Some(saved.about.into())))
            .collect()
    })
}

/// The database that the line so far names, else the usual one; where it cannot be read there is nothing to offer.
fn database() -> Option<Store> {
    let words: Vec<_> = std::env::args_os().collect();
    let mut named = words.iter().zip(words.iter().skip(1)).filter_map(|(word, next)| {
        let word = word.to_str()?;
        match word.strip_prefix("--db") {
            Some("") => Some(PathBuf::from(next)),
            Some(rest) => rest.strip_prefix('=').map(PathBuf::from),
            None => None,
        }
    });
    let path = named
        .next()
        .or_else(|| std::env::var_os(super::DATABASE_NAMED_BY).map(PathBuf::from))
        .unwrap_or_else(|| super::USUAL_DATABASE.into());
    Store::read(&path).ok()
}

fn as_typed() -> bool {
    AS_TYPED.get().copied().unwrap_or_default()
}

/// Looks which shell asks, before the question is answered and its variable gone.
pub fn look() {
    let shell = std::env::var_os(ASKING);
    AS_TYPED.get_or_init(|| shell.is_some_and(|shell| shell == "bash"));
}

fn unquoted(typed: &str) -> String {
    if !as_typed() {
        return typed.into();
    }
    let mut name = String::new();
    let mut letters = typed.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => name.extend(letters.next()),
            '"' | '\'' => {}
            letter => name.push(letter),
        }
    }
    name
}

fn quoted(name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./,+@%".contains(letter);
    let quote = as_typed();
    let letters = name.chars().filter(|letter| !letter.is_control());
    letters.fold(String::new(), |mut quoted, letter| {
        if quote && !plain(letter) {
            quoted.push('\\');
        }
        quoted.push(letter);
        quoted
    })
}
