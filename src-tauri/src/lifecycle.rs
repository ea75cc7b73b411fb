//! What happens when a library is opened, exchanged for another, or restored.

use std::path::{Path, PathBuf};

use parallax_engine::{EngineError, ListedBackup, Restored};
#[cfg(unix)]
use tauri::Manager;

use crate::dto::ModelChanged;
use crate::import_job::Purpose;
use crate::shell::Shell;
#[cfg(unix)]
use crate::single_instance::{self, Listener};
use crate::{daily, import, open_library, packs, watching};

/// Loads model and vectors behind the first paint, goes on with what an
/// interrupted import left undone, then follows the watched folders.
pub(crate) fn wake(shell: &Shell) {
    // Asked for before anything else is noted as unfinished.
    let unfinished = shell.library().unfinished_imports().unwrap_or_default();
    shell.spawn(move |shell| {
        if let Err(error) = shell.library().load_vectors() {
            tracing::error!(%error, "the vectors could not be read");
        }
        let _ = shell.library().load_model();
        shell.emit(&ModelChanged {});
        resume(&shell, unfinished);
        if shell.read_only_reason().is_none() {
            packs::go_on(&shell);
            shell.keep_looking(daily::start(&shell), watching::start(&shell));
        }
    });
}

fn resume(shell: &Shell, unfinished: Vec<PathBuf>) {
    let n_pending = shell.library().n_pending().unwrap_or(0);
    if n_pending > 0 || !unfinished.is_empty() {
        import::begin(shell, unfinished, Purpose::Asked);
    } else {
        shell.update_stories();
        shell.maintain_index();
    }
}

/// Puts a copy in the place of the open library and opens that.
///
/// # Errors
/// When it cannot be put there; what was open is opened again then.
pub(crate) fn restore(shell: &Shell, copy: &ListedBackup) -> Result<Restored, EngineError> {
    let folder = shell.library().folder().to_path_buf();
    let workers = open_library::n_workers(shell.settings().choices().saves_power);
    let reader = open_library::to_read(&folder, workers)?;
    shell.end_work();
    // With the last hold on the library that was open its lock goes.
    shell.replace_library(reader);
    let restored = put_back(&folder, copy);
    shell.replace_library(open_library::at(&folder, workers)?);
    shell.forget_imports();
    wake(shell);
    restored
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

/// Closes the open library in good order and opens the one in `folder`.
///
/// # Errors
/// When that one cannot be opened; the one that is open stays so then.
pub(crate) fn switch_to(shell: &Shell, folder: &Path) -> Result<(), EngineError> {
    let workers = open_library::n_workers(shell.settings().choices().saves_power);
    let opened = open_library::at(folder, workers)?;
    shell.end_work();
    shell.replace_library(opened);
    shell.forget_imports();
    shell.settings().opened(shell.library().folder());
    #[cfg(unix)]
    {
        listen_no_longer(shell);
        listen(shell);
    }
    wake(shell);
    Ok(())
}

/// Takes what later starts hand over, from now on.
#[cfg(unix)]
pub(crate) fn listen(shell: &Shell) {
    let runtime = parallax_engine::environment("XDG_RUNTIME_DIR");
    let place = single_instance::meeting_place(shell.library().folder(), runtime.as_deref());
    let Some(place) = place else { return };
    let theirs = shell.clone();
    let started = Listener::start(place, move |files| {
        import::open_files(&theirs, files);
        come_to_the_front(&theirs);
    });
    match started {
        Ok(listener) => *shell.listener() = Some(listener),
        Err(error) => tracing::warn!(%error, "later starts cannot hand their files over"),
    }
}

/// The window closes: a later start opens one of its own.
#[cfg(unix)]
pub(crate) fn listen_no_longer(shell: &Shell) {
    drop(shell.listener().take());
}

/// Brings the window before all others, as far as the desktop lets it.
#[cfg(unix)]
fn come_to_the_front(shell: &Shell) {
    let Some(window) = shell.app().get_webview_window("main") else { return };
    // A desktop that refuses one of these may do the others.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}
