//! From codes to a snapshot: shuffle, insert one by one, then search for every
//! point and write down which are not found.
//!
//! The order of insertion shapes the graph. Near-duplicates inserted one after
//! another cut whole regions off (measured: 725 of 5,000 points lost; none when
//! shuffled), hence the shuffle; what is lost all the same is listed and scanned.
//!
//! Invariant: one thread, no clock, no system randomness: the same codes and
//! parameters give the same graph.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parallax_types::VectorId;

use crate::codes::{Block, CodeRef, Codes};
use crate::graph::Graph;
use crate::snapshot::Snapshot;

/// Points inserted or audited between two looks at `cancel`.
const CANCEL_EVERY: usize = 64;

/// Effort of the audit's first try; most points are found by it.
const QUICK_EF_SEARCH: usize = 16;

/// Effort of the second try. A point missed by it counts as unfindable; half of
/// what searches spend, so that the verdict errs on the safe side.
const AUDIT_EF_SEARCH: usize = 128;

/// How the graph is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildParams {
    /// Links per point and layer, twice as many on the lowest; kept within 4..=64.
    /// `M` in Malkov & Yashunin, arXiv:1603.09320.
    pub m: usize,
    /// Candidates looked at while linking a point; kept within `m`..=2000.
    pub ef_construction: usize,
    /// Of the shuffle.
    pub seed: u64,
}

impl Default for BuildParams {
    fn default() -> Self {
        Self { m: 16, ef_construction: 100, seed: 0x5eed }
    }
}

impl BuildParams {
    /// With every value in its range: `hnsw_rs` ends the process on some others.
    pub(crate) fn in_range(self) -> Self {
        let m = self.m.clamp(4, 64);
        Self { m, ef_construction: self.ef_construction.clamp(m, 2000), ..self }
    }
}

/// What a snapshot is built from: the live vectors as they were when
/// [`crate::VectorIndex::build_input`] was called. Holds no lock and shares
/// memory with the index.
#[derive(Debug)]
pub struct BuildInput {
    dim: usize,
    blocks: Vec<Arc<Block>>,
}

impl BuildInput {
    pub(crate) fn new(dim: usize, parts: [&Codes; 2]) -> Self {
        Self { dim, blocks: parts.into_iter().flat_map(Codes::blocks).cloned().collect() }
    }

    /// Number of vectors the snapshot will hold.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.ids.len()).sum()
    }

    /// Whether there is nothing to build from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Builds and audits a snapshot on the calling thread: about 1 ms per
    /// vector. `cancel` is asked often; `None` once it says `true`,
    /// or if there is nothing to build from.
    #[must_use]
    pub fn build(self, params: &BuildParams, cancel: &dyn Fn() -> bool) -> Option<Snapshot> {
        if self.is_empty() {
            return None;
        }
        let built = catch_unwind(AssertUnwindSafe(|| self.build_unguarded(*params, cancel)));
        built.unwrap_or_else(|_| {
            tracing::error!("building the index panicked; exact search goes on");
            None
        })
    }

    fn build_unguarded(&self, params: BuildParams, cancel: &dyn Fn() -> bool) -> Option<Snapshot> {
        let params = params.in_range();
        let order = self.shuffled(params.seed);
        let graph = Graph::new(order.len(), params.m, params.ef_construction);
        for batch in order.chunks(CANCEL_EVERY) {
            if cancel() {
                return None;
            }
            for (id, code) in batch {
                graph.insert(*id, *code);
            }
        }
        let unfindable = audit(&graph, &order, cancel)?;
        Some(Snapshot::new(graph, self.dim, order.len(), params, unfindable))
    }

    /// Every vector, in an order that depends on ids and seed only.
    fn shuffled(&self, seed: u64) -> Vec<(VectorId, CodeRef<'_>)> {
        let mut order: Vec<_> = self.blocks.iter().flat_map(|block| block.rows(self.dim)).collect();
        order.sort_unstable_by_key(|(id, _)| *id);
        let mut random = SplitMix64(seed);
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last + 1));
        }
        order
    }
}

/// Ids, ascending, of the points that a search for themselves does not return.
/// A point that is returned is first among its ties, being at distance zero.
fn audit(
    graph: &Graph,
    points: &[(VectorId, CodeRef<'_>)],
    cancel: &dyn Fn() -> bool,
) -> Option<Vec<VectorId>> {
    let finds = |id: VectorId, code: CodeRef<'_>, ef_search: usize| {
        graph.search(code, ef_search).is_some_and(|found| found.contains(&id))
    };
    let mut unfindable = Vec::new();
    for batch in points.chunks(CANCEL_EVERY) {
        if cancel() {
            return None;
        }
        let lost = batch.iter().filter(|(id, code)| {
            !finds(*id, *code, QUICK_EF_SEARCH) && !finds(*id, *code, AUDIT_EF_SEARCH)
        });
        unfindable.extend(lost.map(|(id, _)| *id));
    }
    unfindable.sort_unstable();
    Some(unfindable)
}

/// Steele, Lea & Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..n`; the bias is below 2^-32 for any n that fits memory.
    #[expect(clippy::cast_possible_truncation, reason = "a remainder is below n")]
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}
