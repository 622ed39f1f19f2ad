use std::io::Write;

use anyhow::Context;
use clap::{Args, ValueEnum};
use clap_complete::env::Shells;

use super::{Outcome, naming, output};

/// Print what makes a shell complete relgraph's commands, flags and, from the database, names
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph completions bash > ~/.local/share/bash-completion/completions/relgraph
  relgraph completions zsh > ~/.zfunc/_relgraph
  relgraph completions fish > ~/.config/fish/completions/relgraph.fish

Then `relgraph path Tur` and the tab key offer what the graph knows that begins so: in relgraph.db, or the file that
--db or RELGRAPH_DB names.")]
pub struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

impl Completions {
    pub fn run(&self) -> anyhow::Result<Outcome> {
        let name = match self.shell {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
            Shell::Elvish => "elvish",
            Shell::Powershell => "powershell",
        };
        let shells = Shells::builtins();
        let shell = shells.completer(name).context("the shell is not known")?;
        let mut script = Vec::new();
        shell.write_registration(naming::ASKING, "relgraph", "relgraph", "relgraph", &mut script)?;
        let mut out = output::stdout();
        out.write_all(&script)?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}
