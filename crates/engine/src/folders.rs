//! Keeps the library equal to folders: new and changed files are imported, moved
//! ones recognised by their bytes, those that are gone removed.
//!
//! Invariant: a folder that cannot be looked at (a drive not connected, a right
//! missing) removes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use parallax_import::{Limits, find_files, read_file};
use parallax_store::StoredFile;
use parallax_types::ArticleId;

use crate::{Control, EngineError, ImportReport, Intake, Library, Progress};

/// What bringing the library into step with its folders did.
#[derive(Debug, Default)]
pub struct Synced {
    /// What was imported, unchanged or failed.
    pub report: ImportReport,
    /// Files that were moved or renamed; their articles stay what they are.
    pub n_moved: usize,
    /// Articles whose files are gone.
    pub removed: Vec<ArticleId>,
}

impl Library {
    /// Brings the library into step with `folders` and everything below them.
    ///
    /// # Errors
    /// When the library itself fails; a bad file is an entry of the report.
    pub fn sync_folders(
        &self,
        folders: &[PathBuf],
        control: &Control,
        observe: &(dyn Fn(&Progress) + Sync),
    ) -> Result<Synced, EngineError> {
        let mut synced = Synced::default();
        for folder in folders {
            if let Some(looked) = Looked::at(folder) {
                self.follow(&looked, &mut synced)?;
            }
        }
        synced.report = self.import(&Intake::new(folders.to_vec()), control, observe)?;
        Ok(synced)
    }

    /// Moves and removes what moved and went.
    fn follow(&self, looked: &Looked, synced: &mut Synced) -> Result<(), EngineError> {
        let known = self.store.files_under(&looked.prefix)?;
        let (there, gone): (Vec<StoredFile>, Vec<StoredFile>) =
            known.into_iter().partition(|file| looked.files.contains(&file.path));
        if gone.is_empty() {
            return Ok(());
        }
        let there: BTreeSet<&str> = there.iter().map(|file| file.path.as_str()).collect();
        let fresh = looked.files.iter().filter(|path| !there.contains(path.as_str()));
        let mut by_hash = by_hash(fresh);
        let mut removed = Vec::new();
        for file in gone {
            let moved_to = by_hash.get_mut(&file.content_hash).and_then(Vec::pop);
            if let Some(to) = moved_to
                && self.store.move_file(&file.path, &to)?
            {
                synced.n_moved += 1;
            } else if looked.saw(&file.path) {
                removed.extend(file.articles);
            }
        }
        if !removed.is_empty() {
            self.store.remove(&removed, &self.now())?;
            synced.removed.append(&mut removed);
        }
        Ok(())
    }
}

/// Paths by the hash of what lies there.
fn by_hash<'a>(paths: impl Iterator<Item = &'a String>) -> BTreeMap<[u8; 32], Vec<String>> {
    let mut by_hash: BTreeMap<[u8; 32], Vec<String>> = BTreeMap::new();
    for path in paths {
        // What cannot be read is no file that moved; the import says why.
        if let Ok(content) = read_file(Path::new(path), &Limits::default()) {
            let hash = *blake3::hash(&content.bytes).as_bytes();
            by_hash.entry(hash).or_default().push(path.clone());
        }
    }
    by_hash
}

/// A folder and what lies below it.
struct Looked {
    /// Its path with a separator at the end.
    prefix: String,
    /// Paths as the library stores them.
    files: BTreeSet<String>,
    /// What could not be looked at.
    problems: Vec<PathBuf>,
}

impl Looked {
    /// `None` if the folder is not there.
    fn at(folder: &Path) -> Option<Self> {
        let folder = fs_err::canonicalize(folder).ok().filter(|folder| folder.is_dir())?;
        let found = find_files(std::slice::from_ref(&folder));
        let stored = |path: &PathBuf| {
            let path = fs_err::canonicalize(path).unwrap_or_else(|_| path.clone());
            path.to_string_lossy().into_owned()
        };
        Some(Self {
            prefix: format!(
                "{}{MAIN_SEPARATOR}",
                folder.to_string_lossy().trim_end_matches(MAIN_SEPARATOR)
            ),
            files: found.files.iter().map(stored).collect(),
            problems: found.problems.iter().map(|problem| problem.path().to_path_buf()).collect(),
        })
    }

    /// Whether it is known that nothing lies at `path`.
    fn saw(&self, path: &str) -> bool {
        !self.problems.iter().any(|problem| Path::new(path).starts_with(problem))
    }
}

#[cfg(test)]
mod tests;
