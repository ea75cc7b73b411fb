//! Once a day, while the window is open: a copy of the library, if that is wanted, and an
//! end to what has been in its bin for too long.
//!
//! Not here: when a copy is due and which are kept (the store).

use std::time::Duration;

use crate::background::Background;
use crate::shell::Shell;

/// How often it is looked whether a copy is due.
const EVERY: Duration = Duration::from_mins(30);

/// Makes the copies, until dropped.
pub(crate) fn start(shell: &Shell) -> Background {
    let shell = shell.clone();
    Background::start(move |wishes| {
        while !wishes.end() {
            wishes.begin_to_look();
            copy_if_due(&shell);
            clear_old_bin(&shell);
            wishes.wait(EVERY);
        }
    })
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
