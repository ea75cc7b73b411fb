//! A navigable small-world graph over the rows of a segment, flat: links are row
//! numbers in arrays, which lie in a mapped file.
//!
//! The graph is built by `hnsw_rs` (`build`) and copied out of it, since what it
//! builds takes 2.5 KB a point in memory and cannot be read back safely: a short
//! file ends the process, most flipped bits go unnoticed, and points inserted
//! after reading all land on the lowest layer. Flat, a point costs some 140 bytes.
//!
//! Invariant: every link is below the number of rows (checked when opened); links
//! of a row end at the first [`NONE`].
//! Not here: the codes that are compared (`segment`).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::path::Path;

use crate::codes::{CodeRef, Rows};
use crate::dot::prefetch;
use crate::mapped_file::{self, Checksum, Mapped};

const MAGIC: [u8; 8] = *b"PLXLINK1";

/// Fills up the link lists of rows with fewer links than others.
const NONE: u32 = u32::MAX;

/// The links of one layer above the lowest, which holds some rows only.
#[derive(Debug, Default, Clone)]
pub(crate) struct Layer {
    /// Ascending.
    pub(crate) rows: Vec<u32>,
    /// Of each of `rows`.
    pub(crate) links: Vec<Vec<u32>>,
}

/// A graph as it is built.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Of each row, on the lowest layer.
    pub(crate) lowest: Vec<Vec<u32>>,
    /// Layer 1 and up.
    pub(crate) upper: Vec<Layer>,
    /// Where a walk begins: a row of the highest layer.
    pub(crate) entry: u32,
}

impl Links {
    /// Writes the graph to a file.
    pub(crate) fn write(&self, path: &Path) -> std::io::Result<Checksum> {
        let (lowest, lowest_width) = flat(&self.lowest);
        let upper: Vec<(Vec<u32>, usize)> = self.upper.iter().map(|it| flat(&it.links)).collect();
        let mut header = vec![self.entry, narrow(lowest_width)];
        header.extend(upper.iter().map(|(_, width)| narrow(*width)));
        let mut all: Vec<&[u32]> = vec![&header, &lowest];
        for (layer, (links, _)) in self.upper.iter().zip(&upper) {
            all.extend([layer.rows.as_slice(), links.as_slice()]);
        }
        let pieces: Vec<_> = all.into_iter().map(|it| vec![bytemuck::cast_slice(it)]).collect();
        mapped_file::write(path, MAGIC, &pieces)
    }
}

/// Lists of links as one array of lists of one width.
fn flat(links: &[Vec<u32>]) -> (Vec<u32>, usize) {
    let width = links.iter().map(Vec::len).max().unwrap_or(0);
    let mut all = Vec::with_capacity(links.len() * width);
    for links in links {
        all.extend_from_slice(links);
        all.resize(all.len() + width - links.len(), NONE);
    }
    (all, width)
}

/// Numbers of links and rows, far below 2^32.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NONE)
}

/// A graph to be searched.
#[derive(Debug)]
pub(crate) struct Graph {
    file: Mapped,
    entry: u32,
    /// Width of the lists of each layer, the lowest first.
    widths: Vec<usize>,
}

impl Graph {
    /// Maps the graph over `n_rows` rows at `path`.
    ///
    /// # Errors
    /// What is wrong with the file, in words that follow its name.
    pub(crate) fn open(path: &Path, seal: &Checksum, n_rows: usize) -> Result<Self, String> {
        let file = Mapped::open(path, MAGIC, seal)?;
        let (entry, widths) = match file.section::<u32>(0) {
            [entry, widths @ ..] if !widths.is_empty() => (*entry, widths.to_vec()),
            _ => return Err("has no header".into()),
        };
        let widths = widths.into_iter().map(|width| width as usize).collect();
        let graph = Self { file, entry, widths };
        graph.check(n_rows).ok_or("links to rows that are not there")?;
        Ok(graph)
    }

    fn check(&self, n_rows: usize) -> Option<()> {
        let is_row = |row: &u32| *row == NONE || (*row as usize) < n_rows;
        let lowest = self.lowest();
        let mut sound = (self.entry as usize) < n_rows
            && lowest.len() == n_rows * self.widths[0]
            && lowest.iter().all(is_row);
        for layer in 1..self.widths.len() {
            let (rows, links) = self.upper(layer);
            sound &= links.len() == rows.len() * self.widths[layer]
                && rows.iter().chain(links).all(is_row);
        }
        sound.then_some(())
    }

