use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Act, Decision, Node, Verdict};
use crate::store::{Mentioned, Result, Store};

/// Why mentions are one entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyAnswer {
    pub entity: Node,
    /// Mentions that belong to it by one reason, the most first.
    pub grounds: Vec<Ground>,
    /// The decisions that speak of it.
    pub decisions: Vec<Decision>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ground {
    pub reason: String,
    /// The key under which these mentions were resolved.
    pub part: String,
    /// Number of articles.
    pub articles: usize,
    pub called: Vec<Called>,
}

/// What articles call an entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Called {
    pub name: String,
    /// Ids of the articles that call it so, the first published first.
    pub articles: Vec<String>,
}

/// Why the mentions of an entity are one: each name, in which articles, by which reason.
pub fn why(store: &Store, entity: &Node) -> Result<WhyAnswer> {
    let parts = store.parts_of(&entity.key)?;
    let mut decisions = store.decisions()?;
    decisions.retain(|decision| decision.keys().any(|key| parts.iter().any(|part| part == key)));
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    let mut grounds: BTreeMap<(String, String), Vec<Mentioned>> = BTreeMap::new();
    for mention in store.mentions_of(entity.id)? {
        let moved = decisions
            .iter()
            .find(|decision| decision.act == Act::Move && decision.other.as_deref() == Some(&mention.part));
        let reason = match (&mention.ground, moved) {
            _ if mention.part != mention.key && moved.is_some() => {
                format!("decision {}", moved.map_or(0, |decision| decision.id))
            }
            (Some(ground), _) if mention.part != mention.key => ground.clone(),
            _ if mention.part == entity.key && mention.known => "a name in relgraph's own data".into(),
            _ if mention.part == entity.key => "the same name".into(),
            _ => match joined.get(&mention.part) {
                Some(reason) => reason.clone(),
                None => {
                    let reason = joins(store, &mention.part, &parts, &decisions)?;
                    joined.insert(mention.part.clone(), reason.clone());
                    reason
                }
            },
        };
        grounds.entry((mention.part.clone(), reason)).or_default().push(mention);
    }
    let mut grounds: Vec<Ground> = grounds
        .into_iter()
        .map(|((part, reason), mentions)| ground(part, reason, &mentions))
        .collect();
    grounds.sort_by(|a, b| {
        let own = |ground: &Ground| ground.part == entity.key;
        own(b)
            .cmp(&own(a))
            .then(b.articles.cmp(&a.articles))
            .then_with(|| (&a.part, &a.reason).cmp(&(&b.part, &b.reason)))
    });
    Ok(WhyAnswer {
        entity: entity.clone(),
        grounds,
        decisions,
    })
}

/// Why a part belongs to the others.
fn joins(store: &Store, part: &str, parts: &[String], decisions: &[Decision]) -> Result<String> {
    let merges = || {
        let decisions = decisions.iter().rev();
        decisions.filter(|decision| matches!(decision.act, Act::Merge | Act::Alias))
    };
    let named = |decision: &&Decision| decision.one == part || decision.other.as_deref() == Some(part);
    if let Some(decision) = merges().find(named) {
        return Ok(format!("decision {}", decision.id));
    }
    let mut pairs = store.pairs_of(part)?;
    pairs.retain(|pair| {
        let other = if pair.one == part { &pair.other } else { &pair.one };
        pair.verdict == Verdict::Same && parts.contains(other)
    });
    pairs.sort_by(|a, b| {
        b.likeness
            .score
            .total_cmp(&a.likeness.score)
            .then_with(|| a.one.cmp(&b.one))
    });
    if let Some(pair) = pairs.first() {
        let reasons = pair.likeness.reasons.iter().filter(|reason| reason.weight > 0.0);
        let texts: Vec<&str> = reasons.map(|reason| reason.text.as_str()).collect();
        return Ok(texts.join("; "));
    }
    // What had been merged before a decision comes along with it.
    let along = merges().find(|decision| decision.parts.iter().any(|key| key == part));
    Ok(along.map_or("what ties both to a third".into(), |decision| {
        format!("decision {}", decision.id)
    }))
}

fn ground(part: String, reason: String, mentions: &[Mentioned]) -> Ground {
    let mut called: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut articles: Vec<&str> = Vec::new();
    for mention in mentions {
        articles.push(&mention.article);
        for (text, _) in &mention.names {
            let list = called.entry(text).or_default();
            if list.last() != Some(&mention.article) {
                list.push(mention.article.clone());
            }
        }
    }
    articles.sort_unstable();
    articles.dedup();
    let mut called: Vec<Called> = called
        .into_iter()
        .map(|(name, articles)| Called {
            name: name.into(),
            articles,
        })
        .collect();
    called.sort_by(|a, b| {
        b.articles
            .len()
            .cmp(&a.articles.len())
            .then_with(|| a.name.cmp(&b.name))
    });
    Ground {
        reason,
        part,
        articles: articles.len(),
        called,
    }
}
