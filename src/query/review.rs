use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Argument, Date, Node};
use crate::store::{Compared, Result, Store};

/// How many sentences show who somebody is.
const SENTENCES: usize = 3;

/// Two entities that may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    pub score: f32,
    pub reasons: Vec<Argument>,
    pub one: Side,
    pub other: Side,
}

/// All that a person needs to tell whether it is the other one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    pub entity: Node,
    pub names: Vec<String>,
    /// Folded.
    pub offices: Vec<String>,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
    pub sentences: Vec<Sentence>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sentence {
    pub text: String,
    pub article: String,
    pub published: Option<Date>,
}

/// Pairs of entities that may be one and of which nobody has decided, the most alike first.
pub fn doubts(store: &Store) -> Result<Vec<Compared>> {
    let mut walls: BTreeSet<(String, String)> = BTreeSet::new();
    for decision in store.decisions()? {
        for (one, other) in decision.apart() {
            walls.insert(in_order(store.entity_of(one)?, store.entity_of(other)?));
        }
    }
    let mut seen = BTreeSet::new();
    let mut doubts = store.doubtful()?;
    doubts.retain(|doubt| {
        let pair = in_order(doubt.one.key.clone(), doubt.other.key.clone());
        !walls.contains(&pair) && seen.insert(pair)
    });
    Ok(doubts)
}

/// A pair with all that a person needs to decide. The one that more articles speak of comes first.
pub fn question(store: &Store, doubt: &Compared) -> Result<Question> {
    let (one, other) = (&doubt.one, &doubt.other);
    let (one, other) = if other.articles > one.articles {
        (other, one)
    } else {
        (one, other)
    };
    Ok(Question {
        score: doubt.pair.likeness.score,
        reasons: doubt.pair.likeness.reasons.clone(),
        one: side(store, one)?,
        other: side(store, other)?,
    })
}

fn side(store: &Store, entity: &Node) -> Result<Side> {
    let mentions = store.mentions_of(entity.id)?;
    let mut offices: BTreeMap<&str, usize> = BTreeMap::new();
    for office in mentions.iter().flat_map(|mention| &mention.offices) {
        *offices.entry(office).or_default() += 1;
    }
    let mut offices: Vec<(&str, usize)> = offices.into_iter().collect();
    offices.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let dates = || mentions.iter().filter_map(|mention| mention.published);
    let mut names = store.names_of(entity.id)?;
    names.retain(|name| *name != entity.name);
    let sentences = store.sentences_of(entity.id, SENTENCES)?;
    Ok(Side {
        entity: entity.clone(),
        names,
        offices: offices.into_iter().map(|(office, _)| office.to_string()).collect(),
        first_date: dates().min_by_key(|date| date.first_day()),
        last_date: dates().max_by_key(|date| date.last_day()),
        sentences: sentences
            .into_iter()
            .map(|(text, article, published)| Sentence {
                text,
                article,
                published,
            })
            .collect(),
    })
}

fn in_order(one: String, other: String) -> (String, String) {
    if one <= other { (one, other) } else { (other, one) }
}
