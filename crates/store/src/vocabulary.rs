//! The library's vocabulary, for "did you mean".
//!
//! FTS5 knows in how many passages a word stands only by reading all of its entries:
//! for everything that begins with two letters that is a good part of the index. In a
//! large library the counts are therefore kept, and taken again when it has grown.
//! Words that came since, and those of one passage alone, are not offered there.
//! Not here: which word is meant (`engine`), counts for scoring (`tokens`).

use rusqlite::Connection;

use crate::error::Doing;
use crate::{Snapshot, Store, StoreError};

/// Passages from which on the vocabulary is kept. Up to there it is read when asked for.
const MIN_PASSAGES: usize = 20_000;

/// It is counted again when there are so many more passages than then (one in).
const GROWTH: usize = 8;

/// Words a caller is asked between whether to go on.
const N_PER_STEP: usize = 1_000;

impl Snapshot<'_> {
    /// Words, as the words index has them, that begin with `prefix`, and in how many
    /// passages each stands, about.
    ///
    /// # Errors
    /// When the database fails.
    pub fn terms_with_prefix(&self, prefix: &str) -> Result<Vec<(String, usize)>, StoreError> {
        self.read(|connection| {
            let sql = if n_when_counted(connection)? > 0 {
                "SELECT word, n_passages FROM known_words WHERE word >= ?1 AND word < ?2"
            } else {
                "SELECT term, doc FROM passage_vocab WHERE term >= ?1 AND term < ?2"
            };
            let mut statement =
                connection.prepare_cached(sql).doing("looking for similar words")?;
            let until = format!("{prefix}\u{10ffff}");
            let rows = statement
                .query_map([prefix, &until], |row| Ok((row.get(0)?, row.get(1)?)))
                .doing("looking for similar words")?;
            rows.collect::<rusqlite::Result<_>>().doing("looking for similar words")
        })
    }
}

impl Store {
    /// Whether the vocabulary is to be counted: the library is large and has grown.
    ///
    /// # Errors
    /// When the database fails.
    pub fn vocabulary_is_due(&self) -> Result<bool, StoreError> {
        self.read(|connection| {
            let n_passages = self.places(connection)?.n_passages();
            let n_then = n_when_counted(connection)?;
            Ok(n_passages >= MIN_PASSAGES && n_passages > n_then + n_then / GROWTH)
        })
    }

    /// Counts the vocabulary: seconds in the largest libraries. Until it is done, or if
    /// `go_on` says no, the counts stay as they were; returns whether it was done.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count_vocabulary(&self, go_on: &dyn Fn() -> bool) -> Result<bool, StoreError> {
        let counted = self.read(|connection| {
            let n_passages = self.places(connection)?.n_passages();
            Ok(words_of_many(connection, go_on)?.map(|words| (words, n_passages)))
        })?;
        let Some((words, n_passages)) = counted else { return Ok(false) };
        self.write(|transaction| {
            let doing = "keeping the vocabulary";
            transaction.execute("DELETE FROM known_words", []).doing(doing)?;
            let mut insert = transaction
                .prepare_cached("INSERT INTO known_words (word, n_passages) VALUES (?1, ?2)")
                .doing(doing)?;
            for (word, n_passages) in words {
                insert.execute((word, n_passages)).doing(doing)?;
            }
            transaction
                .execute("UPDATE known_words_counted SET n_passages = ?1", [n_passages])
                .doing(doing)?;
            Ok(true)
        })
    }
}

/// Of how many passages the kept counts are; 0 without any.
fn n_when_counted(connection: &Connection) -> Result<usize, StoreError> {
    connection
        .prepare_cached("SELECT n_passages FROM known_words_counted")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .doing("looking for similar words")
}

/// What is made of letters and stands in more than one passage.
fn words_of_many(
    connection: &Connection,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Vec<(String, usize)>>, StoreError> {
    let doing = "counting the vocabulary";
    let mut statement =
        connection.prepare_cached("SELECT term, doc FROM passage_vocab").doing(doing)?;
    let mut rows = statement.query([]).doing(doing)?;
    let mut words = Vec::new();
    let mut n_read = 0usize;
    while let Some(row) = rows.next().doing(doing)? {
        n_read += 1;
        if n_read.is_multiple_of(N_PER_STEP) && !go_on() {
            return Ok(None);
        }
        let (word, n_passages): (String, usize) =
            (row.get(0).doing(doing)?, row.get(1).doing(doing)?);
        if n_passages > 1 && word.chars().all(char::is_alphabetic) {
            words.push((word, n_passages));
        }
    }
    Ok(Some(words))
}

#[cfg(test)]
mod tests {
    use crate::tests::{article, library};

    #[test]
    fn kept_words_answer_until_they_are_counted_again() {
        let (_dir, store) = library();
        let put = |n: usize, text: &str| store.put_article(&article(&format!("/{n}"), text));
        put(1, "harbour harbours 1200").unwrap();
        put(2, "the harbour, a hut").unwrap();
        assert_eq!(
            store.terms_with_prefix("h").unwrap(),
            [("harbour".into(), 2), ("hut".into(), 1)]
        );
        assert!(!store.vocabulary_is_due().unwrap(), "a small library");
        assert!(store.count_vocabulary(&|| true).unwrap());
        assert_eq!(store.terms_with_prefix("h").unwrap(), [("harbour".into(), 2)]);
        put(3, "a hut").unwrap();
        assert_eq!(store.terms_with_prefix("h").unwrap().len(), 1, "as it was then");
        assert!(store.count_vocabulary(&|| true).unwrap());
        assert_eq!(
            store.terms_with_prefix("h").unwrap(),
            [("harbour".into(), 2), ("hut".into(), 2)]
        );
    }
}
