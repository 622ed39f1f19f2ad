use std::io::Write;

use clap::Args;

use super::asking::{Format, outcome, two};
use super::filtering::Filtering;
use super::{Common, Outcome, naming, output, pager};
use crate::present::{between_table, to_json};
use crate::query::{Filter, between};
use crate::resolve::corroborate;
use crate::store::Store;

/// Everything that ties two entities directly, both ways, and how it went month by month
///
/// The two lines count the claims that affirm cooperation and conflict; higher bars are more claims.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph between Turkey Russia
  relgraph between Turkey USA --class conflict --evidence 3
  relgraph between Turkey Syria --since 2019-10 --format json")]
pub struct Between {
    /// A name in any usual form, a part of a name, an ISO code or a key.
    #[arg(add = naming::entities())]
    one: String,
    /// The other.
    #[arg(add = naming::entities())]
    other: String,
    /// How many sentences for each relation.
    #[arg(long, default_value_t = 1, value_name = "N")]
    evidence: u8,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Between {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let (one, other) = two(&store, &self.one, &self.other)?;
        let filter = Filter {
            negated: true,
            ..self.filtering.filter(&store)?
        };
        let answer = between(&store, &one, &other, &filter, self.evidence.into(), corroborate)?;
        let found = !answer.ties.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table if !found => {}
            Format::Table => between_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        let note = format!(
            "nothing ties {} and {} directly; `path` and `common` show what does over others",
            one.name, other.name
        );
        Ok(outcome(found, common.quiet, &note))
    }
}
