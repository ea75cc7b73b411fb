//! From a query to passages in order, before anything is shown.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use parallax_embed::{Embedder, SearchRules};
use parallax_store::{Scope, Snapshot, TitleHit, WordHit};
use parallax_types::{ArticleId, PassageId, UnitVector, VectorId};

use super::conditions::{Articles, evaluate};
use super::context::SearchContext;
use super::fuse::{Candidate, Nearness, Sides, fuse, trust_in_words};
use super::prepared::PreparedQuery;
use super::{Mode, Query, SearchRequest, TextPlace, Timings};
use crate::error::EngineError;
use crate::stories::N_IN_MEAN;
use crate::vectors::rescore;

/// Passages taken from each side at least.
const N_PER_SIDE: usize = 100;

/// Passages of the first round that the query is moved towards.
const N_FEEDBACK: usize = 2;

/// Headlines whose articles are looked at in any case.
const N_TITLES: usize = 20;

/// The first of each round whose sentences are asked: in 97 of 100 searches across
/// languages the answer is among them.
const N_ASKED: usize = 12;

/// Articles, best by their words, that are read to tell whether words found the query.
const N_READ_FOR_WORDS: usize = 3;

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
    /// How many passages may answer, where a condition says which.
    pub(crate) n_in_scope: Option<usize>,
    pub(crate) has_searched_meaning: bool,
    /// What could not be done as asked, one sentence each.
    pub(crate) notes: Vec<String>,
    pub(crate) took: Timings,
}

/// Finds and orders passages.
pub(crate) fn rank(
    context: &SearchContext<'_>,
    asked: &PreparedQuery,
    request: &SearchRequest,
) -> Result<Ranking, EngineError> {
    let started = Instant::now();
    let query = &asked.query;
    let allowed = allowed(context.snapshot, query)?;
    if query.words.is_empty() && query.phrases.is_empty() && allowed.scope.passages.is_none() {
        return rank_by_date(context.snapshot, query, allowed);
    }
    let mut ranking = Ranking { notes: allowed.notes, ..Ranking::default() };
    ranking.n_in_scope = allowed.scope.passages.as_ref().map(HashSet::len);
    let took_allowing = started.elapsed();
    let scope = &allowed.scope;
    let n_per_side = N_PER_SIDE.max(request.n_wanted * 4);
    let (words, meaning) = find_both(context, asked, scope, n_per_side, request)?;
    ranking.took.words = words.took + took_allowing;
    ranking.took.meaning = meaning.took;
    let query_vector = asked.vector.as_ref();
    ranking.has_searched_meaning = query_vector.is_some();

    request.go_on()?;
    let started = Instant::now();
    let mut candidates = join(context.snapshot, &words, meaning, query_vector)?;
    let is_conditional = scope.passages.is_some();
    let model = context.model.as_deref();
    let rules = context.rules();
    let list = std::mem::take(&mut candidates.list);
    let (sides, trust, ordered) = match (request.mode, query_vector) {
        (Mode::Words, _) | (Mode::Hybrid, None) => {
            (Sides::Words, 1.0, fuse(list, Sides::Words, &rules, 1.0))
        }
        (Mode::Meaning, _) => (Sides::Meaning, 1.0, fuse(list, Sides::Meaning, &rules, 1.0)),
        (Mode::Hybrid, Some(vector)) => {
            let trust = trust_in_the_words(context.snapshot, asked, &words, &rules)?;
            let ordered = candidates.fused_with_feedback(list, vector, &rules, trust);
            (Sides::Both, trust, ordered)
        }
    };
    let ordered = match (model, query_vector) {
        (Some(model), Some(vector)) if rules.sentences > 0.0 && sides != Sides::Words => {
            fuse(with_sentences(context, ordered, model, vector)?, sides, &rules, trust)
        }
        _ => ordered,
    };
    let articles = candidates.articles;
    let is_above_cut = |similarity: Option<f32>| {
        let label = model.zip(similarity).and_then(|(m, similarity)| m.model().label(similarity));
        label.is_some()
    };
    ranking.ranked = ordered
        .into_iter()
        .filter_map(|candidate| {
            Some(Ranked {
                passage_id: candidate.passage_id,
                article_id: *articles.get(&candidate.passage_id)?,
                similarity: candidate.near.map(|near| near.passage),
                has_words: candidate.bm25.is_some() || candidate.title > 0.0,
            })
        })
        .filter(|it| it.has_words || is_conditional || is_above_cut(it.similarity))
        .collect();
    ranking.took.fuse = started.elapsed();
    Ok(ranking)
}

