//! Why nothing can be embedded, and what to do about it.

use std::path::PathBuf;

/// Why a model cannot be used, or a text not be embedded.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum EmbedError {
    /// No model pack in any of the places looked at.
    #[error("no model pack found; looked in {}", list(looked_in))]
    PackMissing {
        /// Folders tried, in order.
        looked_in: Vec<PathBuf>,
    },
    /// The pack a library uses is in none of the places looked at.
    #[error("the model pack {id} is not installed; looked in {}", list(looked_in))]
    PackNotInstalled {
        /// The pack's id.
        id: String,
        /// Folders tried, in order.
        looked_in: Vec<PathBuf>,
    },
    /// `pack.toml` or a file it names cannot be read.
    #[error("model pack `{}` is not complete: {what}", path.display())]
    PackInvalid {
        /// The pack's folder.
        path: PathBuf,
        /// Which file, and what is wrong with it.
        what: String,
    },
    /// A file differs from the checksum in `pack.toml`.
    #[error("model pack `{}` is damaged: {file} does not match its checksum", path.display())]
    PackDamaged {
        /// The pack's folder.
        path: PathBuf,
        /// The file's name.
        file: String,
    },
    /// No ONNX Runtime library in any of the places looked at.
    #[error("ONNX Runtime was not found; looked in {}", list(looked_in))]
    RuntimeMissing {
        /// Folders and files tried, in order.
        looked_in: Vec<PathBuf>,
    },
    /// The library is there but cannot be used: wrong machine, too old, broken.
    #[error("ONNX Runtime at `{}` cannot be used: {what}", path.display())]
    RuntimeUnusable {
        /// The library file.
        path: PathBuf,
        /// What the loader said.
        what: String,
    },
    /// ONNX Runtime refused the model, or the model failed on a text.
    #[error("model {model} failed: {what}")]
    ModelFailed {
        /// The model's id.
        model: String,
        /// What ONNX Runtime or the tokenizer said.
        what: String,
    },
    /// The workers have ended.
    #[error("the embedding workers have stopped")]
    Stopped,
}

impl EmbedError {
    /// A stable name for the error, to branch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PackMissing { .. } => "model_missing",
            Self::PackNotInstalled { .. } => "pack_not_installed",
            Self::PackInvalid { .. } => "model_invalid",
            Self::PackDamaged { .. } => "model_damaged",
            Self::RuntimeMissing { .. } => "runtime_missing",
            Self::RuntimeUnusable { .. } => "runtime_unusable",
            Self::ModelFailed { .. } => "model_failed",
            Self::Stopped => "embedding_stopped",
        }
    }

    /// The next step to offer the reader, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::PackMissing { .. } | Self::RuntimeMissing { .. } => Some(
                "run `cargo xtask setup`, or reinstall Parallax; searching by words works meanwhile",
            ),
            Self::PackNotInstalled { .. } => Some(
                "`parallax packs list` shows those that are; add this one with `parallax packs add`, \
                 or give the library another with `parallax packs use`; searching by words works \
                 meanwhile",
            ),
            Self::PackInvalid { .. } | Self::PackDamaged { .. } => Some(
                "delete the folder and run `cargo xtask setup`, or reinstall Parallax; \
                 searching by words works meanwhile",
            ),
            Self::RuntimeUnusable { .. } => {
                Some("delete the file and run `cargo xtask setup`, or reinstall Parallax")
            }
            Self::ModelFailed { .. } | Self::Stopped => None,
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}
