//! The index the engine holds: all live vectors, and perhaps a snapshot's graph.
//!
//! Live vectors are in one of two stores: *settled* ones are points of the
//! snapshot, *recent* ones are not (yet). A search through the graph also scans
//! the recent ones and those the graph does not lead to, so that it misses no
//! vector for having come late. A point of the snapshot that is no longer settled
//! is a tombstone: walked over, never returned.
//!
//! Invariant: settled and recent share no id; without a snapshot nothing is settled.

use std::collections::HashSet;

use parallax_types::{UnitVector, VectorId};

use crate::IndexError;
use crate::build::BuildInput;
use crate::codes::{Code, CodeRef, Codes};
use crate::dot::MAX_DIM;
use crate::exact::{Best, Neighbor, scan};
use crate::plan::{Plan, Situation};
use crate::snapshot::Snapshot;

/// So many recent vectors and tombstones are no reason to rebuild yet; scanning
/// them costs some microseconds.
const MIN_CHANGES_TO_REBUILD: usize = 1_000;

/// Nearest-neighbour search over all live vectors of a library.
///
/// A cache: everything in it can be made again from the stored vectors.
#[derive(Debug)]
pub struct VectorIndex {
    dim: usize,
    settled: Codes,
    recent: Codes,
    snapshot: Option<Snapshot>,
}

/// Counts and sizes, for `stats` and for deciding what to do in the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexStats {
    /// Live vectors.
    pub n_vectors: usize,
    /// Live vectors that are points of the snapshot.
    pub n_in_snapshot: usize,
    /// Live vectors that are not, and are always scanned.
    pub n_recent: usize,
    /// Points of the snapshot whose vectors are gone.
    pub n_tombstones: usize,
    /// Live points the graph does not lead to; always scanned.
    pub n_unfindable: usize,
    /// Memory held, about.
    pub n_bytes: usize,
    /// What [`Plan::Auto`] comes to for ten results.
    pub default_plan: Plan,
}

impl VectorIndex {
    /// An empty index of vectors with `dim` dimensions (at most 65,536).
    #[must_use]
    pub fn new(dim: usize) -> Self {
        debug_assert!(dim <= MAX_DIM, "{dim} dimensions");
        Self { dim, settled: Codes::new(dim), recent: Codes::new(dim), snapshot: None }
    }

