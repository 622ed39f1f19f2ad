use super::{extract, resolving, stories};
use crate::lexicon::Lexicon;
use crate::model::{Appearance, Article, Decision, Extraction};
use crate::resolve;
use crate::store::{Batch, Standing, Store, StoreError};

/// How many articles are stored in one transaction.
const BATCH: usize = 256;
/// How many bytes of text are, where articles are long: all of them stand in memory until then.
const BATCH_BYTES: usize = 8 << 20;

/// What an ingest did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Those of the new and the updated that are in a language which is not coded.
    pub foreign: u64,
    pub bad: u64,
    pub words: u64,
}

/// What was taken from an article, and its entities as they are stored.
type Read = (Extraction, Vec<Appearance>);

/// The one writer: gathers articles and stores them batch by batch.
pub struct Writer<'a> {
    store: &'a mut Store,
    lexicon: &'a Lexicon,
    batch: Vec<(Article, Option<Read>)>,
    /// Of the texts in the batch.
    bytes: usize,
    /// How many articles are stored in one transaction.
    most: usize,
    ingested: Ingested,
}

impl<'a> Writer<'a> {
    pub fn new(store: &'a mut Store, lexicon: &'a Lexicon) -> Result<Self, StoreError> {
        store.put_types(lexicon.relation_types())?;
        Ok(Writer {
            store,
            lexicon,
            batch: Vec::new(),
            bytes: 0,
            most: BATCH,
            ingested: Ingested::default(),
        })
    }

    /// Stores after so many articles each, instead of after some hundreds.
    pub fn batches_of(mut self, articles: usize) -> Self {
        self.most = articles.max(1);
        self
    }

    pub fn put(&mut self, article: Article, extraction: Extraction) -> Result<(), StoreError> {
        let appearances = resolve::appearances(self.lexicon, &extraction);
        self.take(article, Some((extraction, appearances)))
    }

    /// Puts an article whose entities are in the form already in which they are stored.
    pub fn put_coded(
        &mut self,
        article: Article,
        extraction: Extraction,
        appearances: Vec<Appearance>,
    ) -> Result<(), StoreError> {
        self.take(article, Some((extraction, appearances)))
    }

    /// Puts an article that was not read because it is stored already.
    pub fn put_known(&mut self, article: Article) -> Result<(), StoreError> {
        self.take(article, None)
    }

    fn take(&mut self, article: Article, read: Option<Read>) -> Result<(), StoreError> {
        self.bytes += article.text.len();
        self.batch.push((article, read));
        if self.batch.len() >= self.most || self.bytes >= BATCH_BYTES {
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

    /// Stores the batch: articles first, then the entities that they shed new light on, then the
    /// relations that rest on what has changed.
    fn flush(&mut self) -> Result<(), StoreError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let mut batch = self.store.batch()?;
        let mut ingested = self.ingested.clone();
        for (article, read) in self.batch.drain(..) {
            let standing = batch.standing(&article)?;
            ingested.words += match &read {
                Some((extraction, _)) => extraction.words as u64,
                None => article.text.split_whitespace().count() as u64,
            };
            if !admit(&mut batch, standing, &mut ingested)? {
                continue;
            }
            // One that was stored when the run began may have been replaced since.
            let (extraction, appearances) = read.unwrap_or_else(|| {
                let extraction = extract(self.lexicon, &article);
                let appearances = resolve::appearances(self.lexicon, &extraction);
                (extraction, appearances)
            });
            ingested.foreign += u64::from(extraction.is_foreign());
            batch.put(&article, &extraction, &appearances)?;
        }
        settle(batch, self.lexicon)?;
        self.ingested = ingested;
        Ok(())
    }
}

/// Counts an article and takes away the one that it replaces; false where it is stored already.
pub(super) fn admit(batch: &mut Batch<'_>, standing: Standing, ingested: &mut Ingested) -> Result<bool, StoreError> {
    match standing {
        Standing::Unchanged => {
            ingested.unchanged += 1;
            return Ok(false);
        }
        Standing::New => ingested.new += 1,
        Standing::Changed(name) => {
            ingested.updated += 1;
            batch.remove(&name)?;
        }
    }
    Ok(true)
}

/// Takes back articles: the graph is what it would be without them. Names that no article has are passed over.
pub fn remove(store: &mut Store, lexicon: &Lexicon, names: &[String]) -> Result<(), StoreError> {
    let mut batch = store.batch()?;
    for name in names {
        batch.remove(name)?;
    }
    settle(batch, lexicon)
}

/// Works out what hangs on the articles of a batch, and stores it.
pub(super) fn settle(mut batch: Batch<'_>, lexicon: &Lexicon) -> Result<(), StoreError> {
    stories::settle(&mut batch)?;
    resolving::settle(&mut batch, lexicon)?;
    batch.finish(resolve::corroborate_further)
}

/// Stores a person's decision and brings the graph in line with it; its number comes back.
pub fn decide(store: &mut Store, lexicon: &Lexicon, decision: &Decision) -> Result<i64, StoreError> {
    let mut batch = store.batch()?;
    let id = batch.decide(decision)?;
    settle(batch, lexicon)?;
    Ok(id)
}

/// Takes a decision back: the graph is what it would be without it.
pub fn undo(store: &mut Store, lexicon: &Lexicon, decision: &Decision) -> Result<(), StoreError> {
    let mut batch = store.batch()?;
    batch.undo(decision)?;
    settle(batch, lexicon)
}
