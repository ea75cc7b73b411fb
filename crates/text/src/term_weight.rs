//! How much a word says: common words say little, rare ones much.
//!
//! The weights come from a fixed list of English words, commonest first, and not
//! from the library: so two articles are always compared alike, whatever else
//! was imported before or after them. Words that are not in the list (names,
//! rare words, other languages) weigh most.
//! The list is the vocabulary of `bert-base-uncased` (Apache-2.0), whole words
//! only, in its order.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::tokens::stem;

const LIST: &str = include_str!("common_words.txt");

/// The first words of the list weigh nothing.
const N_WEIGHTLESS: f32 = 50.0;

/// What a word weighs that is not in the list.
const UNKNOWN: f32 = 6.35;

struct Ranks {
    /// Position in the list of the commonest word with this stem.
    stems: HashMap<&'static str, usize>,
    words: HashMap<&'static str, usize>,
}

fn ranks() -> &'static Ranks {
    static RANKS: OnceLock<Ranks> = OnceLock::new();
    RANKS.get_or_init(|| {
        let mut ranks = Ranks { stems: HashMap::new(), words: HashMap::new() };
        for (rank, word) in LIST.lines().enumerate() {
            ranks.stems.entry(stem(word)).or_insert(rank);
            ranks.words.entry(word).or_insert(rank);
        }
        ranks
    })
}

/// The weight of a folded word's stem: 0 for `the`, above 6 for rare words.
/// The logarithm of its rank among English words: by Zipf's law that is the
/// logarithm of how rare it is.
#[must_use]
pub fn rarity(stem: &str) -> f32 {
    if is_small(stem) {
        return 0.0;
    }
    match ranks().stems.get(stem) {
        Some(rank) => (*rank as f32 + 1.0).ln().max(N_WEIGHTLESS.ln()) - N_WEIGHTLESS.ln(),
        None => UNKNOWN,
    }
}

/// The position of a folded word among English words, commonest first; `None`
/// beyond the first twelve thousand.
#[must_use]
pub(crate) fn rank(folded: &str) -> Option<usize> {
    if is_small(folded) { Some(0) } else { ranks().words.get(folded).copied() }
}

/// Single letters and contractions (`don't`), which the list does not have.
fn is_small(folded: &str) -> bool {
    folded.contains('\'') || (folded.len() == 1 && folded.as_bytes()[0].is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_weigh_more() {
        let weights = ["the", "police", "harbour", "qwzzx"].map(|word| rarity(stem(word)));
        assert!(weights.is_sorted(), "{weights:?}");
        assert!(weights[0].abs() < 0.01 && weights[1] > 1.0);
    }
}
