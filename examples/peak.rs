//! How near the language model comes to what the machine can do: multiply-adds of bytes a second of one core, at
//! best and by the model, as one line of JSON.
//!
//! ```text
//! cargo run --release --example peak
//! ```

#![allow(
    unsafe_code,
    reason = "the call of a kernel for features of the processor that were asked for"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use relgraph::understand::language::LanguageModel;
use relgraph::understand::tokenize::tokenize;

/// How long each rate is measured, and how often; the best counts.
const LONG: Duration = Duration::from_millis(300);
const TURNS: usize = 5;

fn main() {
    let (kernel, peak) = peak();
    let model = LanguageModel::embedded();
    let texts = texts();
    let tokens: usize = texts.iter().map(|text| tokenize(text).len()).sum();
    let rate = best(|| {
        for text in &texts {
            black_box(model.parse(black_box(text)));
        }
        tokens as u64
    });
    let work = model.multiply_adds() as f64;
    println!(
        "{{\"kernel\": \"{kernel}\", \"peak\": {peak:.3e}, \"multiply_adds_a_token\": {work}, \"tokens_a_second\": {rate:.0}, \
         \"fraction\": {:.4}}}",
        rate * work / peak
    );
}

/// The articles of `data/articles`, twice.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    texts.iter().cycle().take(2 * texts.len()).cloned().collect()
}

/// The highest rate of what `work` does, which it counts itself.
fn best(mut work: impl FnMut() -> u64) -> f64 {
    work();
    let turn = |_| {
        let (begin, mut done) = (Instant::now(), 0);
        while begin.elapsed() < LONG {
            done += work();
        }
        done as f64 / begin.elapsed().as_secs_f64()
    };
    (0..TURNS).map(turn).fold(0.0, f64::max)
}

/// The fastest way to multiply and add bytes that this machine has, all of it in registers and the nearest cache.
fn peak() -> (&'static str, f64) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw") {
            // SAFETY: the processor has been asked for the features.
            return ("AVX-512 VNNI", best(|| unsafe { x86::vnni() }));
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return ("AVX2", best(|| unsafe { x86::avx2() }));
        }
    }
    ("plain", best(plain))
}

/// Sums that stand side by side, so that none waits for another.
const SUMS: usize = 12;
const STEPS: usize = 100_000;

fn plain() -> u64 {
    let (left, right) = (black_box([3i8; 4096]), black_box([5i8; 4096]));
    let sum: i32 = left
        .iter()
        .zip(&right)
        .map(|(left, right)| i32::from(*left) * i32::from(*right))
        .sum();
    black_box(sum);
    4096
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::hint::black_box;

    use super::{STEPS, SUMS};

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub fn vnni() -> u64 {
        let weights: [__m512i; 4] = black_box([_mm512_set1_epi8(3); 4]);
        let mut sums = [_mm512_setzero_si512(); SUMS];
        for step in 0..STEPS {
            let row = _mm512_set1_epi32(step as i32);
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum = _mm512_dpbusd_epi32(*sum, weights[place % 4], row);
            }
        }
        black_box(sums);
        (STEPS * SUMS * 64) as u64
    }

    #[target_feature(enable = "avx2")]
    pub fn avx2() -> u64 {
        let weights: [__m256i; 4] = black_box([_mm256_set1_epi8(3); 4]);
        let ones = _mm256_set1_epi16(1);
        let mut sums = [_mm256_setzero_si256(); SUMS];
        for step in 0..STEPS {
            let row = _mm256_set1_epi32(step as i32);
            for (place, sum) in sums.iter_mut().enumerate() {
                let pairs = _mm256_maddubs_epi16(weights[place % 4], row);
                *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
            }
        }
        black_box(sums);
        (STEPS * SUMS * 32) as u64
    }
}
