//! Retrieval quality on judged corpora: nDCG@10, MRR@10 and recall@100 of each
//! mode, documents ranked by their best passage; and whether a query about
//! nothing in the library is answered so.
//!
//! Metrics as in `trec_eval`: linear gain, discount log2(rank + 1), a query
//! without relevant documents left out. Intervals are of a bootstrap over queries
//! with a fixed seed.
//! Not here: the files a corpus lies in; what the modes are measured against
//! (`baselines`).

mod baselines;

pub use baselines::Baseline;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use parallax_index::Plan;
use parallax_types::{
    ArticleId, Block, BlockKind, Label, Metadata, RawArticle, Receipt, Role, Source, Sourced,
};

use crate::import::{Intake, Progress};
use crate::search::{Hit, Item, Mode, Query, SearchRequest, rank};
use crate::vectors::Graphs;
use crate::{Control, EngineError, Library};

/// A judged corpus.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// What is searched.
    pub documents: Vec<Document>,
    /// What is asked: query id and text.
    pub queries: Vec<(String, String)>,
    /// Which documents answer what.
    pub qrels: Vec<Qrel>,
}

/// A document of a corpus.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id in the corpus.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// A judgement: how relevant a document is to a query; 0 is not at all.
#[derive(Debug, Clone)]
pub struct Qrel {
    /// The query.
    pub query_id: String,
    /// The document.
    pub document_id: String,
    /// Grade, larger is more relevant.
    pub grade: i32,
}

/// The quality of each mode.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Documents stored.
    pub n_documents: usize,
    /// Passages they were cut into.
    pub n_passages: usize,
    /// Queries with at least one relevant document.
    pub n_queries: usize,
    /// Scores by mode: words, meaning, hybrid.
    pub modes: Vec<(Mode, ModeScores)>,
    /// What they are measured against, on the same passages and vectors.
    pub baselines: Vec<(Baseline, ModeScores)>,
    /// Time it took.
    pub took: Duration,
}

/// Scores in 0…1, larger is better, averaged over queries.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ModeScores {
    /// Normalised discounted cumulative gain of the first ten.
    pub ndcg_at_10: f64,
    /// Share of queries whose first is relevant.
    pub hit_at_1: f64,
    /// Reciprocal rank of the first relevant among the first ten.
    pub mrr_at_10: f64,
    /// Share of the relevant among the first hundred.
    pub recall_at_100: f64,
    /// 95 % of the bootstrap's samples have a mean nDCG between these.
    pub ndcg_interval: (f64, f64),
}

/// How often something was shown as close.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closeness {
    /// Queries asked.
    pub n_queries: usize,
    /// Of those, how many found something of the same subject or nearer. With
    /// relevant articles: for how many the best relevant passage was that near.
    pub n_close: usize,
}

/// A passage found for a query, by what decides whether it is called close.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearby {
    /// Cosine with the query.
    pub similarity: f32,
    /// Of the query's words, by weight, what its article holds, 0…1.
    pub share_of_words: f32,
    /// Whether its article answers the query.
    pub is_relevant: bool,
}

impl Library {
    /// What the best passages for each judged query of `corpus` are like, best first: to
    /// calibrate a model pack by. Nothing is relevant where the corpus is not stored here.
    ///
    /// # Errors
    /// When the store or the model fails.
    pub fn nearby(&self, corpus: &Corpus) -> Result<Vec<Vec<Nearby>>, EngineError> {
        const N_BEST: usize = 50;
        let judged = Judged::new(0, corpus);
        let names = self.names()?;
        let mut found = Vec::new();
        for (id, text) in &corpus.queries {
            let Some(grades) = judged.0.get(id.as_str()) else { continue };
            let request = SearchRequest { n_wanted: N_BEST, ..SearchRequest::new(text) };
            let (ranked, shares) = self.asked(typed_by_nobody(text), &request, |it, asked| {
                let mut ranked = rank(it, &asked, &request)?.ranked;
                ranked.truncate(N_BEST);
                let mut articles: Vec<ArticleId> = ranked.iter().map(|it| it.article_id).collect();
                articles.sort_unstable();
                articles.dedup();
                Ok((ranked, asked.coverage.shares(it.snapshot, &articles)?))
            })?;
            let nearby = ranked.iter().filter_map(|it| {
                let is_relevant =
                    names.get(&it.article_id).is_some_and(|name| grades.contains_key(name));
                let share_of_words = shares.get(&it.article_id).copied().unwrap_or(0.0);
                Some(Nearby { similarity: it.similarity?, share_of_words, is_relevant })
            });
            found.push(nearby.collect());
        }
        Ok(found)
    }

