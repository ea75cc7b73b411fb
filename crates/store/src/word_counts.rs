//! In how many passages words stand.
//!
//! Counts are kept until something is imported; removals may go unnoticed until then,
//! which shifts a weight by a trifle.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use parallax_lang::Phrase;
use rusqlite::Connection;

use crate::error::Doing;
use crate::full_text::{Alternatives, PassageLengths};
use crate::{Snapshot, Store, StoreError};

/// Words are counted up to here and then reckoned.
const MAX_COUNTED: usize = 10_000;

/// A word that stands in so many of the latest passages is reckoned from them: common
/// words would take longer to count than to search.
const N_SAMPLED: usize = 4_096;
const MIN_IN_SAMPLE: usize = 32;

/// The counts looked up since the last import.
#[derive(Debug, Default)]
pub(crate) struct WordCounts(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    /// How many passages there were when the counts were taken.
    n_passages: usize,
    by_word: HashMap<String, usize>,
}

impl Snapshot<'_> {
    /// In how many passages each of `words` stands, in any of its forms. In a large
    /// library common words are counted in some of the passages, and reckoned for the rest.
    ///
    /// # Errors
    /// When the database fails.
    pub fn word_counts(&self, words: &[&str]) -> Result<Vec<usize>, StoreError> {
        self.read(|connection| {
            self.store.counts(connection, &*self.store.places(connection)?, words)
        })
    }

    /// The number of passages that can be found by words.
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_searchable(&self) -> Result<usize, StoreError> {
        self.read(|connection| Ok(self.store.places(connection)?.n_passages()))
    }
}

impl Store {
    pub(crate) fn counts(
        &self,
        connection: &Connection,
        places: &PassageLengths,
        words: &[&str],
    ) -> Result<Vec<usize>, StoreError> {
        let mut counts = self.word_counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.n_passages != places.n_passages() {
            *counts = Counts { n_passages: places.n_passages(), by_word: HashMap::new() };
        }
        words.iter().map(|word| counts.of_word(connection, places, word)).collect()
    }
}

impl Counts {
    fn of_word(
        &mut self,
        connection: &Connection,
        places: &PassageLengths,
        word: &str,
    ) -> Result<usize, StoreError> {
        if let Some(count) = self.by_word.get(word) {
            return Ok(*count);
        }
        let count = count(connection, places, word).doing("counting words")?;
        self.by_word.insert(word.to_owned(), count);
        Ok(count)
    }
}

/// Reckoned from the latest passages where enough of them hold the word, else counted.
fn count(connection: &Connection, places: &PassageLengths, word: &str) -> rusqlite::Result<usize> {
    let alternatives = Alternatives::of([&Phrase::stemmed(word)]);
    if alternatives.is_empty() {
        return Ok(0);
    }
    let phrase = alternatives.expression();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT count(*), max(rowid) FROM (SELECT rowid FROM passage_words
           WHERE passage_words MATCH ?1 AND rowid >= ?2 LIMIT {MAX_COUNTED})"
    ))?;
    let mut count_since = |since: i64| -> rusqlite::Result<(usize, Option<i64>)> {
        statement.query_row((&phrase, since), |row| Ok((row.get(0)?, row.get(1)?)))
    };
    let n_passages = places.n_passages();
    if N_SAMPLED * 2 < n_passages {
        let (n, _) = count_since(places.latest(N_SAMPLED))?;
        if n >= MIN_IN_SAMPLE {
            return Ok(n * n_passages / N_SAMPLED);
        }
    }
    let (n, last) = count_since(0)?;
    let n_gone_through =
        if n < MAX_COUNTED { n_passages } else { places.n_through(last.unwrap_or(0)) };
    Ok(n * n_passages / n_gone_through.max(1))
}
