use std::sync::Arc;

use jiff::civil;

use super::graph::Types;
use crate::model::{Corroboration, Kind, Modality, Polarity, Quad, Relation, Witness};
use crate::store::{Result, Store, Told, Window};

/// How claims that are told together are weighed; the resolver's own way, so that a part of the graph is as sure
/// as the whole graph would be if nothing else had been read.
pub type Corroborate = fn(&[Witness]) -> Corroboration;

/// What of the graph a question looks at. An empty list lets everything through.
///
/// Days and modalities choose claims, and what is left of a relation is weighed anew: a relation that two
/// sources tell is one source's before the second was published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Only relations of these types.
    pub types: Vec<String>,
    /// No relations of these types.
    pub not_types: Vec<String>,
    pub families: Vec<Quad>,
    /// Only entities of these kinds, besides those that the question names.
    pub kinds: Vec<Kind>,
    /// Only what happened, or else was published, on this day or later.
    pub since: Option<civil::Date>,
    /// Only what happened, or else was published, on this day or earlier.
    pub until: Option<civil::Date>,
    /// Only what had been published by this day.
    pub as_of: Option<civil::Date>,
    pub modalities: Vec<Modality>,
    pub min_sources: u32,
    pub min_confidence: f32,
    /// Whether what is denied counts, too.
    pub negated: bool,
}

impl Filter {
    /// The part of the filter that chooses claims.
    pub fn window(&self) -> Window {
        Window {
            since: self.since,
            until: self.until,
            as_of: self.as_of,
            modalities: self.modalities.clone(),
        }
    }

    /// Whether everything passes that is not denied.
    pub fn is_open(&self) -> bool {
        let open = Filter {
            negated: self.negated,
            ..Filter::default()
        };
        *self == open
    }

    /// Whether a node of this kind may be shown or passed.
    pub fn admits(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// The relations that pass, weighed by the claims that pass, in order of their ids.
    pub fn relations(&self, store: &Store, types: &Types, corroborate: Corroborate) -> Result<Vec<Relation>> {
        let window = self.window();
        let mut relations = store.relations()?;
        if !window.is_open() {
            reweigh(&mut relations, store, &window, corroborate)?;
        }
        relations.retain(|relation| self.passes(relation, types));
        Ok(relations)
    }

    /// The relations of one entity that pass, weighed by the claims that pass.
    pub fn relations_of(&self, store: &Store, id: i64, types: &Types, weigh: Corroborate) -> Result<Vec<Relation>> {
        self.weigh(store.relations_of(id)?, store, types, weigh)
    }

    /// The relations between two entities that pass, weighed by the claims that pass, in order of their ids.
    pub fn relations_between(
        &self,
        store: &Store,
        one: i64,
        other: i64,
        types: &Types,
        weigh: Corroborate,
    ) -> Result<Vec<Relation>> {
        self.weigh(store.relations_between(one, other)?, store, types, weigh)
    }

    /// One relation weighed by the claims that pass; none where it does not pass.
    pub fn relation(&self, store: &Store, id: i64, types: &Types, weigh: Corroborate) -> Result<Option<Relation>> {
        let relations = store.relation(id)?.into_iter().collect();
        Ok(self.weigh(relations, store, types, weigh)?.pop())
    }

    fn weigh(
        &self,
        mut relations: Vec<Relation>,
        store: &Store,
        types: &Types,
        weigh: Corroborate,
    ) -> Result<Vec<Relation>> {
        let window = self.window();
        relations.retain(|relation| self.is_of_type(relation, types));
        if !window.is_open() {
            let mut kept = Vec::new();
            for mut relation in relations {
                let witnesses = store.witnesses_of(relation.id, &window)?;
                if weighed(&mut relation, &witnesses, weigh) {
                    kept.push(relation);
                }
            }
            relations = kept;
        }
        relations.retain(|relation| self.passes(relation, types));
        Ok(relations)
    }

    /// Whether an affirmed relation passes of this type, with so many sources and this confidence.
    pub fn admits_tie(&self, kind: &str, sources: u32, confidence: f32, types: &Types) -> bool {
        sources >= self.min_sources && confidence >= self.min_confidence && self.admits_type(kind, types)
    }

    /// Whether a claim is of a type that passes, and not denied unless that counts.
    pub fn admits_claim(&self, claim: &Told, types: &Types) -> bool {
        (self.negated || claim.polarity == Polarity::Affirmed) && self.admits_type(&claim.relation, types)
    }

    pub fn admits_type(&self, kind: &str, types: &Types) -> bool {
        let name = |list: &[String]| list.iter().any(|name| name == kind);
        (self.types.is_empty() || name(&self.types))
            && !name(&self.not_types)
            && (self.families.is_empty() || self.families.contains(&types.class(kind).quad()))
    }

    fn is_of_type(&self, relation: &Relation, types: &Types) -> bool {
        relation.head != relation.tail
            && (self.negated || relation.polarity == Polarity::Affirmed)
            && self.admits_type(&relation.relation, types)
    }

    fn passes(&self, relation: &Relation, types: &Types) -> bool {
        self.is_of_type(relation, types)
            && self.admits_tie(&relation.relation, relation.sources, relation.confidence, types)
    }

    /// Which of the named types the graph does not know.
    pub fn unknown_types(&self, types: &Types) -> Vec<Arc<str>> {
        let named = self.types.iter().chain(&self.not_types);
        named
            .filter(|name| !types.knows(name))
            .map(|name| Arc::from(name.as_str()))
            .collect()
    }
}

fn reweigh(relations: &mut Vec<Relation>, store: &Store, window: &Window, weigh: Corroborate) -> Result<()> {
    let mut told = store.witnesses(window)?.into_iter().peekable();
    relations.retain_mut(|relation| {
        let mut witnesses = Vec::new();
        // Both come in the order of the relations' ids.
        while let Some((_, witness)) = told.next_if(|(id, _)| *id <= relation.id) {
            witnesses.push(witness);
        }
        weighed(relation, &witnesses, weigh)
    });
    Ok(())
}

/// Gives a relation the weight of these witnesses; false where there are none.
fn weighed(relation: &mut Relation, witnesses: &[Witness], weigh: Corroborate) -> bool {
    if witnesses.is_empty() {
        return false;
    }
    let sum = weigh(witnesses);
    relation.modality = sum.modality;
    relation.first_date = sum.first;
    relation.last_date = sum.last;
    relation.claims = sum.claims;
    relation.sources = sum.sources;
    relation.confidence = sum.confidence;
    true
}
