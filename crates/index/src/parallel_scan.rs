//! A scan of many rows, shared between threads.
//!
//! Not here: how rows are compared (`exact`), which are scanned (`vector_index`).

use crate::codes::{Block, CodeRef, Rows};
use crate::exact::{Accept, Best, scan, scan_near};
use crate::live_segment::LiveSegment;
use crate::plan::Plan;
use crate::sketch::{AskedSketch, Sketches};
use crate::threads::{MAX_THREADS, share_between};

/// Rows a thread has to itself when a scan is shared between threads: a millisecond or
/// two of work.
const ROWS_PER_THREAD: usize = 131_072;

/// Rows to be scanned in one go.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    rows: Rows<'a>,
    /// `None` if every row is to be compared.
    sketches: Option<Sketches<'a>>,
    /// Where to ask which of them are dead.
    home: Option<&'a LiveSegment>,
}

impl<'a> Part<'a> {
    /// Small enough that threads can share a segment.
    pub(crate) fn of_segment(
        living: &'a LiveSegment,
        plan: Plan,
    ) -> impl Iterator<Item = Part<'a>> {
        let rows = living.segment.rows();
        let sketches = (plan == Plan::Scan).then(|| living.segment.sketches());
        (0..rows.len()).step_by(ROWS_PER_THREAD).map(move |start| {
            let part = start..rows.len().min(start + ROWS_PER_THREAD);
            Part {
                sketches: sketches.map(|sketches| sketches.part(part.clone(), rows.dim)),
                rows: rows.part(part),
                home: Some(living),
            }
        })
    }

    pub(crate) fn of_block(block: &'a Block, dim: usize) -> Self {
        Self { rows: block.rows(dim), sketches: None, home: None }
    }

    fn scan(self, query: (CodeRef<'_>, &AskedSketch), accept: Accept<'_>, best: &mut Best) {
        let Self { rows, sketches, home } = self;
        let is_alive_and_accepted =
            |id| home.is_none_or(|home| home.find(id).is_some()) && accept(id);
        let has_dead = home.is_some_and(|living| living.n_dead > 0);
        let accept: Accept<'_> = if has_dead { &is_alive_and_accepted } else { accept };
        match sketches {
            Some(sketches) => scan_near((rows, sketches), query, accept, best),
            None => scan(rows, query.0, accept, best),
        }
    }
}

/// Scans all parts, on several threads where there is enough for each.
pub(crate) fn scan_all(
    parts: &[Part<'_>],
    query: CodeRef<'_>,
    n_wanted: usize,
    accept: Accept<'_>,
) -> Best {
    let asked = AskedSketch::new(query);
    let n_rows: usize = parts.iter().map(|part| part.rows.len()).sum();
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let n_threads = (n_rows / ROWS_PER_THREAD).clamp(1, MAX_THREADS.min(n_cores));
    let share = |first: usize| {
        let mut best = Best::new(n_wanted);
        for part in parts.iter().skip(first).step_by(n_threads) {
            part.scan((query, &asked), accept, &mut best);
        }
        best
    };
    let mut best = share_between(n_threads, &share);
    let mut merged = best.swap_remove(0);
    for neighbor in best.into_iter().flat_map(Best::into_vec) {
        merged.offer(neighbor);
    }
    merged
}
