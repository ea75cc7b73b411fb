//! How a command ends: exit codes, and errors with their next step.

use std::io;
use std::process::ExitCode;

use parallax_engine::EngineError;

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All of it.
    Done,
    /// Some files failed, or `verify` found something.
    InPart,
    /// It ran, and the answer is bad: a damaged library.
    Bad,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Bad => Self::from(1),
            Exit::InPart => Self::from(3),
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What and where, with the causes behind it.
    pub(crate) message: String,
    /// The next step.
    pub(crate) hint: Option<String>,
    is_usage: bool,
    is_broken_pipe: bool,
}

impl Failure {
    /// The command line itself makes no sense.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (message, hint) = (message.into(), Some(hint.into()));
        Self { message, hint, is_usage: true, is_broken_pipe: false }
    }

    /// Anything else.
    pub(crate) fn other(message: impl Into<String>, hint: Option<&str>) -> Self {
        let (message, hint) = (message.into(), hint.map(str::to_owned));
        Self { message, hint, is_usage: false, is_broken_pipe: false }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match (self.is_usage, self.is_broken_pipe) {
            (true, _) => 2,
            (_, true) => 0,
            _ => 1,
        }
    }

    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.is_broken_pipe
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self::other(with_causes(&error), error.hint())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let is_broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { is_broken_pipe, ..Self::other(with_causes(&error), None) }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => Self::other(error.to_string(), None),
        }
    }
}

/// An error followed by what caused it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !message.contains(&text) {
            message = format!("{message}: {text}");
        }
        cause = error.source();
    }
    message
}
