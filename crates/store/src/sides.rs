//! What is derived from articles to lay them side by side: written per article,
//! dropped with it.
//!
//! Invariants: every row hangs from an article that is there and not removed
//! (foreign keys and triggers see to it); which articles are still to be looked
//! at is known from `sides_pending` alone.
//! Not here: reading it back (`side_rows`, `quotes`); what any of it means.

use parallax_types::{ArticleId, UnitVector};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::Doing;
use crate::quotes::{self, QuoteRow};
use crate::side_rows::{CopyPair, StoryLink};
use crate::vectors::encode;
use crate::{Store, StoreError};

/// What a key is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A sampled run of words: copies share many.
    Shingle,
    /// A heavy word: articles of one story share several.
    Term,
    /// A run of quoted words: articles that share several quote the same.
    Quoted,
}

impl KeyKind {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Shingle => 0,
            Self::Term => 1,
            Self::Quoted => 2,
        }
    }
}

/// Everything derived from one article.
#[derive(Debug, Clone)]
pub struct NewSides {
    /// The article.
    pub article_id: ArticleId,
    /// When it was written, `YYYY-MM-DD`, if known.
    pub day: Option<String>,
    /// The time of year it speaks of, as 30 · month + day, if it speaks of any.
    pub season: Option<i64>,
    /// Its weighted words: key and weight, by key.
    pub terms: Vec<(u32, f32)>,
    /// The mean of its passages' vectors; `None` while there are none.
    pub mean: Option<UnitVector>,
    /// Its sampled shingles.
    pub shingles: Vec<u64>,
    /// Keys of its heaviest words.
    pub heavy_terms: Vec<u32>,
    /// Hashes of its runs of quoted words.
    pub quoted: Vec<u64>,
    /// Articles it shares its text with; it is `a` or `b` of each.
    pub copies: Vec<CopyPair>,
    /// Articles on like subjects; it is `a` or `b` of each.
    pub links: Vec<StoryLink>,
    /// Its quotations.
    pub quotes: Vec<QuoteRow>,
}

impl Store {
    /// Makes `version` the rules that sides are derived by. When others were
    /// before, all that was derived is dropped and every article is to be looked
    /// at again. Returns whether that happened.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn use_sides(&self, version: &str) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let before: Option<String> = transaction
                .query_row("SELECT value FROM library WHERE key = 'sides'", [], |row| row.get(0))
                .optional()
                .doing("reading the version of sides")?;
            if before.as_deref() == Some(version) {
                return Ok(false);
            }
            transaction
                .execute_batch(
                    "DELETE FROM sides; DELETE FROM stories_unsettled; DELETE FROM sides_pending;
                     INSERT INTO sides_pending (article_id) SELECT id FROM articles WHERE removed_at IS NULL;",
                )
                .doing("dropping outdated sides")?;
            transaction
                .execute(
                    "INSERT INTO library (key, value) VALUES ('sides', ?1)
                     ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    [version],
                )
                .doing("noting the version of sides")?;
            Ok(true)
        })
    }

    /// Up to `n_wanted` articles still to be looked at, lowest id first: those
    /// whose vectors are all there, and with `or_without_vectors` also those
    /// whose are not and that were not looked at before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pending_sides(
        &self,
        or_without_vectors: bool,
        n_wanted: usize,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT article_id FROM sides_pending s
                     WHERE (?1 AND is_seen = 0) OR NOT EXISTS (
                       SELECT 1 FROM passages p JOIN vectors v ON v.id = p.vector_id
                       WHERE p.article_id = s.article_id AND v.value IS NULL)
                     ORDER BY article_id LIMIT ?2",
                )
                .doing("looking for articles without sides")?;
            let rows = statement
                .query_map(params![or_without_vectors, n_wanted], |row| row.get(0).map(ArticleId))
                .doing("looking for articles without sides")?;
            rows.collect::<rusqlite::Result<_>>().doing("looking for articles without sides")
        })
    }

    /// Whether stories are up to date with the articles that could be looked at.
    ///
    /// # Errors
    /// When the database fails.
    pub fn has_unsettled_stories(&self) -> Result<bool, StoreError> {
        self.read(|connection| {
            connection
                .query_row("SELECT EXISTS (SELECT 1 FROM stories_unsettled)", [], |row| row.get(0))
                .doing("looking for unsettled stories")
        })
    }

    /// Stores what was derived from an article, replacing what was before. An
    /// article that is gone by now is passed over.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn put_sides(&self, sides: &NewSides) -> Result<(), StoreError> {
        self.write(|transaction| {
            let id = sides.article_id.0;
            let is_there: bool = transaction
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?1 AND removed_at IS NULL)",
                )
                .and_then(|mut statement| statement.query_row([id], |row| row.get(0)))
                .doing("looking up an article")?;
            if !is_there {
                return Ok(());
            }
            transaction
                .prepare_cached("DELETE FROM sides WHERE article_id = ?1")
                .and_then(|mut statement| statement.execute([id]))
                .doing("replacing sides")?;
            insert_row(transaction, sides)?;
            insert_keys(transaction, sides)?;
            insert_pairs(transaction, sides)?;
            quotes::insert(transaction, sides.article_id, &sides.quotes)?;
            settle_pending(transaction, sides)
        })
    }

    /// Writes to which story each article belongs; those articles are settled.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn put_stories(&self, members: &[(ArticleId, ArticleId)]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut update = transaction
                .prepare_cached("UPDATE sides SET story_id = ?2 WHERE article_id = ?1 AND story_id IS NOT ?2")
                .doing("storing stories")?;
            let mut settle = transaction
                .prepare_cached("DELETE FROM stories_unsettled WHERE article_id = ?1")
                .doing("storing stories")?;
            for (article, story) in members {
                update.execute([article.0, story.0]).doing("storing stories")?;
                settle.execute([article.0]).doing("storing stories")?;
            }
            transaction
                .execute(
                    "DELETE FROM stories_unsettled WHERE article_id NOT IN (SELECT article_id FROM sides)",
                    [],
                )
                .doing("storing stories")?;
            Ok(())
        })
    }
}

