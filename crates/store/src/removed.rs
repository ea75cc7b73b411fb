//! Removed articles: hidden first, brought back or deleted for good later.
//!
//! Invariant: a removed article keeps its text and what a reader made of it, but has no
//! passages and no words, so that no search, list or count sees it. Files a reader removed
//! are remembered by their bytes, also once their articles are gone for good: a watched
//! folder must not bring back what somebody took out.
//! Not here: for how long they are kept (`engine`).

use parallax_types::{ArticleId, VectorId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::article_rows::{SELECT_ROW, article_row, whole};
use crate::articles::{delete_passages, insert_passages};
use crate::error::Doing;
use crate::{ArticleRow, NewPassage, Store, StoreError, StoredArticle, vectors};

/// Who takes articles out of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovedBy {
    /// A reader: the file is not to be imported again unasked.
    Reader,
    /// The file is gone; should it come back, so does its article.
    Folder,
}

/// Which removed articles go for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purge<'a> {
    /// All.
    Everything,
    /// Those removed before a time, ISO 8601 in UTC.
    RemovedBefore(String),
    /// Those of these that are removed.
    These(&'a [ArticleId]),
}

/// A removed article that can still be brought back.
#[derive(Debug, Clone, PartialEq)]
pub struct RemovedArticle {
    /// What lists show of it.
    pub row: ArticleRow,
    /// When it was removed, ISO 8601 in UTC.
    pub removed_at: String,
}

impl Store {
    /// Hides articles: their passages and words go, their text stays until
    /// [`Store::purge_removed`], so that [`Store::restore`] can bring them back.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] for an unknown id; nothing is removed then.
    pub fn remove(&self, ids: &[ArticleId], by: RemovedBy, now: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            ids.iter().try_for_each(|id| take_out(transaction, *id, now))?;
            // Only now is it known of which files nothing is left.
            if by == RemovedBy::Reader {
                ids.iter().try_for_each(|id| decline(transaction, *id, now))?;
            }
            note_unused_vectors(transaction)
        })
    }

    /// Brings a removed article back with the passages given.
    ///
    /// # Errors
    /// As [`Store::restore_all`].
    pub fn restore(
        &self,
        article: &StoredArticle,
        passages: &[NewPassage],
    ) -> Result<(), StoreError> {
        self.restore_all(&[article.row.id], &|_| passages.to_vec()).map(drop)
    }

    /// Brings removed articles back, all or none, each with the passages that `passages` cuts
    /// it into. One that is back already stays as it is: what was broken off is done again.
    /// Returns those that came back.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when one is not there; none is back then.
    pub fn restore_all(
        &self,
        ids: &[ArticleId],
        passages: &dyn Fn(&StoredArticle) -> Vec<NewPassage>,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.write(|transaction| {
            let mut back = Vec::new();
            for id in ids {
                if let Some(article) = removed(transaction, *id)? {
                    put_back(transaction, &article, &passages(&article))?;
                    back.push(*id);
                } else if !exists(transaction, *id)? {
                    return Err(StoreError::NoSuchArticle { id: *id });
                }
            }
            Ok(back)
        })
    }

    /// Deletes articles at once, in the bin or not, all or none. Returns the vectors nothing
    /// uses any more, now gone.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when one is not there; none is deleted then.
    pub fn remove_for_good(
        &self,
        ids: &[ArticleId],
        now: &str,
    ) -> Result<Vec<VectorId>, StoreError> {
        self.write(|transaction| {
            for id in ids {
                if removed(transaction, *id)?.is_none() {
                    take_out(transaction, *id, now)?;
                }
            }
            ids.iter().try_for_each(|id| decline(transaction, *id, now))?;
            delete(transaction, &Purge::These(ids)).doing("deleting removed articles")?;
            vectors::delete_all_unused(transaction)
        })
    }

    /// Removed articles, the one removed last first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn removed_articles(&self) -> Result<Vec<RemovedArticle>, StoreError> {
        self.read(|connection| {
            let sql = format!(
                "{SELECT_ROW} WHERE a.removed_at IS NOT NULL ORDER BY a.removed_at DESC, a.id DESC"
            );
            let mut statement =
                connection.prepare_cached(&sql).doing("listing what was removed")?;
            let rows = statement
                .query_map([], |row| {
                    Ok(RemovedArticle {
                        row: article_row(row)?,
                        removed_at: row.get("removed_at")?,
                    })
                })
                .doing("listing what was removed")?;
            rows.collect::<rusqlite::Result<_>>().doing("listing what was removed")
        })
    }

    /// How many articles can be brought back.
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_removed(&self) -> Result<usize, StoreError> {
        self.read(|connection| {
            connection
                .query_row(
                    "SELECT count(*) FROM articles WHERE removed_at IS NOT NULL",
                    [],
                    |row| row.get(0),
                )
                .doing("counting what was removed")
        })
    }

    /// The article behind an id although it is removed, for bringing it back.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when it is not there or not removed.
    pub fn removed_article(&self, id: ArticleId) -> Result<StoredArticle, StoreError> {
        self.read(|connection| removed(connection, id))?.ok_or(StoreError::NoSuchArticle { id })
    }

    /// Whether a reader took all articles of a file with these bytes out of the library.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_declined(&self, content_hash: &[u8; 32]) -> Result<bool, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT 1 FROM declined_files WHERE content_hash = ?1")
                .and_then(|mut query| query.exists([content_hash]))
                .doing("looking up a file")
        })
    }

    /// Deletes removed articles for good. Returns the vectors nothing uses any more, now gone; those of
    /// articles that can still be brought back are computed again then.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn purge_removed(&self, what: &Purge<'_>) -> Result<Vec<VectorId>, StoreError> {
        self.write(|transaction| {
            let n_deleted = delete(transaction, what).doing("deleting removed articles")?;
            let has_unused = transaction
                .execute("DELETE FROM library WHERE key = 'unused_vectors'", [])
                .doing("looking for unused vectors")?;
            if n_deleted + has_unused == 0 {
                Ok(Vec::new())
            } else {
                vectors::delete_all_unused(transaction)
            }
        })
    }
}

