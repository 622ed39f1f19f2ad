//! `relgraph train --dyads`: learns the coder of dyads and prints how right it is.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::{Outcome, output};
use crate::lexicon::Lexicon;
use crate::read;
use crate::train::dyads::{Confusion, DyadExample, cross_validate, prepare, roots_of, settings, train};

/// Learns from `file`; measures by cross-validation in `folds` parts, and writes the weights where `out` says.
pub fn run(file: &Path, folds: usize, out: Option<&Path>, errors: bool, seed: u64) -> anyhow::Result<Outcome> {
    let lexicon = Lexicon::embedded();
    let mut flawed = false;
    let mut dyads = Vec::new();
    for row in read::dyads(file) {
        match row {
            Ok(dyad) => dyads.push(dyad),
            Err(error) => {
                flawed = true;
                output::skipped(&error.to_string());
            }
        }
    }
    let roots = roots_of(&dyads);
    anyhow::ensure!(
        !roots.is_empty(),
        "{}: no row has a root to learn from; give each in a column plover",
        file.display()
    );
    let examples = prepare(lexicon, dyads, &roots);
    if folds > 1 {
        let found = cross_validate(&roots, &examples, folds, settings(seed));
        let mut out = output::stdout();
        if errors {
            faults(&mut out, &roots, &examples, &found)?;
        }
        report(&mut out, &roots, &examples, &found)?;
        out.flush()?;
    }
    if let Some(out) = out {
        let all: Vec<&DyadExample> = examples.iter().collect();
        let model = train(&roots, &all, settings(seed));
        let path = out.join("dyads.bin");
        let bytes = model.write();
        std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
        output::note(&format!(
            "{}: {} features, {} bytes",
            path.display(),
            model.typed.len(),
            bytes.len()
        ));
    }
    Ok(if flawed { Outcome::Flawed } else { Outcome::Done })
}

/// One line for each dyad whose root is wrong: id, found, given, confidence, source, target, text.
fn faults(
    out: &mut impl Write,
    roots: &[String],
    examples: &[DyadExample],
    found: &[(usize, f32)],
) -> std::io::Result<()> {
    for (example, (root, share)) in examples.iter().zip(found) {
        if example.root != *root {
            let (dyad, found, given) = (&example.dyad, &roots[*root], &roots[example.root]);
            let (id, source, target, text) = (&dyad.id, &dyad.source, &dyad.target, &dyad.text);
            writeln!(
                out,
                "{id}\tfound {found}\tgiven {given}\t{share:.2}\t{source}\t{target}\t{text}"
            )?;
        }
    }
    Ok(())
}

fn report(
    out: &mut impl Write,
    roots: &[String],
    examples: &[DyadExample],
    found: &[(usize, f32)],
) -> std::io::Result<()> {
    let mut confusion = Confusion::new(roots.len());
    let mut reliability = [(0usize, 0usize); 5];
    for (example, (root, share)) in examples.iter().zip(found) {
        confusion.counts[example.root][*root] += 1;
        let (right, all) = &mut reliability[((share * 5.0) as usize).min(4)];
        *right += usize::from(example.root == *root);
        *all += 1;
    }
    let head: String = roots.iter().map(|root| format!("{:>5.4}", root)).collect();
    writeln!(out, "given \\ found{head}     F1")?;
    for (i, root) in roots.iter().enumerate() {
        let cells = confusion.counts[i].iter().map(|count| match count {
            0 => "    .".to_string(),
            count => format!("{count:>5}"),
        });
        let cells: String = cells.collect();
        writeln!(out, "{root:13}{cells}  {:.3}", confusion.f1(i))?;
    }
    for (i, (right, all)) in reliability.iter().enumerate().filter(|(_, (_, all))| *all > 0) {
        let (from, to) = (i as f32 / 5.0, (i + 1) as f32 / 5.0);
        let share = *right as f32 / *all as f32;
        writeln!(
            out,
            "confidence {from:.1} to {to:.1}: {right} of {all} right ({share:.2})"
        )?;
    }
    writeln!(
        out,
        "accuracy {:.4}, macro F1 {:.4}",
        confusion.accuracy(),
        confusion.macro_f1()
    )
}
