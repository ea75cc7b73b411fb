//! What was derived from articles, read back: facts by article, copies, links, stories.

use parallax_types::{ArticleId, UnitVector, VectorId};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::Doing;
use crate::packed::decode;
use crate::{Snapshot, Store, StoreError};

/// Two articles of which one stands in the other in good part; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CopyPair {
    /// The article with the lower id.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// Share of a's words that stand in b, 0…1.
    pub a_in_b: f64,
    /// Share of b's words that stand in a, 0…1.
    pub b_in_a: f64,
}

/// Two articles on like subjects; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoryLink {
    /// The article with the lower id.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// How likely they report one event, 0…1; days do not count, seasons do.
    pub similarity: f64,
    /// How alike they are in subject, whatever the time, 0…1.
    pub subject: f64,
}

/// What one article is compared by.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleFacts {
    /// When it was written, `YYYY-MM-DD`, if known.
    pub day: Option<String>,
    /// The time of year it speaks of, as 30 · month + day, if it speaks of any.
    pub season: Option<i64>,
    /// Its weighted words: key and weight, by key.
    pub terms: Vec<(u32, u8)>,
    /// The mean of its passages' vectors.
    pub mean: Option<UnitVector>,
}

/// An article's place in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryMember {
    /// The article.
    pub article_id: ArticleId,
    /// Its story: the lowest id among the story's articles.
    pub story_id: ArticleId,
    /// When it was written, `YYYY-MM-DD`, if known.
    pub day: Option<String>,
}

impl Snapshot<'_> {
    /// The mean vectors of articles as they were when last looked at; those
    /// without are left out.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn mean_vectors(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, UnitVector)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT mean FROM sides WHERE article_id = ?1 AND mean IS NOT NULL")
                .doing("reading mean vectors")?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let bytes: Option<Vec<u8>> = statement
                    .query_row([id.0], |row| row.get(0))
                    .optional()
                    .doing("reading mean vectors")?;
                if let Some(bytes) = bytes {
                    found.push((*id, decode(VectorId(id.0), &bytes)?));
                }
            }
            Ok(found)
        })
    }
}

