//! Brings the entities of a batch to rest: which keys are one, whom a surname means.

use std::collections::{BTreeMap, BTreeSet};

use crate::lexicon::{Lexicon, fold};
use crate::model::{Act, Decision, Name, Pair, Profile};
use crate::resolve::{self, Member};
use crate::store::{Batch, Result};

/// The name of these rules: a database that was resolved by others is resolved again.
const RULES: &str = "3";
/// A block with more keys than this tells nothing and is not compared. So the cost of a key is
/// bounded, however many there are.
const FULL: usize = 40;
/// How many keys are compared at once, where all are new.
const AT_ONCE: usize = 8192;
/// A surname that more people bear than this means nobody.
const MOST_PERSONS: usize = 200;

/// Resolves what a batch has touched. The outcome is a function of all articles and decisions: it
/// does not depend on what came in which batch.
pub fn settle(batch: &mut Batch<'_>, lexicon: &Lexicon) -> Result<()> {
    if batch.is_stale(RULES)? {
        batch.restart(RULES)?;
    }
    // Each key by itself has the outcome that all together have: so many at once are held in memory.
    for keys in batch.touched_keys().chunks(AT_ONCE) {
        let moved = compare(batch, lexicon, keys.to_vec())?;
        gather(batch, &moved)?;
    }
    surnames(batch)?;
    names(batch, lexicon)
}

/// Compares keys with all that share a block with them; the keys of which a pair has
/// changed come back.
fn compare(batch: &mut Batch<'_>, lexicon: &Lexicon, mut waiting: Vec<String>) -> Result<BTreeSet<String>> {
    let mut profiles: BTreeMap<String, Option<Profile>> = BTreeMap::new();
    let mut read = |batch: &Batch<'_>, key: &str| -> Result<Option<Profile>> {
        if let Some(known) = profiles.get(key) {
            return Ok(known.clone());
        }
        let mut profile = batch.profile(key)?;
        if let Some(profile) = &mut profile {
            profile.names = resolve::all_names(lexicon, key, std::mem::take(&mut profile.names));
        }
        profiles.insert(key.to_string(), profile.clone());
        Ok(profile)
    };
    // All blocks first: whether one is too full must not depend on who is looked at first.
    let mut blocks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    while let Some(key) = waiting.pop() {
        if blocks.contains_key(&key) {
            continue;
        }
        let own = read(batch, &key)?
            .map(|profile| resolve::blocks(&profile))
            .unwrap_or_default();
        waiting.extend(batch.put_blocks(&key, &own, FULL)?);
        blocks.insert(key, own);
    }
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for (key, blocks) in &blocks {
        let mut pairs = Vec::new();
        let mut seen = BTreeSet::from([key.clone()]);
        if let Some(own) = read(batch, key)? {
            for block in blocks {
                let facing = resolve::facing(block);
                // Nobody in a full block is compared, from whichever side one looks.
                if facing != *block && batch.comparable(block, FULL)?.is_empty() {
                    continue;
                }
                for other in batch.comparable(&facing, FULL)? {
                    // Two that the lexicon knows need no comparison to be two.
                    let read = if seen.insert(other.clone()) {
                        read(batch, &other)?
                    } else {
                        None
                    };
                    if let Some(other) = read.filter(|other| !(own.known && other.known)) {
                        pairs.push(pair(batch, lexicon, &own, &other)?);
                    }
                }
            }
        }
        changed.extend(batch.put_pairs(key, &pairs)?);
        changed.insert(key.clone());
    }
    Ok(changed)
}

fn pair(batch: &Batch<'_>, lexicon: &Lexicon, one: &Profile, other: &Profile) -> Result<Pair> {
    let (one, other) = if one.key < other.key {
        (one, other)
    } else {
        (other, one)
    };
    let likeness = resolve::compare(lexicon, one, other, batch.together(&one.key, &other.key)?);
    Ok(Pair {
        one: one.key.clone(),
        other: other.key.clone(),
        verdict: resolve::verdict(&likeness),
        likeness,
    })
}

/// Finds out which keys are one entity, and takes their mentions there.
fn gather(batch: &mut Batch<'_>, keys: &BTreeSet<String>) -> Result<()> {
    let (members, pairs) = batch.component(keys)?;
    let members: Vec<Member> = members
        .into_iter()
        .map(|(key, known, live)| Member { key, known, live })
        .collect();
    let found = resolve::cluster(&members, &pairs, batch.decisions());
    let entities = members.into_iter().map(|member| {
        let entity = found.get(&member.key).cloned();
        (member.key, entity)
    });
    batch.assign(&entities.collect())
}

/// Links the surnames that stand alone, where the batch sheds new light on them.
fn surnames(batch: &mut Batch<'_>) -> Result<()> {
    for surname in batch.surnames() {
        let persons = batch.persons(&surname, MOST_PERSONS)?;
        for short in batch.shorts(&surname, &persons)? {
            let apart = apart(batch.decisions(), &short.key);
            let own = batch.entity_of(&short.key)?;
            let mut walls = BTreeSet::new();
            for key in apart {
                walls.insert(batch.entity_of(&key)?);
            }
            let allowed: Vec<_> = persons
                .iter()
                .filter(|person| person.key == own || !walls.contains(&person.key))
                .cloned()
                .collect();
            let person = resolve::link(&short.short, &allowed);
            batch.link(&short, person.map(|(person, ground)| (&*person.key, ground)))?;
        }
    }
    Ok(())
}

/// The keys that decisions keep apart from this one.
fn apart(decisions: &[Decision], key: &str) -> Vec<String> {
    let pairs = decisions.iter().flat_map(Decision::apart);
    let others = pairs.filter_map(|(one, other)| match (one == key, other == key) {
        (true, _) => Some(other),
        (_, true) => Some(one),
        _ => None,
    });
    others.map(String::from).collect()
}

/// Gathers the names of entities that are new or have changed: those that the lexicon gives any of
/// their parts, and those that people gave.
fn names(batch: &mut Batch<'_>, lexicon: &Lexicon) -> Result<()> {
    for (entity, parts) in batch.unnamed()? {
        let mut names: Vec<Name> = parts.iter().flat_map(|part| resolve::aliases(lexicon, part)).collect();
        for decision in batch.decisions() {
            let (key, text) = match decision.act {
                Act::Rename | Act::Alias => (Some(&decision.one), decision.name.as_ref()),
                Act::Move => (decision.other.as_ref(), decision.label.as_ref()),
                _ => continue,
            };
            if let (Some(key), Some(text)) = (key, text)
                && parts.contains(key)
            {
                names.push(Name {
                    text: text.clone(),
                    folded: fold(text),
                });
            }
        }
        batch.set_names(&entity, &names)?;
    }
    Ok(())
}
