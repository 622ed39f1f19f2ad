use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Outcome, output};

/// Print what makes a shell complete relgraph's commands and flags
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph completions bash > ~/.local/share/bash-completion/completions/relgraph
  relgraph completions zsh > ~/.zfunc/_relgraph
  relgraph completions fish > ~/.config/fish/completions/relgraph.fish")]
pub struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "relgraph", &mut script);
        let mut out = output::stdout();
        out.write_all(&script)?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}