fn insert_row(transaction: &Transaction<'_>, sides: &NewSides) -> Result<(), StoreError> {
    let terms: Vec<u8> = sides
        .terms
        .iter()
        .flat_map(|(key, weight)| [key.to_le_bytes(), weight.to_le_bytes()])
        .flatten()
        .collect();
    transaction
        .prepare_cached(
            "INSERT INTO sides (article_id, day, season, terms, mean) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                sides.article_id.0,
                sides.day,
                sides.season,
                terms,
                sides.mean.as_ref().map(encode)
            ])
        })
        .doing("storing sides")?;
    Ok(())
}

fn insert_keys(transaction: &Transaction<'_>, sides: &NewSides) -> Result<(), StoreError> {
    let mut statement = transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO side_keys (kind, key, article_id) VALUES (?1, ?2, ?3)",
        )
        .doing("storing keys")?;
    let shingles = sides.shingles.iter().map(|key| (KeyKind::Shingle, key.cast_signed()));
    let terms = sides.heavy_terms.iter().map(|key| (KeyKind::Term, i64::from(*key)));
    let quoted = sides.quoted.iter().map(|key| (KeyKind::Quoted, key.cast_signed()));
    for (kind, key) in shingles.chain(terms).chain(quoted) {
        statement.execute([kind.number(), key, sides.article_id.0]).doing("storing keys")?;
    }
    Ok(())
}

fn insert_pairs(transaction: &Transaction<'_>, sides: &NewSides) -> Result<(), StoreError> {
    // The other article may have gone since it was compared.
    const BOTH_THERE: &str = "WHERE EXISTS (SELECT 1 FROM sides WHERE article_id = ?1)
        AND EXISTS (SELECT 1 FROM sides WHERE article_id = ?2)";
    let mut copy = transaction
        .prepare_cached(&format!(
            "INSERT INTO copy_pairs (a, b, a_in_b, b_in_a) SELECT ?1, ?2, ?3, ?4 {BOTH_THERE}"
        ))
        .doing("storing copies")?;
    for pair in &sides.copies {
        copy.execute(params![pair.a.0, pair.b.0, pair.a_in_b, pair.b_in_a])
            .doing("storing copies")?;
    }
    let mut link = transaction
        .prepare_cached(&format!(
            "INSERT INTO story_links (a, b, similarity, subject) SELECT ?1, ?2, ?3, ?4 {BOTH_THERE}"
        ))
        .doing("storing links")?;
    for pair in &sides.links {
        link.execute(params![pair.a.0, pair.b.0, pair.similarity, pair.subject])
            .doing("storing links")?;
    }
    Ok(())
}

fn settle_pending(transaction: &Transaction<'_>, sides: &NewSides) -> Result<(), StoreError> {
    let id = sides.article_id.0;
    let sql = if sides.mean.is_some() {
        "DELETE FROM sides_pending WHERE article_id = ?1"
    } else {
        "UPDATE sides_pending SET is_seen = 1 WHERE article_id = ?1"
    };
    transaction.execute(sql, [id]).doing("noting that an article was looked at")?;
    transaction
        .execute("INSERT OR IGNORE INTO stories_unsettled (article_id) VALUES (?1)", [id])
        .doing("noting that an article was looked at")?;
    Ok(())
}
