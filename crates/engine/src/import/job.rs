//! What goes from those who read files to the one who stores articles.
//!
//! Not here: who reads (`reading`), who stores (`storing`), how much may wait (`in_flight`).

use std::path::PathBuf;

use parallax_import::ImportError;
use parallax_types::{ArticleId, RawArticle};

use super::in_flight::size;

/// A file on its way through, by its place in the walk.
pub(super) struct Job {
    pub(super) place: usize,
    pub(super) path: PathBuf,
}

/// A file with what came of it.
pub(super) struct Done {
    pub(super) job: Job,
    pub(super) outcome: Result<Read, ImportError>,
    /// What it holds in memory.
    pub(super) n_bytes: usize,
}

impl Done {
    pub(super) fn new(job: Job, outcome: Result<Read, ImportError>) -> Self {
        let n_bytes = match &outcome {
            Ok(Read::Parsed { articles, .. }) => size(articles),
            Ok(Read::Unchanged(_) | Read::TakenOut | Read::PutOff) | Err(_) => 0,
        };
        Self { job, outcome, n_bytes }
    }
}

pub(super) enum Read {
    Unchanged(Vec<ArticleId>),
    /// A reader took its articles out of the library.
    TakenOut,
    /// A scan, whose pages are read once everything else is.
    PutOff,
    Parsed {
        path: PathBuf,
        content_hash: [u8; 32],
        articles: Vec<RawArticle>,
    },
}
