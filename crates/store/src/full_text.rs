//! The words index, over passages: FTS5, scored by our own BM25 (`bm25.rs`), which
//! gives whole articles their score in the same reading.
//!
//! Invariant: the rowids of `passage_words` are exactly the passages' ids; they change
//! in the same transaction. A title is indexed once, with its article's first passage.
//! Not here: what is a word (`parallax-lang`), which passages a condition lets pass
//! (`matches` says which hold a phrase; `engine` puts them together).

mod bm25;
mod expression;
mod index;
mod matches;
mod passage_lengths;
mod term_counts;

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use parallax_lang::Phrase;
use parallax_types::{ArticleId, PassageId};
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use crate::error::Doing;
use crate::{Filter, Snapshot, Store, StoreError};

use bm25::Rows;
pub(crate) use expression::Alternatives;
pub(crate) use index::{Heading, delete_article, heading_of, index_all, index_title, insert};
pub use matches::PhraseMatch;
pub(crate) use passage_lengths::PassageLengths;
use term_counts::MAX_PHRASES;
pub(crate) use term_counts::register;

/// Rows read at most, about: where more are expected, the latest passages answer. So
/// many take some 10 ms.
const MAX_ROWS: usize = 60_000;

/// Spellings that a word has in no particular language, mostly.
const N_OWN_SPELLINGS: usize = 2;

/// Which passages may answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The articles; `None`: all.
    pub articles: Option<HashSet<ArticleId>>,
    /// The passages; `None`: all of those articles.
    pub passages: Option<HashSet<PassageId>>,
}

impl Scope {
    /// Whether everything may.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.articles.is_none() && self.passages.is_none()
    }

    /// Whether a passage of an article may answer.
    #[must_use]
    pub fn lets_pass(&self, passage: PassageId, article: ArticleId) -> bool {
        self.has_article(article) && self.has_passage(passage)
    }

    fn has_article(&self, id: ArticleId) -> bool {
        self.articles.as_ref().is_none_or(|articles| articles.contains(&id))
    }

    fn has_passage(&self, id: PassageId) -> bool {
        self.passages.as_ref().is_none_or(|passages| passages.contains(&id))
    }
}

/// A passage that holds what is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordHit {
    /// The passage.
    pub passage_id: PassageId,
    /// BM25, larger is better, comparable within one query only.
    pub bm25: f64,
}

/// A word to find, and how much it counts against others: as often as it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryWord {
    /// The word; several to the index (`S-400`, a phrase) must follow each other.
    pub text: String,
    /// 1 for a word that was asked for once.
    pub weight: f64,
}

impl QueryWord {
    /// A word asked for once.
    #[must_use]
    pub fn once(text: &str) -> Self {
        Self { text: text.to_owned(), weight: 1.0 }
    }
}

/// An article whose headline holds some of the words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TitleHit {
    /// The article.
    pub article_id: ArticleId,
    /// Its first passage.
    pub passage_id: PassageId,
    /// How much of what all words are worth those are worth that stand there, 0…1.
    pub share: f64,
}

/// What holds the words, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordsFound {
    /// Passages.
    pub passages: Vec<WordHit>,
    /// Articles with their BM25, in their titles and all of their passages.
    pub articles: Vec<(ArticleId, f64)>,
    /// Headlines that hold any of the words.
    pub titles: Vec<TitleHit>,
}

