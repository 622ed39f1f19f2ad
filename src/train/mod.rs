//! Learns the relation model from annotated documents, and measures what is extracted against them.

pub mod gold;
pub mod score;
pub mod learn;
pub mod ridge;
pub mod relations;
pub mod dyads;
