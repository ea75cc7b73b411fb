//! From a query to passages in order, before anything is shown.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use parallax_store::WordHit;
use parallax_types::{ArticleId, PassageId, UnitVector, VectorId};

use super::fuse::{Candidate, Sides, fuse};
use super::{Mode, Query, SearchRequest, Timings, words};
use crate::vectors::rescore;
use crate::{EngineError, Library};

/// Passages taken from each side at least.
const N_PER_SIDE: usize = 200;

/// Passages that make an article's mean vector: a book's tenth chapter says little
/// about its first, and reading all of it would cost time.
const N_IN_MEAN: usize = 24;

/// A passage in the order of the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) passage_id: PassageId,
    pub(crate) article_id: ArticleId,
    /// Cosine with the query, where it is known.
    pub(crate) similarity: Option<f32>,
    /// Whether the words matched.
    pub(crate) has_words: bool,
}

/// What was found, best first.
#[derive(Debug, Default)]
pub(crate) struct Ranking {
    pub(crate) ranked: Vec<Ranked>,
    pub(crate) query_vector: Option<UnitVector>,
    pub(crate) took: Timings,
}

impl Library {
    /// Finds and orders passages for `query`.
    pub(crate) fn rank(
        &self,
        query: &Query,
        request: &SearchRequest,
    ) -> Result<Ranking, EngineError> {
        if query.has_no_words() {
            return self.rank_by_date(query);
        }
        let mut ranking = Ranking::default();
        let n_per_side = N_PER_SIDE.max(request.n_wanted * 4);
        let words = match (request.mode, words::expression(query)) {
            (Mode::Hybrid | Mode::Words, Some(expression)) => {
                let started = Instant::now();
                let found = WordsFound {
                    passages: self.store.search_words(&expression, &query.filter, n_per_side)?,
                    articles: self.store.search_articles(&expression, &query.filter, n_per_side)?,
                };
                ranking.took.words = started.elapsed();
                found
            }
            _ => WordsFound::default(),
        };
        if request.mode != Mode::Words {
            let started = Instant::now();
            ranking.query_vector = self.embed_query(query, request)?;
            ranking.took.embed = started.elapsed();
        }
        let started = Instant::now();
        let meaning = match &ranking.query_vector {
            Some(vector) => self.nearest_passages(query, vector, n_per_side, request)?,
            None => Vec::new(),
        };
        ranking.took.meaning = started.elapsed();

        let started = Instant::now();
        let candidates = self.join(&words, &meaning, ranking.query_vector.as_ref())?;
        let articles = candidates.articles;
        let sides = match (request.mode, &ranking.query_vector) {
            (Mode::Words, _) | (Mode::Hybrid, None) => Sides::Words,
            (Mode::Meaning, _) => Sides::Meaning,
            (Mode::Hybrid, Some(_)) => Sides::Both,
        };
        let ordered = fuse(candidates.list, sides);
        let model = self.ready_model();
        let is_above_cut = |similarity: Option<f32>| {
            let label = model
                .as_ref()
                .zip(similarity)
                .and_then(|(m, similarity)| m.model().label(similarity));
            label.is_some()
        };
        ranking.ranked = ordered
            .into_iter()
            .filter_map(|candidate| {
                Some(Ranked {
                    passage_id: candidate.passage_id,
                    article_id: *articles.get(&candidate.passage_id)?,
                    similarity: candidate.similarity,
                    has_words: candidate.bm25.is_some(),
                })
            })
            .filter(|ranked| ranked.has_words || is_above_cut(ranked.similarity))
            .collect();
        ranking.took.fuse = started.elapsed();
        Ok(ranking)
    }

    /// With filters alone: the opening passage of each article, newest first.
    fn rank_by_date(&self, query: &Query) -> Result<Ranking, EngineError> {
        if query.filter.is_empty() {
            return Ok(Ranking::default());
        }
        let mut ranked = Vec::new();
        for (passage_id, article_id) in self.store.first_passages(&query.filter)? {
            ranked.push(Ranked { passage_id, article_id, similarity: None, has_words: false });
        }
        Ok(Ranking { ranked, ..Ranking::default() })
    }

    fn embed_query(
        &self,
        query: &Query,
        request: &SearchRequest,
    ) -> Result<Option<UnitVector>, EngineError> {
        let model = if request.waits_for_model {
            match self.load_model() {
                Ok(_) => self.ready_model(),
                Err(error) if request.mode == Mode::Meaning => return Err(error),
                Err(_) => None,
            }
        } else {
            self.ready_model()
        };
        let Some(model) = model else { return Ok(None) };
        self.load_vectors()?;
        Ok(Some(model.embed_query(&query.text)?))
    }

    /// Passages nearest in meaning that pass filters, phrases and exclusions.
    fn nearest_passages(
        &self,
        query: &Query,
        vector: &UnitVector,
        n_wanted: usize,
        request: &SearchRequest,
    ) -> Result<Vec<(PassageId, f32)>, EngineError> {
        let restriction = self.restriction(query)?;
        let among = restriction.as_ref().map(|restriction| &restriction.vectors);
        let neighbors = self.vectors.nearest(&self.store, vector, n_wanted, request.plan, among)?;
        let similarity: HashMap<VectorId, f32> =
            neighbors.iter().map(|neighbor| (neighbor.id, neighbor.similarity)).collect();
        let ids: Vec<VectorId> = neighbors.iter().map(|neighbor| neighbor.id).collect();
        let passages = self.store.passages_with_vectors(&ids)?;
        let passes = |passage: &PassageId| {
            restriction.as_ref().is_none_or(|only| only.passages.contains(passage))
        };
        Ok(passages
            .into_iter()
            .filter(|(_, passage, _)| passes(passage))
            .map(|(vector, passage, _)| (passage, similarity[&vector]))
            .collect())
    }

