//! What one search works with: one state of the library, the vectors beside it, the model.
//!
//! Invariant: everything a search reads of the store it reads through the one snapshot
//! here. The vector index goes on beside it; what it knows and the snapshot does not
//! (stored a moment later) has no vector here and drops out when it is read.
//! Not here: what was asked (`prepared`).

use std::sync::Arc;

use parallax_embed::{Embedder, SearchRules};
use parallax_store::Snapshot;

use crate::error::EngineError;
use crate::library::Library;
use crate::model::tag;
use crate::sentences::SentenceVectors;
use crate::vectors::Vectors;

/// What a search reads from.
pub(crate) struct SearchContext<'a> {
    pub(crate) snapshot: Snapshot<'a>,
    pub(crate) vectors: &'a Vectors,
    pub(crate) sentences: &'a SentenceVectors,
    /// If it is ready and the one the vectors come from.
    pub(crate) model: Option<Arc<dyn Embedder>>,
}

impl SearchContext<'_> {
    /// What the model's cosines are worth.
    pub(crate) fn rules(&self) -> SearchRules {
        self.model.as_ref().map(|model| model.model().search).unwrap_or_default()
    }
}

impl Library {
    /// Lets `work` search one state of the library.
    ///
    /// - `model`: the one that is loaded, whether or not it fits the library.
    /// - `by_meaning`: whether vectors are looked at, for which the index must be open.
    pub(crate) fn in_one_state<T>(
        &self,
        model: Option<Arc<dyn Embedder>>,
        by_meaning: bool,
        work: impl FnOnce(&SearchContext<'_>) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        // The only writer inserts what it stores, so there is something to do the first
        // time alone; whoever only reads takes over what others stored, each time.
        if by_meaning && self.is_writable() {
            self.load_vectors()?;
        }
        let n_before = self.store.n_read_transactions();
        let done = self.store.snapshot(|snapshot| {
            if by_meaning && !self.is_writable() {
                self.vectors.catch_up_to(snapshot)?;
            }
            let model = model.filter(|model| fits(snapshot, model.as_ref()));
            let (vectors, sentences) = (&self.vectors, &self.sentences);
            work(&SearchContext { snapshot, vectors, sentences, model })
        });
        let n_read_transactions = self.store.n_read_transactions() - n_before;
        tracing::debug!(n_read_transactions, "searched");
        done
    }
}

/// Whether the library's vectors come from this model, or it has none yet.
fn fits(snapshot: Snapshot<'_>, model: &dyn Embedder) -> bool {
    snapshot.model().is_ok_and(|stored| stored.is_none_or(|stored| stored == tag(model.model())))
}
