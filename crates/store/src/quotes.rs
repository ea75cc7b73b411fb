//! Quotations: stored with their article, found by speaker or article.

use parallax_types::{ArticleId, Span};
use rusqlite::{Row, Transaction, params};

use crate::error::Doing;
use crate::{Snapshot, StoreError};

/// What somebody is quoted or reported as saying in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteRow {
    /// The article.
    pub article_id: ArticleId,
    /// The words said, in the article's clean text.
    pub span: Span,
    /// The sentences around them.
    pub sentence: Span,
    /// Who said it, as fully as the article names them.
    pub speaker: Option<String>,
    /// The speaker's family name by its sound.
    pub speaker_key: Option<String>,
    /// Where the speaker is named.
    pub speaker_span: Option<Span>,
    /// Whether it is told in the author's words.
    pub is_reported: bool,
}

/// Which quotations are wanted.
#[derive(Debug, Clone, Copy)]
pub enum QuoteFilter<'a> {
    /// All.
    All,
    /// Of speakers with this family name, by its sound.
    Speaker(&'a str),
    /// Of these articles.
    Articles(&'a [ArticleId]),
}

impl Snapshot<'_> {
    /// Quotations by article and place.
    ///
    /// # Errors
    /// When the database fails.
    pub fn quotes(&self, filter: QuoteFilter<'_>) -> Result<Vec<QuoteRow>, StoreError> {
        self.read(|connection| {
            let read = |condition: &str, value: &dyn rusqlite::ToSql| {
                let sql = format!("{SELECT} WHERE {condition} ORDER BY article_id, start_byte");
                connection
                    .prepare_cached(&sql)
                    .and_then(|mut statement| {
                        statement.query_map([value], quote)?.collect::<rusqlite::Result<Vec<_>>>()
                    })
                    .doing("reading quotations")
            };
            match filter {
                QuoteFilter::All => read("?1", &true),
                QuoteFilter::Speaker(key) => read("speaker_key = ?1", &key),
                QuoteFilter::Articles(ids) => {
                    let mut found = Vec::new();
                    for id in ids {
                        found.extend(read("article_id = ?1", &id.0)?);
                    }
                    Ok(found)
                }
            }
        })
    }
}

const SELECT: &str =
    "SELECT article_id, start_byte, end_byte, sentence_start, sentence_end, speaker, speaker_key,
  speaker_start, speaker_end, is_reported FROM quotes";

fn quote(row: &Row<'_>) -> rusqlite::Result<QuoteRow> {
    let speaker_span: (Option<usize>, Option<usize>) = (row.get(7)?, row.get(8)?);
    Ok(QuoteRow {
        article_id: ArticleId(row.get(0)?),
        span: Span::new(row.get(1)?, row.get(2)?),
        sentence: Span::new(row.get(3)?, row.get(4)?),
        speaker: row.get(5)?,
        speaker_key: row.get(6)?,
        speaker_span: speaker_span.0.zip(speaker_span.1).map(|(start, end)| Span::new(start, end)),
        is_reported: row.get(9)?,
    })
}

pub(crate) fn insert(
    transaction: &Transaction<'_>,
    article: ArticleId,
    quotes: &[QuoteRow],
) -> Result<(), StoreError> {
    let mut statement = transaction
        .prepare_cached(
            "INSERT INTO quotes (article_id, start_byte, end_byte, sentence_start, sentence_end, speaker,
               speaker_key, speaker_start, speaker_end, is_reported)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .doing("storing quotations")?;
    for quote in quotes {
        statement
            .execute(params![
                article.0,
                quote.span.start,
                quote.span.end,
                quote.sentence.start,
                quote.sentence.end,
                quote.speaker,
                quote.speaker_key,
                quote.speaker_span.map(|span| span.start),
                quote.speaker_span.map(|span| span.end),
                quote.is_reported,
            ])
            .doing("storing quotations")?;
    }
    Ok(())
}
