//! Earlier texts of articles: every text an article had is kept, byte for byte, as what
//! differs from the one that took its place.
//!
//! A text that is replaced becomes a row whose `base` is `NULL`: it differs from the newest
//! text. When that is replaced in turn, the row's base becomes the row of the text it differs
//! from. So a row is written once, its base has a higher id than it, and an article costs what
//! its texts differ in; one text in sixteen is kept whole, so that none is far from one.
//!
//! Invariant: a version hangs from its article's row: it is hidden, brought back and deleted
//! with it, and handed on when a new text takes that row's place.
//! Not here: what is a version of what (`engine`), when rows are written (`articles`).

mod blocks;
mod delta;
mod keeping;
mod met;
#[cfg(test)]
pub(crate) mod tests;
mod texts;

use parallax_types::{ArticleId, IsoDate, Source, Sourced, VersionId};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::article_rows::{article, source};
use crate::error::Doing;
use crate::{ArticleRow, Store, StoreError, StoredArticle};

pub(crate) use keeping::{hand_on_unread, insert_late, keep, supersede};
pub use met::{Judge, Meeting, MetBy, NoVersions};
pub(crate) use met::{earlier_articles, newer_article};
pub(crate) use texts::broken;

/// An earlier text of an article, as chains list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Its id.
    pub id: VersionId,
    /// The article whose newest text took its place.
    pub article_id: ArticleId,
    /// The file it came from.
    pub path: String,
    /// Position in that file.
    pub part: u32,
    /// BLAKE3 of the file's bytes.
    pub content_hash: [u8; 32],
    /// Its headline then; never empty.
    pub title: String,
    /// When it says it was published.
    pub published: Option<IsoDate>,
    /// When its page was saved, where its file says so.
    pub captured: Option<IsoDate>,
    /// When it was imported, ISO 8601 in UTC.
    pub imported_at: String,
    /// Words in body blocks.
    pub n_words_kept: usize,
}

impl Store {
    /// The earlier texts of an article, the one that was kept last first; none of an article
    /// that was met once. What the same bytes gave several times is listed once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn versions(&self, id: ArticleId) -> Result<Vec<VersionRow>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT id, article_id, path, part, content_hash, title, published, captured,
                       imported_at, n_words_kept
                     FROM article_versions WHERE id IN (
                       SELECT min(id) FROM article_versions WHERE article_id = ?1
                       GROUP BY content_hash, part)
                     ORDER BY id DESC",
                )
                .and_then(|mut statement| {
                    statement.query_map([id.0], version_row)?.collect::<rusqlite::Result<_>>()
                })
                .doing("listing versions")
        })
    }

    /// An earlier text as the article it was, without passages; its id is that of the article
    /// whose newest text took its place.
    ///
    /// # Errors
    /// [`StoreError::NoSuchVersion`], [`StoreError::NoSuchArticle`] when that is removed, and
    /// [`StoreError::Damaged`] when the text does not come out as it was stored.
    pub fn version(&self, id: VersionId) -> Result<StoredArticle, StoreError> {
        self.read(|connection| {
            let article_id = connection
                .prepare_cached("SELECT article_id FROM article_versions WHERE id = ?1")
                .and_then(|mut query| query.query_row([id.0], |row| row.get(0)).optional())
                .doing("looking up a version")?
                .ok_or(StoreError::NoSuchVersion { id })?;
            let newest = article(connection, ArticleId(article_id))?;
            let text = texts::texts(connection, newest.row.id, &newest.text)?
                .remove(&id.0)
                .ok_or_else(|| damaged(id.0))?;
            as_it_was(connection, id, newest, text)
        })
    }
}

fn damaged(version: i64) -> StoreError {
    StoreError::Damaged { what: format!("the text of version {version} does not come out right") }
}

/// The article that `newest` was when `text` was its text.
fn as_it_was(
    connection: &Connection,
    id: VersionId,
    newest: StoredArticle,
    text: String,
) -> Result<StoredArticle, StoreError> {
    let packed: Vec<u8> = connection
        .query_row("SELECT blocks FROM article_versions WHERE id = ?1", [id.0], |row| row.get(0))
        .doing("reading a version")?;
    let blocks = blocks::unpack(&packed, &text).ok_or_else(|| damaged(id.0))?;
    let mut row = newest.row;
    connection
        .prepare_cached(
            "SELECT path, part, content_hash, title, title_source, outlet, authors, published,
               canonical_url, captured, imported_at, n_words_kept
             FROM article_versions WHERE id = ?1",
        )
        .and_then(|mut query| query.query_row([id.0], |version| fill(&mut row, version)))
        .doing("reading a version")?;
    Ok(StoredArticle { row, context: String::new(), text, blocks, passages: Vec::new() })
}

/// What was known of it then; where that was read is not kept.
fn fill(row: &mut ArticleRow, version: &Row<'_>) -> rusqlite::Result<()> {
    let markup = |value: Option<String>| value.map(|value| Sourced::new(value, Source::Markup));
    row.path = version.get(0)?;
    row.part = version.get(1)?;
    row.content_hash = version.get(2)?;
    row.title = version.get(3)?;
    row.title_source = source(version, 4)?.unwrap_or(Source::FileName);
    let metadata = &mut row.metadata;
    metadata.title = Some(Sourced::new(row.title.clone(), row.title_source));
    metadata.outlet = markup(version.get(5)?);
    metadata.authors = markup(version.get(6)?).map(|authors| {
        Sourced::new(authors.value.lines().map(str::to_owned).collect(), authors.source)
    });
    metadata.published = date(version, 7)?.map(|date| Sourced::new(date, Source::Markup));
    metadata.canonical_url = markup(version.get(8)?);
    row.receipt.captured = date(version, 9)?;
    row.imported_at = version.get(10)?;
    row.n_words_kept = version.get(11)?;
    row.n_words_dropped = 0;
    row.n_passages = 0;
    row.opening = String::new();
    Ok(())
}

fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<IsoDate>> {
    let date: Option<String> = row.get(column)?;
    Ok(date.and_then(|date| IsoDate::new(&date)))
}

fn version_row(row: &Row<'_>) -> rusqlite::Result<VersionRow> {
    Ok(VersionRow {
        id: VersionId(row.get(0)?),
        article_id: ArticleId(row.get(1)?),
        path: row.get(2)?,
        part: row.get(3)?,
        content_hash: row.get(4)?,
        title: row.get(5)?,
        published: date(row, 6)?,
        captured: date(row, 7)?,
        imported_at: row.get(8)?,
        n_words_kept: row.get(9)?,
    })
}
