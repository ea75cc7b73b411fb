//! From recent vectors to segments on disk, and from segments to segments with
//! graphs, without holding any lock while files are written.
//!
//! A new segment swallows the ones before it as long as they are not much larger,
//! up to [`MAX_ROWS`] (the logarithmic method, Bentley & Saxe 1980): every vector
//! is written a few times at most, and there are few segments. A full one is left
//! alone, so that a graph is built once for each vector and a build that is broken
//! off loses one segment's graph at most.
//!
//! Invariant: what is on disk before stays whole until the manifest of what comes
//! after is; files nobody names are removed last.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use parallax_types::VectorId;

use crate::build::{BuildParams, Cancel};
use crate::codes::{Block, Rows};
use crate::manifest::{Manifest, fresh_name};
use crate::segment::Segment;
use crate::{IndexError, private};

/// Rows of a segment at most: building its graph takes about two minutes and
/// 650 MB on two cores.
pub(crate) const MAX_ROWS: usize = 262_144;

/// Rows from which on a segment is full: not merged into another any more.
pub(crate) const FULL_ROWS: usize = MAX_ROWS / 4 * 3;

/// The segments an index is to have from now on.
#[derive(Debug)]
pub struct MergedSegments {
    pub(crate) segments: Vec<Arc<Segment>>,
}

/// What is to be written: the recent vectors, and the segments they are merged with.
#[derive(Debug)]
pub struct PendingMerge {
    pub(crate) dim: usize,
    /// Segments as they are, oldest first, with the rows still alive.
    pub(crate) segments: Vec<(Arc<Segment>, Vec<Range<usize>>)>,
    pub(crate) recent: Vec<Arc<Block>>,
    /// The id up to which nothing will be added any more.
    pub(crate) through: VectorId,
}

impl PendingMerge {
    /// Writes the new segment and puts the new manifest in force.
    ///
    /// # Errors
    /// [`IndexError::Io`] or [`IndexError::NotWritten`]; what was saved before is
    /// then still whole.
    pub fn write(self, dir: &Path) -> Result<MergedSegments, IndexError> {
        private::create_folder(dir)?;
        let gathered = self.gathered();
        let n_kept = self.n_kept(gathered.ids.len());
        let mut segments = self.segments[..n_kept]
            .iter()
            .filter_map(|(segment, alive)| self.without_dead(dir, segment, alive).transpose())
            .collect::<Result<Vec<_>, _>>()?;
        let swallowed = &self.segments[n_kept..];
        let mut runs: Vec<Rows<'_>> = swallowed
            .iter()
            .flat_map(|(segment, alive)| alive.iter().map(|run| segment.rows().part(run.clone())))
            .collect();
        runs.push(gathered.rows(self.dim));
        // A merger of more than fits becomes several full segments and a rest.
        runs.retain(|run| run.len() > 0);
        let pieces = in_pieces(&runs, MAX_ROWS);
        for (n, piece) in pieces.iter().enumerate() {
            let last = piece.last().and_then(|run| run.ids.last());
            let through = match last {
                Some(last) if n + 1 < pieces.len() => VectorId(*last),
                _ => self.through,
            };
            segments.push(self.segment(dir, through, piece)?);
        }
        save(dir, self.dim, segments)
    }

    /// A segment that is merged with no other: as it is, written anew if many of its
    /// rows are dead, `None` if all are.
    fn without_dead(
        &self,
        dir: &Path,
        segment: &Arc<Segment>,
        alive: &[Range<usize>],
    ) -> Result<Option<Arc<Segment>>, IndexError> {
        if !needs_compaction(segment, alive) {
            return Ok(Some(Arc::clone(segment)));
        }
        if alive.is_empty() {
            return Ok(None);
        }
        let runs: Vec<Rows<'_>> =
            alive.iter().map(|run| segment.rows().part(run.clone())).collect();
        self.segment(dir, VectorId(segment.entry.through), &runs).map(Some)
    }

