//! Why the engine could not do what it was asked.

use parallax_embed::EmbedError;
use parallax_import::ImportError;
use parallax_index::IndexError;
use parallax_store::StoreError;
use parallax_types::{ArticleId, PassageId};

/// Why an operation on a library failed. What was acknowledged before stays.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The library itself.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The embedding model.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// One file.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The vector index; never more than a slower answer.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// No passage has this id.
    #[error("there is no passage {id}")]
    NoSuchPassage {
        /// The id asked for.
        id: PassageId,
    },
    /// The passage is stored, but its vector is not computed yet.
    #[error("passage {id} is still being read")]
    PassagePending {
        /// The id asked for.
        id: PassageId,
    },
    /// No story has this id, and no article that was looked at.
    #[error("there is no story {id}")]
    NoSuchStory {
        /// The id asked for.
        id: ArticleId,
    },
    /// An article has fewer texts.
    #[error("article {article_id} has no version {number}; it has {n_versions}")]
    NoSuchVersion {
        /// The article.
        article_id: ArticleId,
        /// The number asked for, from 1.
        number: usize,
        /// How many there are.
        n_versions: usize,
    },
    /// A file of our own could not be written.
    #[error("cannot write the sample articles")]
    Sample(#[source] std::io::Error),
    /// A newer search of the same field has begun.
    #[error("a newer search has begun")]
    Superseded,
    /// A folder that cannot be watched.
    #[error("cannot watch `{}`: {what}", path.display())]
    CannotWatch {
        /// The folder.
        path: std::path::PathBuf,
        /// What the system said.
        what: String,
    },
    /// A folder that was to be forgotten and is not known.
    #[error("`{}` is not watched", path.display())]
    NotWatched {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// The environment says which pack to use.
    #[error("PARALLAX_MODEL_DIR names the model pack, for every library")]
    PackNamed,
    /// There is nothing to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// There is nothing to do again.
    #[error("there is nothing to do again")]
    NothingToRedo,
    /// A highlight or citation of a span that holds no words.
    #[error("nothing is selected in article {id}")]
    NothingSelected {
        /// The article.
        id: ArticleId,
    },
    /// A field cannot hold what the reader wrote.
    #[error("`{value}` cannot be the {}", field.as_str())]
    BadField {
        /// Which field.
        field: parallax_store::Field,
        /// What was written.
        value: String,
    },
}

impl EngineError {
    /// A stable name for the error, to branch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Embed(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::Index(_) => "index_failed",
            Self::NoSuchPassage { .. } => "no_such_passage",
            Self::PassagePending { .. } => "passage_pending",
            Self::NoSuchStory { .. } => "no_such_story",
            Self::NoSuchVersion { .. } => "no_such_version",
            Self::Sample(_) => "sample_failed",
            Self::Superseded => "superseded",
            Self::CannotWatch { .. } => "cannot_watch",
            Self::NotWatched { .. } => "not_watched",
            Self::PackNamed => "pack_named",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NothingToRedo => "nothing_to_redo",
            Self::NothingSelected { .. } => "nothing_selected",
            Self::BadField { .. } => "bad_field",
        }
    }

    /// The next step to offer the reader, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Embed(error) => error.hint(),
            Self::Import(error) => error.hint(),
            Self::Index(_) => Some("run `parallax reindex` to rebuild the index"),
            Self::NoSuchPassage { .. } => Some("search again: the article may have been read anew"),
            Self::PassagePending { .. } => {
                Some("wait until the import is done, or run `parallax import` again")
            }
            Self::NoSuchStory { .. } => Some("`parallax stories` shows the stories and their ids"),
            Self::NoSuchVersion { .. } => {
                Some("`parallax versions` with an article's id shows its versions")
            }
            Self::PackNamed => Some("unset PARALLAX_MODEL_DIR, then each library has its own"),
            Self::Sample(_) => Some("check that the library's folder is writable"),
            Self::CannotWatch { .. } => {
                Some("check that the folder is there and that you may read it")
            }
            Self::NothingSelected { .. } => Some("select some words of the text"),
            Self::BadField { field: parallax_store::Field::Published, .. } => {
                Some("write the day as 2017-01-31")
            }
            Self::BadField { .. } => Some("write at least one letter"),
            Self::NotWatched { .. } => Some("`parallax watch --list` shows the watched folders"),
            Self::Superseded | Self::NothingToUndo | Self::NothingToRedo => None,
        }
    }
}
