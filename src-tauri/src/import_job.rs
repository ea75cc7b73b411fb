//! One import: its intake, its control, and what of it the reader is shown.
//!
//! An import the reader asked for is shown from its first moment; one that follows
//! watched folders only once it finds something, since it usually finds nothing.
//! Not here: running it (`import`).

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parallax_engine::{Control, Intake, OcrScope, Progress, Wishes};

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
    pub(crate) fn new(paths: Vec<PathBuf>, purpose: Purpose, ocr: OcrScope) -> Self {
        let intake = Intake::default().with(Wishes { ocr, ..Wishes::default() });
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

    /// Whether the reader sees it run: once shown, to its end.
    pub(crate) fn is_shown(&self, progress: &Progress) -> bool {
        let is_notable = self.was_asked()
            || self.n_removed() > 0
            || progress.n_imported > 0
            || progress.n_passages > progress.n_passages_done;
        is_notable | self.seen.is_shown.fetch_or(is_notable, Ordering::AcqRel)
    }

    /// Articles that went with their files.
    pub(crate) fn n_removed(&self) -> usize {
        self.seen.n_removed.load(Ordering::Acquire)
    }

    /// Whether the reader asked for any of it.
    pub(crate) fn was_asked(&self) -> bool {
        self.seen.was_asked.load(Ordering::Acquire)
    }

    /// Whether `other` is this very import.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.intake, &other.intake)
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
