//! Computing again what can be: indexes, the words index, what is derived, vectors.
//! Not here: what only a copy or the original file can bring back.

use parallax_types::VectorId;
use rusqlite::Transaction;

use crate::checksums::{self, Holds, PARTS};
use crate::error::Doing;
use crate::verify::{Problem, ProblemKind};
use crate::{Store, StoreError};

const DOING: &str = "mending what can be computed again";

impl Store {
    /// Computes again what `problems` say is damaged and can be, as far as this crate can:
    /// stories are left to be derived again, vectors to be computed. Returns the vectors
    /// that were given up; the index is not to use them.
    ///
    /// # Errors
    /// When the database is too damaged to be written to.
    pub fn repair(&self, problems: &[Problem]) -> Result<Vec<VectorId>, StoreError> {
        let has = |kind: ProblemKind| problems.iter().any(|problem| problem.kind == kind);
        let reindex =
            || self.write(|transaction| transaction.execute_batch("REINDEX").doing(DOING));
        let indexed = if has(ProblemKind::Index) { reindex() } else { Ok(()) };
        if indexed.is_err() {
            // A damaged row may have become the double of another, which no index takes.
            if !has(ProblemKind::Derived) {
                return indexed.map(|()| Vec::new());
            }
            self.write(forget_derived_unindexed)?;
            reindex()?;
        }
        if has(ProblemKind::Words) {
            self.write(rewrite_words)?;
            self.sum_up_again(Holds::Words)?;
        }
        if has(ProblemKind::Derived) {
            self.write(forget_derived)?;
            self.sum_up_again(Holds::Derived)?;
        }
        let mut given_up = Vec::new();
        if has(ProblemKind::Vectors) {
            given_up = self.write(forget_vectors)?;
            self.sum_up_again(Holds::Vectors)?;
        }
        let is_all_mended = problems.iter().all(|problem| problem.kind.is_derived());
        if has(ProblemKind::Checksum) && is_all_mended {
            // What they were of is sound, as far as anybody can tell.
            self.write(|transaction| checksums::fill(transaction))?;
        }
        Ok(given_up)
    }

    /// What was damaged is gone, but not the difference it made.
    fn sum_up_again(&self, holds: Holds) -> Result<(), StoreError> {
        self.write(|transaction| {
            PARTS
                .iter()
                .filter(|part| part.holds == holds)
                .try_for_each(|part| checksums::fill_part(transaction, part))
        })
    }
}

/// Makes the words index anew from the texts.
fn rewrite_words(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let definition = |name: &str| -> Result<String, StoreError> {
        transaction
            .query_row("SELECT sql FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0))
            .doing(DOING)
    };
    let (words, vocabulary) = (definition("passage_words")?, definition("passage_vocab")?);
    transaction
        .execute_batch(&format!(
            "DROP TABLE passage_vocab; DROP TABLE passage_words; {words}; {vocabulary};"
        ))
        .doing(DOING)?;
    crate::full_text::index_all(transaction)
}

/// The same where indexes do not fit their rows, which SQLite refuses to delete from
/// unless it is told that the file is being mended.
fn forget_derived_unindexed(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let mending = |on: bool| transaction.pragma_update(None, "writable_schema", on).doing(DOING);
    mending(true)?;
    let forgotten = forget_derived(transaction);
    mending(false)?;
    forgotten
}

/// As after a change of the rules they are derived by.
fn forget_derived(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction
        .execute_batch(
            "DELETE FROM sides; DELETE FROM side_keys; DELETE FROM new_side_keys;
             DELETE FROM copy_pairs; DELETE FROM story_links; DELETE FROM quotes;
             DELETE FROM origin_marks; DELETE FROM lost_sides;
             INSERT INTO lost_sides (n) VALUES (0);
             DELETE FROM stories_unsettled; DELETE FROM sides_pending;
             INSERT INTO sides_pending (article_id) SELECT id FROM articles WHERE removed_at IS NULL;
             DELETE FROM known_words; DELETE FROM known_words_counted;
             INSERT INTO known_words_counted (n_passages) VALUES (0);",
        )
        .doing(DOING)
}

/// Takes away the values of damaged groups, and makes vectors again that passages name
/// and that are gone. A vector's input is not known here: a name of its own keeps it
/// from being shared.
fn forget_vectors(transaction: &Transaction<'_>) -> Result<Vec<VectorId>, StoreError> {
    transaction.pragma_update(None, "defer_foreign_keys", true).doing(DOING)?;
    let mut given_up = Vec::new();
    for group in checksums::damaged_groups(transaction, Holds::Vectors)? {
        let first = group << checksums::BLOCK_BITS;
        let last = first | ((1 << checksums::BLOCK_BITS) - 1);
        let found: Vec<i64> = transaction
            .prepare("DELETE FROM vectors WHERE id BETWEEN ?1 AND ?2 RETURNING id")
            .and_then(|mut statement| {
                statement.query_map([first, last], |row| row.get(0))?.collect()
            })
            .doing(DOING)?;
        given_up.extend(found.into_iter().map(VectorId));
    }
    transaction
        .execute_batch(
            "INSERT INTO vectors (id, input_hash)
               SELECT DISTINCT vector_id, randomblob(16) FROM passages
               WHERE vector_id NOT IN (SELECT id FROM vectors);",
        )
        .doing(DOING)?;
    Ok(given_up)
}
