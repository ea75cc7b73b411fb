//! Retrieval quality on a judged corpus: nDCG@10, MRR@10 and recall@100 of each
//! mode, documents ranked by their best passage.
//!
//! Metrics as in `trec_eval`: linear gain, discount log2(rank + 1), a query
//! without relevant documents left out.
//! Not here: the files a corpus lies in.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use parallax_index::Plan;
use parallax_types::{
    ArticleId, Block, BlockKind, Metadata, RawArticle, Receipt, Role, Source, Sourced,
};

use crate::import::{Intake, Progress};
use crate::search::{Mode, Query, SearchRequest};
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
    /// Time it took.
    pub took: Duration,
}

/// Scores in 0…1, larger is better, averaged over queries.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ModeScores {
    /// Normalised discounted cumulative gain of the first ten.
    pub ndcg_at_10: f64,
    /// Reciprocal rank of the first relevant among the first ten.
    pub mrr_at_10: f64,
    /// Share of the relevant among the first hundred.
    pub recall_at_100: f64,
}

impl Library {
    /// Stores `corpus` in this library, which should be empty, and asks its queries.
    ///
    /// # Errors
    /// When the store or the model fails.
    pub fn evaluate(
        &self,
        corpus: &Corpus,
        plan: Plan,
        control: &Control,
        observe: &(dyn Fn(&Progress) + Sync),
    ) -> Result<Evaluation, EngineError> {
        let started = Instant::now();
        for document in &corpus.documents {
            self.put_raw(&document.id, raw(document))?;
        }
        self.import(&Intake::default(), control, observe)?;
        if matches!(plan, Plan::Hnsw { .. }) {
            self.reindex_with(Graphs::All, control)?;
        }
        let names: HashMap<ArticleId, String> = self
            .articles(&crate::Filter::default())?
            .into_iter()
            .map(|row| (row.id, row.path))
            .collect();
        let judged = Judged::new(corpus);
        let mut modes = Vec::new();
        for mode in [Mode::Words, Mode::Meaning, Mode::Hybrid] {
            modes.push((mode, self.score(corpus, &judged, &names, mode, plan)?));
        }
        let stats = self.stats()?;
        Ok(Evaluation {
            n_documents: stats.store.n_articles,
            n_passages: stats.store.n_passages,
            n_queries: judged.0.len(),
            modes,
            took: started.elapsed(),
        })
    }

    fn score(
        &self,
        corpus: &Corpus,
        judged: &Judged<'_>,
        names: &HashMap<ArticleId, String>,
        mode: Mode,
        plan: Plan,
    ) -> Result<ModeScores, EngineError> {
        let mut sum = ModeScores::default();
        for (id, text) in &corpus.queries {
            let Some(grades) = judged.0.get(id.as_str()) else { continue };
            let request = SearchRequest { mode, plan, n_wanted: 100, ..SearchRequest::new(text) };
            // Corpora are not typed by a reader: nothing in them is a filter.
            let query = Query { text: text.clone(), words: words_of(text), ..Query::default() };
            let mut seen = HashSet::new();
            let ranked: Vec<i32> = self
                .rank(&query, &request)?
                .ranked
                .iter()
                .filter(|ranked| seen.insert(ranked.article_id))
                .map(|ranked| names.get(&ranked.article_id))
                .map(|name| name.and_then(|name| grades.get(name.as_str())).copied().unwrap_or(0))
                .collect();
            sum.ndcg_at_10 += ndcg(&ranked, grades.values().copied());
            sum.mrr_at_10 += reciprocal_rank(&ranked);
            sum.recall_at_100 += recall(&ranked, grades.len());
        }
        let n = judged.0.len().max(1) as f64;
        Ok(ModeScores {
            ndcg_at_10: sum.ndcg_at_10 / n,
            mrr_at_10: sum.mrr_at_10 / n,
            recall_at_100: sum.recall_at_100 / n,
        })
    }
}

/// Relevant documents by query; queries without any are left out.
struct Judged<'a>(HashMap<&'a str, HashMap<&'a str, i32>>);

impl<'a> Judged<'a> {
    fn new(corpus: &'a Corpus) -> Self {
        let asked: HashSet<&str> = corpus.queries.iter().map(|(id, _)| id.as_str()).collect();
        let mut judged: HashMap<&str, HashMap<&str, i32>> = HashMap::new();
        for qrel in corpus
            .qrels
            .iter()
            .filter(|qrel| qrel.grade > 0 && asked.contains(qrel.query_id.as_str()))
        {
            judged.entry(&qrel.query_id).or_default().insert(&qrel.document_id, qrel.grade);
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
    });
    RawArticle {
        metadata: Metadata {
            title: (!title.is_empty())
                .then(|| Sourced::new(title.to_owned(), Source::FileProperties)),
            ..Metadata::default()
        },
        blocks: blocks.collect(),
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
        close(ndcg(&[0, 3], [3, 1].into_iter()), (3.0 / 3f64.log2()) / (3.0 + 1.0 / 3f64.log2()));
    }
}
