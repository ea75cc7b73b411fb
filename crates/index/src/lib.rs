//! Vectors into nearest neighbours: an exact scan over byte codes, and an HNSW
//! graph for libraries too large for it.
//!
//! The index is a cache over what the library's database holds. It may be thrown
//! away at any time: a missing or damaged snapshot costs speed, never an answer.
//! Similarities are those of one-byte codes (within about 1e-3 of the cosine);
//! whoever shows them computes them again from the stored vectors.
//!
//! Invariant: no clock, no system randomness, no printing; files only in
//! [`Snapshot::save`] and [`Snapshot::load`]. `hnsw_rs` is known to `graph` and
//! `distance` alone.
//! Not here: threads and locks (the engine keeps one [`VectorIndex`] behind a
//! lock, builds from [`VectorIndex::build_input`] without it, then
//! [`VectorIndex::adopt`]s), SQL, passages and articles.

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
mod manifest;
mod plan;
mod snapshot;
#[cfg(test)]
mod tests;
mod vector_index;

pub use build::{BuildInput, BuildParams};
pub use error::IndexError;
pub use exact::Neighbor;
pub use plan::{DEFAULT_EF_SEARCH, Plan};
pub use snapshot::Snapshot;
pub use vector_index::{IndexStats, VectorIndex};
