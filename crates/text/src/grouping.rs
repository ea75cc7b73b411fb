//! Groups things by how similar their pairs are: average linkage, bottom-up.
//!
//! Two groups join when the mean similarity of all pairs between them, less where
//! they are apart in time, is at least the threshold and not much below what
//! holds either together; closest groups first. Pairs not given count as 0.
//! Invariant: the result depends on similarities and days alone, never on the
//! order in which things are given, except where two similarities are exactly equal.

use std::collections::{BTreeMap, BinaryHeap};

/// When groups join.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinkageRules {
    /// Mean similarity needed, above 0.
    pub threshold: f64,
    /// Share of either group's own mean similarity needed, 0…1: what is held
    /// together closely takes in nothing loose.
    pub cohesion: f64,
    /// What is left of the similarity of groups weeks apart, 0…1.
    pub apart: f64,
}

/// Days within which things are of one time, and from which on they are apart.
const SAME_TIME: f64 = 3.0;
const OTHER_TIME: f64 = 30.0;

/// Groups of fewer have no cohesion of their own yet.
const MIN_COHESIVE: usize = 3;

/// What is left of the similarity of things `n_days` apart: 1 within days,
/// `apart` from a month on.
#[must_use]
pub fn closeness_in_time(n_days: i64, apart: f64) -> f64 {
    let share = ((n_days.abs() as f64 - SAME_TIME) / (OTHER_TIME - SAME_TIME)).clamp(0.0, 1.0);
    1.0 - share * (1.0 - apart)
}

