//! From rows to a graph: shuffle, let `hnsw_rs` link them, copy the links out, then
//! search for every row and write down which are not found.
//!
//! The order of insertion shapes the graph. Near-duplicates inserted one after
//! another cut whole regions off (measured: 725 of 5,000 points lost; none when
//! shuffled), hence the shuffle; what is lost all the same is listed and scanned.
//!
//! Invariant: the only file that knows `hnsw_rs` beside `distance`; no clock, no
//! system randomness; on one thread the same rows and parameters give the same
//! graph; a panic of `hnsw_rs` costs the graph, nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use hnsw_rs::hnsw::Hnsw;
use serde::{Deserialize, Serialize};

use crate::codes::Rows;
use crate::distance::{CodeDistance, to_point};
use crate::graph::{Graph, Layer, Links};

/// Rows inserted or audited between two looks at `cancel`.
const CANCEL_EVERY: usize = 64;

/// Effort of the audit's first try; most rows are found by it.
const QUICK_EF_SEARCH: usize = 16;

/// Effort of the second try. A row missed by it counts as unfindable; half of
/// what searches spend, so that the verdict errs on the safe side.
const AUDIT_EF_SEARCH: usize = 128;

/// Layers `hnsw_rs` keeps room for.
const N_LAYERS: usize = 16;

/// How a graph is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildParams {
    /// Links per point and layer, twice as many on the lowest; kept within 4..=64.
    /// `M` in Malkov & Yashunin, arXiv:1603.09320.
    pub m: usize,
    /// Candidates looked at while linking a point; kept within `m`..=2000.
    pub ef_construction: usize,
    /// Of the shuffle.
    pub seed: u64,
    /// Threads to build with; at least one.
    pub n_threads: usize,
}

impl Default for BuildParams {
    fn default() -> Self {
        Self { m: 16, ef_construction: 100, seed: 0x5eed, n_threads: 1 }
    }
}

impl BuildParams {
    /// With every value in its range: `hnsw_rs` ends the process on some others.
    pub(crate) fn in_range(self) -> Self {
        let m = self.m.clamp(4, 64);
        let ef_construction = self.ef_construction.clamp(m, 2000);
        Self { m, ef_construction, n_threads: self.n_threads.clamp(1, 64), ..self }
    }
}

/// Asked often during long work; `true` ends it.
pub(crate) type Cancel<'a> = &'a (dyn Fn() -> bool + Sync);

/// Links `rows`; `None` if there are none, `cancel` said so, or `hnsw_rs` panicked.
pub(crate) fn link(rows: Rows<'_>, params: BuildParams, cancel: Cancel<'_>) -> Option<Links> {
    if rows.len() == 0 {
        return None;
    }
    let built = catch_unwind(AssertUnwindSafe(|| {
        let order = shuffled(rows.len(), params.seed);
        let graph = Hnsw::new(params.m, rows.len(), N_LAYERS, params.ef_construction, CodeDistance);
        let insert = |row: u32| {
            let row = row as usize;
            graph.insert((&to_point(rows.code(row)), row));
        };
        // The first points make the frame; threads begin once there is one to build on.
        let (first, others) = order.split_at(order.len().min(CANCEL_EVERY));
        let insert_all = |rows: &[u32]| {
            for row in rows {
                insert(*row);
            }
        };
        insert_all(first);
        in_batches(others, params.n_threads, cancel, &insert_all)?;
        Some(copied(&graph))
    }));
    built.unwrap_or_else(|_| {
        tracing::error!("building the graph panicked; exact search goes on");
        None
    })
}

/// The links of a graph by row numbers.
fn copied(graph: &Hnsw<'_, i8, CodeDistance>) -> Links {
    let top = usize::from(graph.get_max_level_observed());
    let points = graph.get_point_indexation();
    let n_rows = graph.get_nb_point();
    let mut links =
        Links { lowest: vec![Vec::new(); n_rows], upper: vec![Layer::default(); top], entry: 0 };
    for level in 0..=top {
        for point in points.get_layer_iterator(level) {
            let row = point.get_origin_id();
            let neighbors = point.get_neighborhood_id();
            let of_layer = |layer: usize| -> Vec<u32> {
                let neighbors = neighbors.get(layer).map(Vec::as_slice).unwrap_or_default();
                neighbors.iter().filter_map(|it| u32::try_from(it.get_origin_id()).ok()).collect()
            };
            let Ok(row) = u32::try_from(row) else { continue };
            links.lowest[row as usize] = of_layer(0);
            for layer in 1..=level {
                links.upper[layer - 1].rows.push(row);
                links.upper[layer - 1].links.push(of_layer(layer));
            }
            if level == top {
                links.entry = row;
            }
        }
    }
    for layer in &mut links.upper {
        let mut order: Vec<usize> = (0..layer.rows.len()).collect();
        order.sort_unstable_by_key(|at| layer.rows[*at]);
        layer.rows = order.iter().map(|at| layer.rows[*at]).collect();
        layer.links = order.iter().map(|at| std::mem::take(&mut layer.links[*at])).collect();
    }
    links
}

/// Rows, ascending, that a search for themselves does not return. A row that is
/// returned is first among its ties, being at distance zero.
pub(crate) fn audit(
    graph: &Graph,
    rows: Rows<'_>,
    n_threads: usize,
    cancel: Cancel<'_>,
) -> Option<Vec<u32>> {
    let finds = |row: u32, ef_search: usize| {
        let found = graph.search(rows, rows.code(row as usize), ef_search);
        found.iter().any(|(_, found)| *found == row)
    };
    let all: Vec<u32> = (0..u32::try_from(rows.len()).ok()?).collect();
    let lost = std::sync::Mutex::new(Vec::new());
    in_batches(&all, n_threads, cancel, &|batch| {
        let is_lost = |row: &u32| !finds(*row, QUICK_EF_SEARCH) && !finds(*row, AUDIT_EF_SEARCH);
        let missed: Vec<u32> = batch.iter().copied().filter(is_lost).collect();
        lost.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(missed);
    })?;
    let mut lost = lost.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    lost.sort_unstable();
    Some(lost)
}

/// Runs `work` on batches of `items`, on `n_threads` threads; `None` once `cancel`
/// says `true`.
fn in_batches(
    items: &[u32],
    n_threads: usize,
    cancel: Cancel<'_>,
    work: &(dyn Fn(&[u32]) + Sync),
) -> Option<()> {
    let next = AtomicUsize::new(0);
    let is_cancelled = AtomicBool::new(false);
    let take = || {
        while !is_cancelled.load(Ordering::Relaxed) {
            let start = next.fetch_add(CANCEL_EVERY, Ordering::Relaxed);
            if start >= items.len() {
                return;
            }
            if cancel() {
                is_cancelled.store(true, Ordering::Relaxed);
                return;
            }
            work(&items[start..items.len().min(start + CANCEL_EVERY)]);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..n_threads {
            scope.spawn(take);
        }
        take();
    });
    (!is_cancelled.into_inner()).then_some(())
}

/// Every row once, in an order that depends on number and seed only.
fn shuffled(n_rows: usize, seed: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(n_rows).unwrap_or(u32::MAX)).collect();
    let mut random = SplitMix64(seed);
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    order
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
