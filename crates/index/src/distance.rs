//! How the graph sees a vector: `dim` code bytes followed by four bytes of
//! inverse norm, and the distance between two such points.
//!
//! `hnsw_rs` stores plain slices and compares them with a type of ours. Its own
//! distances do not serve: `DistDot` panics when rounding makes `1 - dot`
//! negative, `DistCosine` calls a zero vector identical to everything.
//!
//! Invariant: [`CodeDistance::eval`] is in `0.0..=2.0`, symmetric, never NaN and
//! never panics, whatever bytes it is given.

use hnsw_rs::anndists::dist::distances::Distance;

use crate::codes::{CodeRef, similarity};
use crate::dot::dot;

/// Bytes after the code: its inverse norm, `f32` little-endian.
pub(crate) const TRAILER: usize = 4;

/// 1 − cosine of two points.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CodeDistance;

impl Distance<i8> for CodeDistance {
    fn eval(&self, a: &[i8], b: &[i8]) -> f32 {
        const FARTHEST: f32 = 2.0;
        let (Some(a), Some(b)) = (from_point(a), from_point(b)) else { return FARTHEST };
        if a.bytes.len() != b.bytes.len() {
            return FARTHEST;
        }
        let distance = 1.0 - similarity(dot(a.bytes, b.bytes), a.inverse_norm, b.inverse_norm);
        if distance.is_nan() { FARTHEST } else { distance.clamp(0.0, FARTHEST) }
    }
}

/// A code as the graph stores it.
pub(crate) fn to_point(code: CodeRef<'_>) -> Vec<i8> {
    let mut point = Vec::with_capacity(code.bytes.len() + TRAILER);
    point.extend_from_slice(code.bytes);
    point.extend(code.inverse_norm.to_le_bytes().map(u8::cast_signed));
    point
}

/// The code in a point; `None` if it is too short to be one.
pub(crate) fn from_point(point: &[i8]) -> Option<CodeRef<'_>> {
    let (bytes, trailer) = point.split_last_chunk::<TRAILER>()?;
    let inverse_norm = f32::from_le_bytes(trailer.map(i8::cast_unsigned));
    Some(CodeRef { bytes, inverse_norm })
}
