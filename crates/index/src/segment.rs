//! A run of vectors on disk: ids, norms, codes and sketches in a mapped file, and
//! perhaps a graph in another.
//!
//! Invariant: ids ascend; every file is what the manifest's seal says.
//! Not here: which of its vectors are still alive (`live_segment`).

use std::path::Path;
use std::sync::Arc;

use parallax_types::VectorId;

use crate::build::{BuildParams, Cancel, audit, link};
use crate::codes::Rows;
use crate::graph::Graph;
use crate::manifest::{Entry, GraphEntry, Manifest};
use crate::mapped_file::{self, Mapped, Pieces};
use crate::sketch::{NewSketches, Sketches};
use crate::threads::{MAX_THREADS, share_between};

const MAGIC: [u8; 8] = *b"PLXCODE2";

/// A run of vectors that never changes.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) entry: Entry,
    dim: usize,
    codes: Arc<Mapped>,
    graph: Option<Graph>,
}

impl Segment {
    /// Maps the files that `entry` names. A graph that is not what it was is left
    /// out, which costs speed alone; the second value says so.
    ///
    /// # Errors
    /// What is wrong with which file.
    pub(crate) fn open(
        dir: &Path,
        dim: usize,
        mut entry: Entry,
    ) -> Result<(Self, Option<String>), String> {
        let name = entry.codes.clone();
        let wrong = |what: String| format!("`{name}` {what}");
        let codes = Mapped::open(&dir.join(&entry.codes), MAGIC, &entry.seal).map_err(wrong)?;
        let opened = entry.graph.as_ref().map(|graph| {
            Graph::open(&dir.join(&graph.name), &graph.seal, entry.n_rows)
                .map_err(|what| format!("`{}` {what}", graph.name))
        });
        let (graph, problem) = match opened {
            Some(Ok(graph)) => (Some(graph), None),
            Some(Err(what)) => {
                entry.graph = None;
                (None, Some(what))
            }
            None => (None, None),
        };
        let segment = Self { entry, dim, codes: Arc::new(codes), graph };
        segment.check().ok_or_else(|| wrong("holds no codes of this kind".into()))?;
        Ok((segment, problem))
    }

