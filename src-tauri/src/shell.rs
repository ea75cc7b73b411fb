//! What the commands share: the app, the open library, the import that runs.
//!
//! Invariant: one library at a time; work begun for one never touches the next.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;

use parallax_engine::{Control, EngineError, Library, ListedBackup, Restored, Searches};
use tauri::AppHandle;
#[cfg(unix)]
use tauri::Manager;
use tauri_specta::Event;

use crate::cache::Cache;
use crate::daily::Daily;
use crate::dialogs::LastFolder;
use crate::dto::{ImportProgress, LibraryChanged, ModelChanged};
use crate::import::{Job, Purpose};
use crate::open_library::{self, Opened};
use crate::opening::Opening;
use crate::packs::Switch;
use crate::settings::Settings;
#[cfg(unix)]
use crate::single_instance::{self, Listener};
use crate::watching::Watching;

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
    searches: Searches,
    watching: Mutex<Option<Watching>>,
    daily: Mutex<Option<Daily>>,
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

    /// The same where articles may be back whose vectors were given up meanwhile.
    pub(crate) fn content_came_back(&self) {
        self.library_changed();
        if self.library().n_pending().unwrap_or(0) > 0 {
            self.begin(Vec::new(), Purpose::Following { n_removed: 0 });
        }
    }

    /// Loads model and vectors behind the first paint, goes on with what an
    /// interrupted import left undone, then follows the watched folders.
    pub(crate) fn wake(&self) {
        // Asked for before anything else is noted as unfinished.
        let unfinished = self.library().unfinished_imports().unwrap_or_default();
        self.spawn(move |shell| {
            if let Err(error) = shell.library().load_vectors() {
                tracing::error!(%error, "the vectors could not be read");
            }
            let _ = shell.library().load_model();
            shell.emit(&ModelChanged {});
            shell.resume(unfinished);
            if shell.read_only_reason().is_none() {
                shell.go_on_with_pack();
                *shell.daily() = Some(Daily::start(&shell));
                let watching = Watching::start(&shell);
                *shell.inner.watching.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(watching);
            }
        });
    }

    fn resume(&self, unfinished: Vec<PathBuf>) {
        let n_pending = self.library().n_pending().unwrap_or(0);
        if n_pending > 0 || !unfinished.is_empty() {
            self.begin(unfinished, Purpose::Asked);
        } else {
            self.update_stories();
            self.maintain_index();
        }
    }

    /// Imports files and folders in the background; while an import runs they
    /// join it. Noted first: closing the window loses none of them.
    pub(crate) fn import(&self, paths: Vec<PathBuf>) {
        self.spawn(move |shell| shell.begin(paths, Purpose::Asked));
    }

    /// Imports files somebody opened from outside, and shows the first of them.
    pub(crate) fn open_files(&self, files: Vec<PathBuf>) {
        if let Some(first) = files.first() {
            self.opening().await_file(first);
            self.import(files);
        }
    }

    /// What somebody opened from outside, and is not shown yet.
    pub(crate) fn opening(&self) -> &Opening {
        &self.inner.opening
    }

    /// Brings the window before all others, as far as the desktop lets it.
    #[cfg(unix)]
    fn come_to_the_front(&self) {
        let Some(window) = self.app().get_webview_window("main") else { return };
        // A desktop that refuses one of these may do the others.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }

    /// Takes what later starts hand over, from now on.
    #[cfg(unix)]
    pub(crate) fn listen(&self) {
        let runtime = parallax_engine::environment("XDG_RUNTIME_DIR");
        let place = single_instance::meeting_place(self.library().folder(), runtime.as_deref());
        let Some(place) = place else { return };
        let shell = self.clone();
        let started = Listener::start(place, move |files| {
            shell.open_files(files);
            shell.come_to_the_front();
        });
        match started {
            Ok(listener) => *self.listener() = Some(listener),
            Err(error) => tracing::warn!(%error, "later starts cannot hand their files over"),
        }
    }

    /// The window closes: a later start opens one of its own.
    #[cfg(unix)]
    pub(crate) fn listen_no_longer(&self) {
        drop(self.listener().take());
    }

    #[cfg(unix)]
    fn listener(&self) -> MutexGuard<'_, Option<Listener>> {
        self.inner.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Imports one file once more, as the reader insists.
    pub(crate) fn import_again(&self, path: PathBuf, is_whole: bool) {
        self.spawn(move |shell| shell.begin(vec![path], Purpose::Again { is_whole }));
    }

    /// Begins an import in this thread's stead, or joins the one that runs.
    pub(crate) fn begin(&self, paths: Vec<PathBuf>, purpose: Purpose) {
        if self.read_only_reason().is_some() {
            return;
        }
        let mut importing = self.importing();
        if importing.is_closing {
            return;
        }
        if !matches!(purpose, Purpose::Following { .. })
            && let Err(error) = self.library().note_unfinished(&paths)
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
        let job = Job::new(paths, purpose);
        importing.job = Some(job.clone());
        drop(importing);
        self.spawn(move |shell| job.run(&shell));
    }

    /// Looks at articles that no story was drawn around yet, in this thread: those
    /// of an import that was broken off, or of an older version of Parallax.
    fn update_stories(&self) {
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

    /// Gives the library a pack in the background, unless a switch runs already.
    pub(crate) fn use_pack(&self, id: String) {
        let switch = {
            let mut importing = self.importing();
            let is_busy = importing.switch.as_ref().is_some_and(|switch| !switch.is_over());
            if is_busy || importing.is_closing || self.read_only_reason().is_some() {
                return;
            }
            importing.switch.insert(Switch::new(id)).clone()
        };
        self.spawn(move |shell| switch.run(&shell));
    }

    /// Goes on with a switch that was broken off.
    fn go_on_with_pack(&self) {
        match self.library().unfinished_pack() {
            Ok(Some(id)) => self.use_pack(id),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "whether a switch was broken off is not known"),
        }
    }

    /// The watched folders are others now, or are to be looked at at once.
    pub(crate) fn look_at_folders(&self) {
        let watching = self.inner.watching.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(watching) = &*watching {
            watching.look_now();
        }
    }

    fn daily(&self) -> MutexGuard<'_, Option<Daily>> {
        self.inner.daily.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether copies are wanted has changed.
    pub(crate) fn look_at_copies(&self) {
        if let Some(daily) = &*self.daily() {
            daily.look_now();
        }
    }

    /// Puts a copy in the place of the open library and opens that.
    ///
    /// # Errors
    /// When it cannot be put there; what was open is opened again then.
    pub(crate) fn restore(&self, copy: &ListedBackup) -> Result<Restored, EngineError> {
        let folder = self.library().folder().to_path_buf();
        let workers = open_library::n_workers(self.settings().choices().saves_power);
        let reader = open_library::to_read(&folder, workers)?;
        self.end_work();
        // With the last hold on the library that was open its lock goes.
        *self.inner.open.write().unwrap_or_else(PoisonError::into_inner) = reader.into();
        let restored = put_back(&folder, copy);
        let opened = open_library::at(&folder, workers)?;
        *self.inner.open.write().unwrap_or_else(PoisonError::into_inner) = opened.into();
        *self.importing() = Importing::default();
        self.wake();
        restored
    }

    /// Closes the open library in good order and opens the one in `folder`.
    ///
    /// # Errors
    /// When that one cannot be opened; the one that is open stays so then.
    pub(crate) fn switch_to(&self, folder: &Path) -> Result<(), EngineError> {
        let workers = open_library::n_workers(self.settings().choices().saves_power);
        let opened = open_library::at(folder, workers)?;
        self.end_work();
        *self.inner.open.write().unwrap_or_else(PoisonError::into_inner) = opened.into();
        *self.importing() = Importing::default();
        self.settings().opened(self.library().folder());
        #[cfg(unix)]
        {
            self.listen_no_longer();
            self.listen();
        }
        self.wake();
        Ok(())
    }

    /// Ends every thread that works on the open library; nothing stored is lost.
    fn end_work(&self) {
        let watching = self.inner.watching.lock().unwrap_or_else(PoisonError::into_inner).take();
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
        drop(self.inner.watching.lock().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.daily().take());
    }

    /// Runs `work` on a thread that [`Shell::end_work`] waits for.
    fn spawn(&self, work: impl FnOnce(Self) + Send + 'static) {
        let shell = self.clone();
        let thread = std::thread::spawn(move || work(shell));
        let mut importing = self.importing();
        importing.threads.retain(|thread| !thread.is_finished());
        importing.threads.push(thread);
    }
}

/// A question that is being answered may hold the library a moment longer.
fn put_back(folder: &Path, copy: &ListedBackup) -> Result<Restored, EngineError> {
    const N_TRIES: usize = 50;
    for _ in 0..N_TRIES {
        match parallax_engine::restore(folder, copy, jiff::Timestamp::now()) {
            Err(error) if error.code() == "library_locked" => {
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            outcome => return outcome,
        }
    }
    parallax_engine::restore(folder, copy, jiff::Timestamp::now())
}
