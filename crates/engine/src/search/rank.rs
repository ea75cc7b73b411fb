//! From a query to passages in order, before anything is shown.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use parallax_index::Neighbor;
use parallax_store::WordHit;
use parallax_types::{ArticleId, PassageId, UnitVector, VectorId};

use super::fuse::{Candidate, Nearness, Sides, fuse};
use super::{Mode, Query, SearchRequest, Timings};
use crate::sides::N_IN_MEAN;
use crate::{EngineError, Library};

/// Passages taken from each side at least.
const N_PER_SIDE: usize = 100;

/// Passages of the first round that the query is moved towards.
const N_FEEDBACK: usize = 2;

/// How many times as many neighbours are sought when too many of them are excluded.
const N_TIMES_MORE: usize = 8;

/// Share of what those passages say in the moved query.
const FEEDBACK_WEIGHT: f32 = 0.36;

/// Share of their articles in what they say.
const FEEDBACK_ARTICLE_SHARE: f32 = 0.2;

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
        let (words, meaning) = match request.mode {
            Mode::Words => (self.find_words(query, n_per_side)?, MeaningFound::default()),
            Mode::Meaning => {
                (WordsFound::default(), self.find_meaning(query, n_per_side, request)?)
            }
            // Neither waits for the other.
            Mode::Hybrid => std::thread::scope(|scope| {
                let words = scope.spawn(|| self.find_words(query, n_per_side));
                let meaning = self.find_meaning(query, n_per_side, request);
                match words.join() {
                    Ok(words) => Ok::<_, EngineError>((words?, meaning?)),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            })?,
        };
        ranking.took.words = words.took;
        ranking.took.embed = meaning.took_embedding;
        ranking.took.meaning = meaning.took;
        ranking.query_vector = meaning.query_vector;
        let meaning = meaning.passages;

        request.go_on()?;
        let started = Instant::now();
        let mut candidates = self.join(&words, &meaning, ranking.query_vector.as_ref())?;
        let ordered = match (request.mode, &ranking.query_vector) {
            (Mode::Words, _) | (Mode::Hybrid, None) => fuse(candidates.list, Sides::Words),
            (Mode::Meaning, _) => fuse(candidates.list, Sides::Meaning),
            (Mode::Hybrid, Some(vector)) => candidates.fused_with_feedback(vector),
        };
        let articles = candidates.articles;
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
                    similarity: candidate.near.map(|near| near.passage),
                    has_words: candidate.bm25.is_some(),
                })
            })
            .filter(|ranked| ranked.has_words || is_above_cut(ranked.similarity))
            .collect();
        ranking.took.fuse = started.elapsed();
        Ok(ranking)
    }

    /// The query's vector and the passages nearest to it.
    fn find_meaning(
        &self,
        query: &Query,
        n_wanted: usize,
        request: &SearchRequest,
    ) -> Result<MeaningFound, EngineError> {
        let started = Instant::now();
        let query_vector = self.embed_query(query, request)?;
        let took_embedding = started.elapsed();
        request.go_on()?;
        let started = Instant::now();
        let passages = match &query_vector {
            Some(vector) => self.nearest_passages(query, vector, n_wanted, request)?,
            None => Vec::new(),
        };
        Ok(MeaningFound { query_vector, passages, took_embedding, took: started.elapsed() })
    }

    /// Passages and articles that hold the words, best first.
    fn find_words(&self, query: &Query, n_wanted: usize) -> Result<WordsFound, EngineError> {
        let started = Instant::now();
        let found = self.store.find_words(&self.wanted(query)?, &query.filter, n_wanted)?;
        Ok(WordsFound {
            passages: found.passages,
            articles: found.articles,
            took: started.elapsed(),
        })
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
        let mut n_sought = n_wanted;
        loop {
            let among = restriction.as_ref().and_then(Restriction::vectors);
            let plan = request.plan;
            let neighbors = self.vectors.nearest(&self.store, vector, n_sought, plan, among)?;
            let n_found = neighbors.len();
            let mut passages = self.passages_of(&neighbors)?;
            passages.retain(|(id, _)| restriction.as_ref().is_none_or(|it| it.allows(*id)));
            let is_enough = passages.len() >= n_wanted || n_found < n_sought;
            if is_enough || restriction.as_ref().is_none_or(|it| it.vectors().is_some()) {
                return Ok(passages);
            }
            // Those excluded stood in the way.
            n_sought *= N_TIMES_MORE;
        }
    }

    fn passages_of(&self, neighbors: &[Neighbor]) -> Result<Vec<(PassageId, f32)>, EngineError> {
        let similarity: HashMap<VectorId, f32> =
            neighbors.iter().map(|neighbor| (neighbor.id, neighbor.similarity)).collect();
        let ids: Vec<VectorId> = neighbors.iter().map(|neighbor| neighbor.id).collect();
        let passages = self.store.passages_with_vectors(&ids)?.into_iter();
        Ok(passages.map(|(vector, passage, _)| (passage, similarity[&vector])).collect())
    }

    /// The passages that may answer, `None` when all may.
    fn restriction(&self, query: &Query) -> Result<Option<Restriction>, EngineError> {
        let (phrases, without) = (&query.phrases, &query.without);
        if query.filter.is_empty() && phrases.is_empty() && without.is_empty() {
            return Ok(None);
        }
        let excluded = match without.as_slice() {
            [] => HashSet::new(),
            without => self.store.passages_with_any(without)?,
        };
        // To name all that is left would mean to read all of the library.
        if query.filter.is_empty() && phrases.is_empty() {
            return Ok(Some(Restriction::AllBut(excluded)));
        }
        let mut allowed: HashMap<PassageId, VectorId> =
            self.store.passages_passing(&query.filter)?.into_iter().collect();
        if !phrases.is_empty() {
            let holding = self.store.passages_with_all(phrases)?;
            allowed.retain(|passage, _| holding.contains(passage));
        }
        allowed.retain(|passage, _| !excluded.contains(passage));
        Ok(Some(Restriction::Only {
            vectors: allowed.values().copied().collect(),
            passages: allowed.into_keys().collect(),
        }))
    }

    /// One list of both sides, each candidate with all that is known about it.
    fn join(
        &self,
        words: &WordsFound,
        meaning: &[(PassageId, f32)],
        query_vector: Option<&UnitVector>,
    ) -> Result<Candidates, EngineError> {
        let bm25: HashMap<PassageId, f64> =
            words.passages.iter().map(|hit| (hit.passage_id, hit.bm25)).collect();
        let article_bm25: HashMap<ArticleId, f64> = words.articles.iter().copied().collect();
        let mut ids: Vec<PassageId> = words.passages.iter().map(|hit| hit.passage_id).collect();
        ids.extend(meaning.iter().map(|(id, _)| *id).filter(|id| !bm25.contains_key(id)));
        let homes = self.store.homes(&ids)?;
        let vectors = match query_vector {
            Some(_) => self.candidate_vectors(&homes)?,
            None => CandidateVectors::default(),
        };
        let list = homes.iter().map(|(passage_id, article, _)| Candidate {
            passage_id: *passage_id,
            near: query_vector.and_then(|query| vectors.nearness(*passage_id, *article, query)),
            near_again: None,
            bm25: bm25.get(passage_id).copied(),
            article_bm25: article_bm25.get(article).copied(),
        });
        let list = list.collect();
        let articles = homes.into_iter().map(|(passage, article, _)| (passage, article)).collect();
        Ok(Candidates { list, articles, vectors })
    }

    fn candidate_vectors(
        &self,
        homes: &[(PassageId, ArticleId, VectorId)],
    ) -> Result<CandidateVectors, EngineError> {
        let ids: Vec<VectorId> = homes.iter().map(|(.., vector)| *vector).collect();
        let passages = homes.iter().zip(self.store.vectors(&ids)?);
        let passages = passages.filter_map(|((passage, ..), vector)| Some((*passage, vector?)));
        let mut ids: Vec<ArticleId> = homes.iter().map(|(_, article, _)| *article).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut articles: HashMap<ArticleId, UnitVector> =
            self.store.mean_vectors(&ids)?.into_iter().collect();
        // Those just imported have none stored yet.
        for article in ids {
            if !articles.contains_key(&article) {
                let vectors = self.store.vectors_of_article(article, N_IN_MEAN)?;
                let parts: Vec<(&UnitVector, f32)> = vectors.iter().map(|v| (v, 1.0)).collect();
                articles.extend(blend(&parts).map(|mean| (article, mean)));
            }
        }
        Ok(CandidateVectors { passages: passages.collect(), articles })
    }
}

