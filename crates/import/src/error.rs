//! Why a file or a path could not become an article.

use std::io;
use std::path::{Path, PathBuf};

/// Why one file could not become an article. Never stops a batch.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Nothing lies at that path.
    #[error("`{}` does not exist", path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },

    /// The system refused to open, list or read it.
    #[error("`{}` could not be read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// A device, socket or pipe.
    #[error("`{}` is not a file but a {what}", path.display())]
    NotAFile {
        /// The path as given.
        path: PathBuf,
        /// "device", "socket", "pipe".
        what: &'static str,
    },

    /// More bytes than [`crate::Limits::max_file_bytes`].
    #[error("`{}` has {n_bytes} bytes, more than the {max_bytes} that are read", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size, at least.
        n_bytes: u64,
        /// The limit.
        max_bytes: u64,
    },

    /// No bytes at all, or nothing but blanks.
    #[error("`{}` is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },

    /// Bytes that are no text in any encoding and no format we can name.
    #[error("`{}` holds no text but binary data", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },

    /// A format we recognise but do not read.
    #[error("`{}` is {what}, which is not read", path.display())]
    UnsupportedFormat {
        /// The file.
        path: PathBuf,
        /// With its article: "a PDF document", "an image (PNG)".
        what: &'static str,
        /// What to do about it.
        next: &'static str,
    },

    /// Well-formed, but without a sentence to read.
    #[error("`{}` was read but holds no text of an article", path.display())]
    NoText {
        /// The file.
        path: PathBuf,
    },

    /// A parser gave up in a way it should not have.
    #[error("`{}` could not be parsed: {message}", path.display())]
    ParserFailed {
        /// The file.
        path: PathBuf,
        /// What the parser said.
        message: String,
    },
}

impl ImportError {
    /// A stable name for programs to branch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Unreadable { .. } => "unreadable",
            Self::NotAFile { .. } => "not_a_file",
            Self::TooLarge { .. } => "too_large",
            Self::Empty { .. } => "empty",
            Self::NotText { .. } => "not_text",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::NoText { .. } => "no_text",
            Self::ParserFailed { .. } => "parser_failed",
        }
    }

    /// The next step to offer the reader, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotFound { .. } => {
                Some("check the path; the file may have been moved or renamed")
            }
            Self::Unreadable { .. } => {
                Some("check that you may read it and that its drive is connected")
            }
            Self::NotAFile { .. } => Some("choose files or folders"),
            Self::TooLarge { .. } => Some("split the file into smaller ones"),
            Self::Empty { .. } => None,
            Self::NotText { .. } => {
                Some("save it as text, Markdown or HTML in the program that made it")
            }
            Self::UnsupportedFormat { next, .. } => Some(next),
            Self::NoText { .. } => Some(
                "look into the file; a page that loads its text later must be saved once it has loaded",
            ),
            Self::ParserFailed { .. } => Some("save the text as a plain text file and import that"),
        }
    }

    /// The file or folder it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound { path }
            | Self::Unreadable { path, .. }
            | Self::NotAFile { path, .. }
            | Self::TooLarge { path, .. }
            | Self::Empty { path }
            | Self::NotText { path }
            | Self::UnsupportedFormat { path, .. }
            | Self::NoText { path }
            | Self::ParserFailed { path, .. } => path,
        }
    }
}
