//! Which way to search: scan everything, or walk the graph.
//!
//! Measured at 384 dimensions, one thread of an AVX-512 core: the scan takes
//! 0.24 ms for 15,000 vectors and 1.9 ms for 100,000 (this crate's benchmark),
//! 3.4 ms for 200,000 (an earlier trial with the model's vectors). The walk at
//! `ef_search` 256 took 1.0 ms at 15,000, 1.4 ms at 50,000 and 1.6 ms at 200,000
//! (the latter two in that trial), so both cost the same somewhere below 100,000.
//! The scan is kept until 200,000 all the same: it misses nothing, and 3 ms are
//! not felt.

/// How to look for the nearest vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Plan {
    /// The exact scan while it is quick, the graph beyond.
    #[default]
    Auto,
    /// Compare with every vector.
    Exact,
    /// Compare with every vector roughly, by its signs, and exactly with those that may
    /// be near: misses one neighbour in some thousand.
    Scan,
    /// Walk the graph; the exact scan where there is none.
    Hnsw {
        /// How many candidates the walk keeps: more finds more and costs more.
        /// At least the number of results wanted is always kept. Below 128, points
        /// that the audit after the build did find may be missed.
        ef_search: usize,
    },
}

/// `ef_search` of [`Plan::Auto`] where it walks the graph.
///
/// Chosen for vectors of all-MiniLM-L6-v2, which are harder than the benchmark's:
/// with the default [`crate::BuildParams`], recall@10 among 50,000 of them was
/// 0.947 at 64, 0.969 at 128 and 0.983 at 256.
pub const DEFAULT_EF_SEARCH: usize = 256;

/// Bytes of code that are read in full before sketches are looked at first: 32,768
/// vectors of 384 dimensions.
const EXACT_SCAN_BYTES: usize = 32_768 * 384;

/// Bytes of code behind the sketches that a scan may read before the graph takes over:
/// 200,000 vectors of 384 dimensions.
const SCAN_BYTES: usize = 200_000 * 384;

/// What [`Plan::Auto`] looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation {
    pub(crate) dim: usize,
    pub(crate) n_vectors: usize,
    /// Rows the graph plan scans exactly anyway: recent and unfindable ones.
    pub(crate) n_outside_graph: usize,
    pub(crate) n_wanted: usize,
}

impl Plan {
    /// The scan for so many vectors.
    pub(crate) fn scan(dim: usize, n_vectors: usize) -> Self {
        let n_bytes = n_vectors.saturating_mul(dim);
        if n_bytes > EXACT_SCAN_BYTES { Self::Scan } else { Self::Exact }
    }

    /// What is done: never [`Plan::Auto`].
    pub(crate) fn decided(self, situation: Situation) -> Self {
        match self {
            Self::Auto if walk_pays(situation) => Self::Hnsw { ef_search: DEFAULT_EF_SEARCH },
            Self::Auto => Self::scan(situation.dim, situation.n_vectors),
            plan => plan,
        }
    }
}

/// Whether a library of `n_vectors` is so large that a walk is quicker than the scan.
pub(crate) fn graph_pays(dim: usize, n_vectors: usize) -> bool {
    n_vectors.saturating_mul(dim) > SCAN_BYTES
}

fn walk_pays(situation: Situation) -> bool {
    let Situation { dim, n_vectors, n_outside_graph, n_wanted } = situation;
    graph_pays(dim, n_vectors)
        && n_outside_graph < n_vectors / 2
        && n_wanted <= 2 * DEFAULT_EF_SEARCH
}