    /// The passages that may answer, `None` when all may.
    fn restriction(&self, query: &Query) -> Result<Option<Restriction>, EngineError> {
        let must_have_phrases = !query.phrases.is_empty();
        let exclusion = words::exclusion(query);
        if query.filter.is_empty() && !must_have_phrases && exclusion.is_none() {
            return Ok(None);
        }
        let mut allowed: HashMap<PassageId, VectorId> =
            self.store.passages_passing(&query.filter)?.into_iter().collect();
        if must_have_phrases {
            let only_phrases = Query { phrases: query.phrases.clone(), ..Query::default() };
            let holding = self.matching(words::expression(&only_phrases), query)?;
            allowed.retain(|passage, _| holding.contains(passage));
        }
        let excluded = self.matching(exclusion, query)?;
        allowed.retain(|passage, _| !excluded.contains(passage));
        Ok(Some(Restriction {
            vectors: allowed.values().copied().collect(),
            passages: allowed.into_keys().collect(),
        }))
    }

    fn matching(
        &self,
        expression: Option<String>,
        query: &Query,
    ) -> Result<HashSet<PassageId>, EngineError> {
        let Some(expression) = expression else { return Ok(HashSet::new()) };
        let hits = self.store.search_words(&expression, &query.filter, usize::MAX)?;
        Ok(hits.into_iter().map(|hit| hit.passage_id).collect())
    }

    /// One list of both sides; passages found by words get their similarity too.
    fn join(
        &self,
        words: &WordsFound,
        meaning: &[(PassageId, f32)],
        query_vector: Option<&UnitVector>,
    ) -> Result<Candidates, EngineError> {
        let bm25: HashMap<PassageId, f64> =
            words.passages.iter().map(|hit| (hit.passage_id, hit.bm25)).collect();
        let article_bm25: HashMap<ArticleId, f64> = words.articles.iter().copied().collect();
        let mut similarity: HashMap<PassageId, f32> = meaning.iter().copied().collect();
        let mut ids: Vec<PassageId> = words.passages.iter().map(|hit| hit.passage_id).collect();
        ids.extend(meaning.iter().map(|(id, _)| *id).filter(|id| !bm25.contains_key(id)));
        let homes = self.store.homes(&ids)?;
        if let Some(vector) = query_vector {
            let missing: Vec<&(PassageId, ArticleId, VectorId)> =
                homes.iter().filter(|(passage, ..)| !similarity.contains_key(passage)).collect();
            let vectors: Vec<VectorId> = missing.iter().map(|(.., vector)| *vector).collect();
            let scores: HashMap<VectorId, f32> = rescore(&self.store, vector, vectors)?
                .into_iter()
                .map(|neighbor| (neighbor.id, neighbor.similarity))
                .collect();
            similarity.extend(
                missing
                    .iter()
                    .filter_map(|(passage, _, vector)| Some((*passage, *scores.get(vector)?))),
            );
        }
        let articles: HashMap<PassageId, ArticleId> =
            homes.into_iter().map(|(passage, article, _)| (passage, article)).collect();
        let article_similarity = match query_vector {
            Some(vector) => {
                self.article_similarities(vector, articles.values().copied().collect())?
            }
            None => HashMap::new(),
        };
        let article_bm25_of = |passage: &PassageId| {
            articles.get(passage).and_then(|id| article_bm25.get(id)).copied()
        };
        let list = ids
            .into_iter()
            .map(|passage_id| Candidate {
                passage_id,
                similarity: similarity.get(&passage_id).copied(),
                article_similarity: articles
                    .get(&passage_id)
                    .and_then(|id| article_similarity.get(id))
                    .copied(),
                bm25: bm25.get(&passage_id).copied(),
                article_bm25: article_bm25_of(&passage_id),
            })
            .collect();
        Ok(Candidates { list, articles })
    }

    /// Cosine of the query with the normalised mean of each article's vectors.
    fn article_similarities(
        &self,
        query: &UnitVector,
        articles: HashSet<ArticleId>,
    ) -> Result<HashMap<ArticleId, f32>, EngineError> {
        let mut similarities = HashMap::with_capacity(articles.len());
        for id in articles {
            let vectors = self.store.vectors_of_article(id, N_IN_MEAN)?;
            if let Some(mean) = mean(&vectors) {
                similarities.insert(id, mean.cosine(query));
            }
        }
        Ok(similarities)
    }
}

/// The direction of the mean of some vectors, `None` if they cancel out.
fn mean(vectors: &[UnitVector]) -> Option<UnitVector> {
    let mut sum = vec![0.0; vectors.first()?.dim()];
    for vector in vectors {
        for (sum, value) in sum.iter_mut().zip(vector.as_slice()) {
            *sum += value;
        }
    }
    UnitVector::new(sum).ok()
}

/// What the words found.
#[derive(Default)]
struct WordsFound {
    passages: Vec<WordHit>,
    articles: Vec<(ArticleId, f64)>,
}

struct Restriction {
    vectors: HashSet<VectorId>,
    passages: HashSet<PassageId>,
}

struct Candidates {
    list: Vec<Candidate>,
    articles: HashMap<PassageId, ArticleId>,
}
