//! One story, told by many papers: which articles are copies of each other.
//!
//! Texts are compared as sets of word shingles. Two that have most of them in common are one text,
//! lightly edited (Jaccard); one whose shingles nearly all stand in the other was cut from it
//! (containment). Candidates come from MinHash bands (Broder 1997; Leskovec et al., *Mining of Massive
//! Datasets*, ch. 3): of the whole text, and of its first 48, 96, 192 ... shingles, since papers cut the
//! tail off, and the whole of a cut text is like some beginning of the full one.
//!
//! All numbers here are stored: whoever changes one gives `pipeline::stories` another name of rules.

use std::collections::BTreeMap;

/// Words in a shingle: three in a row are rarely chosen alike by two reporters, and one changed word
/// spoils only three.
const WORDS: usize = 3;
/// Texts with fewer shingles are copies only if they are the same word for word.
const FEWEST: usize = 16;
/// From this part of common shingles on, two texts are one.
const ALIKE: f32 = 0.5;
/// From this part of the smaller text's shingles on, it was cut from the larger one.
const CONTAINED: f32 = 0.75;
/// A smaller text than this may stand in another by chance, as a common quotation does.
const FEWEST_CONTAINED: usize = 32;
/// Rows of a band and bands of a signature: texts with 0.5 in common share a band twice in three
/// times, with 0.7 nearly always, with 0.05 once in a thousand.
const ROWS: usize = 3;
const BANDS: usize = 8;
/// Shingles of the shortest beginning that has bands of its own.
const SHORTEST_BEGINNING: usize = 48;

/// How one text stands to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Copying {
    /// The same text, edited.
    Same,
    /// The first was cut from the second.
    Cut,
    /// The second was cut from the first.
    Full,
}

/// Two bodies of which one is a copy of the other, by their places in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copy {
    pub one: usize,
    pub other: usize,
    /// Whether `one` was cut from `other`; else the two are the same text.
    pub cut: bool,
    /// The part of all shingles that both have.
    pub common: f32,
}

/// The shingles of a text in order, with those that come twice.
fn sequence(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::new();
    let mut word = Fnv::default();
    for c in text.chars() {
        if c.is_alphanumeric() {
            c.to_lowercase().for_each(|c| word.add(c));
        } else if c.is_whitespace() || c == '-' || c == '\u{2013}' || c == '\u{2014}' {
            words.extend(word.take());
        }
    }
    words.extend(word.take());
    let shingle = |words: &[u64]| {
        words
            .iter()
            .fold(0, |sum, word| mix(u64::rotate_left(sum, 5).wrapping_add(*word)))
    };
    if words.len() < WORDS {
        return vec![shingle(&words)];
    }
    words.windows(WORDS).map(shingle).collect()
}

/// The shingles of a text, sorted, each once.
pub fn shingles(text: &str) -> Vec<u64> {
    let mut shingles = sequence(text);
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// The bands under which a text is looked up: those that are copies of each other very likely
/// share one. A text that is too short to be a copy has none.
pub fn bands(text: &str) -> Vec<i64> {
    let shingles = sequence(text);
    let mut bands = Vec::new();
    if shingles.len() < FEWEST {
        return bands;
    }
    let factors: [u64; ROWS * BANDS] = std::array::from_fn(|row| mix(row as u64 + 1) | 1);
    let mut least = [u64::MAX; ROWS * BANDS];
    let mut beginning = SHORTEST_BEGINNING;
    for (done, shingle) in shingles.iter().enumerate() {
        // A beginning that is nearly the whole would say the same again.
        if done == beginning && beginning * 4 <= shingles.len() * 3 {
            emit(&least, &mut bands);
            beginning *= 2;
        }
        for (least, factor) in least.iter_mut().zip(&factors) {
            *least = (*least).min(shingle.wrapping_mul(*factor));
        }
    }
    emit(&least, &mut bands);
    bands.sort_unstable();
    bands.dedup();
    bands
}

fn emit(least: &[u64], bands: &mut Vec<i64>) {
    for (number, rows) in least.chunks(ROWS).enumerate() {
        let sum = rows.iter().fold(number as u64 + 1, |sum, row| mix(sum ^ *row));
        bands.push(sum as i64);
    }
}

/// Whether one of two texts is a copy of the other, by their sorted shingles; with the part of all
/// shingles that both have.
pub fn copying(one: &[u64], other: &[u64]) -> Option<(Copying, f32)> {
    let common = common(one, other);
    let smaller = one.len().min(other.len());
    if smaller < FEWEST {
        return None;
    }
    let all = one.len() + other.len() - common;
    let alike = common as f32 / all as f32;
    let contained = common as f32 / smaller as f32;
    if alike >= ALIKE {
        Some((Copying::Same, alike))
    } else if contained >= CONTAINED && smaller >= FEWEST_CONTAINED {
        let copying = if one.len() < other.len() {
            Copying::Cut
        } else {
            Copying::Full
        };
        Some((copying, alike))
    } else {
        None
    }
}

fn common(one: &[u64], other: &[u64]) -> usize {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut common = 0;
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        let order = a.cmp(b);
        common += usize::from(order.is_eq());
        if order.is_le() {
            one.next();
        }
        if order.is_ge() {
            other.next();
        }
    }
    common
}

/// Which bodies are one story: for each, the smallest hash of its story's bodies, by which the story is
/// called.
///
/// A text that was cut from another goes with the one that it has most in common with, so that a
/// flash with which two reports open does not make one of them.
pub fn stories(hashes: &[String], copies: &[Copy]) -> Vec<String> {
    let mut parents: Vec<usize> = (0..hashes.len()).collect();
    let mut sources: BTreeMap<usize, &Copy> = BTreeMap::new();
    for copy in copies {
        if !copy.cut {
            join(&mut parents, copy.one, copy.other);
            continue;
        }
        let best = sources.entry(copy.one).or_insert(copy);
        let order = copy.common.total_cmp(&best.common);
        if order.then_with(|| hashes[best.other].cmp(&hashes[copy.other])).is_gt() {
            *best = copy;
        }
    }
    for copy in sources.values() {
        join(&mut parents, copy.one, copy.other);
    }
    let mut names: BTreeMap<usize, &String> = BTreeMap::new();
    for (at, hash) in hashes.iter().enumerate() {
        let name = names.entry(root(&parents, at)).or_insert(hash);
        *name = hash.min(*name);
    }
    (0..hashes.len()).map(|at| names[&root(&parents, at)].clone()).collect()
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

fn join(parents: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(parents, one), root(parents, other));
    parents[one.max(other)] = one.min(other);
}

/// FNV-1a over the letters of a word: the same on every machine, as what is stored must be.
#[derive(Default)]
struct Fnv(Option<u64>);

impl Fnv {
    fn add(&mut self, c: char) {
        let before = self.0.unwrap_or(0xcbf2_9ce4_8422_2325);
        self.0 = Some((before ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3));
    }

    /// The word that has come to its end, if there is one.
    fn take(&mut self) -> Option<u64> {
        self.0.take()
    }
}

/// The last steps of splitmix64: every bit of the outcome hangs on every bit of the input.
fn mix(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
