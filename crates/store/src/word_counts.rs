//! In how many passages words stand, and in which languages.
//!
//! Counts are kept until something is imported; removals may go unnoticed until then,
//! which shifts a weight by a trifle.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use parallax_lang::{Phrase, StemLanguage};
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
    languages: Option<Vec<StemLanguage>>,
}

impl Snapshot<'_> {
    /// The languages of the library's articles whose words have stems of their own, those of
    /// most articles first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stem_languages(&self) -> Result<Vec<StemLanguage>, StoreError> {
        self.read(|connection| {
            let places = self.store.places(connection)?;
            self.store.languages(connection, &places)
        })
    }

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
        counts.renew(places);
        words.iter().map(|word| counts.of_word(connection, places, word)).collect()
    }

    pub(crate) fn languages(
        &self,
        connection: &Connection,
        places: &PassageLengths,
    ) -> Result<Vec<StemLanguage>, StoreError> {
        let mut counts = self.word_counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.renew(places);
        counts.languages(connection)
    }
}

impl Counts {
    /// Forgets what was looked up before something was imported.
    fn renew(&mut self, places: &PassageLengths) {
        if self.n_passages != places.n_passages() {
            *self = Self { n_passages: places.n_passages(), ..Self::default() };
        }
    }

    fn languages(&mut self, connection: &Connection) -> Result<Vec<StemLanguage>, StoreError> {
        if self.languages.is_none() {
            self.languages = Some(languages(connection).doing("counting languages")?);
        }
        Ok(self.languages.clone().unwrap_or_default())
    }

    fn of_word(
        &mut self,
        connection: &Connection,
        places: &PassageLengths,
        word: &str,
    ) -> Result<usize, StoreError> {
        if let Some(count) = self.by_word.get(word) {
            return Ok(*count);
        }
        let phrase = Phrase::stemmed_in(word, &self.languages(connection)?);
        let count = count(connection, places, &phrase).doing("counting words")?;
        self.by_word.insert(word.to_owned(), count);
        Ok(count)
    }
}

fn languages(connection: &Connection) -> rusqlite::Result<Vec<StemLanguage>> {
    let mut statement = connection.prepare_cached(
        "SELECT language FROM articles WHERE language IS NOT NULL
         GROUP BY language ORDER BY count(*) DESC, language",
    )?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut languages: Vec<StemLanguage> = Vec::new();
    for tag in rows {
        let new = StemLanguage::of(&tag?).filter(|language| !languages.contains(language));
        languages.extend(new);
    }
    Ok(languages)
}

/// Reckoned from the latest passages where enough of them hold the word, else counted.
fn count(
    connection: &Connection,
    places: &PassageLengths,
    phrase: &Phrase,
) -> rusqlite::Result<usize> {
    let alternatives = Alternatives::of([phrase]);
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
