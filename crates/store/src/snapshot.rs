//! The library as it is at one moment: everything that several readings together are to
//! agree on is read in one transaction.
//!
//! Invariant: one [`Store::snapshot`] is one read transaction on one connection, begun
//! when it opens and ended when it is done, and what is written meanwhile is not seen.
//! While it is open SQLite cannot shorten its log: nothing slow that does not read belongs
//! in it (embedding a query, writing an answer out).
//! Not here: the readings themselves, which stand with what they read (`passages`,
//! `full_text`, `vectors`…) and are methods of [`Snapshot`].

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use parallax_lang::StemLanguage;
use parallax_types::{ArticleId, PassageId, UnitVector, VectorId};
use rusqlite::Connection;

use crate::article_rows::ArticleRow;
use crate::connection::Store;
use crate::error::StoreError;
use crate::filter::Filter;
use crate::full_text::{QueryWord, Scope, WordsFound};
use crate::passages::PassageRow;
use crate::quotes::{QuoteFilter, QuoteRow};

/// One state of the library, for as long as [`Store::snapshot`] works with it.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// For what is known of the library without asking the database.
    pub(crate) store: &'a Store,
    connection: &'a Connection,
}

impl<'a> Snapshot<'a> {
    pub(crate) fn new(store: &'a Store, connection: &'a Connection) -> Self {
        Self { store, connection }
    }

    pub(crate) fn read<T, E>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        read(self.connection)
    }
}

impl Store {
    /// Lets `work` read one state of the library, on a connection of its own: it waits
    /// neither for the writer nor for other readers.
    ///
    /// # Errors
    /// When the database cannot be opened for reading, and whatever `work` fails with.
    pub fn snapshot<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(Snapshot<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.read(|connection| work(Snapshot::new(self, connection)))
    }

    /// How many read transactions were begun since the library was opened.
    #[must_use]
    pub fn n_read_transactions(&self) -> u64 {
        self.n_read_transactions.load(Ordering::Relaxed)
    }
}

/// Readings of a [`Snapshot`] for those who need one alone.
macro_rules! each_in_a_snapshot_of_its_own {
    ($($name:ident($($value:ident: $kind:ty),*) -> $found:ty;)*) => {
        impl Store {
            $(
                #[doc = concat!("[`Snapshot::", stringify!($name), "`] in a snapshot of its own.")]
                ///
                /// # Errors
                /// As there.
                pub fn $name(&self, $($value: $kind),*) -> Result<$found, StoreError> {
                    self.snapshot(|snapshot| snapshot.$name($($value),*))
                }
            )*
        }
    };
}

each_in_a_snapshot_of_its_own! {
    article_rows(ids: &[ArticleId]) -> Vec<ArticleRow>;
    articles_passing(filter: &Filter) -> Option<HashSet<ArticleId>>;
    embedded_through() -> VectorId;
    find_words(words: &[QueryWord], scope: &Scope, n_wanted: usize) -> WordsFound;
    first_passages(filter: &Filter) -> Vec<(PassageId, ArticleId)>;
    for_each_vector(after: VectorId, n_wanted: Option<usize>, each: &mut dyn FnMut(VectorId, UnitVector)) -> ();
    mean_vectors(ids: &[ArticleId]) -> Vec<(ArticleId, UnitVector)>;
    model() -> Option<String>;
    n_vectors_through(last: VectorId) -> usize;
    passage_locations(ids: &[PassageId]) -> Vec<(PassageId, ArticleId, VectorId)>;
    passages(ids: &[PassageId]) -> Vec<PassageRow>;
    passages_by_bm25(words: &[String], n_wanted: usize) -> Vec<PassageId>;
    passages_with_vectors(ids: &[VectorId]) -> Vec<(VectorId, PassageId, ArticleId)>;
    quotes(filter: QuoteFilter<'_>) -> Vec<QuoteRow>;
    stem_languages() -> Vec<StemLanguage>;
    terms_with_prefix(prefix: &str) -> Vec<(String, usize)>;
    vector_ids_through(last: VectorId) -> HashSet<VectorId>;
    vectors(ids: &[VectorId]) -> Vec<Option<UnitVector>>;
    vectors_of_article(id: ArticleId, n_wanted: usize) -> Vec<UnitVector>;
    word_counts(words: &[&str]) -> Vec<usize>;
}

#[cfg(test)]
mod tests {
    use crate::removed::RemovedBy;
    use crate::tests::{article, library};
    use crate::{Filter, StoreError};

    #[test]
    fn what_is_written_meanwhile_is_not_seen() {
        let (_dir, store) = library();
        let put = |path: &str| store.put_article(&article(path, "the harbour")).unwrap();
        let first = put("/a").id;
        let before = store.n_read_transactions();
        let seen = store.snapshot(|snapshot| {
            let passages = snapshot.first_passages(&Filter::default())?;
            store.remove(&[first], RemovedBy::Reader, "2026-01-01")?;
            put("/b");
            let ids: Vec<_> = passages.iter().map(|(passage, _)| *passage).collect();
            assert_eq!(snapshot.word_counts(&["harbour"])?, [1]);
            assert_eq!(snapshot.first_passages(&Filter::default())?, passages);
            Ok::<_, StoreError>(snapshot.passages(&ids)?.len())
        });
        assert_eq!(seen.unwrap(), 1, "the removed article is still there");
        assert_eq!(store.n_read_transactions() - before, 1);
        let now = store.first_passages(&Filter::default()).unwrap();
        assert!(now.len() == 1 && now[0].1 != first);
    }

    /// Half of a read transaction left open would keep the log from being shortened.
    #[test]
    fn a_snapshot_ends_also_where_its_work_fails() {
        let (dir, store) = library();
        store.put_article(&article("/a", "the harbour")).unwrap();
        let failed: Result<(), StoreError> = store.snapshot(|snapshot| {
            snapshot.all_articles()?;
            Err(StoreError::Damaged { what: "by hand".to_owned() })
        });
        assert!(failed.is_err());
        let connection = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
        let is_blocked: i64 =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap();
        assert_eq!(is_blocked, 0);
    }
}
