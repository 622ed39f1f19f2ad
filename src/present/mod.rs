//! Answers -> bytes, one file a format. Pure writers: what they print is a function of the answer.
//!
//! Tables carry terminal styles; whoever prints them strips the styles where there is no terminal.

mod clean;
mod conllu;
mod cypher;
mod cytoscape;
mod dot;
mod events;
mod explain;
mod exporter;
mod ftm;
mod gexf;
mod graphml;
mod html;
mod json;
mod jsonl;
mod layout;
mod mermaid;
mod neo4j;
mod node_link;
mod panel;
#[cfg(feature = "parquet")]
mod parquet;
mod picture;
mod rows;
mod svg;
mod table;
mod turtle;

pub use clean::clean;
pub use conllu::conllu;
pub use cypher::Cypher;
pub use cytoscape::Cytoscape;
pub use dot::dot;
pub use events::{Event, cameo_head, cameo_line, plover_line};
pub use explain::explain_json;
pub use exporter::{Exporter, export};
pub use ftm::FollowTheMoney;
pub use gexf::Gexf;
pub use graphml::GraphMl;
pub use html::{QUOTED, html};
pub use json::{rows_json, to_json};
pub use jsonl::{change_jsonl, code_line, document_line, paths_jsonl, record_line, rows_jsonl};
pub use mermaid::mermaid;
pub use neo4j::{EdgesCsv, NodesCsv};
pub use node_link::NodeLink;
pub use panel::{Numbers, panel_csv};
#[cfg(feature = "parquet")]
pub use parquet::{ClaimsParquet, EntitiesParquet, RelationsParquet};
pub use rows::{rows_csv, rows_markdown};
pub use svg::svg;
pub use table::{
    between_table, blocs_table, change_table, common_table, decision_line, diff_table, entity_table, explain_table,
    extraction_table, history_table, neighbours_table, pairs_table, path_table, question_table, rank_table, rows_table,
    saved_table, search_table, stats_table, stories_table, timeline_table, why_table,
};
pub use turtle::Turtle;
