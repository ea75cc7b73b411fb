//! Vectors into nearest neighbours: a scan over byte codes, helped by the signs of
//! the vectors where they are many, and HNSW graphs for libraries too large for it.
//!
//! The index is a cache over what the library's database holds. It may be thrown
//! away at any time: missing or damaged files cost speed, never an answer.
//! Similarities are those of one-byte codes (within about 1e-3 of the cosine);
//! whoever shows them computes them again from the stored vectors.
//!
//! Invariant: no clock, no system randomness, no printing; files only in
//! [`VectorIndex::open`], [`PendingMerge::write`] and [`GraphBuild::build`]. `hnsw_rs` is
//! known to `build` and `distance` alone, mapped memory to `mapped_file`.
//! Not here: locks and background threads (the engine keeps one [`VectorIndex`]
//! behind a lock, takes a [`PendingMerge`] or [`GraphBuild`] from it, writes without the
//! lock, then [`VectorIndex::adopt`]s), SQL, passages and articles.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod build;
#[cfg(test)]
#[path = "../testing/clustered.rs"]
mod clustered;
mod codes;
mod distance;
mod dot;
mod error;
mod exact;
mod graph;
mod live_segment;
mod manifest;
mod mapped_file;
mod merge;
mod parallel_scan;
mod plan;
mod private;
mod segment;
mod sketch;
#[cfg(test)]
mod tests;
mod threads;
mod vector_index;

pub use build::BuildParams;
pub use error::IndexError;
pub use exact::Neighbor;
pub use merge::{GraphBuild, MergedSegments, PendingMerge};
pub use plan::{DEFAULT_EF_SEARCH, Plan};
pub use vector_index::{IndexStats, Opened, VectorIndex};
