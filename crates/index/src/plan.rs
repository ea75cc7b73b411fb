//! Which way to search: compare with everything, look roughly first, or walk the graph.
//!
//! Measured at 384 dimensions on two AVX-512 cores, with vectors of the model mixed with
//! noise, twenty-six wanted (medians, the `scale` benchmark of the engine): comparing with
//! everything takes 0.33 ms for 10,000 vectors and 1.9 ms for 100,000; looking at sketches
//! first 0.7 ms for 100,000 and 5.6 ms for 1,060,000; the walk at `ef_search` 256 through
//! the five segments of the latter 3.1 ms. Scan and walk cost the same somewhere near
//! 500,000. The scan is kept until there: it needs no graph, and misses less.

/// How to look for the nearest vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Plan {
    /// [`Plan::Exact`] for few vectors, [`Plan::Scan`] for many, the graph beyond.
    #[default]
    Auto,
    /// Compare with every vector.
    Exact,
    /// Compare with every vector roughly, by its signs, and exactly with those that may
    /// be near: misses one neighbour in some thousand.
    Scan,
    /// Walk the graph; [`Plan::Scan`] where there is none.
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
/// 524,288 vectors of 384 dimensions.
const SCAN_BYTES: usize = 524_288 * 384;

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
