//! A text as what differs from another: stretches to copy and bytes to put between them.
//!
//! Invariant: what is decoded with the text it was encoded against is the text that was
//! encoded, byte for byte; anything else gives `None` and never panics. Whether it is the right
//! text is told by its hash, which is not here.
//!
//! The form: a number `n`, then for even ones `n / 2` bytes as they are, for odd ones the
//! distance from where the last copy ended, of `n / 2` bytes to copy. Numbers are LEB128.

use std::collections::HashMap;

/// Bytes that must agree for a copy to begin.
const WINDOW: usize = 16;

/// Windows of the other text begin this far apart: a stretch of `WINDOW + STEP - 1` equal bytes
/// is always found.
const STEP: usize = 8;

/// Writes `text` as what differs from `base`.
pub(super) fn encode(base: &[u8], text: &[u8]) -> Vec<u8> {
    let places = places(base);
    let (mut out, mut at, mut written, mut copied_to) = (Vec::new(), 0, 0, 0);
    while let Some(window) = window(text, at) {
        // Mostly the texts go on together.
        let expected = copied_to + (at - written);
        let place = if self::window(base, expected) == Some(window) {
            Some(expected)
        } else {
            places.get(&window).copied()
        };
        let Some(place) = place else {
            at += 1;
            continue;
        };
        let n_before = common_end(&base[..place], &text[written..at]);
        let n_after = common_start(&base[place..], &text[at..]);
        literal(&mut out, &text[written..at - n_before]);
        copy(&mut out, copied_to, place - n_before, n_before + n_after);
        (at, copied_to) = (at + n_after, place + n_after);
        written = at;
    }
    literal(&mut out, &text[written..]);
    out
}

/// The text that was encoded against `base`.
pub(super) fn decode(base: &[u8], mut delta: &[u8], max_bytes: usize) -> Option<Vec<u8>> {
    let (mut text, mut copied_to) = (Vec::new(), 0usize);
    while !delta.is_empty() {
        let n = number(&mut delta)?;
        let length = usize::try_from(n / 2).ok()?;
        if text.len().checked_add(length)? > max_bytes {
            return None;
        }
        if n % 2 == 0 {
            text.extend_from_slice(delta.get(..length)?);
            delta = &delta[length..];
        } else {
            let distance = number(&mut delta)?;
            let distance = i64::try_from(distance >> 1).ok()? ^ -((distance & 1).cast_signed());
            let from = copied_to.checked_add_signed(isize::try_from(distance).ok()?)?;
            copied_to = from.checked_add(length)?;
            text.extend_from_slice(base.get(from..copied_to)?);
        }
    }
    Some(text)
}

/// Where windows of a text stand, the first of equal ones.
fn places(base: &[u8]) -> HashMap<[u8; WINDOW], usize> {
    let mut places = HashMap::with_capacity(base.len() / STEP);
    for at in (0..base.len()).step_by(STEP) {
        let Some(window) = window(base, at) else { break };
        places.entry(window).or_insert(at);
    }
    places
}

fn window(text: &[u8], at: usize) -> Option<[u8; WINDOW]> {
    text.get(at..)?.first_chunk().copied()
}

fn common_start(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

fn common_end(a: &[u8], b: &[u8]) -> usize {
    a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    if !bytes.is_empty() {
        put_number(out, bytes.len() as u64 * 2);
        out.extend_from_slice(bytes);
    }
}

fn copy(out: &mut Vec<u8>, copied_to: usize, from: usize, length: usize) {
    put_number(out, length as u64 * 2 + 1);
    // Texts are at most some MB long, and so is what lies between two places in one.
    let distance = (from as u64).wrapping_sub(copied_to as u64).cast_signed();
    put_number(out, ((distance << 1) ^ (distance >> 63)).cast_unsigned());
}

/// LEB128, the lowest seven bits first.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push((number & 0x7f) as u8);
}

/// Takes a number off the front.
pub(super) fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "The harbour board met on Tuesday and raised the fee to 1,200 crowns.\n\n\
        Members said they had not been asked. “Nobody told us,” said Ada Brandt.\n\n";

    #[test]
    fn an_edit_costs_little_more_than_what_it_changed() {
        let newer = TEXT.repeat(20);
        let edits = [
            ("a typo", newer.replacen("asked", "aksed", 1), 40),
            (
                "a paragraph cut",
                newer.replacen("Members said they had not been asked. ", "", 1),
                40,
            ),
            ("a lead added", format!("Updated at noon. {newer}"), 40),
            ("nothing", newer.clone(), 8),
        ];
        for (what, older, at_most) in edits {
            let delta = encode(newer.as_bytes(), older.as_bytes());
            assert!(delta.len() <= at_most, "{what}: {} bytes", delta.len());
            let decoded = decode(newer.as_bytes(), &delta, 1 << 20);
            assert_eq!(decoded.as_deref(), Some(older.as_bytes()), "{what}");
        }
        assert!(encode(b"", newer.as_bytes()).len() <= newer.len() + 4);
    }

    #[test]
    fn no_more_is_decoded_than_asked_for() {
        let delta = encode(b"", &[7; 100]);
        assert_eq!(decode(b"", &delta, 99), None);
        assert!(decode(b"", &delta, 100).is_some());
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_decoded(base in "[ab\\n]{0,200}", text in "[ab\\n]{0,200}") {
            let delta = encode(base.as_bytes(), text.as_bytes());
            let decoded = decode(base.as_bytes(), &delta, 200);
            prop_assert_eq!(decoded.as_deref(), Some(text.as_bytes()));
        }

        #[test]
        fn shuffled_texts_are_decoded(
            pieces in proptest::collection::vec("[a-d ]{10,40}", 1..9),
            order in proptest::collection::vec(0usize..9, 0..12),
        ) {
            let base = pieces.concat();
            let text: String = order.iter().filter_map(|at| pieces.get(*at).cloned()).collect();
            let delta = encode(base.as_bytes(), text.as_bytes());
            let decoded = decode(base.as_bytes(), &delta, 1 << 12);
            prop_assert_eq!(decoded.as_deref(), Some(text.as_bytes()));
        }

        #[test]
        fn anything_else_does_no_harm(base in "[a-c]{0,60}", delta in proptest::collection::vec(any::<u8>(), 0..60)) {
            let decoded = decode(base.as_bytes(), &delta, 1 << 12);
            prop_assert!(decoded.is_none_or(|text| text.len() <= 1 << 12));
        }
    }
}
