//! Brings the stories of a batch to rest: which articles are copies of each other.

use std::collections::HashMap;

use crate::resolve::{self, Copy, Copying};
use crate::store::{Batch, Result};

/// The name of these rules: a database that was compared by others is compared again.
const RULES: &str = "1";

/// How many shingles are held at the most: 32 MB.
const HELD: usize = 4 << 20;

/// The shingles of bodies that others were compared with. Phrases that half of all articles share lead to the same
/// bodies again and again.
#[derive(Default)]
struct Shingled {
    bodies: HashMap<i64, Vec<u64>>,
    held: usize,
}

impl Shingled {
    fn of(&mut self, batch: &Batch<'_>, body: i64) -> Result<&[u64]> {
        if !self.bodies.contains_key(&body) {
            let shingles = resolve::shingles(&batch.text_of_body(body)?);
            if self.held + shingles.len() > HELD {
                *self = Shingled::default();
            }
            self.held += shingles.len();
            self.bodies.insert(body, shingles);
        }
        Ok(&self.bodies[&body])
    }
}

/// Finds the copies of what a batch has brought. The outcome is a function of all articles: it does
/// not depend on what came in which batch.
pub fn settle(batch: &mut Batch<'_>) -> Result<()> {
    batch.renew_stories(RULES)?;
    batch.drop_bodies()?;
    let mut shingled = Shingled::default();
    for body in batch.new_bodies() {
        let text = batch.text_of_body(body)?;
        let bands = resolve::bands(&text);
        let near = batch.bodies_near(body, &bands)?;
        let mut copies = Vec::new();
        if !near.is_empty() {
            let own = resolve::shingles(&text);
            for other in near {
                match resolve::copying(&own, shingled.of(batch, other)?) {
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
