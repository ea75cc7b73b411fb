//! Why a task stopped, and what the person at the keyboard can do about it.

use std::path::PathBuf;

/// Everything that can stop a task.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TaskError {
    /// The command line makes no sense.
    #[error("there is no `cargo xtask {words}`")]
    Usage { words: String },
    /// Something the machine must have and has not; only a person can add it.
    #[error("{what}")]
    Missing { what: String, hint: String },
    /// A program that is not there or may not be run.
    #[error("cannot start `{program}`")]
    CannotStart { program: String, source: std::io::Error },
    /// A program that ran and said no; its own words are above.
    #[error("`{command}` failed ({status})")]
    Failed { command: String, status: std::process::ExitStatus, hint: Option<&'static str> },
    /// A file that is not the one we pinned.
    #[error("`{}` has sha256 {found}, expected {expected}", path.display())]
    Checksum { path: PathBuf, found: String, expected: String },
    /// A wheel that cannot be unpacked.
    #[error("cannot unpack `{}`", path.display())]
    Archive { path: PathBuf, source: zip::result::ZipError },
    /// One of our own pages that makes no sense.
    #[error("`{}` is not as expected: {what}", path.display())]
    Page { path: PathBuf, what: String },
    /// The published weights are not those the graph is made from.
    #[error("cannot make the model's graph: {what}")]
    Weights { what: String },
    /// Packages that are not what they should be.
    #[error("{what}")]
    Bundle { what: String },
    /// A library that did not stand what was done to it.
    #[error("{what}")]
    Tortured { what: String },
    /// A file that cannot be read or written; `fs_err` names it.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl TaskError {
    /// The next step, if there is one.
    pub(crate) fn hint(&self) -> Option<&str> {
        match self {
            Self::Usage { .. } => Some("`cargo xtask help` lists the commands"),
            Self::Missing { hint, .. } => Some(hint),
            Self::Failed { hint, .. } => *hint,
            Self::Checksum { .. } | Self::Archive { .. } | Self::Weights { .. } => {
                Some("remove the folder .cache and try again; if it stays, do not use the file")
            }
            Self::CannotStart { .. }
            | Self::Page { .. }
            | Self::Bundle { .. }
            | Self::Tortured { .. }
            | Self::Io(_) => None,
        }
    }

    /// Writes message, causes and hint to stderr.
    pub(crate) fn report(&self) {
        eprintln!("error: {self}");
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            eprintln!("  because: {error}");
            cause = error.source();
        }
        if let Some(hint) = self.hint() {
            eprintln!("hint: {hint}");
        }
    }
}
