//! Why the library cannot be opened, read or written.

use std::path::PathBuf;

use parallax_types::{ArticleId, HighlightId, SavedSearchId};

/// Why a library operation failed. Nothing acknowledged before is affected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no library in the folder, and it was opened for reading only.
    #[error("there is no library in `{}`", path.display())]
    NotFound {
        /// The library's folder.
        path: PathBuf,
    },
    /// Another program holds the lock.
    #[error("the library `{}` is being written to by {holder}", path.display())]
    Locked {
        /// The library's folder.
        path: PathBuf,
        /// Which program, as it signed the lock file.
        holder: String,
    },
    /// Made by a newer Parallax.
    #[error("the library `{}` has format {found}; this program knows formats up to {known}", path.display())]
    TooNew {
        /// The library's folder.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// Opened for reading, but an older format must be upgraded first.
    #[error("the library `{}` has the older format {found} and must be upgraded first", path.display())]
    TooOld {
        /// The library's folder.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// A write was asked of a library opened for reading.
    #[error("the library `{}` is open for reading only", path.display())]
    ReadOnly {
        /// The library's folder.
        path: PathBuf,
    },
    /// No article has this id.
    #[error("there is no article {id}")]
    NoSuchArticle {
        /// The id asked for.
        id: ArticleId,
    },
    /// No highlight has this id.
    #[error("there is no highlight {id}")]
    NoSuchHighlight {
        /// The id asked for.
        id: HighlightId,
    },
    /// No saved search has this id.
    #[error("there is no saved search {id}")]
    NoSuchSearch {
        /// The id asked for.
        id: SavedSearchId,
    },
    /// A row does not make sense; `verify` says more.
    #[error("the library is damaged: {what}")]
    Damaged {
        /// What was found where.
        what: String,
    },
    /// A file or folder of the library cannot be used.
    #[error("cannot use the library's files")]
    File(#[source] std::io::Error),
    /// SQLite refused.
    #[error("the library's database failed while {doing}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// A stable name for the error, to branch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "no_library",
            Self::Locked { .. } => "library_locked",
            Self::TooNew { .. } => "library_too_new",
            Self::TooOld { .. } => "library_too_old",
            Self::ReadOnly { .. } => "library_read_only",
            Self::NoSuchArticle { .. } => "no_such_article",
            Self::NoSuchHighlight { .. } => "no_such_highlight",
            Self::NoSuchSearch { .. } => "no_such_search",
            Self::Damaged { .. } => "library_damaged",
            Self::File(_) => "library_files",
            Self::Database { .. } => "library_database",
        }
    }

    /// The next step to offer the reader, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotFound { .. } => {
                Some("import something first, or name another folder with --library")
            }
            Self::Locked { .. } => Some("close that program, or wait until its import is done"),
            Self::TooNew { .. } => Some("update Parallax to open it"),
            Self::TooOld { .. } => {
                Some("open it once for writing, for instance with `parallax reindex`")
            }
            Self::ReadOnly { .. } => {
                Some("close the program that is writing to it, then try again")
            }
            Self::NoSuchArticle { .. } => Some("`parallax list` shows the articles and their ids"),
            Self::NoSuchHighlight { .. } => {
                Some("`parallax highlights` shows the highlights and their ids")
            }
            Self::NoSuchSearch { .. } => Some("it may have been removed meanwhile"),
            Self::Damaged { .. } => {
                Some("run `parallax verify`; a copy may lie in the library's `backups` folder")
            }
            Self::File(_) => {
                Some("check that the folder exists, is writable and the disk is not full")
            }
            Self::Database { .. } => {
                Some("check that the disk is not full, then run `parallax verify`")
            }
        }
    }
}

/// Says what was being done when SQLite failed.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Database { doing, source })
    }
}
