//! What the network sees of a word: hashed norm, first character, last three and shape, and a row of
//! static vectors. The same as `train/features.py`, which explains the scheme.

use super::weights::{Quantized, Weights, WeightsError};

/// Width of every embedding.
pub const WIDTH: usize = 96;
/// Four hashed features and the static vector, side by side.
pub const COLUMNS: usize = 5 * WIDTH;

const TABLES: [&str; 4] = [
    "embed.tables.0.weight",
    "embed.tables.1.weight",
    "embed.tables.2.weight",
    "embed.tables.3.weight",
];
/// Seeds of the hash functions, one a feature, as in spaCy's small model.
const FIRST_SEED: u64 = 8;

pub struct Words {
    tables: [Quantized; 4],
    vectors: Quantized,
    /// Low halves of the hashes of the words that have a vector, ascending, and their rows.
    hashes: &'static [u8],
    rows: &'static [u8],
}

impl Words {
    pub fn new(weights: &Weights) -> Result<Self, WeightsError> {
        let table = |i: usize| weights.quantized(TABLES[i]);
        Ok(Words {
            tables: [table(0)?, table(1)?, table(2)?, table(3)?],
            vectors: weights.quantized("embed.vectors")?,
            hashes: weights.integers("vector.hashes", 4)?,
            rows: weights.integers("vector.rows", 2)?,
        })
    }

    /// Adds the embedding of `word` to `columns`, which holds COLUMNS zeros.
    pub fn embed(&self, word: &str, columns: &mut [f32]) {
        let norm = norm(word);
        let prefix_end = word.chars().next().map_or(0, char::len_utf8);
        let suffix_start = word.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
        let shape = shape(word);
        let key = hash(&norm);
        let keys = [
            key,
            hash(&word[..prefix_end]),
            hash(&word[suffix_start..]),
            hash(&shape),
        ];
        let mut parts = columns.chunks_exact_mut(WIDTH);
        for (feature, (key, table)) in keys.into_iter().zip(&self.tables).enumerate() {
            let Some(part) = parts.next() else { return };
            for row in spread(key, FIRST_SEED + feature as u64) {
                table.add_row(row as usize % table.rows.max(1), part);
            }
        }
        if let Some(part) = parts.next() {
            self.vectors.add_row(self.vector_row(key as u32), part);
        }
    }

    /// The row of the static vectors; 0 is the unknown word.
    fn vector_row(&self, hash: u32) -> usize {
        let at = |i: usize| match self.hashes.get(i * 4..i * 4 + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => u32::MAX,
        };
        let (mut low, mut high) = (0, self.hashes.len() / 4);
        while low < high {
            let middle = (low + high) / 2;
            if at(middle) < hash {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        match self.rows.get(low * 2..low * 2 + 2) {
            Some(&[a, b]) if at(low) == hash => usize::from(u16::from_le_bytes([a, b])),
            _ => 0,
        }
    }
}

/// Lower case, with one form for each kind of quote, dash and currency.
pub fn norm(word: &str) -> String {
    let lower = word.to_lowercase();
    let same = match lower.as_str() {
        "“" | "”" | "«" | "»" | "„" | "``" | "''" => "\"",
        "‘" | "’" | "`" => "'",
        "…" => "...",
        "—" | "–" | "--" | "‑" => "-",
        "€" | "£" | "¥" | "₹" | "us$" => "$",
        _ if lower.contains('’') => return lower.replace('’', "'"),
        _ => return lower,
    };
    same.to_owned()
}

/// "Xxxxx", "dd", "X.X.": runs of one class are cut at four.
fn shape(word: &str) -> String {
    if word.chars().nth(99).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len());
    let (mut last, mut run) = ('\0', 0);
    for c in word.chars() {
        let class = match c {
            _ if c.is_alphabetic() && c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => 'd',
            _ => c,
        };
        run = if class == last { run + 1 } else { 0 };
        last = class;
        if run < 4 {
            shape.push(class);
        }
    }
    shape
}

/// MurmurHash64A with seed 1.
fn hash(text: &str) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let bytes = text.as_bytes();
    let mut h = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let mut blocks = bytes.chunks_exact(8);
    let little = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
    for block in &mut blocks {
        let mut k = little(block).wrapping_mul(M);
        k = (k ^ (k >> 47)).wrapping_mul(M);
        h = (h ^ k).wrapping_mul(M);
    }
    let tail = blocks.remainder();
    if !tail.is_empty() {
        h = (h ^ little(tail)).wrapping_mul(M);
    }
    h = (h ^ (h >> 47)).wrapping_mul(M);
    h ^ (h >> 47)
}

/// MurmurHash3 (x64, 128 bits) of a hash: four table rows.
fn spread(value: u64, seed: u64) -> [u32; 4] {
    let finish = |mut h: u64| {
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    };
    let mut first = value
        .wrapping_mul(0x87c3_7b91_1142_53d5)
        .rotate_left(31)
        .wrapping_mul(0x4cf5_ad43_2745_937f);
    first ^= seed ^ 8;
    let mut second = seed ^ 8;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = finish(first);
    second = finish(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference values of Python's `spacy.strings.hash_string`.
    #[test]
    fn hashes_agree_with_the_training_code() {
        assert_eq!(hash("apple"), 8_566_208_034_543_834_098);
        assert_eq!(hash("coffee"), 3_197_928_453_018_144_401);
    }

    #[test]
    fn shapes_cut_runs_at_four() {
        for (word, expected) in [
            ("Turkey", "Xxxxx"),
            ("S-400", "X-ddd"),
            ("U.S.", "X.X."),
            ("2020", "dddd"),
            ("NATO", "XXXX"),
            ("’s", "’x"),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }
}
