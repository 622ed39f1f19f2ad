//! Questions to the graph: the only module that knows petgraph.
//!
//! Answers are plain values that hold all that a reader needs, so that `present` never asks back.

mod answer;
mod between;
mod blocs;
mod diff;
mod dump;
mod filter;
mod graph;
mod lookup;
mod neighbours;
mod panel;
mod path;
mod rank;
mod review;
mod saved;
mod scout;
mod search;
mod show;
mod stats;
mod stories;
mod subgraph;
mod terrain;
mod timeline;
mod units;
mod why;
mod yen;

pub use answer::{
    Edge, EntityAnswer, Group, Hop, Latest, Other, PathAnswer, PathFound, StatsAnswer, Story, StoryArticle,
    SubgraphAnswer, Tie,
};
pub use between::{Attested, BetweenAnswer, Month, between};
pub use blocs::{Bloc, BlocsAnswer, Facing, Member, SignedTie, Triad, blocs};
pub use diff::{Balance, Change, Denied, DiffAnswer, diff};
pub use dump::dump;
pub use filter::{Corroborate, Filter};
pub use graph::Types;
pub use lookup::{Finder, Fold, LookupError};
pub use neighbours::{CommonAnswer, Neighbour, NeighboursAnswer, Shared, common, neighbours};
pub use panel::{Panel, PanelOptions, PanelRow, Tally, panel};
pub use path::{PathOptions, paths};
pub use rank::{Measure, RankAnswer, Ranked, rank};
pub use review::{Question, Sentence, Side, doubts, question};
pub use saved::{Parameter, Saved, SavedError};
pub use search::{Found, SearchAnswer, search};
pub use show::show;
pub use stats::stats;
pub use stories::stories;
pub use subgraph::{SubgraphOptions, subgraph};
pub use timeline::{Moment, TimelineAnswer, timeline};
pub use units::{ActsForState, Unit, Units};
pub use why::{Called, Ground, WhyAnswer, why};

pub use crate::store::{Cell, Compared, Counts, PairCount, Rows};
