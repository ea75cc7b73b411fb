//! Keeps the vector index in step with the store: loads it, adds to it, rebuilds
//! its snapshot in the background.
//!
//! Invariant: the index only ever narrows down; every similarity shown is
//! computed from the vectors in the store. A missing or damaged snapshot costs
//! time, never an answer.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, RwLock};

use parallax_index::{BuildParams, IndexError, IndexStats, Neighbor, Plan, Snapshot, VectorIndex};
use parallax_store::{Store, as_stored};
use parallax_types::{UnitVector, VectorId};

use crate::{Control, EngineError};

/// Candidates fetched from the index beyond those wanted: its similarities are
/// quantised, and exact ones may order the last few differently.
const N_EXTRA: usize = 16;

pub(crate) struct Vectors {
    folder: PathBuf,
    index: RwLock<Loaded>,
    /// Held while a snapshot is built, so that two threads do not build the same.
    building: Mutex<()>,
}

#[derive(Default)]
struct Loaded {
    index: Option<VectorIndex>,
    /// Highest id taken over from the store.
    last: VectorId0,
    /// Why the snapshot on disk was not used, if it was not.
    snapshot_problem: Option<String>,
}

/// `VectorId(0)` by default: ids begin at 1.
#[derive(Clone, Copy)]
struct VectorId0(VectorId);

impl Default for VectorId0 {
    fn default() -> Self {
        Self(VectorId(0))
    }
}

impl Vectors {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, index: RwLock::default(), building: Mutex::default() }
    }

    /// Takes over what the store has and the index has not; the first time, the
    /// snapshot on disk too.
    pub(crate) fn catch_up(&self, store: &Store) -> Result<(), EngineError> {
        let mut loaded = self.write();
        let is_first = loaded.index.is_none();
        let mut wrong = None;
        let Loaded { index, last, .. } = &mut *loaded;
        store.for_each_vector(last.0, &mut |id, vector| {
            let index = index.get_or_insert_with(|| VectorIndex::new(vector.dim()));
            if let Err(error) = index.insert(id, &vector) {
                wrong = Some(error);
            }
            last.0 = last.0.max(id);
        })?;
        if let Some(error) = wrong {
            return Err(error.into());
        }
        if is_first && loaded.index.is_some() {
            self.adopt_from_disk(&mut loaded);
        }
        Ok(())
    }

    fn adopt_from_disk(&self, loaded: &mut Loaded) {
        let Some(index) = &mut loaded.index else { return };
        let adopted = Snapshot::load(&self.folder).and_then(|snapshot| index.adopt(snapshot));
        if let Err(error) = adopted {
            tracing::warn!(%error, "the index snapshot is not used and will be rebuilt");
            // None there is how every library begins, and no damage.
            let is_missing = matches!(error, IndexError::MissingSnapshot { .. });
            loaded.snapshot_problem = (!is_missing).then(|| error.to_string());
        }
    }

    /// Adds vectors that were just stored, as the store will give them back: a
    /// snapshot of other roundings would be taken for another library's.
    pub(crate) fn insert(&self, vectors: &[(VectorId, UnitVector)]) -> Result<(), IndexError> {
        let mut loaded = self.write();
        for (id, vector) in vectors {
            loaded
                .index
                .get_or_insert_with(|| VectorIndex::new(vector.dim()))
                .insert(*id, &as_stored(vector))?;
        }
        Ok(())
    }

    /// Forgets vectors that are gone from the store.
    pub(crate) fn remove(&self, ids: &[VectorId]) {
        if let Some(index) = &mut self.write().index {
            for id in ids {
                index.remove(*id);
            }
        }
    }

    /// The `n_wanted` stored vectors nearest to `query`, most similar first, with
    /// exact similarities. `among` restricts the search to some vectors.
    pub(crate) fn nearest(
        &self,
        store: &Store,
        query: &UnitVector,
        n_wanted: usize,
        plan: Plan,
        among: Option<&HashSet<VectorId>>,
    ) -> Result<Vec<Neighbor>, EngineError> {
        let candidates = {
            let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
            let Some(index) = &loaded.index else { return Ok(Vec::new()) };
            match among {
                None => index.nearest(query, n_wanted + N_EXTRA, plan)?,
                Some(ids) => {
                    index.nearest_among(query, n_wanted + N_EXTRA, &|id| ids.contains(&id))?
                }
            }
        };
        let mut exact =
            rescore(store, query, candidates.into_iter().map(|neighbor| neighbor.id).collect())?;
        exact.truncate(n_wanted);
        Ok(exact)
    }

    /// Rebuilds the snapshot and saves it. Returns whether it did.
    pub(crate) fn rebuild(&self, control: &Control) -> Result<bool, EngineError> {
        let Ok(_building) = self.building.try_lock() else { return Ok(false) };
        let input = {
            let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
            match &loaded.index {
                Some(index) if !index.is_empty() => index.build_input(),
                _ => return Ok(false),
            }
        };
        let built = input.build(&BuildParams::default(), &|| control.is_cancelled());
        let Some(snapshot) = built else { return Ok(false) };
        snapshot.save(&self.folder)?;
        let mut loaded = self.write();
        let replaced = match &mut loaded.index {
            Some(index) => index.adopt(snapshot)?,
            None => None,
        };
        loaded.snapshot_problem = None;
        drop(loaded);
        // Tearing down a graph is slow; no search waits for it any more.
        drop(replaced);
        Ok(true)
    }

    /// Whether a new snapshot is due.
    pub(crate) fn needs_rebuild(&self) -> bool {
        let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
        loaded.index.as_ref().is_some_and(VectorIndex::needs_rebuild)
    }

    pub(crate) fn stats(&self) -> (Option<IndexStats>, Option<String>) {
        let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
        (loaded.index.as_ref().map(VectorIndex::stats), loaded.snapshot_problem.clone())
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Loaded> {
        // A panic inside an insert leaves at worst a vector unindexed.
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Exact similarities of stored vectors to `query`, most similar first, ties to
/// the lower id; ids without a vector are left out.
pub(crate) fn rescore(
    store: &Store,
    query: &UnitVector,
    mut ids: Vec<VectorId>,
) -> Result<Vec<Neighbor>, EngineError> {
    ids.sort_unstable();
    ids.dedup();
    let vectors = store.vectors(&ids)?;
    let scored = ids.into_iter().zip(vectors);
    let mut neighbors: Vec<Neighbor> = scored
        .filter_map(|(id, vector)| Some(Neighbor { id, similarity: query.cosine(&vector?) }))
        .collect();
    neighbors.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
    Ok(neighbors)
}
