//! relgraph from outside: what a person at the command line, or a program beside it, relies on.

mod graph;

mod borders;
mod data_files;
mod names;

mod language;
mod understanding;
mod examples;

mod articles;
mod formats;
#[cfg(feature = "fetch")]
mod fetching;
mod own_relations;
mod scorer;
mod events;
mod dyads;
mod deciding;
mod stories;
mod retracting;
mod clusters;
mod keeping;
mod bad_input;
mod hostile;
mod command_line;
mod answers;
mod asking;
mod paths;
mod drawing;
mod saved_queries;

mod news;

mod properties;
