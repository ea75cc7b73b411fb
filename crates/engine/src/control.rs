//! Pausing and cancelling long work from another thread.

use std::sync::{Condvar, Mutex, PoisonError};

/// Shared between whoever asked for the work and the threads that do it.
#[derive(Debug, Default)]
pub struct Control {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Running,
    Paused,
    Cancelled,
}

impl Control {
    /// Asks the work to stop at the next safe point; what is stored stays.
    pub fn cancel(&self) {
        self.set(State::Cancelled);
    }

    /// Asks the work to wait, or to go on. Without effect after [`Control::cancel`].
    pub fn pause(&self, paused: bool) {
        if !self.is_cancelled() {
            self.set(if paused { State::Paused } else { State::Running });
        }
    }

    /// Whether the work was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.state() == State::Cancelled
    }

    /// Whether the work was asked to wait.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.state() == State::Paused
    }

    /// Waits while paused; returns whether to go on.
    #[must_use]
    pub fn go_on(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while *state == State::Paused {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        *state == State::Running
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        self.changed.notify_all();
    }
}
