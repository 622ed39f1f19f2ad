use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Common, Outcome, output};
use crate::lexicon::Lexicon;
use crate::pipeline::code_all;
use crate::present::code_line;
use crate::read;
use crate::relate::dyads::names;

/// Code who does what to whom for given pairs of actors
#[derive(Args)]
#[command(after_help = "\
FILE is tab-separated; its first line names the columns id, text, source, target (others are passed over).
Source and target are written as the text writes them; where the text names none, the cell is empty.
A row whose source or target is not in its text is coded from the rest, reported, and the exit status is 2.

Examples:
  relgraph code --dyads pairs.tsv
  printf 'id\\ttext\\tsource\\ttarget\\n1\\tIran rebuked Iraq.\\tIran\\tIraq\\n' | relgraph code --dyads -")]
pub struct Code {
    /// Sentences with a source and a target each; - is stdin.
    #[arg(long, value_name = "FILE", required = true)]
    dyads: PathBuf,
}

/// What coders write for an actor whom the text does not name.
const UNNAMED: [&str; 3] = ["", "an actor", "a recipient"];

impl Code {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let mut out = output::stdout();
        let mut flawed = false;
        code_all(
            read::dyads(&self.dyads).into_iter(),
            common.jobs(),
            Lexicon::embedded(),
            |outcome| -> std::io::Result<()> {
                let (dyad, code) = match outcome {
                    Ok(pair) => pair,
                    Err(error) => {
                        flawed = true;
                        output::bad(&error);
                        return Ok(());
                    }
                };
                for (end, name) in [("source", &dyad.source), ("target", &dyad.target)] {
                    let is_named = !UNNAMED.contains(&name.to_lowercase().as_str());
                    if is_named && !names(&dyad.text, name) {
                        flawed = true;
                        output::warning(&format!(
                            "{}: the {end} \"{name}\" is not in the text, so the rest alone is coded; write it as the text does",
                            dyad.origin
                        ));
                    }
                }
                code_line(&mut out, &dyad.id, &code)
            },
        )?;
        out.flush()?;
        Ok(if flawed { Outcome::Flawed } else { Outcome::Done })
    }
}
