//! The index the engine holds: all live vectors, most in segments on disk, the
//! newest in memory.
//!
//! A search looks into every segment, by its graph or by a scan, and scans the
//! recent vectors and those a graph does not lead to; so it misses no vector for
//! having come late. A row whose vector is gone stays in its segment until that is
//! written anew: walked over, never returned.
//!
//! Invariant: no id is both recent and alive in a segment; segments ascend by id.

use std::path::Path;
use std::sync::Arc;

use parallax_types::{UnitVector, VectorId};

use crate::IndexError;
use crate::codes::{Code, CodeRef, Codes};
use crate::dot::MAX_DIM;
use crate::exact::{Accept, Best, Neighbor};
use crate::live_segment::LiveSegment;
use crate::manifest::Manifest;
use crate::merge::{FULL_ROWS, GraphBuild, MergedSegments, PendingMerge};
use crate::parallel_scan::{Part, scan_all};
use crate::plan::{Plan, Situation, graph_pays};
use crate::segment::open_segments;

/// So many recent vectors and dead rows are no reason to write anything yet;
/// reading them from the store costs some milliseconds.
const MIN_CHANGES_TO_SETTLE: usize = 1_000;

/// Nearest-neighbour search over all live vectors of a library.
///
/// A cache: everything in it can be made again from the stored vectors.
#[derive(Debug)]
pub struct VectorIndex {
    dim: usize,
    segments: Vec<LiveSegment>,
    recent: Codes,
}

/// What was found on disk.
#[derive(Debug)]
pub struct Opened {
    /// The index, without the vectors that are not on disk yet.
    pub index: VectorIndex,
    /// Parts that were damaged and are left out, in words for people.
    pub problems: Vec<String>,
}

/// Counts and sizes, for `stats` and for deciding what to do in the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexStats {
    /// Live vectors, as far as is known: one deleted while this index was not open
    /// counts until a search meets it.
    pub n_vectors: usize,
    /// Live vectors in segments.
    pub n_settled: usize,
    /// Live vectors in memory alone, always scanned.
    pub n_recent: usize,
    /// Live vectors in segments with a graph.
    pub n_linked: usize,
    /// Rows of segments whose vectors are gone.
    pub n_tombstones: usize,
    /// Live rows a graph does not lead to; always scanned.
    pub n_unfindable: usize,
    /// Number of segments.
    pub n_segments: usize,
    /// Memory held, about; segments count in full, though the system may take
    /// their pages back at any time.
    pub n_bytes: usize,
    /// What [`Plan::Auto`] comes to for ten results.
    pub default_plan: Plan,
}

impl VectorIndex {
    /// An empty index of vectors with `dim` dimensions (at most 65,536).
    #[must_use]
    pub fn new(dim: usize) -> Self {
        debug_assert!(dim <= MAX_DIM, "{dim} dimensions");
        Self { dim, segments: Vec::new(), recent: Codes::new(dim) }
    }

    /// Opens the index saved in `dir`. What comes after a damaged segment is left
    /// out ([`VectorIndex::covered`] says how far it reaches); a damaged graph
    /// costs its segment the graph.
    ///
    /// # Errors
    /// [`IndexError::MissingIndex`] if there is none, [`IndexError::DamagedIndex`]
    /// if nothing of it can be used, [`IndexError::Io`] if the system refuses to read.
    pub fn open(dir: &Path) -> Result<Opened, IndexError> {
        let mut manifest = Manifest::read(dir)?;
        loop {
            let opened = Self::open_as(dir, &manifest);
            if opened.problems.is_empty() {
                return Ok(opened);
            }
            // Another process may have replaced the files meanwhile.
            let now = Manifest::read(dir)?;
            if now == manifest {
                return Ok(opened);
            }
            manifest = now;
        }
    }

    fn open_as(dir: &Path, manifest: &Manifest) -> Opened {
        let mut index = Self::new(manifest.dim);
        let mut problems = Vec::new();
        for opened in open_segments(dir, manifest) {
            match opened {
                Ok((segment, problem)) => {
                    problems.extend(problem);
                    index.segments.push(LiveSegment::new(Arc::new(segment)));
                }
                Err(what) => {
                    problems.push(what);
                    break;
                }
            }
        }
        Opened { index, problems }
    }

    /// Dimensions of its vectors.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The id up to which segments hold every vector there is; `VectorId(0)` if
    /// there are none. Those after it have to be inserted.
    #[must_use]
    pub fn covered(&self) -> VectorId {
        VectorId(self.segments.last().map_or(0, |last| last.segment.entry.through))
    }