/// What words find and what meaning finds. The index is gone through beside the words, on
/// a thread of its own: it reads nothing of the store.
fn find_both(
    context: &SearchContext<'_>,
    asked: &PreparedQuery,
    scope: &Scope,
    n_wanted: usize,
    request: &SearchRequest,
) -> Result<(WordsFound, MeaningFound), EngineError> {
    let by_words = || match request.mode {
        Mode::Meaning => Ok(WordsFound::default()),
        Mode::Words | Mode::Hybrid => find_words(context.snapshot, asked, scope, n_wanted),
    };
    let Some(vector) = &asked.vector else { return Ok((by_words()?, MeaningFound::default())) };
    let started = Instant::now();
    let among = vectors_in(context.snapshot, &asked.query, scope)?;
    let took_scope = started.elapsed();
    let scan = || {
        let started = Instant::now();
        let found = context.vectors.candidates(vector, n_wanted, request.plan, among.as_ref());
        found.map(|found| (found, started.elapsed()))
    };
    let (words, scanned) = if request.mode == Mode::Meaning {
        (by_words(), scan())
    } else {
        in_parallel(by_words, scan)
    };
    let (candidates, took_scan) = scanned?;
    request.go_on()?;
    let started = Instant::now();
    let mut meaning = nearest_passages(context.snapshot, scope, vector, n_wanted, candidates)?;
    meaning.took = took_scope + took_scan + started.elapsed();
    Ok((words?, meaning))
}

