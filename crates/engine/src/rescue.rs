//! Copies of a library, and the ways back when it is damaged: restoring a copy, and saving
//! what still reads.
//!
//! Both work on a library that cannot be opened, so they are functions of its folder. Neither
//! overwrites anything: what lay there is set aside. Not here: how (`parallax-store`), and
//! asking before (the shells).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use parallax_store::{
    self as store, Backup, BackupReason, ListedBackup, LostArticle, Restored, Salvage, Salvaged,
    Store,
};

use crate::{Control, EngineError, ImportReport, Intake, Library, Options, prepare};

/// What saving a damaged library came to.
#[derive(Debug)]
pub struct SalvageReport {
    /// Articles that were saved.
    pub n_saved: usize,
    /// Articles that were not.
    pub lost: Vec<LostArticle>,
    /// Tags, notes, highlights and edits whose article could not be told.
    pub n_lone_annotations: usize,
    /// Earlier versions of articles that were saved, which do not read themselves.
    pub n_lost_versions: usize,
    /// Vectors that need not be computed again.
    pub n_vectors: usize,
    /// Files of lost articles that still lie where they were imported from.
    pub originals: Vec<PathBuf>,
    /// What importing those again did, if that was asked for.
    pub reimported: Option<ImportReport>,
    /// The new library.
    pub folder: PathBuf,
    /// Where the damaged one lies now, if it was moved.
    pub set_aside: Option<PathBuf>,
}

impl Library {
    /// Copies the library's truth to `library.db` in `folder`, consistent even while it is
    /// written to, checked and sealed with its hash. The copy opens as a library; its index
    /// is rebuilt then.
    ///
    /// # Errors
    /// When the folder already holds a copy, the disk has no room or fails, or the library
    /// is damaged; no file with that name is left then.
    pub fn back_up(&self, folder: &Path) -> Result<Backup, EngineError> {
        Ok(self.store.back_up(&folder.join("library.db"), &self.now())?)
    }

    /// Copies the library into its own folder `backups`, and deletes copies there that are
    /// no longer to be kept.
    ///
    /// # Errors
    /// As for [`Library::back_up`].
    pub fn back_up_here(&self, reason: BackupReason) -> Result<Backup, EngineError> {
        Ok(self.store.back_up_here(reason, &self.now())?)
    }

    /// Makes the daily copy if the last one is a day old.
    ///
    /// # Errors
    /// As for [`Library::back_up`].
    pub fn back_up_daily(&self) -> Result<Option<Backup>, EngineError> {
        if !self.store.daily_backup_is_due(&self.now()) {
            return Ok(None);
        }
        self.back_up_here(BackupReason::Daily).map(Some)
    }
}

/// The copies in a library's own folder, newest first, each checked against its hash.
#[must_use]
pub fn backups(library: &Path) -> Vec<ListedBackup> {
    store::backups(library)
}

/// The copy that `from` names by path, name or date; without it the newest that is whole.
///
/// # Errors
/// When there is none.
pub fn find_backup(library: &Path, from: Option<&str>) -> Result<ListedBackup, EngineError> {
    Ok(store::find_backup(library, from)?)
}

/// Puts a copy in the place of the library, which is set aside.
///
/// # Errors
/// When a program writes to the library, the copy is not whole, or the disk has no room or
/// fails. The library is what it was then, or its next opening completes the change.
pub fn restore(
    library: &Path,
    from: &ListedBackup,
    now: Timestamp,
) -> Result<Restored, EngineError> {
    Ok(store::restore(library, from, &now.to_string())?)
}

/// Begins an empty library in a folder that has lost its own; what lies there is set
/// aside, copies stay. Returns where.
///
/// # Errors
/// When a program writes to the library, or the disk fails.
pub fn begin_anew(library: &Path, now: Timestamp) -> Result<Option<PathBuf>, EngineError> {
    Ok(store::begin_anew(library, &now.to_string())?)
}

/// Saves what still reads of the library in `options.folder` into a new one: in `into`, or
/// in its place. With `reimports`, lost articles whose files still exist are imported again;
/// their tags, notes and highlights go over to them.
///
/// # Errors
/// When nothing of the library reads, a program writes to it, or the disk fails. Nothing is
/// changed then.
pub fn salvage(
    options: Options,
    into: Option<&Path>,
    reimports: bool,
) -> Result<SalvageReport, EngineError> {
    let now = (options.clock)().to_string();
    let folder = into.unwrap_or(&options.folder).to_path_buf();
    let salvage = Salvage::begin(&options.folder, into)?;
    let store = Store::open_salvaged(&salvage)?;
    let mut salvaged = salvage.copy(&store, &now)?;
    let n_saved = bring_back(&store, &mut salvaged)?;
    // Of which model they are must be known.
    let n_vectors = if store.model()?.is_some() { salvage.copy_vectors(&store)? } else { 0 };
    let originals = originals(&salvaged.lost);
    // The rows of lost articles still stand there, hidden, with what readers made of them.
    let target = salvage.target().to_path_buf();
    let library = Library::around(store, Options { folder: target, ..options });
    let reimported = if reimports && !originals.is_empty() {
        let intake = Intake::new(originals.clone());
        Some(library.import(&intake, &Control::default(), &|_| {})?)
    } else {
        None
    };
    library.empty_bin()?;
    drop(library);
    let set_aside = salvage.finish(&now)?;
    let Salvaged { lost, n_lone_annotations, n_lost_versions, .. } = salvaged;
    Ok(SalvageReport {
        n_saved,
        lost,
        n_lone_annotations,
        n_lost_versions,
        n_vectors,
        originals,
        reimported,
        folder,
        set_aside,
    })
}

/// Gives saved articles their passages and words again. Returns how many; those that do
/// not make sense after all are lost.
fn bring_back(store: &Store, salvaged: &mut Salvaged) -> Result<usize, EngineError> {
    let mut n_saved = 0;
    for id in &salvaged.articles {
        let restored = store.removed_article(*id).and_then(|article| {
            let passages = prepare::passages_again(&article);
            store.restore(&article, &passages)
        });
        match restored {
            Ok(()) => n_saved += 1,
            Err(error) if error.code() == "library_damaged" => {
                let what = "what is known about it makes no sense".to_owned();
                salvaged.lost.push(LostArticle { id: *id, title: None, path: None, what });
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(n_saved)
}

/// Files of lost articles that are still where they were.
fn originals(lost: &[LostArticle]) -> Vec<PathBuf> {
    let paths: BTreeSet<PathBuf> =
        lost.iter().filter_map(|article| Some(PathBuf::from(article.path.as_ref()?))).collect();
    // A link that lies there now may lead anywhere.
    let is_there = |path: &PathBuf| path.symlink_metadata().is_ok_and(|found| found.is_file());
    paths.into_iter().filter(is_there).collect()
}

#[cfg(test)]
mod tests;
