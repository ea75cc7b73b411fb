//! What the library as a whole prints: sizes, and what a check found.

use parallax_engine as engine;
use serde::Serialize;

/// Sizes and counts of a library.
#[derive(Serialize)]
pub struct Stats<'a> {
    library: String,
    n_articles: usize,
    n_passages: usize,
    n_vectors: usize,
    n_pending: usize,
    database_bytes: u64,
    index_bytes: u64,
    model: Option<&'a str>,
    index: Option<Index>,
    outlets: Vec<Count<'a>>,
    languages: Vec<Count<'a>>,
    formats: Vec<Count<'a>>,
}

#[derive(Serialize)]
struct Index {
    n_vectors: usize,
    n_in_snapshot: usize,
    n_recent: usize,
    n_tombstones: usize,
    problem: Option<String>,
}

#[derive(Serialize)]
struct Count<'a> {
    name: Option<&'a str>,
    n_articles: usize,
}

impl<'a> Stats<'a> {
    /// The counts of `library`, a path.
    #[must_use]
    pub fn of(library: String, stats: &'a engine::LibraryStats) -> Self {
        let counts = |counts: &'a [engine::Count]| {
            counts
                .iter()
                .map(|c| Count { name: c.name.as_deref(), n_articles: c.n_articles })
                .collect()
        };
        let store = &stats.store;
        Self {
            library,
            n_articles: store.n_articles,
            n_passages: store.n_passages,
            n_vectors: store.n_vectors,
            n_pending: store.n_pending,
            database_bytes: store.database_bytes,
            index_bytes: stats.index_bytes,
            model: stats.model.as_deref(),
            index: stats.index.as_ref().map(|index| Index {
                n_vectors: index.n_vectors,
                n_in_snapshot: index.n_settled,
                n_recent: index.n_recent,
                n_tombstones: index.n_tombstones,
                problem: stats.index_problem.clone(),
            }),
            outlets: counts(&store.outlets),
            languages: counts(&store.languages),
            formats: counts(&store.formats),
        }
    }
}

/// What a check found.
#[derive(Serialize)]
pub struct Verify {
    ok: bool,
    problems: Vec<String>,
    /// The same with more about each.
    details: Vec<Problem>,
}

#[derive(Serialize)]
pub(crate) struct Problem {
    /// What can be done about it, to branch on.
    code: &'static str,
    message: String,
    hint: &'static str,
    articles: Vec<i64>,
}

impl Verify {
    /// Those problems; none is `ok`.
    #[must_use]
    pub fn of(problems: &[engine::Problem]) -> Self {
        Self {
            ok: problems.is_empty(),
            problems: problems.iter().map(|problem| problem.what.clone()).collect(),
            details: problems.iter().map(Problem::of).collect(),
        }
    }
}

impl Problem {
    fn of(problem: &engine::Problem) -> Self {
        Self {
            code: problem.kind.code(),
            message: problem.what.clone(),
            hint: problem.kind.hint(),
            articles: problem.articles.iter().map(|id| id.0).collect(),
        }
    }
}
