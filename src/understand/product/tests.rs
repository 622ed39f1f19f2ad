use proptest::prelude::*;

use super::*;

/// A matrix and as many rows as a caller may have, with the way in which parts of inputs are taken from them.
#[derive(Clone, Debug)]
struct Case {
    width: usize,
    parts: usize,
    step: usize,
    reach: usize,
    count: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
    x: Vec<f32>,
}

fn cases() -> impl Strategy<Value = Case> {
    let shape = (1..4_usize, 1..=PARTS, 1..6_usize, 1..4_usize, 1..20_usize, 1..70_usize);
    shape.prop_flat_map(|(blocks, parts, step, reach, count, outputs)| {
        let width = blocks * 32;
        let rows = (count - 1) * step + (parts - 1) * reach + 1;
        let numbers = |length| prop::collection::vec(-8.0..8.0_f32, length);
        let all = (
            numbers(outputs * parts * width),
            numbers(outputs),
            numbers(rows * width),
        );
        all.prop_map(move |(weights, bias, x)| Case {
            width,
            parts,
            step,
            reach,
            count,
            weights,
            bias,
            x,
        })
    })
}

impl Case {
    fn inputs(&self) -> usize {
        self.parts * self.width
    }

    fn matrix(&self) -> Matrix {
        Matrix::new(&self.weights, &self.bias, self.inputs(), self.width)
    }

    /// In floats, the products that bytes come near to, without the columns that fill a block.
    fn expected(&self) -> Vec<f32> {
        let row = |i: usize, part: usize| &self.x[(i * self.step + part * self.reach) * self.width..][..self.width];
        let product = |i: usize, output: usize| {
            let weights = &self.weights[output * self.inputs()..];
            let values = (0..self.parts).flat_map(|part| row(i, part));
            self.bias[output] + weights.iter().zip(values).map(|(a, b)| a * b).sum::<f32>()
        };
        let outputs = self.bias.len();
        (0..self.count * outputs)
            .map(|at| product(at / outputs, at % outputs))
            .collect()
    }
}

/// Multiplies a case with some kernel.
struct Multiply<'a> {
    case: &'a Case,
    matrix: &'a Matrix,
    out: &'a mut Vec<f32>,
}

impl Task for Multiply<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        let mut rows = Rows::default();
        rows.quantize(&self.case.x, self.case.width);
        self.out.resize(self.case.count * self.matrix.columns(), 0.0);
        let (step, reach) = (self.case.step, self.case.reach);
        self.matrix.multiply::<K>(&rows, 0, step, reach, self.out);
    }
}

/// What each kernel of this CPU makes of a case, by its name.
fn products(case: &Case) -> Vec<(&'static str, Vec<f32>)> {
    let matrix = case.matrix();
    let mut all = Vec::new();
    for (name, run) in kernels() {
        let mut out = Vec::new();
        run(Multiply {
            case,
            matrix: &matrix,
            out: &mut out,
        });
        all.push((name, out));
    }
    all
}

type Run = fn(Multiply);

fn run_plain(task: Multiply) {
    task.run::<Plain>();
}

fn run_fastest(task: Multiply) {
    fastest(task);
}

#[cfg(target_arch = "x86_64")]
fn run_with_avx2(task: Multiply) {
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the CPU has just said that it has the feature.
        unsafe { x86::run_with_avx2(task) }
    } else {
        run_plain(task);
    }
}

#[cfg(not(target_arch = "x86_64"))]
use run_plain as run_with_avx2;

fn kernels() -> [(&'static str, Run); 3] {
    [("plain", run_plain), ("fastest", run_fastest), ("AVX2", run_with_avx2)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_kernels_give_the_same_bytes(case in cases()) {
        let all = products(&case);
        let (_, plain) = &all[0];
        for (name, other) in &all[1..] {
            let same = plain.iter().zip(other).all(|(a, b)| a.to_bits() == b.to_bits());
            prop_assert!(same && plain.len() == other.len(), "{name} differs from plain");
        }
    }

    #[test]
    fn products_come_near_to_those_of_floats(case in cases()) {
        let (outputs, columns) = (case.bias.len(), case.matrix().columns());
        let (_, plain) = products(&case).swap_remove(0);
        // Each of the inputs is off by at most half a level on both sides, of at most 8 / 127.
        let bound = case.inputs() as f32 * 8.0 * 8.0 / 127.0 * 1.1;
        for (i, expected) in case.expected().into_iter().enumerate() {
            let found = plain[i / outputs * columns + i % outputs];
            prop_assert!((found - expected).abs() <= bound, "{found} is far from {expected}");
        }
    }
}

#[test]
fn rows_of_zeros_stay_zeros() {
    let case = Case {
        width: 32,
        parts: 1,
        step: 1,
        reach: 1,
        count: 1,
        weights: vec![3.0; 32],
        bias: vec![0.25],
        x: vec![0.0; 32],
    };
    for (name, out) in products(&case) {
        assert_eq!(out[0], 0.25, "{name}");
    }
}
