//! What an article is about, as weighted words: for telling whether two
//! articles report the same event.
//!
//! Names count more than other words, because two similar events share their
//! vocabulary and differ in who and where; the opening counts a little more,
//! because news says first what it is about. Repetition counts with its square
//! root. Measured with `story_quality` (an example of the engine).

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use crate::term_weight::rarity;
use crate::tokens::{hash, stem, tokens};

/// A word that may be a name weighs this many times more.
const NAME: f32 = 3.0;

/// Words of the opening weigh this many times more.
const OPENING: f32 = 1.3;
const N_OPENING: usize = 60;

/// Capitalised words below this weight are just at the start of a sentence.
const MIN_NAME_RARITY: f32 = 1.5;

/// Terms kept of an article: the lightest of a long one tell nothing apart.
const N_KEPT: usize = 128;

/// A word's stem and how much of the article it makes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The hash of the stem.
    pub key: u32,
    /// 1…255; 255 for the heaviest of the article.
    pub weight: u8,
}

/// The heaviest weighted terms of a text, at most 128, by ascending key, each once.
/// Words without any weight (`the`) are left out.
#[must_use]
pub fn terms(text: &str) -> Vec<Term> {
    let mut found: HashMap<u32, (f32, f32)> = HashMap::new();
    for (at, token) in tokens(text).iter().enumerate() {
        let stem = stem(&token.folded);
        let rarity = rarity(stem);
        if rarity <= 0.0 {
            continue;
        }
        let word = token.span.of(text);
        let may_be_name =
            word.starts_with(char::is_uppercase) && word.len() > 1 && rarity > MIN_NAME_RARITY;
        let boost =
            if may_be_name { NAME } else { 1.0 } * if at < N_OPENING { OPENING } else { 1.0 };
        let (count, best) = found.entry(key(stem)).or_default();
        *count += 1.0;
        *best = best.max(boost * rarity);
    }
    let weights: Vec<(u32, f32)> =
        found.into_iter().map(|(key, (count, best))| (key, count.sqrt() * best)).collect();
    let heaviest = weights.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
    let mut terms: Vec<Term> = weights
        .into_iter()
        .map(|(key, weight)| Term { key, weight: share_of_255(weight / heaviest) })
        .collect();
    if terms.len() > N_KEPT {
        terms.sort_unstable_by_key(|term| (Reverse(term.weight), term.key));
        terms.truncate(N_KEPT);
    }
    terms.sort_unstable_by_key(|term| term.key);
    terms
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 1 is at most 255"
)]
fn share_of_255(share: f32) -> u8 {
    (share * 255.0).round().clamp(1.0, 255.0) as u8
}

#[expect(clippy::cast_possible_truncation, reason = "32 bits tell the words of an article apart")]
fn key(stem: &str) -> u32 {
    hash(stem) as u32
}

/// The cosine of two articles' terms, 0…1; larger is closer.
#[must_use]
pub fn term_similarity(a: &[Term], b: &[Term]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.key.cmp(&y.key) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += u32::from(x.weight) * u32::from(y.weight);
                i += 1;
                j += 1;
            }
        }
    }
    if sum == 0 { 0.0 } else { (sum as f32 / (length(a) * length(b))).min(1.0) }
}

/// The length of an article's terms as a vector of weights.
#[must_use]
pub fn length(terms: &[Term]) -> f32 {
    let squares: u32 = terms.iter().map(|term| u32::from(term.weight).pow(2)).sum();
    (squares as f32).sqrt()
}

/// The `n_wanted` heaviest terms, heaviest first, ties to the lower key.
#[must_use]
pub fn heaviest(terms: &[Term], n_wanted: usize) -> Vec<Term> {
    let mut sorted = terms.to_vec();
    sorted.sort_unstable_by_key(|term| (Reverse(term.weight), term.key));
    sorted.truncate(n_wanted);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_similar_events_apart() {
        let here = terms(
            "An earthquake shook the town of Ostrey on Monday, police said. Nobody was hurt.",
        );
        let again = terms("Police in Ostrey say the earthquake on Monday hurt nobody.");
        let there = terms(
            "An earthquake shook the town of Hallowick on Monday, police said. Nobody was hurt.",
        );
        let (same, other) = (term_similarity(&here, &again), term_similarity(&here, &there));
        assert!(same > other, "{same} {other}");
        assert!((term_similarity(&here, &here) - 1.0).abs() < 1e-5);
        assert_eq!(heaviest(&here, 1)[0].weight, 255);
        assert!(terms("the of and").is_empty());
    }
}
