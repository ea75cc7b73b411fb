//! Which sentence of one article belongs to which of another.
//!
//! One to one, closest pairs first; what finds no partner stands alone.
//! Not here: where similarities come from beyond shared words, what differs
//! within a pair ([`crate::differences`]).

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::term_weight::rarity;
use crate::tokens::{hash, stem, tokens};

/// Two sentences that belong together, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aligned {
    /// Number in the first article.
    pub a: usize,
    /// Number in the second article.
    pub b: usize,
    /// How alike they are, as given.
    pub similarity: f32,
}

/// Pairs up things so that the most similar go together, each at most once.
/// Returned in the order of `a`; ties go to the earlier pair.
#[must_use]
pub fn align(mut similarities: Vec<Aligned>) -> Vec<Aligned> {
    similarities.sort_by(|x, y| {
        // A sentence in the same place is the likelier partner among equals.
        let distance = |pair: &Aligned| pair.a.abs_diff(pair.b);
        y.similarity
            .total_cmp(&x.similarity)
            .then(distance(x).cmp(&distance(y)))
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    let (mut used_a, mut used_b) =
        (std::collections::HashSet::new(), std::collections::HashSet::new());
    similarities.retain(|pair| {
        let is_free = !used_a.contains(&pair.a) && !used_b.contains(&pair.b);
        if is_free {
            used_a.insert(pair.a);
            used_b.insert(pair.b);
        }
        is_free
    });
    similarities.sort_by_key(|pair| (pair.a, pair.b));
    similarities
}

/// How many of their words two sentences share, weighted by how rare they are:
/// the cosine over stems, 0…1; 1 for the same words in any order.
#[must_use]
pub fn likeness(a: &str, b: &str) -> f32 {
    WeightedWords::of(a).likeness(&WeightedWords::of(b))
}

/// A sentence's stems with their weights: for comparing it with many others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeightedWords {
    /// Hash of the stem and its weight, by ascending hash, each once.
    stems: Vec<(u64, f32)>,
    norm: f32,
}

impl WeightedWords {
    /// Those of a sentence.
    #[must_use]
    pub fn of(sentence: &str) -> Self {
        let mut weights: HashMap<u64, f32> = HashMap::new();
        for token in tokens(sentence) {
            let stem = stem(&token.folded);
            // Even `the` counts a little: sentences of common words are compared too.
            *weights.entry(hash(stem)).or_default() += rarity(stem) + 0.3;
        }
        let mut stems: Vec<(u64, f32)> = weights.into_iter().collect();
        stems.sort_unstable_by_key(|(stem, _)| *stem);
        let norm = stems.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        Self { stems, norm }
    }

    /// The hashes of its stems and their weights as shares of the sentence's length as a
    /// vector, so that the sum of products over shared stems is the likeness.
    pub fn shares(&self) -> impl Iterator<Item = (u64, f32)> {
        let norm = self.norm.max(f32::MIN_POSITIVE);
        self.stems.iter().map(move |(stem, weight)| (*stem, weight / norm))
    }

    /// As [`likeness`].
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        let (mut i, mut j, mut dot) = (0, 0, 0.0);
        while let (Some((x, own)), Some((y, theirs))) = (self.stems.get(i), other.stems.get(j)) {
            match x.cmp(y) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    dot += own * theirs;
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        let norms = self.norm * other.norm;
        if norms > 0.0 { (dot / norms).min(1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closest_pairs_go_together_once() {
        let pair = |a, b, similarity| Aligned { a, b, similarity };
        let aligned =
            align(vec![pair(0, 0, 0.5), pair(0, 1, 0.9), pair(1, 1, 0.8), pair(1, 0, 0.4)]);
        assert_eq!(aligned, [pair(0, 1, 0.9), pair(1, 0, 0.4)]);
    }

    #[test]
    fn likeness_is_about_rare_words() {
        let same =
            likeness("We need to restore normal relations", "We need to build normal relations");
        let other = likeness("We need to restore normal relations", "We need to go to the shop");
        assert!(same > 0.6 && other < 0.35, "{same} {other}");
        assert!((likeness("A b", "b a") - 1.0).abs() < 1e-5);
        assert!(likeness("", "x").abs() < 1e-6);
    }
}
