//! Tells when something changes in folders.
//!
//! Through the system's notices where it gives any, else by looking every few
//! seconds (network drives, too many folders). Only *that* something changed is
//! told: what it was, [`crate::Library::sync_folders`] finds out, so that a lost
//! notice costs nothing but time.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::EngineError;

/// How often folders without notices are looked at.
const POLL_EVERY: Duration = Duration::from_secs(5);

/// A change is told once this long nothing more happened…
const QUIET: Duration = Duration::from_millis(400);

/// …or this long after the first.
const AT_MOST: Duration = Duration::from_secs(5);

/// Folders being watched, until dropped.
pub struct FolderWatch {
    changes: Receiver<()>,
    _watchers: Vec<Box<dyn Watcher + Send>>,
}

impl FolderWatch {
    /// Watches folders and everything below them.
    ///
    /// # Errors
    /// [`EngineError::CannotWatch`] for a folder that is not there.
    pub fn start(folders: &[PathBuf]) -> Result<Self, EngineError> {
        let (sender, changes) = channel();
        let mut watchers: Vec<Box<dyn Watcher + Send>> = Vec::new();
        for folder in folders {
            // Looking every few seconds would wait for it to appear.
            if !folder.is_dir() {
                let what = "there is no such folder".to_owned();
                return Err(EngineError::CannotWatch { path: folder.clone(), what });
            }
            let watcher = match notices(folder, sender.clone()) {
                Ok(watcher) => watcher,
                Err(_) => looks(folder, sender.clone()).map_err(|error| {
                    EngineError::CannotWatch { path: folder.clone(), what: error.to_string() }
                })?,
            };
            watchers.push(watcher);
        }
        Ok(Self { changes, _watchers: watchers })
    }

    /// Waits until something changed and it is quiet again; false if nothing did
    /// within `timeout`.
    #[must_use]
    pub fn wait(&self, timeout: Duration) -> bool {
        if self.changes.recv_timeout(timeout).is_err() {
            return false;
        }
        let started = Instant::now();
        while started.elapsed() < AT_MOST {
            match self.changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        true
    }
}

fn notices(folder: &Path, changes: Sender<()>) -> notify::Result<Box<dyn Watcher + Send>> {
    let mut watcher = RecommendedWatcher::new(told(changes), Config::default())?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(Box::new(watcher))
}

fn looks(folder: &Path, changes: Sender<()>) -> notify::Result<Box<dyn Watcher + Send>> {
    let mut watcher =
        PollWatcher::new(told(changes), Config::default().with_poll_interval(POLL_EVERY))?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(Box::new(watcher))
}

/// Reading a file is no change of it; an error may hide one.
fn told(changes: Sender<()>) -> impl Fn(notify::Result<notify::Event>) {
    move |event| {
        if !event.is_ok_and(|event| event.kind.is_access()) {
            // Nobody listens any more: the watch is being dropped.
            let _ = changes.send(());
        }
    }
}
