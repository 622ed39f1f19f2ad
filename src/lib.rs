//! relgraph reads news articles and builds a knowledge graph of international relations.
//!
//! ```text
//! read -> understand -> relate -> resolve -> store -> query -> present
//! ```
//!
//! Folders are the pipeline's verbs and data flows one way. `model` holds the plain values that all
//! share; `lexicon` turns `data/` into checked tables; `pipeline` is the only place that chains the
//! stages; `cli` is the only one that prints.
//!
//! Invariants:
//! - `understand` and `relate` do no I/O and cannot fail: on bad input they find less.
//! - The same input gives the same bytes, whatever the number of threads.
//! - Every span is a byte range of the article's full text, on character boundaries.
//! - One module knows SQLite (`store`), one petgraph (`query`).

pub mod model;

pub mod lexicon;

pub mod read;
pub mod understand;

pub mod relate;

pub mod resolve;
pub mod store;

pub mod query;

pub mod present;

pub mod pipeline;

pub mod train;

pub mod cli;
