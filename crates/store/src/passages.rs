//! Passages by id, by vector, with their text.

use std::collections::HashMap;

use parallax_types::{ArticleId, PassageId, Span, VectorId};
use rusqlite::OptionalExtension;

use crate::error::Doing;
use crate::{Filter, Snapshot, StoreError};

/// A passage with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageRow {
    /// Its id.
    pub id: PassageId,
    /// The article it is part of.
    pub article_id: ArticleId,
    /// Bytes of the article's clean text.
    pub span: Span,
    /// Its vector; perhaps not computed yet.
    pub vector_id: VectorId,
    /// The words of the span.
    pub text: String,
}

impl Snapshot<'_> {
    /// The passages of the given ids that still exist, in the order given.
    ///
    /// # Errors
    /// When the database fails or a span does not fit its text.
    pub fn passages(&self, ids: &[PassageId]) -> Result<Vec<PassageRow>, StoreError> {
        self.read(|connection| {
            let mut passage = connection
                .prepare_cached("SELECT article_id, start_byte, end_byte, vector_id FROM passages WHERE id = ?1")
                .doing("reading passages")?;
            let mut article_text = connection
                .prepare_cached("SELECT text FROM article_texts WHERE article_id = ?1")
                .doing("reading texts")?;
            let mut texts: HashMap<i64, String> = HashMap::new();
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                let found: Option<(i64, usize, usize, i64)> = passage
                    .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
                    .optional()
                    .doing("reading passages")?;
                let Some((article_id, start, end, vector_id)) = found else { continue };
                let text = match texts.entry(article_id) {
                    std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        let text = article_text
                            .query_row([article_id], |row| row.get(0))
                            .doing("reading texts")?;
                        entry.insert(text)
                    }
                };
                let span = Span::new(start, end);
                let text = text.get(span.range()).ok_or_else(|| StoreError::Damaged {
                    what: format!("passage {id} does not fit the text of article {article_id}"),
                })?;
                rows.push(PassageRow {
                    id: *id,
                    article_id: ArticleId(article_id),
                    span,
                    vector_id: VectorId(vector_id),
                    text: text.to_owned(),
                });
            }
            Ok(rows)
        })
    }

    /// The passages that share each of the given vectors, lowest id first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_with_vectors(
        &self,
        ids: &[VectorId],
    ) -> Result<Vec<(VectorId, PassageId, ArticleId)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT id, article_id FROM passages WHERE vector_id = ?1 ORDER BY id",
                )
                .doing("reading passages")?;
            let mut found = Vec::with_capacity(ids.len());
            for vector_id in ids {
                let rows = statement
                    .query_map([vector_id.0], |row| {
                        Ok((*vector_id, PassageId(row.get(0)?), ArticleId(row.get(1)?)))
                    })
                    .doing("reading passages")?;
                for row in rows {
                    found.push(row.doing("reading passages")?);
                }
            }
            Ok(found)
        })
    }

    /// Article and vector of each passage that still exists, in the order given.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passage_locations(
        &self,
        ids: &[PassageId],
    ) -> Result<Vec<(PassageId, ArticleId, VectorId)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT article_id, vector_id FROM passages WHERE id = ?1")
                .doing("reading passages")?;
            let mut passage_locations = Vec::with_capacity(ids.len());
            for id in ids {
                let home = statement
                    .query_row([id.0], |row| {
                        Ok((*id, ArticleId(row.get(0)?), VectorId(row.get(1)?)))
                    })
                    .optional()
                    .doing("reading passages")?;
                passage_locations.extend(home);
            }
            Ok(passage_locations)
        })
    }

    /// Passages of articles that pass `filter` with their vectors, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_passing(
        &self,
        filter: &Filter,
    ) -> Result<Vec<(PassageId, ArticleId, VectorId)>, StoreError> {
        self.select_passing(
            filter,
            "SELECT p.id, p.article_id, p.vector_id FROM passages p JOIN articles a ON a.id = p.article_id",
            "ORDER BY p.id",
            |row| Ok((PassageId(row.get(0)?), ArticleId(row.get(1)?), VectorId(row.get(2)?))),
        )
    }

    /// The first passage of each article that passes `filter`, newest article first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn first_passages(
        &self,
        filter: &Filter,
    ) -> Result<Vec<(PassageId, ArticleId)>, StoreError> {
        self.select_passing(
            filter,
            "SELECT p.id, a.id FROM articles a JOIN passages p ON p.id =
               (SELECT id FROM passages WHERE article_id = a.id ORDER BY start_byte LIMIT 1)",
            "ORDER BY a.published IS NULL, a.published DESC, a.id",
            |row| Ok((PassageId(row.get(0)?), ArticleId(row.get(1)?))),
        )
    }

    fn select_passing<T>(
        &self,
        filter: &Filter,
        select: &str,
        order: &str,
        row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.read(|connection| {
            let (condition, values) = filter.condition();
            let sql = format!("{select} WHERE {condition} {order}");
            let mut statement = connection.prepare_cached(&sql).doing("applying filters")?;
            let rows = statement
                .query_map(rusqlite::params_from_iter(values), row)
                .doing("applying filters")?;
            rows.collect::<rusqlite::Result<_>>().doing("applying filters")
        })
    }
}
