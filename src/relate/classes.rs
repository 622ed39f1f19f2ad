//! Which class of the ranker stands for which relation type: one and the same for relgraph's own types,
//! but a user's files may bring types that nothing was learned of, or leave types out.

use super::features::Features;
use super::loglinear::LogLinear;
use crate::model::RelationType;

/// The ranker, asked by relation type.
pub struct Classes<'m> {
    model: &'m LogLinear,
    /// Per relation type its class; none where types and classes are the same list.
    of_type: Option<Vec<Option<usize>>>,
}

impl<'m> Classes<'m> {
    pub fn new(model: &'m LogLinear, types: &[RelationType]) -> Self {
        let class_of = |kind: &RelationType| model.classes.iter().position(|class| **class == *kind.name);
        let same = types.len() == model.classes.len()
            && types
                .iter()
                .zip(&model.classes)
                .all(|(kind, class)| *kind.name == **class);
        Classes {
            model,
            of_type: (!same).then(|| types.iter().map(class_of).collect()),
        }
    }

    /// Whether the ranker has learned anything of a type.
    pub fn knows(&self, relation: usize) -> bool {
        self.class(relation).is_some()
    }

    /// The probability of each type, of which one holds; 0 for types that the ranker does not know.
    pub fn shares(&self, features: &Features) -> Vec<f32> {
        let Some(of_type) = &self.of_type else {
            return self.model.shares(features);
        };
        let known = self.known(features);
        let shares = self.model.shares(&known);
        of_type
            .iter()
            .map(|class| class.and_then(|class| shares.get(class)).copied().unwrap_or(0.0))
            .collect()
    }

    /// What each feature says for a type, as far as the ranker knows it.
    pub fn weights(&self, features: &Features, relation: usize) -> Vec<(String, f32)> {
        match self.class(relation) {
            Some(class) => self.model.weights(&self.known(features), class),
            None => Vec::new(),
        }
    }

    /// The features with classes for types, those of unknown types left out.
    fn known(&self, features: &Features) -> Features {
        let shared = features.shared.iter();
        Features {
            typed: features.typed.clone(),
            shared: shared
                .filter_map(|(relation, feature)| Some((self.class(*relation)?, feature.clone())))
                .collect(),
        }
    }

    fn class(&self, relation: usize) -> Option<usize> {
        match &self.of_type {
            Some(of_type) => *of_type.get(relation)?,
            None => (relation < self.model.classes.len()).then_some(relation),
        }
    }
}
