//! Looking for sentences by their words.

use super::reading::date;
use super::told::{IN_WINDOW, TOLD, told};
use super::{Result, Store, StoreError, Told, Window};
use crate::model::Date;

/// A sentence that holds what was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub sentence: i64,
    pub text: String,
    /// Where the words stand, in bytes.
    pub words: Vec<(usize, usize)>,
    pub article: String,
    pub title: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub url: Option<String>,
}

/// What `highlight` puts around a word; stripped from the text, whoever wrote it there.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

impl Store {
    /// The sentences with all of these words, in any form and order: the best first. A phrase stands in quotation
    /// marks, the beginning of a word before `*`, a word that must not be there behind `-`.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>> {
        let query = query(words).ok_or_else(|| {
            StoreError::Query(format!(
                "\"{words}\" has no word to look for; write one, as relgraph search ceasefire"
            ))
        })?;
        let sql =
            "SELECT s.id, highlight(sentence_words, 0, char(1), char(2)), a.name, a.title, a.source, a.published, a.url
             FROM sentence_words JOIN sentence s ON s.id = sentence_words.rowid JOIN article a ON a.id = s.article
             WHERE sentence_words MATCH ? ORDER BY rank, a.published DESC, a.name, s.start LIMIT ?";
        self.all(sql, (query, limit as i64), |row| {
            let (text, words) = unmark(&row.get::<_, String>(1)?);
            Ok(Hit {
                sentence: row.get(0)?,
                text,
                words,
                article: row.get(2)?,
                title: row.get(3)?,
                source: row.get(4)?,
                published: date(row, 5)?,
                url: row.get(6)?,
            })
        })
    }

    /// The claims in the window that a sentence makes.
    pub fn claims_in(&self, sentence: i64, window: &Window) -> Result<Vec<Told>> {
        let sql = format!("{TOLD} WHERE c.sentence = :sentence AND r.head <> r.tail AND {IN_WINDOW} ORDER BY c.id");
        let bounds = window.bounds();
        self.all(&sql, bounds.with(&[(":sentence", &sentence)]).as_slice(), told)
    }
}

/// Words as FTS5 takes them; nothing that a person writes is taken for its syntax.
fn query(words: &str) -> Option<String> {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    let mut rest = words.trim_start();
    while !rest.is_empty() {
        let barred = rest.starts_with('-');
        rest = rest.strip_prefix('-').unwrap_or(rest);
        let (term, after) = match rest.strip_prefix('"') {
            Some(phrase) => phrase.split_once('"').unwrap_or((phrase, "")),
            None => rest.split_at(rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len())),
        };
        let (term, star) = match term.strip_suffix('*') {
            Some(stem) => (stem, "*"),
            None => (term, ""),
        };
        if term.chars().any(char::is_alphanumeric) {
            let list = if barred { &mut unwanted } else { &mut wanted };
            list.push(format!("\"{}\"{star}", term.replace('"', "\"\"")));
        }
        rest = after.trim_start();
    }
    if wanted.is_empty() {
        return None;
    }
    let not = unwanted.iter().map(|term| format!(" NOT {term}"));
    Some(format!("({}){}", wanted.join(" AND "), not.collect::<String>()))
}

/// The text without the marks, and where they stood.
fn unmark(marked: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut words, mut open) = (String::new(), Vec::new(), None);
    for c in marked.chars() {
        match c {
            OPEN => open = Some(text.len()),
            CLOSE => words.extend(open.take().map(|start| (start, text.len()))),
            c => text.push(c),
        }
    }
    (text, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_syntax() {
        let check = |words: &str, expected: &str| assert_eq!(query(words).unwrap_or_default(), expected);
        check("peace talks", "(\"peace\" AND \"talks\")");
        check("\"peace talks\" OR", "(\"peace talks\" AND \"OR\")");
        check("sanction* -oil", "(\"sanction\"*) NOT \"oil\"");
        check("NEAR(a b)", "(\"NEAR(a\" AND \"b)\")");
        check("open \"end", "(\"open\" AND \"end\")");
        check("a\"b", "(\"a\"\"b\")");
        check("- — \"\"", "");
        check("-oil", "");
    }

    #[test]
    fn marks_are_taken_out() {
        assert_eq!(unmark("a \u{1}bc\u{2} d\u{2}"), ("a bc d".into(), vec![(2, 4)]));
    }
}
