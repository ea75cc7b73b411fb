//! Which sentence of one article belongs to which of another.
//!
//! One to one, closest pairs first; what finds no partner stands alone.
//! Not here: where similarities come from beyond shared words, what differs
//! within a pair ([`crate::differences`]).

use std::collections::HashMap;

use crate::term_weight::rarity;
use crate::tokens::{stem, tokens};

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
    let (a, b) = (weights(a), weights(b));
    let dot: f32 = a.iter().filter_map(|(stem, weight)| Some(weight * b.get(stem)?)).sum();
    let norm = |weights: &HashMap<String, f32>| {
        weights.values().map(|weight| weight * weight).sum::<f32>().sqrt()
    };
    let norms = norm(&a) * norm(&b);
    if norms > 0.0 { (dot / norms).min(1.0) } else { 0.0 }
}

fn weights(text: &str) -> HashMap<String, f32> {
    let mut weights: HashMap<String, f32> = HashMap::new();
    for token in tokens(text) {
        let stem = stem(&token.folded);
        // Even `the` counts a little: sentences of common words are compared too.
        *weights.entry(stem.to_owned()).or_default() += rarity(stem) + 0.3;
    }
    weights
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
