//! The only place that chains the stages.
//!
//! Articles are understood in parallel by a bounded number of workers and handed to one writer in
//! the order in which they were read, so that the outcome is the same for any number of workers.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

mod importing;
mod progress;
mod recoding;
mod reducing;
mod resolving;
mod sections;
mod stories;
mod writer;

use crossbeam_channel::bounded;

pub use importing::{Imported, Parts, add, load};
pub use progress::Progress;
pub use recoding::{Recoded, Recoding};
pub use reducing::{code, copies, dropped, relations, stories};
pub use writer::{Ingested, Writer, decide, remove, undo};

use crate::lexicon::Lexicon;
use crate::model::{Article, Document, Dyad, DyadCode, Extraction};
use crate::read::ReadError;
use crate::store::Known;
use crate::{relate, understand};

/// How many articles a worker may be ahead of the writer.
const AHEAD: usize = 16;
/// An article counts for as many as it has this many bytes: long ones must not fill the memory.
const USUAL: usize = 64 << 10;

/// Takes from one article all that the later stages need.
///
/// An article in another language than English says nothing, and one that another coder has read says
/// what that coder found. A long one is read section by section.
pub fn extract(lexicon: &Lexicon, article: &Article) -> Extraction {
    if !article.events.is_empty() {
        return relate::coded(lexicon, article);
    }
    let language = understand::language_of(article);
    let foreign = Extraction {
        text: article.full_text(),
        words: article.text.split_whitespace().count(),
        language: language.map(Cow::Borrowed),
        ..Extraction::default()
    };
    if foreign.is_foreign() {
        return foreign;
    }
    let (entities, claims) = sections::read(lexicon, article);
    Extraction {
        entities,
        claims,
        ..foreign
    }
}

/// As [`extract`], with the document that the claims were taken from.
pub fn analyse(lexicon: &Lexicon, article: &Article) -> (Document, Vec<crate::model::Claim>) {
    let document = understand::understand(lexicon, article);
    let claims = relate::relate(lexicon, &document, article.date);
    (document, claims)
}

/// Why an article is not in the graph.
#[derive(Debug, thiserror::Error)]
pub enum BadArticle {
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A bug of ours, of which one article must not make all others suffer.
    #[error("{origin}: the program failed on this article ({message}); please report it")]
    Panic { origin: String, message: String },
}

/// Extracts from all articles with `jobs` workers and hands each outcome to `sink`, in order.
/// An error of the sink ends the run.
pub fn extract_all<A, S, E>(articles: A, jobs: usize, lexicon: &Lexicon, sink: S) -> Result<(), E>
where
    A: Iterator<Item = Result<Article, ReadError>> + Send,
    S: FnMut(Result<(Article, Extraction), BadArticle>) -> Result<(), E>,
{
    extract_all_with(articles, jobs, &|article| extract(lexicon, article), sink)
}

/// As [`extract_all`], but that articles which are stored as they are cost no reading: they come
/// without an extraction.
pub fn extract_new<A, S, E>(articles: A, jobs: usize, lexicon: &Lexicon, known: &Known, sink: S) -> Result<(), E>
where
    A: Iterator<Item = Result<Article, ReadError>> + Send,
    S: FnMut(Result<(Article, Option<Extraction>), BadArticle>) -> Result<(), E>,
{
    let new = |article: &Article| (!known.holds(article)).then(|| extract(lexicon, article));
    extract_all_with(articles, jobs, &new, sink)
}

