//! The hash of a row: of its values with their kinds, whatever they are.

use rusqlite::types::ValueRef;

/// The first eight bytes of the BLAKE3 of a part's number and a row's values. Damage
/// goes unseen once in 2^64.
pub(super) fn row<'a>(
    bytes: &mut Vec<u8>,
    part: i64,
    values: impl Iterator<Item = ValueRef<'a>>,
) -> i64 {
    bytes.clear();
    bytes.extend_from_slice(&part.to_le_bytes());
    for value in values {
        match value {
            ValueRef::Null => bytes.push(0),
            ValueRef::Integer(number) => {
                bytes.push(1);
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            ValueRef::Real(number) => {
                bytes.push(2);
                bytes.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            ValueRef::Text(text) => lengthy(bytes, 3, text),
            ValueRef::Blob(blob) => lengthy(bytes, 4, blob),
        }
    }
    first_eight(bytes)
}

fn lengthy(bytes: &mut Vec<u8>, kind: u8, value: &[u8]) {
    bytes.push(kind);
    bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
    bytes.extend_from_slice(value);
}

/// A number for a value that is no number.
pub(super) fn name(value: &[u8]) -> i64 {
    first_eight(value)
}

fn first_eight(bytes: &[u8]) -> i64 {
    let hash = blake3::hash(bytes);
    hash.as_bytes().first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes))
}
