//! The words indexes, over passages and over whole articles: FTS5 with BM25.
//!
//! Invariant: the rowids of `passage_words` are exactly the passages' ids, those
//! of `article_words` the ids of articles that have passages; they change in the
//! same transaction.

use parallax_types::{ArticleId, PassageId};
use rusqlite::{OptionalExtension, Transaction, params_from_iter, types::Value};

use crate::error::Doing;
use crate::tokens::fold;
use crate::{Filter, Store, StoreError};

/// How much a word in the title counts against one in the body: every passage has
/// its article's title, an article has it once.
const PASSAGE_TITLE_WEIGHT: f64 = 0.5;
const ARTICLE_TITLE_WEIGHT: f64 = 2.0;

/// Rows scored at most, the latest first: a word that more of them hold tells
/// hardly more of one than of another.
const MAX_SCORED: usize = 20_000;

/// A passage that holds some of the words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordHit {
    /// The passage.
    pub passage_id: PassageId,
    /// BM25, larger is better, comparable within one query only.
    pub bm25: f64,
}

impl Store {
    /// Passages matching an FTS5 expression, best first.
    ///
    /// - `expression`: FTS5 query syntax over the stemmed words of context and body.
    /// - `n_wanted`: upper bound on the result.
    ///
    /// # Errors
    /// When the expression is not valid FTS5 or the database fails.
    pub fn search_words(
        &self,
        expression: &str,
        filter: &Filter,
        n_wanted: usize,
    ) -> Result<Vec<WordHit>, StoreError> {
        let ids = "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id";
        let hits = self.search_table(
            "passage_words",
            PASSAGE_TITLE_WEIGHT,
            ids,
            expression,
            filter,
            n_wanted,
        )?;
        let hits = hits.into_iter().map(|(id, bm25)| WordHit { passage_id: PassageId(id), bm25 });
        Ok(hits.collect())
    }

    /// All passages matching an FTS5 expression, unscored.
    ///
    /// # Errors
    /// When the expression is not valid FTS5 or the database fails.
    pub fn passages_with_words(&self, expression: &str) -> Result<Vec<PassageId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT rowid FROM passage_words WHERE passage_words MATCH ?1")
                .doing("searching words")?;
            let ids = statement
                .query_map([fold(expression)], |row| row.get(0).map(PassageId))
                .doing("searching words")?;
            ids.collect::<rusqlite::Result<_>>().doing("searching words")
        })
    }

    /// Articles whose title and body match an FTS5 expression, best first, with
    /// their BM25 (larger is better).
    ///
    /// # Errors
    /// When the expression is not valid FTS5 or the database fails.
    pub fn search_articles(
        &self,
        expression: &str,
        filter: &Filter,
        n_wanted: usize,
    ) -> Result<Vec<(ArticleId, f64)>, StoreError> {
        let ids = "SELECT a.id FROM articles a";
        let hits = self.search_table(
            "article_words",
            ARTICLE_TITLE_WEIGHT,
            ids,
            expression,
            filter,
            n_wanted,
        )?;
        Ok(hits.into_iter().map(|(id, bm25)| (ArticleId(id), bm25)).collect())
    }

    /// What the words of articles are looked for in: context and text.
    ///
    /// # Errors
    /// When the database fails.
    pub fn searched_texts(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, String, String)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT a.id, a.context, t.text FROM articles a
                     JOIN article_texts t ON t.article_id = a.id WHERE a.id = ?1",
                )
                .doing("reading texts")?;
            let mut texts = Vec::with_capacity(ids.len());
            for id in ids {
                let found = statement
                    .query_row([id.0], |row| Ok((ArticleId(row.get(0)?), row.get(1)?, row.get(2)?)))
                    .optional()
                    .doing("reading texts")?;
                texts.extend(found);
            }
            Ok(texts)
        })
    }

    /// `ids`: selects the rowids allowed, from `articles a`.
    fn search_table(
        &self,
        table: &str,
        title_weight: f64,
        ids: &str,
        expression: &str,
        filter: &Filter,
        n_wanted: usize,
    ) -> Result<Vec<(i64, f64)>, StoreError> {
        if n_wanted == 0 {
            return Ok(Vec::new());
        }
        self.read(|connection| {
            let (condition, mut values) = filter.condition();
            let n = values.len();
            let restriction = if filter.is_empty() {
                String::new()
            } else {
                // The plus keeps SQLite from asking the words index once per allowed row.
                format!("AND +{table}.rowid IN ({ids} WHERE {condition})")
            };
            let sql = format!(
                "SELECT rowid, score FROM (
                   SELECT rowid, -bm25({table}, {title_weight}, 1.0) AS score FROM {table}
                   WHERE {table} MATCH ?{} {restriction} ORDER BY rowid DESC LIMIT {MAX_SCORED})
                 ORDER BY score DESC, rowid LIMIT ?{}",
                n + 1,
                n + 2
            );
            values.push(Value::Text(fold(expression).into_owned()));
            values.push(Value::Integer(i64::try_from(n_wanted).unwrap_or(i64::MAX)));
            let mut statement = connection.prepare_cached(&sql).doing("searching words")?;
            let hits = statement
                .query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))
                .doing("searching words")?;
            hits.collect::<rusqlite::Result<_>>().doing("searching words")
        })
    }
}

/// Indexes the words of an article whose row is there already. A file's name is
/// no title.
pub(crate) fn insert_article(
    transaction: &Transaction<'_>,
    id: ArticleId,
    body: &str,
) -> Result<(), StoreError> {
    let title: String = transaction
        .prepare_cached(
            "SELECT CASE title_source WHEN 'file name' THEN '' ELSE title END FROM articles WHERE id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
        .doing("indexing words")?;
    transaction
        .prepare_cached("INSERT INTO article_words (rowid, title, body) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.execute((id.0, fold(&title), fold(body))))
        .doing("indexing words")?;
    Ok(())
}

pub(crate) fn insert(
    transaction: &Transaction<'_>,
    id: PassageId,
    context: &str,
    body: &str,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT INTO passage_words (rowid, context, body) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.execute((id.0, fold(context), fold(body))))
        .doing("indexing words")?;
    Ok(())
}

pub(crate) fn delete_article(
    transaction: &Transaction<'_>,
    id: ArticleId,
) -> Result<(), StoreError> {
    transaction
        .execute(
            "DELETE FROM passage_words WHERE rowid IN (SELECT id FROM passages WHERE article_id = ?1)",
            [id.0],
        )
        .doing("removing words")?;
    transaction
        .execute("DELETE FROM article_words WHERE rowid = ?1", [id.0])
        .doing("removing words")?;
    Ok(())
}