/// As [`extract_all`], with what is done to an article given.
pub fn extract_all_with<A, T, X, S, E>(articles: A, jobs: usize, extract: &X, mut sink: S) -> Result<(), E>
where
    A: Iterator<Item = Result<Article, ReadError>> + Send,
    T: Send,
    X: Fn(&Article) -> T + Sync,
    S: FnMut(Result<(Article, T), BadArticle>) -> Result<(), E>,
{
    let jobs = jobs.max(1);
    std::thread::scope(|scope| {
        let (work, tasks) = bounded(jobs);
        let (results, done) = bounded(jobs * AHEAD);
        // An article takes permits when it is read and gives them back when it has been written:
        // one slow article cannot make the others behind it pile up.
        let most = jobs * AHEAD;
        let (permits, takes) = bounded(most);
        for _ in 0..most {
            let _ = permits.send(());
        }
        scope.spawn(move || {
            for (number, article) in articles.enumerate() {
                let bytes = article.as_ref().map_or(0, |article| article.text.len());
                let weight = (1 + bytes / USUAL).min(most);
                let taken = (0..weight).all(|_| takes.recv().is_ok());
                if !taken || work.send((number, weight, article)).is_err() {
                    break;
                }
            }
        });
        for _ in 0..jobs {
            let (tasks, results) = (tasks.clone(), results.clone());
            scope.spawn(move || {
                for (number, weight, article) in tasks {
                    if results.send((number, (weight, guarded(article, extract)))).is_err() {
                        break;
                    }
                }
            });
        }
        drop((tasks, results));
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, outcome) in done {
            waiting.insert(number, outcome);
            while let Some((weight, outcome)) = waiting.remove(&next) {
                sink(outcome)?;
                next += 1;
                for _ in 0..weight {
                    let _ = permits.send(());
                }
            }
        }
        Ok(())
    })
}

fn guarded<T>(
    article: Result<Article, ReadError>,
    extract: &impl Fn(&Article) -> T,
) -> Result<(Article, T), BadArticle> {
    let article = article?;
    match catch_unwind(AssertUnwindSafe(|| extract(&article))) {
        Ok(extraction) => Ok((article, extraction)),
        Err(panic) => Err(BadArticle::Panic {
            origin: article.origin,
            message: message_of(&*panic),
        }),
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "for an unknown reason".into())
}

/// How many dyads are read before any is written.
const DYADS: usize = 512;

/// Codes all dyads with `jobs` workers and hands each outcome to `sink`, in order. An error of the sink ends the run.
pub fn code_all<D, S, E>(dyads: D, jobs: usize, lexicon: &Lexicon, mut sink: S) -> Result<(), E>
where
    D: Iterator<Item = Result<Dyad, ReadError>>,
    S: FnMut(Result<(Dyad, DyadCode), BadArticle>) -> Result<(), E>,
{
    let mut dyads = dyads.peekable();
    while dyads.peek().is_some() {
        let rows: Vec<_> = dyads.by_ref().take(DYADS).collect();
        let size = rows.len().div_ceil(jobs.max(1));
        let mut outcomes: Vec<Option<Result<DyadCode, BadArticle>>> = rows.iter().map(|_| None).collect();
        std::thread::scope(|scope| {
            for (rows, outcomes) in rows.chunks(size).zip(outcomes.chunks_mut(size)) {
                scope.spawn(move || {
                    for (row, outcome) in rows.iter().zip(outcomes) {
                        *outcome = row.as_ref().ok().map(|dyad| guarded_code(lexicon, dyad));
                    }
                });
            }
        });
        for (row, outcome) in rows.into_iter().zip(outcomes) {
            match (row, outcome) {
                (Err(error), _) => sink(Err(error.into()))?,
                (Ok(dyad), Some(Ok(code))) => sink(Ok((dyad, code)))?,
                (Ok(_), Some(Err(error))) => sink(Err(error))?,
                (Ok(_), None) => {}
            }
        }
    }
    Ok(())
}

fn guarded_code(lexicon: &Lexicon, dyad: &Dyad) -> Result<DyadCode, BadArticle> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let article = Article {
            text: dyad.text.clone(),
            ..Article::default()
        };
        let document = understand::understand(lexicon, &article);
        relate::dyads::code(lexicon, document, [&dyad.source, &dyad.target])
    }));
    outcome.map_err(|panic| BadArticle::Panic {
        origin: dyad.origin.clone(),
        message: message_of(&*panic),
    })
}

#[cfg(test)]
mod tests;
