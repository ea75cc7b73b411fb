//! Highlights: spans of an article's text, with the words by which they are found
//! again in another version of it.

use parallax_types::{Anchor, ArticleId, Colour, HighlightId, Quote, Span};
use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};

use super::must_exist;
use crate::error::Doing;
use crate::{Filter, Store, StoreError};

/// A highlight to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHighlight {
    /// The article.
    pub article_id: ArticleId,
    /// Bytes of its clean text.
    pub span: Span,
    /// What stands there.
    pub quote: Quote,
    /// Its colour.
    pub colour: Colour,
    /// The reader's note on it.
    pub note: Option<String>,
    /// When, ISO 8601 in UTC.
    pub made_at: String,
}

/// A highlight as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Its id.
    pub id: HighlightId,
    /// The article.
    pub article_id: ArticleId,
    /// Where it stands; `None` once a new version of the file lacks the words.
    pub anchor: Option<Anchor>,
    /// The words as they were highlighted.
    pub quote: Quote,
    /// Its colour.
    pub colour: Colour,
    /// The reader's note on it.
    pub note: Option<String>,
    /// When it was made, ISO 8601 in UTC.
    pub made_at: String,
}

/// Which highlights are wanted; an empty filter lets everything pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HighlightFilter {
    /// Only those of this article.
    pub article: Option<ArticleId>,
    /// Only of these colours.
    pub colours: Vec<Colour>,
    /// Only in articles that pass.
    pub articles: Filter,
}

impl Store {
    /// Highlights that pass, by article (the one highlighted last first), in
    /// reading order within one; those that lost their place come last there.
    ///
    /// # Errors
    /// When the database fails.
    pub fn highlights(&self, filter: &HighlightFilter) -> Result<Vec<Highlight>, StoreError> {
        self.read(|connection| {
            let (mut condition, values) = filter.articles.condition();
            if let Some(id) = filter.article {
                condition += &format!(" AND h.article_id = {}", id.0);
            }
            if !filter.colours.is_empty() {
                let names: Vec<String> =
                    filter.colours.iter().map(|colour| format!("'{}'", colour.as_str())).collect();
                condition += &format!(" AND h.colour IN ({})", names.join(", "));
            }
            let sql = format!(
                "{SELECT} JOIN articles a ON a.id = h.article_id AND a.removed_at IS NULL
                 WHERE {condition}
                 ORDER BY max(h.made_at) OVER (PARTITION BY h.article_id) DESC, h.article_id,
                   h.start_byte IS NULL, h.start_byte, h.id"
            );
            let mut statement = connection.prepare_cached(&sql).doing("reading highlights")?;
            let rows = statement
                .query_map(params_from_iter(values), highlight)
                .doing("reading highlights")?;
            rows.collect::<rusqlite::Result<_>>().doing("reading highlights")
        })
    }

    /// One highlight.
    ///
    /// # Errors
    /// [`StoreError::NoSuchHighlight`] for an unknown id.
    pub fn highlight(&self, id: HighlightId) -> Result<Highlight, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{SELECT} WHERE h.id = ?1"))
                .and_then(|mut query| query.query_row([id.0], highlight).optional())
                .doing("reading a highlight")?
                .ok_or(StoreError::NoSuchHighlight { id })
        })
    }

    /// Stores a new highlight.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when its article is not there.
    pub fn add_highlight(&self, new: &NewHighlight) -> Result<HighlightId, StoreError> {
        self.write(|transaction| {
            must_exist(transaction, new.article_id)?;
            let anchor = Anchor { span: new.span, is_changed: false };
            let id = insert(transaction, None, new, Some(anchor))?;
            Ok(HighlightId(id))
        })
    }

    /// Stores a highlight as it was, whether one with its id is there or not.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when its article is not there.
    pub fn put_highlight(&self, highlight: &Highlight) -> Result<(), StoreError> {
        self.write(|transaction| {
            must_exist(transaction, highlight.article_id)?;
            let new = NewHighlight {
                article_id: highlight.article_id,
                span: highlight.anchor.map_or(Span::new(0, 0), |anchor| anchor.span),
                quote: highlight.quote.clone(),
                colour: highlight.colour,
                note: highlight.note.clone(),
                made_at: highlight.made_at.clone(),
            };
            insert(transaction, Some(highlight.id), &new, highlight.anchor)?;
            Ok(())
        })
    }

    /// Removes a highlight and returns it as it was.
    ///
    /// # Errors
    /// [`StoreError::NoSuchHighlight`] for an unknown id.
    pub fn delete_highlight(&self, id: HighlightId) -> Result<Highlight, StoreError> {
        let found = self.highlight(id)?;
        self.write(|transaction| {
            transaction
                .execute("DELETE FROM highlights WHERE id = ?1", [id.0])
                .doing("removing a highlight")?;
            Ok(found)
        })
    }
}

/// Finds every highlight's place in the text of a new version.
pub(super) fn place_again(
    transaction: &Transaction<'_>,
    id: ArticleId,
    place: &dyn Fn(&Quote) -> Option<Anchor>,
) -> Result<(), StoreError> {
    let highlights: Vec<Highlight> = transaction
        .prepare_cached(&format!("{SELECT} WHERE h.article_id = ?1"))
        .and_then(|mut statement| statement.query_map([id.0], highlight)?.collect())
        .doing("reading highlights")?;
    for highlight in highlights {
        let anchor = place(&highlight.quote);
        transaction
            .execute(
                "UPDATE highlights SET start_byte = ?2, end_byte = ?3, is_changed = ?4 WHERE id = ?1",
                params![
                    highlight.id.0,
                    anchor.map(|anchor| anchor.span.start),
                    anchor.map(|anchor| anchor.span.end),
                    anchor.is_some_and(|anchor| anchor.is_changed),
                ],
            )
            .doing("placing a highlight")?;
    }
    Ok(())
}

const SELECT: &str = "SELECT h.id, h.article_id, h.start_byte, h.end_byte, h.quoted, h.before,
  h.after, h.is_changed, h.colour, h.note, h.made_at FROM highlights h";

fn highlight(row: &Row<'_>) -> rusqlite::Result<Highlight> {
    let place: (Option<usize>, Option<usize>) = (row.get(2)?, row.get(3)?);
    let is_changed: bool = row.get(7)?;
    let colour: String = row.get(8)?;
    Ok(Highlight {
        id: HighlightId(row.get(0)?),
        article_id: ArticleId(row.get(1)?),
        anchor: match place {
            (Some(start), Some(end)) => Some(Anchor { span: Span::new(start, end), is_changed }),
            _ => None,
        },
        quote: Quote { words: row.get(4)?, before: row.get(5)?, after: row.get(6)? },
        colour: Colour::named(&colour).unwrap_or(Colour::Yellow),
        note: row.get(9)?,
        made_at: row.get(10)?,
    })
}

fn insert(
    transaction: &Transaction<'_>,
    id: Option<HighlightId>,
    new: &NewHighlight,
    anchor: Option<Anchor>,
) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO highlights
               (id, article_id, start_byte, end_byte, quoted, before, after, is_changed, colour,
                note, made_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )
        .and_then(|mut statement| {
            statement.insert(params![
                id.map(|id| id.0),
                new.article_id.0,
                anchor.map(|anchor| anchor.span.start),
                anchor.map(|anchor| anchor.span.end),
                new.quote.words,
                new.quote.before,
                new.quote.after,
                anchor.is_some_and(|anchor| anchor.is_changed),
                new.colour.as_str(),
                new.note,
                new.made_at,
            ])
        })
        .doing("storing a highlight")
}
