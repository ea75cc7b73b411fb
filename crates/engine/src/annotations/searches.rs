//! Searches a reader saved, and those asked before.

use parallax_store::{AskedSearch, SavedSearch};
use parallax_types::SavedSearchId;

use crate::undo::{Change, ChangeId};
use crate::{EngineError, Library};

impl Library {
    /// Saved searches, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, EngineError> {
        Ok(self.store.saved_searches()?)
    }

    /// Saves a search under a name, or under its own words if that is empty. The
    /// same query again only changes its name.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn save_search(
        &self,
        name: &str,
        query: &str,
    ) -> Result<(SavedSearchId, ChangeId), EngineError> {
        let query = query.trim();
        let name = Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or(query);
        let (id, before) = self.store.save_search(name, query, &self.now())?;
        let change = match before {
            Some(before) => Change::SavedSearch(before),
            None => Change::NoSavedSearch(id),
        };
        Ok((id, self.changed(change)))
    }

    /// Removes a saved search.
    ///
    /// # Errors
    /// When there is no such search.
    pub fn remove_saved_search(&self, id: SavedSearchId) -> Result<ChangeId, EngineError> {
        let before = self.store.delete_saved_search(id)?;
        Ok(self.changed(Change::SavedSearch(before)))
    }

    /// The searches asked last, latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn asked_searches(&self) -> Result<Vec<AskedSearch>, EngineError> {
        Ok(self.store.asked_searches()?)
    }

    /// Remembers a search that was asked; an empty one, or any in a library that is
    /// open for reading only, is passed over.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remember_search(&self, query: &str) -> Result<(), EngineError> {
        let query = query.trim();
        if query.is_empty() || !self.is_writable() {
            return Ok(());
        }
        let asked = AskedSearch { query: query.to_owned(), asked_at: self.now() };
        Ok(self.store.put_asked_searches(&[asked])?)
    }

    /// Forgets one search asked before, or all.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_searches(&self, query: Option<&str>) -> Result<ChangeId, EngineError> {
        let before = self.store.forget_searches(query)?;
        Ok(self.changed(Change::Asked(before)))
    }
}
