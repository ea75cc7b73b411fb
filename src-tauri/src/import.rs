//! One import in the background: its intake, its control, its progress as events.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use parallax_engine::{Control, Intake, Phase, Progress};

use crate::convert;
use crate::dto::{ErrorDto, FileProblem, ImportPhase};
use crate::shell::Shell;

/// Progress events at most this often: more would only keep the window busy.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);

/// The library's lists are read anew at most this often while files stream in.
const BETWEEN_REFRESHES: Duration = Duration::from_millis(1500);

/// An import that runs or has ended.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) intake: Arc<Intake>,
    pub(crate) control: Arc<Control>,
}

impl Job {
    pub(crate) fn new(paths: Vec<PathBuf>) -> Self {
        Self { intake: Arc::new(Intake::new(paths)), control: Arc::default() }
    }

    /// Runs to the end, then brings the index up to date.
    pub(crate) fn run(&self, shell: &Shell) {
        let clock = Mutex::new(Clock::default());
        let outcome = shell.library().import(&self.intake, &self.control, &|progress| {
            report(shell, &mut clock.lock().unwrap_or_else(PoisonError::into_inner), progress);
        });
        if let Err(error) = outcome {
            give_up(shell, convert::error(&error));
        }
        shell.library_changed();
        shell.tend_index();
    }
}

#[derive(Default)]
struct Clock {
    last_event: Option<Instant>,
    last_refresh: Option<Instant>,
    n_stored: usize,
}

fn report(shell: &Shell, clock: &mut Clock, progress: &Progress) {
    let is_over = matches!(progress.phase, Phase::Done | Phase::Cancelled);
    let is_due = |last: Option<Instant>, wait| last.is_none_or(|last| last.elapsed() >= wait);
    if is_over || is_due(clock.last_event, BETWEEN_EVENTS) {
        clock.last_event = Some(Instant::now());
        let event = convert::progress(progress);
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

/// The library itself failed, a full disk for instance: shown like a file's
/// failure, for the reader it is one.
fn give_up(shell: &Shell, error: ErrorDto) {
    let last = shell.importing().last.clone();
    let mut progress = last.unwrap_or_else(|| convert::progress(&convert::nothing_yet()));
    progress.phase = ImportPhase::Cancelled;
    progress.problems.push(FileProblem {
        file_name: shell.library().folder().display().to_string(),
        path: shell.library().folder().display().to_string(),
        code: error.code,
        message: error.message,
        hint: error.hint,
    });
    shell.importing().last = Some(progress.clone());
    shell.emit(&progress);
}
