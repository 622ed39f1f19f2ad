//! Finds the longest known name that begins at a word.

use rustc_hash::FxHashMap;

use super::entries::Name;
use super::fold::fold;

/// A trie over folded words: one step a word.
#[derive(Default)]
pub struct Gazetteer {
    words: FxHashMap<String, u32>,
    steps: FxHashMap<(u32, u32), u32>,
    /// Per node, the names that end there, as indices into the lexicon's names.
    ends: Vec<Vec<u32>>,
}

/// A word that no name contains.
pub const UNKNOWN_WORD: u32 = u32::MAX;

impl Gazetteer {
    pub fn build(names: &[Name]) -> Self {
        let mut gazetteer = Gazetteer {
            ends: vec![Vec::new()],
            ..Gazetteer::default()
        };
        for (index, name) in names.iter().enumerate() {
            let mut node = 0;
            for word in name_words(&name.text) {
                let next_word = gazetteer.words.len() as u32;
                let word = *gazetteer.words.entry(word).or_insert(next_word);
                let next_node = gazetteer.ends.len() as u32;
                node = *gazetteer.steps.entry((node, word)).or_insert(next_node);
                if node == next_node {
                    gazetteer.ends.push(Vec::new());
                }
            }
            if node != 0 {
                gazetteer.ends[node as usize].push(index as u32);
            }
        }
        gazetteer
    }

    /// The number of a folded word, for `matches_at`.
    pub fn word(&self, folded: &str) -> u32 {
        self.words.get(folded).copied().unwrap_or(UNKNOWN_WORD)
    }

    /// Every name that is a prefix of `words`, as (number of words, names), the shortest first.
    pub fn prefixes<'g>(&'g self, words: &[u32]) -> impl Iterator<Item = (usize, &'g [u32])> {
        let mut node = 0;
        words
            .iter()
            .map_while(move |word| {
                node = *self.steps.get(&(node, *word))?;
                Some(node)
            })
            .enumerate()
            .map(|(i, node)| (i + 1, self.ends[node as usize].as_slice()))
            .filter(|(_, names)| !names.is_empty())
    }
}

/// The folded words of a name: split at spaces and hyphens, without the article, possessive marks
/// and the Arabic article, which news writes in too many ways.
pub fn name_words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for chunk in name.split_whitespace() {
        for (i, piece) in chunk.split(['-', '‑', '–', '/']).enumerate() {
            let folded = fold(piece);
            let hyphened = i + 1 < chunk.split(['-', '‑', '–']).count();
            let arabic_article = folded == "al" || (hyphened && folded == "el");
            if folded.is_empty() || folded == "the" || arabic_article {
                continue;
            }
            for word in folded.split(' ') {
                // "S400" is "S-400".
                let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
                let is_model = (1..=2).contains(&letters)
                    && letters < word.len()
                    && word.bytes().skip(letters).all(|byte| byte.is_ascii_digit());
                let (name, number) = word.split_at(if is_model { letters } else { word.len() });
                words.push(usual_spelling(name).to_string());
                if is_model {
                    words.push(number.to_string());
                }
            }
        }
    }
    words
}

/// One spelling for the names that come from other scripts by many ways: "Sergey" is "Sergei".
fn usual_spelling(word: &str) -> &str {
    const SPELLINGS: [(&str, &[&str]); 16] = [
        (
            "mohammed",
            &["muhammad", "mohammad", "mohamed", "mohamad", "muhammed", "mohamud"],
        ),
        ("ahmed", &["ahmad"]),
        ("mahmoud", &["mahmud", "mahmood"]),
        ("hussein", &["husain", "hussain", "husayn", "hossein", "husein"]),
        ("abdullah", &["abdallah", "abdulla"]),
        ("abdel", &["abdul", "abd"]),
        ("yousef", &["yusuf", "youssef", "yousuf", "yusef"]),
        ("omar", &["umar"]),
        ("sergei", &["sergey", "serguei"]),
        ("dmitry", &["dmitri", "dmitriy", "dimitri", "dmitrii"]),
        ("alexander", &["aleksandr", "aleksander", "alexandr", "alyaksandr"]),
        ("alexei", &["alexey", "aleksei", "aleksey"]),
        ("andrei", &["andrey"]),
        ("nikolai", &["nikolay"]),
        ("mikhail", &["mikheil", "mykhailo"]),
        ("yuri", &["yury", "yuriy", "iouri"]),
    ];
    SPELLINGS
        .iter()
        .find(|(_, others)| others.contains(&word))
        .map_or(word, |(usual, _)| usual)
}

#[cfg(test)]
mod tests {
    use super::name_words;

    #[test]
    fn splits_names_into_folded_words() {
        let check = |name: &str, words: &str| assert_eq!(name_words(name).join(" "), words, "{name}");
        check("the Munich Security Conference", "munich security conference");
        check("Bashar al-Assad", "bashar assad");
        check("Al Qaeda", "qaeda");
        check("El Salvador", "el salvador");
        check("S-400", "s 400");
        check("S400", "s 400");
        check("F16s", "f16s");
        check("People's Protection Units", "people protection units");
        check("U.N.", "un");
        check("Sergey Lavrov", "sergei lavrov");
        check("Muhammad bin Salman", "mohammed bin salman");
    }
}