    /// Dimensions of its vectors.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// Number of live vectors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.settled.len() + self.recent.len()
    }

    /// Whether there is no live vector.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `id` is a live vector.
    #[must_use]
    pub fn contains(&self, id: VectorId) -> bool {
        self.settled.contains(id) || self.recent.contains(id)
    }

    /// Adds a vector; searchable at once. A known id is left as it is, since an
    /// id's vector never changes.
    ///
    /// # Errors
    /// [`IndexError::WrongDimension`].
    pub fn insert(&mut self, id: VectorId, vector: &UnitVector) -> Result<(), IndexError> {
        let code = self.encode(vector)?;
        if !self.contains(id) {
            self.recent.insert(id, code.as_ref());
        }
        Ok(())
    }

    /// Takes a vector out; `false` if it was not there.
    pub fn remove(&mut self, id: VectorId) -> bool {
        self.settled.remove(id).or_else(|| self.recent.remove(id)).is_some()
    }

    /// Returns the vectors nearest to `query`, most similar first.
    ///
    /// - `n_wanted`: upper bound on the result; `0` returns an empty list. Fewer
    ///   come back only if fewer are alive, whatever the plan.
    /// - ties go to the lower id.
    ///
    /// # Errors
    /// [`IndexError::WrongDimension`]. An empty index is not an error.
    pub fn nearest(
        &self,
        query: &UnitVector,
        n_wanted: usize,
        plan: Plan,
    ) -> Result<Vec<Neighbor>, IndexError> {
        let query = self.encode(query)?;
        let by_graph = plan
            .ef_search(self.situation(n_wanted))
            .and_then(|ef_search| self.nearest_by_graph(query.as_ref(), n_wanted, ef_search));
        Ok(by_graph.unwrap_or_else(|| self.nearest_by_scan(query.as_ref(), n_wanted, &|_| true)))
    }

    /// Like [`VectorIndex::nearest`] with [`Plan::Exact`], among the ids that
    /// `accept` agrees to. For filters: none is too narrow for it. `accept` is
    /// asked about no more ids than necessary.
    ///
    /// # Errors
    /// [`IndexError::WrongDimension`].
    pub fn nearest_among(
        &self,
        query: &UnitVector,
        n_wanted: usize,
        accept: &dyn Fn(VectorId) -> bool,
    ) -> Result<Vec<Neighbor>, IndexError> {
        let query = self.encode(query)?;
        Ok(self.nearest_by_scan(query.as_ref(), n_wanted, accept))
    }

    /// Whether a rebuild in the background is worth its while: there are vectors
    /// but no snapshot, or recent vectors and tombstones have grown beyond an
    /// eighth of the library.
    #[must_use]
    pub fn needs_rebuild(&self) -> bool {
        let n_changes = self.recent.len() + self.n_tombstones();
        match &self.snapshot {
            None => !self.is_empty(),
            Some(_) => !self.is_empty() && n_changes > MIN_CHANGES_TO_REBUILD.max(self.len() / 8),
        }
    }

    /// The live vectors as they are now, for building a snapshot without holding
    /// any lock. Copies no vector.
    #[must_use]
    pub fn build_input(&self) -> BuildInput {
        BuildInput::new(self.dim, [&self.settled, &self.recent])
    }

    /// Takes `snapshot` into use. Ids it does not know stay searchable as recent
    /// ones, ids it knows and the index does not are tombstones.
    ///
    /// Returns the snapshot it replaces: drop it after releasing any lock, for
    /// tearing down a large graph takes a while.
    ///
    /// # Errors
    /// [`IndexError::ForeignSnapshot`] if its dimensions differ, or the vector of
    /// any id known to both (a file of another library, or a database that was
    /// restored from elsewhere). The index is then unchanged.
    pub fn adopt(&mut self, snapshot: Snapshot) -> Result<Option<Snapshot>, IndexError> {
        let settled = self.check(&snapshot)?;
        move_rows(&mut self.settled, &mut self.recent, &|id| !settled.contains(&id));
        move_rows(&mut self.recent, &mut self.settled, &|id| settled.contains(&id));
        Ok(self.snapshot.replace(snapshot))
    }

    /// Counts and sizes.
    #[must_use]
    pub fn stats(&self) -> IndexStats {
        let n_snapshot_bytes = self.snapshot.as_ref().map_or(0, Snapshot::n_bytes);
        IndexStats {
            n_vectors: self.len(),
            n_in_snapshot: self.settled.len(),
            n_recent: self.recent.len(),
            n_tombstones: self.n_tombstones(),
            n_unfindable: self.unfindable().count(),
            n_bytes: self.settled.n_bytes() + self.recent.n_bytes() + n_snapshot_bytes,
            default_plan: Plan::Auto
                .ef_search(self.situation(10))
                .map_or(Plan::Exact, |ef_search| Plan::Hnsw { ef_search }),
        }
    }

    fn encode(&self, vector: &UnitVector) -> Result<Code, IndexError> {
        if vector.dim() != self.dim {
            return Err(IndexError::WrongDimension { expected: self.dim, found: vector.dim() });
        }
        Ok(Code::new(vector))
    }

    fn situation(&self, n_wanted: usize) -> Situation {
        let n_unfindable = self.snapshot.as_ref().map_or(0, |it| it.unfindable().len());
        Situation {
            dim: self.dim,
            n_vectors: self.len(),
            n_outside_graph: self.recent.len() + n_unfindable,
            n_wanted,
        }
    }

    fn n_tombstones(&self) -> usize {
        self.snapshot.as_ref().map_or(0, |it| it.n_points().saturating_sub(self.settled.len()))
    }

    fn unfindable(&self) -> impl Iterator<Item = (VectorId, CodeRef<'_>)> {
        let ids = self.snapshot.iter().flat_map(|snapshot| snapshot.unfindable().iter().copied());
        ids.filter_map(|id| Some((id, self.settled.get(id)?)))
    }

    fn nearest_by_scan(
        &self,
        query: CodeRef<'_>,
        n_wanted: usize,
        accept: &dyn Fn(VectorId) -> bool,
    ) -> Vec<Neighbor> {
        let mut best = Best::new(n_wanted);
        scan(&self.settled, query, accept, &mut best);
        scan(&self.recent, query, accept, &mut best);
        best.into_vec()
    }

    /// `None` if there is no graph, or the walk met too few live points (many
    /// tombstones nearby); then only the scan knows.
    fn nearest_by_graph(
        &self,
        query: CodeRef<'_>,
        n_wanted: usize,
        ef_search: usize,
    ) -> Option<Vec<Neighbor>> {
        let snapshot = self.snapshot.as_ref()?;
        let n_settled = self.settled.len();
        let n_expected_dead = n_wanted.saturating_mul(self.n_tombstones()) / n_settled.max(1);
        let ef_search = ef_search.max(n_wanted.saturating_add(n_expected_dead));
        let found = snapshot.search(query, ef_search)?;

        let mut best = Best::new(n_wanted);
        let walked = found.into_iter().filter(|id| !snapshot.unfindable().contains(id));
        let walked = walked.filter_map(|id| Some((id, self.settled.get(id)?)));
        for (id, code) in walked.chain(self.unfindable()) {
            best.offer(Neighbor { id, similarity: query.similarity(code) });
        }
        if best.len() < n_wanted.min(n_settled) {
            return None;
        }
        scan(&self.recent, query, &|_| true, &mut best);
        Some(best.into_vec())
    }

    /// The live ids among the points of `snapshot`, after comparing their codes.
    fn check(&self, snapshot: &Snapshot) -> Result<HashSet<VectorId>, IndexError> {
        if snapshot.dim() != self.dim {
            let what = format!("{} dimensions where {} are used", snapshot.dim(), self.dim);
            return Err(IndexError::ForeignSnapshot { what });
        }
        let mut alive = HashSet::with_capacity(snapshot.n_points());
        let mut foreign = None;
        snapshot.for_each(&mut |id, code| {
            if let Some(live) = self.settled.get(id).or_else(|| self.recent.get(id)) {
                if live != code {
                    foreign.get_or_insert(id);
                }
                alive.insert(id);
            }
        });
        match foreign {
            None => Ok(alive),
            Some(id) => {
                Err(IndexError::ForeignSnapshot { what: format!("vector {id} differs from it") })
            }
        }
    }
}

/// Moves the rows whose id `is_moved`.
fn move_rows(from: &mut Codes, to: &mut Codes, is_moved: &dyn Fn(VectorId) -> bool) {
    let ids: Vec<VectorId> = from.ids().filter(|id| is_moved(*id)).collect();
    for id in ids {
        if let Some(code) = from.remove(id) {
            to.insert(id, code.as_ref());
        }
    }
}
