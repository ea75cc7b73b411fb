//! Which words two sentences share in order, and which runs of words differ.
//!
//! The longest common subsequence by dynamic programming; sentences are short.
//! Longer texts are cut to [`MAX_WORDS`], so that no pair costs more than that
//! squared.

use std::ops::Range;

/// Words of a text that are compared; what follows counts as different.
const MAX_WORDS: usize = 600;

/// A place where two texts differ: these words of one stand for those of the
/// other. One of the two may be empty, never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Word numbers in the first text.
    pub a: Range<usize>,
    /// Word numbers in the second text.
    pub b: Range<usize>,
}

/// Pairs of word numbers of a longest common subsequence, ascending.
#[must_use]
pub fn common<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let (a, b) = (&a[..a.len().min(MAX_WORDS)], &b[..b.len().min(MAX_WORDS)]);
    let width = b.len() + 1;
    // `longest[i * width + j]`: of `a[i..]` and `b[j..]`.
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::with_capacity(usize::from(longest[0]));
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Where two word sequences differ, in order.
#[must_use]
pub(crate) fn changes<T: PartialEq>(a: &[T], b: &[T]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in common(a, b).into_iter().chain([(a.len(), b.len())]) {
        if i < x || j < y {
            changes.push(Change { a: i..x, b: j..y });
        }
        (i, j) = (x + 1, y + 1);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_replaced_inserted_and_dropped() {
        let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        let found = changes(&words("we must restore ties now"), &words("we build ties right now"));
        assert_eq!(found, [Change { a: 1..3, b: 1..2 }, Change { a: 4..4, b: 3..4 }]);
        assert!(changes(&words("a b"), &words("a b")).is_empty());
        assert_eq!(changes::<u8>(&[], &[1]), [Change { a: 0..0, b: 0..1 }]);
    }
}
