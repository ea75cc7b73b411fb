//! One stack of changes for everything a reader does to the library, and the way back
//! and forth along it.
//!
//! Invariant: each change remembers what was there before it. Taking it back puts that
//! there again and remembers what it replaced, so that the same exchange does it anew; after
//! any number of steps back and as many forth the library is what it was. A new change ends
//! the way forth. All of it ends with the session; removed articles wait in the bin for longer
//! (`removal`).

use std::collections::VecDeque;
use std::sync::{MutexGuard, PoisonError};

use parallax_store::{AskedSearch, Edit, Highlight, RemovedBy, SavedSearch, StoreError};
use parallax_types::{ArticleId, HighlightId, SavedSearchId};

use crate::{Control, EngineError, Library};

/// Changes remembered at most.
const N_REMEMBERED: usize = 1_000;

/// Names a change, to take it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeId(pub u32);

/// What a change was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Articles were taken out of the library.
    Removal,
    /// Articles were brought back from the bin.
    Restoration,
    /// Tags of articles.
    Tags,
    /// The note on an article.
    Note,
    /// Title, outlet, authors or date of an article.
    Fields,
    /// A highlight, its colour or its note.
    Highlight,
    /// A saved search.
    SavedSearch,
    /// Searches asked before were forgotten.
    AskedSearches,
}

/// A change that was taken back, or made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// By which it is taken back the other way.
    pub id: ChangeId,
    /// What the change was about when it was first made.
    pub kind: ChangeKind,
    /// The articles it was made on.
    pub articles: Vec<ArticleId>,
    /// Whether those articles were brought back into the library, or taken out of it.
    pub presence: Presence,
}

/// What a step did to articles' being in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing.
    Unchanged,
    /// They are back.
    BroughtBack,
    /// They are gone.
    TakenOut,
}

/// What was there before a change.
#[derive(Debug)]
pub(crate) enum Change {
    /// These articles were in the library.
    Present(Vec<ArticleId>),
    /// These articles were in the bin.
    Removed(Vec<ArticleId>),
    Tags(Vec<(ArticleId, Vec<String>)>),
    Note(ArticleId, Option<String>),
    Fields(ArticleId, Vec<Edit>),
    /// It was not there.
    NoHighlight(HighlightId),
    Highlight(Box<Highlight>),
    /// It was not there.
    NoSavedSearch(SavedSearchId),
    SavedSearch(SavedSearch),
    /// These searches were remembered.
    Asked(Vec<AskedSearch>),
    /// These searches were not.
    NotAsked(Vec<String>),
    /// In the order they were made.
    Several(Vec<Change>),
}

impl Change {
    fn kind(&self) -> ChangeKind {
        match self {
            Self::Present(_) => ChangeKind::Removal,
            Self::Removed(_) => ChangeKind::Restoration,
            Self::Tags(_) => ChangeKind::Tags,
            Self::Note(..) => ChangeKind::Note,
            Self::Fields(..) => ChangeKind::Fields,
            Self::NoHighlight(_) | Self::Highlight(_) => ChangeKind::Highlight,
            Self::NoSavedSearch(_) | Self::SavedSearch(_) => ChangeKind::SavedSearch,
            Self::Asked(_) | Self::NotAsked(_) => ChangeKind::AskedSearches,
            Self::Several(changes) => {
                changes.iter().map(Self::kind).min().unwrap_or(ChangeKind::Fields)
            }
        }
    }

    fn articles(&self) -> Vec<ArticleId> {
        match self {
            Self::Present(ids) | Self::Removed(ids) => ids.clone(),
            Self::Tags(before) => before.iter().map(|(id, _)| *id).collect(),
            Self::Note(id, _) | Self::Fields(id, _) => vec![*id],
            Self::Highlight(highlight) => vec![highlight.article_id],
            Self::Several(changes) => {
                let mut ids: Vec<ArticleId> = changes.iter().flat_map(Self::articles).collect();
                ids.sort_unstable();
                ids.dedup();
                ids
            }
            _ => Vec::new(),
        }
    }
}

/// A change of the stack.
#[derive(Debug)]
struct Made {
    id: ChangeId,
    kind: ChangeKind,
    before: Change,
}

/// The changes that can be taken back, and those that were, latest last.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    n_so_far: u32,
    done: VecDeque<Made>,
    undone: Vec<Made>,
}

impl Changes {
    fn next_id(&mut self) -> ChangeId {
        self.n_so_far += 1;
        ChangeId(self.n_so_far)
    }

    fn remember_undone(&mut self, made: Made) {
        self.undone.push(made);
    }

    fn remember(&mut self, made: Made) {
        self.done.push_back(made);
        if self.done.len() > N_REMEMBERED {
            self.done.pop_front();
        }
    }
}

