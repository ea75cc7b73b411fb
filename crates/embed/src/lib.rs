//! Turns passages into unit vectors, on this machine, from local files only.
//!
//! The one owner of fastembed and ONNX Runtime. A [`Pack`] is a model on disk,
//! checked against its own checksums; a [`Pool`] runs it on several cores.
//! Invariants: the same text gives the same vector, whatever is embedded beside
//! it; a query never waits behind an import; nothing is ever downloaded.
//! Not here: what is embedded when (`engine`) and where vectors are kept (`store`).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod error;
mod fake;
mod locate;
mod onnx;
mod pack;
mod pool;
mod unigram;

pub use error::EmbedError;
pub use fake::FakeEmbedder;
pub use locate::{DEFAULT_PACK, ModelFiles, PackPlaces, is_pack_id, locate};
pub use pack::{LabelBorders, Pack, SearchRules};
pub use pool::Pool;

/// One per process: the benchmark that runs fastembed beside the pool needs it too.
#[doc(hidden)]
pub use onnx::environment;

use crossbeam_channel::Receiver;
use parallax_types::{Label, UnitVector};

/// What the rest of the program knows about a model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelInfo {
    /// Stable name, e.g. `all-MiniLM-L6-v2`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// SHA-256 of the model file, hexadecimal. With `id` it decides whether two
    /// vectors are comparable.
    pub sha256: String,
    /// Values per vector.
    pub n_dimensions: usize,
    /// Where the labels begin.
    pub labels: LabelBorders,
    /// What a cosine is worth.
    pub search: SearchRules,
    /// Languages it was made for, BCP 47; empty where its pack is silent.
    pub languages: Vec<String>,
}

impl ModelInfo {
    /// The label of a cosine similarity, `None` below the cut-off.
    #[must_use]
    pub fn label(&self, similarity: f32) -> Option<Label> {
        let LabelBorders { identical, reworded, same_subject, loosely_related, .. } = self.labels;
        match similarity {
            s if s >= identical => Some(Label::Identical),
            s if s >= reworded => Some(Label::Reworded),
            s if s >= same_subject => Some(Label::SameSubject),
            s if s >= loosely_related => Some(Label::LooselyRelated),
            _ => None,
        }
    }
}

impl SearchRules {
    /// How near two texts are by their cosine: 0 for those that have nothing to do with
    /// each other, 1 for the same; the same scale for every model.
    #[must_use]
    pub fn nearness(&self, cosine: f32) -> f32 {
        (cosine - self.unrelated) / (1.0 - self.unrelated)
    }
}

impl ModelInfo {
    /// Whether a passage answers a query.
    ///
    /// - `share_of_words`: 0…1, how much of the query the passage's article
    ///   holds, rare words counting more.
    #[must_use]
    pub fn is_answer(&self, similarity: f32, share_of_words: f32) -> bool {
        let border = self.labels.answers.unwrap_or(self.labels.same_subject);
        similarity + self.labels.shared_words * share_of_words >= border
    }

    /// The label of a passage found for a query.
    ///
    /// - `is_answered`: whether a passage among the best [answers][Self::is_answer] the
    ///   query: the library has the subject then, and less is asked of the others.
    ///
    /// Never better than the same subject: what says the same as a query is known
    /// only once both texts are compared.
    #[must_use]
    pub fn label_of_answer(
        &self,
        similarity: f32,
        share_of_words: f32,
        is_answered: bool,
    ) -> Option<Label> {
        let less = if is_answered { self.labels.beside_answers } else { 0.0 };
        if self.is_answer(similarity + less, share_of_words) {
            return Some(Label::SameSubject);
        }
        self.label(similarity).map(|_| Label::LooselyRelated)
    }
}

/// Who is waiting for a vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// A reader who asks; goes ahead of everything.
    Query,
    /// A reader who is to be shown part of a passage: ahead as well, but embedded as
    /// passages are.
    Shown,
    /// An import in the background.
    Import,
}

/// Texts handed in, vectors to come.
#[derive(Debug)]
pub struct Ticket {
    receiver: Receiver<(usize, Result<UnitVector, EmbedError>)>,
    n_texts: usize,
}

impl Ticket {
    /// A ticket for vectors that are there already.
    #[must_use]
    pub fn of(vectors: Vec<UnitVector>) -> Self {
        let n_texts = vectors.len();
        let (sender, receiver) = crossbeam_channel::unbounded();
        for (position, vector) in vectors.into_iter().enumerate() {
            // The receiver lives in this very function; sending cannot fail.
            let _ = sender.send((position, Ok(vector)));
        }
        Self { receiver, n_texts }
    }

    /// Waits for all vectors, in the order of the texts handed in.
    ///
    /// # Errors
    /// The first error met, or [`EmbedError::Stopped`] when the workers are gone.
    pub fn wait(self) -> Result<Vec<UnitVector>, EmbedError> {
        let mut vectors: Vec<Option<UnitVector>> = vec![None; self.n_texts];
        for _ in 0..self.n_texts {
            let (position, vector) = self.receiver.recv().map_err(|_| EmbedError::Stopped)?;
            vectors[position] = Some(vector?);
        }
        vectors.into_iter().collect::<Option<Vec<_>>>().ok_or(EmbedError::Stopped)
    }
}

/// Something that turns text into vectors: the real [`Pool`], or the
/// deterministic [`FakeEmbedder`] of unit tests.
pub trait Embedder: Send + Sync {
    /// The model behind it.
    fn model(&self) -> &ModelInfo;

    /// Queues `texts`; the vectors come through the ticket.
    fn submit(&self, texts: Vec<String>, priority: Priority) -> Ticket;

    /// Texts worth having in flight at once to keep every worker busy.
    fn n_in_flight(&self) -> usize;

    /// The vector of one query, ahead of any import.
    ///
    /// # Errors
    /// When the model fails on it.
    fn embed_query(&self, text: &str) -> Result<UnitVector, EmbedError> {
        let mut vectors = self.submit(vec![text.to_owned()], Priority::Query).wait()?;
        vectors.pop().ok_or(EmbedError::Stopped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_asked_beside_an_answer() {
        let labels = LabelBorders {
            identical: 0.97,
            reworded: 0.8,
            same_subject: 0.6,
            loosely_related: 0.2,
            shared_words: 0.2,
            answers: Some(0.5),
            beside_answers: 0.1,
            ..LabelBorders::default()
        };
        let model = ModelInfo { labels, ..FakeEmbedder::default().model().clone() };
        assert!(model.is_answer(0.4, 0.6) && !model.is_answer(0.4, 0.4));
        let label = |share, is_answered| model.label_of_answer(0.4, share, is_answered);
        assert_eq!(label(0.4, false), Some(Label::LooselyRelated));
        assert_eq!(label(0.4, true), Some(Label::SameSubject));
        assert_eq!(model.label_of_answer(0.2, 0.4, true), Some(Label::LooselyRelated));
        assert_eq!(model.label_of_answer(0.1, 0.4, true), None);
    }
}
