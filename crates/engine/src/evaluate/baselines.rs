//! What a search engine put together from its parts would find: each side as its library
//! gives it, and both joined by rank. A mode that does not beat these is not worth having.
//!
//! Documents are ranked by their best passage, as in the modes.
//! Not here: the metrics (`evaluate`).

use std::collections::HashMap;

use parallax_index::Plan;
use parallax_types::{ArticleId, VectorId};

use super::{each_once, words_of};
use crate::{EngineError, Library};

/// Passages each side fetches.
const N_PASSAGES: usize = 400;

/// Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), as published.
const RANK_CONSTANT: f64 = 60.0;

/// A way to search without any of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// BM25 of passages, computed by FTS5.
    Bm25,
    /// Passages by the cosine of their vector, all compared.
    Nearest,
    /// The reciprocal ranks of both added up.
    ReciprocalRank,
}

impl Baseline {
    /// In the order shown.
    pub const ALL: [Self; 3] = [Self::Bm25, Self::Nearest, Self::ReciprocalRank];
}

impl Library {
    /// Articles by their best passage, best first.
    pub(super) fn rank_by_baseline(
        &self,
        baseline: Baseline,
        text: &str,
    ) -> Result<Vec<ArticleId>, EngineError> {
        match baseline {
            Baseline::Bm25 => self.by_bm25(text),
            Baseline::Nearest => self.by_nearest(text),
            Baseline::ReciprocalRank => {
                Ok(by_reciprocal_rank(&[self.by_bm25(text)?, self.by_nearest(text)?]))
            }
        }
    }

    fn by_bm25(&self, text: &str) -> Result<Vec<ArticleId>, EngineError> {
        let passages = self.store.passages_by_bm25(&words_of(text), N_PASSAGES)?;
        let passage_locations = self.store.passage_locations(&passages)?;
        Ok(each_once(passage_locations.into_iter().map(|(_, article, _)| article)))
    }

    fn by_nearest(&self, text: &str) -> Result<Vec<ArticleId>, EngineError> {
        let Some(model) = self.ready_model() else { return Ok(Vec::new()) };
        let query = model.embed_query(text)?;
        let passages = self.store.snapshot(|snapshot| {
            let nearest = self.vectors.nearest(snapshot, &query, N_PASSAGES, Plan::Exact)?;
            let ids: Vec<VectorId> = nearest.iter().map(|neighbor| neighbor.id).collect();
            Ok::<_, EngineError>(snapshot.passages_with_vectors(&ids)?)
        })?;
        Ok(each_once(passages.into_iter().map(|(.., article)| article)))
    }
}

/// Ties go to the lower id.
fn by_reciprocal_rank(sides: &[Vec<ArticleId>]) -> Vec<ArticleId> {
    let mut scores: HashMap<ArticleId, f64> = HashMap::new();
    for side in sides {
        for (rank, article) in side.iter().enumerate() {
            *scores.entry(*article).or_default() += 1.0 / (RANK_CONSTANT + rank as f64 + 1.0);
        }
    }
    let mut ranked: Vec<(ArticleId, f64)> = scores.into_iter().collect();
    ranked.sort_by(|(a, of_a), (b, of_b)| of_b.total_cmp(of_a).then(a.cmp(b)));
    ranked.into_iter().map(|(article, _)| article).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_by_both_comes_before_found_first_by_one() {
        let ids = |ids: &[i64]| ids.iter().copied().map(ArticleId).collect::<Vec<_>>();
        let fused = by_reciprocal_rank(&[ids(&[1, 2, 3]), ids(&[4, 2, 5])]);
        assert_eq!(fused, ids(&[2, 1, 4, 3, 5]));
    }
}
