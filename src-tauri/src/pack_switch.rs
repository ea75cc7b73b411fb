//! A switch of the library to another model pack: its control, and what is said of it.
//!
//! Not here: running it (`packs`).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use parallax_engine::Control;

use crate::dto::{PackPhase, PackSwitching};

/// A switch that runs or has ended.
#[derive(Clone)]
pub(crate) struct Switch {
    pub(crate) id: String,
    pub(crate) control: Arc<Control>,
    last: Arc<Mutex<PackSwitching>>,
    /// The reader gave it up: nothing of it is kept.
    is_given_up: Arc<AtomicBool>,
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

    pub(crate) fn give_up(&self) {
        self.is_given_up.store(true, Ordering::Release);
        self.control.cancel();
    }

    pub(crate) fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Acquire)
    }

    /// Changes what is said of it, and returns that.
    pub(crate) fn note(&self, change: impl FnOnce(&mut PackSwitching)) -> PackSwitching {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut last);
        last.clone()
    }
}
