//! Log-linear models over features of a pair: one logistic regression a class, some weights being
//! shared by all classes.
//!
//! `relations` decides which pairs are related, and how; `modality` how real a claim is. Both are
//! learned by `train::relations` from annotated documents; the weights lie in the binary.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

use super::features::Features;

static RELATIONS: &[u8] = include_bytes!("../../data/model/relations.bin");
static TIES: &[u8] = include_bytes!("../../data/model/ties.bin");
static WEIGHING: &[u8] = include_bytes!("../../data/model/weighing.bin");
static MODALITY: &[u8] = include_bytes!("../../data/model/modality.bin");

/// The learned weights.
#[derive(Clone, Debug, Default)]
pub struct LogLinear {
    /// Names of the classes that the columns of `typed` stand for.
    pub classes: Vec<String>,
    /// Feature hash -> a weight for each class.
    pub typed: FxHashMap<u32, Vec<f32>>,
    /// Feature hash -> one weight.
    pub shared: FxHashMap<u32, f32>,
    /// Per class, the probability from which it is taken to hold.
    pub thresholds: Vec<f32>,
}

/// The identity of a feature in the weight file.
pub fn feature_hash(feature: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(feature.as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

impl LogLinear {
    /// Whether a pair is related at all: one class. Empty where its file is, as before the first training.
    pub fn ties() -> &'static LogLinear {
        static MODEL: LazyLock<LogLinear> = LazyLock::new(|| LogLinear::read(TIES).unwrap_or_default());
        &MODEL
    }

    /// How a related pair is related: one class a relation type.
    pub fn relations() -> &'static LogLinear {
        static MODEL: LazyLock<LogLinear> = LazyLock::new(|| LogLinear::read(RELATIONS).unwrap_or_default());
        &MODEL
    }

    /// Whether a document shows a relation, all its sentences considered: one class.
    pub fn weighing() -> &'static LogLinear {
        static MODEL: LazyLock<LogLinear> = LazyLock::new(|| LogLinear::read(WEIGHING).unwrap_or_default());
        &MODEL
    }

    /// The model of modality in the binary.
    pub fn modality() -> &'static LogLinear {
        static MODEL: LazyLock<LogLinear> = LazyLock::new(|| LogLinear::read(MODALITY).unwrap_or_default());
        &MODEL
    }

    pub fn is_trained(&self) -> bool {
        !self.classes.is_empty()
    }

    /// The score of each class.
    pub fn scores(&self, features: &Features) -> Vec<f32> {
        let mut scores = vec![0.0f32; self.classes.len()];
        for feature in &features.typed {
            if let Some(weights) = self.typed.get(&feature_hash(feature)) {
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += weight;
                }
            }
        }
        // A model of one class hears what the rules of any type say.
        let single = scores.len() == 1;
        for (relation, feature) in &features.shared {
            let class = if single { 0 } else { *relation };
            if let (Some(score), Some(weight)) = (scores.get_mut(class), self.shared.get(&feature_hash(feature))) {
                *score += weight;
            }
        }
        scores
    }

    /// The probability of the only class, from hashes of features.
    pub fn probability(&self, features: &[u32]) -> f32 {
        let weights = features.iter().filter_map(|feature| self.typed.get(feature)?.first());
        1.0 / (1.0 + (-weights.sum::<f32>()).exp())
    }

    /// The probability of each class, independent of the others.
    pub fn probabilities(&self, features: &Features) -> Vec<f32> {
        self.scores(features)
            .into_iter()
            .map(|score| 1.0 / (1.0 + (-score).exp()))
            .collect()
    }

    /// The probability of each class, of which one holds.
    pub fn shares(&self, features: &Features) -> Vec<f32> {
        let scores = self.scores(features);
        let largest = scores.iter().fold(f32::MIN, |most, score| most.max(*score));
        let powers: Vec<f32> = scores.iter().map(|score| (score - largest).exp()).collect();
        let total: f32 = powers.iter().sum();
        powers.into_iter().map(|power| power / total).collect()
    }

    /// Little endian: counts, type names, thresholds, then per feature its hash, scale and a signed byte a type.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let put = |out: &mut Vec<u8>, number: usize| out.extend((number as u32).to_le_bytes());
        put(&mut out, self.classes.len());
        put(&mut out, self.typed.len());
        put(&mut out, self.shared.len());
        for (name, threshold) in self.classes.iter().zip(&self.thresholds) {
            put(&mut out, name.len());
            out.extend(name.as_bytes());
            out.extend(threshold.to_le_bytes());
        }
        let mut typed: Vec<_> = self.typed.iter().collect();
        typed.sort_by_key(|(hash, _)| **hash);
        for (hash, weights) in typed {
            let largest = weights.iter().fold(0.0f32, |most, weight| most.max(weight.abs()));
            let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
            out.extend(hash.to_le_bytes());
            out.extend(scale.to_le_bytes());
            out.extend(weights.iter().map(|weight| (weight / scale).round() as i8 as u8));
        }
        let mut shared: Vec<_> = self.shared.iter().collect();
        shared.sort_by_key(|(hash, _)| **hash);
        for (hash, weight) in shared {
            out.extend(hash.to_le_bytes());
            out.extend(weight.to_le_bytes());
        }
        out
    }

    /// Reads what `write` writes; none where the bytes are not whole.
    pub fn read(bytes: &[u8]) -> Option<LogLinear> {
        let mut reader = Reader { bytes };
        let (types, typed, shared) = (reader.number()?, reader.number()?, reader.number()?);
        let mut model = LogLinear::default();
        for _ in 0..types {
            let length = reader.number()?;
            model
                .classes
                .push(String::from_utf8(reader.take(length)?.to_vec()).ok()?);
            model.thresholds.push(reader.float()?);
        }
        for _ in 0..typed {
            let hash = reader.number()? as u32;
            let scale = reader.float()?;
            let weights = reader
                .take(types)?
                .iter()
                .map(|byte| f32::from(*byte as i8) * scale)
                .collect();
            model.typed.insert(hash, weights);
        }
        for _ in 0..shared {
            let hash = reader.number()? as u32;
            model.shared.insert(hash, reader.float()?);
        }
        Some(model)
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
}