impl Candidates {
    /// Both sides in one order. In two rounds: the best of the first, being what
    /// was asked for in the library's own words, move the query towards them
    /// (Rocchio's relevance feedback, taken for granted as pseudo-feedback is).
    fn fused_with_feedback(&mut self, query: &UnitVector) -> Vec<Candidate> {
        let first = fuse(std::mem::take(&mut self.list), Sides::Both);
        let Some(moved) = self.moved_towards(query, &first[..first.len().min(N_FEEDBACK)]) else {
            return first;
        };
        let again = first.into_iter().map(|candidate| Candidate {
            near_again: self
                .articles
                .get(&candidate.passage_id)
                .and_then(|article| self.vectors.nearness(candidate.passage_id, *article, &moved)),
            ..candidate
        });
        fuse(again.collect(), Sides::Both)
    }

    fn moved_towards(&self, query: &UnitVector, best: &[Candidate]) -> Option<UnitVector> {
        let mut parts: Vec<(&UnitVector, f32)> = Vec::new();
        for candidate in best {
            let article = self.articles.get(&candidate.passage_id)?;
            let passage = self.vectors.passages.get(&candidate.passage_id);
            parts.extend(passage.map(|vector| (vector, 1.0 - FEEDBACK_ARTICLE_SHARE)));
            let article = self.vectors.articles.get(article);
            parts.extend(article.map(|vector| (vector, FEEDBACK_ARTICLE_SHARE)));
        }
        let feedback = blend(&parts)?;
        blend(&[(query, 1.0 - FEEDBACK_WEIGHT), (&feedback, FEEDBACK_WEIGHT)])
    }
}

