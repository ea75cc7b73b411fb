//! Which sentences of different articles tell the same.
//!
//! Candidates come from the stems they share, rare ones first, so that a story of many
//! articles costs what its sentences have in common and not the square of their number.
//! Where words leave it open, vectors decide; only those sentences are embedded.

use std::collections::HashMap;

use parallax_embed::Embedder;
use parallax_text::{Aligned, WeightedWords, align, n_words};

use super::Telling;
use crate::EngineError;
use crate::sentences::SentenceVectors;
use crate::stories::Relation;
use crate::stories::compare::{REWORDED, relation_of};

/// Stems that stand in more sentences than this, and in more than one of so many, find no
/// candidates: `said` is everywhere.
const MAX_IN: usize = 24;
const ONE_IN: usize = 12;

/// Likeness in words below which two sentences are not looked at: their values could not be
/// said to differ, and each costs a vector.
const LEAST_LIKENESS: f32 = 0.4;

/// Sentences that are embedded for one ledger at most; beyond them words alone decide.
const MAX_EMBEDDED: usize = 600;

/// Sentences shorter than this tell nothing by themselves.
const MIN_WORDS: usize = 5;

/// A sentence of a story: its article and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SentenceAt {
    pub(super) telling: usize,
    pub(super) sentence: usize,
}

/// Two sentences that tell the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) a: SentenceAt,
    pub(super) b: SentenceAt,
    /// In words, 0…1.
    pub(super) likeness: f32,
    /// In words and meaning; larger is closer.
    pub(super) closeness: f32,
}

/// The pairs of sentences that tell the same; of two articles each sentence is in one pair
/// at most.
pub(super) fn pairs(
    tellings: &[Telling],
    known: &SentenceVectors,
    model: Option<&dyn Embedder>,
) -> Result<Vec<Pair>, EngineError> {
    let list: Vec<(SentenceAt, WeightedWords)> = sentences(tellings);
    let candidates = candidates(&list);
    let open = candidates.iter().filter(|pair| pair.2 < REWORDED);
    let mut texts: Vec<&str> = open
        .flat_map(|pair| [text(tellings, list[pair.0].0), text(tellings, list[pair.1].0)])
        .collect();
    texts.sort_unstable();
    texts.dedup();
    texts.truncate(MAX_EMBEDDED);
    let vectors = match model {
        Some(model) => known.vectors(model, &texts)?,
        None => HashMap::new(),
    };
    let mut by_articles: HashMap<(usize, usize), Vec<(Aligned, f32)>> = HashMap::new();
    for (a, b, likeness) in candidates {
        let (one, other) = (list[a].0, list[b].0);
        let cosine = vectors
            .get(text(tellings, one))
            .zip(vectors.get(text(tellings, other)))
            .map(|(one, other)| one.cosine(other));
        let label = cosine.zip(model).and_then(|(cosine, model)| model.model().label(cosine));
        let is_identical = list[a].1 == list[b].1;
        let Some(relation @ (Relation::Identical | Relation::Reworded)) =
            relation_of(is_identical, likeness, label)
        else {
            continue;
        };
        let bonus = if relation == Relation::Identical { 1.0 } else { 0.0 };
        // A sentence that was not embedded is as near as its words say.
        let closeness = bonus + likeness + cosine.unwrap_or(likeness).max(0.0);
        let aligned = Aligned { a: one.sentence, b: other.sentence, similarity: closeness };
        by_articles.entry((one.telling, other.telling)).or_default().push((aligned, likeness));
    }
    Ok(one_to_one(by_articles))
}

fn one_to_one(by_articles: HashMap<(usize, usize), Vec<(Aligned, f32)>>) -> Vec<Pair> {
    let mut found = Vec::new();
    for ((a, b), candidates) in by_articles {
        let likeness: HashMap<(usize, usize), f32> =
            candidates.iter().map(|(pair, likeness)| ((pair.a, pair.b), *likeness)).collect();
        let aligned = align(candidates.into_iter().map(|(pair, _)| pair).collect());
        found.extend(aligned.into_iter().map(|pair| Pair {
            a: SentenceAt { telling: a, sentence: pair.a },
            b: SentenceAt { telling: b, sentence: pair.b },
            likeness: likeness[&(pair.a, pair.b)],
            closeness: pair.similarity,
        }));
    }
    found.sort_by(|x, y| y.closeness.total_cmp(&x.closeness).then((x.a, x.b).cmp(&(y.a, y.b))));
    found
}

pub(super) fn text(tellings: &[Telling], at: SentenceAt) -> &str {
    let telling = &tellings[at.telling];
    telling.sentences[at.sentence].of(&telling.article.text)
}

fn sentences(tellings: &[Telling]) -> Vec<(SentenceAt, WeightedWords)> {
    let mut list = Vec::new();
    for (telling, own) in tellings.iter().enumerate() {
        for sentence in 0..own.sentences.len() {
            let at = SentenceAt { telling, sentence };
            let written = text(tellings, at);
            if n_words(written) >= MIN_WORDS && !is_dateline(written) {
                list.push((at, WeightedWords::of(written)));
            }
        }
    }
    list
}

/// `Tue Jul 2, 2013 1:28 PM`: hardly a word in lower case.
fn is_dateline(sentence: &str) -> bool {
    const LEAST: usize = 3;
    let is_plain = |word: &&str| word.len() > 2 && word.chars().all(char::is_lowercase);
    let bare = |word: &'_ str| word.chars().any(char::is_uppercase);
    let words = sentence.split(|char: char| !char.is_alphanumeric());
    let n_plain = words.clone().filter(is_plain).count();
    n_plain < LEAST && words.filter(|word| bare(word)).count() > 0
}

/// Pairs of sentences of different articles that share enough words, by their numbers,
/// the first below the second, with their likeness.
fn candidates(list: &[(SentenceAt, WeightedWords)]) -> Vec<(usize, usize, f32)> {
    let mut postings: HashMap<u64, Vec<(usize, f32)>> = HashMap::new();
    for (at, (_, words)) in list.iter().enumerate() {
        for (stem, share) in words.shares() {
            postings.entry(stem).or_default().push((at, share));
        }
    }
    let most = MAX_IN.max(list.len() / ONE_IN);
    let mut found = Vec::new();
    let mut sums: Vec<f32> = vec![0.0; list.len()];
    let mut touched: Vec<usize> = Vec::new();
    for (at, (place, words)) in list.iter().enumerate() {
        for (stem, share) in words.shares() {
            let others = &postings[&stem];
            if others.len() > most {
                continue;
            }
            for (other, theirs) in others.iter().filter(|(other, _)| *other > at) {
                if list[*other].0.telling == place.telling {
                    continue;
                }
                if sums[*other] == 0.0 {
                    touched.push(*other);
                }
                sums[*other] += share * theirs;
            }
        }
        touched.sort_unstable();
        for other in touched.drain(..) {
            // What frequent stems add is at most this much as a rule.
            let is_near = std::mem::take(&mut sums[other]) >= LEAST_LIKENESS / 2.0;
            if !is_near {
                continue;
            }
            let likeness = words.likeness(&list[other].1);
            if likeness >= LEAST_LIKENESS {
                found.push((at, other, likeness));
            }
        }
    }
    found
}
