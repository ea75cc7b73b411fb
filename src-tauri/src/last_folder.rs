//! The folder something was chosen in last, as long as the program runs.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

#[derive(Debug, Default)]
pub(crate) struct LastFolder(Mutex<Option<PathBuf>>);

impl LastFolder {
    /// That folder, if it is still there.
    pub(crate) fn get(&self) -> Option<PathBuf> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone().filter(|folder| folder.is_dir())
    }

    /// Remembers the folder a chosen file or folder lies in.
    pub(crate) fn chosen(&self, path: &Path) {
        if let Some(folder) = path.parent() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_path_buf());
        }
    }
}
