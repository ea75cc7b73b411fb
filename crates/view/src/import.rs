//! What an import, a comparison with watched folders, and their list print.

use parallax_engine as engine;
use serde::Serialize;

use super::milliseconds;

/// What came of every file named.
#[derive(Serialize)]
pub struct Import<'a> {
    /// New or changed articles.
    pub imported: Vec<Imported<'a>>,
    /// Articles whose file is as it was.
    pub unchanged: Vec<Unchanged<'a>>,
    /// Files that could not be read, each with why.
    pub failed: Vec<Failed<'a>>,
    /// Files passed over by rule.
    pub skipped: Vec<Skipped<'a>>,
    /// Vectors computed.
    pub n_embedded: usize,
    /// Whether it was broken off.
    pub cancelled: bool,
    /// Why nothing can be found by meaning, if so.
    pub model_problem: Option<String>,
    /// Time it took, in milliseconds.
    pub took_ms: f64,
}

#[derive(Serialize)]
pub struct Imported<'a> {
    article_id: i64,
    path: &'a str,
    title: &'a str,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    language: Option<&'a str>,
    format: &'a str,
    n_passages: usize,
    n_words_kept: usize,
    n_words_dropped: usize,
}

#[derive(Serialize)]
pub struct Unchanged<'a> {
    article_id: i64,
    path: &'a str,
}

#[derive(Serialize)]
pub struct Failed<'a> {
    path: &'a str,
    code: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
}

#[derive(Serialize)]
pub struct Skipped<'a> {
    path: &'a str,
    reason: &'a str,
}

impl<'a> Import<'a> {
    /// The report of an import.
    #[must_use]
    pub fn of(report: &'a engine::ImportReport) -> Self {
        let imported = report.imported.iter().map(|article| Imported {
            article_id: article.id.0,
            path: &article.path,
            title: &article.title,
            outlet: article.outlet.as_deref(),
            published: article.published.as_deref(),
            language: article.language.as_deref(),
            format: &article.format,
            n_passages: article.n_passages,
            n_words_kept: article.n_words_kept,
            n_words_dropped: article.n_words_dropped,
        });
        let unchanged =
            report.unchanged.iter().map(|a| Unchanged { article_id: a.id.0, path: &a.path });
        let failed = report.failed.iter().map(|file| Failed {
            path: &file.path,
            code: file.code,
            message: &file.message,
            hint: file.hint,
        });
        let skipped =
            report.skipped.iter().map(|file| Skipped { path: &file.path, reason: file.reason });
        Self {
            imported: imported.collect(),
            unchanged: unchanged.collect(),
            failed: failed.collect(),
            skipped: skipped.collect(),
            n_embedded: report.n_embedded,
            cancelled: report.is_cancelled,
            model_problem: report.model_problem.as_ref().map(ToString::to_string),
            took_ms: milliseconds(report.took),
        }
    }
}

/// An import, and what moved and went before it.
#[derive(Serialize)]
pub struct Sync<'a> {
    #[serde(flatten)]
    import: Import<'a>,
    moved: usize,
    removed: Vec<i64>,
    /// Folders whose articles were kept though none of their files is to be seen.
    kept: Vec<WordsKept>,
}

#[derive(Serialize)]
pub(crate) struct WordsKept {
    path: String,
    n_articles: usize,
    message: String,
}

impl<'a> Sync<'a> {
    /// What following the folders did.
    #[must_use]
    pub fn of(synced: &'a engine::Synced) -> Self {
        let followed = &synced.followed;
        let kept = followed.held.iter().map(|held| WordsKept {
            path: engine::path_to_text(&held.path),
            n_articles: held.n_articles,
            message: held.to_string(),
        });
        Self {
            import: Import::of(&synced.report),
            moved: followed.n_moved,
            removed: followed.removed.iter().map(|id| id.0).collect(),
            kept: kept.collect(),
        }
    }
}

/// The folders that are followed.
#[derive(Serialize)]
pub struct Watched<'a> {
    folders: Vec<WatchedFolder<'a>>,
}

#[derive(Serialize)]
pub(crate) struct WatchedFolder<'a> {
    path: String,
    added_at: &'a str,
    synced_at: Option<&'a str>,
    problem: Option<&'a str>,
    n_articles: usize,
}

impl<'a> Watched<'a> {
    /// Those folders.
    #[must_use]
    pub fn of(folders: &'a [engine::WatchedFolder]) -> Self {
        let folder = |folder: &'a engine::WatchedFolder| WatchedFolder {
            path: engine::path_to_text(&folder.path),
            added_at: &folder.added_at,
            synced_at: folder.synced_at.as_deref(),
            problem: folder.problem.as_deref(),
            n_articles: folder.n_articles,
        };
        Self { folders: folders.iter().map(folder).collect() }
    }
}
