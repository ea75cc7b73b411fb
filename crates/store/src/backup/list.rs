//! The copies of a library, and finding one by name, date or path.

use std::path::{Path, PathBuf};

use fs_err as fs;

use super::check::hash_of;
use super::folder_of;
use super::seal::{Backup, read_seal};
use crate::StoreError;

/// Whether a copy can be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupState {
    /// Its hash is the one it was sealed with.
    Whole,
    /// It is not what was sealed.
    Damaged(String),
    /// It has no seal: made by an older Parallax, or by other means. It is checked when
    /// it is restored.
    Unsealed,
}

/// A copy as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedBackup {
    /// The copy.
    pub path: PathBuf,
    /// What its seal says, if it has one.
    pub backup: Option<Backup>,
    /// Whether it can be relied on.
    pub state: BackupState,
}

/// The copies in a library's own folder, newest first, each read and hashed. The
/// library itself is not looked at.
#[must_use]
pub fn backups(library: &Path) -> Vec<ListedBackup> {
    let files = database_files(&folder_of(library));
    let mut found: Vec<ListedBackup> = files.into_iter().map(listed).collect();
    let made_at = |one: &ListedBackup| one.backup.as_ref().map(|backup| backup.made_at.clone());
    found.sort_by_key(|one| std::cmp::Reverse((made_at(one), one.path.clone())));
    found
}

/// The copy that `from` names: a path of a file or of a folder with one, a file's name in
/// the library's own folder, or the beginning of a date. Without `from` the newest that
/// is whole.
///
/// # Errors
/// [`StoreError::NoBackup`] or [`StoreError::NoSuchBackup`].
pub fn find_backup(library: &Path, from: Option<&str>) -> Result<ListedBackup, StoreError> {
    let Some(from) = from else {
        let whole = backups(library).into_iter().find(|one| one.state == BackupState::Whole);
        return whole.ok_or_else(|| StoreError::NoBackup { folder: folder_of(library) });
    };
    let path = Path::new(from);
    let named = [path.to_path_buf(), path.join("library.db"), folder_of(library).join(from)]
        .into_iter()
        .find(|path| path.is_file());
    if let Some(path) = named {
        return Ok(listed(path));
    }
    let mut dated = backups(library).into_iter().filter(|one| {
        one.backup.as_ref().is_some_and(|backup| backup.made_at.starts_with(from))
            || one.path.file_stem().is_some_and(|stem| stem == from)
    });
    dated.next().ok_or_else(|| StoreError::NoSuchBackup { name: from.to_owned() })
}

/// Database files in a folder, halves left out.
pub(super) fn database_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "db"))
        .collect()
}

fn listed(path: PathBuf) -> ListedBackup {
    let backup = read_seal(&path);
    let state = match &backup {
        None => BackupState::Unsealed,
        Some(backup) => match hash_of(&path) {
            Ok((hash, _)) if hash == backup.blake3 => BackupState::Whole,
            Ok(_) => BackupState::Damaged("its bytes are not those that were sealed".to_owned()),
            Err(error) => BackupState::Damaged(error.to_string()),
        },
    };
    ListedBackup { path, backup, state }
}
