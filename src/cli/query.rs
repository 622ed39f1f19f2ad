use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{Common, Outcome, naming, output, pager};
use crate::lexicon::fold;
use crate::present::{rows_csv, rows_json, rows_jsonl, rows_markdown, rows_table, saved_table};
use crate::query::{Finder, Saved};
use crate::store::{Sandbox, Store};

/// Ask the graph in SQL: a saved query, a file, or SQL as it is
///
/// The database's views entities, relations, claims, articles, sources and decisions are for such queries;
/// queries/README.md lists their columns. Whatever the query says, it can only read this database.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph query 'SELECT name, articles FROM entities ORDER BY articles DESC LIMIT 10'
  relgraph query --list
  relgraph query alliances --param actor=Turkey
  relgraph query meetings --param since=2019-01-01 --param until=2019-12-31
  relgraph query my.sql --format csv > my.csv")]
pub struct Query {
    /// The name of a saved query, an .sql file with one SELECT, or the SELECT itself.
    #[arg(required_unless_present = "list", value_name = "NAME|FILE|SQL", add = naming::saved())]
    query: Option<String>,
    /// List the saved queries with their parameters.
    #[arg(long)]
    list: bool,
    /// A parameter of the query.
    #[arg(long = "param", short, value_name = "NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
    /// How long it may take.
    #[arg(long, default_value_t = 60.0, value_name = "SECONDS", value_parser = seconds)]
    timeout: f64,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Jsonl,
    Csv,
    Markdown,
}

impl Query {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut out = pager::answer();
        let Some(name) = self.query.as_ref().filter(|_| !self.list) else {
            saved_table(&mut out, &Saved::all().collect::<Vec<_>>(), output::width())?;
            out.flush()?;
            return Ok(Outcome::Done);
        };
        let saved = load(name)?;
        let store = Store::read(&common.db)?;
        let mut sandbox = Sandbox::open(&common.db, Duration::from_secs_f64(self.timeout))?;
        let rows = saved.run(&mut sandbox, &Finder::new(&store, fold), &self.parameters)?;
        match self.format {
            Format::Table if rows.rows.is_empty() => {}
            Format::Table => rows_table(&mut out, &rows, output::width())?,
            Format::Json => rows_json(&mut out, &rows)?,
            Format::Jsonl => rows_jsonl(&mut out, &rows)?,
            Format::Csv => rows_csv(&mut out, &rows)?,
            Format::Markdown => rows_markdown(&mut out, &rows)?,
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
        if is_sql(name) {
            return Ok(Saved::parse("SQL", name));
        }
        let names: Vec<String> = Saved::all().map(|saved| saved.name).collect();
        anyhow::bail!(
            "\"{name}\" is neither a saved query nor a file; the saved queries are {}",
            names.join(", ")
        );
    }
    let text = std::fs::read_to_string(name).with_context(|| format!("{name}: cannot be read"))?;
    Ok(Saved::parse(name, &text))
}

/// Whether it begins as a statement that reads does; a file of such a name goes before.
fn is_sql(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_lowercase();
    let known = [
        "select", "with", "values", "explain", "insert", "update", "delete", "pragma", "attach", "drop",
    ];
    known.contains(&&*first) && words.next().is_some()
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(number) if (0.001..=86_400.0).contains(&number) => Ok(number),
        _ => Err("write a number of seconds, as 10 or 0.5".into()),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, as actor=Turkey")?;
    Ok((name.trim_start_matches(':').to_string(), value.to_string()))
}
