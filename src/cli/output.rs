//! Where output goes, and how wide it is.

use std::io::{BufWriter, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use crate::pipeline::BadArticle;
use crate::present::clean;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();

/// Stdout for answers: styles reach terminals only, and not where NO_COLOR is set.
pub fn stdout() -> BufWriter<anstream::Stdout> {
    BufWriter::with_capacity(1 << 16, anstream::stdout())
}

/// The width of tables: the terminal's as far as lines are still easily read, else what fits a page.
pub fn width() -> usize {
    let terminal = std::io::stdout()
        .is_terminal()
        .then(terminal_size::terminal_size)
        .flatten();
    terminal.map_or(100, |(width, _)| usize::from(width.0).clamp(40, 140))
}

pub fn error(error: &anyhow::Error) {
    let mut message = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // Many errors already end in what caused them.
        if !message.contains(&cause) {
            message = format!("{message}: {cause}");
        }
    }
    say(&format!("{RED}error{RED:#}: {}", lines(&message)));
}

/// A bad article, which does not end the run.
pub fn bad(error: &BadArticle) {
    skipped(&error.to_string());
}

/// What is wrong but does not keep the result away.
pub fn warning(message: &str) {
    say(&format!("{YELLOW}warning{YELLOW:#} {}", lines(message)));
}

/// A part of the input that is left out.
pub fn skipped(message: &str) {
    say(&format!("{YELLOW}skipped{YELLOW:#} {}", lines(message)));
}

/// A line for the person who watches.
pub fn note(text: &str) {
    say(&lines(text));
}

/// Names of files and bad values come from outside, and are made safe line by line.
fn lines(message: &str) -> String {
    message.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// Nothing can be done, and nobody told, when stderr is closed.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// How the person at the terminal started this program, for commands to try next: `relgraph` where
/// it is on the path, else as it was called (`target/release/relgraph` under `cargo run`).
pub fn program() -> String {
    let name = std::env::args().next().unwrap_or_else(|| "relgraph".into());
    let here = std::env::current_dir().unwrap_or_default();
    let short = std::path::Path::new(&name)
        .strip_prefix(&here)
        .ok()
        .and_then(|path| path.to_str());
    shell(short.unwrap_or(&name))
}

/// ` --db FILE`, for commands to try next, where the database is not the usual one.
pub fn database(common: &super::Common) -> String {
    if std::env::var_os(super::DATABASE_NAMED_BY).is_some_and(|path| path == common.db) {
        return String::new();
    }
    match common.db.to_str() {
        Some(super::USUAL_DATABASE) => String::new(),
        Some(path) => format!(" --db {}", shell(path)),
        None => format!(" --db {}", common.db.display()),
    }
}

/// A name as a shell takes it for one word.
pub fn shell(name: &str) -> String {
    match name.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c)) {
        true => name.to_string(),
        false => format!("'{}'", name.replace('\'', "'\\''")),
    }
}
