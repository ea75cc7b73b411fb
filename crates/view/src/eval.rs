//! What an evaluation prints.

use parallax_engine as engine;
use serde::Serialize;

use super::milliseconds;

/// How well one collection is searched.
#[derive(Serialize)]
pub struct Eval<'a> {
    dataset: &'a str,
    n_docs: usize,
    n_passages: usize,
    n_queries: usize,
    modes: Modes,
    baselines: Baselines,
    took_ms: f64,
}

#[derive(Serialize, Default)]
struct Modes {
    words: Scores,
    meaning: Scores,
    hybrid: Scores,
}

#[derive(Serialize, Default)]
struct Baselines {
    bm25: Scores,
    nearest: Scores,
    reciprocal_rank: Scores,
}

#[derive(Serialize, Default)]
struct Scores {
    ndcg_at_10: f64,
    hit_at_1: f64,
    mrr_at_10: f64,
    recall_at_100: f64,
    /// 95 % bootstrap interval.
    ndcg_interval: [f64; 2],
}

/// Several corpora at once; a single one is printed bare.
#[derive(Serialize)]
pub struct Evals<'a> {
    /// Each in a library of its own.
    pub sets: Vec<Eval<'a>>,
    /// All in one library.
    pub mixed: Vec<Eval<'a>>,
    /// Each set of queries in each library.
    pub closeness: Vec<Closeness<'a>>,
}

/// How often queries find something close in a library.
#[derive(Serialize)]
pub struct Closeness<'a> {
    /// The collection that was searched.
    pub library: &'a str,
    /// The collection the queries are of.
    pub queries: &'a str,
    /// Queries asked.
    pub n_queries: usize,
    /// Of those, how many found something close.
    pub n_close: usize,
}

impl<'a> Eval<'a> {
    /// The scores of `dataset`.
    #[must_use]
    pub fn of(dataset: &'a str, evaluation: &engine::Evaluation) -> Self {
        let mut modes = Modes::default();
        for (mode, scores) in &evaluation.modes {
            let place = match mode {
                engine::Mode::Words => &mut modes.words,
                engine::Mode::Meaning => &mut modes.meaning,
                engine::Mode::Hybrid => &mut modes.hybrid,
            };
            *place = Scores::of(scores);
        }
        let mut baselines = Baselines::default();
        for (baseline, scores) in &evaluation.baselines {
            let place = match baseline {
                engine::Baseline::Bm25 => &mut baselines.bm25,
                engine::Baseline::Nearest => &mut baselines.nearest,
                engine::Baseline::ReciprocalRank => &mut baselines.reciprocal_rank,
            };
            *place = Scores::of(scores);
        }
        Self {
            dataset,
            n_docs: evaluation.n_documents,
            n_passages: evaluation.n_passages,
            n_queries: evaluation.n_queries,
            modes,
            baselines,
            took_ms: milliseconds(evaluation.took),
        }
    }
}

impl Scores {
    fn of(scores: &engine::ModeScores) -> Self {
        Self {
            ndcg_at_10: scores.ndcg_at_10,
            hit_at_1: scores.hit_at_1,
            mrr_at_10: scores.mrr_at_10,
            recall_at_100: scores.recall_at_100,
            ndcg_interval: scores.ndcg_interval.into(),
        }
    }
}
