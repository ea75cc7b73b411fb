//! Tags: names readers give to articles, the same in any case.

use std::collections::HashMap;

use parallax_types::ArticleId;
use rusqlite::{OptionalExtension, Transaction, params};

use super::must_exist;
use crate::error::Doing;
use crate::{Store, StoreError};

/// A tag and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// As it was first written.
    pub name: String,
    /// Number of articles.
    pub n_articles: usize,
}

/// What tells tags apart: `Harbour` and `harbour` are one.
#[must_use]
pub fn tag_key(name: &str) -> String {
    name.to_lowercase()
}

impl Store {
    /// Every tag in use, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tags(&self) -> Result<Vec<TagCount>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT min(t.name), count(*) FROM article_tags t
                     JOIN articles a ON a.id = t.article_id AND a.removed_at IS NULL
                     GROUP BY t.key ORDER BY t.key",
                )
                .and_then(|mut statement| {
                    statement
                        .query_map([], |row| {
                            Ok(TagCount { name: row.get(0)?, n_articles: row.get(1)? })
                        })?
                        .collect()
                })
                .doing("counting tags")
        })
    }

    /// The tags of an article, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tags_of(&self, id: ArticleId) -> Result<Vec<String>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT name FROM article_tags WHERE article_id = ?1 ORDER BY key")
                .and_then(|mut query| query.query_map([id.0], |row| row.get(0))?.collect())
                .doing("reading tags")
        })
    }

    /// The tags of every article that has any, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tags_by_article(&self) -> Result<HashMap<ArticleId, Vec<String>>, StoreError> {
        let rows: Vec<(i64, String)> = self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT article_id, name FROM article_tags ORDER BY article_id, key",
                )
                .and_then(|mut query| {
                    query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
                })
                .doing("reading tags")
        })?;
        let mut tags: HashMap<ArticleId, Vec<String>> = HashMap::new();
        for (id, name) in rows {
            tags.entry(ArticleId(id)).or_default().push(name);
        }
        Ok(tags)
    }

    /// Takes tags off articles and puts tags on, all or nothing. Returns what each
    /// article had before. A tag in use keeps its spelling.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when one of them is not there.
    pub fn tag(
        &self,
        ids: &[ArticleId],
        add: &[String],
        remove: &[String],
    ) -> Result<Vec<(ArticleId, Vec<String>)>, StoreError> {
        self.write(|transaction| {
            let mut before = Vec::with_capacity(ids.len());
            for id in ids {
                must_exist(transaction, *id)?;
                before.push((*id, names(transaction, *id)?));
                for name in remove {
                    transaction
                        .execute(
                            "DELETE FROM article_tags WHERE article_id = ?1 AND key = ?2",
                            params![id.0, tag_key(name)],
                        )
                        .doing("removing a tag")?;
                }
                for name in add {
                    insert(transaction, *id, name)?;
                }
            }
            Ok(before)
        })
    }

    /// Gives articles exactly these tags, as [`Store::tag`] returned them.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when one of them is not there.
    pub fn set_tags(&self, tags: &[(ArticleId, Vec<String>)]) -> Result<(), StoreError> {
        self.write(|transaction| {
            for (id, names) in tags {
                must_exist(transaction, *id)?;
                transaction
                    .execute("DELETE FROM article_tags WHERE article_id = ?1", [id.0])
                    .doing("removing tags")?;
                for name in names {
                    insert(transaction, *id, name)?;
                }
            }
            Ok(())
        })
    }
}

fn names(transaction: &Transaction<'_>, id: ArticleId) -> Result<Vec<String>, StoreError> {
    transaction
        .prepare_cached("SELECT name FROM article_tags WHERE article_id = ?1 ORDER BY key")
        .and_then(|mut statement| statement.query_map([id.0], |row| row.get(0))?.collect())
        .doing("reading tags")
}

/// Puts tags on an article that is new.
pub(crate) fn put_on(
    transaction: &Transaction<'_>,
    id: ArticleId,
    names: &[String],
) -> Result<(), StoreError> {
    names.iter().try_for_each(|name| insert(transaction, id, name))
}

fn insert(transaction: &Transaction<'_>, id: ArticleId, name: &str) -> Result<(), StoreError> {
    let key = tag_key(name);
    let known: Option<String> = transaction
        .prepare_cached("SELECT name FROM article_tags WHERE key = ?1 LIMIT 1")
        .and_then(|mut statement| statement.query_row([&key], |row| row.get(0)).optional())
        .doing("looking up a tag")?;
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO article_tags (article_id, key, name) VALUES (?1, ?2, ?3)",
        )
        .and_then(|mut statement| {
            statement.execute(params![id.0, key, known.as_deref().unwrap_or(name)])
        })
        .doing("adding a tag")?;
    Ok(())
}
