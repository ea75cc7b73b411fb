//! Vectors: one per distinct embedded text.
//! Not here: how one is laid out (`packed`).

use std::collections::HashSet;

use parallax_types::{ArticleId, UnitVector, VectorId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::error::Doing;
use crate::packed::{decode, encode};
use crate::{Snapshot, Store, StoreError};

/// Names what a vector is computed from: context and text. Which model computed
/// it is a matter of the whole library ([`Store::use_model`]).
pub type InputHash = [u8; 16];

/// A passage whose vector is still to be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingPassage {
    /// Where the vector belongs.
    pub vector_id: VectorId,
    /// An article that holds the passage.
    pub article_id: ArticleId,
    /// What is embedded before the passage; may be empty.
    pub context: String,
    /// The passage.
    pub text: String,
}

pub(crate) struct Reserved {
    pub(crate) id: VectorId,
    pub(crate) is_new: bool,
}

impl Snapshot<'_> {
    /// The model the vectors were computed with, if any were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn model(&self) -> Result<Option<String>, StoreError> {
        self.read(|connection| {
            connection
                .query_row("SELECT value FROM library WHERE key = 'vector_model'", [], |row| {
                    row.get(0)
                })
                .optional()
                .doing("reading the library's model")
        })
    }

    /// The id up to which no vector is missing: those reserved below it are all
    /// computed, and new ones get higher ids.
    ///
    /// # Errors
    /// When the database fails.
    pub fn embedded_through(&self) -> Result<VectorId, StoreError> {
        self.read(|connection| {
            connection
                .query_row(
                    "SELECT coalesce((SELECT min(id) - 1 FROM vectors WHERE value IS NULL),
                                     (SELECT max(id) FROM vectors), 0)",
                    [],
                    |row| row.get(0).map(VectorId),
                )
                .doing("looking for missing vectors")
        })
    }

    /// Number of computed vectors with ids up to `last`, if none of them is missing
    /// ([`Store::embedded_through`]).
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_vectors_through(&self, last: VectorId) -> Result<usize, StoreError> {
        self.read(|connection| {
            connection
                .query_row("SELECT count(*) FROM vectors WHERE +id <= ?1", [last.0], |row| {
                    row.get(0)
                })
                .doing("counting vectors")
        })
    }

    /// Those ids.
    ///
    /// # Errors
    /// When the database fails.
    pub fn vector_ids_through(&self, last: VectorId) -> Result<HashSet<VectorId>, StoreError> {
        self.read(|connection| {
            connection
                .prepare("SELECT id FROM vectors WHERE +id <= ?1")
                .and_then(|mut statement| {
                    statement.query_map([last.0], |row| row.get(0).map(VectorId))?.collect()
                })
                .doing("reading the vectors' ids")
        })
    }

    /// Hands every stored vector with an id above `after` to `each`, ascending; no
    /// more than `n_wanted` if that is given.
    ///
    /// # Errors
    /// When the database fails, or a stored vector is damaged.
    pub fn for_each_vector(
        &self,
        after: VectorId,
        n_wanted: Option<usize>,
        each: &mut dyn FnMut(VectorId, UnitVector),
    ) -> Result<(), StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT id, value FROM vectors WHERE value IS NOT NULL AND id > ?1 ORDER BY id LIMIT ?2",
                )
                .doing("reading vectors")?;
            let n_wanted = n_wanted.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1);
            let mut rows = statement.query([after.0, n_wanted]).doing("reading vectors")?;
            while let Some(row) = rows.next().doing("reading vectors")? {
                let id = VectorId(row.get(0).doing("reading vectors")?);
                let bytes = row
                    .get_ref(1)
                    .and_then(|value| Ok(value.as_blob()?))
                    .doing("reading vectors")?;
                each(id, decode(id, bytes)?);
            }
            Ok(())
        })
    }

    /// The vectors of an article's first `n_wanted` passages, as far as they are there.
    ///
    /// # Errors
    /// When the database fails, or a stored vector is damaged.
    pub fn vectors_of_article(
        &self,
        id: ArticleId,
        n_wanted: usize,
    ) -> Result<Vec<UnitVector>, StoreError> {
        self.read(|connection| vectors_of_article(connection, id, n_wanted))
    }

    /// The stored vectors of the given ids, in the order given, `None` where
    /// there is none (yet).
    ///
    /// # Errors
    /// When the database fails, or a stored vector is damaged.
    pub fn vectors(&self, ids: &[VectorId]) -> Result<Vec<Option<UnitVector>>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT value FROM vectors WHERE id = ?1 AND value IS NOT NULL")
                .doing("reading vectors")?;
            ids.iter()
                .map(|id| {
                    let bytes: Option<Vec<u8>> = statement
                        .query_row([id.0], |row| row.get(0))
                        .optional()
                        .doing("reading vectors")?;
                    bytes.map(|bytes| decode(*id, &bytes)).transpose()
                })
                .collect()
        })
    }
}

