//! Questions to the graph: the only module that knows petgraph.
//!
//! Answers are plain values that hold all that a reader needs, so that `present` never asks back.

mod answer;
mod dump;
mod graph;
mod lookup;
mod path;
mod review;
mod saved;
mod show;
mod stats;
mod stories;
mod subgraph;
mod why;
mod yen;

pub use answer::{
    Edge, EntityAnswer, Group, Hop, Latest, Other, PathAnswer, PathFound, StatsAnswer, Story, StoryArticle,
    SubgraphAnswer, Tie,
};
pub use dump::dump;
pub use lookup::{Finder, Fold, LookupError};
pub use path::{PathOptions, paths};
pub use review::{Question, Sentence, Side, doubts, question};
pub use saved::{Parameter, Saved, SavedError};
pub use show::show;
pub use stats::stats;
pub use stories::stories;
pub use subgraph::{SubgraphOptions, subgraph};
pub use why::{Called, Ground, WhyAnswer, why};

pub use crate::store::{Cell, Compared, Counts, PairCount, Rows};
