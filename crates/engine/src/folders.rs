//! Keeps the library equal to folders: new and changed files are imported, moved
//! ones recognised by their bytes, those that are gone removed.
//!
//! Invariant: a folder that cannot be looked at (a drive not connected, a right
//! missing) or in which there is nothing at all (its mount point) removes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use parallax_import::{Limits, find_files, read_file};
use parallax_store::StoredFile;
use parallax_types::ArticleId;

use crate::watched::prefix;
use crate::{Control, EngineError, ImportReport, Intake, Library, Progress};

/// What bringing the library into step with its folders did.
#[derive(Debug, Default)]
pub struct Synced {
    /// What was imported, unchanged or failed.
    pub report: ImportReport,
    /// What moved and went.
    pub followed: Followed,
}

/// What moved and went in folders.
#[derive(Debug, Default)]
pub struct Followed {
    /// Files that were moved or renamed; their articles stay what they are.
    pub n_moved: usize,
    /// Articles whose files are gone.
    pub removed: Vec<ArticleId>,
    /// Folders that could not be followed; their articles were kept.
    pub held: Vec<Held>,
}

/// A folder whose articles were kept, though no file of it is to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The folder.
    pub path: PathBuf,
    /// Whether there is such a folder at all.
    pub is_there: bool,
    /// Articles that were kept.
    pub n_articles: usize,
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.is_there { "is empty" } else { "is not there" };
        match self.n_articles {
            0 => write!(f, "the folder {what}"),
            1 => write!(f, "the folder {what}; its article was kept"),
            n => write!(f, "the folder {what}; its {n} articles were kept"),
        }
    }
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
        let followed = self.follow_folders(folders)?;
        let report = self.import(&Intake::new(folders.to_vec()), control, observe)?;
        Ok(Synced { report, followed })
    }

    /// Moves and removes what moved and went in `folders`; imports nothing.
    pub(crate) fn follow_folders(&self, folders: &[PathBuf]) -> Result<Followed, EngineError> {
        let mut followed = Followed::default();
        for folder in folders {
            match Looked::at(folder) {
                Some(looked) if looked.is_bare() => self.hold(folder, true, &mut followed)?,
                Some(looked) => self.follow(&looked, &mut followed)?,
                None => self.hold(folder, false, &mut followed)?,
            }
        }
        Ok(followed)
    }

    /// Keeps the articles of a folder in which nothing is to be seen.
    fn hold(
        &self,
        folder: &Path,
        is_there: bool,
        followed: &mut Followed,
    ) -> Result<(), EngineError> {
        let folder = fs_err::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        let files = self.store.files_under(&prefix(&folder))?;
        let n_articles = files.iter().map(|file| file.articles.len()).sum();
        // An empty folder nothing was ever read from is in step.
        if n_articles > 0 || !is_there {
            followed.held.push(Held { path: folder, is_there, n_articles });
        }
        Ok(())
    }

    /// Moves and removes what moved and went.
    fn follow(&self, looked: &Looked, followed: &mut Followed) -> Result<(), EngineError> {
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
                followed.n_moved += 1;
            } else if looked.saw(&file.path) {
                removed.extend(file.articles);
            }
        }
        if !removed.is_empty() {
            self.store.remove(&removed, &self.now())?;
            followed.removed.append(&mut removed);
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
            prefix: prefix(&folder),
            files: found.files.iter().map(stored).collect(),
            problems: found.problems.iter().map(|problem| problem.path().to_path_buf()).collect(),
        })
    }

    /// Whether there is nothing at all: what a drive's folder is without the drive.
    fn is_bare(&self) -> bool {
        self.files.is_empty() && self.problems.is_empty()
    }

    /// Whether it is known that nothing lies at `path`.
    fn saw(&self, path: &str) -> bool {
        !self.problems.iter().any(|problem| Path::new(path).starts_with(problem))
    }
}

#[cfg(test)]
mod tests;