    /// Maps the file that [`Segment::write`] has just written.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(crate) fn open_just_written(dir: &Path, dim: usize, entry: Entry) -> Result<Self, String> {
        let codes = Mapped::open_just_written(&dir.join(&entry.codes), MAGIC, &entry.seal)
            .map_err(|what| format!("`{}` {what}", entry.codes))?;
        Ok(Self { entry, dim, codes: Arc::new(codes), graph: None })
    }

    fn check(&self) -> Option<()> {
        let rows = self.rows();
        let is_sound = rows.len() == self.entry.n_rows
            && rows.inverse_norms.len() == rows.len()
            && rows.bytes.len() == rows.len() * self.dim
            && rows.ids.is_sorted_by(|a, b| a < b)
            && rows.ids.last().is_none_or(|last| *last <= self.entry.through)
            && rows.inverse_norms.iter().all(|norm| norm.is_finite() && *norm > 0.0)
            && self.codes.section::<f32>(5).len() == 1
            && self.sketches().fit(rows.len(), self.dim);
        is_sound.then_some(())
    }

    /// Writes rows that ascend by id to `dir` as the file `name`.
    pub(crate) fn write(
        dir: &Path,
        name: String,
        through: VectorId,
        runs: &[Rows<'_>],
    ) -> std::io::Result<Entry> {
        let ids: Pieces<'_> = runs.iter().map(|run| bytemuck::cast_slice(run.ids)).collect();
        let norms: Pieces<'_> =
            runs.iter().map(|run| bytemuck::cast_slice(run.inverse_norms)).collect();
        let bytes: Pieces<'_> = runs.iter().map(|run| bytemuck::cast_slice(run.bytes)).collect();
        let dim = runs.first().map_or(0, |run| run.dim);
        let sketches = NewSketches::of(runs, dim);
        let groups: Pieces<'_> = vec![bytemuck::cast_slice(&sketches.groups)];
        let factors: Pieces<'_> = vec![bytemuck::cast_slice(&sketches.factors)];
        let slack: Pieces<'_> = vec![bytemuck::bytes_of(&sketches.slack)];
        let all = [ids, norms, bytes, groups, factors, slack];
        let seal = mapped_file::write(&dir.join(&name), MAGIC, &all)?;
        let n_rows = runs.iter().map(|run| run.len()).sum();
        Ok(Entry { codes: name, seal, n_rows, through: through.0, graph: None })
    }

    /// The entry of this segment with a graph, written to `dir` as the file `name`;
    /// `None` if `cancel` said so or the graph could not be built.
    pub(crate) fn write_graph(
        &self,
        dir: &Path,
        name: String,
        params: BuildParams,
        cancel: Cancel<'_>,
    ) -> std::io::Result<Option<Entry>> {
        let params = params.in_range();
        let Some(links) = link(self.rows(), params, cancel) else { return Ok(None) };
        let path = dir.join(&name);
        let seal = links.write(&path)?;
        drop(links);
        let unfindable = match Graph::open(&path, &seal, self.entry.n_rows) {
            Ok(graph) => audit(&graph, self.rows(), params.n_threads, cancel),
            Err(what) => return Err(std::io::Error::other(format!("`{name}` {what}"))),
        };
        let Some(unfindable) = unfindable else { return Ok(None) };
        let graph = Some(GraphEntry { name, seal, params, unfindable });
        Ok(Some(Entry { graph, ..self.entry.clone() }))
    }

    /// This segment with the graph that `entry` names, sharing its codes.
    ///
    /// # Errors
    /// What is wrong with the graph's file.
    pub(crate) fn with_graph(&self, dir: &Path, entry: Entry) -> Result<Self, String> {
        let graph = entry.graph.as_ref().map(|graph| {
            Graph::open(&dir.join(&graph.name), &graph.seal, entry.n_rows)
                .map_err(|what| format!("`{}` {what}", graph.name))
        });
        Ok(Self { dim: self.dim, codes: Arc::clone(&self.codes), graph: graph.transpose()?, entry })
    }

    /// All rows, dead or alive.
    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows {
            dim: self.dim,
            ids: self.codes.section(0),
            inverse_norms: self.codes.section(1),
            bytes: self.codes.section(2),
        }
    }

    /// What stands for each of the rows in a rough look.
    pub(crate) fn sketches(&self) -> Sketches<'_> {
        Sketches {
            groups: self.codes.section(3),
            factors: self.codes.section(4),
            slack: self.codes.section(5).first().copied().unwrap_or_default(),
        }
    }

    pub(crate) fn graph(&self) -> Option<&Graph> {
        self.graph.as_ref()
    }

    /// Rows that the graph does not lead to.
    pub(crate) fn unfindable(&self) -> &[u32] {
        self.entry.graph.as_ref().map(|graph| graph.unfindable.as_slice()).unwrap_or_default()
    }

    /// The row of `id`.
    pub(crate) fn find(&self, id: VectorId) -> Option<usize> {
        self.rows().ids.binary_search(&id.0).ok()
    }

    pub(crate) fn n_bytes(&self) -> usize {
        self.codes.n_bytes() + self.graph.as_ref().map_or(0, Graph::n_bytes)
    }
}

/// The manifest's segments in order, each with what is wrong with its graph, or what is
/// wrong with it. All at once: they are read in full, which on a slow disk takes long.
pub(crate) fn open_segments(
    dir: &Path,
    manifest: &Manifest,
) -> Vec<Result<(Segment, Option<String>), String>> {
    let entries = manifest.segments.as_slice();
    let open = |at: usize| Segment::open(dir, manifest.dim, entries[at].clone());
    let n_threads = entries.len().clamp(1, MAX_THREADS);
    let shares = share_between(n_threads, &|first| {
        (first..entries.len()).step_by(n_threads).map(open).collect::<Vec<_>>()
    });
    let mut shares: Vec<_> = shares.into_iter().map(Vec::into_iter).collect();
    (0..entries.len()).filter_map(|at| shares[at % n_threads].next()).collect()
}
