//! Child processes that do not outlive the test that needs them.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A program in a process group of its own; the whole group ends with this value.
pub(super) struct Running {
    child: Child,
}

impl Running {
    /// Starts `command`; panics with what to install when it is not there.
    pub(super) fn start(command: &mut Command) -> Self {
        command.process_group(0).stdin(Stdio::null());
        let child = command.spawn().unwrap_or_else(|error| {
            panic!(
                "cannot start {}: {error}; `cargo xtask setup --test` installs it",
                command.get_program().display()
            )
        });
        Self { child }
    }

    /// The child's output, if it was asked for with [`Stdio::piped`].
    pub(super) fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}
