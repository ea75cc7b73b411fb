//! Vectors as the library holds them: ten bits a value.
//!
//! A vector of 384 values takes 481 bytes instead of 1,536, eight to a page of the
//! database. Values are whole multiples of the 511th part of a scale just above the
//! largest of them; the cosine of a vector with its stored form is above 0.99999, and
//! cosines of two vectors are off by 0.0001, thirty times less than by the rounding of
//! the model itself. Older libraries have half floats, which are read as they are.

use half::f16;
use half::slice::HalfFloatSliceExt;
use parallax_types::{UnitVector, VectorId};

use crate::StoreError;

/// Four values fill five bytes.
const VALUES: usize = 4;
const BYTES: usize = 5;

const BITS: u32 = 10;
const LARGEST: f32 = 511.0;

/// Scales are powers of two to the 16th part of the byte that stands first.
const STEPS_PER_OCTAVE: f32 = 16.0;

/// One byte for the scale, then groups of values: an odd number of bytes for 8, 16, …
/// dimensions. Other numbers of dimensions are kept as half floats, an even number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
pub(crate) fn encode(vector: &UnitVector) -> Vec<u8> {
    let values = vector.as_slice();
    let (groups, rest) = values.as_chunks::<VALUES>();
    let n_bytes = 1 + groups.len() * BYTES;
    if !rest.is_empty() || n_bytes.is_multiple_of(2) {
        return values.iter().flat_map(|value| f16::from_f32(*value).to_le_bytes()).collect();
    }
    let largest = values.iter().fold(0f32, |largest, value| largest.max(value.abs()));
    let steps = (-STEPS_PER_OCTAVE * largest.log2()).floor().clamp(0.0, 255.0) as u8;
    let to_whole = LARGEST / scale(steps);
    let mut bytes = Vec::with_capacity(n_bytes);
    bytes.push(steps);
    for group in groups {
        let bits = group.iter().rev().fold(0u64, |bits, value| {
            let whole = (value * to_whole).round().clamp(-LARGEST, LARGEST) + LARGEST;
            bits << BITS | whole as u64
        });
        bytes.extend_from_slice(&bits.to_le_bytes()[..BYTES]);
    }
    bytes
}

/// The vector of `id` from its bytes.
///
/// # Errors
/// [`StoreError::Damaged`] when they are not those of a vector.
pub(crate) fn decode(id: VectorId, bytes: &[u8]) -> Result<UnitVector, StoreError> {
    let values = if bytes.len() % 2 == 1 { unpacked(bytes) } else { Some(halves(bytes)) };
    let Some(values) = values else {
        return Err(StoreError::Damaged {
            what: format!("vector {id} has a wrong number of bytes ({})", bytes.len()),
        });
    };
    UnitVector::new(values)
        .map_err(|error| StoreError::Damaged { what: format!("vector {id}: {error}") })
}

fn scale(steps: u8) -> f32 {
    (-f32::from(steps) / STEPS_PER_OCTAVE).exp2()
}

fn unpacked(bytes: &[u8]) -> Option<Vec<f32>> {
    let (steps, packed) = bytes.split_first()?;
    let (groups, rest) = packed.as_chunks::<BYTES>();
    if !rest.is_empty() {
        return None;
    }
    let step = scale(*steps) / LARGEST;
    let mut values = Vec::with_capacity(groups.len() * VALUES);
    for [a, b, c, d, e] in groups {
        let bits = u64::from_le_bytes([*a, *b, *c, *d, *e, 0, 0, 0]);
        let whole = |n: u32| ((bits >> (n * BITS)) & 0x3ff) as f32;
        values.extend([0, 1, 2, 3].map(|n| (whole(n) - LARGEST) * step));
    }
    Some(values)
}

fn halves(bytes: &[u8]) -> Vec<f32> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let halves: Vec<f16> = pairs.iter().map(|pair| f16::from_le_bytes(*pair)).collect();
    let mut values = vec![0.0; halves.len()];
    // All at once: the processor has an instruction for it.
    halves.convert_to_f32_slice(&mut values);
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn damaged_bytes_are_named() {
        let decoded = |bytes: &[u8]| decode(VectorId(7), bytes).map_err(|error| error.to_string());
        for (bytes, expected) in [
            (&[0u8, 0][..], "no direction"),
            (&[][..], "no values"),
            (&[1, 2, 3][..], "wrong number of bytes (3)"),
        ] {
            assert!(decoded(bytes).unwrap_err().contains(expected), "{bytes:?}");
        }
    }

    #[test]
    fn half_floats_of_older_libraries_are_read() {
        let bytes = [0.6f32, 0.8].map(|value| f16::from_f32(value).to_le_bytes()).concat();
        assert!((decode(VectorId(1), &bytes).unwrap().as_slice()[1] - 0.8).abs() < 1e-3);
    }

    proptest! {
        #[test]
        fn vectors_keep_their_direction_and_are_stored_once(
            values in proptest::collection::vec(-1f32..1.0, 1..50),
            spread in 0u32..12,
        ) {
            let values: Vec<f32> = values.iter().map(|value| value.powi(2 * spread.cast_signed() + 1)).collect();
            let Ok(vector) = UnitVector::new(values) else { return Ok(()) };
            let bytes = encode(&vector);
            let stored = decode(VectorId(1), &bytes).unwrap();
            prop_assert_eq!(stored.dim(), vector.dim());
            prop_assert!(stored.cosine(&vector) > 0.9999, "{}", stored.cosine(&vector));
        }
    }
}
