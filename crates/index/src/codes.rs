//! Unit vectors as one byte per dimension, and a compact store of many.
//!
//! A vector is scaled so that its largest value becomes ±127 and rounded. The
//! scale itself is not kept: what is stored beside the bytes is the inverse of
//! *their* length, so that a code's similarity to itself is 1 and rounding errors
//! of a vector's length cancel. Against the exact cosine the error stays near
//! 1e-3 at 384 dimensions.
//!
//! Invariant: every code has `dim` bytes in `-127..=127`, not all zero, and a
//! positive finite inverse norm. Rows lie in blocks behind `Arc`s, so a build can
//! hold on to them without a copy, and a later change copies the touched block only.
//! Not here: which rows are searched how (`vector_index`).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use parallax_types::{UnitVector, VectorId};

use crate::dot::dot;

/// Rows per block: 384 KiB at 384 dimensions, copied at most once per change
/// made while a build holds the old state.
pub(crate) const ROWS_PER_BLOCK: usize = 1024;

/// One vector as bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Code {
    pub(crate) bytes: Vec<i8>,
    pub(crate) inverse_norm: f32,
}

/// A [`Code`] that lives elsewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CodeRef<'a> {
    pub(crate) bytes: &'a [i8],
    pub(crate) inverse_norm: f32,
}

impl Code {
    /// Rounds `vector` to bytes.
    pub(crate) fn new(vector: &UnitVector) -> Self {
        let values = vector.as_slice();
        let largest = values.iter().fold(0f32, |largest, value| largest.max(value.abs()));
        let scale = 127.0 / largest;
        #[expect(clippy::cast_possible_truncation, reason = "rounded and within ±127")]
        let bytes: Vec<i8> = values.iter().map(|value| (value * scale).round() as i8).collect();
        let inverse_norm = inverse_norm(&bytes);
        Self { bytes, inverse_norm }
    }

    pub(crate) fn as_ref(&self) -> CodeRef<'_> {
        CodeRef { bytes: &self.bytes, inverse_norm: self.inverse_norm }
    }
}

impl CodeRef<'_> {
    /// Cosine similarity of the two codes, in `-1.0..=1.0`.
    pub(crate) fn similarity(self, other: CodeRef<'_>) -> f32 {
        similarity(dot(self.bytes, other.bytes), self.inverse_norm, other.inverse_norm)
    }
}

/// 1 / length of `bytes`, which are not all zero.
fn inverse_norm(bytes: &[i8]) -> f32 {
    1.0 / (dot(bytes, bytes) as f32).sqrt()
}

/// The cosine from an inner product; symmetric in the two norms to the last bit.
#[inline]
pub(crate) fn similarity(dot: i32, inverse_norm_a: f32, inverse_norm_b: f32) -> f32 {
    (dot as f32 * (inverse_norm_a * inverse_norm_b)).clamp(-1.0, 1.0)
}

/// Up to [`ROWS_PER_BLOCK`] rows, one after the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub(crate) ids: Vec<i64>,
    pub(crate) bytes: Vec<i8>,
    pub(crate) inverse_norms: Vec<f32>,
}

/// Rows that lie one after the other, wherever that is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) dim: usize,
    pub(crate) ids: &'a [i64],
    pub(crate) inverse_norms: &'a [f32],
    /// `dim` of each row.
    pub(crate) bytes: &'a [i8],
}

impl<'a> Rows<'a> {
    pub(crate) fn len(self) -> usize {
        self.ids.len()
    }

    pub(crate) fn id(self, row: usize) -> VectorId {
        VectorId(self.ids[row])
    }

    pub(crate) fn code(self, row: usize) -> CodeRef<'a> {
        CodeRef {
            bytes: &self.bytes[row * self.dim..(row + 1) * self.dim],
            inverse_norm: self.inverse_norms[row],
        }
    }

    /// The rows of `range`, which must lie within.
    pub(crate) fn part(self, range: Range<usize>) -> Self {
        Self {
            dim: self.dim,
            ids: &self.ids[range.clone()],
            inverse_norms: &self.inverse_norms[range.clone()],
            bytes: &self.bytes[range.start * self.dim..range.end * self.dim],
        }
    }
}

