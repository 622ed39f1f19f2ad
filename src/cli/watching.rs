//! What a person who watches a long run sees of it, and how he or she ends it.

use std::cell::Cell;
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressStyle};

use super::{Common, output};
use crate::pipeline::Progress;

/// How often a line is written where nothing can be drawn: to a file, or to another program.
const EVERY: Duration = Duration::from_secs(15);

/// A run that is watched: a bar on a terminal, a line now and then elsewhere, nothing if that is
/// wished. Ctrl-C ends it after the articles in hand.
pub struct Watching {
    progress: Arc<Progress>,
    bar: ProgressBar,
    total: Option<u64>,
    begin: Instant,
    /// When the last line was written; nothing where none is.
    line: Option<Cell<Instant>>,
}

impl Watching {
    /// `total` is how much there is to do, in whatever `Watching::tick` counts; nothing where it is not known.
    pub fn new(common: &Common, total: Option<u64>) -> anyhow::Result<Watching> {
        let progress = Arc::new(Progress::default());
        let (flag, quiet) = (Arc::clone(&progress), common.quiet);
        ctrlc::set_handler(move || {
            if flag.stop() {
                // Asked twice: what is stored is whole at any moment.
                std::process::exit(super::STOPPED.into());
            }
            if !quiet {
                output::note("ending after the articles in hand; again to end at once");
            }
        })?;
        let begin = Instant::now();
        let draws = !common.quiet && std::io::stderr().is_terminal();
        let bar = match total {
            _ if !draws => ProgressBar::hidden(),
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        if draws {
            let template = match total {
                Some(_) => "{bar:30} {percent:>3}%  {msg}  {eta} left",
                None => "{spinner} {msg}  {elapsed}",
            };
            bar.set_style(ProgressStyle::with_template(template)?);
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Ok(Watching {
            progress,
            bar,
            total,
            begin,
            line: (!draws && !common.quiet).then(|| Cell::new(begin)),
        })
    }

    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Shows how far the run has come; `done` of the total.
    pub fn tick(&self, done: u64) {
        self.bar.set_position(done);
        if !self.bar.is_hidden() {
            self.bar.set_message(self.text());
        }
        if let Some(last) = &self.line
            && last.get().elapsed() >= EVERY
        {
            last.set(Instant::now());
            let elapsed = self.begin.elapsed();
            let left = self.total.and_then(|total| left(elapsed, done, total));
            let left = left.map_or(String::new(), |left| format!(", {} left", HumanDuration(left)));
            output::note(&format!("{}, {}{left}", self.text(), HumanDuration(elapsed)));
        }
    }

    /// Writes something while the bar is away.
    pub fn aside(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }

    /// Takes the bar away; whether the run was ended before its time.
    pub fn finish(self) -> bool {
        self.bar.finish_and_clear();
        self.progress.is_stopped()
    }

    /// `12,345 articles  35,000 words/s`
    fn text(&self) -> String {
        let seconds = self.begin.elapsed().as_secs_f64().max(0.001);
        let rate = (self.progress.words() as f64 / seconds) as u64;
        let articles = self.progress.articles();
        let plural = if articles == 1 { "" } else { "s" };
        format!("{} article{plural}  {} words/s", HumanCount(articles), HumanCount(rate))
    }
}

/// How long the rest takes if it goes on as it went so far.
fn left(elapsed: Duration, done: u64, total: u64) -> Option<Duration> {
    let rest = total.saturating_sub(done) as f64 / done as f64;
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * rest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_what_is_done() {
        let check = |done, seconds: Option<u64>| {
            let found = left(Duration::from_secs(60), done, 400);
            assert_eq!(found, seconds.map(Duration::from_secs), "{done}");
        };
        check(100, Some(180));
        check(400, Some(0));
        check(500, Some(0));
        check(0, None);
    }
}