impl Store {
    /// Up to `n_wanted` passages without vectors and with ids above `after`,
    /// in the order they were stored.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pending(
        &self,
        after: VectorId,
        n_wanted: usize,
    ) -> Result<Vec<PendingPassage>, StoreError> {
        self.read(|connection| passages_to_embed(connection, "v.value IS NULL", after, n_wanted))
    }

    /// Makes `model` the one all vectors are computed with. When another one was
    /// before, every vector goes back to pending, under a new id, since ids never
    /// change their vector; words stay searchable meanwhile. Returns whether
    /// that happened.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn use_model(&self, model: &str) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let before: Option<String> = transaction
                .query_row("SELECT value FROM library WHERE key = 'vector_model'", [], |row| {
                    row.get(0)
                })
                .optional()
                .doing("reading the library's model")?;
            if before.as_deref() == Some(model) {
                return Ok(false);
            }
            note_model(transaction, model)?;
            if before.is_some() {
                move_to_new_ids(transaction).doing("changing the library's model")?;
            }
            Ok(before.is_some())
        })
    }

    /// Stores vectors in one transaction. Ids that no longer exist (their article
    /// was removed meanwhile) or already have a vector are passed over.
    ///
    /// # Errors
    /// When the database fails; none is stored then.
    pub fn put_vectors(&self, vectors: &[(VectorId, UnitVector)]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut statement = transaction
                .prepare_cached("UPDATE vectors SET value = ?2 WHERE id = ?1 AND value IS NULL")
                .doing("storing vectors")?;
            for (id, vector) in vectors {
                statement.execute(params![id.0, encode(vector)]).doing("storing vectors")?;
            }
            Ok(())
        })
    }
}

/// The vector for an input, reserved when it is new.
pub(crate) fn find_or_reserve(
    transaction: &Transaction<'_>,
    input: &InputHash,
) -> Result<Reserved, StoreError> {
    let found = transaction
        .prepare_cached("SELECT id FROM vectors WHERE input_hash = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([input], |row| Ok(Reserved { id: VectorId(row.get(0)?), is_new: false }))
                .optional()
        })
        .doing("looking up a vector")?;
    if let Some(found) = found {
        return Ok(found);
    }
    let id = transaction
        .prepare_cached("INSERT INTO vectors (input_hash) VALUES (?1)")
        .and_then(|mut statement| statement.insert([input]))
        .doing("reserving a vector")?;
    Ok(Reserved { id: VectorId(id), is_new: true })
}

/// Notes which model the vectors are of.
pub(crate) fn note_model(transaction: &Transaction<'_>, model: &str) -> Result<(), StoreError> {
    transaction
        .execute(
            "INSERT INTO library (key, value) VALUES ('vector_model', ?1)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [model],
        )
        .map(drop)
        .doing("noting the library's model")
}

/// One passage for each vector with an id above `after` of which `condition` holds, in the
/// order of the ids.
pub(crate) fn passages_to_embed(
    connection: &Connection,
    condition: &'static str,
    after: VectorId,
    n_wanted: usize,
) -> Result<Vec<PendingPassage>, StoreError> {
    let mut statement = connection
        .prepare_cached(&format!(
            "SELECT v.id, p.article_id, a.context, p.start_byte, p.end_byte
             FROM vectors v JOIN passages p ON p.id = (SELECT min(id) FROM passages WHERE vector_id = v.id)
             JOIN articles a ON a.id = p.article_id
             WHERE {condition} AND v.id > ?1 ORDER BY v.id LIMIT ?2"
        ))
        .doing("looking for passages to embed")?;
    let mut text_of = connection
        .prepare_cached("SELECT text FROM article_texts WHERE article_id = ?1")
        .doing("reading texts")?;
    let mut rows =
        statement.query(params![after.0, n_wanted]).doing("looking for passages to embed")?;
    let mut found = Vec::new();
    // Passages of one article follow each other: its text is read once.
    let mut current: Option<(i64, String)> = None;
    while let Some(row) = rows.next().doing("looking for passages to embed")? {
        let read = || -> rusqlite::Result<(i64, i64, String, usize, usize)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        };
        let (vector_id, article_id, context, start, end) =
            read().doing("looking for passages to embed")?;
        if current.as_ref().is_none_or(|(id, _)| *id != article_id) {
            let text = text_of.query_row([article_id], |row| row.get(0)).doing("reading texts")?;
            current = Some((article_id, text));
        }
        let text = current.as_ref().and_then(|(_, text)| text.get(start..end));
        found.push(PendingPassage {
            vector_id: VectorId(vector_id),
            article_id: ArticleId(article_id),
            context,
            text: text.unwrap_or_default().to_owned(),
        });
    }
    Ok(found)
}

