use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;

use super::articles::Input;
use super::ontology::Ontology;
use super::watching::Watching;
use super::{Common, Outcome, output};
use crate::pipeline::{Ingested, Writer, extract_new};
use crate::present::pairs_table;
use crate::query::Counts;
use crate::store::Store;

/// Read articles into the graph
///
/// Takes text files with an optional head of `Key: value` lines, web pages, RSS and Atom feeds, JSON, JSON
/// Lines, CSV and TSV, web archives (WARC), NITF and NewsML-G2, dumps of MediaWiki, and as claims the events
/// of GDELT, POLECAT and PLOVER; any of them packed (.gz, .zst, .zip), in folders, or from stdin (-). Each
/// shows its own format. An article that is in the graph already changes nothing; one with a known id and new
/// text replaces it. Only English is coded: what is in another language is stored and counted.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph ingest data/articles
  relgraph ingest --db news.db archive/*.jsonl.gz
  relgraph ingest export.csv --map text=story,date=day_printed
  curl -s https://example.org/articles.jsonl | relgraph ingest -")]
pub struct Ingest {
    #[command(flatten)]
    input: Input,
    /// How many articles are stored at once: what of them is read but not stored is read again after a crash.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    batch: Option<u32>,
    #[command(flatten)]
    ontology: Ontology,
}

impl Ingest {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let lexicon = self.ontology.lexicon()?;
        // Opened before the work: what cannot be written should be known at once.
        let mut store = Store::open(&common.db)?;
        let before = store.counts()?;
        let known = store.known()?;
        let size = self.input.size().filter(|_| !common.quiet);
        let taken = Arc::new(AtomicU64::new(0));
        let watching = Watching::new(common, size)?;
        let mut writer = Writer::new(&mut store, lexicon)?;
        if let Some(batch) = self.batch {
            writer = writer.batches_of(batch as usize);
        }
        let articles = watching.progress().watch(self.input.watched(taken.clone()));
        extract_new(articles, common.jobs(), lexicon, &known, |outcome| match outcome {
            Ok((article, extraction)) => {
                watching
                    .progress()
                    .done(extraction.as_ref().map_or(0, |extraction| extraction.words));
                watching.tick(taken.load(Ordering::Relaxed));
                match extraction {
                    Some(extraction) => writer.put(article, extraction),
                    None => writer.put_known(article),
                }
            }
            Err(error) => {
                writer.count_bad();
                watching.aside(|| output::bad(&error));
                Ok(())
            }
        })?;
        let ingested = writer.finish()?;
        let stopped = watching.finish();
        if !common.quiet {
            self.summary(common, &store, &before, &ingested)?;
        }
        Ok(match (stopped, ingested.bad) {
            (true, _) => Outcome::Stopped,
            (false, 0) => Outcome::Done,
            (false, _) => Outcome::Flawed,
        })
    }

    fn summary(&self, common: &Common, store: &Store, before: &Counts, ingested: &Ingested) -> anyhow::Result<()> {
        let mut out = output::stdout();
        let now = store.counts()?;
        let Ingested {
            new,
            updated,
            unchanged,
            foreign,
            bad,
            ..
        } = ingested;
        let foreign = match foreign {
            0 => String::new(),
            foreign => format!(" ({foreign} foreign)"),
        };
        writeln!(
            out,
            "articles   {new} new, {updated} updated{foreign}, {unchanged} unchanged, {bad} bad"
        )?;
        let stories = change(before.stories, now.stories);
        let copies = (*new as i64 - stories).clamp(0, *new as i64);
        writeln!(
            out,
            "stories    {} ({stories:+}), {copies} of the new articles are duplicates",
            now.stories
        )?;
        writeln!(
            out,
            "entities   {} ({:+})",
            now.entities,
            change(before.entities, now.entities)
        )?;
        writeln!(
            out,
            "relations  {} ({:+}), from {} claims",
            now.relations,
            change(before.relations, now.relations),
            now.claims
        )?;
        let pairs = store.active_pairs(5)?;
        if let Some(first) = pairs.first() {
            writeln!(out)?;
            pairs_table(&mut out, &pairs, output::width())?;
            let db = output::database(common);
            let (one, other) = (output::shell(&first.one), output::shell(&first.other));
            let relgraph = output::program();
            writeln!(out, "\nNext:")?;
            writeln!(out, "  {relgraph} path {one} {other}{db}")?;
            writeln!(out, "  {relgraph} show {one}{db}")?;
            writeln!(out, "  {relgraph} query conflict-cooperation --param actor={one}{db}")?;
            writeln!(out, "  {relgraph} export --format dot{db} | dot -Tsvg > graph.svg")?;
        }
        out.flush()?;
        Ok(())
    }
}

fn change(before: u64, now: u64) -> i64 {
    now as i64 - before as i64
}
