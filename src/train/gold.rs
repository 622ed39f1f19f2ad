//! Annotated documents, as `gold/GUIDE.md` describes them, and what of ours they correspond to.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::model::{Entity, Kind, Modality, Polarity};

/// One annotated document with its text.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldDocument {
    pub id: String,
    pub entities: Vec<GoldEntity>,
    pub relations: Vec<GoldRelation>,
    #[serde(skip)]
    pub text: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct GoldEntity {
    pub id: String,
    pub kind: Kind,
    pub name: String,
    #[serde(default)]
    pub mentions: Vec<String>,
    #[serde(default)]
    pub code: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct GoldRelation {
    pub head: String,
    #[serde(rename = "type")]
    pub relation: String,
    pub tail: String,
    #[serde(default)]
    pub evidence: String,
    pub polarity: Polarity,
    pub modality: Modality,
    pub core: bool,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub head_also: Vec<String>,
    #[serde(default)]
    pub tail_also: Vec<String>,
}

impl GoldRelation {
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.head.as_str()).chain(self.head_also.iter().map(String::as_str))
    }

    pub fn tails(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.tail.as_str()).chain(self.tail_also.iter().map(String::as_str))
    }

    pub fn types(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.relation.as_str()).chain(self.also.iter().map(String::as_str))
    }
}

#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: no annotated document: {source}")]
    Json { path: PathBuf, source: serde_json::Error },
    #[error("{path}: no annotated documents (*.json beside *.txt) in this folder")]
    Empty { path: PathBuf },
}

/// Reads all `ID.json` with their `ID.txt`, in the order of their names.
pub fn read_gold(folder: &Path) -> Result<Vec<GoldDocument>, GoldError> {
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |source| GoldError::Io { path, source }
    };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(io(folder))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.ends_with(".json") && !name.ends_with(".meta.json")
        })
        .collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let json = std::fs::read_to_string(&path).map_err(io(&path))?;
        let mut document: GoldDocument = serde_json::from_str(&json).map_err(|source| GoldError::Json {
            path: path.clone(),
            source,
        })?;
        let text_path = path.with_extension("txt");
        document.text = std::fs::read_to_string(&text_path).map_err(io(&text_path))?;
        documents.push(document);
    }
    if documents.is_empty() {
        return Err(GoldError::Empty {
            path: folder.to_path_buf(),
        });
    }
    Ok(documents)
}

/// The form in which the scorer compares names.
pub fn score_fold(name: &str) -> String {
    let name = name.replace('ı', "i").replace('ø', "o").replace('ł', "l");
    let plain: String = name
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let mut plain = plain.replace(['’', '`'], "'");
    while let Some(at) = plain
        .find("'s")
        .filter(|at| !plain[at + 2..].starts_with(|c: char| c.is_alphanumeric()))
    {
        plain.replace_range(at..at + 2, "");
    }
    let words: Vec<&str> = plain
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let words = match words.as_slice() {
        ["the" | "a" | "an", rest @ ..] if !rest.is_empty() => rest.to_vec(),
        all => all.to_vec(),
    };
    words.join(" ")
}

fn folded_names<'n>(name: &'n str, mentions: impl Iterator<Item = &'n String>) -> FxHashSet<String> {
    let mut out: FxHashSet<String> = mentions.map(|name| score_fold(name)).collect();
    out.insert(score_fold(name));
    out.remove("");
    out
}

/// For each of our entities the id of the gold entity that it is, by code or by shared names, as `score.py` aligns them.
pub fn align<'g>(entities: &[Entity], gold: &'g GoldDocument) -> Vec<Option<&'g str>> {
    let by_code: FxHashMap<&str, &str> = gold
        .entities
        .iter()
        .filter(|entity| entity.kind == Kind::State)
        .filter_map(|entity| Some((entity.code.as_deref()?, entity.id.as_str())))
        .collect();
    let gold_names: Vec<FxHashSet<String>> = gold
        .entities
        .iter()
        .map(|entity| folded_names(&entity.name, entity.mentions.iter()))
        .collect();
    let last_words = |names: &FxHashSet<String>| -> FxHashSet<String> {
        names
            .iter()
            .filter_map(|name| name.rsplit(' ').next().map(str::to_string))
            .collect()
    };
    entities
        .iter()
        .map(|entity| {
            if entity.kind == Kind::State {
                return entity.code.as_deref().and_then(|code| by_code.get(code).copied());
            }
            let names = folded_names(&entity.name, entity.names.iter());
            let mut best = None;
            let mut best_score = 0.0;
            for (other, other_names) in gold.entities.iter().zip(&gold_names) {
                if other.kind == Kind::State {
                    continue;
                }
                let common = names.intersection(other_names).count();
                let mut score = 2.0 * common as f64 / (names.len() + other_names.len()).max(1) as f64;
                if common == 0 && other.kind == Kind::Official && entity.kind == Kind::Official {
                    let shared = last_words(&names)
                        .intersection(&last_words(other_names))
                        .next()
                        .is_some();
                    score = if shared { 0.01 } else { 0.0 };
                }
                if score > 0.0 && other.kind == entity.kind {
                    score += 0.5;
                }
                if score > best_score {
                    best_score = score;
                    best = Some(other.id.as_str());
                }
            }
            best
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::score_fold;

    #[test]
    fn folds_names_as_the_scorer_does() {
        let check = |name: &str, folded: &str| assert_eq!(score_fold(name), folded, "{name}");
        check("The United States", "united states");
        check("U.S.", "u s");
        check("Turkey’s", "turkey");
        check("Recep Tayyip Erdoğan", "recep tayyip erdogan");
        check("al-Qaida", "al qaida");
        check("the", "the");
    }
}
