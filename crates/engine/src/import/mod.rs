//! Importing: files are parsed in child processes and stored on a thread of their
//! own, vectors are computed behind them, and all of it can be watched, paused and
//! cancelled.
//!
//! ```text
//! walk, read, parse ──bounded channel──▶ store text ──▶ (found by words)
//!                                            ╰─ pending ──▶ embed ──▶ store vectors
//! ```
//!
//! Invariants: what the report lists as imported is durable; stopping at any
//! moment, also by a crash, leaves whole articles, and the next import computes
//! the vectors still missing.

mod embedding;
mod in_flight;
mod job;
mod progress;
mod queue;
mod reading;
mod storing;

pub use progress::{
    FailedFile, ImportReport, ImportedArticle, LEADS_OUTSIDE, PICTURE, Phase, Progress,
    SkippedFile, TAKEN_OUT, UnchangedArticle,
};
pub use queue::{FileState, QueuedFile};

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use parallax_import::{Links, OcrScope, WalkOptions};
use parallax_store::{DeltaPostings, StoreError};

use crate::{Control, EngineError, Library, memory};
use progress::Tracker;
use queue::Queue;

/// Paths waiting to be imported, and what became of the files found there. More can
/// be added while an import runs.
#[derive(Debug, Default)]
pub struct Intake {
    state: Mutex<Waiting>,
    queue: Mutex<Queue>,
    changed: Condvar,
    wishes: Wishes,
}

/// What the reader asks for beyond the usual.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Import all articles of a file, however many it holds.
    pub large_archives: bool,
    /// Try files again that were set aside because they brought their reader down.
    pub retry_quarantined: bool,
    /// Follow symbolic links out of the named folders.
    pub follow_links: bool,
    /// What is read by OCR.
    pub ocr: OcrScope,
}

#[derive(Debug, Default)]
struct Waiting {
    paths: VecDeque<PathBuf>,
    /// Files of which all articles are wanted, and files to be tried again, as the
    /// reader named them one by one.
    whole: HashSet<PathBuf>,
    again: HashSet<PathBuf>,
    /// Folders that are read because they are watched: what a reader took out of the
    /// library is left out there. Else what is named is wanted.
    watched: HashSet<PathBuf>,
    /// Files that a reader named all the same.
    named: HashSet<PathBuf>,
    /// A reader is at work on something taken from `paths`.
    is_reading: bool,
    is_closed: bool,
}

