//! Keeps the vector index in step with the store: opens it, adds to it, writes what
//! is new to disk and links it into graphs in the background.
//!
//! Invariant: the index only ever narrows down; every similarity shown is
//! computed from the vectors in the store. Missing or damaged files cost time,
//! never an answer.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, RwLock};

use parallax_index::{BuildParams, IndexError, IndexStats, Neighbor, Plan, VectorIndex};
use parallax_store::{Snapshot, Store, as_stored};
use parallax_types::{UnitVector, VectorId};

use crate::control::Control;
use crate::error::EngineError;

/// Candidates fetched from the index beyond those wanted: its similarities are
/// quantised, and exact ones may order the last few differently.
const N_EXTRA: usize = 16;

/// Vectors kept in memory alone while an import runs or the index is written anew:
/// 14 MB, and read back from the store in some 20 ms.
const N_UNSETTLED: usize = 32_768;

/// Building a graph takes 2.5 KB a vector, 650 MB at once; with less than this
/// free, the scan goes on answering.
const FREE_BYTES_TO_LINK: u64 = 2 << 30;

pub(crate) struct Vectors {
    folder: PathBuf,
    index: RwLock<Loaded>,
    /// Held while vectors are put into store and index, so that whoever writes the
    /// index to disk never meets one that is in the store alone.
    putting: Mutex<()>,
    /// Held while index files are written, so that two threads do not write the same.
    writing: Mutex<()>,
}

#[derive(Default)]
struct Loaded {
    /// `None` before any vector is known.
    index: Option<VectorIndex>,
    /// Whether the files on disk were looked at.
    is_open: bool,
    /// Every vector up to this id has been taken over from the store.
    through: i64,
    /// What of the files on disk was not used, if anything.
    problem: Option<String>,
}

/// Which graphs to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Graphs {
    /// Those that make searches quicker, if there is memory for building them.
    WherePaying,
    /// All, for measurements.
    All,
}

