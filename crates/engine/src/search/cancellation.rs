//! As a reader types, every search is outdated by the next: a turn tells an older
//! one that it may stop. Nothing is interrupted; a search asks between its stages.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The searches of one field, of which only the latest matters.
#[derive(Debug, Clone, Default)]
pub struct Searches {
    latest: Arc<AtomicU64>,
}

/// One search among others of its field.
#[derive(Debug, Clone)]
pub struct SearchTicket {
    latest: Arc<AtomicU64>,
    number: u64,
}

impl Searches {
    /// Begins a search; those begun before are over.
    #[must_use]
    pub fn begin(&self) -> SearchTicket {
        let number = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
        SearchTicket { latest: Arc::clone(&self.latest), number }
    }
}

impl SearchTicket {
    /// Whether a newer search has begun.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.latest.load(Ordering::Relaxed) != self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_search_ends_an_older_one_of_the_same_field_only() {
        let (field, other) = (Searches::default(), Searches::default());
        let first = field.begin();
        let _elsewhere = other.begin();
        assert!(!first.is_over());
        let second = field.begin();
        assert!(first.is_over() && !second.is_over());
    }
}
