//! What is derived from articles to lay them side by side: written per article,
//! dropped with it.
//!
//! Invariants: every row hangs from an article that is there and not removed
//! (foreign keys and triggers see to it); which articles are still to be looked
//! at is known from `sides_pending` alone.
//! Not here: reading it back (`side_rows`, `side_keys`, `quotes`, `origin_marks`;
//! [`FeatureReader`] only joins what they offer in one state); what any of it means.

use parallax_types::{ArticleId, UnitVector};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::article_rows::{self, StoredArticle};
use crate::error::Doing;
use crate::feature_index::{self, DeltaPostings, FeatureKey, LookUp, Sharing};
use crate::feature_rows::{self, ArticleFacts, CopyPair, StoryLink};
use crate::origin_marks::{self, OriginMarkRow};
use crate::packed::encode;
use crate::quotes::{self, QuoteRow};
use crate::vectors;
use crate::{Store, StoreError};

/// What is derived from one article by itself.
#[derive(Debug, Clone)]
pub struct NewFeatures {
    /// The article.
    pub article_id: ArticleId,
    /// When it was written, `YYYY-MM-DD`, if known.
    pub day: Option<String>,
    /// The time of year it speaks of, as 30 · month + day, if it speaks of any.
    pub season: Option<i64>,
    /// Its weighted words: key and weight, by key.
    pub terms: Vec<(u32, u8)>,
    /// The mean of its passages' vectors; `None` while there are none.
    pub mean: Option<UnitVector>,
    /// Sampled shingles it has.
    pub n_shingles: usize,
    /// Keys by which others find it.
    pub keys: Vec<FeatureKey>,
    /// Its quotations.
    pub quotes: Vec<QuoteRow>,
    /// Where it says its words come from.
    pub origin_marks: Vec<OriginMarkRow>,
}

/// What was found when an article was laid beside the others.
#[derive(Debug, Clone)]
pub struct Relations {
    /// The article.
    pub article_id: ArticleId,
    /// Articles it shares its text with; it is `a` or `b` of each.
    pub copies: Vec<CopyPair>,
    /// Articles on like subjects; it is `a` or `b` of each.
    pub links: Vec<StoryLink>,
}

/// When an article's sides were written: later ones are larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeatureRowId(pub(crate) i64);

/// What is derived being written, all in one transaction.
pub struct FeatureBatch<'a> {
    transaction: &'a Transaction<'a>,
    new_keys: &'a mut DeltaPostings,
}

impl FeatureBatch<'_> {
    /// Stores what was derived from an article, replacing what was before, its
    /// relations too. `None`: the article is gone by now. It stays pending until
    /// [`FeatureBatch::relate`].
    ///
    /// # Errors
    /// When the database fails; nothing of the batch is kept then.
    pub fn put(&mut self, sides: &NewFeatures) -> Result<Option<FeatureRowId>, StoreError> {
        let id = sides.article_id.0;
        let transaction = self.transaction;
        let is_there: bool = transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?1 AND removed_at IS NULL)",
            )
            .and_then(|mut statement| statement.query_row([id], |row| row.get(0)))
            .doing("looking up an article")?;
        if !is_there {
            return Ok(None);
        }
        transaction
            .prepare_cached("DELETE FROM sides WHERE article_id = ?1")
            .and_then(|mut statement| statement.execute([id]))
            .doing("replacing sides")?;
        let side_id = insert_row(transaction, sides)?;
        feature_index::insert(transaction, self.new_keys, side_id, &sides.keys)?;
        quotes::insert(transaction, sides.article_id, &sides.quotes)?;
        origin_marks::insert(transaction, sides.article_id, &sides.origin_marks)?;
        Ok(Some(FeatureRowId(side_id)))
    }

    /// Adds an article's relations: it is pending no more, unless it was looked at
    /// without vectors. What is gone by now is passed over, be it the article itself.
    ///
    /// # Errors
    /// When the database fails; nothing of the batch is kept then.
    pub fn relate(&mut self, relations: &Relations) -> Result<(), StoreError> {
        let id = relations.article_id;
        let is_there: bool = self
            .transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM sides WHERE article_id = ?1)")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
            .doing("looking up an article")?;
        if !is_there {
            return Ok(());
        }
        insert_pairs(self.transaction, relations)?;
        settle_pending(self.transaction, id)
    }
}

