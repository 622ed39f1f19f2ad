use clap::{Args, ValueEnum};

use super::{naming, output};
use crate::model::{Date, Kind, Modality, Quad};
use crate::query::{Filter, Types};
use crate::store::Store;

/// What of the graph a question looks at.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub struct Filtering {
    /// Only relations of these types, as met-with,purchased.
    #[arg(long = "type", value_name = "TYPE,..", value_delimiter = ',', add = naming::types())]
    types: Vec<String>,
    /// No relations of these types.
    #[arg(long = "not", value_name = "TYPE,..", value_delimiter = ',', add = naming::types())]
    not_types: Vec<String>,
    /// Only relations of these families.
    #[arg(long = "class", value_name = "CLASS,..", value_delimiter = ',', value_enum)]
    families: Vec<Family>,
    /// Only entities of these kinds, besides those that you name: state, official, organization, group, agreement,
    /// materiel, place, event.
    #[arg(long = "kind", value_name = "KIND,..", value_delimiter = ',')]
    kinds: Vec<Kind>,
    /// Only what happened (else was published) on this day or later; a month or a year may do, as 2019-03.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only what happened (else was published) on this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// The graph as it was known on this day: only what had been published by then.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Only relations that so many independent sources tell.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    min_sources: u32,
    /// Only relations that are so sure, from 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0, hide_default_value = true, value_parser = probability)]
    min_confidence: f32,
    /// Only claims of these modalities.
    #[arg(long = "modality", value_name = "MODALITY,..", value_delimiter = ',', value_enum)]
    modalities: Vec<Reality>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Family {
    Cooperation,
    Conflict,
    Structure,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Reality {
    Actual,
    Claimed,
    Planned,
    Possible,
}

impl Filtering {
    /// The filter; an error where the graph does not know a type, or the period is empty.
    pub fn filter(&self, store: &Store) -> anyhow::Result<Filter> {
        let filter = Filter {
            types: self.types.clone(),
            not_types: self.not_types.clone(),
            families: self.families.iter().map(|family| family.quad()).collect(),
            kinds: self.kinds.clone(),
            since: self.since.map(|date| date.first_day()),
            until: self.until.map(|date| date.last_day()),
            as_of: self.as_of.map(|date| date.last_day()),
            modalities: self.modalities.iter().map(|modality| modality.model()).collect(),
            min_sources: self.min_sources,
            min_confidence: self.min_confidence,
            negated: false,
        };
        let types = Types::load(store)?;
        if let Some(unknown) = filter.unknown_types(&types).first() {
            anyhow::bail!(
                "\"{unknown}\" is no relation type; the types are {}",
                types.names().join(", ")
            );
        }
        if let (Some(since), Some(until)) = (filter.since, filter.until)
            && since > until
        {
            anyhow::bail!("the period is empty: --since {since} is after --until {until}");
        }
        Ok(filter)
    }

    /// Says of a filter that keeps everything out what may be done.
    pub fn hint(&self, filter: &Filter, quiet: bool) {
        if !quiet && !filter.is_open() {
            output::note("with other filters (--since, --type, ...) there may be more");
        }
    }
}

impl Family {
    fn quad(self) -> Quad {
        match self {
            Family::Cooperation => Quad::Cooperation,
            Family::Conflict => Quad::Conflict,
            Family::Structure => Quad::Structure,
        }
    }
}

impl Reality {
    fn model(self) -> Modality {
        match self {
            Reality::Actual => Modality::Actual,
            Reality::Claimed => Modality::Claimed,
            Reality::Planned => Modality::Planned,
            Reality::Possible => Modality::Possible,
        }
    }
}

fn probability(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("write a number from 0 to 1, as 0.8".into()),
    }
}