/// The direction of a weighted sum of vectors; `None` if there is none.
fn blend(parts: &[(&UnitVector, f32)]) -> Option<UnitVector> {
    let mut sum = vec![0.0; parts.first()?.0.dim()];
    for (vector, weight) in parts {
        for (sum, value) in sum.iter_mut().zip(vector.as_slice()) {
            *sum += weight * value;
        }
    }
    UnitVector::new(sum).ok()
}

/// What the words found.
#[derive(Default)]
struct WordsFound {
    passages: Vec<WordHit>,
    articles: Vec<(ArticleId, f64)>,
    took: Duration,
}

/// What the query's vector found.
#[derive(Default)]
struct MeaningFound {
    query_vector: Option<UnitVector>,
    passages: Vec<(PassageId, f32)>,
    took_embedding: Duration,
    took: Duration,
}

/// Which passages may answer.
enum Restriction {
    Only { vectors: HashSet<VectorId>, passages: HashSet<PassageId> },
    AllBut(HashSet<PassageId>),
}

impl Restriction {
    fn allows(&self, passage: PassageId) -> bool {
        match self {
            Self::Only { passages, .. } => passages.contains(&passage),
            Self::AllBut(excluded) => !excluded.contains(&passage),
        }
    }

    /// The vectors of what may answer, where they are known.
    fn vectors(&self) -> Option<&HashSet<VectorId>> {
        match self {
            Self::Only { vectors, .. } => Some(vectors),
            Self::AllBut(_) => None,
        }
    }
}

struct Candidates {
    list: Vec<Candidate>,
    articles: HashMap<PassageId, ArticleId>,
    vectors: CandidateVectors,
}

/// Vectors of the candidates, and the mean vectors of their articles.
#[derive(Default)]
struct CandidateVectors {
    passages: HashMap<PassageId, UnitVector>,
    articles: HashMap<ArticleId, UnitVector>,
}

impl CandidateVectors {
    fn nearness(
        &self,
        passage: PassageId,
        article: ArticleId,
        to: &UnitVector,
    ) -> Option<Nearness> {
        let passage = self.passages.get(&passage)?.cosine(to);
        let article = self.articles.get(&article).map_or(passage, |mean| mean.cosine(to));
        Some(Nearness { passage, article })
    }
}
