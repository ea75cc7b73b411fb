//! The folders a library follows: which they are, and keeping in step with them.
//!
//! Invariant: articles go only when their files are seen to be gone from a folder
//! that can be looked at and is not empty, and nobody made anything of them; a drive
//! that is not connected, or nothing but its mount point, removes nothing and is told.
//! Not here: how a folder is followed (`folders`), and noticing changes (`watch`).

use std::path::{Path, PathBuf};

use parallax_types::{ArticleId, path_to_text, text_to_path};

use crate::folders::{Followed, Held, HeldBecause, watching};
use crate::{Control, EngineError, Library, Progress, Synced};

/// A folder the library is kept equal to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedFolder {
    /// Where it lies.
    pub path: PathBuf,
    /// Since when, ISO 8601 in UTC.
    pub added_at: String,
    /// When the library was last in step with it, if ever.
    pub synced_at: Option<String>,
    /// Why the library is not in step with it, for people.
    pub problem: Option<String>,
    /// Articles from this folder and below.
    pub n_articles: usize,
}

/// What becomes of a folder's articles once it is watched no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwatched {
    /// They stay.
    Keep,
    /// They go into the bin.
    Remove,
}

impl Library {
    /// The watched folders, by path.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn watched_folders(&self) -> Result<Vec<WatchedFolder>, EngineError> {
        let rows = self.store.watched_folders()?.into_iter();
        rows.map(|row| {
            let path = text_to_path(&row.path);
            Ok(WatchedFolder {
                n_articles: self.articles_under(&path)?.len(),
                path,
                added_at: row.added_at,
                synced_at: row.synced_at,
                problem: row.problem,
            })
        })
        .collect()
    }

    /// Watches a folder from now on; the next [`Library::sync_watched`] reads it.
    /// Watched folders below it are watched as part of it. Returns its path as kept.
    ///
    /// # Errors
    /// [`EngineError::CannotWatch`] when it is no folder, lies in a watched one, or
    /// holds this library.
    pub fn watch_folder(&self, folder: &Path) -> Result<PathBuf, EngineError> {
        let refused = |what: String| EngineError::CannotWatch { path: folder.to_path_buf(), what };
        let path = fs_err::canonicalize(folder)
            .ok()
            .filter(|path| path.is_dir())
            .ok_or_else(|| refused("there is no such folder".to_owned()))?;
        let library =
            fs_err::canonicalize(self.folder()).unwrap_or_else(|_| self.folder().to_path_buf());
        if library.starts_with(&path) || path.starts_with(&library) {
            return Err(refused("the library itself lies there".to_owned()));
        }
        for row in self.store.watched_folders()? {
            let other = text_to_path(&row.path);
            if other != path && path.starts_with(&other) {
                return Err(refused(format!("it lies in `{}`, which is watched", other.display())));
            }
            if other != path && other.starts_with(&path) {
                self.store.unwatch_folder(&row.path)?;
            }
        }
        self.store.watch_folder(&path_to_text(&path), &self.now())?;
        Ok(path)
    }

    /// No longer watches a folder. Returns the articles that were removed with it.
    ///
    /// # Errors
    /// [`EngineError::NotWatched`], or when the store fails.
    pub fn unwatch_folder(
        &self,
        folder: &Path,
        articles: Unwatched,
    ) -> Result<Vec<ArticleId>, EngineError> {
        // A folder that is gone cannot be resolved; it is named as it was kept.
        let path = fs_err::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        let was_watched = self.store.unwatch_folder(&path_to_text(&path))?
            || self.store.unwatch_folder(&path_to_text(folder))?;
        if !was_watched {
            return Err(EngineError::NotWatched { path: folder.to_path_buf() });
        }
        match articles {
            Unwatched::Keep => Ok(Vec::new()),
            Unwatched::Remove => {
                let ids = self.articles_under(&path)?;
                self.remove(&ids)?;
                Ok(ids)
            }
        }
    }

    /// Brings the library into step with every watched folder.
    ///
    /// # Errors
    /// When the library itself fails; a bad file is an entry of the report.
    pub fn sync_watched(
        &self,
        control: &Control,
        observe: &(dyn Fn(&Progress) + Sync),
    ) -> Result<Synced, EngineError> {
        let (followed, folders) = self.follow_watched()?;
        let report = self.import(&watching(folders), control, observe)?;
        Ok(Synced { report, followed })
    }

    /// The first half of [`Library::sync_watched`]: follows what moved and went, and
    /// notes how each folder was found. Returns the folders that are to be imported.
    ///
    /// # Errors
    /// When the store fails.
    pub fn follow_watched(&self) -> Result<(Followed, Vec<PathBuf>), EngineError> {
        let rows = self.store.watched_folders()?;
        let folders: Vec<PathBuf> = rows.iter().map(|row| text_to_path(&row.path)).collect();
        let followed = self.follow_folders(&folders)?;
        let mut there = Vec::new();
        for (row, folder) in rows.iter().zip(folders) {
            let problem = problem(&folder, &followed.held);
            self.store.note_synced(&row.path, &self.now(), problem.as_deref())?;
            let is_away =
                |held: &Held| held.path == folder && held.reason != HeldBecause::Annotated;
            if !followed.held.iter().any(is_away) {
                there.push(folder);
            }
        }
        Ok((followed, there))
    }

    /// Removes the articles whose files under `folder` are not there, also when the
    /// folder is missing as a whole: the reader has said so.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_vanished(&self, folder: &Path) -> Result<Vec<ArticleId>, EngineError> {
        let files = self.files_below(folder)?;
        let gone = files.into_iter().filter(|file| !text_to_path(&file.path).exists());
        let ids: Vec<ArticleId> = gone.flat_map(|file| file.articles).collect();
        if !ids.is_empty() {
            self.remove(&ids)?;
        }
        self.store.note_synced(&path_to_text(folder), &self.now(), None)?;
        Ok(ids)
    }

    /// What an import that was not finished was asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unfinished_imports(&self) -> Result<Vec<PathBuf>, EngineError> {
        Ok(self.store.unfinished_imports()?.iter().map(|text| text_to_path(text)).collect())
    }

    /// Notes what is about to be imported, so that it can be gone on with.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note_unfinished(&self, paths: &[PathBuf]) -> Result<(), EngineError> {
        let paths: Vec<String> = paths.iter().map(|path| path_to_text(path)).collect();
        Ok(self.store.note_unfinished(&paths)?)
    }

    /// Notes that these were imported; others may still be unfinished.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note_finished(&self, paths: &[PathBuf]) -> Result<(), EngineError> {
        let paths: Vec<String> = paths.iter().map(|path| path_to_text(path)).collect();
        Ok(self.store.note_finished(&paths)?)
    }

    /// Lets files be read again that were set aside for bringing their reader down.
    /// Returns how many.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_quarantine(&self) -> Result<usize, EngineError> {
        Ok(self.store.forget_parser_crashes(None)?)
    }

    /// Notes that everything asked for was imported, or given up.
    ///
    /// # Errors
    /// When the store fails.
    pub fn clear_unfinished(&self) -> Result<(), EngineError> {
        Ok(self.store.clear_unfinished()?)
    }

    /// Articles that are found by words only, because vectors are missing yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn articles_pending(&self) -> Result<Vec<ArticleId>, EngineError> {
        Ok(self.store.articles_pending()?)
    }

    fn articles_under(&self, folder: &Path) -> Result<Vec<ArticleId>, EngineError> {
        Ok(self.files_below(folder)?.into_iter().flat_map(|file| file.articles).collect())
    }
}

/// Folders named in the problem of a watched one; the rest are counted.
const N_NAMED: usize = 3;

/// Why the library is not in step with a folder, for people.
fn problem(folder: &Path, held: &[Held]) -> Option<String> {
    let held: Vec<&Held> = held.iter().filter(|held| held.path.starts_with(folder)).collect();
    let said = |held: &&Held| match held.path.strip_prefix(folder) {
        Ok(below) if below.as_os_str().is_empty() => held.to_string(),
        _ => format!("`{}`: {held}", held.path.strip_prefix(folder).unwrap_or(folder).display()),
    };
    let mut all: Vec<String> = held.iter().take(N_NAMED).map(said).collect();
    if held.len() > N_NAMED {
        all.push(format!("{} more folders of which articles were kept", held.len() - N_NAMED));
    }
    (!all.is_empty()).then(|| all.join("; "))
}

#[cfg(test)]
mod tests;
