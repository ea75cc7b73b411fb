//! What an import has done so far, for whoever watches, and at its end.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use parallax_embed::EmbedError;
use parallax_import::{ImportError, PageAt, Skipped};
use parallax_store::NewArticle;
use parallax_types::{ArticleId, path_to_text};

use super::{FileState, Intake};
use crate::Control;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Walking folders and reading files; vectors are computed meanwhile.
    Reading,
    /// All files are read; vectors are being computed.
    Embedding,
    /// Asked to wait.
    Paused,
    /// Asked to stop; what was imported stays.
    Cancelled,
    /// Over.
    Done,
}

/// A moment of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Where it stands.
    pub phase: Phase,
    /// Files found so far.
    pub n_files: usize,
    /// Files read, whatever came of them.
    pub n_files_done: usize,
    /// Articles stored.
    pub n_imported: usize,
    /// Files whose bytes were already there.
    pub n_unchanged: usize,
    /// Files passed over in folders.
    pub n_skipped: usize,
    /// Passages whose vector this import has to compute, as far as known.
    pub n_passages: usize,
    /// Of these, how many are computed and stored.
    pub n_passages_done: usize,
    /// Estimated time left; `None` until there is something to estimate from.
    pub seconds_left: Option<f64>,
    /// Name of the file just read.
    pub current: Option<String>,
    /// Files whose pages are read by OCR once everything else is read.
    pub n_scans_waiting: usize,
    /// The page of `current` that is being read by OCR.
    pub page: Option<PageAt>,
    /// Files that failed so far; which, the report says, and the queue meanwhile.
    pub n_failed: usize,
}

/// An article an import stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedArticle {
    /// Its id.
    pub id: ArticleId,
    /// The file.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its outlet, where the file says so.
    pub outlet: Option<String>,
    /// Its date, ISO 8601, where the file says so.
    pub published: Option<String>,
    /// Its language, BCP 47.
    pub language: Option<String>,
    /// The file's format.
    pub format: String,
    /// Passages it was cut into.
    pub n_passages: usize,
    /// Words in body blocks.
    pub n_words_kept: usize,
    /// Words in furniture blocks.
    pub n_words_dropped: usize,
}

/// A file that is already in the library, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnchangedArticle {
    /// The article.
    pub id: ArticleId,
    /// The file.
    pub path: String,
}

/// A file that did not become an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedFile {
    /// The file.
    pub path: String,
    /// Stable name of the reason.
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// The next step, if there is one.
    pub hint: Option<&'static str>,
}

/// A file passed over because it is no article: a style sheet in a saved page's
/// folder, a hidden file, one met before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFile {
    /// The file.
    pub path: String,
    /// Why, for people.
    pub reason: &'static str,
}

/// The reason of a symbolic link that was not followed.
pub const LEADS_OUTSIDE: &str = "leads outside";

/// The reason of a picture in a folder, which is not read by OCR unless that is asked for.
pub const PICTURE: &str = "picture";

/// The reason of a file in a watched folder that a reader took out of the library.
pub const TAKEN_OUT: &str = "removed by you";

/// What came of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Articles stored, in the order read.
    pub imported: Vec<ImportedArticle>,
    /// Files already there.
    pub unchanged: Vec<UnchangedArticle>,
    /// Files passed over.
    pub skipped: Vec<SkippedFile>,
    /// Files that failed.
    pub failed: Vec<FailedFile>,
    /// Vectors computed.
    pub n_embedded: usize,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// Why no vectors could be computed, if so; the articles are found by words.
    pub model_problem: Option<EmbedError>,
    /// Time it took.
    pub took: Duration,
}

/// Collects what the threads report and passes each moment on.
pub(crate) struct Tracker<'a> {
    state: Mutex<State>,
    intake: &'a Intake,
    control: &'a Control,
    observe: &'a (dyn Fn(&Progress) + Sync),
    started: Instant,
}

struct State {
    report: ImportReport,
    phase: Phase,
    n_files: usize,
    n_files_done: usize,
    n_passages: usize,
    n_scans_waiting: usize,
    current: Option<String>,
    page: Option<PageAt>,
}

impl<'a> Tracker<'a> {
    pub(crate) fn new(
        intake: &'a Intake,
        control: &'a Control,
        observe: &'a (dyn Fn(&Progress) + Sync),
        n_left_over: usize,
    ) -> Self {
        let state = State {
            report: ImportReport::default(),
            phase: Phase::Reading,
            n_files: 0,
            n_files_done: 0,
            n_passages: n_left_over,
            n_scans_waiting: 0,
            current: None,
            page: None,
        };
        Self { state: Mutex::new(state), intake, control, observe, started: Instant::now() }
    }

    pub(crate) fn found_file(&self, path: &Path) {
        self.intake.note(path, FileState::Waiting);
        self.change(|state| state.n_files += 1);
    }

    /// Its pages are read by OCR once all other files are read.
    pub(crate) fn waits(&self, path: &Path) {
        self.intake.note(path, FileState::Waiting);
        self.change(|state| state.n_scans_waiting += 1);
    }

    /// A scan waits no longer.
    pub(crate) fn began_scan(&self, path: &Path) {
        self.began(path);
        self.change(|state| state.n_scans_waiting = state.n_scans_waiting.saturating_sub(1));
    }

    /// A page of it is read by OCR.
    pub(crate) fn page(&self, path: &Path, page: PageAt) {
        self.intake.note(path, FileState::ReadingPage(page));
        self.change(|state| {
            state.current = file_name(path);
            state.page = Some(page);
        });
    }

