//! Which way to search: scan everything, or walk the graph.
//!
//! The constants are measurements (`cargo bench -p parallax-index`, 384 dimensions,
//! one thread of an AVX-512 laptop-class core).

/// How to look for the nearest vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Plan {
    /// The exact scan while it is quick, the graph beyond.
    #[default]
    Auto,
    /// Compare with every vector.
    Exact,
    /// Walk the graph; the exact scan where there is no usable snapshot.
    Hnsw {
        /// How many candidates the walk keeps: more finds more and costs more.
        /// At least the number of results wanted is always kept.
        ef_search: usize,
    },
}

/// `ef_search` of [`Plan::Auto`], and the effort of the self-search audit.
pub const DEFAULT_EF_SEARCH: usize = 128;

/// Bytes of code an exact scan may read before the graph takes over:
/// 200,000 vectors of 384 dimensions.
const EXACT_SCAN_BYTES: usize = 200_000 * 384;

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
    /// `ef_search` for a walk through the graph, or `None` for the exact scan.
    pub(crate) fn ef_search(self, situation: Situation) -> Option<usize> {
        match self {
            Self::Exact => None,
            Self::Hnsw { ef_search } => Some(ef_search),
            Self::Auto => graph_pays(situation).then_some(DEFAULT_EF_SEARCH),
        }
    }
}

fn graph_pays(situation: Situation) -> bool {
    let Situation { dim, n_vectors, n_outside_graph, n_wanted } = situation;
    n_vectors.saturating_mul(dim) > EXACT_SCAN_BYTES
        && n_outside_graph < n_vectors / 4
        && n_wanted <= 4 * DEFAULT_EF_SEARCH
}
