//! Keeps the library equal to folders: new and changed files are imported, moved
//! ones recognised by their bytes, those that are gone removed.
//!
//! Invariant: a folder that cannot be looked at (a drive not connected, a right
//! missing) or in which there is nothing at all (its mount point) removes nothing,
//! at any depth; nor does anything remove an article of which a reader made something
//! (tags, a note, highlights, corrections). What is kept so is told, and
//! [`Library::remove_vanished`] removes it.
//! Not here: when to look (`watch`, the shells), and which folders (`watched`).

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use parallax_import::{Limits, OcrScope, find_files, read_file};
use parallax_store::{RemovedBy, StoredFile};
use parallax_types::{ArticleId, is_below, path_to_text, text_to_path, texts_below_begin};

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

/// Articles of a folder that were kept, though their files are not to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The folder: a watched one, or one below it.
    pub path: PathBuf,
    /// Why they were kept.
    pub reason: HeldBecause,
    /// Articles that were kept.
    pub n_articles: usize,
}

/// Why articles were kept though their files are not to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldBecause {
    /// There is no such folder: its drive may not be connected.
    NotThere,
    /// There is nothing in the folder: it may be where a drive is put.
    Empty,
    /// A reader made something of them.
    Annotated,
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.reason {
            HeldBecause::NotThere => "the folder is not there",
            HeldBecause::Empty => "the folder is empty",
            HeldBecause::Annotated => return write!(f, "{}", annotated(self.n_articles)),
        };
        match self.n_articles {
            0 => write!(f, "{what}"),
            1 => write!(f, "{what}; its article was kept"),
            n => write!(f, "{what}; its {n} articles were kept"),
        }
    }
}

fn annotated(n_articles: usize) -> String {
    let what = "tags, notes, highlights or corrections";
    match n_articles {
        1 => format!("the file of an article with {what} is gone; the article was kept"),
        n => format!("the files of {n} articles with {what} are gone; the articles were kept"),
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
        let report = self.import(&watching(folders.to_vec()), control, observe)?;
        Ok(Synced { report, followed })
    }

    /// Moves and removes what moved and went in `folders`; imports nothing.
    pub(crate) fn follow_folders(&self, folders: &[PathBuf]) -> Result<Followed, EngineError> {
        let mut followed = Followed::default();
        for folder in folders {
            match Looked::at(folder) {
                Some(looked) if looked.is_bare() => {
                    self.hold(folder, HeldBecause::Empty, &mut followed)?;
                }
                Some(looked) => self.follow(&looked, &mut followed)?,
                None => self.hold(folder, HeldBecause::NotThere, &mut followed)?,
            }
        }
        Ok(followed)
    }

    /// The files the library has from below a folder, by path.
    pub(crate) fn files_below(&self, folder: &Path) -> Result<Vec<StoredFile>, EngineError> {
        let mut files = self.store.files_under(&texts_below_begin(folder))?;
        files.retain(|file| is_below(&file.path, folder));
        Ok(files)
    }

    /// Keeps the articles of a folder in which nothing is to be seen.
    fn hold(
        &self,
        folder: &Path,
        reason: HeldBecause,
        followed: &mut Followed,
    ) -> Result<(), EngineError> {
        let folder = fs_err::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        let files = self.files_below(&folder)?;
        let n_articles = files.iter().map(|file| file.articles.len()).sum();
        // An empty folder nothing was ever read from is in step.
        if n_articles > 0 || reason == HeldBecause::NotThere {
            followed.held.push(Held { path: folder, reason, n_articles });
        }
        Ok(())
    }

    /// Moves and removes what moved and went.
    fn follow(&self, looked: &Looked, followed: &mut Followed) -> Result<(), EngineError> {
        let known = self.files_below(&looked.folder)?;
        let (there, gone): (Vec<StoredFile>, Vec<StoredFile>) =
            known.into_iter().partition(|file| looked.files.contains(&file.path));
        if gone.is_empty() {
            return Ok(());
        }
        let there: BTreeSet<&str> = there.iter().map(|file| file.path.as_str()).collect();
        let fresh = looked.files.iter().filter(|path| !there.contains(path.as_str()));
        let mut by_hash = by_hash(fresh);
        let mut removed = Vec::new();
        let mut held: BTreeMap<(PathBuf, HeldBecause), usize> = BTreeMap::new();
        for file in gone {
            let moved_to = by_hash.get_mut(&file.content_hash).and_then(Vec::pop);
            if let Some(to) = moved_to
                && self.store.move_file(&file.path, &to)?
            {
                followed.n_moved += 1;
                continue;
            }
            match looked.held(&file) {
                Seen::Gone => removed.extend(file.articles),
                Seen::Held(why) => *held.entry(why).or_default() += file.articles.len(),
                Seen::Unknown => {}
            }
        }
        followed.held.extend(held.into_iter().map(|((path, reason), n_articles)| Held {
            path,
            reason,
            n_articles,
        }));
        if !removed.is_empty() {
            self.store.remove(&removed, RemovedBy::Folder, &self.now())?;
            followed.removed.append(&mut removed);
        }
        Ok(())
    }
}

