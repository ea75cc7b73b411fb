//! Why the index could not take, answer or reload something.
//!
//! Nothing here is ever fatal: the vectors live in the library's database, and an
//! index that cannot be read is rebuilt from them.

use std::io;
use std::path::PathBuf;

/// What went wrong in the index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// A vector of another model, most likely.
    #[error("the vector has {found} dimensions where the index has {expected}")]
    WrongDimension {
        /// Dimensions of the index.
        expected: usize,
        /// Dimensions of what was given.
        found: usize,
    },

    /// No index was ever saved there, or it was deleted.
    #[error("`{}` holds no saved index", dir.display())]
    MissingIndex {
        /// The folder looked in.
        dir: PathBuf,
    },

    /// Some file of the index is not what was saved.
    #[error("the saved index in `{}` is damaged: {what}", dir.display())]
    DamagedIndex {
        /// The folder of the index.
        dir: PathBuf,
        /// Which part, and how it shows.
        what: String,
    },

    /// A file was written and could not be read back.
    #[error("the index could not be written to `{}`: {what}", dir.display())]
    NotWritten {
        /// The folder written to.
        dir: PathBuf,
        /// Which, and what is wrong with it.
        what: String,
    },

    /// The system refused to read or write a file; the message names it.
    #[error("a file of the index could not be read or written")]
    Io(#[from] io::Error),
}

impl IndexError {
    /// A stable name for programs to branch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongDimension { .. } => "wrong_dimension",
            Self::MissingIndex { .. } => "missing_index",
            Self::DamagedIndex { .. } => "damaged_index",
            Self::NotWritten { .. } => "index_not_written",
            Self::Io(_) => "index_io",
        }
    }

    /// The next step to offer the reader, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::WrongDimension { .. } => {
                Some("the model has changed; run `parallax reindex` to embed the library again")
            }
            Self::MissingIndex { .. } | Self::DamagedIndex { .. } => {
                Some("nothing is lost; run `parallax reindex` to rebuild the index")
            }
            Self::NotWritten { .. } | Self::Io(_) => {
                Some("check free space and permissions of the library's `index` folder")
            }
        }
    }
}
