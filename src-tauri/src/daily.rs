//! Once a day, while the window is open: a copy of the library, if that is wanted, and an
//! end to what has been in its bin for too long.
//!
//! Not here: when a copy is due and which are kept (the store).

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::shell::Shell;

/// How often it is looked whether a copy is due.
const EVERY: Duration = Duration::from_mins(30);

/// A thread that makes the copies until dropped.
pub(crate) struct Daily {
    /// Wakes it; gone, it ends.
    wakes: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Daily {
    pub(crate) fn start(shell: &Shell) -> Self {
        let (wakes, woken) = channel();
        let shell = shell.clone();
        let thread = std::thread::spawn(move || {
            loop {
                copy_if_due(&shell);
                clear_old_bin(&shell);
                match woken.recv_timeout(EVERY) {
                    Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        });
        Self { wakes: Some(wakes), thread: Some(thread) }
    }

    /// Looks at once.
    pub(crate) fn look_now(&self) {
        if let Some(wakes) = &self.wakes {
            let _ = wakes.send(());
        }
    }
}

impl Drop for Daily {
    fn drop(&mut self) {
        drop(self.wakes.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn clear_old_bin(shell: &Shell) {
    if let Err(error) = shell.library().clear_old_bin() {
        tracing::warn!(%error, "what has been in the bin for too long could not be deleted");
    }
}

fn copy_if_due(shell: &Shell) {
    if !shell.settings().choices().backs_up_daily {
        return;
    }
    match shell.library().back_up_daily() {
        Ok(Some(backup)) => tracing::info!(path = %backup.path.display(), "the daily copy is made"),
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "the daily copy could not be made"),
    }
}
