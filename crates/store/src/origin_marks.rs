//! Where articles say their words come from: stored with their article.

use parallax_types::{ArticleId, Span};
use rusqlite::{Transaction, params};

use crate::error::Doing;
use crate::{Store, StoreError};

/// Words of an article that name an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginMarkRow {
    /// Bytes of the article's clean text.
    pub span: Span,
    /// The origin's name.
    pub name: String,
    /// How it is named, a stable word.
    pub kind: String,
    /// The words, as the article has them.
    pub words: String,
}

impl Store {
    /// The origins the given articles name, by article in the order given, then
    /// by place.
    ///
    /// # Errors
    /// When the database fails.
    pub fn origin_marks(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, OriginMarkRow)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT start_byte, end_byte, name, kind, words FROM origin_marks
                     WHERE article_id = ?1 ORDER BY start_byte",
                )
                .doing("reading origins")?;
            let mut found = Vec::new();
            for id in ids {
                let rows = statement
                    .query_map([id.0], |row| {
                        Ok(OriginMarkRow {
                            span: Span::new(row.get(0)?, row.get(1)?),
                            name: row.get(2)?,
                            kind: row.get(3)?,
                            words: row.get(4)?,
                        })
                    })
                    .doing("reading origins")?;
                for mark in rows {
                    found.push((*id, mark.doing("reading origins")?));
                }
            }
            Ok(found)
        })
    }
}

pub(crate) fn insert(
    transaction: &Transaction<'_>,
    article: ArticleId,
    marks: &[OriginMarkRow],
) -> Result<(), StoreError> {
    let mut statement = transaction
        .prepare_cached(
            "INSERT INTO origin_marks (article_id, start_byte, end_byte, name, kind, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .doing("storing origins")?;
    for mark in marks {
        statement
            .execute(params![
                article.0,
                mark.span.start,
                mark.span.end,
                mark.name,
                mark.kind,
                mark.words
            ])
            .doing("storing origins")?;
    }
    Ok(())
}