impl Block {
    pub(crate) fn rows(&self, dim: usize) -> Rows<'_> {
        Rows { dim, ids: &self.ids, inverse_norms: &self.inverse_norms, bytes: &self.bytes }
    }

    fn row(&self, row: usize, dim: usize) -> CodeRef<'_> {
        self.rows(dim).code(row)
    }

    pub(crate) fn push(&mut self, id: VectorId, code: CodeRef<'_>) {
        self.ids.push(id.0);
        self.bytes.extend_from_slice(code.bytes);
        self.inverse_norms.push(code.inverse_norm);
    }

    fn pop(&mut self, dim: usize) {
        self.ids.pop();
        self.inverse_norms.pop();
        self.bytes.truncate(self.ids.len() * dim);
    }

    fn overwrite(&mut self, row: usize, id: VectorId, code: CodeRef<'_>) {
        self.ids[row] = id.0;
        self.bytes[row * code.bytes.len()..(row + 1) * code.bytes.len()]
            .copy_from_slice(code.bytes);
        self.inverse_norms[row] = code.inverse_norm;
    }
}

/// Codes by id, in no particular order, without gaps.
#[derive(Debug)]
pub(crate) struct Codes {
    dim: usize,
    blocks: Vec<Arc<Block>>,
    row_of: HashMap<VectorId, usize>,
}

impl Codes {
    pub(crate) fn new(dim: usize) -> Self {
        Self { dim, blocks: Vec::new(), row_of: HashMap::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.row_of.len()
    }

    pub(crate) fn contains(&self, id: VectorId) -> bool {
        self.row_of.contains_key(&id)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = VectorId> + '_ {
        self.blocks.iter().flat_map(|block| block.ids.iter().copied().map(VectorId))
    }

    pub(crate) fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    #[cfg(test)]
    pub(crate) fn get(&self, id: VectorId) -> Option<CodeRef<'_>> {
        self.row_of.get(&id).map(|row| self.row(*row))
    }

    fn row(&self, row: usize) -> CodeRef<'_> {
        self.blocks[row / ROWS_PER_BLOCK].row(row % ROWS_PER_BLOCK, self.dim)
    }

    /// Adds a row; `id` must not be known yet.
    pub(crate) fn insert(&mut self, id: VectorId, code: CodeRef<'_>) {
        debug_assert_eq!(code.bytes.len(), self.dim);
        let row = self.len();
        if row.is_multiple_of(ROWS_PER_BLOCK) {
            self.blocks.push(Arc::default());
        }
        Arc::make_mut(&mut self.blocks[row / ROWS_PER_BLOCK]).push(id, code);
        self.row_of.insert(id, row);
    }

    /// Takes a row out; the last one fills the gap.
    pub(crate) fn remove(&mut self, id: VectorId) -> Option<Code> {
        let row = self.row_of.remove(&id)?;
        let code = self.row(row);
        let removed = Code { bytes: code.bytes.to_vec(), inverse_norm: code.inverse_norm };
        let last = self.row_of.len();
        if row != last {
            self.move_row(last, row);
        }
        let last_block = last / ROWS_PER_BLOCK;
        if last.is_multiple_of(ROWS_PER_BLOCK) {
            self.blocks.truncate(last_block);
        } else {
            Arc::make_mut(&mut self.blocks[last_block]).pop(self.dim);
        }
        Some(removed)
    }

    fn move_row(&mut self, from: usize, to: usize) {
        let source = Arc::clone(&self.blocks[from / ROWS_PER_BLOCK]);
        let id = VectorId(source.ids[from % ROWS_PER_BLOCK]);
        let code = source.row(from % ROWS_PER_BLOCK, self.dim);
        Arc::make_mut(&mut self.blocks[to / ROWS_PER_BLOCK]).overwrite(
            to % ROWS_PER_BLOCK,
            id,
            code,
        );
        self.row_of.insert(id, to);
    }

    /// Bytes of memory held, about.
    pub(crate) fn n_bytes(&self) -> usize {
        // id, norm, and a hash table entry with its slack.
        self.len() * (self.dim + 8 + 4 + 28)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustered::clustered;

    #[test]
    fn rows_survive_removals_across_blocks() {
        let n = 2 * ROWS_PER_BLOCK + 3;
        let vectors = clustered(n, 4, 3, 1);
        let mut codes = Codes::new(4);
        for (id, vector) in (0..).map(VectorId).zip(&vectors) {
            codes.insert(id, Code::new(vector).as_ref());
        }
        let before: Vec<Arc<Block>> = codes.blocks().to_vec();
        for id in (0..).map(VectorId).take(n).step_by(2) {
            assert!(codes.remove(id).is_some());
            assert!(codes.remove(id).is_none());
        }
        assert_eq!(codes.len(), n / 2);
        assert_eq!(codes.ids().count(), n / 2);
        for (id, vector) in (0..).map(VectorId).zip(&vectors) {
            let expected = (id.0 % 2 == 1).then(|| Code::new(vector));
            assert_eq!(codes.get(id), expected.as_ref().map(Code::as_ref));
        }
        let held: usize = before.iter().map(|block| block.ids.len()).sum();
        assert_eq!(held, n, "whoever holds the blocks sees them as they were");
    }
}
