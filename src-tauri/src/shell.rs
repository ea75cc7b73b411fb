//! What the commands share: the app, the library, the import that runs.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parallax_engine::{Control, Library};
use tauri::AppHandle;
use tauri_specta::Event;

use crate::dto::{ImportProgress, LibraryChanged, ModelChanged};
use crate::import::Job;
use crate::known::Known;
use crate::open::Opened;

/// Handed to every command; cheap to clone.
#[derive(Clone)]
pub(crate) struct Shell {
    inner: Arc<Inner>,
}

struct Inner {
    app: AppHandle,
    library: Library,
    read_only_reason: Option<String>,
    importing: Mutex<Importing>,
    /// Opened when first used; what was copied is there as long as it is open.
    clipboard: Mutex<Option<arboard::Clipboard>>,
    known: Known,
}

/// The import that runs or has just ended.
#[derive(Default)]
pub(crate) struct Importing {
    pub(crate) job: Option<Job>,
    pub(crate) last: Option<ImportProgress>,
    /// Cancelled when a new import begins: it will want the index rebuilt itself.
    pub(crate) tending: Option<Arc<Control>>,
}

impl Shell {
    pub(crate) fn new(app: AppHandle, opened: Opened) -> Self {
        let Opened { library, read_only_reason } = opened;
        let (importing, clipboard) = Default::default();
        let known = Known::default();
        let inner = Inner { app, library, read_only_reason, importing, clipboard, known };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn app(&self) -> &AppHandle {
        &self.inner.app
    }

    pub(crate) fn library(&self) -> &Library {
        &self.inner.library
    }

    pub(crate) fn read_only_reason(&self) -> Option<&str> {
        self.inner.read_only_reason.as_deref()
    }

    pub(crate) fn known(&self) -> &Known {
        &self.inner.known
    }

    pub(crate) fn importing(&self) -> MutexGuard<'_, Importing> {
        self.inner.importing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn clipboard(&self) -> MutexGuard<'_, Option<arboard::Clipboard>> {
        self.inner.clipboard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends an event; without a window there is nobody to miss it.
    pub(crate) fn emit(&self, event: &(impl Event + serde::Serialize + Clone)) {
        let _ = event.emit(self.app());
    }

    /// Loads model and vectors behind the first paint, then goes on with what an
    /// interrupted import left undone.
    pub(crate) fn wake(&self) {
        let shell = self.clone();
        std::thread::spawn(move || {
            if let Err(error) = shell.library().load_vectors() {
                tracing::error!(%error, "the vectors could not be read");
            }
            let _ = shell.library().load_model();
            shell.emit(&ModelChanged {});
            let n_pending = shell.library().stats().map_or(0, |stats| stats.store.n_pending);
            if n_pending > 0 {
                shell.import(Vec::new());
            } else {
                shell.tend_sides();
                shell.tend_index();
            }
        });
    }

    /// Imports files and folders in the background; while an import runs they
    /// join it.
    pub(crate) fn import(&self, paths: Vec<PathBuf>) {
        if self.read_only_reason().is_some() {
            return;
        }
        let mut importing = self.importing();
        if importing.job.as_ref().is_some_and(|job| job.intake.add(paths.clone())) {
            return;
        }
        if let Some(tending) = importing.tending.take() {
            tending.cancel();
        }
        let job = Job::new(paths);
        importing.job = Some(job.clone());
        drop(importing);
        let shell = self.clone();
        std::thread::spawn(move || job.run(&shell));
    }

    /// Looks at articles that no story was drawn around yet, in this thread: those
    /// of an import that was broken off, or of an older version of Parallax.
    fn tend_sides(&self) {
        let control = Arc::new(Control::default());
        self.importing().tending = Some(Arc::clone(&control));
        match self.library().tend_sides(&control) {
            Ok(0) => {}
            Ok(_) => self.library_changed(),
            Err(error) => tracing::warn!(%error, "the stories could not be drawn"),
        }
    }

    /// Rebuilds the index in this thread if that is due.
    pub(crate) fn tend_index(&self) {
        let control = Arc::new(Control::default());
        self.importing().tending = Some(Arc::clone(&control));
        if let Err(error) = self.library().tend_index(&control) {
            tracing::warn!(%error, "the index could not be rebuilt");
        }
    }

    pub(crate) fn library_changed(&self) {
        self.known().forget();
        self.emit(&LibraryChanged {});
    }
}
