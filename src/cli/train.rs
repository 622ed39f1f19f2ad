use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::eval::{gold_articles, print_faults, print_reliability, print_scores};
use super::ontology::Ontology;
use super::{Common, Outcome};
use crate::lexicon::Lexicon;
use crate::train::learn::Settings;
use crate::train::relations::{Example, Learned, evaluate, folds, prepare, reach, train};
use crate::train::score::Level;

/// Learn the relation model from annotated documents, or the coder of dyads from coded sentences
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph train ../shared/gold/train --folds 5      measure by cross-validation
  relgraph train ../shared/gold/train --also ANNOTATIONS --out data/model
  relgraph train --dyads ../shared/gold/dyads.tsv    measure the coder of dyads, with a table of confusions
  relgraph train --dyads ../shared/gold/dyads.tsv --out data/model")]
pub struct Train {
    /// Folders of annotated documents (ID.json beside ID.txt).
    #[arg(required_unless_present = "dyads")]
    folders: Vec<PathBuf>,
    /// Learn from these folders too; the cross-validation is measured on the others alone.
    #[arg(long, value_name = "FOLDER")]
    also: Vec<PathBuf>,
    /// Learn the coder of dyads instead, from a file with the columns id, text, source, target, plover.
    #[arg(long, value_name = "FILE", conflicts_with = "folders")]
    dyads: Option<PathBuf>,
    /// Measure by cross-validation in so many parts, and choose the threshold that serves F1 best.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Write ties.bin, relations.bin, weighing.bin and modality.bin here; with --dyads, dyads.bin.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print what is missed and wrong in the cross-validation, too.
    #[arg(long)]
    errors: bool,
    /// Print how many of the claims of each confidence are right in the cross-validation.
    #[arg(long)]
    reliability: bool,
    /// Measure on these folders too, which are never learned from.
    #[arg(long)]
    test: Vec<PathBuf>,
    #[arg(long, default_value_t = Settings::default().epochs)]
    epochs: usize,
    #[arg(long, default_value_t = Settings::default().rate)]
    rate: f32,
    #[arg(long, default_value_t = Settings::default().least)]
    least: u32,
    #[arg(long, default_value_t = Settings::default().seed)]
    seed: u64,
    #[command(flatten)]
    ontology: Ontology,
}

/// Thresholds are alike whose mean F1, of types, classes and pairs, differs by less; then the higher is taken, since
/// rules were written by some of the documents that measure it, which makes doubtful claims look better than they are.
const NEARLY: f64 = 0.002;

impl Train {
    pub fn run(&self, _common: &Common) -> anyhow::Result<Outcome> {
        if let Some(file) = &self.dyads {
            return super::train_dyads::run(file, self.folds, self.out.as_deref(), self.errors, self.seed);
        }
        let lexicon = self.ontology.lexicon()?;
        let settings = Settings {
            epochs: self.epochs,
            rate: self.rate,
            least: self.least,
            seed: self.seed,
            ..Settings::default()
        };
        let mut examples = prepare(lexicon, gold_articles(&self.folders)?);
        let measured = examples.len();
        examples.extend(prepare(lexicon, gold_articles(&self.also)?));
        let pairs: usize = examples.iter().map(|example| example.relations.len()).sum();
        eprintln!("{} documents, {pairs} pairs", examples.len());
        let reached = reach(lexicon, &examples);
        let share = |count: usize| 100.0 * count as f64 / reached.core.max(1) as f64;
        eprintln!(
            "of {} core relations, both entities are found for {:.1} %, a sentence names both for {:.1} %, a rule proposes the type for {:.1} %",
            reached.core,
            share(reached.entities),
            share(reached.instances),
            share(reached.rules),
        );
        let parts = folds(examples.len(), self.folds.max(2), self.seed);
        let (mut models, mut of_parts) = train(lexicon, &examples, measured, &parts, settings);
        let parts: Vec<Vec<usize>> = parts
            .into_iter()
            .map(|part| part.into_iter().filter(|example| *example < measured).collect())
            .collect();
        models.set_threshold(self.cross_validate(lexicon, &examples, &parts, &mut of_parts));
        if !self.test.is_empty() {
            let tests = prepare(lexicon, gold_articles(&self.test)?);
            println!("test");
            print_scores(&evaluate(lexicon, &models, tests.iter()), false);
        }
        if let Some(out) = &self.out {
            for (name, model) in [
                ("ties.bin", &models.ties),
                ("relations.bin", &models.relations),
                ("weighing.bin", &models.weighing),
                ("modality.bin", &models.modality),
            ] {
                let path = out.join(name);
                let bytes = model.write();
                std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
                eprintln!(
                    "{}: {} features, {} bytes",
                    path.display(),
                    model.typed.len(),
                    bytes.len()
                );
            }
        }
        Ok(Outcome::Done)
    }

    /// Prints the figures of documents scored by models that have not seen them, by threshold; gives the highest that
    /// serves strict F1 nearly best: who reads a graph has more of a true edge than of one more.
    fn cross_validate(
        &self,
        lexicon: &Lexicon,
        examples: &[Example],
        parts: &[Vec<usize>],
        models: &mut [Learned],
    ) -> f32 {
        let mut served: Vec<(f32, f64, f64)> = Vec::new();
        for step in 10..=30 {
            let threshold = step as f32 * 0.02;
            let mut total = crate::train::score::Scores::default();
            for (held_out, models) in parts.iter().zip(&mut *models) {
                models.set_threshold(threshold);
                total.join(evaluate(lexicon, models, held_out.iter().map(|i| &examples[*i])));
            }
            let [strict, _, class, pair] = Level::ALL.map(|level| total.levels[level as usize]);
            println!(
                "threshold {threshold:.2}: strict P {:.3} R {:.3} F1 {:.4}, class {:.4}, pair {:.4}, modality {:.3}, polarity {:.3}",
                strict.precision(),
                strict.recall(),
                strict.f1(),
                class.f1(),
                pair.f1(),
                total.modality.0 as f64 / total.modality.1.max(1) as f64,
                total.polarity.0 as f64 / total.polarity.1.max(1) as f64,
            );
            served.push((threshold, (strict.f1() + class.f1() + pair.f1()) / 3.0, strict.f1()));
        }
        let most = served.iter().fold(0.0, |most: f64, (_, mean, _)| most.max(*mean));
        let serves = served.iter().rev().find(|(_, mean, _)| *mean >= most - NEARLY);
        let (threshold, _, strict) = serves.copied().unwrap_or((0.3, 0.0, 0.0));
        if self.errors || self.reliability {
            let mut total = crate::train::score::Scores::default();
            for (held_out, models) in parts.iter().zip(&mut *models) {
                models.set_threshold(threshold);
                total.join(evaluate(lexicon, models, held_out.iter().map(|i| &examples[*i])));
            }
            if self.errors {
                print_faults(&total);
            }
            if self.reliability {
                print_reliability(&total);
            }
        }
        println!("threshold {threshold:.2} is taken, strict F1 {strict:.4}");
        threshold
    }
}