    fn lowest(&self) -> &[u32] {
        self.file.section(1)
    }

    fn upper(&self, layer: usize) -> (&[u32], &[u32]) {
        (self.file.section(2 * layer), self.file.section(2 * layer + 1))
    }

    fn links(&self, layer: usize, row: u32) -> &[u32] {
        let width = self.widths[layer];
        let (at, links) = if layer == 0 {
            (row as usize, self.lowest())
        } else {
            let (rows, links) = self.upper(layer);
            let Ok(at) = rows.binary_search(&row) else { return &[] };
            (at, links)
        };
        let links = &links[at * width..(at + 1) * width];
        let n = links.iter().position(|link| *link == NONE).unwrap_or(width);
        &links[..n]
    }

    /// The up to `ef_search` rows nearest to `query` that a walk finds, most
    /// similar first, each with its similarity.
    ///
    /// Source: Malkov & Yashunin, arXiv:1603.09320, algorithms 2 and 5.
    pub(crate) fn search(
        &self,
        rows: Rows<'_>,
        query: CodeRef<'_>,
        ef_search: usize,
    ) -> Vec<(f32, u32)> {
        let similarity = |row: u32| query.similarity(rows.code(row as usize));
        let mut nearest = (similarity(self.entry), self.entry);
        for layer in (1..self.widths.len()).rev() {
            loop {
                let links = self.links(layer, nearest.1).iter();
                let best =
                    links.map(|row| (similarity(*row), *row)).max_by(|a, b| a.0.total_cmp(&b.0));
                match best {
                    Some(better) if better.0 > nearest.0 => nearest = better,
                    _ => break,
                }
            }
        }
        self.search_lowest(rows, query, ef_search.max(1), nearest)
    }

    fn search_lowest(
        &self,
        rows: Rows<'_>,
        query: CodeRef<'_>,
        ef_search: usize,
        start: (f32, u32),
    ) -> Vec<(f32, u32)> {
        let mut seen = Seen::new(rows.len());
        seen.insert(start.1);
        let mut waiting = BinaryHeap::from([Near::new(start)]);
        let mut kept = BinaryHeap::from([Reverse(Near::new(start))]);
        let mut fresh = Vec::with_capacity(self.widths[0]);
        while let Some(next) = waiting.pop() {
            let worst = kept.peek().map_or(f32::MIN, |Reverse(worst)| worst.similarity);
            if next.similarity < worst && kept.len() >= ef_search {
                break;
            }
            fresh.clear();
            fresh.extend(self.links(0, next.row).iter().copied().filter(|row| seen.insert(*row)));
            for row in &fresh {
                prefetch(rows.code(*row as usize).bytes);
            }
            for row in &fresh {
                let near = Near::new((query.similarity(rows.code(*row as usize)), *row));
                let worst = kept.peek().map_or(f32::MIN, |Reverse(worst)| worst.similarity);
                if kept.len() < ef_search || near.similarity > worst {
                    waiting.push(near);
                    kept.push(Reverse(near));
                    if kept.len() > ef_search {
                        kept.pop();
                    }
                }
            }
        }
        kept.into_sorted_vec()
            .into_iter()
            .map(|Reverse(near)| (near.similarity, near.row))
            .collect()
    }

    pub(crate) fn n_bytes(&self) -> usize {
        self.file.n_bytes()
    }
}

/// A row and its similarity; larger is nearer, ties to the lower row.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Near {
    similarity: f32,
    row: u32,
}

impl Near {
    fn new((similarity, row): (f32, u32)) -> Self {
        Self { similarity, row }
    }
}

impl Eq for Near {}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Near {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.similarity.total_cmp(&other.similarity).then(other.row.cmp(&self.row))
    }
}

/// Which rows a walk has met: one bit each.
struct Seen(Vec<u64>);

impl Seen {
    fn new(n_rows: usize) -> Self {
        Self(vec![0; n_rows.div_ceil(64)])
    }

    /// Whether `row` was not met before.
    fn insert(&mut self, row: u32) -> bool {
        let (word, bit) = (row as usize / 64, 1 << (row % 64));
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }
}
