use std::io::Write;

use clap::{Args, ValueEnum};

use super::asking::{acts_for_state, outcome};
use super::filtering::Filtering;
use super::{Common, Outcome, output};
use crate::lexicon::Lexicon;
use crate::model::{Claim, Granularity, Modality, Span};
use crate::present::{Numbers, panel_csv, to_json};
use crate::query::{Filter, PanelOptions, panel};
use crate::relate::codes::codes;
use crate::store::{Store, Told};

/// States, or pairs of states, by month or year, as CSV to join with other data
///
/// Counts events by PLOVER root and quad class, with their mean on Goldstein's scale, and gives each state its ISO,
/// Correlates of War and Gleditsch-Ward code. What several articles tell of one act on one day is one event; what two
/// do together is an event of each; officials, ministries and troops count as their state. Only what happened or is
/// claimed to have happened counts, unless --modality says otherwise.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph panel > dyad-months.csv
  relgraph panel --unit state --by year --zeros > state-years.csv
  relgraph panel --since 2019 --min-confidence 0.7 > sure.csv")]
pub struct Panel {
    /// How long a period is.
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// Directed pairs of states, or states.
    #[arg(long, value_enum, default_value_t)]
    unit: Of,
    /// A row of zeros for each period in which nothing is told of a unit that occurs.
    #[arg(long)]
    zeros: bool,
    #[command(flatten)]
    filtering: Filtering,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum By {
    #[default]
    Month,
    Year,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Of {
    #[default]
    Dyad,
    State,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Csv,
    Json,
}

impl Panel {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let lexicon = Lexicon::embedded();
        let mut filter: Filter = self.filtering.filter(&store)?;
        if filter.modalities.is_empty() {
            filter.modalities = vec![Modality::Actual, Modality::Claimed];
        }
        let roots = lexicon.codes().roots();
        let options = PanelOptions {
            dyads: self.unit == Of::Dyad,
            by: match self.by {
                By::Month => Granularity::Month,
                By::Year => Granularity::Year,
            },
            zeros: self.zeros,
            roots: &roots,
        };
        let code = |told: &Told| codes(lexicon, &claim(told), "");
        let answer = panel(&store, &filter, options, &acts_for_state(lexicon), &code)?;
        let numbers = |code: &str| {
            let state = lexicon.state(code);
            Numbers {
                cow: state.and_then(|state| state.cow),
                gw: state.and_then(|state| state.gw),
            }
        };
        let found = !answer.rows.is_empty();
        let mut out = output::stdout();
        match self.format {
            Format::Csv if !found => {}
            Format::Csv => panel_csv(&mut out, &answer, &numbers)?,
            Format::Json => to_json(&mut out, &answer)?,
        }
        out.flush()?;
        Ok(outcome(found, common.quiet, "no dated event between states passes"))
    }
}

/// As much of a stored claim as its codes hang on.
fn claim(told: &Told) -> Claim {
    Claim {
        head: 0,
        relation: told.relation.clone(),
        tail: 1,
        polarity: told.polarity,
        modality: told.modality,
        speaker: None,
        office: None,
        date: None,
        sentence: Span::new(0, 0),
        evidence: Span::new(0, 0),
        confidence: told.confidence,
        rule: told.rule.clone(),
    }
}
