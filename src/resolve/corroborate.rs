use std::collections::BTreeMap;

use crate::model::{Corroboration, Date, Witness};

/// What the claims of one relation come to together.
///
/// Stories are independent witnesses, so the relation is doubted as far as all of them are:
/// `1 - (1 - c1)(1 - c2)...` with each story's best confidence. Copies of one story add nothing.
pub fn corroborate(witnesses: &[Witness]) -> Corroboration {
    let mut stories: BTreeMap<&str, f32> = BTreeMap::new();
    for witness in witnesses {
        let best = stories.entry(&witness.story).or_default();
        *best = best.max(witness.confidence.clamp(0.0, 1.0));
    }
    // In the order of the map, so that rounding is the same whatever the order of the claims.
    let doubt: f64 = stories
        .values()
        .map(|&confidence| 1.0 - f64::from(confidence))
        .product();
    let dates = || witnesses.iter().filter_map(|witness| witness.date);
    Corroboration {
        modality: witnesses
            .iter()
            .map(|witness| witness.modality)
            .min()
            .unwrap_or_default(),
        first: dates().min_by_key(order),
        last: dates().max_by_key(|date| (date.last_day(), *date)),
        claims: witnesses.len() as u32,
        sources: stories.len() as u32,
        confidence: (1.0 - doubt) as f32,
    }
}

fn order(date: &Date) -> (jiff::civil::Date, std::cmp::Reverse<Date>) {
    (date.first_day(), std::cmp::Reverse(*date))
}
