//! Joins what words and meaning found into one order.
//!
//! Meaning is the cosine, on the scale of the model pack; words are BM25 as a share of the best in the
//! library: a score depends on the query and the passage alone, not on how many
//! others were fetched, so that paging goes on where it stopped.
//!
//! The weights are the same for every library. They were searched at random on
//! TIME, Cranfield and CISI together and checked by leaving each set out in
//! turn; BENCHMARKS.md has the figures, and what was tried and dropped.
//! With packs for many languages words count less where hardly any of the query's are found
//! in an article, as those of another language are not.
//! Pure; stable: ties go to the lower passage id.

use parallax_embed::SearchRules;
use parallax_types::PassageId;

/// Weight of the cosine. Cosines of one query lie close together, shares of BM25
/// far apart; this makes meaning count about two and a half times as much as words.
const MEANING_WEIGHT: f64 = 2.8;

/// Weight of the passage's words, beside meaning and where words are all there is.
const PASSAGE_WORDS_WEIGHT: f64 = 0.1;
const PASSAGE_WORDS_ALONE: f64 = 0.25;

/// Weight of the whole article's words: a passage need not repeat what its
/// article is about.
const ARTICLE_WORDS_WEIGHT: f64 = 0.84;

/// Weight of the headline. It counts by the third power of how much of the query stands
/// there: hardly for a question that shares a word with it, decisively for a headline that
/// somebody half remembers.
const TITLE_WEIGHT: f64 = 0.6;

/// Share of the whole article in the score of meaning.
const ARTICLE_MEANING_SHARE: f64 = 0.35;

/// A second round moves the query towards the best hits of the first as far as those are
/// near it: not at all below the first cosine, wholly from the second on. Where the first
/// hits are hardly about what was asked, they would lead away from it.
const FEEDBACK_FROM: f64 = 0.47;
const FEEDBACK_WHOLLY: f64 = 0.8;

/// A passage with the score of each side that found it, larger is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) passage_id: PassageId,
    /// Cosine of passage and query, where the passage has a vector.
    pub(super) near: Option<Nearness>,
    /// The same with the query moved towards the best hits of a first round.
    pub(super) nearness_after_feedback: Option<Nearness>,
    /// Cosine of the passage's nearest sentence and the query, where it was asked.
    pub(super) sentence: Option<f32>,
    /// BM25 of the passage, where it is among the best.
    pub(super) bm25: Option<f64>,
    /// BM25 of its article, where it is among the best.
    pub(super) article_bm25: Option<f64>,
    /// How much of what the query's words are worth stands in the article's headline, 0…1.
    pub(super) title: f64,
}

/// Cosines with a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Nearness {
    pub(super) passage: f32,
    /// Of the mean of the article's vectors.
    pub(super) article: f32,
}

impl Nearness {
    /// How near the passage is, helped by what its article is about.
    fn mixed(self) -> f64 {
        (1.0 - ARTICLE_MEANING_SHARE) * f64::from(self.passage)
            + ARTICLE_MEANING_SHARE * f64::from(self.article)
    }
}

impl Nearness {
    /// Between `self` and `other`, by the share of `other`.
    pub(super) fn blended(self, other: Self, share: f32) -> Self {
        let between = |one: f32, two: f32| one + share * (two - one);
        Self {
            passage: between(self.passage, other.passage),
            article: between(self.article, other.article),
        }
    }

    /// How far the best hit, so near, is to be followed, 0…1.
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    pub(super) fn trust(self, rules: &SearchRules) -> f32 {
        let nearness = on_scale(self.mixed(), rules);
        let share = (nearness - FEEDBACK_FROM) / (FEEDBACK_WHOLLY - FEEDBACK_FROM);
        share.clamp(0.0, 1.0) as f32
    }
}

/// [`SearchRules::nearness`], in the precision scores are computed in.
fn on_scale(cosine: f64, rules: &SearchRules) -> f64 {
    let unrelated = f64::from(rules.unrelated);
    (cosine - unrelated) / (1.0 - unrelated)
}

/// How far words count, 0…1.
///
/// - `best_share`: the largest share of the query's words, by weight, that an article holds.
pub(super) fn trust_in_words(best_share: f32, rules: &SearchRules) -> f64 {
    let (from, wholly) = (rules.words_from, rules.words_wholly);
    if wholly <= from {
        return 1.0;
    }
    f64::from(((best_share - from) / (wholly - from)).clamp(0.0, 1.0))
}

impl Candidate {
    fn meaning(&self, rules: &SearchRules) -> Option<f64> {
        let passage = self.nearness_after_feedback.or(self.near)?.mixed();
        let weight = f64::from(rules.sentences);
        let cosine = match self.sentence {
            Some(sentence) => (passage + weight * f64::from(sentence)) / (1.0 + weight),
            None => passage,
        };
        Some(on_scale(cosine, rules))
    }
}

/// Which sides count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    Words,
    Meaning,
    Both,
}