impl Intake {
    /// An intake with these paths in it.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>) -> Self {
        let intake = Self::default();
        intake.add(paths);
        intake
    }

    /// The same, with wishes for all of them.
    #[must_use]
    pub fn with(self, wishes: Wishes) -> Self {
        Self { wishes, ..self }
    }

    /// Wants all articles of a file that is added, however many.
    pub fn want_whole(&self, path: &Path) {
        self.lock().whole.insert(resolved(path));
    }

    /// Wants a file that is added tried again, though it was set aside.
    pub fn want_again(&self, path: &Path) {
        self.lock().again.insert(resolved(path));
    }

    /// Says that a folder that is added is read because it is watched.
    pub fn watches(&self, folder: &Path) {
        self.lock().watched.insert(resolved(folder));
    }

    /// Says that a file that is added was named by the reader.
    pub fn names(&self, path: &Path) {
        self.lock().named.insert(resolved(path));
    }

    fn leaves_out_if_removed(&self, path: &Path) -> bool {
        let state = self.lock();
        state.watched.iter().any(|folder| path.starts_with(folder)) && !state.named.contains(path)
    }

    fn wants_whole(&self, path: &Path) -> bool {
        self.wishes.large_archives || self.lock().whole.contains(path)
    }

    fn wants_again(&self, path: &Path) -> bool {
        self.wishes.retry_quarantined || self.lock().again.contains(path)
    }

    fn walk_options(&self) -> WalkOptions {
        let links = if self.wishes.follow_links { Links::Everywhere } else { Links::Within };
        WalkOptions { links, ocr: self.wishes.ocr }
    }

    fn reads_scans(&self) -> bool {
        self.wishes.ocr != OcrScope::Off
    }

    /// Adds files and folders. Returns false when the import is already over
    /// and they were not taken.
    pub fn add(&self, paths: Vec<PathBuf>) -> bool {
        let mut state = self.lock();
        if state.is_closed {
            return false;
        }
        state.paths.extend(paths);
        self.changed.notify_all();
        true
    }

    /// Shows `look` the files found so far, in the order found.
    pub fn with_files<T>(&self, look: impl FnOnce(&[QueuedFile]) -> T) -> T {
        look(self.queue.lock().unwrap_or_else(PoisonError::into_inner).files())
    }

    /// Paths nobody has looked at yet.
    #[must_use]
    pub fn waiting(&self) -> Vec<PathBuf> {
        self.lock().paths.iter().cloned().collect()
    }

    /// Notes how far a file is.
    fn note(&self, path: &Path, state: FileState) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).set(path, state);
    }

    /// The next paths to read; waits for more, `None` once the intake is closed.
    fn next(&self) -> Option<Vec<PathBuf>> {
        let mut state = self.lock();
        state.is_reading = false;
        self.changed.notify_all();
        while state.paths.is_empty() && !state.is_closed {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.is_closed {
            return None;
        }
        state.is_reading = true;
        Some(state.paths.drain(..).collect())
    }

    /// Closes the intake if nothing waits and nothing is being read.
    fn close_if_idle(&self) -> bool {
        let mut state = self.lock();
        if state.paths.is_empty() && !state.is_reading {
            state.is_closed = true;
            self.changed.notify_all();
        }
        state.is_closed
    }

    /// Closes the intake whatever waits.
    fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Waits a little for a change.
    fn wait(&self, timeout: Duration) {
        let state = self.lock();
        drop(self.changed.wait_timeout(state, timeout));
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A path without links, as files are read.
fn resolved(path: &Path) -> PathBuf {
    fs_err::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

impl Library {
    /// Imports what is in `intake` and what is added to it until all is done,
    /// then returns what came of it. Also computes vectors that an earlier,
    /// interrupted import left out; an empty intake does only that.
    ///
    /// `observe` is called from the working threads after every file and batch.
    ///
    /// # Errors
    /// Only when the library itself fails (read-only, disk full); a bad file is
    /// an entry of the report.
    pub fn import(
        &self,
        intake: &Intake,
        control: &Control,
        observe: &(dyn Fn(&Progress) + Sync),
    ) -> Result<ImportReport, EngineError> {
        if !self.is_writable() {
            return Err(StoreError::ReadOnly { path: self.folder().to_path_buf() }.into());
        }
        let _one_at_a_time = self.importing.lock().unwrap_or_else(PoisonError::into_inner);
        let started = Instant::now();
        self.load_vectors()?;
        let n_left_over = self.store.n_pending()?;
        let tracker = Tracker::new(intake, control, observe, n_left_over);
        let (stored, much_stored) = bounded(1);
        let outcome = std::thread::scope(|scope| {
            // Ends when `stored` is dropped.
            scope.spawn(|| tend_when_told(self, control, much_stored));
            let reading = scope.spawn(|| {
                let outcome = reading::run(self, intake, control, &tracker);
                if outcome.is_err() {
                    intake.close();
                }
                outcome
            });
            let embedding = embedding::run(self, intake, control, &tracker, &stored);
            drop(stored);
            intake.close();
            match reading.join() {
                Ok(reading) => reading.and(embedding),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        });
        outcome?;
        self.update_stories(control)?;
        memory::give_back();
        Ok(tracker.finish(started.elapsed()))
    }
}

/// What follows from stored vectors, done on the way so that little is left to the end:
/// they are written to the index on disk once too many are in memory alone, and
/// articles are laid beside the others.
fn tend_when_told(library: &Library, control: &Control, much_stored: Receiver<()>) {
    let mut new_keys = None;
    for () in much_stored {
        // All of it is in the store; what fails here is done at any later time.
        if library.vectors.should_flush()
            && let Err(error) = library.vectors.settle(&library.store)
        {
            tracing::warn!(%error, "new vectors could not be added to the index on disk");
        }
        if let Err(error) = update_stories(library, control, &mut new_keys) {
            tracing::warn!(%error, "new articles could not be laid beside the others yet");
            new_keys = None;
        }
        memory::give_back();
    }
}

fn update_stories(
    library: &Library,
    control: &Control,
    new_keys: &mut Option<DeltaPostings>,
) -> Result<(), EngineError> {
    let new_keys = match new_keys {
        Some(new_keys) => new_keys,
        none => none.insert(library.store.new_keys()?),
    };
    library.update_stories_meanwhile(new_keys, control)
}
