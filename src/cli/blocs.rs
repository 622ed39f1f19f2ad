use std::io::Write;

use clap::Args;

use super::asking::{Format, acts_for_state, outcome};
use super::filtering::Filtering;
use super::{Common, Outcome, output, pager};
use crate::lexicon::Lexicon;
use crate::present::{blocs_table, to_json};
use crate::query::blocs;
use crate::store::Store;

/// Who sides with whom, and what does not go together
///
/// Ties are cooperation less conflict, in claims weighed by confidence; blocs are where there is more of it inside
/// than chance would give, and less between. Officials, ministries and troops count as their state. A triad is out of
/// balance when a friend's friend is an enemy, or all three are enemies.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph blocs
  relgraph blocs --kind state --since 2019
  relgraph blocs --format json | jq '.blocs[0].members[].actor.name'")]
pub struct Blocs {
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Blocs {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let answer = blocs(
            &store,
            &self.filtering.filter(&store)?,
            &acts_for_state(Lexicon::embedded()),
        )?;
        let found = !answer.blocs.is_empty();
        let mut out = pager::answer();
        match self.format {
            Format::Table if !found => {}
            Format::Table => blocs_table(&mut out, &answer, output::width())?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(outcome(
            found,
            common.quiet,
            "no cooperation or conflict between actors passes",
        ))
    }
}
