//! Why the library cannot be opened, read or written.

use std::path::PathBuf;

use parallax_types::{ArticleId, HighlightId, SavedSearchId, VersionId};

use crate::trouble::Trouble;

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
    /// No version of an article has this id.
    #[error("there is no version {id}")]
    NoSuchVersion {
        /// The id asked for.
        id: VersionId,
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
    /// There is no database where the rest of a library lies: not a place to begin anew.
    #[error("the library in `{}` has lost its database: `library.db` is missing or empty, but {trace} is there", path.display())]
    Missing {
        /// The library's folder.
        path: PathBuf,
        /// What is still there.
        trace: &'static str,
    },
    /// A restore was interrupted where it cannot be completed.
    #[error("a restore of the library in `{}` was interrupted and is to be completed first", path.display())]
    Unfinished {
        /// The library's folder.
        path: PathBuf,
    },
    /// The folder for a copy holds one already.
    #[error("`{}` is there already", path.display())]
    BackupExists {
        /// The file that is there.
        path: PathBuf,
    },
    /// A copy that is not what it says it is.
    #[error("the copy `{}` is not whole: {what}", path.display())]
    BackupDamaged {
        /// The copy.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// There is nothing to restore from.
    #[error("there is no whole copy of the library in `{}`", folder.display())]
    NoBackup {
        /// Where was looked.
        folder: PathBuf,
    },
    /// No copy has this name.
    #[error("there is no copy `{name}`")]
    NoSuchBackup {
        /// The name, date or path asked for.
        name: String,
    },
    /// A database whose list of tables is gone: nothing can be salvaged.
    #[error("nothing of the database in `{}` can be read", path.display())]
    NothingReads {
        /// The library's folder.
        path: PathBuf,
    },
    /// The disk has no room for a copy.
    #[error("the disk has no room for a copy of the library: {needed} MB are needed and {free} MB free at `{}`", path.display())]
    NoRoom {
        /// Where the copy was to go.
        path: PathBuf,
        /// Megabytes needed.
        needed: u64,
        /// Megabytes free.
        free: u64,
    },
    /// A file or folder of the library cannot be used.
    #[error("{}", Trouble::of_file(.0).in_words("using the library's files"))]
    File(#[source] std::io::Error),
    /// SQLite refused.
    #[error("{}", Trouble::of_database(source).in_words(doing))]
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
            Self::NoSuchVersion { .. } => "no_such_version",
            Self::NoSuchHighlight { .. } => "no_such_highlight",
            Self::NoSuchSearch { .. } => "no_such_search",
            Self::Damaged { .. } => "library_damaged",
            Self::Missing { .. } => "library_missing",
            Self::Unfinished { .. } => "restore_unfinished",
            Self::BackupExists { .. } => "backup_exists",
            Self::BackupDamaged { .. } => "backup_damaged",
            Self::NoBackup { .. } => "no_backup",
            Self::NoSuchBackup { .. } => "no_such_backup",
            Self::NothingReads { .. } => "nothing_reads",
            Self::NoRoom { .. } => Trouble::DiskFull.code(),
            Self::File(error) => Trouble::of_file(error).code(),
            Self::Database { source, .. } => Trouble::of_database(source).code(),
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
            Self::NoSuchVersion { .. } => {
                Some("`parallax versions` with an article's id shows its versions")
            }
            Self::NoSuchHighlight { .. } => {
                Some("`parallax highlights` shows the highlights and their ids")
            }
            Self::NoSuchSearch { .. } => Some("it may have been removed meanwhile"),
            Self::Damaged { .. } => Some(Trouble::Damaged.hint()),
            Self::Missing { .. } => Some(
                "`parallax restore` puts the newest whole copy back; `parallax restore --new` begins \
                 an empty library there",
            ),
            Self::Unfinished { .. } => {
                Some("open the library once where its folder may be written to")
            }
            Self::BackupExists { .. } => Some("name another folder for the copy"),
            Self::BackupDamaged { .. } => {
                Some("`parallax restore --list` shows the copies and which of them are whole")
            }
            Self::NoBackup { .. } => Some(
                "name a copy that lies elsewhere, or save what still reads with `parallax salvage`",
            ),
            Self::NoSuchBackup { .. } => {
                Some("`parallax restore --list` shows the copies; a path names one elsewhere")
            }
            Self::NothingReads { .. } => Some(
                "`parallax restore` puts a copy back; without one, `parallax restore --new` begins an \
                 empty library, into which your files can be imported again",
            ),
            Self::NoRoom { .. } => Some(Trouble::DiskFull.hint()),
            Self::File(error) => Some(Trouble::of_file(error).hint()),
            Self::Database { source, .. } => Some(Trouble::of_database(source).hint()),
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
