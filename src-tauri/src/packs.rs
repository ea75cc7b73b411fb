//! Giving the library another model pack in the background: one switch at a time, its
//! control, its progress as events.
//!
//! The old vectors answer until the new ones are complete (`engine::packs`). Broken off by
//! closing the window, it goes on when the library is next opened; cancelled, what was
//! computed is deleted.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use parallax_engine::{Control, PackProgress};

use crate::convert;
use crate::dto::{ModelChanged, PackPhase, PackSwitching};
use crate::shell::Shell;

/// Progress events at most this often.
const BETWEEN_EVENTS: Duration = Duration::from_millis(200);

/// A switch that runs or has ended.
#[derive(Clone)]
pub(crate) struct Switch {
    id: String,
    pub(crate) control: Arc<Control>,
    last: Arc<Mutex<PackSwitching>>,
    /// The reader gave it up: nothing of it is kept.
    is_given_up: Arc<std::sync::atomic::AtomicBool>,
}

impl Switch {
    pub(crate) fn new(id: String) -> Self {
        let last = PackSwitching {
            pack_id: id.clone(),
            phase: PackPhase::Running,
            n_done: 0,
            n_all: 0,
            seconds_left: None,
            problem: None,
        };
        Self {
            id,
            control: Arc::default(),
            last: Arc::new(Mutex::new(last)),
            is_given_up: Arc::default(),
        }
    }

    pub(crate) fn state(&self) -> PackSwitching {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn is_over(&self) -> bool {
        !matches!(self.state().phase, PackPhase::Running | PackPhase::Paused)
    }

    pub(crate) fn pause(&self, shell: &Shell, paused: bool) {
        self.control.pause(paused);
        let phase = if self.control.is_paused() { PackPhase::Paused } else { PackPhase::Running };
        self.tell(shell, |state| state.phase = phase);
    }

    pub(crate) fn give_up(&self) {
        self.is_given_up.store(true, std::sync::atomic::Ordering::Release);
        self.control.cancel();
    }

    /// Runs to the end, in this thread.
    pub(crate) fn run(&self, shell: &Shell) {
        let last_event = Mutex::new(None::<Instant>);
        let outcome = shell.library().use_pack(&self.id, &self.control, &|progress| {
            let mut last = last_event.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_none_or(|last| last.elapsed() >= BETWEEN_EVENTS) {
                *last = Some(Instant::now());
                self.tell(shell, |state| note(state, progress));
            }
        });
        match outcome {
            Ok(switch) if switch.is_used => {
                self.tell(shell, |state| state.phase = PackPhase::Done);
                shell.emit(&ModelChanged {});
                shell.library_changed();
                shell.maintain_index();
            }
            Ok(_) => {
                if self.is_given_up.load(std::sync::atomic::Ordering::Acquire)
                    && let Err(error) = shell.library().forget_unfinished_pack()
                {
                    tracing::warn!(%error, "what was computed for another pack stays");
                }
                self.tell(shell, |state| state.phase = PackPhase::Cancelled);
            }
            Err(error) => self.tell(shell, |state| {
                state.phase = PackPhase::Failed;
                state.problem = Some(convert::error(&error));
            }),
        }
    }

    fn tell(&self, shell: &Shell, change: impl FnOnce(&mut PackSwitching)) {
        let event = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut last);
            last.clone()
        };
        shell.emit(&event);
    }
}

fn note(state: &mut PackSwitching, progress: &PackProgress) {
    state.n_done = convert::count(progress.n_done);
    state.n_all = convert::count(progress.n_all);
    state.seconds_left = progress.seconds_left;
}
