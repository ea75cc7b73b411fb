//! Joins what words and meaning found into one order.
//!
//! Meaning is the plain cosine, words are BM25 as a share of the best in the
//! library: a score depends on the query and the passage alone, not on how many
//! others were fetched, so that paging goes on where it stopped.
//!
//! The weights are the same for every library. They were searched at random on
//! TIME, Cranfield and CISI together and checked by leaving each set out in
//! turn; BENCHMARKS.md has the figures, and what was tried and dropped.
//! Pure; stable: ties go to the lower passage id.

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
    pub(super) fn trust(self) -> f32 {
        let share = (self.mixed() - FEEDBACK_FROM) / (FEEDBACK_WHOLLY - FEEDBACK_FROM);
        share.clamp(0.0, 1.0) as f32
    }
}

impl Candidate {
    fn meaning(&self) -> Option<f64> {
        self.nearness_after_feedback.or(self.near).map(Nearness::mixed)
    }
}

/// Which sides count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    Words,
    Meaning,
    Both,
}

/// Orders candidates by score, best first.
#[expect(clippy::needless_pass_by_value, reason = "the order replaces the candidates")]
pub(super) fn fuse(candidates: Vec<Candidate>, sides: Sides) -> Vec<Candidate> {
    let best = |of: &dyn Fn(&Candidate) -> Option<f64>| {
        candidates.iter().filter_map(of).fold(f64::MIN_POSITIVE, f64::max)
    };
    let best_passage = best(&|candidate| candidate.bm25);
    let best_article = best(&|candidate| candidate.article_bm25);
    // A passage that is not embedded yet counts as the farthest of those that are.
    let farthest = candidates.iter().filter_map(Candidate::meaning).fold(1.0, f64::min);
    let score = |candidate: &Candidate| {
        let meaning = MEANING_WEIGHT * candidate.meaning().unwrap_or(farthest);
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
            Sides::Both => meaning + words,
        }
    };
    let mut scored: Vec<(f64, Candidate)> =
        candidates.iter().map(|candidate| (score(candidate), *candidate)).collect();
    scored.sort_by(|(a, first), (b, second)| {
        b.total_cmp(a).then(first.passage_id.cmp(&second.passage_id))
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
            bm25,
            article_bm25: bm25,
            title: 0.0,
        }
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
