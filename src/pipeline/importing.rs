//! Coded articles -> graph, without reading them again.
//!
//! A database that is there takes them as it takes those of `ingest`. A new one is loaded in bulk: first all
//! articles, then the copies and the relations as a cluster has found them, and then what only all articles
//! together tell: which keys are one entity. Relations whose ends move thereby are merged anew, the others stay as
//! they came. What came without copies or relations, or does not count the claims that are there, is worked out here,
//! so that the graph is that of `ingest` whatever the cluster did.

use std::path::Path;

use super::{Ingested, Progress, Writer, resolving, stories};
use crate::lexicon::Lexicon;
use crate::model::{Coded, CopyOf, Merged};
use crate::read::{ReadError, Records};
use crate::resolve;
use crate::store::{Batch, Store, StoreError};

/// What a cluster has made of articles.
pub struct Parts {
    pub articles: Records<Coded>,
    /// Whether all of them are in the graph in the end: which one of a page is its last version hangs on the
    /// order in which they were read, and on those that are not here any more.
    pub chosen: bool,
    /// Which texts are copies of each other: all of them, if any.
    pub copies: Option<Records<CopyOf>>,
    pub relations: Option<Records<Merged>>,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub ingested: Ingested,
    /// Relations that were taken over as they came.
    pub merged: u64,
}

/// Adds coded articles to a database that is there.
pub fn add<E>(
    store: &mut Store,
    lexicon: &Lexicon,
    articles: Records<Coded>,
    progress: &Progress,
) -> Result<Imported, E>
where
    E: From<StoreError> + From<ReadError>,
{
    let mut writer = Writer::new(store, lexicon)?;
    for coded in progress.watch(articles) {
        let (article, extraction, appearances) = coded?.unpack();
        progress.done(extraction.words);
        writer.put_coded(article, extraction, appearances)?;
    }
    Ok(Imported {
        ingested: writer.finish()?,
        merged: 0,
    })
}

/// Makes a new database of coded articles; nothing is left of it where it fails or is stopped.
pub fn load<E>(path: &Path, lexicon: &Lexicon, parts: Parts, progress: &Progress) -> Result<Imported, E>
where
    E: From<StoreError> + From<ReadError>,
{
    let mut store = Store::create(path)?;
    store.put_types(lexicon.relation_types())?;
    // The rules are noted before there is anything to be worked out anew for their sake.
    super::writer::settle(store.batch()?, lexicon)?;
    let mut batch = store.batch()?;
    let imported = fill::<E>(&mut batch, lexicon, parts, progress)?;
    batch.finish(resolve::corroborate_further)?;
    store.close()?;
    Ok(imported)
}

fn fill<E>(batch: &mut Batch<'_>, lexicon: &Lexicon, parts: Parts, progress: &Progress) -> Result<Imported, E>
where
    E: From<StoreError> + From<ReadError>,
{
    let mut imported = Imported::default();
    let suspended = batch.suspend()?;
    for coded in progress.watch(parts.articles) {
        let coded = coded?;
        let (body, bands) = (coded.body.clone(), coded.bands.clone());
        let (article, extraction, appearances) = coded.unpack();
        let ingested = &mut imported.ingested;
        ingested.words += extraction.words as u64;
        progress.done(extraction.words);
        let standing = match parts.chosen {
            true => batch.standing_by_id(&article)?,
            false => batch.standing(&article)?,
        };
        if !super::writer::admit(batch, standing, ingested)? {
            continue;
        }
        ingested.foreign += u64::from(extraction.is_foreign());
        batch.put(&article, &extraction, &appearances)?;
        if parts.copies.is_some() {
            batch.put_compared(&body, &bands)?;
        }
    }
    batch.resume(suspended)?;
    let compared = parts.copies.is_some();
    for copy in parts.copies.into_iter().flatten() {
        batch.put_copy(&copy?)?;
    }
    // The sums rest on the stories: what changes a story after them has them worked out anew.
    if compared {
        stories::settle(batch)?;
    }
    // What was merged with articles that are not there any more is no sum of what is.
    let whole = imported.ingested.unchanged + imported.ingested.updated == 0;
    if let Some(relations) = parts.relations.filter(|_| whole) {
        let nodes = batch.nodes_by_id()?;
        for merged in relations {
            imported.merged += u64::from(batch.put_merged(&nodes, &merged?)?);
        }
    }
    if !compared {
        stories::settle(batch)?;
    }
    resolving::settle(batch, lexicon)?;
    Ok(imported)
}
