use std::sync::Arc;

use crate::model::{Corroboration, Date, Witness};

/// What the claims of one relation come to together.
///
/// Stories are independent witnesses, so the relation is doubted as far as all of them are:
/// `1 - (1 - c1)(1 - c2)...` with each story's best confidence. Copies of one story add nothing.
pub fn corroborate(witnesses: &[Witness]) -> Corroboration {
    let mut sorted: Vec<&Witness> = witnesses.iter().collect();
    sorted.sort_by(|one, other| one.story.cmp(&other.story));
    let mut merging = Merging::default();
    for witness in sorted {
        merging.add(witness);
    }
    merging.finish()
}

/// What a relation comes to when stories tell more of it than they did: `known` is what all of its claims came to,
/// `before` are those of these stories among them, and `now` all that these stories tell. No other claim is looked at.
pub fn corroborate_further(known: &Corroboration, before: &[Witness], now: &[Witness]) -> Corroboration {
    let (before, now) = (corroborate(before), corroborate(now));
    let mut sum = known.clone();
    sum.claims = sum.claims + now.claims - before.claims;
    sum.sources = sum.sources + now.sources - before.sources;
    sum.weight = sum.weight + now.weight - before.weight;
    sum.confidence = confidence(sum.weight);
    // Claims are only added here, so nothing that was the least or the last can have gone.
    sum.modality = match (known.claims, now.claims) {
        (0, _) => now.modality,
        (_, 0) => known.modality,
        _ => known.modality.min(now.modality),
    };
    sum.first = first(sum.first, now.first);
    sum.last = last(sum.last, now.last);
    sum
}

/// Merges the claims of one relation one by one, in the order of their stories. However many there are, it holds no
/// more than one story.
#[derive(Default)]
pub struct Merging {
    sum: Corroboration,
    /// The story in hand, with its best confidence.
    story: Option<(Arc<str>, f32)>,
}

impl Merging {
    pub fn add(&mut self, witness: &Witness) {
        match &mut self.story {
            Some((story, best)) if *story == witness.story => *best = best.max(witness.confidence),
            _ => {
                self.end_story();
                self.story = Some((Arc::clone(&witness.story), witness.confidence));
                self.sum.sources += 1;
            }
        }
        let sum = &mut self.sum;
        sum.modality = match sum.claims {
            0 => witness.modality,
            _ => sum.modality.min(witness.modality),
        };
        sum.claims += 1;
        sum.first = first(sum.first, witness.date);
        sum.last = last(sum.last, witness.date);
    }

    pub fn finish(mut self) -> Corroboration {
        self.end_story();
        self.sum.confidence = confidence(self.sum.weight);
        self.sum
    }

    fn end_story(&mut self) {
        if let Some((_, confidence)) = self.story.take() {
            self.sum.weight += weight(confidence);
        }
    }
}

/// Parts of the unit of [`Corroboration::weight`].
const PARTS: f64 = 4_294_967_296.0;
/// The doubt that is left of one who is certain: a hundred million of them can be added up.
const LEAST_DOUBT: f64 = 1e-9;

/// How much a story weighs that tells something with this confidence.
fn weight(confidence: f32) -> u64 {
    let doubt = (1.0 - f64::from(confidence)).clamp(LEAST_DOUBT, 1.0);
    (-doubt.ln() * PARTS).round() as u64
}

/// The confidence that comes of a weight.
fn confidence(weight: u64) -> f32 {
    -(-(weight as f64) / PARTS).exp_m1() as f32
}

/// The date that begins earlier; of two from one day on, the less exact one.
fn first(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    let dates = one.into_iter().chain(other);
    dates.min_by(|one, other| one.first_day().cmp(&other.first_day()).then_with(|| other.cmp(one)))
}

/// The date that ends later.
fn last(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    let dates = one.into_iter().chain(other);
    dates.max_by(|one, other| one.last_day().cmp(&other.last_day()).then_with(|| one.cmp(other)))
}
