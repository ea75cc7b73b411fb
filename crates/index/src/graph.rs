//! The only door to `hnsw_rs`: a graph over points, built here or read back.
//!
//! Invariant: points have one length; a graph that was read back is never
//! inserted into (`hnsw_rs` 0.3.5 would put every new point on the lowest layer,
//! applying its level scale twice); nothing that `hnsw_rs` panics about gets out.
//! Not here: whether files are what was written (`manifest`) — `hnsw_rs` ends
//! the process on a short data file, so that must be settled before.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use hnsw_rs::api::AnnT;
use hnsw_rs::hnsw::Hnsw;
use hnsw_rs::hnswio::HnswIo;
use parallax_types::VectorId;
use self_cell::self_cell;

use crate::codes::CodeRef;
use crate::distance::{CodeDistance, from_point, to_point};

type BorrowingGraph<'a> = Hnsw<'a, i8, CodeDistance>;

self_cell!(
    /// `hnsw_rs` ties a graph that was read back to its reader.
    struct LoadedGraph {
        owner: HnswIo,
        #[not_covariant]
        dependent: BorrowingGraph,
    }
);

/// Layers `hnsw_rs` can dump; it refuses any other number.
const N_LAYERS: usize = 16;

enum Inner {
    Built(Hnsw<'static, i8, CodeDistance>),
    Loaded(LoadedGraph),
}

/// A navigable small-world graph over codes.
pub(crate) struct Graph(Inner);

impl Graph {
    /// An empty graph for `n_points`. `m` is within 2..=128 and neither is zero:
    /// `hnsw_rs` divides by ln(m) and ends the process above 256.
    pub(crate) fn new(n_points: usize, m: usize, ef_construction: usize) -> Self {
        Self(Inner::Built(Hnsw::new(m, n_points, N_LAYERS, ef_construction, CodeDistance)))
    }

    /// Adds a point. Without effect on a graph that was read back.
    pub(crate) fn insert(&self, id: VectorId, code: CodeRef<'_>) {
        if let Inner::Built(graph) = &self.0 {
            graph.insert((&to_point(code), data_id(id)));
        }
    }

    /// The up to `ef_search` nearest points the walk finds, nearest first;
    /// `None` if `hnsw_rs` panicked.
    pub(crate) fn search(&self, query: CodeRef<'_>, ef_search: usize) -> Option<Vec<VectorId>> {
        let point = to_point(query);
        let found = catch_unwind(AssertUnwindSafe(|| match &self.0 {
            Inner::Built(graph) => graph.search(&point, ef_search, ef_search),
            Inner::Loaded(graph) => {
                graph.with_dependent(|_, graph| graph.search(&point, ef_search, ef_search))
            }
        }));
        Some(found.ok()?.into_iter().map(|found| vector_id(found.d_id)).collect())
    }

    /// Calls `visit` for every point; points too short to be one are skipped.
    pub(crate) fn for_each(&self, visit: &mut dyn FnMut(VectorId, CodeRef<'_>)) {
        match &self.0 {
            Inner::Built(graph) => for_each_point(graph, visit),
            Inner::Loaded(graph) => graph.with_dependent(|_, graph| for_each_point(graph, visit)),
        }
    }

    /// Writes the graph to two files in `dir` and returns the base name of both,
    /// which `hnsw_rs` may choose to differ from `basename`.
    pub(crate) fn dump(&self, dir: &Path, basename: &str) -> Result<String, String> {
        let written = catch_unwind(AssertUnwindSafe(|| match &self.0 {
            Inner::Built(graph) => graph.file_dump(dir, basename),
            Inner::Loaded(graph) => graph.with_dependent(|_, graph| graph.file_dump(dir, basename)),
        }));
        said(written)
    }

    /// Reads a graph back. The files must have been verified.
    pub(crate) fn load(dir: &Path, basename: &str) -> Result<Self, String> {
        let read = catch_unwind(|| {
            LoadedGraph::try_new(HnswIo::new(dir, basename), |reader| {
                reader.load_hnsw_with_dist(CodeDistance)
            })
        });
        said(read).map(|graph| Self(Inner::Loaded(graph)))
    }
}

fn for_each_point(graph: &BorrowingGraph<'_>, visit: &mut dyn FnMut(VectorId, CodeRef<'_>)) {
    let points = graph.get_point_indexation();
    for layer in 0..=usize::from(graph.get_max_level_observed()) {
        for point in points.get_layer_iterator(layer) {
            if let Some(code) = from_point(point.get_v()) {
                visit(vector_id(point.get_origin_id()), code);
            }
        }
    }
}

/// Flattens what `hnsw_rs` returned or panicked with.
fn said<T, E: std::fmt::Display>(outcome: std::thread::Result<Result<T, E>>) -> Result<T, String> {
    match outcome {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(panic) => Err(panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("the graph library panicked")
            .to_owned()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "row ids count up from 1 and stay below 2^32 where usize has 32 bits"
)]
fn data_id(id: VectorId) -> usize {
    id.0.cast_unsigned() as usize
}

fn vector_id(data_id: usize) -> VectorId {
    VectorId((data_id as u64).cast_signed())
}
