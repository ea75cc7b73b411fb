//! Imports in the background: begun, joined, run, told as events.
//!
//! Not here: which of them the reader is shown (`import_job`).

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use parallax_engine::{OcrScope, Phase, Progress};

use crate::convert;
use crate::dto::{ArticleRequested, ErrorDto, FileProblem, FoldersChanged, ImportPhase};
use crate::import_job::{Job, Purpose};
use crate::shell::Shell;

/// Progress events at most this often: more would only keep the window busy.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);

/// The library's lists are read anew at most this often while files stream in.
const BETWEEN_REFRESHES: Duration = Duration::from_millis(1500);

/// Imports files and folders in the background; while an import runs they
/// join it. Noted first: closing the window loses none of them.
pub(crate) fn ask(shell: &Shell, paths: Vec<PathBuf>) {
    shell.spawn(move |shell| begin(&shell, paths, Purpose::Asked));
}

/// Imports files somebody opened from outside, and shows the first of them.
pub(crate) fn open_files(shell: &Shell, files: Vec<PathBuf>) {
    if let Some(first) = files.first() {
        shell.opening().await_file(first);
        ask(shell, files);
    }
}

/// Imports one file once more, as the reader insists.
pub(crate) fn again(shell: &Shell, path: PathBuf, is_whole: bool) {
    shell.spawn(move |shell| begin(&shell, vec![path], Purpose::Again { is_whole }));
}

/// The library changed, and articles may be back whose vectors were given up meanwhile.
pub(crate) fn content_came_back(shell: &Shell) {
    shell.library_changed();
    if shell.library().n_pending().unwrap_or(0) > 0 {
        begin(shell, Vec::new(), Purpose::Following { n_removed: 0 });
    }
}

/// Begins an import in this thread's stead, or joins the one that runs.
pub(crate) fn begin(shell: &Shell, paths: Vec<PathBuf>, purpose: Purpose) {
    if shell.read_only_reason().is_some() {
        return;
    }
    let mut importing = shell.importing();
    if importing.is_closing {
        return;
    }
    if !matches!(purpose, Purpose::Following { .. })
        && let Err(error) = shell.library().note_unfinished(&paths)
    {
        tracing::warn!(%error, "an import could not be noted");
    }
    if let Some(job) = &importing.job
        && job.join(&paths, purpose)
    {
        return;
    }
    if let Some(tending) = importing.tending.take() {
        tending.cancel();
    }
    let leaves_scans = shell.settings().choices().leaves_scans;
    let ocr = if leaves_scans { OcrScope::Off } else { OcrScope::default() };
    let job = Job::new(paths, purpose, ocr);
    importing.job = Some(job.clone());
    drop(importing);
    shell.spawn(move |shell| run(&shell, &job));
}

/// Runs a job to its end, then brings the index up to date.
fn run(shell: &Shell, job: &Job) {
    let clock = Mutex::new(Clock::default());
    let outcome = shell.library().import(&job.intake, &job.control, &|progress| {
        let mut clock = clock.lock().unwrap_or_else(PoisonError::into_inner);
        report(shell, job, &mut clock, progress);
    });
    match outcome {
        Ok(_) => note_end(shell, job),
        Err(error) => give_up(shell, convert::error(&error)),
    }
    shell.library_changed();
    shell.emit(&FoldersChanged {});
    shell.maintain_index();
}

fn report(shell: &Shell, job: &Job, clock: &mut Clock, progress: &Progress) {
    if shell.opening().is_awaited() && job.intake.with_files(|files| shell.opening().look(files)) {
        shell.emit(&ArticleRequested {});
    }
    let is_over = matches!(progress.phase, Phase::Done | Phase::Cancelled);
    let is_due = |last: Option<Instant>, wait| last.is_none_or(|last| last.elapsed() >= wait);
    if job.is_shown(progress) && (is_over || is_due(clock.last_event, BETWEEN_EVENTS)) {
        clock.last_event = Some(Instant::now());
        let mut event = convert::progress(progress);
        event.n_removed = convert::count(job.n_removed());
        event.is_following = !job.was_asked();
        shell.importing().last = Some(event.clone());
        shell.emit(&event);
    }
    let n_stored = progress.n_imported + progress.n_passages_done;
    if n_stored > clock.n_stored && is_due(clock.last_refresh, BETWEEN_REFRESHES) {
        clock.last_refresh = Some(Instant::now());
        clock.n_stored = n_stored;
        shell.library_changed();
    }
}

/// Nothing is left to go on with, unless the library is being closed or another
/// import has begun.
fn note_end(shell: &Shell, job: &Job) {
    let importing = shell.importing();
    let is_ours = importing.job.as_ref().is_some_and(|running| running.is(job));
    if importing.is_closing || !is_ours {
        return;
    }
    if let Err(error) = shell.library().clear_unfinished() {
        tracing::warn!(%error, "the end of an import could not be noted");
    }
}

#[derive(Default)]
struct Clock {
    last_event: Option<Instant>,
    last_refresh: Option<Instant>,
    n_stored: usize,
}

/// The library itself failed, a full disk for instance: shown like a file's
/// failure, for the reader it is one.
fn give_up(shell: &Shell, error: ErrorDto) {
    let last = shell.importing().last.clone();
    let mut progress = last.unwrap_or_else(|| convert::progress(&convert::nothing_yet()));
    progress.phase = ImportPhase::Cancelled;
    progress.library_problem = Some(FileProblem {
        file_name: shell.library().folder().display().to_string(),
        path: shell.library().folder().display().to_string(),
        code: error.code,
        message: error.message,
        hint: error.hint,
    });
    shell.importing().last = Some(progress.clone());
    shell.emit(&progress);
}
