//! How the words index reads a text: the very tokens FTS5 makes of it, and how many
//! passages hold each.
//!
//! FTS5 does not hand its tokenizer out, so a table in memory with the same
//! tokenizer is asked. Counts are kept until something is imported; removals may
//! go unnoticed until then, which shifts a weight by a trifle.
//!
//! Invariant: [`fold`] keeps the number of words, and is applied to whatever goes
//! into the words index or is asked of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::error::Doing;
use crate::words::Places;
use crate::{Store, StoreError};

/// Words are counted up to here and then reckoned.
const MAX_COUNTED: usize = 10_000;

/// A word that stands in so many of the latest passages is reckoned from them: common
/// words would take longer to count than to search.
const N_SAMPLED: usize = 4_096;
const MIN_IN_SAMPLE: usize = 32;

/// The tokenizer at hand, and the counts looked up since the last import.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    probe: Mutex<Option<Connection>>,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    /// How many passages there were when the counts were taken.
    n_passages: usize,
    by_word: HashMap<String, usize>,
}

impl Store {
    /// In how many passages each of `words` stands, in any of its forms. In a large
    /// library common words are counted in some of the passages, and reckoned for the rest.
    ///
    /// # Errors
    /// When the database fails.
    pub fn word_counts(&self, words: &[&str]) -> Result<Vec<usize>, StoreError> {
        self.read(|connection| self.counts(connection, &*self.places(connection)?, words))
    }

    pub(crate) fn counts(
        &self,
        connection: &Connection,
        places: &Places,
        words: &[&str],
    ) -> Result<Vec<usize>, StoreError> {
        let mut counts = self.tokens.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.n_passages != places.n_passages() {
            *counts = Counts { n_passages: places.n_passages(), by_word: HashMap::new() };
        }
        words.iter().map(|word| counts.of_word(connection, places, word)).collect()
    }

    /// The number of passages that can be found by words.
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_searchable(&self) -> Result<usize, StoreError> {
        self.read(|connection| Ok(self.places(connection)?.n_passages()))
    }

    /// The tokens the words index makes of each text, in order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn tokens(&self, texts: &[&str]) -> Result<Vec<Vec<String>>, StoreError> {
        self.tokens.read(texts)
    }
}

impl Tokens {
    fn read(&self, texts: &[&str]) -> Result<Vec<Vec<String>>, StoreError> {
        let mut probe = self.probe.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match &mut *probe {
            Some(connection) => connection,
            none => none.insert(open_probe().doing("opening the tokenizer")?),
        };
        read_tokens(connection, texts).doing("reading words")
    }
}

impl Counts {
    fn of_word(
        &mut self,
        connection: &Connection,
        places: &Places,
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
fn count(connection: &Connection, places: &Places, word: &str) -> rusqlite::Result<usize> {
    let phrase = format!("\"{}\"", fold(word).replace('"', " "));
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

fn open_probe() -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(
        "CREATE VIRTUAL TABLE probe USING fts5 (
           text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');
         CREATE VIRTUAL TABLE probe_tokens USING fts5vocab(probe, instance);",
    )?;
    Ok(connection)
}

fn read_tokens(connection: &mut Connection, texts: &[&str]) -> rusqlite::Result<Vec<Vec<String>>> {
    // Rolled back: the probe stays empty.
    let transaction = connection.transaction()?;
    let mut found: Vec<Vec<(usize, String)>> = vec![Vec::new(); texts.len()];
    {
        let mut insert =
            transaction.prepare_cached("INSERT INTO probe (rowid, text) VALUES (?1, ?2)")?;
        for (at, text) in texts.iter().enumerate() {
            insert.execute((at, fold(text)))?;
        }
        let mut select =
            transaction.prepare_cached("SELECT doc, offset, term FROM probe_tokens")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let at: usize = row.get(0)?;
            found[at].push((row.get(1)?, row.get(2)?));
        }
    }
    transaction.rollback()?;
    Ok(found
        .into_iter()
        .map(|mut tokens| {
            tokens.sort_unstable();
            tokens.into_iter().map(|(_, token)| token).collect()
        })
        .collect())
}

/// Letters that readers type either way and FTS5 keeps apart: `ё` is `е`, and
/// strokes, which Unicode does not count among diacritics, are dropped.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    let folded = |char: char| {
        Some(match char {
            'ё' => 'е',
            'Ё' => 'Е',
            'ł' => 'l',
            'Ł' => 'L',
            'ø' => 'o',
            'Ø' => 'O',
            'đ' => 'd',
            'Đ' => 'D',
            _ => return None,
        })
    };
    if text.is_ascii() || !text.chars().any(|char| folded(char).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|char| folded(char).unwrap_or(char)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_words_index() {
        let tokens = Tokens::default();
        let read = tokens.read(&["The S-400, ёлки", "", "Łódź naïve running", "1,200"]).unwrap();
        assert_eq!(read[0], ["the", "s", "400", "елки"]);
        assert_eq!(read[1], [""; 0]);
        assert_eq!(read[2], ["lodz", "naiv", "run"]);
        assert_eq!(read[3], ["1", "200"]);
        assert_eq!(tokens.read(&["again"]).unwrap(), [["again"]]);
    }
}
