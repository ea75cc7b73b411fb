//! Searching: by words, by meaning, or both fused.
//!
//! ```text
//! query ─┬─ words ────▶ FTS5, BM25 ─────────╮
//!        ╰─ meaning ──▶ nearest vectors ────┴▶ fuse ▶ fold copies ▶ mark ▶ hits
//! ```
//!
//! Invariants: a hit's similarity is the exact cosine of stored vectors; a copy
//! is folded, never dropped; the order is stable.

mod agreement;
#[cfg(test)]
mod brute_force;
mod cancellation;
mod conditions;
mod copies;
pub(crate) mod coverage;
mod fuse;
#[cfg(test)]
mod guide;
mod hits;
mod marks;
mod query;
mod rank;
mod segments;
mod spelling;
mod tried;
#[cfg(test)]
mod word_cases;
mod words;

pub use agreement::{agreement, label_of_pair};
pub use cancellation::{SearchTicket, Searches};
pub use hits::{CopyOf, Hit, Matched};
pub use query::{Condition, Part, PartKind, Query, TextForm, TextPlace, TextTest, Within};
pub use segments::{Mark, Segment};

pub(crate) use copies::Shingles;
pub(crate) use coverage::Coverage;
pub(crate) use hits::Assembly;
pub(crate) use marks::QueryWords;
pub(crate) use query::Item;
pub(crate) use rank::{Ranked, Ranking};
pub(crate) use segments::segments;
pub(crate) use words::{Stems, word_spans};

use std::time::{Duration, Instant};

use parallax_index::Plan;
use parallax_types::Label;

use crate::{EngineError, Library, UnknownLanguage};

/// A search.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// As typed.
    pub query: String,
    /// What to look at.
    pub mode: Mode,
    /// Order of the hits.
    pub sort: Sort,
    /// Upper bound on hits.
    pub n_wanted: usize,
    /// Hits passed over, for the next page. Pages join without gaps or repeats as
    /// long as the rest of the request stays the same.
    pub offset: usize,
    /// For how many hits, from the best, the sentence nearest in meaning is
    /// sought: each costs some milliseconds.
    pub n_explained: usize,
    /// Wait for the model to load, instead of searching words meanwhile.
    pub waits_for_model: bool,
    /// How the nearest vectors are found; `Plan::Auto` but for measurements.
    pub plan: Plan,
    /// Ends the search early once a newer one has begun.
    pub turn: Option<SearchTicket>,
}

impl SearchRequest {
    /// A search by words and meaning for ten hits.
    #[must_use]
    pub fn new(query: &str) -> Self {
        Self {
            query: query.to_owned(),
            mode: Mode::Hybrid,
            sort: Sort::Relevance,
            n_wanted: 10,
            offset: 0,
            n_explained: 10,
            waits_for_model: true,
            plan: Plan::Auto,
            turn: None,
        }
    }
}

impl SearchRequest {
    /// Between two stages: whether it is worth going on.
    pub(crate) fn go_on(&self) -> Result<(), EngineError> {
        match &self.turn {
            Some(turn) if turn.is_over() => Err(EngineError::Superseded),
            _ => Ok(()),
        }
    }
}

/// What a search looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Words and meaning, fused.
    Hybrid,
    /// Meaning alone.
    Meaning,
    /// Words alone; needs no model.
    Words,
}

/// Order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    Relevance,
    /// By date of publication, latest first; undated last.
    Newest,
    /// By date of publication, earliest first; undated last.
    Oldest,
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct SearchResult {
    /// The query as understood.
    pub query: Query,
    /// What of the query was not understood, or not done as asked; one sentence each.
    pub notes: Vec<String>,
    /// Best first, or by date.
    pub hits: Vec<Hit>,
    /// Passages found before the limit was applied, copies included.
    pub n_total: usize,
    /// No hit is close to what was asked.
    pub nothing_close: bool,
    /// The query with the words that occur nowhere put right, where there is a
    /// word like each of them.
    pub did_you_mean: Option<String>,
    /// The query's language, where nothing is close and the model does not know it.
    pub unknown_language: Option<UnknownLanguage>,
    /// Whether meaning was searched; false without a model.
    pub searched_meaning: bool,
    /// Where the time went.
    pub took: Timings,
}

/// Where the time of a search went.
#[derive(Debug, Clone, Copy, Default)]
pub struct Timings {
    /// Embedding the query.
    pub embed: Duration,
    /// Searching words.
    pub words: Duration,
    /// Finding the nearest vectors.
    pub meaning: Duration,
    /// Fusing, folding, marking.
    pub fuse: Duration,
    /// All of it.
    pub total: Duration,
}

impl Library {
    /// Searches the library.
    ///
    /// # Errors
    /// When the store fails, or when meaning alone was asked for and the model
    /// cannot be used. In hybrid mode a missing model leaves the words.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResult, EngineError> {
        self.search_for(Query::parse(&request.query), request)
    }

    /// The same for a query that was understood already.
    pub(crate) fn search_for(
        &self,
        query: Query,
        request: &SearchRequest,
    ) -> Result<SearchResult, EngineError> {
        let started = Instant::now();
        let ranking = self.rank(&query, request)?;
        let fusing = Instant::now();
        let mut assembly = Assembly::new(self, &query)?.with_coverage(&query)?;
        let n_total = ranking.n_in_scope.unwrap_or(0).max(ranking.ranked.len());
        let mut hits = assembly.hits(&ranking, request.offset, request.n_wanted, request.sort)?;
        request.go_on()?;
        if let Some(vector) = &ranking.query_vector {
            let n_explained = request.n_explained;
            self.mark_nearest_sentences(&mut hits, n_explained, &query.text, vector)?;
        }
        let mut notes = query.notes.clone();
        notes.extend(ranking.notes.iter().cloned());
        let values = self.unknown_values(&query)?;
        notes.extend(values.notes);
        let did_you_mean =
            match (self.suggest_spelling(&query)?, &query.corrected, values.corrected) {
                (Some(words), ..) => Some(words),
                (None, Some(corrected), _) => Some(corrected.clone()),
                (None, None, corrected) => corrected,
            };
        let words = QueryWords::of(&query, &self.store.stem_languages()?);
        let nothing_close = !hits.iter().any(|hit| is_close(hit, &query, &words));
        if nothing_close {
            notes.extend(self.what_was_tried(&query, &ranking)?);
        }
        let unknown_language =
            if nothing_close { self.unknown_language(&query.text)? } else { None };
        notes.extend(unknown_language.as_ref().map(UnknownLanguage::said));
        let mut took = ranking.took;
        took.fuse += fusing.elapsed();
        took.total = started.elapsed();
        let searched_meaning = ranking.query_vector.is_some();
        Ok(SearchResult {
            query,
            notes,
            hits,
            n_total,
            nothing_close,
            did_you_mean,
            unknown_language,
            searched_meaning,
            took,
        })
    }
}

/// Whether a hit is an answer: near enough in meaning, holding most of the words asked
/// for, in its headline too, or what a condition asks for.
fn is_close(hit: &Hit, query: &Query, words: &QueryWords) -> bool {
    let near = hit.label.is_some_and(|label| label <= Label::SameSubject);
    let is_asked_for = query.has_no_words() || query.condition.is_some();
    let n_found = || words.n_found(&[hit.text.as_str(), hit.article.title.as_str()]);
    near || is_asked_for || n_found() * 3 >= words.len() * 2
}
