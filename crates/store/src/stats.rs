//! Counts and sizes.

use rusqlite::Connection;

use crate::error::Doing;
use crate::{Store, StoreError};

/// What a library holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Articles.
    pub n_articles: usize,
    /// Passages.
    pub n_passages: usize,
    /// Distinct embedded texts.
    pub n_vectors: usize,
    /// Distinct passage texts whose vector is still to be computed.
    pub n_pending: usize,
    /// Size of the database with its journal, in bytes.
    pub database_bytes: u64,
    /// Outlets by number of articles, largest first; `None` where not known.
    pub outlets: Vec<Count>,
    /// Languages by number of articles, largest first.
    pub languages: Vec<Count>,
    /// Formats by number of articles, largest first.
    pub formats: Vec<Count>,
}

/// A value and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The value, `None` where articles do not say.
    pub name: Option<String>,
    /// Number of articles.
    pub n_articles: usize,
}

impl Store {
    /// Counts the library.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        self.read(|connection| {
            Ok(Stats {
                n_articles: count(
                    connection,
                    "SELECT count(*) FROM articles WHERE removed_at IS NULL",
                )?,
                n_passages: count(connection, "SELECT count(*) FROM passages")?,
                // By two indexes: the table itself is most of the database.
                n_vectors: count(
                    connection,
                    "SELECT (SELECT count(*) FROM vectors)
                          - (SELECT count(*) FROM vectors WHERE value IS NULL)",
                )?,
                n_pending: n_pending(connection)?,
                database_bytes: self.database_bytes(),
                outlets: facet(connection, "outlet")?,
                languages: facet(connection, "language")?,
                formats: facet(connection, "format")?,
            })
        })
    }

    /// Distinct passage texts, whether or not their vectors are computed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_vectors(&self) -> Result<usize, StoreError> {
        self.read(|connection| {
            connection
                .query_row("SELECT count(*) FROM vectors", [], |row| row.get(0))
                .doing("counting vectors")
        })
    }

    /// Distinct passage texts whose vector is still to be computed; counted at once,
    /// however large the library.
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_pending(&self) -> Result<usize, StoreError> {
        self.read(n_pending)
    }

    fn database_bytes(&self) -> u64 {
        ["library.db", "library.db-wal"]
            .iter()
            .filter_map(|name| fs_err::metadata(self.folder().join(name)).ok())
            .map(|metadata| metadata.len())
            .sum()
    }
}

fn count(connection: &Connection, sql: &str) -> Result<usize, StoreError> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .doing("counting")
}

fn n_pending(connection: &Connection) -> Result<usize, StoreError> {
    count(
        connection,
        "SELECT count(*) FROM vectors v WHERE v.value IS NULL
         AND EXISTS (SELECT 1 FROM passages WHERE vector_id = v.id)",
    )
}

fn facet(connection: &Connection, column: &str) -> Result<Vec<Count>, StoreError> {
    let sql = format!(
        "SELECT {column}, count(*) FROM articles WHERE removed_at IS NULL GROUP BY {column}
         ORDER BY count(*) DESC, {column}"
    );
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok(Count { name: row.get(0)?, n_articles: row.get(1)? }))?
                .collect()
        })
        .doing("counting")
}