/// Groups things; returns for each the number of its group. Groups are numbered
/// by their lowest member.
///
/// - `days`: when each was written, as a day's number, if known; a group's other
///   members are taken to be of its known days.
/// - `pairs`: `(a, b, similarity)` with `a != b`, each pair at most once.
#[must_use]
pub fn average_linkage(
    days: &[Option<i64>],
    pairs: &[(usize, usize, f64)],
    rules: &LinkageRules,
) -> Vec<usize> {
    let mut groups = Groups::new(days, pairs, *rules);
    let mut heap: BinaryHeap<Candidate> =
        pairs.iter().filter_map(|&(a, b, _)| groups.candidate(a, b)).collect();
    while let Some(best) = heap.pop() {
        let version = (groups.version[best.a], groups.version[best.b]);
        if version != best.version {
            continue;
        }
        groups.join(best.a, best.b);
        heap.extend(
            groups.sums[best.a].keys().filter_map(|&other| groups.candidate(best.a, other)),
        );
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
    rules: LinkageRules,
    parent: Vec<usize>,
    size: Vec<usize>,
    /// Raised with every change, so that outdated candidates are recognised.
    version: Vec<u32>,
    /// Sum of similarities to each other group it shares a pair with.
    sums: Vec<BTreeMap<usize, f64>>,
    /// Sum of similarities within.
    inner: Vec<f64>,
    /// First and last day known.
    days: Vec<Option<(i64, i64)>>,
}

impl Groups {
    fn new(days: &[Option<i64>], pairs: &[(usize, usize, f64)], rules: LinkageRules) -> Self {
        let n = days.len();
        let mut sums = vec![BTreeMap::new(); n];
        for &(a, b, similarity) in pairs {
            sums[a].insert(b, similarity);
            sums[b].insert(a, similarity);
        }
        Self {
            rules,
            parent: (0..n).collect(),
            size: vec![1; n],
            version: vec![0; n],
            sums,
            inner: vec![0.0; n],
            days: days.iter().map(|day| day.map(|day| (day, day))).collect(),
        }
    }

    /// The two groups as a candidate, if they may join.
    fn candidate(&self, a: usize, b: usize) -> Option<Candidate> {
        let (a, b) = (a.min(b), a.max(b));
        let sum = self.sums[a].get(&b).copied().unwrap_or(0.0);
        let mean = sum / (self.size[a] * self.size[b]) as f64 * self.closeness(a, b);
        let held = self.cohesion(a).max(self.cohesion(b));
        let needed = self.rules.threshold.max(self.rules.cohesion * held);
        let version = (self.version[a], self.version[b]);
        (mean >= needed).then_some(Candidate { mean, a, b, version })
    }

    fn closeness(&self, a: usize, b: usize) -> f64 {
        let (Some(one), Some(other)) = (self.days[a], self.days[b]) else { return 1.0 };
        let n_days = (other.0 - one.1).max(one.0 - other.1).max(0);
        closeness_in_time(n_days, self.rules.apart)
    }

    /// The mean similarity within a group; 0 for small ones.
    fn cohesion(&self, group: usize) -> f64 {
        let size = self.size[group];
        if size < MIN_COHESIVE {
            return 0.0;
        }
        self.inner[group] / (size * (size - 1) / 2) as f64
    }

    /// Takes group `b` into group `a`.
    fn join(&mut self, a: usize, b: usize) {
        let between = self.sums[a].remove(&b).unwrap_or(0.0);
        self.inner[a] += self.inner[b] + between;
        self.parent[b] = a;
        self.size[a] += self.size[b];
        self.version[a] += 1;
        self.version[b] += 1;
        self.days[a] = match (self.days[a], self.days[b]) {
            (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
            (one, other) => one.or(other),
        };
        for (other, sum) in std::mem::take(&mut self.sums[b]) {
            if other == a {
                continue;
            }
            self.sums[other].remove(&b);
            let joined = self.sums[a].entry(other).or_default();
            *joined += sum;
            let joined = *joined;
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

    fn rules(threshold: f64) -> LinkageRules {
        LinkageRules { threshold, cohesion: 0.0, apart: 0.5 }
    }

    #[test]
    fn a_bridge_between_two_groups_does_not_join_them() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.5), (2, 3, 0.8), (0, 4, 0.1)];
        assert_eq!(average_linkage(&[None; 5], &pairs, &rules(0.3)), [0, 0, 2, 2, 4]);
        assert_eq!(average_linkage(&[None; 5], &pairs, &rules(0.1)), [0, 0, 0, 0, 4]);
        assert_eq!(average_linkage(&[None; 2], &[], &rules(0.1)), [0, 1]);
    }

    #[test]
    fn time_and_cohesion_keep_apart() {
        let pairs = [(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9), (0, 3, 0.5), (1, 3, 0.5), (2, 3, 0.5)];
        let close = LinkageRules { cohesion: 0.6, ..rules(0.3) };
        assert_eq!(average_linkage(&[None; 4], &pairs, &rules(0.3)), [0, 0, 0, 0]);
        assert_eq!(average_linkage(&[None; 4], &pairs, &close), [0, 0, 0, 3]);
        let days = [Some(10), None, None, Some(90)];
        assert_eq!(average_linkage(&days, &pairs, &rules(0.3)), [0, 0, 0, 3]);
        assert!((closeness_in_time(2, 0.5) - 1.0).abs() < 1e-9);
        assert!((closeness_in_time(-99, 0.5) - 0.5).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_order_of_things_does_not_matter(weights in proptest::collection::vec(0.0f64..1.0, 28), shift in 1usize..8) {
            let n = 8;
            let days: Vec<Option<i64>> = [0, 7, 14, 21, 28, 35, 42, 49].iter().map(|day| (day % 3 == 0).then_some(*day)).collect();
            let turned: Vec<Option<i64>> = (0..n).map(|a| days[(a + n - shift) % n]).collect();
            let mut pairs = Vec::new();
            for a in 0..n { for b in a + 1..n { pairs.push((a, b, weights[pairs.len()])); } }
            let moved: Vec<_> = pairs.iter().rev().map(|&(a, b, w)| ((a + shift) % n, (b + shift) % n, w)).collect();
            let here = average_linkage(&days, &pairs, &LinkageRules { threshold: 0.4, cohesion: 0.6, apart: 0.8 });
            let there = average_linkage(&turned, &moved, &LinkageRules { threshold: 0.4, cohesion: 0.6, apart: 0.8 });
            for a in 0..n { for b in 0..n {
                prop_assert_eq!(here[a] == here[b], there[(a + shift) % n] == there[(b + shift) % n]);
            } }
        }
    }
}