/// The library as an article is laid beside it: one state of it, read.
pub struct FeatureReader<'a> {
    connection: &'a Connection,
    new_keys: &'a DeltaPostings,
}

impl FeatureReader<'_> {
    /// One article with its text, blocks and passages.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] for an unknown or removed id.
    pub fn article(&self, id: ArticleId) -> Result<StoredArticle, StoreError> {
        article_rows::article(self.connection, id)
    }

    /// [`Store::vectors_of_article`].
    ///
    /// # Errors
    /// When the database fails, or a stored vector is damaged.
    pub fn vectors_of_article(
        &self,
        id: ArticleId,
        n_wanted: usize,
    ) -> Result<Vec<UnitVector>, StoreError> {
        vectors::vectors_of_article(self.connection, id, n_wanted)
    }

    /// [`Store::articles_sharing`], among those whose sides were written before
    /// `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_sharing(
        &self,
        before: FeatureRowId,
        keys: &[FeatureKey],
        n_shared: usize,
        n_wanted: usize,
    ) -> Result<Vec<Sharing>, StoreError> {
        let wanted = LookUp { keys, before: before.0, n_shared, n_wanted };
        feature_index::sharing(self.connection, self.new_keys, &wanted)
    }

    /// [`Store::article_facts`].
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn article_facts(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, ArticleFacts)>, StoreError> {
        feature_rows::article_facts(self.connection, ids)
    }
}

impl Store {
    /// Makes `version` the rules that sides are derived by. When others were
    /// before, all that was derived is dropped and every article is to be looked
    /// at again. Returns whether that happened.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn use_feature_version(&self, version: &str) -> Result<bool, StoreError> {
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
                    "DELETE FROM sides; DELETE FROM side_keys; DELETE FROM new_side_keys; UPDATE lost_sides SET n = 0;
                     DELETE FROM stories_unsettled; DELETE FROM sides_pending;
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

