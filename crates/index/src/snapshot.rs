//! An immutable graph over the vectors of one moment, in memory and on disk.
//!
//! On disk a snapshot is two files of a new name per generation and a
//! `manifest.json` that is renamed into place last, so a crash at any moment
//! leaves the previous generation whole. Reading checks manifest, lengths and
//! BLAKE3 sums of every file before `hnsw_rs` opens one: it would panic on a short
//! graph file, end the process on a short data file, and accept most flipped bits.
//!
//! Invariant: points, parameters and the list of unfindable ones never change.
//! Not here: which of the points are still alive (`vector_index`).

use std::collections::HashSet;
use std::path::Path;

use fs_err as fs;
use parallax_types::VectorId;

use crate::IndexError;
use crate::build::BuildParams;
use crate::codes::CodeRef;
use crate::graph::Graph;
use crate::manifest::{DumpFile, Manifest, graph_and_data};

/// How often [`Snapshot::load`] starts over when a new generation replaces the
/// one it is reading.
const MAX_LOAD_ATTEMPTS: u32 = 3;

/// A graph over the vectors of one moment.
pub struct Snapshot {
    graph: Graph,
    dim: usize,
    n_points: usize,
    params: BuildParams,
    unfindable: HashSet<VectorId>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("dim", &self.dim)
            .field("n_points", &self.n_points)
            .field("params", &self.params)
            .field("n_unfindable", &self.unfindable.len())
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    pub(crate) fn new(
        graph: Graph,
        dim: usize,
        n_points: usize,
        params: BuildParams,
        unfindable: Vec<VectorId>,
    ) -> Self {
        Self { graph, dim, n_points, params, unfindable: unfindable.into_iter().collect() }
    }

    /// Dimensions of its vectors.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// Number of points, those no longer alive included.
    #[must_use]
    pub fn n_points(&self) -> usize {
        self.n_points
    }

    /// What it was built with.
    #[must_use]
    pub fn params(&self) -> BuildParams {
        self.params
    }

    /// Points that a walk through the graph does not lead to.
    pub(crate) fn unfindable(&self) -> &HashSet<VectorId> {
        &self.unfindable
    }

    /// See [`Graph::search`].
    pub(crate) fn search(&self, query: CodeRef<'_>, ef_search: usize) -> Option<Vec<VectorId>> {
        self.graph.search(query, ef_search.clamp(1, self.n_points))
    }