    /// Its turn has come; told with the next event.
    pub(crate) fn began(&self, path: &Path) {
        self.intake.note(path, FileState::Reading);
    }

    pub(crate) fn skipped(&self, skipped: &Skipped) {
        let path = path_to_text(&skipped.path);
        let reason = skipped.reason.as_str();
        self.change(|state| state.report.skipped.push(SkippedFile { path, reason }));
    }

    /// A path that is no file at all; it was never counted as one.
    pub(crate) fn failed_path(&self, error: &ImportError) {
        self.intake.note(error.path(), FileState::Failed(failed(error)));
        self.change(|state| state.report.failed.push(failed(error)));
    }

    pub(crate) fn failed_file(&self, path: &Path, error: &ImportError) {
        self.intake.note(path, FileState::Failed(failed(error)));
        self.change(|state| {
            state.report.failed.push(failed(error));
            state.file_done(path);
        });
    }

    pub(crate) fn unchanged(&self, path: &Path, ids: &[ArticleId]) {
        self.intake.note(path, FileState::Unchanged(ids.to_vec()));
        self.change(|state| {
            let path_text = path_to_text(path);
            state
                .report
                .unchanged
                .extend(ids.iter().map(|id| UnchangedArticle { id: *id, path: path_text.clone() }));
            state.file_done(path);
        });
    }

    pub(crate) fn taken_out(&self, path: &Path) {
        self.intake.note(path, FileState::Unchanged(Vec::new()));
        let skipped = SkippedFile { path: path_to_text(path), reason: TAKEN_OUT };
        self.change(|state| {
            state.report.skipped.push(skipped);
            state.file_done(path);
        });
    }

    pub(crate) fn imported(&self, id: ArticleId, article: &NewArticle, n_pending: usize) {
        let metadata = &article.metadata;
        let imported = ImportedArticle {
            id,
            path: article.path.clone(),
            title: article.title.clone(),
            outlet: metadata.outlet.as_ref().map(|outlet| outlet.value.clone()),
            published: metadata.published.as_ref().map(|date| date.value.as_str().to_owned()),
            language: metadata.language.as_ref().map(|language| language.value.clone()),
            format: article.receipt.format.clone(),
            n_passages: article.passages.len(),
            n_words_kept: article.n_words_kept,
            n_words_dropped: article.n_words_dropped,
        };
        self.change(|state| {
            state.report.imported.push(imported);
            state.n_passages += n_pending;
        });
    }

    /// Articles that were imported are earlier versions of `newest` by now.
    pub(crate) fn superseded(&self, old: &[ArticleId], newest: ArticleId) {
        if old.is_empty() {
            return;
        }
        self.change(|state| {
            let imported = state.report.imported.iter_mut();
            imported.filter(|it| old.contains(&it.id)).for_each(|it| it.id = newest);
        });
    }

    /// All its articles are stored.
    pub(crate) fn file_done(&self, path: &Path, ids: Vec<ArticleId>) {
        self.intake.note(path, FileState::Stored(ids));
        self.change(|state| state.file_done(path));
    }

    pub(crate) fn embedded(&self, n_vectors: usize) {
        self.change(|state| state.report.n_embedded += n_vectors);
    }

    pub(crate) fn phase(&self, phase: Phase) {
        self.change(|state| state.phase = phase);
    }

    pub(crate) fn model_failed(&self, error: EmbedError) {
        self.change(|state| state.report.model_problem = Some(error));
    }

    pub(crate) fn finish(self, took: Duration) -> ImportReport {
        let is_cancelled = self.control.is_cancelled();
        self.change(|state| {
            state.report.is_cancelled = is_cancelled;
            state.phase = if is_cancelled { Phase::Cancelled } else { Phase::Done };
        });
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        ImportReport { took, ..state.report }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let progress = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut state);
            state.progress(self.started.elapsed(), self.control)
        };
        (self.observe)(&progress);
    }
}

impl State {
    fn file_done(&mut self, path: &Path) {
        self.n_files_done += 1;
        self.current = file_name(path);
        self.page = None;
    }

    fn progress(&self, elapsed: Duration, control: &Control) -> Progress {
        let report = &self.report;
        Progress {
            phase: if control.is_paused() { Phase::Paused } else { self.phase },
            n_files: self.n_files,
            n_files_done: self.n_files_done,
            n_imported: report.imported.len(),
            n_unchanged: report.unchanged.len(),
            n_skipped: report.skipped.len(),
            // Passages embedded may exceed those known for a moment: threads race.
            n_passages: self.n_passages.max(report.n_embedded),
            n_passages_done: report.n_embedded,
            seconds_left: self.seconds_left(elapsed),
            current: self.current.clone(),
            n_scans_waiting: self.n_scans_waiting,
            page: self.page,
            n_failed: report.failed.len(),
        }
    }

    /// Vectors are what takes the time: those known to be missing, plus what the
    /// unread files will add if they are like those read.
    fn seconds_left(&self, elapsed: Duration) -> Option<f64> {
        let n_done = self.report.n_embedded;
        if n_done < 8 {
            return None;
        }
        let per_file = self.n_passages as f64 / self.n_files_done.max(1) as f64;
        let n_unread = self.n_files.saturating_sub(self.n_files_done);
        let n_left = self.n_passages.saturating_sub(n_done) as f64 + per_file * n_unread as f64;
        Some(elapsed.as_secs_f64() / n_done as f64 * n_left)
    }
}

fn file_name(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}

fn failed(error: &ImportError) -> FailedFile {
    let cause =
        std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    FailedFile {
        path: path_to_text(error.path()),
        code: error.code(),
        message: format!("{error}{cause}"),
        hint: error.hint(),
    }
}
