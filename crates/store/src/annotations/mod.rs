//! What readers make of their library: tags, notes, highlights, their own words
//! for title or date, saved searches. Not here: undoing any of it (`engine`).
//!
//! Invariant: all of it hangs from its article's row: hidden with it, back with
//! it, gone with it, and handed on when a new version of the file replaces it.

mod edits;
mod highlights;
mod searches;
pub(crate) mod tags;

#[cfg(test)]
mod tests;

pub(crate) use edits::edited;
pub use edits::{Edit, EditedField, Field, Value};
pub use highlights::{Highlight, HighlightFilter, NewHighlight};
pub use searches::{AskedSearch, SavedSearch};
pub use tags::{TagCount, tag_key};

use parallax_types::{Anchor, ArticleId, Quote};
use rusqlite::{OptionalExtension, Transaction};

use crate::error::Doing;
use crate::{Store, StoreError};

/// Hands everything kept with `old` on to `new`, whose row is there already.
pub(crate) fn carry_over(
    transaction: &Transaction<'_>,
    old: ArticleId,
    new: ArticleId,
    place: &dyn Fn(&Quote) -> Option<Anchor>,
) -> Result<(), StoreError> {
    const DOING: &str = "keeping what the reader made of an article";
    // Of two articles that are one both may have notes. Tags both have stay with the old one,
    // and go with it.
    for sql in [
        "UPDATE OR IGNORE article_tags SET article_id = ?2 WHERE article_id = ?1",
        "UPDATE article_notes SET note = (SELECT note FROM article_notes WHERE article_id = ?1)
           || char(10) || char(10) || note
         WHERE article_id = ?2 AND EXISTS (SELECT 1 FROM article_notes WHERE article_id = ?1)",
        "UPDATE OR IGNORE article_notes SET article_id = ?2 WHERE article_id = ?1",
        "UPDATE highlights SET article_id = ?2 WHERE article_id = ?1",
    ] {
        transaction
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([old.0, new.0]))
            .doing(DOING)?;
    }
    edits::carry_over(transaction, old, new)?;
    highlights::place_again(transaction, new, place)
}

/// Whether a reader tagged, highlighted or corrected an article, or wrote a note on it.
pub(crate) fn is_annotated(
    transaction: &Transaction<'_>,
    id: ArticleId,
) -> Result<bool, StoreError> {
    transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM article_tags WHERE article_id = ?1)
               OR EXISTS (SELECT 1 FROM article_notes WHERE article_id = ?1)
               OR EXISTS (SELECT 1 FROM highlights WHERE article_id = ?1)
               OR EXISTS (SELECT 1 FROM read_fields WHERE article_id = ?1)",
        )
        .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
        .doing("looking what a reader made of an article")
}

/// Refuses ids of articles that are not there or removed.
fn must_exist(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), StoreError> {
    transaction
        .prepare_cached("SELECT 1 FROM articles WHERE id = ?1 AND removed_at IS NULL")
        .and_then(|mut statement| statement.query_row([id.0], |_| Ok(())).optional())
        .doing("looking up an article")?
        .ok_or(StoreError::NoSuchArticle { id })
}

impl Store {
    /// The reader's note on an article.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note(&self, id: ArticleId) -> Result<Option<String>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT note FROM article_notes WHERE article_id = ?1")
                .and_then(|mut query| query.query_row([id.0], |row| row.get(0)).optional())
                .doing("reading a note")
        })
    }

    /// Sets or, with `None`, drops the note on an article. Returns the one before.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when it is not there.
    pub fn set_note(
        &self,
        id: ArticleId,
        note: Option<&str>,
    ) -> Result<Option<String>, StoreError> {
        self.write(|transaction| {
            must_exist(transaction, id)?;
            let before = transaction
                .query_row("SELECT note FROM article_notes WHERE article_id = ?1", [id.0], |row| {
                    row.get(0)
                })
                .optional()
                .doing("reading a note")?;
            match note {
                Some(note) => transaction.execute(
                    "INSERT INTO article_notes (article_id, note) VALUES (?1, ?2)
                     ON CONFLICT (article_id) DO UPDATE SET note = excluded.note",
                    (id.0, note),
                ),
                None => {
                    transaction.execute("DELETE FROM article_notes WHERE article_id = ?1", [id.0])
                }
            }
            .doing("writing a note")?;
            Ok(before)
        })
    }
}