impl Snapshot<'_> {
    /// Passages and articles that hold any of `words`, best first, ties to the lower id.
    /// Texts without any word are passed over. In a large library very common words
    /// alone are looked for in the latest passages only.
    ///
    /// - `n_wanted`: upper bound on either.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find_words(
        &self,
        words: &[QueryWord],
        scope: &Scope,
        n_wanted: usize,
    ) -> Result<WordsFound, StoreError> {
        if words.is_empty() || n_wanted == 0 {
            return Ok(WordsFound::default());
        }
        self.read(|connection| {
            let places = self.store.places(connection)?;
            let mut languages = self.store.languages(connection, &places)?;
            // Of a long question each word has room for few stems.
            languages.truncate((MAX_PHRASES / words.len()).saturating_sub(N_OWN_SPELLINGS));
            let mut alternatives = Alternatives::default();
            let mut weights = Vec::with_capacity(words.len());
            for word in words {
                if alternatives.add(&Phrase::stemmed_in(&word.text, &languages)) {
                    weights.push(word.weight);
                }
            }
            if alternatives.is_empty() {
                return Ok(WordsFound::default());
            }
            let rows = self.rows(connection, words, &alternatives, &places)?;
            let mut found = bm25::scored(&rows, &weights, &places, scope);
            keep_best(&mut found.passages, n_wanted, |hit| (hit.bm25, hit.passage_id.0));
            keep_best(&mut found.articles, n_wanted, |(id, bm25)| (*bm25, id.0));
            keep_best(&mut found.titles, n_wanted, |hit| (hit.share, hit.article_id.0));
            Ok(found)
        })
    }

    /// The articles that pass a filter; `None` when all do.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_passing(
        &self,
        filter: &Filter,
    ) -> Result<Option<HashSet<ArticleId>>, StoreError> {
        self.read(|connection| allowed(connection, filter))
    }

    /// All articles.
    ///
    /// # Errors
    /// When the database fails.
    pub fn all_articles(&self) -> Result<HashSet<ArticleId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT id FROM articles WHERE removed_at IS NULL")
                .doing("listing articles")?;
            let ids = statement
                .query_map([], |row| row.get(0).map(ArticleId))
                .doing("listing articles")?;
            ids.collect::<rusqlite::Result<_>>().doing("listing articles")
        })
    }

    /// The latest passage that holds a word of the words index.
    ///
    /// # Errors
    /// When the database fails.
    pub fn latest_passage_with(&self, stem: &str) -> Result<Option<PassageId>, StoreError> {
        if stem.is_empty() || stem.contains('"') {
            return Ok(None);
        }
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT rowid FROM passage_words WHERE passage_words MATCH ?1
                     ORDER BY rowid DESC LIMIT 1",
                )
                .and_then(|mut statement| {
                    statement
                        .query_row([format!("\"{stem}\"")], |row| Ok(PassageId(row.get(0)?)))
                        .optional()
                })
                .doing("searching words")
        })
    }

    /// Passages that hold any of the words, by the BM25 that FTS5 itself computes: what
    /// [`Store::find_words`] is measured against.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_by_bm25(
        &self,
        words: &[String],
        n_wanted: usize,
    ) -> Result<Vec<PassageId>, StoreError> {
        let phrases: Vec<Phrase> = words.iter().map(|word| Phrase::stemmed(word)).collect();
        let alternatives = Alternatives::of(&phrases);
        if alternatives.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT rowid FROM passage_words WHERE passage_words MATCH ?1
                     ORDER BY bm25(passage_words), rowid LIMIT ?2",
                )
                .doing("searching words")?;
            let rows = statement
                .query_map(params![alternatives.expression(), n_wanted], |row| {
                    row.get(0).map(PassageId)
                })
                .doing("searching words")?;
            rows.collect::<rusqlite::Result<_>>().doing("searching words")
        })
    }

    /// What the words of articles are looked for in: context and text.
    ///
    /// # Errors
    /// When the database fails.
    pub fn searched_texts(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, String, String)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT a.id, a.context, t.text FROM articles a
                     JOIN article_texts t ON t.article_id = a.id WHERE a.id = ?1",
                )
                .doing("reading texts")?;
            let mut texts = Vec::with_capacity(ids.len());
            for id in ids {
                let found = statement
                    .query_row([id.0], |row| Ok((ArticleId(row.get(0)?), row.get(1)?, row.get(2)?)))
                    .optional()
                    .doing("reading texts")?;
                texts.extend(found);
            }
            Ok(texts)
        })
    }

    /// The rows that hold any of the texts, or the latest of them.
    fn rows(
        &self,
        connection: &Connection,
        words: &[QueryWord],
        alternatives: &Alternatives,
        places: &PassageLengths,
    ) -> Result<Rows, StoreError> {
        let mut since = 0;
        if places.n_passages() > MAX_ROWS {
            let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            let n_rows: usize = self.store.counts(connection, places, &words)?.iter().sum();
            if n_rows > MAX_ROWS {
                since = places.latest(places.n_passages() * MAX_ROWS / n_rows);
            }
        }
        read_rows(connection, alternatives, since, places)
    }
}

impl Store {
    /// Where all passages stand, as of now.
    pub(crate) fn places(
        &self,
        connection: &Connection,
    ) -> Result<Arc<PassageLengths>, StoreError> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if places.is_old(connection)? {
            Arc::make_mut(&mut places).renew(connection)?;
        }
        Ok(Arc::clone(&places))
    }
}

/// The rows that hold any of the alternatives, and how often each.
fn read_rows(
    connection: &Connection,
    alternatives: &Alternatives,
    since: i64,
    places: &PassageLengths,
) -> Result<Rows, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT rowid, tally(passage_words) FROM passage_words
             WHERE passage_words MATCH ?1 AND rowid >= ?2",
        )
        .doing("searching words")?;
    let mut found =
        statement.query(params![alternatives.expression(), since]).doing("searching words")?;
    let mut rows = Rows::new(alternatives.len());
    let mut walk = places.walk();
    while let Some(row) = found.next().doing("searching words")? {
        // `None`: stored after the places were read.
        let Some(place) = walk.to(row.get(0).doing("searching words")?) else { continue };
        let tally = row.get_ref(1).and_then(|value| Ok(value.as_blob()?));
        rows.push(place, tally.doing("searching words")?, alternatives.owners());
    }
    Ok(rows)
}

/// The articles that pass, `None` when all do.
fn allowed(
    connection: &Connection,
    filter: &Filter,
) -> Result<Option<HashSet<ArticleId>>, StoreError> {
    if filter.is_empty() {
        return Ok(None);
    }
    let (condition, values) = filter.condition();
    let sql = format!("SELECT a.id FROM articles a WHERE {condition}");
    let mut statement = connection.prepare_cached(&sql).doing("filtering articles")?;
    let ids = statement
        .query_map(params_from_iter(values), |row| row.get(0).map(ArticleId))
        .doing("filtering articles")?;
    ids.collect::<rusqlite::Result<_>>().map(Some).doing("filtering articles")
}

/// Orders by score, ties to the lower id, and keeps the first.
fn keep_best<T>(found: &mut Vec<T>, n_wanted: usize, key: impl Fn(&T) -> (f64, i64)) {
    let order = |a: &T, b: &T| {
        let ((a_score, a_id), (b_score, b_id)) = (key(a), key(b));
        b_score.total_cmp(&a_score).then(a_id.cmp(&b_id))
    };
    if found.len() > n_wanted {
        found.select_nth_unstable_by(n_wanted, order);
        found.truncate(n_wanted);
    }
    found.sort_unstable_by(order);
}
