//! Claims and known entities -> links, merges, corroboration.
//!
//! Everything here is a function of the set of articles, never of their order: the graph is the
//! same however the input was cut into batches, and after an article was replaced it is the graph
//! that would have come of the new text alone.

mod appearance;
mod blocks;
mod changes;
mod cluster;
mod compare;
mod corroborate;
mod link;
mod merge;
mod sound;
mod standing;
mod stories;

pub use appearance::{aliases, appearances};
pub use blocks::{all_names, blocks, facing};
pub use changes::changes;
pub use cluster::{Member, cluster};
pub use compare::{compare, verdict};
pub use corroborate::{Merging, corroborate, corroborate_further};
pub use link::link;
pub use merge::one_per_pair;
pub use standing::{Standing, Standings};
pub use stories::{Copy, Copying, bands, copying, shingles, stories};

#[cfg(test)]
mod tests;
