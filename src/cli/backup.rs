use std::path::PathBuf;

use clap::Args;

use super::{Common, Outcome, output};
use crate::store::Store;

/// Copy the database to a file, while others may go on reading and writing it
///
/// The copy is whole and of one moment, which that of `cp` need not be.
#[derive(Args)]
#[command(after_help = "\
Examples:
  relgraph backup relgraph-$(date +%F).db
  relgraph check-db --db relgraph-2026-11-29.db")]
pub struct Backup {
    /// Where to; a file that is there is not overwritten.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let store = Store::read(&common.db)?;
        let name = self.file.display();
        if self.file.exists() {
            anyhow::bail!("{name}: there is a file already; remove it, or name another");
        }
        // Under another name until it is whole, so that nobody takes a part for the whole.
        let mut part = self.file.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let _ = std::fs::remove_file(&part);
        let copied = store
            .back_up(&part)
            .map_err(anyhow::Error::from)
            .and_then(|()| Ok(std::fs::rename(&part, &self.file)?));
        if let Err(error) = copied {
            let _ = std::fs::remove_file(&part);
            return Err(error);
        }
        if !common.quiet {
            output::note(&format!("copied to {name}"));
        }
        Ok(Outcome::Done)
    }
}
