use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::model::{Claim, Polarity, RelationType, is_symmetric};

/// The claims of one document with one for each pair, type and polarity: the one of the strongest
/// modality, then of the highest confidence, then the first. Order of first appearance is kept.
pub fn one_per_pair(claims: &[Claim], types: &[RelationType]) -> Vec<Claim> {
    let mut places: HashMap<(usize, &str, usize, Polarity), usize> = HashMap::new();
    let mut merged: Vec<Claim> = Vec::new();
    for claim in claims {
        let (mut head, mut tail) = (claim.head, claim.tail);
        if is_symmetric(types, &claim.relation) && tail < head {
            (head, tail) = (tail, head);
        }
        match places.entry((head, &claim.relation, tail, claim.polarity)) {
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push(claim.clone());
            }
            Entry::Occupied(place) => {
                let best = &mut merged[*place.get()];
                let stronger = claim.modality < best.modality;
                let surer = claim.modality == best.modality && claim.confidence > best.confidence;
                if stronger || surer {
                    let office = best.office.take();
                    let date = best.date.take();
                    *best = claim.clone();
                    // What only the weaker claim tells is not lost.
                    best.office = best.office.take().or(office);
                    best.date = best.date.or(date);
                } else {
                    best.office = best.office.take().or_else(|| claim.office.clone());
                    best.date = best.date.or(claim.date);
                }
            }
        }
    }
    merged
}