/// Orders candidates by score, best first; those whose sentences were asked, being the best
/// of a round before, ahead of all others.
///
/// - `trust_in_words`: 0…1, beside meaning.
#[expect(clippy::needless_pass_by_value, reason = "the order replaces the candidates")]
pub(super) fn fuse(
    candidates: Vec<Candidate>,
    sides: Sides,
    rules: &SearchRules,
    trust_in_words: f64,
) -> Vec<Candidate> {
    let best = |of: &dyn Fn(&Candidate) -> Option<f64>| {
        candidates.iter().filter_map(of).fold(f64::MIN_POSITIVE, f64::max)
    };
    let best_passage = best(&|candidate| candidate.bm25);
    let best_article = best(&|candidate| candidate.article_bm25);
    // A passage that is not embedded yet counts as the farthest of those that are.
    let meanings = candidates.iter().filter_map(|candidate| candidate.meaning(rules));
    let farthest = meanings.fold(1.0, f64::min);
    let score = |candidate: &Candidate| {
        let meaning = MEANING_WEIGHT * candidate.meaning(rules).unwrap_or(farthest);
        let of_passage = match sides {
            Sides::Words => PASSAGE_WORDS_ALONE,
            _ => PASSAGE_WORDS_WEIGHT,
        };
        let words = of_passage * candidate.bm25.unwrap_or(0.0) / best_passage
            + ARTICLE_WORDS_WEIGHT * candidate.article_bm25.unwrap_or(0.0) / best_article
            + TITLE_WEIGHT * candidate.title.powi(3);
        match sides {
            Sides::Words => words,
            Sides::Meaning => meaning,
            Sides::Both => meaning + trust_in_words * words,
        }
    };
    let mut scored: Vec<(f64, Candidate)> =
        candidates.iter().map(|candidate| (score(candidate), *candidate)).collect();
    scored.sort_by(|(a, first), (b, second)| {
        let was_asked = |candidate: &Candidate| candidate.sentence.is_some();
        was_asked(second)
            .cmp(&was_asked(first))
            .then(b.total_cmp(a))
            .then(first.passage_id.cmp(&second.passage_id))
    });
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(id: i64, similarity: Option<f32>, bm25: Option<f64>) -> Candidate {
        let near = similarity.map(|passage| Nearness { passage, article: passage });
        let passage_id = PassageId(id);
        Candidate {
            passage_id,
            near,
            nearness_after_feedback: None,
            sentence: None,
            bm25,
            article_bm25: bm25,
            title: 0.0,
        }
    }

    fn fuse(candidates: Vec<Candidate>, sides: Sides) -> Vec<Candidate> {
        super::fuse(candidates, sides, &SearchRules::default(), 1.0)
    }

    fn order(fused: &[Candidate]) -> Vec<i64> {
        fused.iter().map(|candidate| candidate.passage_id.0).collect()
    }

    #[test]
    fn found_by_both_beats_found_by_one() {
        let candidates = vec![
            candidate(1, Some(0.7), None),
            candidate(2, Some(0.65), Some(7.0)),
            candidate(3, None, Some(8.0)),
            candidate(4, Some(0.1), Some(1.0)),
        ];
        assert_eq!(order(&fuse(candidates.clone(), Sides::Both)), [2, 1, 3, 4]);
        assert_eq!(order(&fuse(candidates.clone(), Sides::Meaning)), [1, 2, 3, 4]);
        assert_eq!(order(&fuse(candidates, Sides::Words)), [3, 2, 4, 1]);
    }

    #[test]
    fn words_that_are_hardly_found_count_less() {
        let candidates = vec![candidate(1, Some(0.5), None), candidate(2, Some(0.4), Some(7.0))];
        let order_with = |share| {
            let rules =
                SearchRules { words_from: 0.3, words_wholly: 0.7, ..SearchRules::default() };
            let trust = trust_in_words(share, &rules);
            order(&super::fuse(candidates.clone(), Sides::Both, &rules, trust))
        };
        assert_eq!((order_with(0.8), order_with(0.3)), (vec![2, 1], vec![1, 2]));
        assert!((trust_in_words(0.0, &SearchRules::default()) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_nearest_sentence_decides_among_the_first() {
        let rules = SearchRules { unrelated: 0.7, sentences: 1.0, ..SearchRules::default() };
        let mut candidates: Vec<Candidate> = [0.80, 0.81, 0.9]
            .into_iter()
            .zip(1..)
            .map(|(s, id)| candidate(id, Some(s), None))
            .collect();
        candidates[0].sentence = Some(0.9);
        candidates[1].sentence = Some(0.85);
        let fused = super::fuse(candidates, Sides::Meaning, &rules, 1.0);
        assert_eq!(order(&fused), [1, 2, 3]);
    }

    proptest! {
        #[test]
        fn keeps_every_candidate_and_does_not_depend_on_their_order(
            scores in proptest::collection::vec((proptest::option::of(-1f32..1.0), proptest::option::of(0f64..30.0)), 0..40)
        ) {
            let candidates: Vec<Candidate> =
                (0..).zip(&scores).map(|(id, (s, b))| candidate(id, *s, *b)).collect();
            let reversed = candidates.iter().rev().copied().collect();
            let fused = fuse(candidates.clone(), Sides::Both);
            prop_assert_eq!(&fused, &fuse(reversed, Sides::Both));
            prop_assert_eq!(fused.len(), candidates.len());
        }

        /// What is fetched beyond the best neither moves nor parts those before it.
        #[test]
        fn the_order_of_some_does_not_depend_on_worse_ones(
            scores in proptest::collection::vec((0f32..1.0, 0f64..30.0), 2..40), n_kept in 1usize..20
        ) {
            let candidates: Vec<Candidate> =
                (0..).zip(&scores).map(|(id, (s, b))| candidate(id, Some(*s), Some(*b))).collect();
            let all = fuse(candidates, Sides::Both);
            let best = all.iter().max_by(|a, b| a.bm25.partial_cmp(&b.bm25).unwrap()).unwrap();
            let mut some: Vec<Candidate> = all.iter().take(n_kept).copied().collect();
            if !some.contains(best) { some.push(*best); }
            let expected: Vec<i64> = order(&all).into_iter().filter(|id| order(&some).contains(id)).collect();
            prop_assert_eq!(order(&fuse(some, Sides::Both)), expected);
        }
    }
}
