//! Giving the library another model pack in the background: one switch at a time, its
//! progress as events.
//!
//! The old vectors answer until the new ones are complete (`engine::packs`). Broken off by
//! closing the window, it goes on when the library is next opened; cancelled, what was
//! computed is deleted.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use parallax_engine::PackProgress;

use crate::convert;
use crate::dto::{ModelChanged, PackPhase, PackSwitching};
use crate::pack_switch::Switch;
use crate::shell::Shell;

/// Progress events at most this often.
const BETWEEN_EVENTS: Duration = Duration::from_millis(200);

/// Gives the library a pack in the background, unless a switch runs already.
pub(crate) fn use_pack(shell: &Shell, id: String) {
    let switch = {
        let mut importing = shell.importing();
        let is_busy = importing.switch.as_ref().is_some_and(|switch| !switch.is_over());
        if is_busy || importing.is_closing || shell.read_only_reason().is_some() {
            return;
        }
        importing.switch.insert(Switch::new(id)).clone()
    };
    shell.spawn(move |shell| run(&shell, &switch));
}

/// Goes on with a switch that was broken off.
pub(crate) fn go_on(shell: &Shell) {
    match shell.library().unfinished_pack() {
        Ok(Some(id)) => use_pack(shell, id),
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "whether a switch was broken off is not known"),
    }
}

/// Lets a switch rest, or go on.
pub(crate) fn pause(shell: &Shell, switch: &Switch, paused: bool) {
    switch.control.pause(paused);
    let phase = if switch.control.is_paused() { PackPhase::Paused } else { PackPhase::Running };
    tell(shell, switch, |state| state.phase = phase);
}

/// Runs it to the end, in this thread.
fn run(shell: &Shell, switch: &Switch) {
    let last_event = Mutex::new(None::<Instant>);
    let outcome = shell.library().use_pack(&switch.id, &switch.control, &|progress| {
        let mut last = last_event.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|last| last.elapsed() >= BETWEEN_EVENTS) {
            *last = Some(Instant::now());
            tell(shell, switch, |state| note(state, progress));
        }
    });
    match outcome {
        Ok(done) if done.is_used => {
            tell(shell, switch, |state| state.phase = PackPhase::Done);
            shell.emit(&ModelChanged {});
            shell.library_changed();
            shell.maintain_index();
        }
        Ok(_) => {
            if switch.is_given_up()
                && let Err(error) = shell.library().forget_unfinished_pack()
            {
                tracing::warn!(%error, "what was computed for another pack stays");
            }
            tell(shell, switch, |state| state.phase = PackPhase::Cancelled);
        }
        Err(error) => tell(shell, switch, |state| {
            state.phase = PackPhase::Failed;
            state.problem = Some(convert::error(&error));
        }),
    }
}

fn tell(shell: &Shell, switch: &Switch, change: impl FnOnce(&mut PackSwitching)) {
    shell.emit(&switch.note(change));
}

fn note(state: &mut PackSwitching, progress: &PackProgress) {
    state.n_done = convert::count(progress.n_done);
    state.n_all = convert::count(progress.n_all);
    state.seconds_left = progress.seconds_left;
}
