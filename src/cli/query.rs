use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{Common, Outcome, output};
use crate::lexicon::fold;
use crate::present::{rows_json, rows_jsonl, rows_table, saved_table};
use crate::query::{Finder, Saved};
use crate::store::Store;

/// Ask the graph in SQL, with a saved query or a file
///
/// The database's views entities, relations, claims, articles, sources and decisions are for such queries.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph query --list
  relgraph query alliances --param actor=Turkey
  relgraph query meetings --param since=2019-01-01 --param until=2019-12-31
  relgraph query my.sql --format jsonl")]
pub struct Query {
    /// The name of a saved query, or an .sql file with one SELECT.
    #[arg(required_unless_present = "list", value_name = "NAME|FILE")]
    query: Option<String>,
    /// List the saved queries with their parameters.
    #[arg(long)]
    list: bool,
    /// A parameter of the query.
    #[arg(long = "param", short, value_name = "NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Jsonl,
}

impl Query {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut out = output::stdout();
        let Some(name) = self.query.as_ref().filter(|_| !self.list) else {
            saved_table(&mut out, &Saved::all().collect::<Vec<_>>(), output::width())?;
            out.flush()?;
            return Ok(Outcome::Done);
        };
        let saved = load(name)?;
        let store = Store::read(&common.db)?;
        let rows = saved.run(&store, &Finder::new(&store, fold), &self.parameters)?;
        match self.format {
            Format::Table if rows.rows.is_empty() => {}
            Format::Table => rows_table(&mut out, &rows, output::width())?,
            Format::Json => rows_json(&mut out, &rows)?,
            Format::Jsonl => rows_jsonl(&mut out, &rows)?,
        }
        out.flush()?;
        if !rows.rows.is_empty() {
            return Ok(Outcome::Done);
        }
        if !common.quiet {
            output::note("the query finds nothing");
        }
        Ok(Outcome::Nothing)
    }
}

fn load(name: &str) -> anyhow::Result<Saved> {
    if let Some(saved) = Saved::named(name) {
        return Ok(saved);
    }
    if !Path::new(name).exists() {
        let names: Vec<String> = Saved::all().map(|saved| saved.name).collect();
        anyhow::bail!(
            "\"{name}\" is neither a saved query nor a file; the saved queries are {}",
            names.join(", ")
        );
    }
    let text = std::fs::read_to_string(name).with_context(|| format!("{name}: cannot be read"))?;
    Ok(Saved::parse(name, &text))
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, as actor=Turkey")?;
    Ok((name.trim_start_matches(':').to_string(), value.to_string()))
}
