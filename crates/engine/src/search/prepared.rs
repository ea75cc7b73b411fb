//! A query made ready once for all stages of a search: what its words are in the library,
//! what they weigh, what is to be marked, and its vector.
//!
//! Not here: reading a query (`query`), what is found (`rank`), what is shown (`hits`).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parallax_embed::Embedder;
use parallax_store::{QueryWord, Snapshot};
use parallax_types::UnitVector;

use super::Query;
use super::coverage::{Coverage, weighed_words};
use super::marks::QueryWords;
use super::words::{content_words, leading, looked_for};
use crate::error::EngineError;

/// What a search asks for.
pub(crate) struct PreparedQuery {
    pub(crate) query: Query,
    /// What to find by words: the phrases, and any of the words, rare ones first.
    pub(crate) wanted: Vec<QueryWord>,
    /// Content words that stand nowhere in the library.
    pub(crate) absent: Vec<String>,
    /// What is marked where it stands.
    pub(crate) words: QueryWords,
    /// How much of it an article holds.
    pub(crate) coverage: Coverage,
    /// What it means; `None` where meaning is not searched.
    pub(crate) vector: Option<UnitVector>,
    pub(crate) took_embedding: Duration,
}

impl PreparedQuery {
    /// Asks the library for the counts of all words at once.
    ///
    /// - `vector`: of the query, from the model of the library's vectors.
    pub(crate) fn new(
        snapshot: Snapshot<'_>,
        query: Query,
        vector: Option<UnitVector>,
        took_embedding: Duration,
    ) -> Result<Self, EngineError> {
        let content = content_words(&query.words);
        let words = looked_for(&content);
        let phrases = query.phrases.iter().map(String::as_str);
        let mut all: Vec<&str> = content.iter().copied().chain(phrases).collect();
        all.extend(words.iter().map(|word| word.text.as_str()));
        let weighed = weighed_words(&query);
        all.extend(weighed.iter().map(String::as_str));
        let languages = snapshot.stem_languages()?;
        let counts = snapshot.word_counts(&all)?;
        let counts: HashMap<&str, usize> = all.into_iter().zip(counts).collect();
        let is_absent = |word: &&&str| counts.get(**word) == Some(&0);
        let absent = content.iter().filter(is_absent).map(|word| (*word).to_owned()).collect();
        let coverage = Coverage::new(&query, snapshot.n_searchable()?, &counts, &languages);
        let mut wanted: Vec<QueryWord> =
            query.phrases.iter().map(|phrase| QueryWord::once(phrase)).collect();
        wanted.extend(leading(&words, &counts));
        let words = QueryWords::of(&query, &languages);
        Ok(Self { query, wanted, absent, words, coverage, vector, took_embedding })
    }
}

/// What a query means.
#[derive(Default)]
pub(crate) struct QueryVector {
    /// `None` where meaning is not searched.
    pub(crate) vector: Option<UnitVector>,
    pub(crate) took: Duration,
}

impl QueryVector {
    /// Slow: to be had before a snapshot opens.
    pub(crate) fn of(query: &Query, model: &dyn Embedder) -> Result<Self, EngineError> {
        let started = Instant::now();
        let vector = model.embed_query(&query.text)?;
        Ok(Self { vector: Some(vector), took: started.elapsed() })
    }
}
