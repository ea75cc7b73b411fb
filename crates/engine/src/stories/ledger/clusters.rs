//! Sentences of a story gathered into facts: those that tell the same, one of an article
//! at most.
//!
//! The closest pairs first; two gatherings become one only where half of the pairs between
//! them tell the same, so that a chain of half-alike sentences is no fact.

use std::collections::{HashMap, HashSet};

use super::Telling;
use super::sentences::{Pair, SentenceAt};

/// Share of the pairs between two gatherings that must tell the same.
const LINKED: f64 = 0.5;

/// Sentences that tell one fact.
pub(super) struct Cluster {
    /// By article.
    pub(super) sentences: Vec<SentenceAt>,
    /// The pairs among them that tell the same.
    pub(super) pairs: Vec<Pair>,
}

/// The facts that two and more articles tell, by their first sentence.
///
/// - `pairs`: closest first.
pub(super) fn clusters(tellings: &[Telling], pairs: Vec<Pair>) -> Vec<Cluster> {
    let mut of: HashMap<SentenceAt, usize> = HashMap::new();
    let mut gathered: Vec<Vec<SentenceAt>> = Vec::new();
    let linked: HashSet<(SentenceAt, SentenceAt)> =
        pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    for pair in &pairs {
        let mut number = |at: SentenceAt| {
            *of.entry(at).or_insert_with(|| {
                gathered.push(vec![at]);
                gathered.len() - 1
            })
        };
        let (one, other) = (number(pair.a), number(pair.b));
        if one == other || !may_join(&gathered[one], &gathered[other], &linked, tellings.len()) {
            continue;
        }
        let moved = std::mem::take(&mut gathered[other]);
        for at in &moved {
            of.insert(*at, one);
        }
        gathered[one].extend(moved);
    }
    let mut clusters: Vec<Cluster> = gathered
        .into_iter()
        .map(|mut sentences| {
            sentences.sort_unstable();
            Cluster { sentences, pairs: Vec::new() }
        })
        .collect();
    for pair in pairs {
        let (one, other) = (of[&pair.a], of[&pair.b]);
        if one == other {
            clusters[one].pairs.push(pair);
        }
    }
    clusters.retain(|cluster| cluster.sentences.len() > 1);
    clusters.sort_by_key(|cluster| cluster.sentences[0]);
    clusters
}

fn may_join(
    one: &[SentenceAt],
    other: &[SentenceAt],
    linked: &HashSet<(SentenceAt, SentenceAt)>,
    n_tellings: usize,
) -> bool {
    let mut seen = vec![false; n_tellings];
    for at in one {
        seen[at.telling] = true;
    }
    if other.iter().any(|at| seen[at.telling]) {
        return false;
    }
    let mut n_linked = 0usize;
    for a in one {
        for b in other {
            n_linked += usize::from(linked.contains(&(*a.min(b), *a.max(b))));
        }
    }
    n_linked as f64 >= LINKED * (one.len() * other.len()) as f64
}