/// A removed article; `None` when it is not there or not removed.
fn removed(connection: &Connection, id: ArticleId) -> Result<Option<StoredArticle>, StoreError> {
    let sql = format!("{SELECT_ROW} WHERE a.id = ?1 AND a.removed_at IS NOT NULL");
    let row = connection
        .query_row(&sql, [id.0], article_row)
        .optional()
        .doing("reading a removed article")?;
    row.map(|row| whole(connection, row)).transpose()
}

fn exists(connection: &Connection, id: ArticleId) -> Result<bool, StoreError> {
    connection
        .prepare_cached("SELECT 1 FROM articles WHERE id = ?1")
        .and_then(|mut query| query.exists([id.0]))
        .doing("looking up an article")
}

/// Takes an article out of the library; its row stays, with what its reader made of it.
fn take_out(transaction: &Transaction<'_>, id: ArticleId, now: &str) -> Result<(), StoreError> {
    let n_changed = transaction
        .execute(
            "UPDATE articles SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
            params![id.0, now],
        )
        .doing("removing an article")?;
    if n_changed == 0 {
        return Err(StoreError::NoSuchArticle { id });
    }
    delete_passages(transaction, id).map(drop)
}

fn put_back(
    transaction: &Transaction<'_>,
    article: &StoredArticle,
    passages: &[NewPassage],
) -> Result<(), StoreError> {
    let id = article.row.id;
    let hash: [u8; 32] = transaction
        .query_row(
            "UPDATE articles SET removed_at = NULL WHERE id = ?1 RETURNING content_hash",
            [id.0],
            |row| row.get(0),
        )
        .doing("bringing an article back")?;
    forget_declined(transaction, &hash)?;
    transaction
        .execute(
            "DELETE FROM declined_files WHERE content_hash IN (
               SELECT content_hash FROM article_versions WHERE article_id = ?1)",
            [id.0],
        )
        .doing("bringing an article back")?;
    let inserted = insert_passages(transaction, id, &article.text, passages)?;
    inserted.words.iter().try_for_each(|words| words.index(transaction))
}

fn delete(transaction: &Transaction<'_>, what: &Purge<'_>) -> rusqlite::Result<usize> {
    const DELETE: &str = "DELETE FROM articles WHERE removed_at IS NOT NULL";
    match what {
        Purge::Everything => transaction.execute(DELETE, []),
        Purge::RemovedBefore(time) => {
            transaction.execute(&format!("{DELETE} AND removed_at < ?1"), [time])
        }
        Purge::These(ids) => {
            let mut statement = transaction.prepare(&format!("{DELETE} AND id = ?1"))?;
            ids.iter().try_fold(0, |n, id| Ok(n + statement.execute([id.0])?))
        }
    }
}

/// Removed articles' passages are gone, and with them the way to vectors only they used:
/// the next purge looks for them, once for all.
fn note_unused_vectors(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction
        .execute("INSERT OR IGNORE INTO library (key, value) VALUES ('unused_vectors', '1')", [])
        .doing("removing an article")?;
    Ok(())
}

/// Notes the file of a removed article, once none of its articles is left, and those of its
/// earlier versions.
fn decline(transaction: &Transaction<'_>, id: ArticleId, now: &str) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO declined_files (content_hash, declined_at)
             SELECT hash, ?2 FROM (
               SELECT content_hash AS hash FROM articles WHERE id = ?1
               UNION SELECT content_hash FROM article_versions WHERE article_id = ?1)
             WHERE NOT EXISTS (
               SELECT 1 FROM articles b WHERE b.content_hash = hash AND b.removed_at IS NULL)",
        )
        .and_then(|mut statement| statement.execute(params![id.0, now]))
        .doing("removing an article")?;
    Ok(())
}

/// A file is wanted after all.
pub(crate) fn forget_declined(
    transaction: &Transaction<'_>,
    content_hash: &[u8; 32],
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("DELETE FROM declined_files WHERE content_hash = ?1")
        .and_then(|mut statement| statement.execute([content_hash]))
        .doing("storing an article")?;
    Ok(())
}

/// Whether any removed article can still be brought back.
pub(crate) fn is_any(connection: &Connection) -> Result<bool, StoreError> {
    connection
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE removed_at IS NOT NULL)",
            [],
            |row| row.get(0),
        )
        .doing("looking for removed articles")
}
