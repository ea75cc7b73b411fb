//! A segment in use: which of its rows are dead, and the walk through its graph.
//! Not here: the scan of its rows (`parallel_scan`), how segments are made (`merge`).

use std::ops::Range;
use std::sync::Arc;

use parallax_types::VectorId;

use crate::codes::CodeRef;
use crate::exact::{Best, Neighbor};
use crate::segment::Segment;

/// A segment and which of its rows are dead.
#[derive(Debug)]
pub(crate) struct LiveSegment {
    pub(crate) segment: Arc<Segment>,
    /// One bit a row.
    dead: Vec<u64>,
    pub(crate) n_dead: usize,
}

impl LiveSegment {
    pub(crate) fn new(segment: Arc<Segment>) -> Self {
        let n_words = segment.rows().len().div_ceil(64);
        Self { segment, dead: vec![0; n_words], n_dead: 0 }
    }

    pub(crate) fn n_alive(&self) -> usize {
        self.segment.rows().len() - self.n_dead
    }

    pub(crate) fn is_alive(&self, row: usize) -> bool {
        self.dead[row / 64] >> (row % 64) & 1 == 0
    }

    pub(crate) fn find(&self, id: VectorId) -> Option<usize> {
        self.segment.find(id).filter(|row| self.is_alive(*row))
    }

    pub(crate) fn delete(&mut self, row: usize) {
        if self.is_alive(row) {
            self.dead[row / 64] |= 1 << (row % 64);
            self.n_dead += 1;
        }
    }

    /// Takes for dead what is dead in `other`, which has the same rows.
    pub(crate) fn copy_deletes_from(&mut self, other: &Self) {
        self.dead.clone_from(&other.dead);
        self.n_dead = other.n_dead;
    }

    /// Runs of rows without a dead one.
    pub(crate) fn live_ranges(&self) -> Vec<Range<usize>> {
        let n_rows = self.segment.rows().len();
        let mut runs = Vec::new();
        let mut start = 0;
        let n_looked_at = if self.n_dead == 0 { 0 } else { n_rows };
        for row in (0..n_looked_at).filter(|row| !self.is_alive(*row)) {
            runs.push(start..row);
            start = row + 1;
        }
        runs.push(start..n_rows);
        runs.retain(|run| !run.is_empty());
        runs
    }

    /// Offers what a walk through the segment's graph finds. `false`, and nothing is
    /// offered, if there is no graph or the walk met too few live rows (many dead ones
    /// nearby): then only the scan knows.
    pub(crate) fn walk(
        &self,
        query: CodeRef<'_>,
        n_wanted: usize,
        ef_search: usize,
        best: &mut Best,
    ) -> bool {
        let Some(graph) = self.segment.graph() else { return false };
        let rows = self.segment.rows();
        let unfindable = self.segment.unfindable();
        let n_expected_dead = n_wanted.saturating_mul(self.n_dead) / self.n_alive().max(1);
        let ef_search = ef_search.max(n_wanted.saturating_add(n_expected_dead)).min(rows.len());
        let walked = graph.search(rows, query, ef_search);
        let is_alive = |row: &u32| self.is_alive(*row as usize);
        let mut found: Vec<u32> = walked.into_iter().map(|(_, row)| row).filter(is_alive).collect();
        found.extend(unfindable.iter().filter(|row| is_alive(row)));
        found.sort_unstable();
        found.dedup();
        if found.len() < n_wanted.min(self.n_alive()) {
            return false;
        }
        for row in found {
            let row = row as usize;
            best.offer(Neighbor { id: rows.id(row), similarity: query.similarity(rows.code(row)) });
        }
        true
    }
}
