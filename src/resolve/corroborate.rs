use std::sync::Arc;

use crate::model::{Corroboration, Date, Modality, Witness};

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

/// Merges the claims of one relation one by one, in the order of their stories, which also makes rounding the
/// same whatever the order of the articles. However many there are, it holds no more than one story.
#[derive(Default)]
pub struct Merging {
    /// The story in hand, with its best confidence.
    story: Option<(Arc<str>, f32)>,
    /// How likely all stories before it are wrong.
    doubt: Option<f64>,
    modality: Option<Modality>,
    first: Option<Date>,
    last: Option<Date>,
    claims: u32,
    sources: u32,
}

impl Merging {
    pub fn add(&mut self, witness: &Witness) {
        let confidence = witness.confidence.clamp(0.0, 1.0);
        match &mut self.story {
            Some((story, best)) if *story == witness.story => *best = best.max(confidence),
            _ => {
                self.end_story();
                self.story = Some((Arc::clone(&witness.story), confidence));
                self.sources += 1;
            }
        }
        self.claims += 1;
        self.modality = Some(
            self.modality
                .map_or(witness.modality, |known| known.min(witness.modality)),
        );
        if let Some(date) = witness.date {
            self.first = self.first.into_iter().chain([date]).min_by(first_order);
            self.last = self.last.into_iter().chain([date]).max_by(last_order);
        }
    }

    pub fn finish(mut self) -> Corroboration {
        self.end_story();
        Corroboration {
            modality: self.modality.unwrap_or_default(),
            first: self.first,
            last: self.last,
            claims: self.claims,
            sources: self.sources,
            confidence: (1.0 - self.doubt.unwrap_or(1.0)) as f32,
        }
    }

    fn end_story(&mut self) {
        if let Some((_, confidence)) = self.story.take() {
            self.doubt = Some(self.doubt.unwrap_or(1.0) * (1.0 - f64::from(confidence)));
        }
    }
}

/// The earlier first day first; of two dates from one day on, the less exact one.
fn first_order(one: &Date, other: &Date) -> std::cmp::Ordering {
    one.first_day().cmp(&other.first_day()).then_with(|| other.cmp(one))
}

/// The later last day last.
fn last_order(one: &Date, other: &Date) -> std::cmp::Ordering {
    one.last_day().cmp(&other.last_day()).then_with(|| one.cmp(other))
}
