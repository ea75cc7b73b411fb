//! What an import, a comparison with watched folders, and their list print.

use parallax_engine as engine;
use serde::Serialize;

use super::milliseconds;

#[derive(Serialize)]
pub(crate) struct Import<'a> {
    pub(crate) imported: Vec<Imported<'a>>,
    pub(crate) unchanged: Vec<Unchanged<'a>>,
    pub(crate) failed: Vec<Failed<'a>>,
    pub(crate) skipped: Vec<Skipped<'a>>,
    pub(crate) n_embedded: usize,
    pub(crate) cancelled: bool,
    /// Why nothing can be found by meaning, if so.
    pub(crate) model_problem: Option<String>,
    pub(crate) took_ms: f64,
}

#[derive(Serialize)]
pub(crate) struct Imported<'a> {
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
pub(crate) struct Unchanged<'a> {
    article_id: i64,
    path: &'a str,
}

#[derive(Serialize)]
pub(crate) struct Failed<'a> {
    path: &'a str,
    code: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
}

#[derive(Serialize)]
pub(crate) struct Skipped<'a> {
    path: &'a str,
    reason: &'a str,
}

impl<'a> Import<'a> {
    pub(crate) fn of(report: &'a engine::ImportReport) -> Self {
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
pub(crate) struct Sync<'a> {
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
    pub(crate) fn of(synced: &'a engine::Synced) -> Self {
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

#[derive(Serialize)]
pub(crate) struct Watched<'a> {
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
    pub(crate) fn of(folders: &'a [engine::WatchedFolder]) -> Self {
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
