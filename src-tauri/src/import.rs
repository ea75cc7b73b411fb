//! One import in the background: its intake, its control, its progress as events.
//!
//! An import the reader asked for is shown from its first moment; one that follows
//! watched folders only once it finds something, since it usually finds nothing.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use parallax_engine::{Control, Intake, Phase, Progress};

use crate::convert;
use crate::dto::{ArticleRequested, ErrorDto, FileProblem, FoldersChanged, ImportPhase};
use crate::shell::Shell;

/// Progress events at most this often: more would only keep the window busy.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);

/// The library's lists are read anew at most this often while files stream in.
const BETWEEN_REFRESHES: Duration = Duration::from_millis(1500);

/// Why something is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The reader dropped or chose it.
    Asked,
    /// The reader asked for this file once more: also if it was set aside, and with
    /// `is_whole` however many articles it holds.
    Again { is_whole: bool },
    /// A watched folder holds it. `n_removed`: articles that went with their files.
    Following { n_removed: usize },
}

/// An import that runs or has ended.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) intake: Arc<Intake>,
    pub(crate) control: Arc<Control>,
    seen: Arc<Seen>,
}

/// What of a job the reader is shown.
#[derive(Default)]
struct Seen {
    was_asked: AtomicBool,
    /// Once shown, an import is shown to its end.
    is_shown: AtomicBool,
    n_removed: AtomicUsize,
}

impl Job {
    pub(crate) fn new(paths: Vec<PathBuf>, purpose: Purpose) -> Self {
        let intake = Intake::default();
        wish(&intake, &paths, purpose);
        intake.add(paths);
        let job = Self { intake: Arc::new(intake), control: Arc::default(), seen: Arc::default() };
        job.note(purpose);
        job
    }

    /// Takes more paths in; false when the job is over.
    pub(crate) fn join(&self, paths: &[PathBuf], purpose: Purpose) -> bool {
        wish(&self.intake, paths, purpose);
        let is_taken = self.intake.add(paths.to_vec());
        if is_taken {
            self.note(purpose);
        }
        is_taken
    }

    fn note(&self, purpose: Purpose) {
        match purpose {
            Purpose::Asked | Purpose::Again { .. } => {
                self.seen.was_asked.store(true, Ordering::Release);
            }
            Purpose::Following { n_removed } => {
                self.seen.n_removed.fetch_add(n_removed, Ordering::AcqRel);
            }
        }
    }

    /// Runs to the end, then brings the index up to date.
    pub(crate) fn run(&self, shell: &Shell) {
        let clock = Mutex::new(Clock::default());
        let outcome = shell.library().import(&self.intake, &self.control, &|progress| {
            let mut clock = clock.lock().unwrap_or_else(PoisonError::into_inner);
            self.report(shell, &mut clock, progress);
        });
        match outcome {
            Ok(_) => self.note_end(shell),
            Err(error) => give_up(shell, convert::error(&error)),
        }
        shell.library_changed();
        shell.emit(&FoldersChanged {});
        shell.maintain_index();
    }

    fn report(&self, shell: &Shell, clock: &mut Clock, progress: &Progress) {
        if shell.opening().is_awaited()
            && self.intake.with_files(|files| shell.opening().look(files))
        {
            shell.emit(&ArticleRequested {});
        }
        let is_over = matches!(progress.phase, Phase::Done | Phase::Cancelled);
        let is_due = |last: Option<Instant>, wait| last.is_none_or(|last| last.elapsed() >= wait);
        if self.is_shown(progress) && (is_over || is_due(clock.last_event, BETWEEN_EVENTS)) {
            clock.last_event = Some(Instant::now());
            let mut event = convert::progress(progress);
            event.n_removed = convert::count(self.seen.n_removed.load(Ordering::Acquire));
            event.is_following = !self.seen.was_asked.load(Ordering::Acquire);
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

    fn is_shown(&self, progress: &Progress) -> bool {
        let is_notable = self.seen.was_asked.load(Ordering::Acquire)
            || self.seen.n_removed.load(Ordering::Acquire) > 0
            || progress.n_imported > 0
            || progress.n_passages > progress.n_passages_done;
        is_notable | self.seen.is_shown.fetch_or(is_notable, Ordering::AcqRel)
    }

    /// Nothing is left to go on with, unless the library is being closed or another
    /// import has begun.
    fn note_end(&self, shell: &Shell) {
        let importing = shell.importing();
        let is_ours =
            importing.job.as_ref().is_some_and(|job| Arc::ptr_eq(&job.intake, &self.intake));
        if importing.is_closing || !is_ours {
            return;
        }
        if let Err(error) = shell.library().clear_unfinished() {
            tracing::warn!(%error, "the end of an import could not be noted");
        }
    }
}

/// Wants files the way they were asked for, before anyone reads them.
fn wish(intake: &Intake, paths: &[PathBuf], purpose: Purpose) {
    for path in paths {
        match purpose {
            Purpose::Asked => intake.names(path),
            Purpose::Again { is_whole } => {
                intake.names(path);
                intake.want_again(path);
                if is_whole {
                    intake.want_whole(path);
                }
            }
            Purpose::Following { .. } => intake.watches(path),
        }
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
