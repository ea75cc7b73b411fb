//! Searches readers saved, and the last ones they asked.

use parallax_types::SavedSearchId;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::Doing;
use crate::{Store, StoreError};

/// Searches remembered at most.
const N_REMEMBERED: usize = 50;

/// A search the reader saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// What the reader calls it.
    pub name: String,
    /// As typed; no two have the same.
    pub query: String,
    /// When it was saved, ISO 8601 in UTC.
    pub made_at: String,
}

/// A search asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedSearch {
    /// As typed.
    pub query: String,
    /// When last, ISO 8601 in UTC.
    pub asked_at: String,
}

impl Store {
    /// Saved searches, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT id, name, query, made_at FROM saved_searches ORDER BY lower(name), id",
                )
                .and_then(|mut statement| statement.query_map([], saved)?.collect())
                .doing("reading saved searches")
        })
    }

    /// Saves a search; the same query again only changes its name. Returns its id
    /// and what was saved for that query before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn save_search(
        &self,
        name: &str,
        query: &str,
        now: &str,
    ) -> Result<(SavedSearchId, Option<SavedSearch>), StoreError> {
        self.write(|transaction| {
            let before = transaction
                .query_row(
                    "SELECT id, name, query, made_at FROM saved_searches WHERE query = ?1",
                    [query],
                    saved,
                )
                .optional()
                .doing("looking up a saved search")?;
            let id = transaction
                .query_row(
                    "INSERT INTO saved_searches (name, query, made_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (query) DO UPDATE SET name = excluded.name RETURNING id",
                    params![name, query, now],
                    |row| row.get(0).map(SavedSearchId),
                )
                .doing("saving a search")?;
            Ok((id, before))
        })
    }

    /// Stores a saved search as it was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_saved_search(&self, search: &SavedSearch) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction
                .execute(
                    "INSERT OR REPLACE INTO saved_searches (id, name, query, made_at)
                     VALUES (?1, ?2, ?3, ?4)",
                    params![search.id.0, search.name, search.query, search.made_at],
                )
                .doing("saving a search")?;
            Ok(())
        })
    }

    /// Removes a saved search and returns it.
    ///
    /// # Errors
    /// [`StoreError::NoSuchSearch`] for an unknown id.
    pub fn delete_saved_search(&self, id: SavedSearchId) -> Result<SavedSearch, StoreError> {
        self.write(|transaction| {
            transaction
                .query_row(
                    "DELETE FROM saved_searches WHERE id = ?1 RETURNING id, name, query, made_at",
                    [id.0],
                    saved,
                )
                .optional()
                .doing("removing a saved search")?
                .ok_or(StoreError::NoSuchSearch { id })
        })
    }

    /// The searches asked last, latest first; 50 at most.
    ///
    /// # Errors
    /// When the database fails.
    pub fn asked_searches(&self) -> Result<Vec<AskedSearch>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT query, asked_at FROM asked_searches ORDER BY asked_at DESC, query",
                )
                .and_then(|mut statement| {
                    statement
                        .query_map([], |row| {
                            Ok(AskedSearch { query: row.get(0)?, asked_at: row.get(1)? })
                        })?
                        .collect()
                })
                .doing("reading earlier searches")
        })
    }

    /// Remembers searches; the latest 50 stay.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_asked_searches(&self, searches: &[AskedSearch]) -> Result<(), StoreError> {
        self.write(|transaction| {
            for search in searches {
                transaction
                    .execute(
                        "INSERT OR REPLACE INTO asked_searches (query, asked_at) VALUES (?1, ?2)",
                        params![search.query, search.asked_at],
                    )
                    .doing("remembering a search")?;
            }
            forget_oldest(transaction)
        })
    }

    /// Forgets one search asked before, or all. Returns what was forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_searches(&self, query: Option<&str>) -> Result<Vec<AskedSearch>, StoreError> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "DELETE FROM asked_searches WHERE ?1 IS NULL OR query = ?1
                     RETURNING query, asked_at",
                )
                .and_then(|mut statement| {
                    statement
                        .query_map([query], |row| {
                            Ok(AskedSearch { query: row.get(0)?, asked_at: row.get(1)? })
                        })?
                        .collect()
                })
                .doing("forgetting searches")
        })
    }
}

fn saved(row: &rusqlite::Row<'_>) -> rusqlite::Result<SavedSearch> {
    Ok(SavedSearch {
        id: SavedSearchId(row.get(0)?),
        name: row.get(1)?,
        query: row.get(2)?,
        made_at: row.get(3)?,
    })
}

fn forget_oldest(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction
        .execute(
            "DELETE FROM asked_searches WHERE query NOT IN
               (SELECT query FROM asked_searches ORDER BY asked_at DESC, query LIMIT ?1)",
            [N_REMEMBERED],
        )
        .doing("forgetting old searches")?;
    Ok(())
}
