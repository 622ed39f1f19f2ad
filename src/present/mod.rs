//! Answers -> bytes, one file a format. Pure writers: what they print is a function of the answer.
//!
//! Tables carry terminal styles; whoever prints them strips the styles where there is no terminal.

mod clean;
mod conllu;
mod dot;
mod events;
mod explain;
mod json;
mod jsonl;
mod table;

pub use clean::clean;
pub use conllu::conllu;
pub use dot::dot;
pub use events::{Event, cameo_head, cameo_line, plover_line};
pub use explain::explain_json;
pub use json::{graph_json, rows_json, to_json};
pub use jsonl::{change_jsonl, code_line, document_line, rows_jsonl};
pub use table::{
    change_table, decision_line, entity_table, explain_table, extraction_table, history_table, pairs_table, path_table,
    question_table, rows_table, saved_table, stats_table, stories_table, why_table,
};
