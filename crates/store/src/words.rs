//! The words index, over passages: FTS5, scored by our own BM25 (`bm25.rs`), which
//! gives whole articles their score in the same reading.
//!
//! Invariant: the rowids of `passage_words` are exactly the passages' ids; they change
//! in the same transaction. A title is indexed once, with its article's first passage.

mod bm25;
mod places;
mod tally;

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use parallax_types::{ArticleId, PassageId};
use rusqlite::{Connection, OptionalExtension, Transaction, params, params_from_iter};

use crate::error::Doing;
use crate::tokens::fold;
use crate::{Filter, Store, StoreError};

use bm25::Rows;
use places::Place;
pub(crate) use places::Places;
use tally::MAX_PHRASES;
pub(crate) use tally::register;

/// Rows read at most, about: where more are expected, the latest passages answer. So
/// many take some 10 ms.
const MAX_ROWS: usize = 60_000;

/// What to look for. Each text may be several words to the index (`S-400`, a phrase),
/// which must then follow each other; texts without any word are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Alternatives.
    pub any: Vec<String>,
    /// What must all be there.
    pub all: Vec<String>,
    /// What must not be there.
    pub none: Vec<String>,
}

/// A passage that holds what is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordHit {
    /// The passage.
    pub passage_id: PassageId,
    /// BM25, larger is better, comparable within one query only.
    pub bm25: f64,
}

/// What holds the words, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordsFound {
    /// Passages.
    pub passages: Vec<WordHit>,
    /// Articles with their BM25, in their titles and all of their passages.
    pub articles: Vec<(ArticleId, f64)>,
}

impl Wanted {
    /// Alternatives alone.
    #[must_use]
    pub fn any_of(any: Vec<String>) -> Self {
        Self { any, ..Self::default() }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.all.is_empty()
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.any.iter().chain(&self.all).chain(&self.none).map(String::as_str)
    }

    fn n_phrases(&self) -> usize {
        self.any.len() + self.all.len() + self.none.len()
    }

    /// An FTS5 expression that finds what has any of the texts, each as FTS5 string, so
    /// that nothing in it is syntax.
    fn expression(&self) -> String {
        let quoted: Vec<String> =
            self.texts().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
        fold(&quoted.join(" OR ")).into_owned()
    }
}

/// Which passages follow from a row that holds some of the texts.
type OfRow = dyn for<'a> Fn(&'a Places, &'a Place, &[u8]) -> &'a [Place];

