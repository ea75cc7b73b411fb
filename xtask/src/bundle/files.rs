//! What lies below a folder.

use std::path::{Path, PathBuf};

use crate::error::TaskError;

/// Every file below `folder`, sorted by path.
pub(super) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let mut files = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files.extend(files_below(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Bytes of all files below `folder`.
pub(super) fn size(folder: &Path) -> Result<u64, TaskError> {
    let mut sum = 0;
    for file in files_below(folder)? {
        sum += fs_err::metadata(file)?.len();
    }
    Ok(sum)
}
