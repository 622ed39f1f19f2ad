use std::io::{BufRead, IsTerminal, Write};

use clap::Args;

use super::{Common, Outcome, deciding, output};
use crate::lexicon::Lexicon;
use crate::model::Node;
use crate::pipeline;
use crate::present::{decision_line, question_table, to_json};
use crate::query::{doubts, question};
use crate::store::Store;

/// Answer one by one whether entities that look alike are one
///
/// Shows the two side by side, with what speaks for and against. y merges them, n remembers that
/// they are two, s leaves the question for another time, q ends. Each answer is stored at once and
/// can be taken back with `relgraph undo`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph review
  relgraph review --json --limit 20
  printf 'y\\nn\\nq\\n' | relgraph review")]
pub struct Review {
    /// List the questions as JSON instead of asking them.
    #[arg(long)]
    json: bool,
    /// At most so many questions, the most alike first.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl Review {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut store = Store::read(&common.db)?;
        let mut doubts = doubts(&store)?;
        let all = doubts.len();
        doubts.truncate(self.limit.unwrap_or(all));
        let mut out = output::stdout();
        if self.json {
            let questions: Vec<_> = doubts
                .iter()
                .map(|doubt| question(&store, doubt))
                .collect::<Result<_, _>>()?;
            to_json(&mut out, &questions)?;
            out.flush()?;
            return Ok(if all == 0 { Outcome::Nothing } else { Outcome::Done });
        }
        if all == 0 {
            if !common.quiet {
                output::note("nothing is doubtful");
            }
            return Ok(Outcome::Nothing);
        }
        store = deciding::open(common)?;
        let (mut answered, mut skipped) = (0, 0);
        let mut answers = std::io::stdin().lock();
        for (index, doubt) in doubts.iter().enumerate() {
            // An answer may have settled later questions.
            let (Some(one), Some(other)) = (now(&store, &doubt.one)?, now(&store, &doubt.other)?) else {
                continue;
            };
            if one.id == other.id {
                continue;
            }
            let asked = question(&store, doubt)?;
            if index > 0 {
                writeln!(out)?;
            }
            question_table(&mut out, &asked, &format!("{} of {all}", index + 1), output::width())?;
            let decision = match ask(&mut out, &mut answers)? {
                Answer::Yes => deciding::merge(&store, &asked.one.entity, &asked.other.entity)?,
                Answer::No => deciding::forbid(&store, &asked.one.entity, &asked.other.entity)?,
                Answer::Skip => {
                    skipped += 1;
                    continue;
                }
                Answer::Quit => break,
            };
            let id = pipeline::decide(&mut store, Lexicon::embedded(), &decision)?;
            writeln!(out, "{id}  {}", decision_line(&decision))?;
            answered += 1;
        }
        out.flush()?;
        if !common.quiet {
            let left = crate::query::doubts(&store)?.len();
            output::note(&format!(
                "{answered} answered, {skipped} skipped, {left} left; `relgraph history` lists the answers"
            ));
        }
        Ok(Outcome::Done)
    }
}

/// The entity as it is after the answers so far.
fn now(store: &Store, node: &Node) -> anyhow::Result<Option<Node>> {
    Ok(store.coded(&node.key)?)
}

enum Answer {
    Yes,
    No,
    Skip,
    Quit,
}

/// Asks until the answer is one; the end of the input ends the questions.
fn ask(out: &mut dyn Write, answers: &mut dyn BufRead) -> std::io::Result<Answer> {
    loop {
        write!(out, "Are they one? [y]es, [n]o, [s]kip, [q]uit: ")?;
        out.flush()?;
        let mut line = String::new();
        if answers.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(Answer::Quit);
        }
        if !std::io::stdin().is_terminal() {
            writeln!(out, "{}", crate::present::clean(line.trim()))?;
        }
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(Answer::Yes),
            "n" | "no" => return Ok(Answer::No),
            "s" | "skip" => return Ok(Answer::Skip),
            "q" | "quit" => return Ok(Answer::Quit),
            _ => {}
        }
    }
}
