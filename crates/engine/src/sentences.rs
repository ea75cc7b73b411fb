//! The sentence of a passage that is nearest in meaning to a query.
//!
//! Sentences are not stored: their vectors are computed when a hit is shown and
//! kept while the library is open.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use parallax_embed::{Embedder, Priority};
use parallax_text::{n_words, sentences};
use parallax_types::{Span, UnitVector};

use crate::EngineError;

/// Vectors kept; at 384 dimensions about 12 MB.
const N_KEPT: usize = 8_192;

/// Sentences shorter than this ("He agreed.") are near to anything.
const MIN_WORDS: usize = 4;

/// A sentence of a text and how near it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NearestSentence {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// Cosine similarity in -1…1.
    pub(crate) similarity: f32,
}

/// Vectors of sentences met so far.
#[derive(Default)]
pub(crate) struct SentenceVectors {
    known: Mutex<HashMap<[u8; 32], UnitVector>>,
}

impl SentenceVectors {
    /// For each text its sentence nearest to `query`; `None` for texts without a
    /// sentence of some length.
    pub(crate) fn nearest(
        &self,
        embedder: &dyn Embedder,
        query: &UnitVector,
        texts: &[&str],
    ) -> Result<Vec<Option<NearestSentence>>, EngineError> {
        let cut: Vec<Vec<Span>> = texts.iter().map(|text| long_sentences(text)).collect();
        let all =
            texts.iter().zip(&cut).flat_map(|(text, spans)| spans.iter().map(|span| span.of(text)));
        self.learn(embedder, all.collect())?;
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let nearest = texts.iter().zip(cut).map(|(text, spans)| {
            let scored = spans.into_iter().filter_map(|span| {
                let vector = known.get(&key(span.of(text)))?;
                Some(NearestSentence { span, similarity: vector.cosine(query) })
            });
            scored.max_by(|a, b| a.similarity.total_cmp(&b.similarity))
        });
        Ok(nearest.collect())
    }

    /// Forgets those of another model.
    pub(crate) fn forget_all(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The vectors of some sentences, by sentence.
    pub(crate) fn vectors<'a>(
        &self,
        embedder: &dyn Embedder,
        sentences: &[&'a str],
    ) -> Result<HashMap<&'a str, UnitVector>, EngineError> {
        self.learn(embedder, sentences.to_vec())?;
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = sentences
            .iter()
            .filter_map(|&sentence| Some((sentence, known.get(&key(sentence))?.clone())));
        Ok(found.collect())
    }

    fn learn(&self, embedder: &dyn Embedder, mut sentences: Vec<&str>) -> Result<(), EngineError> {
        sentences.sort_unstable();
        sentences.dedup();
        {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known.len() > N_KEPT {
                known.clear();
            }
            sentences.retain(|sentence| !known.contains_key(&key(sentence)));
        }
        if sentences.is_empty() {
            return Ok(());
        }
        let texts = sentences.iter().map(|&sentence| sentence.to_owned()).collect();
        let vectors = embedder.submit(texts, Priority::Shown).wait()?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(sentences.into_iter().map(key).zip(vectors));
        Ok(())
    }
}

fn long_sentences(text: &str) -> Vec<Span> {
    sentences(text).into_iter().filter(|span| n_words(span.of(text)) >= MIN_WORDS).collect()
}

fn key(sentence: &str) -> [u8; 32] {
    *blake3::hash(sentence.as_bytes()).as_bytes()
}
