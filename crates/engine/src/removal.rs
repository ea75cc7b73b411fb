//! The bin: where removed articles wait, and how they come back or go for good.
//!
//! Invariants: what is removed can be brought back for [`DAYS_IN_BIN`] days, with its tags,
//! notes and highlights, also after a restart; only emptying the bin, or that time, deletes
//! it. Files are never touched.
//! Not here: taking back the last removal (`undo`); what a removed article still holds
//! (`parallax_store`).

use jiff::{SignedDuration, Timestamp};
use parallax_store::{Purge, RemovedArticle, RemovedBy};
use parallax_types::ArticleId;

use crate::undo::{Change, ChangeId};
use crate::{Control, EngineError, Library, prepare};

/// Days after which a removed article is deleted for good, when the library is next opened.
pub const DAYS_IN_BIN: i64 = 30;

impl Library {
    /// Takes articles out of the library into the bin; their files are not touched. A
    /// watched folder does not bring them back; importing their files by name does.
    ///
    /// # Errors
    /// When one of them is not there; none is removed then.
    pub fn remove(&self, ids: &[ArticleId]) -> Result<ChangeId, EngineError> {
        self.take_out(ids, RemovedBy::Reader)?;
        Ok(self.changed(Change::Present(ids.to_vec())))
    }

    /// What lies in the bin, what was removed last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn bin(&self) -> Result<Vec<RemovedArticle>, EngineError> {
        Ok(self.store.removed_articles()?)
    }

    /// How many articles lie in the bin.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn n_in_bin(&self) -> Result<usize, EngineError> {
        Ok(self.store.n_removed()?)
    }

    /// Brings articles back from the bin; those that are in the library stay there.
    ///
    /// # Errors
    /// When one of them is not there; none is back then.
    pub fn restore_from_bin(&self, ids: &[ArticleId]) -> Result<ChangeId, EngineError> {
        let back = self.bring_back(ids)?;
        Ok(self.changed(Change::Removed(back)))
    }

    /// Deletes everything in the bin for good. Returns how many articles.
    ///
    /// # Errors
    /// When the store fails; nothing is deleted then.
    pub fn empty_bin(&self) -> Result<usize, EngineError> {
        let gone: Vec<ArticleId> = self.bin()?.into_iter().map(|one| one.row.id).collect();
        self.delete_for_good(&Purge::Everything)?;
        self.forget_changes_of(&gone);
        Ok(gone.len())
    }

    /// Takes articles out of the library and deletes them at once.
    ///
    /// # Errors
    /// When one of them is not there; nothing is changed then. When the store fails.
    pub fn remove_for_good(&self, ids: &[ArticleId]) -> Result<(), EngineError> {
        let unused = self.store.remove_for_good(ids, &self.now())?;
        self.vectors.remove(&unused);
        self.forget_changes_of(ids);
        self.update_stories(&Control::default())?;
        Ok(())
    }

    /// Deletes what has been in the bin for too long, and vectors nothing uses any more.
    ///
    /// # Errors
    /// When the store fails; nothing is deleted then.
    pub fn clear_old_bin(&self) -> Result<(), EngineError> {
        self.delete_for_good(&Purge::RemovedBefore(days_before(self.time()).to_string()))
    }

    fn delete_for_good(&self, what: &Purge<'_>) -> Result<(), EngineError> {
        let unused = self.store.purge_removed(what)?;
        self.vectors.remove(&unused);
        Ok(())
    }

    pub(crate) fn take_out(&self, ids: &[ArticleId], by: RemovedBy) -> Result<(), EngineError> {
        self.store.remove(ids, by, &self.now())?;
        self.update_stories(&Control::default())?;
        Ok(())
    }

    pub(crate) fn bring_back(&self, ids: &[ArticleId]) -> Result<Vec<ArticleId>, EngineError> {
        let back = self.store.restore_all(ids, &prepare::passages_again)?;
        self.update_stories(&Control::default())?;
        Ok(back)
    }
}

/// Before when an article must have been removed to be deleted now.
fn days_before(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * DAYS_IN_BIN)).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests;
