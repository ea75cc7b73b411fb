//! The thread that starts children and lives as long as they may.
//!
//! On Linux a child asks to be killed when its parent dies, and means the *thread* that
//! started it: readers come and go while children are kept, so none of them may.

use std::io::{self, ErrorKind};
use std::process::{Child, Command};
use std::sync::mpsc::{Sender, channel};

type Request = (Command, Sender<io::Result<Child>>);

/// Starts children until dropped.
#[derive(Debug)]
pub(super) struct Spawner {
    requests: Sender<Request>,
}

impl Spawner {
    pub(super) fn start() -> Self {
        let (requests, asked) = channel::<Request>();
        std::thread::spawn(move || {
            for (mut command, answer) in asked {
                // Whoever asked may be gone; then the child's pipes close, and it ends.
                let _ = answer.send(command.spawn());
            }
        });
        Self { requests }
    }

    pub(super) fn spawn(&self, command: Command) -> io::Result<Child> {
        let (answer, answered) = channel();
        let gone = |_| io::Error::from(ErrorKind::BrokenPipe);
        self.requests.send((command, answer)).map_err(|_| ErrorKind::BrokenPipe)?;
        answered.recv().map_err(gone)?
    }
}