/// An intake of folders that are read because they are watched.
pub(crate) fn watching(folders: Vec<PathBuf>) -> Intake {
    let intake = Intake::default();
    for folder in &folders {
        intake.watches(folder);
    }
    intake.add(folders);
    intake
}

/// Paths by the hash of what lies there.
fn by_hash<'a>(paths: impl Iterator<Item = &'a String>) -> BTreeMap<[u8; 32], Vec<String>> {
    let mut by_hash: BTreeMap<[u8; 32], Vec<String>> = BTreeMap::new();
    for path in paths {
        // What cannot be read is no file that moved; the import says why.
        if let Ok(content) = read_file(&text_to_path(path), &Limits::default()) {
            let hash = *blake3::hash(&content.bytes).as_bytes();
            by_hash.entry(hash).or_default().push(path.clone());
        }
    }
    by_hash
}

/// A folder and what lies below it.
struct Looked {
    /// Its path, resolved.
    folder: PathBuf,
    /// Paths as the library stores them.
    files: BTreeSet<String>,
    /// What could not be looked at.
    problems: Vec<PathBuf>,
    /// Folders in or below which something was found.
    live: HashSet<PathBuf>,
}

/// What is known of a file that was not found.
enum Seen {
    /// It is gone.
    Gone,
    /// It is not to be seen, and its articles are kept.
    Held((PathBuf, HeldBecause)),
    /// Nobody could look there.
    Unknown,
}

impl Looked {
    /// `None` if the folder is not there.
    fn at(folder: &Path) -> Option<Self> {
        let folder = fs_err::canonicalize(folder).ok().filter(|folder| folder.is_dir())?;
        let found = find_files(std::slice::from_ref(&folder), OcrScope::Pictures);
        let resolved = |path: &PathBuf| fs_err::canonicalize(path).unwrap_or_else(|_| path.clone());
        let problems: Vec<PathBuf> =
            found.problems.iter().map(|problem| problem.path().to_path_buf()).collect();
        let mut live = HashSet::new();
        for path in found.files.iter().chain(&problems) {
            // Most files share their folder with one seen before.
            let _ = path
                .ancestors()
                .skip(1)
                .try_for_each(|above| live.insert(above.to_path_buf()).then_some(()));
        }
        let files = found.files.iter().map(|path| path_to_text(&resolved(path))).collect();
        Some(Self { folder, files, problems, live })
    }

    /// Whether there is nothing at all: what a drive's folder is without the drive.
    fn is_bare(&self) -> bool {
        self.files.is_empty() && self.problems.is_empty()
    }

    /// What becomes of a file that was not found.
    fn held(&self, file: &StoredFile) -> Seen {
        let path = text_to_path(&file.path);
        if self.problems.iter().any(|problem| path.starts_with(problem)) {
            return Seen::Unknown;
        }
        let below = |above: &&Path| *above != self.folder && above.starts_with(&self.folder);
        let away = path.ancestors().skip(1).take_while(below);
        // The outermost of those in which nothing is: that is what went away.
        if let Some(folder) = away.filter(|above| !self.live.contains(*above)).last() {
            let is_there = folder.is_dir();
            let reason = if is_there { HeldBecause::Empty } else { HeldBecause::NotThere };
            return Seen::Held((folder.to_path_buf(), reason));
        }
        if file.is_annotated {
            return Seen::Held((self.folder.clone(), HeldBecause::Annotated));
        }
        Seen::Gone
    }
}

#[cfg(test)]
mod sequences;
#[cfg(test)]
mod tests;