    /// Stores `corpora` in this library, which should be empty, and asks each one's
    /// queries, all of them against everything. Documents of different corpora
    /// never count as relevant to each other's queries.
    ///
    /// # Errors
    /// When the store or the model fails.
    pub fn evaluate(
        &self,
        corpora: &[Corpus],
        plan: Plan,
        control: &Control,
        observe: &(dyn Fn(&Progress) + Sync),
    ) -> Result<Vec<Evaluation>, EngineError> {
        let importing = Instant::now();
        for (at, corpus) in corpora.iter().enumerate() {
            for document in &corpus.documents {
                self.put_raw(&name(at, &document.id), raw(document))?;
            }
        }
        self.import(&Intake::default(), control, observe)?;
        if matches!(plan, Plan::Hnsw { .. }) {
            self.reindex_with(Graphs::All, control)?;
        }
        let took_import = importing.elapsed();
        let names = self.names()?;
        let stats = self.stats()?;
        let evaluations = corpora.iter().enumerate().map(|(at, corpus)| {
            let asking = Instant::now();
            let judged = Judged::new(at, corpus);
            let mut modes = Vec::new();
            for mode in [Mode::Words, Mode::Meaning, Mode::Hybrid] {
                let rank = |text: &str| self.ranked_articles(text, mode, plan);
                modes.push((mode, score(corpus, &judged, &names, &rank)?));
            }
            let took = took_import + asking.elapsed();
            let mut baselines = Vec::new();
            for baseline in Baseline::ALL {
                let rank = |text: &str| self.rank_by_baseline(baseline, text);
                baselines.push((baseline, score(corpus, &judged, &names, &rank)?));
            }
            Ok(Evaluation {
                n_documents: stats.store.n_articles,
                n_passages: stats.store.n_passages,
                n_queries: judged.0.len(),
                modes,
                baselines,
                took,
            })
        });
        evaluations.collect()
    }

    /// For how many judged queries of `corpus`, the `at`-th that was stored, the
    /// best relevant passage is shown as of the same subject or nearer.
    ///
    /// # Errors
    /// When the store or the model fails.
    pub fn n_relevant_close(&self, at: usize, corpus: &Corpus) -> Result<Closeness, EngineError> {
        let judged = Judged::new(at, corpus);
        let names = self.names()?;
        self.closeness(corpus, &|id, article| {
            let grades = judged.0.get(id)?;
            Some(names.get(&article).is_some_and(|name| grades.contains_key(name)))
        })
    }

    /// For how many judged queries of `corpus`, which is not stored here, anything
    /// is shown as of the same subject or nearer.
    ///
    /// # Errors
    /// When the store or the model fails.
    pub fn n_foreign_close(&self, corpus: &Corpus) -> Result<Closeness, EngineError> {
        let judged = Judged::new(0, corpus);
        self.closeness(corpus, &|id, _| judged.0.contains_key(id).then_some(true))
    }

    /// `counts`: whether a hit in an article counts for a query; `None` when the
    /// query is not to be asked.
    fn closeness(
        &self,
        corpus: &Corpus,
        counts: &dyn Fn(&str, ArticleId) -> Option<bool>,
    ) -> Result<Closeness, EngineError> {
        let mut closeness = Closeness::default();
        for (id, text) in &corpus.queries {
            if counts(id, ArticleId(0)).is_none() {
                continue;
            }
            let request =
                SearchRequest { n_wanted: 50, n_explained: 0, ..SearchRequest::new(text) };
            let result = self.search_for(typed_by_nobody(text), &request)?;
            let is_close = |hit: &Hit| {
                hit.label.is_some_and(|label| label <= Label::SameSubject)
                    && counts(id, hit.article.id) == Some(true)
            };
            closeness.n_queries += 1;
            closeness.n_close += usize::from(result.hits.iter().any(is_close));
        }
        Ok(closeness)
    }

    fn names(&self) -> Result<HashMap<ArticleId, String>, EngineError> {
        let rows = self.articles(&crate::Filter::default())?;
        Ok(rows.into_iter().map(|row| (row.id, row.path)).collect())
    }

    /// Articles by their best passage, best first.
    fn ranked_articles(
        &self,
        text: &str,
        mode: Mode,
        plan: Plan,
    ) -> Result<Vec<ArticleId>, EngineError> {
        let request = SearchRequest { mode, plan, n_wanted: 100, ..SearchRequest::new(text) };
        let ranking = self.rank(typed_by_nobody(text), &request)?;
        Ok(each_once(ranking.ranked.iter().map(|ranked| ranked.article_id)))
    }
}

/// Every article where it first stands.
fn each_once(articles: impl Iterator<Item = ArticleId>) -> Vec<ArticleId> {
    let mut seen = HashSet::new();
    articles.filter(|article| seen.insert(*article)).collect()
}

/// - `rank`: from a query's text to articles, best first.
fn score(
    corpus: &Corpus,
    judged: &Judged<'_>,
    names: &HashMap<ArticleId, String>,
    rank: &dyn Fn(&str) -> Result<Vec<ArticleId>, EngineError>,
) -> Result<ModeScores, EngineError> {
    let mut ndcgs = Vec::new();
    let mut sum = ModeScores::default();
    for (id, text) in &corpus.queries {
        let Some(grades) = judged.0.get(id.as_str()) else { continue };
        let ranked: Vec<i32> = rank(text)?
            .iter()
            .map(|article| names.get(article))
            .map(|name| name.and_then(|name| grades.get(name.as_str())).copied().unwrap_or(0))
            .collect();
        ndcgs.push(ndcg(&ranked, grades.values().copied()));
        sum.hit_at_1 += f64::from(u8::from(ranked.first().is_some_and(|grade| *grade > 0)));
        sum.mrr_at_10 += reciprocal_rank(&ranked);
        sum.recall_at_100 += recall(&ranked, grades.len());
    }
    let n = ndcgs.len().max(1) as f64;
    Ok(ModeScores {
        ndcg_at_10: ndcgs.iter().sum::<f64>() / n,
        hit_at_1: sum.hit_at_1 / n,
        mrr_at_10: sum.mrr_at_10 / n,
        recall_at_100: sum.recall_at_100 / n,
        ndcg_interval: interval(&ndcgs),
    })
}

