//! What the commands share: the app, the open library, the work that runs on it.
//!
//! Invariant: one library at a time; work begun for one never touches the next.
//! Not here: importing (`import`), switching packs (`packs`), opening and closing libraries
//! (`lifecycle`): they use the shell, which knows none of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;

use parallax_engine::{Control, Library, Searches};
use tauri::AppHandle;
use tauri_specta::Event;

use crate::background::Background;
use crate::cache::Cache;
use crate::dto::menu::SystemWords;
use crate::dto::{ImportProgress, LibraryChanged};
use crate::import_job::Job;
use crate::last_folder::LastFolder;
use crate::open_library::Opened;
use crate::opening::Opening;
use crate::pack_switch::Switch;
use crate::settings::Settings;
#[cfg(unix)]
use crate::single_instance::Listener;

/// Handed to every command; cheap to clone.
#[derive(Clone)]
pub(crate) struct Shell {
    inner: Arc<Inner>,
}

struct Inner {
    app: AppHandle,
    kept: Arc<Settings>,
    open: RwLock<Open>,
    importing: Mutex<Importing>,
    /// Opened when first used; what was copied is there as long as it is open.
    clipboard: Mutex<Option<arboard::Clipboard>>,
    known: Cache,
    last_folder: LastFolder,
    words: RwLock<SystemWords>,
    searches: Searches,
    watching: Mutex<Option<Background>>,
    daily: Mutex<Option<Background>>,
    opening: Opening,
    #[cfg(unix)]
    listener: Mutex<Option<Listener>>,
}

/// The library the window shows.
struct Open {
    library: Arc<Library>,
    read_only_reason: Option<String>,
}

/// The import that runs or has just ended.
#[derive(Default)]
pub(crate) struct Importing {
    pub(crate) job: Option<Job>,
    pub(crate) last: Option<ImportProgress>,
    /// Cancelled when a new import begins: it will want the index rebuilt itself.
    pub(crate) tending: Option<Arc<Control>>,
    /// The switch to another pack that runs or has just ended.
    pub(crate) switch: Option<Switch>,
    /// Threads that work on the open library.
    threads: Vec<JoinHandle<()>>,
    /// The library is being closed: nothing new begins, and what is unfinished
    /// is gone on with when it is opened again.
    pub(crate) is_closing: bool,
}

impl From<Opened> for Open {
    fn from(opened: Opened) -> Self {
        Self { library: Arc::new(opened.library), read_only_reason: opened.read_only_reason }
    }
}

