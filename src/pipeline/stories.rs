//! Brings the stories of a batch to rest: which articles are copies of each other.

use std::collections::HashMap;

use crate::resolve::{self, Copy, Copying};
use crate::store::{Batch, Result};

/// The name of these rules: a database that was compared by others is compared again.
const RULES: &str = "1";

/// Finds the copies of what a batch has brought. The outcome is a function of all articles: it does
/// not depend on what came in which batch.
pub fn settle(batch: &mut Batch<'_>) -> Result<()> {
    batch.renew_stories(RULES)?;
    batch.drop_bodies()?;
    for body in batch.new_bodies() {
        let text = batch.text_of_body(body)?;
        let bands = resolve::bands(&text);
        let near = batch.bodies_near(body, &bands)?;
        let mut copies = Vec::new();
        if !near.is_empty() {
            let own = resolve::shingles(&text);
            for other in near {
                let shingles = resolve::shingles(&batch.text_of_body(other)?);
                match resolve::copying(&own, &shingles) {
                    Some((Copying::Same, common)) => copies.push((body.min(other), body.max(other), false, common)),
                    Some((Copying::Cut, common)) => copies.push((body, other, true, common)),
                    Some((Copying::Full, common)) => copies.push((other, body, true, common)),
                    None => {}
                }
            }
        }
        batch.put_body(body, &bands, &copies)?;
    }
    for (bodies, copies) in batch.touched_stories()? {
        let places: HashMap<i64, usize> = bodies.iter().enumerate().map(|(at, body)| (body.id, at)).collect();
        let placed = copies.iter().filter_map(|(one, other, cut, common)| {
            Some(Copy {
                one: *places.get(one)?,
                other: *places.get(other)?,
                cut: *cut,
                common: *common,
            })
        });
        let copies: Vec<Copy> = placed.collect();
        let hashes: Vec<String> = bodies.iter().map(|body| body.hash.clone()).collect();
        for (body, story) in bodies.iter().zip(resolve::stories(&hashes, &copies)) {
            batch.set_story(body.id, &story)?;
        }
    }
    Ok(())
}
