//! The command line: the only module that prints, one file a subcommand.

mod alias;
mod articles;
mod backup;
mod asking;
mod between;
mod blocs;
mod check;
mod check_db;
mod code;
mod common;
mod completions;
mod deciding;
mod diff;
mod dump;
mod eval;
mod events;
mod explain;
mod export;
mod extract;
mod filtering;
mod forbid;
mod history;
mod import;
mod ingest;
mod man;
mod merge;
mod naming;
mod neighbors;
pub mod ontology;
mod output;
mod pager;
mod panel;
mod path;
mod query;
mod recode;
mod reduce;
mod remove;
mod rank;
mod rename;
mod review;
mod search;
mod show;
mod sources;
mod split;
mod stats;
mod timeline;
mod train;
mod train_dyads;
mod undo;
mod watching;
mod why;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::CompleteEnv;

use crate::query::LookupError;

/// Reads news articles and builds a knowledge graph of international relations.
#[derive(Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "\
Start with:
  relgraph ingest data/articles       read articles into relgraph.db
  relgraph path Turkey Russia         how two actors are connected, and who says so
  relgraph show NATO                  all that is known of one entity

Exit status: 0 found or done, 1 nothing found, 2 wrong use or failure, 130 ended by Ctrl-C."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// The environment variable that names the database, and its name where nothing does.
const DATABASE_NAMED_BY: &str = "RELGRAPH_DB";
const USUAL_DATABASE: &str = "relgraph.db";

#[derive(clap::Args)]
pub struct Common {
    /// The database.
    #[arg(
        long,
        global = true,
        env = DATABASE_NAMED_BY,
        default_value = USUAL_DATABASE,
        value_name = "FILE"
    )]
    db: PathBuf,
    /// How many articles to read at once [default: as many as there are cores].
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// No progress, no summary, no hints: errors only.
    #[arg(long, short, global = true)]
    quiet: bool,
}

impl Common {
    fn jobs(&self) -> usize {
        match self.jobs {
            Some(jobs) => jobs.into(),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

#[derive(Subcommand)]
enum Command {
    Ingest(ingest::Ingest),
    Extract(extract::Extract),
    Reduce(reduce::Reduce),
    Import(import::Import),
    Code(code::Code),
    Path(path::Path),
    Between(between::Between),
    Neighbors(neighbors::Neighbors),
    Timeline(timeline::Timeline),
    Common(common::Shared),
    Search(search::Search),
    Show(show::Show),
    Stats(stats::Stats),
    Sources(sources::Sources),
    Rank(rank::Rank),
    Blocs(blocs::Blocs),
    Diff(diff::Diff),
    Panel(panel::Panel),
    Export(export::Export),
    Query(query::Query),
    Review(review::Review),
    Why(why::Why),
    Remove(remove::Remove),
    Recode(recode::Recode),
    Merge(merge::Merge),
    Split(split::Split),
    Forbid(forbid::Forbid),
    Rename(rename::Rename),
    Alias(alias::Alias),
    Undo(undo::Undo),
    History(history::History),
    Dump(dump::Dump),
    CheckDb(check_db::CheckDb),
    Backup(backup::Backup),
    Explain(explain::Explain),
    Check(check::Check),
    Eval(eval::Eval),
    Train(train::Train),
    Completions(completions::Completions),
    Man(man::Man),
}

/// How a command ended that did not fail.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Nothing answers the question.
    Nothing,
    /// Done, but for articles that were bad and have been reported.
    Flawed,
    /// Ended by the person at the keyboard before all was done; what was done is kept.
    Stopped,
}

/// The exit status of a run that was ended from outside: that of shells for Ctrl-C.
const STOPPED: u8 = 130;

/// Runs the program.
pub fn run() -> ExitCode {
    // Where a shell asks what may come next, this answers and ends.
    naming::look();
    CompleteEnv::with_factory(Cli::command).var(naming::ASKING).complete();
    let cli = Cli::parse();
    let outcome = match &cli.command {
        Command::Ingest(command) => command.run(&cli.common),
        Command::Extract(command) => command.run(&cli.common),
        Command::Reduce(command) => command.run(&cli.common),
        Command::Import(command) => command.run(&cli.common),
        Command::Code(command) => command.run(&cli.common),
        Command::Path(command) => command.run(&cli.common),
        Command::Between(command) => command.run(&cli.common),
        Command::Neighbors(command) => command.run(&cli.common),
        Command::Timeline(command) => command.run(&cli.common),
        Command::Common(command) => command.run(&cli.common),
        Command::Search(command) => command.run(&cli.common),
        Command::Rank(command) => command.run(&cli.common),
        Command::Blocs(command) => command.run(&cli.common),
        Command::Diff(command) => command.run(&cli.common),
        Command::Panel(command) => command.run(&cli.common),
        Command::Show(command) => command.run(&cli.common),
        Command::Stats(command) => command.run(&cli.common),
        Command::Sources(command) => command.run(&cli.common),
        Command::Export(command) => command.run(&cli.common),
        Command::Query(command) => command.run(&cli.common),
        Command::Review(command) => command.run(&cli.common),
        Command::Why(command) => command.run(&cli.common),
        Command::Remove(command) => command.run(&cli.common),
        Command::Recode(command) => command.run(&cli.common),
        Command::Merge(command) => command.run(&cli.common),
        Command::Split(command) => command.run(&cli.common),
        Command::Forbid(command) => command.run(&cli.common),
        Command::Rename(command) => command.run(&cli.common),
        Command::Alias(command) => command.run(&cli.common),
        Command::Undo(command) => command.run(&cli.common),
        Command::History(command) => command.run(&cli.common),
        Command::Dump(command) => command.run(&cli.common),
        Command::CheckDb(command) => command.run(&cli.common),
        Command::Backup(command) => command.run(&cli.common),
        Command::Explain(command) => command.run(&cli.common),
        Command::Check(command) => command.run(&cli.common),
        Command::Eval(command) => command.run(&cli.common),
        Command::Train(command) => command.run(&cli.common),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Flawed) => ExitCode::from(2),
        Ok(Outcome::Stopped) => ExitCode::from(STOPPED),
        // Who reads has seen enough (`| head`): no error of ours.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::from(if is_not_found(&error) { 1 } else { 2 })
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| {
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        json.or_else(|| Some(cause.downcast_ref::<std::io::Error>()?.kind()))
    });
    causes.any(|kind| kind == std::io::ErrorKind::BrokenPipe)
}

/// A name that nothing or too much answers to is an answer, not a failure.
fn is_not_found(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        matches!(
            cause.downcast_ref(),
            Some(LookupError::Unknown { .. } | LookupError::Ambiguous { .. })
        )
    })
}