    /// Up to `n_wanted` articles after `last` still to be looked at, lowest id first: those
    /// whose vectors are all there, and with `or_without_vectors` also those
    /// whose are not and that were not looked at before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pending_features(
        &self,
        or_without_vectors: bool,
        last: ArticleId,
        n_wanted: usize,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT article_id FROM sides_pending s
                     WHERE article_id > ?2 AND ((?1 AND is_seen = 0) OR NOT EXISTS (
                       SELECT 1 FROM passages p JOIN vectors v ON v.id = p.vector_id
                       WHERE p.article_id = s.article_id AND v.value IS NULL))
                     ORDER BY article_id LIMIT ?3",
                )
                .doing("looking for articles without sides")?;
            let rows = statement
                .query_map(params![or_without_vectors, last.0, n_wanted], |row| {
                    row.get(0).map(ArticleId)
                })
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

    /// The keys that are kept apart for now, to be handed to [`Store::write_features`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn new_keys(&self) -> Result<DeltaPostings, StoreError> {
        self.read(DeltaPostings::read)
    }

    /// Writes what is derived in one transaction.
    ///
    /// - `new_keys`: [`Store::new_keys`], the same for one call after another; of no
    ///   more use once a call failed.
    ///
    /// # Errors
    /// Those of `work`, and when the database fails; nothing is changed then.
    pub fn write_features<T, E: From<StoreError>>(
        &self,
        new_keys: &mut DeltaPostings,
        work: impl FnOnce(&mut FeatureBatch<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(|transaction| work(&mut FeatureBatch { transaction, new_keys }))
    }

    /// Reads what articles are laid beside; on several threads if wanted.
    ///
    /// - `new_keys`: as for [`Store::write_features`], which has returned.
    ///
    /// # Errors
    /// Those of `work`, and when the database fails.
    pub fn read_features<T, E: From<StoreError>>(
        &self,
        new_keys: &DeltaPostings,
        work: impl FnOnce(&FeatureReader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.read(|connection| work(&FeatureReader { connection, new_keys }))
    }

    /// Sorts keys in that were kept apart, if they are many, and clears away those of
    /// articles that are gone.
    ///
    /// - `more_come`: whether there will be more soon, with which it can wait.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn merge_delta(
        &self,
        new_keys: &mut DeltaPostings,
        more_come: bool,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            feature_index::sort_in(transaction, new_keys, more_come)?;
            feature_index::clear_lost(transaction)
        })
    }

    /// Writes to which story each article of `members` belongs, and that those of
    /// `settled` are settled.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn put_stories(
        &self,
        members: &[(ArticleId, ArticleId)],
        settled: &[ArticleId],
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut update = transaction
                .prepare_cached("UPDATE sides SET story_id = ?2 WHERE article_id = ?1 AND story_id IS NOT ?2")
                .doing("storing stories")?;
            let mut settle = transaction
                .prepare_cached("DELETE FROM stories_unsettled WHERE article_id = ?1")
                .doing("storing stories")?;
            for (article, story) in members {
                update.execute([article.0, story.0]).doing("storing stories")?;
            }
            for article in settled {
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

fn insert_row(transaction: &Transaction<'_>, sides: &NewFeatures) -> Result<i64, StoreError> {
    let terms: Vec<u8> = sides
        .terms
        .iter()
        .flat_map(|(key, weight)| {
            let [a, b, c, d] = key.to_le_bytes();
            [a, b, c, d, *weight]
        })
        .collect();
    transaction
        .prepare_cached(
            "INSERT INTO sides (article_id, day, season, n_shingles, terms, mean)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .and_then(|mut statement| {
            statement.insert(params![
                sides.article_id.0,
                sides.day,
                sides.season,
                sides.n_shingles,
                terms,
                sides.mean.as_ref().map(encode)
            ])
        })
        .doing("storing sides")
}

fn insert_pairs(transaction: &Transaction<'_>, relations: &Relations) -> Result<(), StoreError> {
    // The other article may have gone since it was compared.
    const BOTH_THERE: &str = "WHERE EXISTS (SELECT 1 FROM sides WHERE article_id = ?1)
        AND EXISTS (SELECT 1 FROM sides WHERE article_id = ?2)";
    let mut copy = transaction
        .prepare_cached(&format!(
            "INSERT INTO copy_pairs (a, b, a_in_b, b_in_a) SELECT ?1, ?2, ?3, ?4 {BOTH_THERE}"
        ))
        .doing("storing copies")?;
    for pair in &relations.copies {
        copy.execute(params![pair.a.0, pair.b.0, pair.a_in_b, pair.b_in_a])
            .doing("storing copies")?;
    }
    let mut link = transaction
        .prepare_cached(&format!(
            "INSERT INTO story_links (a, b, similarity, subject) SELECT ?1, ?2, ?3, ?4 {BOTH_THERE}"
        ))
        .doing("storing links")?;
    for pair in &relations.links {
        link.execute(params![pair.a.0, pair.b.0, pair.similarity, pair.subject])
            .doing("storing links")?;
    }
    Ok(())
}

fn settle_pending(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), StoreError> {
    // An article that has passages but was looked at without vectors waits for them.
    let done = "DELETE FROM sides_pending WHERE article_id = ?1
        AND (EXISTS (SELECT 1 FROM sides WHERE article_id = ?1 AND mean IS NOT NULL)
             OR NOT EXISTS (SELECT 1 FROM passages WHERE article_id = ?1))";
    let seen = "UPDATE sides_pending SET is_seen = 1 WHERE article_id = ?1";
    for sql in [done, seen, "INSERT OR IGNORE INTO stories_unsettled (article_id) VALUES (?1)"] {
        transaction
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([id.0]))
            .doing("noting that an article was looked at")?;
    }
    Ok(())
}
