//! A small sample of an article's runs of words, by which copies find each other
//! without comparing every pair.
//!
//! Every run of four words is hashed; one in eight hashes is kept, and the same
//! one in every article (sampling by value, Broder's "modulo" sketches, 1997).
//! So an excerpt shares its share of the sample with the whole, which the usual
//! fixed-size `MinHash` of two texts of different length does not.

use std::collections::HashSet;

use crate::tokens::mix;

/// Words per run: shorter ones match by chance, longer ones miss light edits.
const N_WORDS: usize = 4;

/// One run in this many is kept.
const ONE_IN: u64 = 8;

/// The kept hashes of a text's runs, ascending, each once.
///
/// - `words`: hashes of its folded words ([`crate::hashes`]).
#[must_use]
pub fn sampled_shingles(words: &[u64]) -> Vec<u64> {
    let mut kept = runs(words);
    kept.retain(|hash| hash % ONE_IN == 0);
    kept
}

/// The hashes of all runs of four words, ascending, each once.
///
/// - `words`: hashes of folded words.
#[must_use]
pub fn runs(words: &[u64]) -> Vec<u64> {
    let runs = words.windows(N_WORDS).map(|run| {
        mix(run.iter().fold(0u64, |sum, word| sum.rotate_left(17).wrapping_mul(31) ^ word))
    });
    let mut runs: Vec<u64> = runs.collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The share of a text's runs of three words that stand in another, 0…1, and how many it has.
///
/// - `a`, `b`: hashes of the words of each stretch that nothing was left out of.
#[must_use]
pub fn shared_trigrams(a: &[&[u64]], b: &[&[u64]]) -> (f64, usize) {
    let runs = |text: &[&[u64]]| -> HashSet<[u64; 3]> {
        let runs = text.iter().flat_map(|part| part.windows(3));
        runs.filter_map(|run| <[u64; 3]>::try_from(run).ok()).collect()
    };
    let (a, b) = (runs(a), runs(b));
    let n_shared = a.iter().filter(|run| b.contains(*run)).count();
    (n_shared as f64 / a.len().max(1) as f64, a.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{hashes, tokens};

    #[test]
    fn an_excerpt_shares_its_part_of_the_sample() {
        let words: Vec<String> = (0..800).map(|n| format!("w{}", n * 7 % 1_009)).collect();
        let whole = sampled_shingles(&hashes(&tokens(&words.join(" "))));
        let part = sampled_shingles(&hashes(&tokens(&words[200..440].join(" "))));
        assert!((60..160).contains(&whole.len()), "{}", whole.len());
        assert!(part.len() > 12 && part.iter().all(|hash| whole.binary_search(hash).is_ok()));
        assert!(sampled_shingles(&[1, 2, 3]).is_empty());
    }

    #[test]
    fn trigrams_do_not_reach_over_what_was_left_out() {
        let text: [u64; 6] = [1, 2, 3, 4, 5, 6];
        assert_eq!(shared_trigrams(&[&text], &[&text]), (1.0, 4));
        assert_eq!(shared_trigrams(&[&text[..3], &text[3..]], &[&text]), (1.0, 2));
        assert_eq!(shared_trigrams(&[&text], &[&text[..4]]), (0.5, 4));
        assert_eq!(shared_trigrams(&[], &[&text]), (0.0, 0));
    }
}