impl Shell {
    pub(crate) fn new(app: AppHandle, kept: Arc<Settings>, opened: Opened) -> Self {
        kept.opened(opened.library.folder());
        let inner = Inner {
            app,
            kept,
            open: RwLock::new(opened.into()),
            importing: Mutex::default(),
            clipboard: Mutex::default(),
            known: Cache::default(),
            last_folder: LastFolder::default(),
            words: RwLock::default(),
            searches: Searches::default(),
            watching: Mutex::default(),
            daily: Mutex::default(),
            opening: Opening::default(),
            #[cfg(unix)]
            listener: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn app(&self) -> &AppHandle {
        &self.inner.app
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.kept
    }

    /// The open library; holding it keeps it open, so not for longer than a task.
    pub(crate) fn library(&self) -> Arc<Library> {
        Arc::clone(&self.inner.open.read().unwrap_or_else(PoisonError::into_inner).library)
    }

    pub(crate) fn read_only_reason(&self) -> Option<String> {
        let open = self.inner.open.read().unwrap_or_else(PoisonError::into_inner);
        open.read_only_reason.clone()
    }

    pub(crate) fn last_folder(&self) -> &LastFolder {
        &self.inner.last_folder
    }

    /// The words of what the system draws.
    pub(crate) fn words(&self) -> SystemWords {
        self.inner.words.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn speak(&self, words: SystemWords) {
        *self.inner.words.write().unwrap_or_else(PoisonError::into_inner) = words;
    }

    /// The searches of the window's field: the latest ends those before it.
    pub(crate) fn searches(&self) -> &Searches {
        &self.inner.searches
    }

    pub(crate) fn cache(&self) -> &Cache {
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

    pub(crate) fn library_changed(&self) {
        self.cache().forget();
        self.emit(&LibraryChanged {});
    }

    /// What somebody opened from outside, and is not shown yet.
    pub(crate) fn opening(&self) -> &Opening {
        &self.inner.opening
    }

    /// Takes what later starts hand over.
    #[cfg(unix)]
    pub(crate) fn listener(&self) -> MutexGuard<'_, Option<Listener>> {
        self.inner.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at articles that no story was drawn around yet, in this thread: those
    /// of an import that was broken off, or of an older version of Parallax.
    pub(crate) fn update_stories(&self) {
        let control = Arc::new(Control::default());
        {
            let mut importing = self.importing();
            if importing.is_closing {
                return;
            }
            importing.tending = Some(Arc::clone(&control));
        }
        match self.library().update_stories(&control) {
            Ok(0) => {}
            Ok(_) => self.library_changed(),
            Err(error) => tracing::warn!(%error, "the stories could not be drawn"),
        }
    }

    /// Rebuilds the index in this thread if that is due.
    pub(crate) fn maintain_index(&self) {
        let control = Arc::new(Control::default());
        {
            let mut importing = self.importing();
            if importing.is_closing {
                return;
            }
            importing.tending = Some(Arc::clone(&control));
        }
        if let Err(error) = self.library().maintain_index(&control) {
            tracing::warn!(%error, "the index could not be rebuilt");
        }
    }

    /// Opens another library in the place of the one that was; its work has ended.
    pub(crate) fn replace_library(&self, opened: Opened) {
        *self.inner.open.write().unwrap_or_else(PoisonError::into_inner) = opened.into();
    }

    /// The next library's imports begin with nothing.
    pub(crate) fn forget_imports(&self) {
        *self.importing() = Importing::default();
    }

    /// Keeps what looks at the library as long as it is open.
    pub(crate) fn keep_looking(&self, daily: Background, watching: Background) {
        *self.daily() = Some(daily);
        *self.watching() = Some(watching);
    }

    fn watching(&self) -> MutexGuard<'_, Option<Background>> {
        self.inner.watching.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The watched folders are others now, or are to be looked at at once.
    pub(crate) fn look_at_folders(&self) {
        if let Some(watching) = &*self.watching() {
            watching.look_now();
        }
    }

    fn daily(&self) -> MutexGuard<'_, Option<Background>> {
        self.inner.daily.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether copies are wanted has changed.
    pub(crate) fn look_at_copies(&self) {
        if let Some(daily) = &*self.daily() {
            daily.look_now();
        }
    }

    /// Ends every thread that works on the open library; nothing stored is lost.
    pub(crate) fn end_work(&self) {
        let watching = self.watching().take();
        let daily = self.daily().take();
        let threads = {
            let mut importing = self.importing();
            importing.is_closing = true;
            if let Some(job) = &importing.job {
                job.control.cancel();
            }
            if let Some(tending) = &importing.tending {
                tending.cancel();
            }
            if let Some(switch) = &importing.switch {
                switch.control.cancel();
            }
            std::mem::take(&mut importing.threads)
        };
        drop(watching);
        drop(daily);
        for thread in threads {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
        // The last of them may have begun to watch.
        drop(self.watching().take());
        drop(self.daily().take());
    }

    /// Runs `work` on a thread that [`Shell::end_work`] waits for.
    pub(crate) fn spawn(&self, work: impl FnOnce(Self) + Send + 'static) {
        let shell = self.clone();
        let thread = std::thread::spawn(move || work(shell));
        let mut importing = self.importing();
        importing.threads.retain(|thread| !thread.is_finished());
        importing.threads.push(thread);
    }
}