impl Store {
    /// What articles are compared by; those without are left out.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn article_facts(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, ArticleFacts)>, StoreError> {
        self.read(|connection| article_facts(connection, ids))
    }

    /// When the articles were written, `YYYY-MM-DD`, as far as known, in the order
    /// given.
    ///
    /// # Errors
    /// When the database fails.
    pub fn days(&self, ids: &[ArticleId]) -> Result<Vec<Option<String>>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT day FROM sides WHERE article_id = ?1")
                .doing("reading days")?;
            let day = |id: &ArticleId| {
                let found: Option<Option<String>> = statement
                    .query_row([id.0], |row| row.get(0))
                    .optional()
                    .doing("reading days")?;
                Ok(found.flatten())
            };
            ids.iter().map(day).collect()
        })
    }

    /// All copies, or those of the given articles.
    ///
    /// # Errors
    /// When the database fails.
    pub fn copy_pairs(&self, of: Option<&[ArticleId]>) -> Result<Vec<CopyPair>, StoreError> {
        self.pairs("SELECT a, b, a_in_b, b_in_a FROM copy_pairs", of, |row| {
            Ok(CopyPair {
                a: ArticleId(row.get(0)?),
                b: ArticleId(row.get(1)?),
                a_in_b: row.get(2)?,
                b_in_a: row.get(3)?,
            })
        })
    }

    /// All links between articles on like subjects, or those of the given articles.
    ///
    /// # Errors
    /// When the database fails.
    pub fn story_links(&self, of: Option<&[ArticleId]>) -> Result<Vec<StoryLink>, StoreError> {
        self.pairs("SELECT a, b, similarity, subject FROM story_links", of, |row| {
            Ok(StoryLink {
                a: ArticleId(row.get(0)?),
                b: ArticleId(row.get(1)?),
                similarity: row.get(2)?,
                subject: row.get(3)?,
            })
        })
    }

    fn pairs<T: Clone>(
        &self,
        select: &str,
        of: Option<&[ArticleId]>,
        mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.read(|connection| {
            let mut found: Vec<T> = Vec::new();
            let Some(ids) = of else {
                let sql = format!("{select} ORDER BY a, b");
                let mut statement = connection.prepare_cached(&sql).doing("reading pairs")?;
                let rows = statement.query_map([], read).doing("reading pairs")?;
                return rows.collect::<rusqlite::Result<_>>().doing("reading pairs");
            };
            let sql = format!("{select} WHERE a = ?1 UNION ALL {select} WHERE b = ?1");
            let mut statement = connection.prepare_cached(&sql).doing("reading pairs")?;
            let mut seen = std::collections::HashSet::new();
            for id in ids {
                let mut rows = statement.query([id.0]).doing("reading pairs")?;
                while let Some(row) = rows.next().doing("reading pairs")? {
                    let ends: (i64, i64) =
                        (row.get(0).doing("reading pairs")?, row.get(1).doing("reading pairs")?);
                    if seen.insert(ends) {
                        found.push(read(row).doing("reading pairs")?);
                    }
                }
            }
            Ok(found)
        })
    }

    /// Articles around which stories are to be drawn again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn unsettled(&self) -> Result<Vec<ArticleId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT article_id FROM stories_unsettled
                     WHERE article_id IN (SELECT article_id FROM sides) ORDER BY article_id",
                )
                .doing("looking for unsettled stories")?;
            let rows = statement
                .query_map([], |row| row.get(0).map(ArticleId))
                .doing("looking for unsettled stories")?;
            rows.collect::<rusqlite::Result<_>>().doing("looking for unsettled stories")
        })
    }

    /// Every article's place in a story, by story, then by article; with `story`
    /// only that one's.
    ///
    /// # Errors
    /// When the database fails.
    pub fn story_members(&self, story: Option<ArticleId>) -> Result<Vec<StoryMember>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT article_id, story_id, day FROM sides
                     WHERE story_id IS NOT NULL AND (?1 IS NULL OR story_id = ?1)
                     ORDER BY story_id, article_id",
                )
                .doing("reading stories")?;
            let rows = statement
                .query_map([story.map(|story| story.0)], |row| {
                    Ok(StoryMember {
                        article_id: ArticleId(row.get(0)?),
                        story_id: ArticleId(row.get(1)?),
                        day: row.get(2)?,
                    })
                })
                .doing("reading stories")?;
            rows.collect::<rusqlite::Result<_>>().doing("reading stories")
        })
    }

    /// The story an article belongs to, if it was looked at.
    ///
    /// # Errors
    /// When the database fails.
    pub fn story_of(&self, id: ArticleId) -> Result<Option<ArticleId>, StoreError> {
        self.read(|connection| {
            let found: Option<Option<i64>> = connection
                .query_row("SELECT story_id FROM sides WHERE article_id = ?1", [id.0], |row| {
                    row.get(0)
                })
                .optional()
                .doing("reading stories")?;
            Ok(found.flatten().map(ArticleId))
        })
    }
}

/// Day, season, terms and mean as they are stored.
type SideRow = (Option<String>, Option<i64>, Vec<u8>, Option<Vec<u8>>);

pub(crate) fn article_facts(
    connection: &Connection,
    ids: &[ArticleId],
) -> Result<Vec<(ArticleId, ArticleFacts)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT day, season, terms, mean FROM sides WHERE article_id = ?1")
        .doing("reading sides")?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let row: Option<SideRow> = statement
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()
            .doing("reading sides")?;
        let Some((day, season, terms, mean)) = row else { continue };
        let mean = mean.map(|bytes| decode(VectorId(id.0), &bytes)).transpose()?;
        found.push((*id, ArticleFacts { day, season, terms: decode_terms(&terms), mean }));
    }
    Ok(found)
}

fn decode_terms(bytes: &[u8]) -> Vec<(u32, u8)> {
    let (terms, _) = bytes.as_chunks::<5>();
    terms
        .iter()
        .map(|[a, b, c, d, weight]| (u32::from_le_bytes([*a, *b, *c, *d]), *weight))
        .collect()
}
