//! Groups things by how similar their pairs are: average linkage, bottom-up.
//!
//! Two groups join when the mean similarity of all pairs between them is at
//! least the threshold, closest groups first. Pairs not given count as 0.
//! Invariant: the result depends on the similarities alone, never on the order
//! in which things are given, except where two similarities are exactly equal.

use std::collections::{BTreeMap, BinaryHeap};

/// Groups `n` things; returns for each the number of its group. Groups are
/// numbered by their lowest member.
///
/// - `pairs`: `(a, b, similarity)` with `a != b`, each pair at most once.
/// - `threshold`: mean similarity needed to join, above 0.
#[must_use]
pub fn average_linkage(n: usize, pairs: &[(usize, usize, f64)], threshold: f64) -> Vec<usize> {
    let mut groups = Groups::new(n, pairs);
    let mut heap: BinaryHeap<Candidate> = pairs
        .iter()
        .map(|&(a, b, mean)| Candidate { mean, a: a.min(b), b: a.max(b), version: (0, 0) })
        .collect();
    while let Some(best) = heap.pop() {
        if best.mean < threshold {
            break;
        }
        if groups.version[best.a] != best.version.0 || groups.version[best.b] != best.version.1 {
            continue;
        }
        groups.join(best.a, best.b);
        for &other in groups.sums[best.a].keys() {
            let (a, b) = (best.a.min(other), best.a.max(other));
            let version = (groups.version[a], groups.version[b]);
            heap.push(Candidate { mean: groups.mean(best.a, other), a, b, version });
        }
    }
    groups.numbers()
}

#[derive(Debug, PartialEq)]
struct Candidate {
    mean: f64,
    a: usize,
    b: usize,
    version: (u32, u32),
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.mean.total_cmp(&other.mean).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

struct Groups {
    parent: Vec<usize>,
    size: Vec<usize>,
    /// Raised with every change, so that outdated candidates are recognised.
    version: Vec<u32>,
    /// Sum of similarities to each other group it shares a pair with.
    sums: Vec<BTreeMap<usize, f64>>,
}

impl Groups {
    fn new(n: usize, pairs: &[(usize, usize, f64)]) -> Self {
        let mut sums = vec![BTreeMap::new(); n];
        for &(a, b, similarity) in pairs {
            sums[a].insert(b, similarity);
            sums[b].insert(a, similarity);
        }
        Self { parent: (0..n).collect(), size: vec![1; n], version: vec![0; n], sums }
    }

    fn mean(&self, a: usize, b: usize) -> f64 {
        self.sums[a].get(&b).copied().unwrap_or(0.0) / (self.size[a] * self.size[b]) as f64
    }

    /// Takes group `b` into group `a`.
    fn join(&mut self, a: usize, b: usize) {
        self.parent[b] = a;
        self.size[a] += self.size[b];
        self.version[a] += 1;
        self.version[b] += 1;
        self.sums[a].remove(&b);
        for (other, sum) in std::mem::take(&mut self.sums[b]) {
            if other == a {
                continue;
            }
            *self.sums[a].entry(other).or_default() += sum;
            self.sums[other].remove(&b);
            let joined = self.sums[a][&other];
            self.sums[other].insert(a, joined);
        }
    }

    fn numbers(&self) -> Vec<usize> {
        (0..self.parent.len())
            .map(|mut at| {
                while self.parent[at] != at {
                    at = self.parent[at];
                }
                at
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bridge_between_two_groups_does_not_join_them() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.5), (2, 3, 0.8), (0, 4, 0.1)];
        assert_eq!(average_linkage(5, &pairs, 0.3), [0, 0, 2, 2, 4]);
        assert_eq!(average_linkage(5, &pairs, 0.1), [0, 0, 0, 0, 4]);
        assert_eq!(average_linkage(2, &[], 0.1), [0, 1]);
    }

    proptest! {
        #[test]
        fn the_order_of_things_does_not_matter(weights in proptest::collection::vec(0.0f64..1.0, 28), shift in 1usize..8) {
            let n = 8;
            let mut pairs = Vec::new();
            for a in 0..n { for b in a + 1..n { pairs.push((a, b, weights[pairs.len()])); } }
            let moved: Vec<_> = pairs.iter().rev().map(|&(a, b, w)| ((a + shift) % n, (b + shift) % n, w)).collect();
            let here = average_linkage(n, &pairs, 0.5);
            let there = average_linkage(n, &moved, 0.5);
            for a in 0..n { for b in 0..n {
                prop_assert_eq!(here[a] == here[b], there[(a + shift) % n] == there[(b + shift) % n]);
            } }
        }
    }
}
