use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far a run has come, for whoever watches it, and whether it is to end. Shared by all threads.
#[derive(Debug, Default)]
pub struct Progress {
    articles: AtomicU64,
    words: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// Counts an article that is done with, of so many words.
    pub fn done(&self, words: usize) {
        self.articles.fetch_add(1, Ordering::Relaxed);
        self.words.fetch_add(words as u64, Ordering::Relaxed);
    }

    pub fn articles(&self) -> u64 {
        self.articles.load(Ordering::Relaxed)
    }

    pub fn words(&self) -> u64 {
        self.words.load(Ordering::Relaxed)
    }

    /// Has the run end after the articles that are in hand; whether it was to end already.
    pub fn stop(&self) -> bool {
        self.stopped.swap(true, Ordering::Relaxed)
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// The items up to the moment at which the run is to end.
    pub fn watch<I: Iterator>(&self, items: I) -> impl Iterator<Item = I::Item> {
        items.take_while(|_| !self.is_stopped())
    }
}
