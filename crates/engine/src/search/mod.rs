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
mod context;
mod copies;
pub(crate) mod coverage;
mod fuse;
#[cfg(test)]
mod guide;
mod hits;
mod marks;
#[cfg(test)]
mod one_state;
mod prepared;
mod query;
mod rank;
mod reason;
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
pub use reason::{HitReason, NamedWords, ReasonKind};
pub use segments::{Mark, Segment};

pub(crate) use context::SearchContext;
pub(crate) use copies::Shingles;
pub(crate) use hits::Assembly;
pub(crate) use marks::QueryWords;
pub(crate) use query::Item;
pub(crate) use rank::{Ranked, Ranking, rank};
pub(crate) use segments::segments;
pub(crate) use words::{Stems, any_word_of, word_spans};

use std::time::{Duration, Instant};

use parallax_embed::Embedder;
use parallax_index::Plan;
use parallax_types::Label;

use crate::error::EngineError;
use crate::library::Library;
use crate::pack_advice::UnknownLanguage;
use crate::sentences::SentenceVectors;

use hits::mark_nearest_sentences;
use prepared::{PreparedQuery, QueryVector};
use spelling::suggest_spelling;
use tried::{unknown_values, what_was_tried};

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
        let (mut found, asked, model) = self.asked(query, request, |context, asked| {
            Ok((search(context, &asked, request)?, asked, context.model.clone()))
        })?;
        // The snapshot is closed: embedding sentences takes long and reads nothing.
        if let Some(model) = model {
            explain(&mut found.result, &asked, &self.sentences, model.as_ref(), request)?;
        }
        let mut result = found.result;
        if result.nothing_close {
            result.notes.extend(found.tried);
            result.unknown_language = self.unknown_language(&result.query.text);
            result.notes.extend(result.unknown_language.as_ref().map(UnknownLanguage::said));
        }
        result.took.total = started.elapsed();
        Ok(result)
    }

    /// Passages in order, before anything is shown.
    pub(crate) fn rank(
        &self,
        query: Query,
        request: &SearchRequest,
    ) -> Result<Ranking, EngineError> {
        self.asked(query, request, |context, asked| rank(context, &asked, request))
    }

    /// Embeds a query, makes it ready in one state of the library, and lets `work` go on
    /// from there.
    pub(crate) fn asked<T>(
        &self,
        query: Query,
        request: &SearchRequest,
        work: impl FnOnce(&SearchContext<'_>, PreparedQuery) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let by_meaning = request.mode != Mode::Words && has_meaning(&query);
        let model = if by_meaning && request.waits_for_model {
            match self.load_model() {
                Ok(model) => Some(model),
                Err(error) if request.mode == Mode::Meaning => return Err(error),
                Err(_) => None,
            }
        } else {
            self.model.ready()
        };
        let meant = match &model {
            Some(model) if by_meaning => QueryVector::of(&query, model.as_ref())?,
            _ => QueryVector::default(),
        };
        request.go_on()?;
        self.in_one_state(model, meant.vector.is_some(), |context| {
            let vector = meant.vector.filter(|_| context.model.is_some());
            let asked = PreparedQuery::new(context.snapshot, query, vector, meant.took)?;
            work(context, asked)
        })
    }
}

/// What a snapshot gives.
pub(crate) struct Found {
    pub(crate) result: SearchResult,
    /// What was tried in vain, should nothing turn out to be close.
    tried: Vec<String>,
}

/// Searches one state of the library; sentences are not compared yet.
pub(crate) fn search(
    context: &SearchContext<'_>,
    asked: &PreparedQuery,
    request: &SearchRequest,
) -> Result<Found, EngineError> {
    let PreparedQuery { query, words, coverage, .. } = asked;
    let snapshot = context.snapshot;
    let ranking = rank(context, asked, request)?;
    let fusing = Instant::now();
    let mut assembly = Assembly::new(context, words, Some(coverage));
    let hits = assembly.hits(&ranking, request.offset, request.n_wanted, request.sort)?;
    request.go_on()?;
    let mut notes = query.notes.clone();
    notes.extend(ranking.notes.iter().cloned());
    let values = unknown_values(snapshot, query)?;
    notes.extend(values.notes);
    let did_you_mean = match suggest_spelling(snapshot, asked)? {
        Some(words) => Some(words),
        None => query.corrected.clone().or(values.corrected),
    };
    let nothing_close = !any_is_close(&hits, asked);
    let has_searched_meaning = ranking.has_searched_meaning;
    let tried = if nothing_close {
        what_was_tried(snapshot, asked, has_searched_meaning)?
    } else {
        Vec::new()
    };
    let mut took = ranking.took;
    took.embed = asked.took_embedding;
    took.fuse += fusing.elapsed();
    let result = SearchResult {
        query: query.clone(),
        notes,
        n_total: ranking.n_in_scope.unwrap_or(0).max(ranking.ranked.len()),
        hits,
        nothing_close,
        did_you_mean,
        // Looked for once the snapshot is closed.
        unknown_language: None,
        searched_meaning: has_searched_meaning,
        took,
    };
    Ok(Found { result, tried })
}

/// Marks in the first hits the sentence that comes nearest, which may show one to be close.
fn explain(
    result: &mut SearchResult,
    asked: &PreparedQuery,
    sentences: &SentenceVectors,
    model: &dyn Embedder,
    request: &SearchRequest,
) -> Result<(), EngineError> {
    let Some(vector) = asked.vector.as_ref().filter(|_| result.searched_meaning) else {
        return Ok(());
    };
    request.go_on()?;
    let explaining = Instant::now();
    let n_explained = request.n_explained.min(result.hits.len());
    let text = &result.query.text;
    mark_nearest_sentences(&mut result.hits[..n_explained], sentences, model, text, vector)?;
    result.nothing_close = !any_is_close(&result.hits, asked);
    result.took.fuse += explaining.elapsed();
    Ok(())
}

/// Whether a query asks for more than certain articles: something to be searched by
/// meaning.
fn has_meaning(query: &Query) -> bool {
    !query.words.is_empty() || !query.phrases.is_empty() || !query.tests().is_empty()
}

fn any_is_close(hits: &[Hit], asked: &PreparedQuery) -> bool {
    hits.iter().any(|hit| is_close(hit, &asked.query, &asked.words))
}

/// Whether a hit is an answer: near enough in meaning, holding most of the words asked
/// for, in its headline too, or what a condition asks for.
fn is_close(hit: &Hit, query: &Query, words: &QueryWords) -> bool {
    let near = hit.label.is_some_and(|label| label <= Label::SameSubject);
    let is_asked_for = query.has_no_words() || query.condition.is_some();
    let n_found = || words.n_found(&[hit.text.as_str(), hit.article.title.as_str()]);
    near || is_asked_for || n_found() * 3 >= words.len() * 2
}