/// A query of a corpus: nothing in it is a filter.
fn typed_by_nobody(text: &str) -> Query {
    let words = words_of(text);
    let items = words.iter().cloned().map(Item::Word).collect();
    Query { text: text.to_owned(), words, items, ..Query::default() }
}

/// What a document is stored as: ids are unique within their corpus only.
fn name(corpus: usize, id: &str) -> String {
    format!("{corpus}/{id}")
}

/// Relevant documents by query; queries without any are left out.
struct Judged<'a>(HashMap<&'a str, HashMap<String, i32>>);

impl<'a> Judged<'a> {
    /// `at`: which of the corpora stored it is.
    fn new(at: usize, corpus: &'a Corpus) -> Self {
        let asked: HashSet<&str> = corpus.queries.iter().map(|(id, _)| id.as_str()).collect();
        let mut judged: HashMap<&str, HashMap<String, i32>> = HashMap::new();
        for qrel in corpus
            .qrels
            .iter()
            .filter(|qrel| qrel.grade > 0 && asked.contains(qrel.query_id.as_str()))
        {
            let grades = judged.entry(&qrel.query_id).or_default();
            grades.insert(name(at, &qrel.document_id), qrel.grade);
        }
        Self(judged)
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

fn raw(document: &Document) -> RawArticle {
    let title = document.title.trim();
    let blocks = document.text.split("\n\n").map(|text| Block {
        kind: BlockKind::Paragraph,
        role: Role::Body,
        text: text.to_owned(),
        page: None,
    });
    RawArticle {
        metadata: Metadata {
            title: (!title.is_empty())
                .then(|| Sourced::new(title.to_owned(), Source::FileProperties)),
            ..Metadata::default()
        },
        blocks: blocks.collect(),
        tags: Vec::new(),
        receipt: Receipt {
            format: "corpus".to_owned(),
            encoding: "utf-8".to_owned(),
            ..Receipt::default()
        },
    }
}

/// Grades of the ranked documents, best rank first, against the best order possible.
fn ndcg(ranked: &[i32], relevant: impl Iterator<Item = i32>) -> f64 {
    let gain = |grades: &[i32]| -> f64 {
        let first = grades.iter().take(10).enumerate();
        first.map(|(rank, grade)| f64::from(*grade) / (rank as f64 + 2.0).log2()).sum()
    };
    let mut ideal: Vec<i32> = relevant.collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    gain(ranked) / gain(&ideal)
}

fn reciprocal_rank(ranked: &[i32]) -> f64 {
    ranked
        .iter()
        .take(10)
        .position(|grade| *grade > 0)
        .map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0))
}

fn recall(ranked: &[i32], n_relevant: usize) -> f64 {
    ranked.iter().take(100).filter(|grade| **grade > 0).count() as f64 / n_relevant as f64
}

/// The middle 95 % of the means of samples drawn with replacement.
fn interval(values: &[f64]) -> (f64, f64) {
    const N_SAMPLES: usize = 2_000;
    if values.is_empty() {
        return (0.0, 0.0);
    }
    // SplitMix64 from a fixed seed: the same figures every time.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % values.len() as u64).unwrap_or(0)
    };
    let mut means: Vec<f64> = (0..N_SAMPLES)
        .map(|_| values.iter().map(|_| values[draw()]).sum::<f64>() / values.len() as f64)
        .collect();
    means.sort_by(f64::total_cmp);
    (means[N_SAMPLES / 40], means[N_SAMPLES - 1 - N_SAMPLES / 40])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn metrics_agree_with_hand_computed_values() {
        // Two relevant documents, found at ranks 1 and 3.
        let ranked = [1, 0, 1, 0];
        close(ndcg(&ranked, [1, 1].into_iter()), (1.0 + 0.5) / (1.0 + 1.0 / 3f64.log2()));
        close(reciprocal_rank(&ranked), 1.0);
        close(recall(&ranked, 4), 0.5);
        close(reciprocal_rank(&[0, 0, 2]), 1.0 / 3.0);
        close(reciprocal_rank(&[0; 30]), 0.0);
        close(interval(&[0.5; 9]).0, 0.5);
        let (low, high) = interval(&[0.0, 1.0].repeat(50));
        assert!((0.38..0.44).contains(&low) && (0.56..0.62).contains(&high), "{low} {high}");
        close(ndcg(&[0, 3], [3, 1].into_iter()), (3.0 / 3f64.log2()) / (3.0 + 1.0 / 3f64.log2()));
    }
}
