//! Folders the library follows, and imports that were not finished.
//! Not here: looking at folders, and what becomes of their files (`engine`).

use parallax_types::ArticleId;
use rusqlite::params;

use crate::error::Doing;
use crate::{Store, StoreError};

/// A folder the library is kept equal to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedRow {
    /// Where it lies.
    pub path: String,
    /// Since when it is watched, ISO 8601 in UTC.
    pub added_at: String,
    /// When the library was last brought into step with it, if ever.
    pub synced_at: Option<String>,
    /// Why that did not quite work the last time, for people.
    pub problem: Option<String>,
}

impl Store {
    /// The watched folders, by path.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watched_folders(&self) -> Result<Vec<WatchedRow>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT path, added_at, synced_at, problem FROM watched_folders ORDER BY path",
                )
                .and_then(|mut statement| {
                    let row = |row: &rusqlite::Row<'_>| {
                        Ok(WatchedRow {
                            path: row.get(0)?,
                            added_at: row.get(1)?,
                            synced_at: row.get(2)?,
                            problem: row.get(3)?,
                        })
                    };
                    statement.query_map([], row)?.collect()
                })
                .doing("listing watched folders")
        })
    }

    /// Watches a folder; watching it already is no error.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watch_folder(&self, path: &str, now: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction
                .execute(
                    "INSERT INTO watched_folders (path, added_at) VALUES (?1, ?2)
                     ON CONFLICT (path) DO NOTHING",
                    [path, now],
                )
                .doing("watching a folder")?;
            Ok(())
        })
    }

    /// No longer watches a folder. Returns whether it was watched.
    ///
    /// # Errors
    /// When the database fails.
    pub fn unwatch_folder(&self, path: &str) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let n_gone = transaction
                .execute("DELETE FROM watched_folders WHERE path = ?1", [path])
                .doing("forgetting a watched folder")?;
            Ok(n_gone > 0)
        })
    }

    /// Notes that the library was brought into step with a folder, or why not.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_synced(
        &self,
        path: &str,
        now: &str,
        problem: Option<&str>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let sql = if problem.is_none() {
                "UPDATE watched_folders SET synced_at = ?2, problem = ?3 WHERE path = ?1"
            } else {
                // It was in step when it was last looked at.
                "UPDATE watched_folders SET problem = ?3 WHERE path = ?1 AND ?2 = ?2"
            };
            transaction.execute(sql, params![path, now, problem]).doing("noting a folder")?;
            Ok(())
        })
    }

    /// Files and folders whose import was begun and not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub fn unfinished_imports(&self) -> Result<Vec<String>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT path FROM unfinished_imports ORDER BY path")
                .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
                .doing("listing unfinished imports")
        })
    }

    /// Notes that an import of these files and folders begins.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_unfinished(&self, paths: &[String]) -> Result<(), StoreError> {
        self.write(|transaction| {
            for path in paths {
                transaction
                    .execute("INSERT OR IGNORE INTO unfinished_imports (path) VALUES (?1)", [path])
                    .doing("noting an import")?;
            }
            Ok(())
        })
    }

    /// Notes that no import is unfinished any more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn clear_unfinished(&self) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM unfinished_imports", []).doing("noting an import")?;
            Ok(())
        })
    }

    /// Notes that the import of some files and folders is no longer unfinished.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_finished(&self, paths: &[String]) -> Result<(), StoreError> {
        self.write(|transaction| {
            for path in paths {
                transaction
                    .execute("DELETE FROM unfinished_imports WHERE path = ?1", [path])
                    .doing("noting an import")?;
            }
            Ok(())
        })
    }

    /// Articles with passages whose vector is not there yet.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_pending(&self) -> Result<Vec<ArticleId>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT DISTINCT passages.article_id FROM vectors
                     JOIN passages ON passages.vector_id = vectors.id
                     WHERE vectors.value IS NULL",
                )
                .and_then(|mut statement| {
                    statement.query_map([], |row| row.get(0).map(ArticleId))?.collect()
                })
                .doing("looking for passages without vectors")
        })
    }
}
