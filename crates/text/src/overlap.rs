//! How much of one text stands in another, word for word, in whatever order.
//!
//! Runs of three and more common words are tiled greedily (Wise, "Greedy String
//! Tiling", 1993, from left to right); tiles that follow each other closely in
//! both texts make a chain, and single words they share in between count too.
//! Chains of a few words are chance and count for nothing.
//!
//! Invariant: never more words of a text are covered than it has; the time is
//! bounded by the length of both and the caps below.

use std::collections::HashMap;

/// Words that start a tile.
const N_SEED: usize = 3;

/// Places of one run that are tried: "one of the" stands everywhere.
const MAX_PLACES: usize = 24;

/// Words between two tiles of one chain, in either text.
const MAX_GAP: usize = 12;

/// Chains a tile may go on with: a chance tile in between must not break one.
const N_OPEN: usize = 4;

/// Common words a chain needs: less is a phrase, not a copy.
const MIN_CHAIN: usize = 6;

/// Share of the words along a chain that match: phrases here and there are no copy.
const MIN_DENSITY: f64 = 0.6;

/// What two texts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// For each word of the first text, whether it stands in the second.
    pub in_a: Vec<bool>,
    /// For each word of the second text, whether it stands in the first.
    pub in_b: Vec<bool>,
}

impl Overlap {
    /// The share of the first text's words that stand in the second, 0…1.
    #[must_use]
    pub fn a_in_b(&self) -> f64 {
        share(&self.in_a)
    }

    /// The share of the second text's words that stand in the first, 0…1.
    #[must_use]
    pub fn b_in_a(&self) -> f64 {
        share(&self.in_b)
    }

    /// How many words they share.
    #[must_use]
    pub fn n_words(&self) -> usize {
        let count = |covered: &[bool]| covered.iter().filter(|covered| **covered).count();
        count(&self.in_a).min(count(&self.in_b))
    }
}

fn share(covered: &[bool]) -> f64 {
    covered.iter().filter(|covered| **covered).count() as f64 / covered.len().max(1) as f64
}

/// Compares two texts given as hashes of their folded words.
#[must_use]
pub fn overlap(a: &[u64], b: &[u64]) -> Overlap {
    let mut found = Overlap { in_a: vec![false; a.len()], in_b: vec![false; b.len()] };
    for chain in chains(&tiles(a, b)) {
        let matched = matched(a, b, &chain);
        let n_words = matched.last().map_or(0, |last| last.0 + 1 - matched[0].0);
        if matched.len() < MIN_CHAIN || (matched.len() as f64) < MIN_DENSITY * n_words as f64 {
            continue;
        }
        for (in_a, in_b) in matched {
            found.in_a[in_a] = true;
            found.in_b[in_b] = true;
        }
    }
    found
}

/// A common run: where it starts in either text, and its length in words.
#[derive(Debug, Clone, Copy)]
struct Tile {
    a: usize,
    b: usize,
    len: usize,
}

fn tiles(a: &[u64], b: &[u64]) -> Vec<Tile> {
    let mut places: HashMap<&[u64], Vec<usize>> = HashMap::new();
    for (at, run) in b.windows(N_SEED).enumerate() {
        let places = places.entry(run).or_default();
        if places.len() < MAX_PLACES {
            places.push(at);
        }
    }
    let mut used = vec![false; b.len()];
    let mut tiles: Vec<Tile> = Vec::new();
    let mut at = 0;
    while at + N_SEED <= a.len() {
        let candidates = places.get(&a[at..at + N_SEED]).map_or(&[][..], Vec::as_slice);
        let next = tiles.last().map_or(0, |last| last.b + last.len);
        let best = candidates
            .iter()
            .map(|&place| Tile { a: at, b: place, len: run_length(a, b, &used, at, place) })
            .filter(|tile| tile.len >= N_SEED)
            // Of equally long ones, the one that goes on where the last ended.
            .max_by_key(|tile| (tile.len, std::cmp::Reverse(tile.b.abs_diff(next))));
        let Some(tile) = best else {
            at += 1;
            continue;
        };
        used[tile.b..tile.b + tile.len].fill(true);
        at += tile.len;
        tiles.push(tile);
    }
    tiles
}

fn run_length(a: &[u64], b: &[u64], used: &[bool], at: usize, place: usize) -> usize {
    let pairs = a[at..].iter().zip(&b[place..]).zip(&used[place..]);
    pairs.take_while(|((one, other), used)| one == other && !**used).count()
}

/// Tiles that follow each other closely in both texts.
fn chains(tiles: &[Tile]) -> Vec<Vec<Tile>> {
    let mut chains: Vec<Vec<Tile>> = Vec::new();
    for tile in tiles {
        let follows = |chain: &&mut Vec<Tile>| {
            chain.last().is_some_and(|last| {
                let (end_a, end_b) = (last.a + last.len, last.b + last.len);
                tile.a <= end_a + MAX_GAP && tile.b >= end_b && tile.b <= end_b + MAX_GAP
            })
        };
        match chains.iter_mut().rev().take(N_OPEN).find(follows) {
            Some(chain) => chain.push(*tile),
            None => chains.push(vec![*tile]),
        }
    }
    chains
}

/// The pairs of words a chain matches, between its tiles too.
fn matched(a: &[u64], b: &[u64], chain: &[Tile]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut before: Option<Tile> = None;
    for tile in chain {
        if let Some(before) = before {
            let (from_a, from_b) = (before.a + before.len, before.b + before.len);
            let gap = crate::diff::common(&a[from_a..tile.a], &b[from_b..tile.b]);
            pairs.extend(gap.into_iter().map(|(x, y)| (from_a + x, from_b + y)));
        }
        pairs.extend((0..tile.len).map(|n| (tile.a + n, tile.b + n)));
        before = Some(*tile);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{hashes, tokens};

    const STORY: &str = "The harbour board said on Wednesday that it wants to restore its links with the dockers' \
        union, a change of tone after a year of idle cranes and court filings. Nobody in the town hall had expected \
        it, and the mayor was away on holiday when the letter arrived at noon.";

    fn shares(a: &str, b: &str) -> (f64, f64) {
        let found = overlap(&hashes(&tokens(a)), &hashes(&tokens(b)));
        (found.a_in_b(), found.b_in_a())
    }

    #[test]
    fn boilerplate_around_and_reordered_sentences_do_not_hide_a_copy() {
        let (first, second) = STORY.split_once(". ").unwrap();
        let page = format!(
            "Menu. News. {second} {first}. Support our work with ten pounds a month, please do."
        );
        let (inside, around) = shares(STORY, &page);
        assert!(inside > 0.97, "{inside}");
        assert!((0.75..0.95).contains(&around), "{around}");
    }

    #[test]
    fn replaced_words_count_as_missing() {
        let mut n = 0;
        let edited: Vec<String> = STORY
            .split(' ')
            .map(|word| {
                n += 1;
                if n % 6 == 0 { format!("other{n}") } else { word.to_owned() }
            })
            .collect();
        let (inside, _) = shares(STORY, &edited.join(" "));
        assert!((0.78..0.88).contains(&inside), "{inside}");
    }

    #[test]
    fn shared_phrases_are_no_copy() {
        let other = "The board of the museum said on Wednesday that it had sold one of the paintings, and a change \
            of plan after a year of talks is not expected.";
        assert!(shares(STORY, other).0 < 0.15);
        assert_eq!(shares("", STORY), (0.0, 0.0));
    }
}
