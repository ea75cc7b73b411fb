//! Taking changes back: each remembers what was there before it.
//!
//! Not here: removed articles, which come back by `Library::undo_remove`.

use std::collections::VecDeque;
use std::sync::PoisonError;

use parallax_store::{AskedSearch, Edit, Highlight, SavedSearch};
use parallax_types::{ArticleId, HighlightId, SavedSearchId};

use crate::{Control, EngineError, Library};

/// Changes remembered at most.
const N_REMEMBERED: usize = 200;

/// Names a change, to take it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeId(pub u32);

/// What was there before a change.
#[derive(Debug)]
pub(super) enum Change {
    Tags(Vec<(ArticleId, Vec<String>)>),
    Note(ArticleId, Option<String>),
    Fields(ArticleId, Vec<Edit>),
    /// It was not there.
    NoHighlight(HighlightId),
    Highlight(Box<Highlight>),
    /// It was not there.
    NoSavedSearch(SavedSearchId),
    SavedSearch(SavedSearch),
    Asked(Vec<AskedSearch>),
    /// In the order they were made.
    Several(Vec<Change>),
}

/// The changes that can be taken back, latest last.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    n_so_far: u32,
    remembered: VecDeque<(ChangeId, Change)>,
}

impl Library {
    /// Remembers what was there before a change.
    pub(super) fn changed(&self, before: Change) -> ChangeId {
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        changes.n_so_far += 1;
        let id = ChangeId(changes.n_so_far);
        changes.remembered.push_back((id, before));
        if changes.remembered.len() > N_REMEMBERED {
            changes.remembered.pop_front();
        }
        id
    }

    /// Takes one change back.
    ///
    /// # Errors
    /// [`EngineError::NothingToUndo`] when it is too long ago or taken back already;
    /// else when the article it was made on is gone.
    pub fn undo(&self, id: ChangeId) -> Result<(), EngineError> {
        let change = {
            let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
            let at = changes.remembered.iter().position(|(known, _)| *known == id);
            at.and_then(|at| changes.remembered.remove(at))
        };
        let (_, change) = change.ok_or(EngineError::NothingToUndo)?;
        self.take_back(change)
    }

    /// Makes several changes one, to be taken back together.
    pub fn as_one(&self, ids: &[ChangeId]) -> ChangeId {
        let several = {
            let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
            let remembered = std::mem::take(&mut changes.remembered);
            let (several, rest): (Vec<_>, Vec<_>) =
                remembered.into_iter().partition(|(id, _)| ids.contains(id));
            changes.remembered = rest.into();
            several
        };
        self.changed(Change::Several(several.into_iter().map(|(_, change)| change).collect()))
    }

    fn take_back(&self, change: Change) -> Result<(), EngineError> {
        match change {
            Change::Several(changes) => {
                for change in changes.into_iter().rev() {
                    self.take_back(change)?;
                }
            }
            Change::Tags(before) => self.store.set_tags(&before)?,
            Change::Note(article, before) => {
                self.store.set_note(article, before.as_deref())?;
            }
            Change::Fields(article, before) => {
                self.store.edit(article, &before)?;
                self.update_stories(&Control::default())?;
            }
            Change::NoHighlight(id) => {
                self.store.delete_highlight(id)?;
            }
            Change::Highlight(before) => self.store.put_highlight(&before)?,
            Change::NoSavedSearch(id) => {
                self.store.delete_saved_search(id)?;
            }
            Change::SavedSearch(before) => self.store.put_saved_search(&before)?,
            Change::Asked(before) => self.store.put_asked_searches(&before)?,
        }
        Ok(())
    }
}
