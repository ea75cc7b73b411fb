//! The scans: every row is compared, the best are kept.
//!
//! The exact one is the oracle for everything else and the plan of small libraries. The
//! other looks at sketches first and compares the rows that may be near: ten times as
//! quick where there are many (see [`crate::Plan`]).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use parallax_types::VectorId;

use crate::codes::{CodeRef, ROWS_PER_BLOCK, Rows, similarity};
use crate::dot::{dots, prefetch};
use crate::sketch::{AskedSketch, LANES, Sketches};

/// A vector and how close it is to the query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbor {
    /// Which vector.
    pub id: VectorId,
    /// Cosine similarity of the byte codes, `-1.0..=1.0`, larger is closer;
    /// within about 1e-3 of the exact cosine.
    pub similarity: f32,
}

impl Neighbor {
    /// `Less` means better: more similar, or as similar with the lower id.
    fn rank(&self, other: &Self) -> Ordering {
        other.similarity.total_cmp(&self.similarity).then(self.id.cmp(&other.id))
    }
}

/// Orders by rank, so that the top of a max-heap is the worst kept.
struct ByRank(Neighbor);

impl PartialEq for ByRank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ByRank {}

impl PartialOrd for ByRank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByRank {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.rank(&other.0)
    }
}

/// The `n_wanted` best of what was offered.
pub(crate) struct Best {
    n_wanted: usize,
    kept: BinaryHeap<ByRank>,
}

impl Best {
    pub(crate) fn new(n_wanted: usize) -> Self {
        Self { n_wanted, kept: BinaryHeap::new() }
    }

    /// Whether `neighbor` would be kept.
    fn would_keep(&self, neighbor: Neighbor) -> bool {
        self.kept.len() < self.n_wanted
            || self.kept.peek().is_some_and(|worst| neighbor.rank(&worst.0) == Ordering::Less)
    }

    /// How similar a neighbour has to be at least to be kept.
    fn bar(&self) -> f32 {
        let is_full = self.kept.len() >= self.n_wanted;
        let worst = self.kept.peek().filter(|_| is_full);
        worst.map_or(f32::NEG_INFINITY, |worst| worst.0.similarity)
    }

    pub(crate) fn offer(&mut self, neighbor: Neighbor) {
        if !self.would_keep(neighbor) {
            return;
        }
        if self.kept.len() == self.n_wanted {
            self.kept.pop();
        }
        self.kept.push(ByRank(neighbor));
    }

    /// Best first.
    pub(crate) fn into_vec(self) -> Vec<Neighbor> {
        self.kept.into_sorted_vec().into_iter().map(|by_rank| by_rank.0).collect()
    }
}

/// What decides whether a row may be returned; asked only about rows close
/// enough to be kept.
pub(crate) type Accept<'a> = &'a (dyn Fn(VectorId) -> bool + Sync);

/// Rows fetched ahead of the one that is compared: they lie far apart.
const N_AHEAD: usize = 4;

/// Offers every row that `accept` agrees to.
pub(crate) fn scan(rows: Rows<'_>, query: CodeRef<'_>, accept: Accept<'_>, best: &mut Best) {
    let mut sums = [0; ROWS_PER_BLOCK];
    for start in (0..rows.len()).step_by(ROWS_PER_BLOCK) {
        let block = rows.part(start..rows.len().min(start + ROWS_PER_BLOCK));
        dots(query.bytes, block.bytes, &mut sums);
        let each = block.ids.iter().zip(block.inverse_norms).zip(&sums);
        for ((id, inverse_norm), sum) in each {
            let similarity = similarity(*sum, query.inverse_norm, *inverse_norm);
            let neighbor = Neighbor { id: VectorId(*id), similarity };
            if best.would_keep(neighbor) && accept(neighbor.id) {
                best.offer(neighbor);
            }
        }
    }
}

/// Offers the rows that `accept` agrees to and that may be near by their sketches.
pub(crate) fn scan_near(
    (rows, sketches): (Rows<'_>, Sketches<'_>),
    (query, asked): (CodeRef<'_>, &AskedSketch),
    accept: Accept<'_>,
    best: &mut Best,
) {
    let mut estimates = [0.0; ROWS_PER_BLOCK];
    let mut near: Vec<usize> = Vec::new();
    for start in (0..rows.len()).step_by(ROWS_PER_BLOCK) {
        let block = start..rows.len().min(start + ROWS_PER_BLOCK);
        sketches.part(block.clone(), rows.dim).estimate(asked, &mut estimates);
        let bar = best.bar() - sketches.slack;
        near.clear();
        let groups = block.clone().step_by(LANES).zip(estimates.chunks_exact(LANES));
        for (first, group) in groups {
            // Most groups have none, which is told at once.
            if group.iter().copied().fold(f32::NEG_INFINITY, f32::max) >= bar {
                let rows = (first..block.end).zip(group);
                near.extend(rows.filter(|(_, estimate)| **estimate >= bar).map(|(row, _)| row));
            }
        }
        for (at, row) in near.iter().enumerate() {
            if let Some(soon) = near.get(at + N_AHEAD) {
                prefetch(rows.code(*soon).bytes);
            }
            let similarity = query.similarity(rows.code(*row));
            let neighbor = Neighbor { id: rows.id(*row), similarity };
            if best.would_keep(neighbor) && accept(neighbor.id) {
                best.offer(neighbor);
            }
        }
    }
}