    /// See [`Graph::for_each`].
    pub(crate) fn for_each(&self, visit: &mut dyn FnMut(VectorId, CodeRef<'_>)) {
        self.graph.for_each(visit);
    }

    /// Bytes of memory held, about.
    pub(crate) fn n_bytes(&self) -> usize {
        // Per point: code and trailer, sixteen neighbour lists of 24 bytes,
        // allocator and lock overhead; per link a pointer and a 32-byte
        // allocation. About 1.3 m links remain per point after pruning.
        self.n_points * (self.dim + 4 + 16 * 24 + 220 + self.params.m * 13 / 10 * 56)
    }

    /// Writes the snapshot to `dir` (created if need be) as a new generation and
    /// removes older ones. Durable once it returns.
    ///
    /// # Errors
    /// [`IndexError::Io`] and [`IndexError::NotWritten`]; what was saved there
    /// before is then still whole.
    pub fn save(&self, dir: &Path) -> Result<(), IndexError> {
        fs::create_dir_all(dir)?;
        let generation = claim_generation(dir)?;
        let written = self.save_generation(dir, generation);
        if written.is_err() {
            remove_generations(dir, Manifest::read(dir).ok().map(|manifest| manifest.basename));
        }
        written
    }

    fn save_generation(&self, dir: &Path, generation: u64) -> Result<(), IndexError> {
        let basename = self
            .graph
            .dump(dir, &basename(generation))
            .map_err(|what| IndexError::NotWritten { dir: dir.to_owned(), what })?;
        let (graph, data) = graph_and_data(&basename);
        let mut unfindable: Vec<i64> = self.unfindable.iter().map(|id| id.0).collect();
        unfindable.sort_unstable();
        let manifest = Manifest {
            format: Manifest::FORMAT,
            generation,
            dim: self.dim,
            n_points: self.n_points,
            m: self.params.m,
            ef_construction: self.params.ef_construction,
            seed: self.params.seed,
            graph: DumpFile::sync_and_sum(&dir.join(graph))?,
            data: DumpFile::sync_and_sum(&dir.join(data))?,
            basename: basename.clone(),
            unfindable,
        };
        manifest.write(dir)?;
        remove_generations(dir, Some(basename));
        Ok(())
    }

    /// Reads back what [`Snapshot::save`] wrote to `dir`.
    ///
    /// # Errors
    /// [`IndexError::MissingSnapshot`] if there is none,
    /// [`IndexError::DamagedSnapshot`] if anything differs from what was written,
    /// [`IndexError::Io`] if the system refuses to read.
    pub fn load(dir: &Path) -> Result<Self, IndexError> {
        let mut manifest = Manifest::read(dir)?;
        for _ in 1..MAX_LOAD_ATTEMPTS {
            match Self::load_generation(dir, &manifest) {
                Ok(snapshot) => return Ok(snapshot),
                Err(error) => {
                    // Another process may have replaced the generation meanwhile.
                    let now = Manifest::read(dir)?;
                    if now == manifest {
                        return Err(error);
                    }
                    manifest = now;
                }
            }
        }
        Self::load_generation(dir, &manifest)
    }

    fn load_generation(dir: &Path, manifest: &Manifest) -> Result<Self, IndexError> {
        let damaged = |what| IndexError::DamagedSnapshot { dir: dir.to_owned(), what };
        manifest.verify_files(dir)?;
        let graph = Graph::load(dir, &manifest.basename).map_err(damaged)?;
        check_points(&graph, manifest).map_err(damaged)?;
        let params = BuildParams {
            m: manifest.m,
            ef_construction: manifest.ef_construction,
            seed: manifest.seed,
        };
        let unfindable = manifest.unfindable.iter().copied().map(VectorId).collect();
        Ok(Self::new(graph, manifest.dim, manifest.n_points, params, unfindable))
    }
}

/// Whether the points read back are those the manifest speaks of.
fn check_points(graph: &Graph, manifest: &Manifest) -> Result<(), String> {
    let mut ids = HashSet::with_capacity(manifest.n_points);
    let mut n_odd = 0;
    graph.for_each(&mut |id, code| {
        let is_sound = code.bytes.len() == manifest.dim
            && code.inverse_norm.is_finite()
            && code.inverse_norm > 0.0;
        n_odd += usize::from(!is_sound);
        ids.insert(id);
    });
    if n_odd > 0 {
        return Err(format!("{n_odd} points are no codes of {} dimensions", manifest.dim));
    }
    if ids.len() != manifest.n_points {
        return Err(format!("{} points where {} were saved", ids.len(), manifest.n_points));
    }
    if let Some(stray) = manifest.unfindable.iter().find(|id| !ids.contains(&VectorId(**id))) {
        return Err(format!("vector {stray} is listed as unfindable but was not saved"));
    }
    Ok(())
}

fn basename(generation: u64) -> String {
    format!("snapshot-{generation:06}")
}

/// Picks a number above the saved one and creates both of its files, so that
/// `hnsw_rs` (which prints and panics when it cannot) finds them writable.
fn claim_generation(dir: &Path) -> Result<u64, IndexError> {
    let mut generation = Manifest::read(dir).map_or(1, |manifest| manifest.generation + 1);
    loop {
        let (graph, data) = graph_and_data(&basename(generation));
        let claimed = create_new(&dir.join(graph)).and_then(|()| create_new(&dir.join(data)));
        match claimed {
            Ok(()) => return Ok(generation),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => generation += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

fn create_new(path: &Path) -> std::io::Result<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(path).map(drop)
}

/// Removes every dump but the one named `keep`. What cannot be removed (another
/// process may be reading it) is left for the next time.
fn remove_generations(dir: &Path, keep: Option<String>) {
    let kept = keep.map(|basename| graph_and_data(&basename));
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let is_dump = name.starts_with("snapshot-") && name.contains(".hnsw.");
        let is_kept = kept.as_ref().is_some_and(|(graph, data)| name == graph || name == data);
        if is_dump
            && !is_kept
            && let Err(error) = fs::remove_file(entry.path())
        {
            tracing::debug!(%error, "an old index file stays for now");
        }
    }
}