impl Library {
    fn stack(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what was there before a change.
    pub(crate) fn changed(&self, before: Change) -> ChangeId {
        let mut stack = self.stack();
        let id = stack.next_id();
        stack.undone.clear();
        stack.remember(Made { id, kind: before.kind(), before });
        id
    }

    /// Makes several changes one, to be taken back together.
    pub fn as_one(&self, ids: &[ChangeId]) -> ChangeId {
        let several: Vec<Made> = {
            let mut stack = self.stack();
            let (several, rest): (Vec<Made>, Vec<Made>) = std::mem::take(&mut stack.done)
                .into_iter()
                .partition(|made| ids.contains(&made.id));
            stack.done = rest.into();
            several
        };
        self.changed(Change::Several(several.into_iter().map(|made| made.before).collect()))
    }

    /// Takes one change back, whatever was done since.
    ///
    /// # Errors
    /// [`EngineError::NothingToUndo`] when it is too long ago or taken back already;
    /// else when what it was made on is gone.
    pub fn undo(&self, id: ChangeId) -> Result<Undone, EngineError> {
        let made = {
            let mut stack = self.stack();
            let at = stack.done.iter().position(|made| made.id == id);
            at.and_then(|at| stack.done.remove(at))
        };
        self.step(made, Changes::remember_undone, Changes::remember)
    }

    /// Takes back the latest change that was not taken back yet.
    ///
    /// # Errors
    /// [`EngineError::NothingToUndo`], or when what it was made on is gone; the next call
    /// takes back the one before it then.
    pub fn undo_last(&self) -> Result<Undone, EngineError> {
        let made = self.stack().done.pop_back();
        self.step(made, Changes::remember_undone, Changes::remember)
    }

    /// Makes the change anew that was taken back last.
    ///
    /// # Errors
    /// [`EngineError::NothingToRedo`] when there is none, or something else was changed
    /// since; else when what it was made on is gone.
    pub fn redo(&self) -> Result<Undone, EngineError> {
        let made = self.stack().undone.pop();
        if made.is_none() {
            return Err(EngineError::NothingToRedo);
        }
        self.step(made, Changes::remember, Changes::remember_undone)
    }

    /// Whether there is anything to take back, and anything to make anew.
    #[must_use]
    pub fn can_undo_and_redo(&self) -> (bool, bool) {
        let stack = self.stack();
        (!stack.done.is_empty(), !stack.undone.is_empty())
    }

    /// Forgets changes of articles that are gone for good: there is no way back to them.
    pub(crate) fn forget_changes_of(&self, gone: &[ArticleId]) {
        let is_left = |made: &Made| !made.before.articles().iter().any(|id| gone.contains(id));
        let mut stack = self.stack();
        stack.done.retain(is_left);
        stack.undone.retain(is_left);
    }

    /// Exchanges what a change remembers with what is there. `keep` puts the change where
    /// it can be exchanged again, `put_back` where it was taken from.
    fn step(
        &self,
        made: Option<Made>,
        keep: impl FnOnce(&mut Changes, Made),
        put_back: impl FnOnce(&mut Changes, Made),
    ) -> Result<Undone, EngineError> {
        let Made { id, kind, before } = made.ok_or(EngineError::NothingToUndo)?;
        let articles = before.articles();
        let presence = match &before {
            Change::Present(_) => Presence::BroughtBack,
            Change::Removed(_) => Presence::TakenOut,
            _ => Presence::Unchanged,
        };
        match self.exchange(&before) {
            Ok(replaced) => {
                keep(&mut self.stack(), Made { id, kind, before: replaced });
                Ok(Undone { id, kind, articles, presence })
            }
            Err(error) => {
                // What it was made on does not come back; the disk may have room again.
                if !is_gone(&error) {
                    put_back(&mut self.stack(), Made { id, kind, before });
                }
                Err(error)
            }
        }
    }

    /// Puts there what was there before a change. Returns what that replaced.
    fn exchange(&self, before: &Change) -> Result<Change, EngineError> {
        let store = &self.store;
        Ok(match before {
            Change::Several(changes) => {
                let mut replaced = Vec::with_capacity(changes.len());
                for change in changes.iter().rev() {
                    replaced.push(self.exchange(change)?);
                }
                Change::Several(replaced)
            }
            Change::Present(ids) => {
                self.bring_back(ids)?;
                Change::Removed(ids.clone())
            }
            Change::Removed(ids) => {
                self.take_out(ids, RemovedBy::Reader)?;
                Change::Present(ids.clone())
            }
            Change::Tags(before) => {
                let there = before
                    .iter()
                    .map(|(id, _)| Ok((*id, store.tags_of(*id)?)))
                    .collect::<Result<_, StoreError>>()?;
                store.set_tags(before)?;
                Change::Tags(there)
            }
            Change::Note(article, before) => {
                Change::Note(*article, store.set_note(*article, before.as_deref())?)
            }
            Change::Fields(article, before) => {
                let there = store.edit(*article, before)?;
                self.update_stories(&Control::default())?;
                // The latest edit of a field is taken back first.
                Change::Fields(*article, there.into_iter().rev().collect())
            }
            Change::NoHighlight(id) => Change::Highlight(Box::new(store.delete_highlight(*id)?)),
            Change::Highlight(before) => {
                let there = match store.highlight(before.id) {
                    Ok(highlight) => Change::Highlight(Box::new(highlight)),
                    Err(StoreError::NoSuchHighlight { id }) => Change::NoHighlight(id),
                    Err(error) => return Err(error.into()),
                };
                store.put_highlight(before)?;
                there
            }
            Change::NoSavedSearch(id) => Change::SavedSearch(store.delete_saved_search(*id)?),
            Change::SavedSearch(before) => {
                let there = store.saved_searches()?.into_iter().find(|one| one.id == before.id);
                store.put_saved_search(before)?;
                there.map_or(Change::NoSavedSearch(before.id), Change::SavedSearch)
            }
            Change::Asked(before) => {
                store.put_asked_searches(before)?;
                Change::NotAsked(before.iter().map(|asked| asked.query.clone()).collect())
            }
            Change::NotAsked(queries) => {
                let mut forgotten = Vec::with_capacity(queries.len());
                for query in queries {
                    forgotten.extend(store.forget_searches(Some(query))?);
                }
                Change::Asked(forgotten)
            }
        })
    }
}

fn is_gone(error: &EngineError) -> bool {
    matches!(
        error,
        EngineError::Store(
            StoreError::NoSuchArticle { .. }
                | StoreError::NoSuchHighlight { .. }
                | StoreError::NoSuchSearch { .. }
        )
    )
}

#[cfg(test)]
mod tests;