/// Moves every vector to an id never used before and takes its value away.
pub(crate) fn move_to_new_ids(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let highest: i64 = transaction
        .query_row("SELECT seq FROM sqlite_sequence WHERE name = 'vectors'", [], |row| row.get(0))
        .optional()?
        .unwrap_or(0);
    transaction.execute("UPDATE sides SET mean = NULL", [])?;
    // Largest first would collide on the way; negative ids are free and fold back.
    transaction.execute("UPDATE passages SET vector_id = -vector_id", [])?;
    transaction.execute("UPDATE vectors SET id = -id, value = NULL", [])?;
    transaction.execute("UPDATE passages SET vector_id = ?1 - vector_id", [highest])?;
    transaction.execute("UPDATE vectors SET id = ?1 - id", [highest])?;
    transaction
        .execute("UPDATE sqlite_sequence SET seq = 2 * ?1 WHERE name = 'vectors'", [highest])
        .map(drop)
}

/// The vectors the passages of an article use.
pub(crate) fn of_article(
    transaction: &Transaction<'_>,
    id: ArticleId,
) -> Result<Vec<VectorId>, StoreError> {
    transaction
        .prepare_cached("SELECT DISTINCT vector_id FROM passages WHERE article_id = ?1")
        .and_then(|mut statement| {
            statement.query_map([id.0], |row| row.get(0).map(VectorId))?.collect()
        })
        .doing("looking up vectors")
}

/// Deletes those of `candidates` that no passage uses, and returns them.
pub(crate) fn delete_unused(
    transaction: &Transaction<'_>,
    candidates: &[VectorId],
) -> Result<Vec<VectorId>, StoreError> {
    let mut statement = transaction
        .prepare_cached(
            "DELETE FROM vectors WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM passages WHERE vector_id = ?1)",
        )
        .doing("deleting unused vectors")?;
    let mut deleted = Vec::new();
    for id in candidates {
        if statement.execute([id.0]).doing("deleting unused vectors")? > 0 {
            deleted.push(*id);
        }
    }
    Ok(deleted)
}

/// Deletes every vector no passage uses, and returns their ids. Reads the whole table.
pub(crate) fn delete_all_unused(
    transaction: &Transaction<'_>,
) -> Result<Vec<VectorId>, StoreError> {
    transaction
        .prepare(
            "DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM passages WHERE vector_id = vectors.id)
             RETURNING id",
        )
        .and_then(|mut statement| statement.query_map([], |row| row.get(0).map(VectorId))?.collect())
        .doing("deleting unused vectors")
}

/// A vector as it comes back from the store, rounded. Whoever keeps
/// vectors in memory beside the store keeps these, to agree with it after a restart.
#[must_use]
pub fn as_stored(vector: &UnitVector) -> UnitVector {
    // Rounding cannot take a unit vector's largest values to zero.
    decode(VectorId(0), &encode(vector)).unwrap_or_else(|_| vector.clone())
}

pub(crate) fn vectors_of_article(
    connection: &Connection,
    id: ArticleId,
    n_wanted: usize,
) -> Result<Vec<UnitVector>, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT v.id, v.value FROM passages p JOIN vectors v ON v.id = p.vector_id
             WHERE p.article_id = ?1 AND v.value IS NOT NULL ORDER BY p.start_byte LIMIT ?2",
        )
        .doing("reading vectors")?;
    let mut rows = statement.query(params![id.0, n_wanted]).doing("reading vectors")?;
    let mut vectors = Vec::new();
    while let Some(row) = rows.next().doing("reading vectors")? {
        let id = VectorId(row.get(0).doing("reading vectors")?);
        let bytes =
            row.get_ref(1).and_then(|value| Ok(value.as_blob()?)).doing("reading vectors")?;
        vectors.push(decode(id, bytes)?);
    }
    Ok(vectors)
}
