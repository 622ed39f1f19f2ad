//! Reads stored articles again, by the model and the rules of today.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Progress, extract, extract_all_with, writer};
use crate::lexicon::Lexicon;
use crate::model::{Article, Change, Coding, Extraction};
use crate::read::ReadError;
use crate::resolve;
use crate::store::{Store, StoreError};

/// How many articles are read from the database at once.
const PAGE: usize = 64;
/// How many articles that have changed are stored in one transaction.
const BATCH: usize = 256;

/// What reading again came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recoded {
    pub articles: u64,
    /// Of which the program would not read the same as it did.
    pub changed: u64,
    pub failed: u64,
}

/// How stored articles are read again.
pub struct Recoding<'a> {
    pub lexicon: &'a Lexicon,
    pub jobs: usize,
    /// Whether nothing is stored.
    pub dry: bool,
    pub progress: &'a Progress,
}

impl Recoding<'_> {
    /// Reads all stored articles again, hands every change of a claim to `sink` in order of the
    /// articles' ids, and stores what has changed. An article that fails is handed over by its message.
    pub fn run<E: From<StoreError>>(
        &self,
        store: &mut Store,
        mut sink: impl FnMut(Result<Change, String>) -> Result<(), E>,
    ) -> Result<Recoded, E> {
        if !self.dry {
            store.put_types(self.lexicon.relation_types())?;
        }
        let failure = Arc::new(Mutex::new(None));
        let articles = Stored {
            store: Store::read(store.path())?,
            page: Vec::new().into_iter(),
            last: None,
            failure: Arc::clone(&failure),
        };
        let mut recoded = Recoded::default();
        let mut changed: Vec<(Article, Extraction)> = Vec::new();
        let read = |article: &Article| extract(self.lexicon, article);
        extract_all_with(self.progress.watch(articles), self.jobs, &read, |outcome| {
            let (article, extraction) = match outcome {
                Ok(pair) => pair,
                Err(error) => {
                    recoded.failed += 1;
                    return sink(Err(error.to_string()));
                }
            };
            self.progress.done(extraction.words);
            recoded.articles += 1;
            let Some(before) = store.coding(&article.id)? else {
                return Ok(());
            };
            let after = Coding::new(&extraction, resolve::appearances(self.lexicon, &extraction));
            if before == after {
                return Ok(());
            }
            recoded.changed += 1;
            for change in resolve::changes(&article.id, &before, &after) {
                sink(Ok(change))?;
            }
            if !self.dry {
                changed.push((article, extraction));
                if changed.len() >= BATCH {
                    self.put(store, changed.drain(..))?;
                }
            }
            Ok(())
        })?;
        self.put(store, changed.drain(..))?;
        match failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(E::from(error)),
            None => Ok(recoded),
        }
    }

    fn put(
        &self,
        store: &mut Store,
        articles: impl ExactSizeIterator<Item = (Article, Extraction)>,
    ) -> Result<(), StoreError> {
        if articles.len() == 0 {
            return Ok(());
        }
        let mut batch = store.batch()?;
        for (article, extraction) in articles {
            // What another program has removed meanwhile stays away.
            if batch.remove(&article.id)? {
                batch.put(&article, &extraction, &resolve::appearances(self.lexicon, &extraction))?;
            }
        }
        writer::settle(batch, self.lexicon)
    }
}

/// The stored articles, a page at a time. What goes wrong ends them and is left behind.
struct Stored {
    store: Store,
    page: std::vec::IntoIter<Article>,
    last: Option<String>,
    failure: Arc<Mutex<Option<StoreError>>>,
}

impl Iterator for Stored {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.len() == 0 {
            match self.store.articles_after(self.last.as_deref(), PAGE) {
                Ok(page) => self.page = page.into_iter(),
                Err(error) => {
                    *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    return None;
                }
            }
        }
        let article = self.page.next()?;
        self.last = Some(article.id.clone());
        Some(Ok(article))
    }
}