impl Store {
    /// Passages and articles that hold what is wanted and pass the filter, best first,
    /// ties to the lower id. In a large library very common words alone are looked for
    /// in the latest passages only.
    ///
    /// - `n_wanted`: upper bound on either.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find_words(
        &self,
        wanted: &Wanted,
        filter: &Filter,
        n_wanted: usize,
    ) -> Result<WordsFound, StoreError> {
        let wanted = self.that_have_words(wanted)?;
        if wanted.is_empty() || n_wanted == 0 {
            return Ok(WordsFound::default());
        }
        self.read(|connection| {
            let places = self.places(connection)?;
            let rows = self.rows(connection, &wanted, &places)?;
            let allowed = allowed(connection, filter)?;
            let may_pass =
                |id: ArticleId| allowed.as_ref().is_none_or(|allowed| allowed.contains(&id.0));
            let mut found = bm25::scored(&rows, &wanted, &places, &may_pass);
            keep_best(&mut found.passages, n_wanted, |hit| (hit.bm25, hit.passage_id.0));
            keep_best(&mut found.articles, n_wanted, |(id, bm25)| (*bm25, id.0));
            Ok(found)
        })
    }

    /// Passages whose text holds all of the phrases.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_with_all(&self, phrases: &[String]) -> Result<HashSet<PassageId>, StoreError> {
        self.passages_where(phrases, &|_, place, row| {
            let holds_all = row.iter().all(|byte| tally::counts(*byte).1 > 0);
            if holds_all { std::slice::from_ref(place) } else { &[] }
        })
    }

    /// Passages of which the text or the article's title holds any of the texts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_with_any(&self, texts: &[String]) -> Result<HashSet<PassageId>, StoreError> {
        self.passages_where(texts, &|places, place, row| {
            let is_in_title = row.iter().any(|byte| tally::counts(*byte).0 > 0);
            if is_in_title { places.passages_of(place.home) } else { std::slice::from_ref(place) }
        })
    }

    /// The latest passage that holds a word, in any of its forms; titles count.
    ///
    /// # Errors
    /// When the database fails.
    pub fn latest_passage_with(&self, word: &str) -> Result<Option<PassageId>, StoreError> {
        let wanted = self.that_have_words(&Wanted::any_of(vec![word.to_owned()]))?;
        if wanted.is_empty() {
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
                        .query_row([wanted.expression()], |row| Ok(PassageId(row.get(0)?)))
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
        let wanted = self.that_have_words(&Wanted::any_of(words.to_vec()))?;
        if wanted.is_empty() {
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
                .query_map(params![wanted.expression(), n_wanted], |row| row.get(0).map(PassageId))
                .doing("searching words")?;
            rows.collect::<rusqlite::Result<_>>().doing("searching words")
        })
    }

    fn passages_where(
        &self,
        texts: &[String],
        of_row: &OfRow,
    ) -> Result<HashSet<PassageId>, StoreError> {
        let wanted = self.that_have_words(&Wanted::any_of(texts.to_vec()))?;
        if wanted.is_empty() {
            return Ok(HashSet::new());
        }
        self.read(|connection| {
            let places = self.places(connection)?;
            let rows = read_rows(connection, &wanted, 0, &places)?;
            let rows = rows.places.iter().zip(rows.tallies.chunks_exact(wanted.n_phrases()));
            let found = rows.flat_map(|(place, row)| of_row(&places, place, row));
            Ok(found.map(|place| PassageId(place.passage_id)).collect())
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

    /// What is looked for, as far as it can be counted, without what the index has no
    /// words for.
    fn that_have_words(&self, wanted: &Wanted) -> Result<Wanted, StoreError> {
        // Alternatives give way: what must or must not be there counts first.
        let all = at_most(&wanted.all, MAX_PHRASES / 4);
        let none = at_most(&wanted.none, MAX_PHRASES / 2);
        let any = at_most(&wanted.any, MAX_PHRASES - all.len() - none.len());
        let texts: Vec<&str> = any.iter().chain(all).chain(none).map(String::as_str).collect();
        let mut tokens = self.tokens(&texts)?.into_iter();
        let mut kept = |texts: &[String]| -> Vec<String> {
            let with_tokens = texts.iter().zip(tokens.by_ref());
            with_tokens.filter(|(_, it)| !it.is_empty()).map(|(text, _)| text.clone()).collect()
        };
        Ok(Wanted { any: kept(any), all: kept(all), none: kept(none) })
    }

    /// Where all passages stand, as of now.
    pub(crate) fn places(&self, connection: &Connection) -> Result<Arc<Places>, StoreError> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if places.is_old(connection)? {
            Arc::make_mut(&mut places).renew(connection)?;
        }
        Ok(Arc::clone(&places))
    }

    /// The rows that hold any of the texts, or the latest of them.
    fn rows(
        &self,
        connection: &Connection,
        wanted: &Wanted,
        places: &Places,
    ) -> Result<Rows, StoreError> {
        let mut since = 0;
        if places.n_passages() > MAX_ROWS {
            let texts: Vec<&str> = wanted.texts().collect();
            let counts = self.counts(connection, places, &texts)?;
            let n_rows: usize = counts.iter().sum();
            if n_rows > MAX_ROWS {
                since = places.latest(places.n_passages() * MAX_ROWS / n_rows);
            }
        }
        read_rows(connection, wanted, since, places)
    }
}

fn at_most(texts: &[String], n: usize) -> &[String] {
    &texts[..n.min(texts.len())]
}

fn read_rows(
    connection: &Connection,
    wanted: &Wanted,
    since: i64,
    places: &Places,
) -> Result<Rows, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT rowid, tally(passage_words) FROM passage_words
             WHERE passage_words MATCH ?1 AND rowid >= ?2",
        )
        .doing("searching words")?;
    let mut found =
        statement.query(params![wanted.expression(), since]).doing("searching words")?;
    let mut rows = Rows::default();
    let mut walk = places.walk();
    while let Some(row) = found.next().doing("searching words")? {
        // `None`: stored after the places were read.
        let Some(place) = walk.to(row.get(0).doing("searching words")?) else { continue };
        let tally = row.get_ref(1).and_then(|value| Ok(value.as_blob()?));
        rows.places.push(place);
        rows.tallies.extend_from_slice(tally.doing("searching words")?);
    }
    Ok(rows)
}

/// The articles that pass, `None` when all do.
fn allowed(connection: &Connection, filter: &Filter) -> Result<Option<HashSet<i64>>, StoreError> {
    if filter.is_empty() {
        return Ok(None);
    }
    let (condition, values) = filter.condition();
    let sql = format!("SELECT a.id FROM articles a WHERE {condition}");
    let mut statement = connection.prepare_cached(&sql).doing("filtering articles")?;
    let ids = statement
        .query_map(params_from_iter(values), |row| row.get(0))
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

/// The title that is indexed; a file's name is none.
pub(crate) fn title_of(transaction: &Transaction<'_>, id: ArticleId) -> Result<String, StoreError> {
    transaction
        .prepare_cached(
            "SELECT CASE title_source WHEN 'file name' THEN '' ELSE title END
             FROM articles WHERE id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
        .doing("indexing words")
}

/// Indexes a passage's words; `title` is empty but for an article's first.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    id: PassageId,
    title: &str,
    body: &str,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT INTO passage_words (rowid, title, body) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.execute((id.0, fold(title), fold(body))))
        .doing("indexing words")?;
    Ok(())
}

pub(crate) fn delete_article(
    transaction: &Transaction<'_>,
    id: ArticleId,
) -> Result<(), StoreError> {
    transaction
        .execute(
            "DELETE FROM passage_words WHERE rowid IN (SELECT id FROM passages WHERE article_id = ?1)",
            [id.0],
        )
        .doing("removing words")?;
    Ok(())
}

/// Indexes an article's title again, after it was changed.
pub(crate) fn index_title(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), StoreError> {
    let first: Option<(i64, String)> = transaction
        .prepare_cached(
            "SELECT p.id, CAST(substr(CAST(t.text AS BLOB), p.start_byte + 1, p.end_byte - p.start_byte) AS TEXT)
             FROM passages p JOIN article_texts t ON t.article_id = p.article_id
             WHERE p.article_id = ?1 ORDER BY p.id LIMIT 1",
        )
        .and_then(|mut statement| {
            statement.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .doing("indexing a title")?;
    let Some((passage_id, body)) = first else { return Ok(()) };
    transaction
        .execute("DELETE FROM passage_words WHERE rowid = ?1", [passage_id])
        .doing("indexing a title")?;
    insert(transaction, PassageId(passage_id), &title_of(transaction, id)?, &body)
}
