//! How much that was read may wait for the thread that stores.
//!
//! A count of files alone bounds nothing: most are a few KB, some are 20 MB of text or
//! thousands of articles. Not here: the channel they wait in (`reading`).

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use parallax_types::RawArticle;

/// What may wait, in bytes, before readers do.
const MAX_BYTES: usize = 16 << 20;

/// What an article and a block take beside their text, roughly: fields, sources, receipt.
const ARTICLE_BYTES: usize = 2 << 10;
const BLOCK_BYTES: usize = 128;

/// Bytes on their way from the readers to the store.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    n_bytes: usize,
    is_closed: bool,
}

impl InFlight {
    /// Waits until there is room for `n_bytes`, and counts them in. What is larger than
    /// all the room goes in alone, or it would wait for ever.
    pub(super) fn put(&self, n_bytes: usize) {
        let mut state = self.lock();
        while !state.is_closed && state.n_bytes > 0 && is_too_much(state.n_bytes + n_bytes) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.n_bytes += n_bytes;
    }

    /// What takes them out; while it lives, whoever holds it must go on taking.
    pub(super) fn taker(&self) -> Taker<'_> {
        Taker(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes bytes out. Once it is gone nobody waits any longer.
#[derive(Debug)]
pub(super) struct Taker<'a>(&'a InFlight);

impl Taker<'_> {
    pub(super) fn take(&self, n_bytes: usize) {
        let mut state = self.0.lock();
        state.n_bytes = state.n_bytes.saturating_sub(n_bytes);
        self.0.changed.notify_all();
    }
}

impl Drop for Taker<'_> {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.changed.notify_all();
    }
}

/// What articles hold in memory, in bytes, roughly.
pub(super) fn size(articles: &[RawArticle]) -> usize {
    let text = |article: &RawArticle| {
        article.blocks.iter().map(|block| block.text.len() + BLOCK_BYTES).sum::<usize>()
    };
    articles.iter().map(|article| ARTICLE_BYTES + text(article)).sum()
}

/// More than may wait in one place.
pub(super) fn is_too_much(n_bytes: usize) -> bool {
    n_bytes > MAX_BYTES
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn readers_wait_for_room_and_the_largest_passes_alone() {
        let in_flight = InFlight::default();
        let taker = in_flight.taker();
        in_flight.put(10 * MAX_BYTES);
        let is_in = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                in_flight.put(1);
                is_in.store(true, Ordering::SeqCst);
            });
            std::thread::sleep(Duration::from_millis(30));
            assert!(!is_in.load(Ordering::SeqCst), "it went in beside the largest");
            taker.take(10 * MAX_BYTES);
        });
        assert!(is_in.load(Ordering::SeqCst));
        assert_eq!(in_flight.lock().n_bytes, 1);
    }

    #[test]
    fn nobody_waits_for_one_who_is_gone() {
        let in_flight = InFlight::default();
        in_flight.put(MAX_BYTES);
        std::thread::scope(|scope| {
            scope.spawn(|| in_flight.put(MAX_BYTES));
            drop(in_flight.taker());
        });
        assert!(in_flight.lock().is_closed);
    }
}
