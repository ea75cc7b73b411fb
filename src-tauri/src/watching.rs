//! Follows the watched folders while the window is open.
//!
//! Invariant: what changes while a folder is being read is seen afterwards: it is
//! watched before it is read. Not here: what a change means (the engine).

use std::path::PathBuf;
use std::time::{Duration, Instant};

use parallax_engine::FolderWatch;

use crate::background::{Background, Wishes};
use crate::dto::FoldersChanged;
use crate::import;
use crate::import_job::Purpose;
use crate::shell::Shell;

/// How soon the end, or a wish to look at once, is noticed.
const STEP: Duration = Duration::from_millis(400);

/// How often it is looked whether a drive has come or gone.
const LOOK_FOR_DRIVES: Duration = Duration::from_secs(15);

/// Follows the folders, until dropped.
pub(crate) fn start(shell: &Shell) -> Background {
    let shell = shell.clone();
    Background::start(move |wishes| follow(&shell, wishes))
}

fn follow(shell: &Shell, wishes: &Wishes) {
    let mut watched: Vec<PathBuf> = Vec::new();
    let mut watch = None;
    while !wishes.end() {
        wishes.begin_to_look();
        let there = folders_there(shell);
        if watch.is_none() || there != watched {
            watch = started(&there);
            watched = there;
        }
        sync(shell);
        wait(shell, wishes, watch.as_ref(), &watched);
    }
}

/// Returns when something changed, or is to be looked at.
fn wait(shell: &Shell, wishes: &Wishes, watch: Option<&FolderWatch>, watched: &[PathBuf]) {
    let mut looked = Instant::now();
    loop {
        if wishes.any() {
            return;
        }
        match watch {
            Some(watch) if !watched.is_empty() => {
                if watch.wait(STEP) {
                    return;
                }
            }
            _ => wishes.wait(STEP),
        }
        if looked.elapsed() >= LOOK_FOR_DRIVES {
            looked = Instant::now();
            if folders_there(shell) != watched {
                return;
            }
        }
    }
}

fn folders_there(shell: &Shell) -> Vec<PathBuf> {
    let folders = shell.library().watched_folders().unwrap_or_default();
    folders.into_iter().map(|folder| folder.path).filter(|folder| folder.is_dir()).collect()
}

/// Without a watch the folders are read when the window opens and when asked.
fn started(folders: &[PathBuf]) -> Option<FolderWatch> {
    FolderWatch::start(folders)
        .inspect_err(|error| tracing::warn!(%error, "a folder cannot be watched"))
        .ok()
}

fn sync(shell: &Shell) {
    match shell.library().follow_watched() {
        Ok((followed, folders)) => {
            let n_removed = followed.removed.len();
            if n_removed + followed.n_moved > 0 {
                shell.library_changed();
            }
            if !folders.is_empty() {
                import::begin(shell, folders, Purpose::Following { n_removed });
            }
        }
        Err(error) => tracing::warn!(%error, "the watched folders could not be followed"),
    }
    shell.emit(&FoldersChanged {});
}