    /// Number of live vectors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n_settled() + self.recent.len()
    }

    /// Whether there is no live vector.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `id` is a live vector.
    #[must_use]
    pub fn contains(&self, id: VectorId) -> bool {
        self.recent.contains(id) || self.find(id).is_some()
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
        if self.recent.remove(id).is_some() {
            return true;
        }
        let Some((at, row)) = self.find(id) else { return false };
        self.segments[at].delete(row);
        true
    }

    /// Takes every vector out of the segments that `is_stored` does not know.
    pub fn retain_settled(&mut self, is_stored: &dyn Fn(VectorId) -> bool) {
        for living in &mut self.segments {
            let segment = Arc::clone(&living.segment);
            for (row, id) in segment.rows().ids.iter().enumerate() {
                if !is_stored(VectorId(*id)) {
                    living.delete(row);
                }
            }
        }
    }

    /// A few ids spread over the segments, the last ones of each among them: if
    /// [`VectorIndex::agrees`] on these, the segments are of this library.
    #[must_use]
    pub fn sample(&self) -> Vec<VectorId> {
        const N_SPREAD: usize = 16;
        const N_LAST: usize = 16;
        let mut sample = Vec::new();
        for living in &self.segments {
            let ids = living.segment.rows().ids;
            let spread = ids.iter().step_by(ids.len().div_ceil(N_SPREAD).max(1));
            sample.extend(spread.chain(ids.iter().rev().take(N_LAST)).copied().map(VectorId));
        }
        sample
    }

    /// Whether the stored `vector` is the one that `id` has here, if it has one.
    #[must_use]
    pub fn agrees(&self, id: VectorId, vector: &UnitVector) -> bool {
        let Ok(code) = self.encode(vector) else { return false };
        let Some((at, row)) = self.find(id) else { return true };
        self.segments[at].segment.rows().code(row) == code.as_ref()
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
        Ok(match plan.decided(self.situation(n_wanted)) {
            Plan::Hnsw { ef_search } => self.nearest_by_graph(query.as_ref(), n_wanted, ef_search),
            plan => self.nearest_by_scan(query.as_ref(), n_wanted, plan, &|_| true),
        })
    }

    /// Like [`VectorIndex::nearest`] by a scan, among the ids that `accept` agrees to.
    /// For filters: none is too narrow for it. `accept` is asked about no more ids than
    /// necessary.
    ///
    /// # Errors
    /// [`IndexError::WrongDimension`].
    pub fn nearest_among(
        &self,
        query: &UnitVector,
        n_wanted: usize,
        accept: &(dyn Fn(VectorId) -> bool + Sync),
    ) -> Result<Vec<Neighbor>, IndexError> {
        let query = self.encode(query)?;
        let plan = Plan::scan(self.dim, self.len());
        Ok(self.nearest_by_scan(query.as_ref(), n_wanted, plan, accept))
    }

    /// Whether the recent vectors and dead rows are so many that writing them to
    /// disk is worth its while: nothing is there yet, or they have grown beyond an
    /// eighth of the library.
    #[must_use]
    pub fn is_settling_due(&self) -> bool {
        let n_changes = self.recent.len() + self.n_tombstones();
        if self.segments.is_empty() {
            !self.is_empty()
        } else {
            n_changes > MIN_CHANGES_TO_SETTLE.max(self.len() / 8)
        }
    }

    /// What writing the recent vectors with ids up to `through` to disk takes.
    /// `through` is an id below which no vector will be inserted any more. Copies
    /// no vector and holds no lock.
    #[must_use]
    pub fn settling(&self, through: VectorId) -> PendingMerge {
        let segments = self.segments.iter();
        PendingMerge {
            dim: self.dim,
            segments: segments.map(|it| (Arc::clone(&it.segment), it.live_ranges())).collect(),
            recent: self.recent.blocks().to_vec(),
            through: through.max(self.covered()),
        }
    }

    /// The next graph to build, if any: only where a walk is quicker than the scan
    /// if `only_if_it_pays`, and then for full segments alone, which will not be
    /// merged into others.
    #[must_use]
    pub fn linking(&self, only_if_it_pays: bool) -> Option<GraphBuild> {
        let pays = graph_pays(self.dim, self.len());
        let at = self.segments.iter().position(|living| {
            let n_rows = living.segment.rows().len();
            let is_wanted = !only_if_it_pays || (pays && n_rows >= FULL_ROWS);
            living.segment.graph().is_none() && n_rows > 0 && is_wanted
        })?;
        let segments = self.segments.iter().map(|living| Arc::clone(&living.segment)).collect();
        Some(GraphBuild { dim: self.dim, segments, at })
    }

    /// Takes new segments into use, in place of those they were made from. What
    /// was inserted or removed since stays as it is.
    pub fn install(&mut self, settled: MergedSegments) {
        let mut segments: Vec<LiveSegment> = Vec::with_capacity(settled.segments.len());
        for segment in settled.segments {
            let same = |it: &LiveSegment| it.segment.entry.codes == segment.entry.codes;
            let known = self.segments.iter().find(|it| same(it));
            let mut living = LiveSegment::new(Arc::clone(&segment));
            if let Some(known) = known {
                living.copy_deletes_from(known);
            } else {
                for (row, id) in segment.rows().ids.iter().enumerate() {
                    if !self.contains(VectorId(*id)) {
                        living.delete(row);
                    }
                }
            }
            segments.push(living);
        }
        let settled: Vec<VectorId> = self
            .recent
            .ids()
            .filter(|id| segments.iter().any(|living| living.find(*id).is_some()))
            .collect();
        for id in settled {
            self.recent.remove(id);
        }
        self.segments = segments;
    }

    /// Live vectors that are in memory alone.
    #[must_use]
    pub fn n_recent(&self) -> usize {
        self.recent.len()
    }

    /// Counts and sizes.
    #[must_use]
    pub fn stats(&self) -> IndexStats {
        let linked = self.segments.iter().filter(|living| living.segment.graph().is_some());
        let n_mapped: usize = self.segments.iter().map(|it| it.segment.n_bytes()).sum();
        IndexStats {
            n_vectors: self.len(),
            n_settled: self.n_settled(),
            n_recent: self.recent.len(),
            n_linked: linked.map(LiveSegment::n_alive).sum(),
            n_tombstones: self.n_tombstones(),
            n_unfindable: self.n_unfindable(),
            n_segments: self.segments.len(),
            n_bytes: n_mapped + self.recent.n_bytes(),
            default_plan: Plan::Auto.decided(self.situation(10)),
        }
    }

    fn encode(&self, vector: &UnitVector) -> Result<Code, IndexError> {
        if vector.dim() != self.dim {
            return Err(IndexError::WrongDimension { expected: self.dim, found: vector.dim() });
        }
        Ok(Code::new(vector))
    }

    fn situation(&self, n_wanted: usize) -> Situation {
        let unlinked = self.segments.iter().filter(|living| living.segment.graph().is_none());
        let n_unlinked: usize = unlinked.map(LiveSegment::n_alive).sum();
        Situation {
            dim: self.dim,
            n_vectors: self.len(),
            n_outside_graph: self.recent.len() + n_unlinked + self.n_unfindable(),
            n_wanted,
        }
    }

    fn n_settled(&self) -> usize {
        self.segments.iter().map(LiveSegment::n_alive).sum()
    }

    fn n_tombstones(&self) -> usize {
        self.segments.iter().map(|living| living.n_dead).sum()
    }

    fn n_unfindable(&self) -> usize {
        self.segments.iter().map(|living| living.segment.unfindable().len()).sum()
    }

    /// The segment and row of a live vector.
    fn find(&self, id: VectorId) -> Option<(usize, usize)> {
        let at = self.segments.partition_point(|it| it.segment.entry.through < id.0);
        Some((at, self.segments.get(at)?.find(id)?))
    }

    fn nearest_by_scan(
        &self,
        query: CodeRef<'_>,
        n_wanted: usize,
        plan: Plan,
        accept: Accept<'_>,
    ) -> Vec<Neighbor> {
        let segments = self.segments.iter();
        let mut parts: Vec<Part<'_>> =
            segments.flat_map(|living| Part::of_segment(living, plan)).collect();
        parts.extend(self.recent.blocks().iter().map(|block| Part::of_block(block, self.dim)));
        scan_all(&parts, query, n_wanted, accept).into_vec()
    }

    fn nearest_by_graph(
        &self,
        query: CodeRef<'_>,
        n_wanted: usize,
        ef_search: usize,
    ) -> Vec<Neighbor> {
        let mut best = Best::new(n_wanted);
        let mut scanned: Vec<Part<'_>> = Vec::new();
        for living in &self.segments {
            if !living.walk(query, n_wanted, ef_search, &mut best) {
                scanned.extend(Part::of_segment(living, Plan::Scan));
            }
        }
        scanned.extend(self.recent.blocks().iter().map(|block| Part::of_block(block, self.dim)));
        for neighbor in scan_all(&scanned, query, n_wanted, &|_| true).into_vec() {
            best.offer(neighbor);
        }
        best.into_vec()
    }
}