impl Vectors {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            index: RwLock::default(),
            putting: Mutex::default(),
            writing: Mutex::default(),
        }
    }

    /// Opens the index on disk the first time, then takes over what the store has
    /// and the index has not.
    pub(crate) fn catch_up(&self, store: &Store) -> Result<(), EngineError> {
        {
            let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
            // The only writer inserts what it stores.
            if loaded.is_open && store.is_writable() {
                return Ok(());
            }
        }
        // The lock first: what the snapshot does not see is not stored yet.
        let mut loaded = self.write();
        store.snapshot(|snapshot| self.take_over_all(snapshot, &mut loaded))
    }

    /// The same from a snapshot, for those who only read the library.
    pub(crate) fn catch_up_to(&self, snapshot: Snapshot<'_>) -> Result<(), EngineError> {
        self.take_over_all(snapshot, &mut self.write())
    }

    fn take_over_all(
        &self,
        snapshot: Snapshot<'_>,
        loaded: &mut Loaded,
    ) -> Result<(), EngineError> {
        if !loaded.is_open {
            self.open(snapshot, loaded)?;
        }
        let through = snapshot.embedded_through()?;
        let Loaded { index, through: taken, .. } = loaded;
        take_over(snapshot, VectorId(*taken), None, index)?;
        loaded.through = loaded.through.max(through.0);
        Ok(())
    }

    fn open(&self, snapshot: Snapshot<'_>, loaded: &mut Loaded) -> Result<(), EngineError> {
        match VectorIndex::open(&self.folder) {
            Ok(opened) if is_of(snapshot, &opened.index)? => {
                loaded.problem = opened.problems.into_iter().next();
                loaded.through = opened.index.covered().0;
                let index = loaded.index.insert(opened.index);
                forget_deleted(snapshot, index)?;
            }
            Ok(_) => loaded.problem = Some("it belongs to other vectors".to_owned()),
            // None there is how every library begins, and no damage.
            Err(IndexError::MissingIndex { .. }) => {}
            Err(error) => loaded.problem = Some(error.to_string()),
        }
        if let Some(problem) = &loaded.problem {
            tracing::warn!(problem, "the index on disk is not used in full");
        }
        loaded.is_open = true;
        Ok(())
    }

    /// Stores vectors and makes them searchable, rounded as the store will give
    /// them back.
    pub(crate) fn put(
        &self,
        store: &Store,
        vectors: &[(VectorId, UnitVector)],
    ) -> Result<(), EngineError> {
        let _putting = self.putting.lock().unwrap_or_else(PoisonError::into_inner);
        store.put_vectors(vectors)?;
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

    /// Forgets everything, on disk too: the vectors are to be computed anew.
    pub(crate) fn forget_all(&self) {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        *self.write() = Loaded::default();
        if let Err(error) = fs_err::remove_dir_all(&self.folder)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "the index of the model before stays for now");
        }
    }

    /// The `n_wanted` stored vectors nearest to `query`, most similar first, with
    /// exact similarities.
    pub(crate) fn nearest(
        &self,
        snapshot: Snapshot<'_>,
        query: &UnitVector,
        n_wanted: usize,
        plan: Plan,
    ) -> Result<Vec<Neighbor>, EngineError> {
        let candidates = self.candidates(query, n_wanted, plan, None)?;
        let mut nearest: Vec<Neighbor> = rescore(snapshot, query, candidates)?
            .into_iter()
            .map(|nearest| nearest.neighbor)
            .collect();
        nearest.truncate(n_wanted);
        Ok(nearest)
    }

    /// The vectors among which the `n_wanted` nearest to `query` are, by the index alone:
    /// nothing of the store is read. `among` restricts the search to some vectors.
    pub(crate) fn candidates(
        &self,
        query: &UnitVector,
        n_wanted: usize,
        plan: Plan,
        among: Option<&HashSet<VectorId>>,
    ) -> Result<Vec<VectorId>, EngineError> {
        let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let Some(index) = &loaded.index else { return Ok(Vec::new()) };
        let candidates = match among {
            None => index.nearest(query, n_wanted + N_EXTRA, plan)?,
            Some(ids) => index.nearest_among(query, n_wanted + N_EXTRA, &|id| ids.contains(&id))?,
        };
        Ok(candidates.into_iter().map(|neighbor| neighbor.id).collect())
    }

    /// Whether something should be written to disk or linked into a graph.
    pub(crate) fn is_due(&self) -> bool {
        let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let is_due = |index: &VectorIndex| index.is_settling_due() || index.linking(true).is_some();
        loaded.problem.is_some() || loaded.index.as_ref().is_some_and(is_due)
    }

    /// Whether so many vectors are in memory alone that an import should have them
    /// written to disk on the way.
    pub(crate) fn should_flush(&self) -> bool {
        let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
        loaded.index.as_ref().is_some_and(|index| index.n_recent() >= N_UNSETTLED)
    }

    /// Writes what is in memory alone to disk. Returns whether there was anything.
    pub(crate) fn settle(&self, store: &Store) -> Result<bool, EngineError> {
        let Ok(_writing) = self.writing.try_lock() else { return Ok(false) };
        let settling = {
            let _putting = self.putting.lock().unwrap_or_else(PoisonError::into_inner);
            let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
            let Some(index) = &loaded.index else { return Ok(false) };
            index.settling(store.embedded_through()?)
        };
        let settled = settling.write(&self.folder)?;
        let mut loaded = self.write();
        if let Some(index) = &mut loaded.index {
            index.install(settled);
        }
        loaded.problem = None;
        Ok(true)
    }

    /// Builds the graphs that are missing, one segment after the other: broken off,
    /// it goes on where it was. Returns whether any was built.
    pub(crate) fn link(&self, graphs: Graphs, control: &Control) -> Result<bool, EngineError> {
        let Ok(_writing) = self.writing.try_lock() else { return Ok(false) };
        let mut has_linked = false;
        loop {
            let linking = {
                let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
                let Some(index) = &loaded.index else { break };
                index.linking(graphs == Graphs::WherePaying)
            };
            let Some(linking) = linking else { break };
            if graphs == Graphs::WherePaying && free_bytes() < FREE_BYTES_TO_LINK {
                tracing::info!("too little free memory to build a graph; scanning instead");
                break;
            }
            let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
            let params = BuildParams { n_threads, ..BuildParams::default() };
            let built = linking.build(&self.folder, params, &|| control.is_cancelled())?;
            let Some(settled) = built else { break };
            if let Some(index) = &mut self.write().index {
                index.install(settled);
            }
            has_linked = true;
        }
        Ok(has_linked)
    }

    /// Writes the whole index anew from the store. Searches go on meanwhile, with
    /// what there was before. Returns false if it was cancelled.
    pub(crate) fn rebuild(&self, store: &Store, control: &Control) -> Result<bool, EngineError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh: Option<VectorIndex> = None;
        let through = store.embedded_through()?;
        let mut after = VectorId(0);
        while after < through {
            if control.is_cancelled() {
                return Ok(false);
            }
            let taken = store
                .snapshot(|snapshot| take_over(snapshot, after, Some(N_UNSETTLED), &mut fresh))?;
            after = taken.max(after);
            let Some(index) = &mut fresh else { break };
            let is_last = index.n_recent() < N_UNSETTLED;
            let reached = if is_last { through } else { after };
            let settled = index.settling(reached).write(&self.folder)?;
            index.install(settled);
            if is_last {
                break;
            }
        }
        let _putting = self.putting.lock().unwrap_or_else(PoisonError::into_inner);
        store.snapshot(|snapshot| {
            take_over(snapshot, through, None, &mut fresh)?;
            match &mut fresh {
                Some(index) => forget_deleted(snapshot, index),
                None => Ok(()),
            }
        })?;
        let is_open = true;
        *self.write() = Loaded { index: fresh, is_open, through: through.0, problem: None };
        Ok(true)
    }

    pub(crate) fn stats(&self) -> (Option<IndexStats>, Option<String>) {
        let loaded = self.index.read().unwrap_or_else(PoisonError::into_inner);
        (loaded.index.as_ref().map(VectorIndex::stats), loaded.problem.clone())
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Loaded> {
        // A panic inside an insert leaves at worst a vector unindexed.
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Inserts stored vectors with ids above `after`, up to `n_wanted` of them, and
/// returns the last id met.
fn take_over(
    snapshot: Snapshot<'_>,
    after: VectorId,
    n_wanted: Option<usize>,
    index: &mut Option<VectorIndex>,
) -> Result<VectorId, EngineError> {
    let mut wrong = None;
    let mut last = after;
    snapshot.for_each_vector(after, n_wanted, &mut |id, vector| {
        let index = index.get_or_insert_with(|| VectorIndex::new(vector.dim()));
        if let Err(error) = index.insert(id, &vector) {
            wrong = Some(error);
        }
        last = id;
    })?;
    match wrong {
        Some(error) => Err(error.into()),
        None => Ok(last),
    }
}

/// Whether the index holds vectors of this library: a copy of another one's files,
/// or a database restored from elsewhere, would have others under the same ids.
fn is_of(snapshot: Snapshot<'_>, index: &VectorIndex) -> Result<bool, EngineError> {
    let sample = index.sample();
    let stored = snapshot.vectors(&sample)?;
    let mut pairs = sample.into_iter().zip(stored);
    Ok(pairs.all(|(id, vector)| vector.is_none_or(|vector| index.agrees(id, &vector))))
}

/// Takes out what was deleted from the store since the index was written.
fn forget_deleted(snapshot: Snapshot<'_>, index: &mut VectorIndex) -> Result<(), EngineError> {
    let covered = index.covered();
    if snapshot.n_vectors_through(covered)? == index.stats().n_settled {
        return Ok(());
    }
    let stored = snapshot.vector_ids_through(covered)?;
    index.retain_settled(&|id| stored.contains(&id));
    Ok(())
}

/// Memory that programs can still get without others being pushed out; unknown
/// counts as plenty.
fn free_bytes() -> u64 {
    let Ok(about) = fs_err::read_to_string("/proc/meminfo") else { return u64::MAX };
    let line = about.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map_or(u64::MAX, |kilobytes| kilobytes * 1024)
}

/// A stored vector near to a query, and how near.
pub(crate) struct Nearest {
    pub(crate) neighbor: Neighbor,
    pub(crate) vector: UnitVector,
}

/// Stored vectors with their exact similarities to `query`, most similar first, ties to
/// the lower id; ids without a vector are left out.
pub(crate) fn rescore(
    snapshot: Snapshot<'_>,
    query: &UnitVector,
    mut ids: Vec<VectorId>,
) -> Result<Vec<Nearest>, EngineError> {
    ids.sort_unstable();
    ids.dedup();
    let vectors = snapshot.vectors(&ids)?;
    let scored = ids.into_iter().zip(vectors);
    let mut nearest: Vec<Nearest> = scored
        .filter_map(|(id, vector)| {
            let vector = vector?;
            let similarity = query.cosine(&vector);
            Some(Nearest { neighbor: Neighbor { id, similarity }, vector })
        })
        .collect();
    nearest.sort_by(|a, b| {
        let (a, b) = (&a.neighbor, &b.neighbor);
        b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id))
    });
    Ok(nearest)
}
