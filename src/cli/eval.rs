use std::path::PathBuf;

use clap::Args;

use super::ontology::Ontology;
use super::{Common, Outcome};
use crate::model::Article;
use crate::pipeline::analyse;
use crate::present::clean;
use crate::train::gold::{GoldDocument, read_gold};
use crate::train::score::{Level, Scorer, Scores};

/// Measure what is extracted against annotated documents
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph eval ../shared/gold/dev
  relgraph eval --errors ../shared/gold/dev")]
pub struct Eval {
    /// Folders of annotated documents (ID.json beside ID.txt).
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// List what was missed and what was wrong, sentence by sentence.
    #[arg(long)]
    errors: bool,
    /// Print how many of the claims of each confidence are right.
    #[arg(long)]
    reliability: bool,
    #[command(flatten)]
    ontology: Ontology,
}

impl Eval {
    pub fn run(&self, _common: &Common) -> anyhow::Result<Outcome> {
        let lexicon = self.ontology.lexicon()?;
        let mut scorer = Scorer::new(lexicon);
        for (gold, article) in gold_articles(&self.folders)? {
            let (document, claims) = analyse(lexicon, &article);
            scorer.add(&gold, &document, &claims);
        }
        print_scores(&scorer.scores, self.errors);
        if self.reliability {
            print_reliability(&scorer.scores);
        }
        Ok(Outcome::Done)
    }
}

/// Annotated documents with the articles that their texts are read as.
pub fn gold_articles(folders: &[PathBuf]) -> anyhow::Result<Vec<(GoldDocument, Article)>> {
    let mut out = Vec::new();
    for folder in folders {
        for gold in read_gold(folder)? {
            let path = folder.join(format!("{}.txt", gold.id));
            let mut articles = crate::read::articles(std::slice::from_ref(&path));
            let article = articles.next().unwrap_or_else(|| {
                Ok(Article {
                    id: gold.id.clone(),
                    ..Article::default()
                })
            })?;
            out.push((gold, article));
        }
    }
    Ok(out)
}

/// What is missed or wrong, by document and sentence: the sentence, then a line for each with the triple and the
/// annotator's evidence, our rule, or what it should have been.
pub fn print_faults(scores: &Scores) {
    let mut faults: Vec<_> = scores.faults.iter().collect();
    faults.sort_by_key(|fault| (&fault.document, fault.sentence.0));
    let mut last = None;
    for fault in faults {
        let place = (&fault.document, fault.sentence.0);
        if last != Some(place) {
            println!("{}: {}", fault.document, clean(&fault.sentence.1));
            last = Some(place);
        }
        println!(
            "  {:8}  {} | {} | {}   {}",
            fault.flaw.name(),
            fault.head,
            fault.relation,
            fault.tail,
            clean(&fault.evidence)
        );
    }
}

/// Of claims with about this confidence, how many are right.
pub fn print_reliability(scores: &Scores) {
    println!("confidence   claims   mean   right");
    for bin in 0..10 {
        let (from, until) = (bin as f32 / 10.0, (bin + 1) as f32 / 10.0);
        let inside = |confidence: f32| from <= confidence && (confidence < until || bin == 9);
        let of_bin: Vec<_> = scores
            .confidences
            .iter()
            .filter(|(confidence, _)| inside(*confidence))
            .collect();
        if of_bin.is_empty() {
            continue;
        }
        let count = of_bin.len() as f64;
        let mean = of_bin.iter().map(|(confidence, _)| f64::from(*confidence)).sum::<f64>() / count;
        let right = of_bin.iter().filter(|(_, right)| *right).count() as f64 / count;
        println!("{from:.1} – {until:.1}   {:7}   {mean:.2}    {right:.2}", of_bin.len());
    }
}

/// The figures of `gold/score.py`, with a table by type.
pub fn print_scores(scores: &Scores, errors: bool) {
    if errors {
        print_faults(scores);
    }
    let mut types: Vec<_> = scores.by_type.iter().collect();
    types.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.gold), name.as_str()));
    for (name, counts) in types {
        println!(
            "{name:16} p {:3}/{:<3} r {:3}/{:<3}",
            counts.right, counts.predicted, counts.found, counts.gold
        );
    }
    let line = |name: &str, counts: &crate::train::score::Counts| {
        println!(
            "{name:10} P {:.4}  R {:.4}  F1 {:.4}  ({} predicted, {} gold)",
            counts.precision(),
            counts.recall(),
            counts.f1(),
            counts.predicted,
            counts.gold
        );
    };
    for level in Level::ALL {
        line(level.name(), &scores.levels[level as usize]);
    }
    line("entities", &scores.entities);
    let share = |(right, all): (usize, usize)| right as f64 / all.max(1) as f64;
    println!("polarity   {:.4}", share(scores.polarity));
    println!("modality   {:.4}", share(scores.modality));
    println!("documents  {}", scores.documents);
}
