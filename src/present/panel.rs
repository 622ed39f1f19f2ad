use std::io::{self, Write};

use super::neo4j::cell;
use crate::query::{Panel, PanelRow, Tally, Unit};

/// The numbers by which data sets of international relations know a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Correlates of War.
    pub cow: Option<u16>,
    /// Gleditsch and Ward.
    pub gw: Option<u16>,
}

const QUADS: [&str; 4] = ["verbal_coop", "material_coop", "verbal_conf", "material_conf"];

/// A panel as CSV: a row a unit and period, ready to be joined on `iso`, `cow` or `gw`, and `period`.
pub fn panel_csv(out: &mut dyn Write, panel: &Panel, numbers: &dyn Fn(&str) -> Numbers) -> io::Result<()> {
    let dyads = panel.rows.iter().any(|row| row.target.is_some());
    let ends: &[&str] = if dyads { &["source_", "target_"] } else { &[""] };
    let mut header = vec!["period".to_string(), "year".into(), "month".into()];
    for end in ends {
        let state = if dyads { end.trim_end_matches('_') } else { "state" };
        header.extend([
            format!("{end}iso"),
            format!("{end}cow"),
            format!("{end}gw"),
            state.to_string(),
        ]);
    }
    let tallies: &[&str] = if dyads { &[""] } else { &["done_", "received_"] };
    for tally in tallies {
        header.extend(["events", "claims", "sources", "goldstein_mean"].map(|name| format!("{tally}{name}")));
        header.extend(QUADS.map(|name| format!("{tally}{name}")));
        header.extend(panel.roots.iter().map(|root| format!("{tally}{}", root.to_lowercase())));
    }
    writeln!(out, "{}", header.join(","))?;
    for row in &panel.rows {
        let mut cells = time(row);
        for unit in [Some(&row.source), row.target.as_ref()].into_iter().flatten() {
            cells.extend(names(unit, numbers));
        }
        for tally in [Some(&row.done), row.received.as_ref()].into_iter().flatten() {
            cells.extend(counts(tally));
        }
        writeln!(
            out,
            "{}",
            cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",")
        )?;
    }
    Ok(())
}

fn time(row: &PanelRow) -> Vec<String> {
    let day = row.period.first_day();
    let month = match row.period.granularity() {
        crate::model::Granularity::Year => String::new(),
        _ => day.month().to_string(),
    };
    vec![row.period.to_string(), day.year().to_string(), month]
}

fn names(unit: &Unit, numbers: &dyn Fn(&str) -> Numbers) -> Vec<String> {
    let code = unit.code.clone().unwrap_or_default();
    let Numbers { cow, gw } = numbers(&code);
    let number = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![code, number(cow), number(gw), unit.name.clone()]
}

fn counts(tally: &Tally) -> Vec<String> {
    let mut cells = vec![
        tally.events.to_string(),
        tally.claims.to_string(),
        tally.sources.to_string(),
        tally
            .goldstein_mean
            .map(|mean| format!("{mean:.2}"))
            .unwrap_or_default(),
    ];
    cells.extend(tally.quads.iter().chain(&tally.roots).map(u32::to_string));
    cells
}