/// Runs `beside` on a thread of its own while `here` runs on this one.
fn in_parallel<A, B: Send>(here: impl FnOnce() -> A, beside: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|threads| {
        let beside = threads.spawn(beside);
        let here = here();
        match beside.join() {
            Ok(beside) => (here, beside),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Passages and articles that hold the words, best first; of those a condition lets
/// pass, all.
fn find_words(
    snapshot: Snapshot<'_>,
    asked: &PreparedQuery,
    scope: &Scope,
    n_wanted: usize,
) -> Result<WordsFound, EngineError> {
    let started = Instant::now();
    let found = snapshot.find_words(&asked.wanted, scope, n_wanted)?;
    let mut passages = found.passages;
    if let Some(allowed) = &scope.passages {
        let known: HashSet<PassageId> = passages.iter().map(|hit| hit.passage_id).collect();
        let mut others: Vec<PassageId> = allowed.difference(&known).copied().collect();
        others.sort_unstable();
        others.truncate(n_wanted.saturating_sub(passages.len()));
        let unscored = |passage_id| WordHit { passage_id, bm25: 0.0 };
        passages.extend(others.into_iter().map(unscored));
    }
    Ok(WordsFound {
        passages,
        articles: found.articles,
        titles: found.titles,
        took: started.elapsed(),
    })
}

/// How far words are to be trusted: those of a query in another language than the
/// library's find names and numbers at most.
fn trust_in_the_words(
    snapshot: Snapshot<'_>,
    asked: &PreparedQuery,
    words: &WordsFound,
    rules: &SearchRules,
) -> Result<f64, EngineError> {
    if rules.words_wholly <= 0.0 {
        return Ok(1.0);
    }
    let first = words.articles.iter().take(N_READ_FOR_WORDS);
    let first: Vec<ArticleId> = first.map(|(article, _)| *article).collect();
    let shares = asked.coverage.shares(snapshot, &first)?;
    Ok(trust_in_words(shares.into_values().fold(0.0, f32::max), rules))
}

/// The candidates, the first of them with their nearest sentence.
fn with_sentences(
    context: &SearchContext<'_>,
    mut ordered: Vec<Candidate>,
    model: &dyn Embedder,
    query: &UnitVector,
) -> Result<Vec<Candidate>, EngineError> {
    let n_asked = ordered.len().min(N_ASKED);
    let ids: Vec<PassageId> = ordered[..n_asked].iter().map(|it| it.passage_id).collect();
    let passages = context.snapshot.passages(&ids)?;
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
    let nearest = context.sentences.nearest(model, query, &texts)?;
    let similarity: HashMap<PassageId, f32> = passages
        .iter()
        .zip(nearest)
        .filter_map(|(passage, nearest)| Some((passage.id, nearest?.similarity)))
        .collect();
    for candidate in &mut ordered[..n_asked] {
        let nearest = similarity.get(&candidate.passage_id).copied();
        // One without a sentence of some length is a sentence itself.
        candidate.sentence = nearest.or(candidate.near.map(|near| near.passage));
    }
    Ok(ordered)
}

/// Which passages may answer, by filter and condition.
fn allowed(snapshot: Snapshot<'_>, query: &Query) -> Result<Allowed, EngineError> {
    let articles = snapshot.articles_passing(&query.filter)?;
    let mut allowed = Allowed {
        scope: Scope { articles, ..Scope::default() },
        by_condition: None,
        notes: Vec::new(),
    };
    let Some(condition) = &query.condition else { return Ok(allowed) };
    let evaluated = evaluate(snapshot, condition)?;
    allowed.notes = evaluated.notes;
    let passes_filter = |id: ArticleId| {
        allowed.scope.articles.as_ref().is_none_or(|articles| articles.contains(&id))
    };
    let mut is_about_text = false;
    condition.each_positive(&mut |test| is_about_text |= test.place != TextPlace::Title);
    let has_other_words = query.has_loose_words();
    if !evaluated.holding.is_empty() && (is_about_text || !has_other_words) {
        let holding = evaluated.holding.iter();
        let holding = holding
            .filter(|(_, article)| evaluated.articles.contains(**article))
            .filter(|(_, article)| passes_filter(**article));
        allowed.scope.passages = Some(holding.map(|(passage, _)| *passage).collect());
    }
    match (&evaluated.articles, &mut allowed.scope.articles) {
        (Articles::Only(holding), Some(passing)) => passing.retain(|id| holding.contains(id)),
        (Articles::Only(holding), none) => *none = Some(holding.clone()),
        (Articles::AllBut(without), Some(passing)) => {
            passing.retain(|id| !without.contains(id));
        }
        (Articles::AllBut(without), none) => {
            let all = snapshot.all_articles()?;
            *none = Some(all.difference(without).copied().collect());
        }
    }
    allowed.by_condition = Some(evaluated.articles);
    Ok(allowed)
}

/// With filters alone: the opening passage of each article, newest first.
fn rank_by_date(
    snapshot: Snapshot<'_>,
    query: &Query,
    allowed: Allowed,
) -> Result<Ranking, EngineError> {
    let mut ranking = Ranking { notes: allowed.notes, ..Ranking::default() };
    if query.filter.is_empty() && query.condition.is_none() {
        return Ok(ranking);
    }
    let passes = |id| allowed.by_condition.as_ref().is_none_or(|articles| articles.contains(id));
    for (passage_id, article_id) in snapshot.first_passages(&query.filter)? {
        if passes(article_id) {
            let ranked = Ranked { passage_id, article_id, similarity: None, has_words: false };
            ranking.ranked.push(ranked);
        }
    }
    Ok(ranking)
}

/// Of the vectors that the index names, the passages nearest in meaning among those that
/// may answer.
fn nearest_passages(
    snapshot: Snapshot<'_>,
    scope: &Scope,
    query: &UnitVector,
    n_wanted: usize,
    candidates: Vec<VectorId>,
) -> Result<MeaningFound, EngineError> {
    let mut nearest = rescore(snapshot, query, candidates)?;
    nearest.truncate(n_wanted);
    let ids: Vec<VectorId> = nearest.iter().map(|nearest| nearest.neighbor.id).collect();
    let similarity: HashMap<VectorId, f32> =
        nearest.iter().map(|it| (it.neighbor.id, it.neighbor.similarity)).collect();
    // A vector may be that of several passages, of which not all may answer.
    let passages = snapshot.passages_with_vectors(&ids)?.into_iter();
    let passages = passages
        .filter(|(_, passage, article)| scope.lets_pass(*passage, *article))
        .map(|(vector, passage, _)| (passage, similarity[&vector]))
        .collect();
    let vectors = nearest.into_iter().map(|it| (it.neighbor.id, it.vector)).collect();
    Ok(MeaningFound { passages, vectors, took: Duration::ZERO })
}

/// The vectors of what may answer; `None` when all may.
fn vectors_in(
    snapshot: Snapshot<'_>,
    query: &Query,
    scope: &Scope,
) -> Result<Option<HashSet<VectorId>>, EngineError> {
    if scope.is_all() {
        return Ok(None);
    }
    let passages = match &scope.passages {
        Some(passages) => {
            let ids: Vec<PassageId> = passages.iter().copied().collect();
            let passage_locations = snapshot.passage_locations(&ids)?.into_iter();
            return Ok(Some(passage_locations.map(|(.., vector)| vector).collect()));
        }
        None => snapshot.passages_passing(&query.filter)?,
    };
    let vectors =
        passages.into_iter().filter(|(passage, article, _)| scope.lets_pass(*passage, *article));
    Ok(Some(vectors.map(|(.., vector)| vector).collect()))
}

/// One list of both sides, each candidate with all that is known about it.
fn join(
    snapshot: Snapshot<'_>,
    words: &WordsFound,
    meaning: MeaningFound,
    query_vector: Option<&UnitVector>,
) -> Result<Candidates, EngineError> {
    let bm25: HashMap<PassageId, f64> =
        words.passages.iter().map(|hit| (hit.passage_id, hit.bm25)).collect();
    let article_bm25: HashMap<ArticleId, f64> = words.articles.iter().copied().collect();
    let titles: HashMap<ArticleId, f64> =
        words.titles.iter().map(|hit| (hit.article_id, hit.share)).collect();
    let mut ids: Vec<PassageId> = words.passages.iter().map(|hit| hit.passage_id).collect();
    ids.extend(meaning.passages.iter().map(|(id, _)| *id));
    ids.extend(words.titles.iter().take(N_TITLES).map(|hit| hit.passage_id));
    let mut known = HashSet::new();
    ids.retain(|id| known.insert(*id));
    let passage_locations = snapshot.passage_locations(&ids)?;
    let vectors = match query_vector {
        Some(_) => candidate_vectors(snapshot, &passage_locations, meaning.vectors)?,
        None => CandidateVectors::default(),
    };
    let list = passage_locations.iter().map(|(passage_id, article, _)| Candidate {
        passage_id: *passage_id,
        near: query_vector.and_then(|query| vectors.nearness(*passage_id, *article, query)),
        nearness_after_feedback: None,
        sentence: None,
        bm25: bm25.get(passage_id).copied(),
        article_bm25: article_bm25.get(article).copied(),
        title: titles.get(article).copied().unwrap_or(0.0),
    });
    let list = list.collect();
    let articles =
        passage_locations.into_iter().map(|(passage, article, _)| (passage, article)).collect();
    Ok(Candidates { list, articles, vectors })
}

/// - `known`: vectors that were read already.
fn candidate_vectors(
    snapshot: Snapshot<'_>,
    passage_locations: &[(PassageId, ArticleId, VectorId)],
    mut known: HashMap<VectorId, UnitVector>,
) -> Result<CandidateVectors, EngineError> {
    let vectors = passage_locations.iter().map(|(.., vector)| *vector);
    let missing: Vec<VectorId> = vectors.filter(|id| !known.contains_key(id)).collect();
    let read = missing.iter().zip(snapshot.vectors(&missing)?);
    known.extend(read.filter_map(|(id, vector)| Some((*id, vector?))));
    let passages = passage_locations
        .iter()
        .filter_map(|(passage, _, id)| Some((*passage, known.get(id)?.clone())));
    let mut ids: Vec<ArticleId> =
        passage_locations.iter().map(|(_, article, _)| *article).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut articles: HashMap<ArticleId, UnitVector> =
        snapshot.mean_vectors(&ids)?.into_iter().collect();
    // Those just imported have none stored yet.
    for article in ids {
        if !articles.contains_key(&article) {
            let vectors = snapshot.vectors_of_article(article, N_IN_MEAN)?;
            let parts: Vec<(&UnitVector, f32)> = vectors.iter().map(|v| (v, 1.0)).collect();
            articles.extend(blend(&parts).map(|mean| (article, mean)));
        }
    }
    Ok(CandidateVectors { passages: passages.collect(), articles })
}

impl Candidates {
    /// Both sides in one order. In two rounds: the best of the first, being what
    /// was asked for in the library's own words, move the query towards them
    /// (Rocchio's relevance feedback, taken for granted as pseudo-feedback is).
    fn fused_with_feedback(
        &self,
        list: Vec<Candidate>,
        query: &UnitVector,
        rules: &SearchRules,
        trust_in_words: f64,
    ) -> Vec<Candidate> {
        let first = fuse(list, Sides::Both, rules, trust_in_words);
        let Some(moved) = self.moved_towards(query, &first[..first.len().min(N_FEEDBACK)]) else {
            return first;
        };
        let trust = first.first().and_then(|best| best.near).map_or(0.0, |near| near.trust(rules));
        let again = first.into_iter().map(|candidate| {
            let article = self.articles.get(&candidate.passage_id);
            let again = article
                .and_then(|article| self.vectors.nearness(candidate.passage_id, *article, &moved));
            let nearness_after_feedback =
                candidate.near.zip(again).map(|(near, it)| near.blended(it, trust));
            Candidate { nearness_after_feedback, ..candidate }
        });
        fuse(again.collect(), Sides::Both, rules, trust_in_words)
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
    titles: Vec<TitleHit>,
    took: Duration,
}

/// What the query's vector found.
#[derive(Default)]
struct MeaningFound {
    passages: Vec<(PassageId, f32)>,
    /// Of those passages; they are needed again.
    vectors: HashMap<VectorId, UnitVector>,
    took: Duration,
}

/// Which passages may answer.
struct Allowed {
    scope: Scope,
    /// Articles the condition holds of; `None` without a condition.
    by_condition: Option<Articles>,
    notes: Vec<String>,
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