    fn segment(
        &self,
        dir: &Path,
        through: VectorId,
        runs: &[Rows<'_>],
    ) -> Result<Arc<Segment>, IndexError> {
        let entry = Segment::write(dir, fresh_name(dir, "codes"), through, runs)?;
        let segment = Segment::open_just_written(dir, self.dim, entry)
            .map_err(|what| IndexError::NotWritten { dir: dir.to_owned(), what })?;
        Ok(Arc::new(segment))
    }

    /// The recent vectors up to `through`, by id. One that came back to life after
    /// its segment was written stays among the recent ones, to keep ids ascending.
    fn gathered(&self) -> Block {
        let covered = self.segments.last().map_or(0, |(segment, _)| segment.entry.through);
        let is_due = |id: i64| covered < id && id <= self.through.0;
        let mut order: Vec<(i64, usize, usize)> = Vec::new();
        for (at, block) in self.recent.iter().enumerate() {
            let ids = block.ids.iter().enumerate().filter(|(_, id)| is_due(**id));
            order.extend(ids.map(|(row, id)| (*id, at, row)));
        }
        order.sort_unstable();
        let mut gathered = Block::default();
        for (id, at, row) in order {
            gathered.push(VectorId(id), self.recent[at].rows(self.dim).code(row));
        }
        gathered
    }

    /// How many segments stay as they are when `n_new` rows come.
    fn n_kept(&self, n_new: usize) -> usize {
        let mut n_rows = n_new;
        let mut n_kept = self.segments.len();
        while let Some((segment, alive)) = n_kept.checked_sub(1).map(|last| &self.segments[last]) {
            let n_alive: usize = alive.iter().map(Range::len).sum();
            if segment.rows().len() >= FULL_ROWS || n_alive > 2 * n_rows {
                break;
            }
            n_rows += n_alive;
            n_kept -= 1;
        }
        n_kept
    }
}

/// Whether more than a quarter of the rows are dead.
fn needs_compaction(segment: &Segment, alive: &[Range<usize>]) -> bool {
    let n_alive: usize = alive.iter().map(Range::len).sum();
    n_alive < segment.rows().len() * 3 / 4
}

/// What a graph is built from.
#[derive(Debug)]
pub struct GraphBuild {
    pub(crate) dim: usize,
    pub(crate) segments: Vec<Arc<Segment>>,
    /// Which of them gets a graph.
    pub(crate) at: usize,
}

impl GraphBuild {
    /// Vectors the graph will hold.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.segments[self.at].rows().len()
    }

    /// Builds and audits a graph and puts the new manifest in force: about 0.8 ms
    /// a vector on one thread, and 2.5 KB of memory meanwhile. `cancel` is asked
    /// often; `None` once it says `true`.
    ///
    /// # Errors
    /// [`IndexError::Io`] or [`IndexError::NotWritten`]; what was saved before is
    /// then still whole.
    pub fn build(
        mut self,
        dir: &Path,
        params: BuildParams,
        cancel: Cancel<'_>,
    ) -> Result<Option<MergedSegments>, IndexError> {
        let segment = &self.segments[self.at];
        let name = fresh_name(dir, "links");
        let Some(entry) = segment.write_graph(dir, name, params, cancel)? else { return Ok(None) };
        let segment = segment
            .with_graph(dir, entry)
            .map_err(|what| IndexError::NotWritten { dir: dir.to_owned(), what })?;
        self.segments[self.at] = Arc::new(segment);
        save(dir, self.dim, self.segments).map(Some)
    }
}

fn save(dir: &Path, dim: usize, segments: Vec<Arc<Segment>>) -> Result<MergedSegments, IndexError> {
    let mut manifest = Manifest::new(dim);
    manifest.segments = segments.iter().map(|segment| segment.entry.clone()).collect();
    manifest.write(dir)?;
    manifest.remove_others(dir);
    Ok(MergedSegments { segments })
}

/// Cuts runs into pieces of up to `n_rows` rows.
fn in_pieces<'a>(runs: &[Rows<'a>], n_rows: usize) -> Vec<Vec<Rows<'a>>> {
    let mut pieces: Vec<Vec<Rows<'a>>> = Vec::new();
    let mut n_free = 0;
    for run in runs {
        let mut start = 0;
        while start < run.len() {
            if n_free == 0 {
                pieces.push(Vec::new());
                n_free = n_rows;
            }
            let end = run.len().min(start + n_free);
            if let Some(piece) = pieces.last_mut() {
                piece.push(run.part(start..end));
            }
            n_free -= end - start;
            start = end;
        }
    }
    pieces
}
