//! The only place that chains the stages.
//!
//! Articles are understood in parallel by a bounded number of workers and handed to one writer in
//! the order in which they were read, so that the outcome is the same for any number of workers.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::bounded;

use crate::lexicon::Lexicon;
use crate::model::{Article, Document, Dyad, DyadCode, Extraction};
use crate::read::ReadError;
use crate::store::{Standing, Store, StoreError};
use crate::{relate, resolve, understand};

/// How many articles a worker may be ahead of the writer.
const AHEAD: usize = 16;
/// How many articles are stored in one transaction.
const BATCH: usize = 256;

/// Takes from one article all that the later stages need.
pub fn extract(lexicon: &Lexicon, article: &Article) -> Extraction {
    let (document, claims) = analyse(lexicon, article);
    let words = article.text.split_whitespace().count();
    Extraction {
        text: document.text,
        entities: document.entities,
        claims,
        words,
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

/// As [`extract_all`], with what is done to an article given.
pub fn extract_all_with<A, X, S, E>(articles: A, jobs: usize, extract: &X, mut sink: S) -> Result<(), E>
where
    A: Iterator<Item = Result<Article, ReadError>> + Send,
    X: Fn(&Article) -> Extraction + Sync,
    S: FnMut(Result<(Article, Extraction), BadArticle>) -> Result<(), E>,
{
    let jobs = jobs.max(1);
    std::thread::scope(|scope| {
        let (work, tasks) = bounded(jobs);
        let (results, done) = bounded(jobs * AHEAD);
        // An article takes a permit when it is read and gives it back when it has been written:
        // one slow article cannot make the others behind it pile up.
        let (permits, takes) = bounded(jobs * AHEAD);
        for _ in 0..jobs * AHEAD {
            let _ = permits.send(());
        }
        scope.spawn(move || {
            for task in articles.enumerate() {
                if takes.recv().is_err() || work.send(task).is_err() {
                    break;
                }
            }
        });
        for _ in 0..jobs {
            let (tasks, results) = (tasks.clone(), results.clone());
            scope.spawn(move || {
                for (number, article) in tasks {
                    if results.send((number, guarded(article, extract))).is_err() {
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
            while let Some(outcome) = waiting.remove(&next) {
                sink(outcome)?;
                next += 1;
                let _ = permits.send(());
            }
        }
        Ok(())
    })
}

fn guarded(
    article: Result<Article, ReadError>,
    extract: &impl Fn(&Article) -> Extraction,
) -> Result<(Article, Extraction), BadArticle> {
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

/// What an ingest did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub bad: u64,
    pub words: u64,
}

/// The one writer: gathers articles and stores them batch by batch.
pub struct Writer<'a> {
    store: &'a mut Store,
    lexicon: &'a Lexicon,
    batch: Vec<(Article, Extraction)>,
    ingested: Ingested,
}

impl<'a> Writer<'a> {
    pub fn new(store: &'a mut Store, lexicon: &'a Lexicon) -> Result<Self, StoreError> {
        store.put_types(lexicon.relation_types())?;
        Ok(Writer {
            store,
            lexicon,
            batch: Vec::new(),
            ingested: Ingested::default(),
        })
    }

    pub fn put(&mut self, article: Article, extraction: Extraction) -> Result<(), StoreError> {
        self.batch.push((article, extraction));
        if self.batch.len() >= BATCH {
            self.flush()
        } else {
            Ok(())
        }
    }

    pub fn count_bad(&mut self) {
        self.ingested.bad += 1;
    }

    /// Stores what is left.
    pub fn finish(mut self) -> Result<Ingested, StoreError> {
        self.flush()?;
        Ok(self.ingested)
    }

    /// Stores the batch: articles first, then the surnames that they shed new light on, then the
    /// relations that rest on what has changed.
    fn flush(&mut self) -> Result<(), StoreError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let mut batch = self.store.batch()?;
        let mut ingested = self.ingested.clone();
        for (article, extraction) in self.batch.drain(..) {
            ingested.words += extraction.words as u64;
            match batch.standing(&article)? {
                Standing::Unchanged => {
                    ingested.unchanged += 1;
                    continue;
                }
                Standing::New => ingested.new += 1,
                Standing::Changed => {
                    ingested.updated += 1;
                    batch.remove(&article.id)?;
                }
            }
            batch.put(&article, &extraction, &resolve::appearances(self.lexicon, &extraction))?;
        }
        let born: Vec<(i64, String)> = batch.born().map(|(id, key)| (id, key.to_string())).collect();
        for (id, key) in born {
            for name in resolve::aliases(self.lexicon, &key) {
                batch.add_alias(id, &name.text, &name.folded)?;
            }
        }
        for surname in batch.surnames() {
            let persons = batch.persons(&surname)?;
            for short in batch.shorts(&surname)? {
                batch.relink(&short, resolve::link(&short.short, &persons))?;
            }
        }
        batch.finish(resolve::corroborate)?;
        self.ingested = ingested;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
