//! Earlier texts of articles: every text an article had is kept, byte for byte, as what
//! differs from the one that took its place.
//!
//! A text that is replaced becomes a row whose `base` is `NULL`: it differs from the newest
//! text. When that is replaced in turn, the row's base becomes the row of the text it differs
//! from. So a row is written once, its base has a higher id than it, and an article costs what
//! its texts differ in; one text in [`WHOLE_EVERY`] is kept whole, so that none is far from one.
//!
//! Invariant: a version hangs from its article's row: it is hidden, brought back and deleted
//! with it, and handed on when a new text takes that row's place.
//! Not here: what is a version of what (`engine`), when rows are written (`articles`).

mod blocks;
mod delta;
mod met;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use parallax_types::{ArticleId, BlockKind, IsoDate, Role, Source, Sourced, Span, VersionId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::annotations::edited;
use crate::article_rows::{article, source};
use crate::error::Doing;
use crate::{
    ArticleRow, EditedField, Field, NewArticle, Store, StoreError, StoredArticle, StoredBlock,
};

pub use met::{Judge, Meeting, MetBy, NoVersions};
pub(crate) use met::{earlier_articles, newer_article};

/// One text in so many is kept whole.
const WHOLE_EVERY: usize = 16;

/// No text of an article is longer; what claims to be is damaged.
const MAX_TEXT_BYTES: usize = 1 << 30;

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
            let text = texts(connection, newest.row.id, &newest.text)?
                .remove(&id.0)
                .ok_or_else(|| damaged(id.0))?;
            as_it_was(connection, id, newest, text)
        })
    }
}

/// Keeps what came from the same part of the same file before `new` did, if it is the same
/// article with another text. The same bytes that are read in another way are no version.
pub(crate) fn keep(
    transaction: &Transaction<'_>,
    old: &StoredArticle,
    id: ArticleId,
    new: &NewArticle,
    judge: &dyn Judge,
) -> Result<(), StoreError> {
    let read = edited(transaction, old.row.id)?;
    let is_same_text = old.text == new.text && as_read(old, &read).title == new.title;
    if old.row.content_hash == new.content_hash || is_same_text {
        return hand_on(transaction, old, id, &new.text);
    }
    if judge.meeting(old, MetBy::Path) != Meeting::Other {
        supersede(transaction, old, id, &new.text)?;
    }
    Ok(())
}

/// Puts the row of an article that is about to be replaced among the versions of `newest`,
/// which has `newest_text`, with its own earlier versions. The old row is still there.
pub(crate) fn supersede(
    transaction: &Transaction<'_>,
    old: &StoredArticle,
    newest: ArticleId,
    newest_text: &str,
) -> Result<(), StoreError> {
    let read = edited(transaction, old.row.id)?;
    let version = as_read(old, &read);
    let id = insert(transaction, &version, old, newest, newest_text)?;
    transaction
        .prepare_cached(
            "UPDATE article_versions SET article_id = ?2, base = coalesce(base, ?3)
             WHERE article_id = ?1",
        )
        .and_then(|mut statement| statement.execute([old.row.id.0, newest.0, id.0]))
        .doing("keeping earlier versions")?;
    Ok(())
}

/// Puts a text that comes late among the versions of `newest`, which has a later one.
pub(crate) fn insert_late(
    transaction: &Transaction<'_>,
    late: &NewArticle,
    newest: &StoredArticle,
) -> Result<(), StoreError> {
    let is_known = transaction
        .prepare_cached(
            "SELECT 1 FROM article_versions
             WHERE article_id = ?1 AND path = ?2 AND part = ?3 AND content_hash = ?4",
        )
        .and_then(|mut query| {
            query.exists(params![newest.row.id.0, late.path, late.part, late.content_hash])
        })
        .doing("looking up a version")?;
    if is_known {
        return Ok(());
    }
    let mut row = newest.row.clone();
    row.id = ArticleId(0);
    row.path.clone_from(&late.path);
    row.part = late.part;
    row.content_hash = late.content_hash;
    row.title.clone_from(&late.title);
    row.title_source = late.title_source;
    row.metadata.clone_from(&late.metadata);
    row.receipt.clone_from(&late.receipt);
    row.imported_at.clone_from(&late.imported_at);
    row.n_words_kept = late.n_words_kept;
    let late = StoredArticle {
        row,
        context: String::new(),
        text: late.text.clone(),
        blocks: late.blocks.clone(),
        passages: Vec::new(),
    };
    insert(transaction, &as_read(&late, &[]), &late, newest.row.id, &newest.text).map(drop)
}

/// Hands the versions of `old`, whose text was read again in another way, on to `new`.
fn hand_on(
    transaction: &Transaction<'_>,
    old: &StoredArticle,
    new: ArticleId,
    new_text: &str,
) -> Result<(), StoreError> {
    let id = old.row.id;
    if old.row.n_versions > 1 && old.text != new_text {
        // What does not come out right now will not later: it stays as it is, for `verify`.
        let texts = texts(transaction, id, &old.text)?;
        let nearest: Vec<i64> = transaction
            .prepare_cached(
                "SELECT id FROM article_versions WHERE article_id = ?1 AND base IS NULL",
            )
            .and_then(|mut statement| statement.query_map([id.0], |row| row.get(0))?.collect())
            .doing("keeping earlier versions")?;
        for version in nearest {
            let Some(text) = texts.get(&version) else { continue };
            let delta = delta::encode(new_text.as_bytes(), text.as_bytes());
            transaction
                .execute(
                    "UPDATE article_versions SET delta = ?2 WHERE id = ?1",
                    params![version, delta],
                )
                .doing("keeping earlier versions")?;
        }
    }
    transaction
        .prepare_cached("UPDATE article_versions SET article_id = ?2 WHERE article_id = ?1")
        .and_then(|mut statement| statement.execute([id.0, new.0]))
        .doing("keeping earlier versions")?;
    Ok(())
}

/// Hands on the versions of an article whose text is lost to the one that was read again:
/// where its file is what it was, they come out right.
pub(crate) fn adopt(
    transaction: &Transaction<'_>,
    old: ArticleId,
    new: ArticleId,
    new_text: &str,
) -> Result<(), StoreError> {
    const DOING: &str = "keeping earlier versions";
    for version in broken(transaction, old.0, new_text).doing(DOING)? {
        transaction
            .execute("DELETE FROM article_versions WHERE id = ?1", [version])
            .doing(DOING)?;
    }
    transaction
        .execute(
            "UPDATE article_versions SET article_id = ?2 WHERE article_id = ?1",
            [old.0, new.0],
        )
        .doing(DOING)?;
    Ok(())
}

/// The ids of versions of an article whose text does not come out as it was stored.
pub(crate) fn broken(connection: &Connection, id: i64, newest: &str) -> rusqlite::Result<Vec<i64>> {
    let stored = stored(connection, id)?;
    let decoded = decoded(&stored, newest);
    let is_broken = |version: &&Stored| {
        decoded.get(&version.id).is_none_or(|text| blocks::unpack(&version.blocks, text).is_none())
    };
    Ok(stored.iter().filter(is_broken).map(|version| version.id).collect())
}

/// What of a version is not its text.
struct Version<'a> {
    row: &'a ArticleRow,
    title: String,
    title_source: Source,
    outlet: Option<String>,
    authors: Option<String>,
    published: Option<String>,
}

/// A version as its file had it, whatever its reader corrected.
fn as_read<'a>(old: &'a StoredArticle, corrected: &[EditedField]) -> Version<'a> {
    let row = &old.row;
    let metadata = &row.metadata;
    let read = |field: Field, now: Option<String>| {
        let was = corrected.iter().find(|edited| edited.field == field);
        was.map_or(now, |edited| edited.read.clone())
    };
    let title = corrected.iter().find(|edited| edited.field == Field::Title);
    Version {
        row,
        title: read(Field::Title, None).unwrap_or_else(|| row.title.clone()),
        title_source: title.and_then(|edited| edited.source).unwrap_or(row.title_source),
        outlet: read(Field::Outlet, metadata.outlet.as_ref().map(|it| it.value.clone())),
        authors: read(Field::Authors, metadata.authors.as_ref().map(|it| it.value.join("\n"))),
        published: read(
            Field::Published,
            metadata.published.as_ref().map(|it| it.value.as_str().to_owned()),
        ),
    }
}

fn insert(
    transaction: &Transaction<'_>,
    version: &Version<'_>,
    old: &StoredArticle,
    newest: ArticleId,
    newest_text: &str,
) -> Result<VersionId, StoreError> {
    let n_before: usize = transaction
        .prepare_cached("SELECT count(*) FROM article_versions WHERE article_id IN (?1, ?2)")
        .and_then(|mut query| query.query_row([old.row.id.0, newest.0], |row| row.get(0)))
        .doing("counting versions")?;
    let is_whole = n_before % WHOLE_EVERY == WHOLE_EVERY - 1;
    let base = if is_whole { "" } else { newest_text };
    let row = version.row;
    transaction
        .prepare_cached(
            "INSERT INTO article_versions (article_id, path, part, content_hash, title,
               title_source, outlet, authors, published, canonical_url, captured, imported_at,
               n_words_kept, base, delta, text_hash, blocks)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)",
        )
        .and_then(|mut statement| {
            statement.insert(params![
                newest.0,
                row.path,
                row.part,
                row.content_hash,
                version.title,
                version.title_source.as_str(),
                version.outlet,
                version.authors,
                version.published,
                row.metadata.canonical_url.as_ref().map(|url| &url.value),
                row.receipt.captured.as_ref().map(IsoDate::as_str),
                row.imported_at,
                row.n_words_kept,
                is_whole.then_some(0),
                delta::encode(base.as_bytes(), old.text.as_bytes()),
                blake3::hash(old.text.as_bytes()).as_bytes(),
                packed_blocks(old),
            ])
        })
        .map(VersionId)
        .doing("keeping an earlier version")
}

/// Blocks that do not fit their text, of an article that was half saved, become one.
fn packed_blocks(old: &StoredArticle) -> Vec<u8> {
    let packed = blocks::pack(&old.blocks);
    if blocks::unpack(&packed, &old.text).is_some() {
        return packed;
    }
    blocks::pack(&[StoredBlock {
        span: Span::new(0, old.text.len()),
        kind: BlockKind::Paragraph,
        role: Role::Body,
        key: None,
        page: None,
    }])
}

/// A version's text as it is stored.
struct Stored {
    id: i64,
    base: Option<i64>,
    delta: Vec<u8>,
    text_hash: Vec<u8>,
    blocks: Vec<u8>,
}

/// The latest first: what a text differs from comes before it.
fn stored(connection: &Connection, article: i64) -> rusqlite::Result<Vec<Stored>> {
    connection
        .prepare_cached(
            "SELECT id, base, delta, text_hash, blocks FROM article_versions
             WHERE article_id = ?1 ORDER BY id DESC",
        )?
        .query_map([article], |row| {
            Ok(Stored {
                id: row.get(0)?,
                base: row.get(1)?,
                delta: row.get(2)?,
                text_hash: row.get(3)?,
                blocks: row.get(4)?,
            })
        })?
        .collect()
}

/// The texts that come out as they were stored, by id.
fn decoded(stored: &[Stored], newest: &str) -> HashMap<i64, String> {
    let mut texts: HashMap<i64, String> = HashMap::new();
    for version in stored {
        let base = match version.base {
            None => Some(newest),
            Some(0) => Some(""),
            Some(base) => texts.get(&base).map(String::as_str),
        };
        let text = base
            .and_then(|base| delta::decode(base.as_bytes(), &version.delta, MAX_TEXT_BYTES))
            .filter(|text| blake3::hash(text).as_bytes().as_slice() == version.text_hash)
            .and_then(|text| String::from_utf8(text).ok());
        texts.extend(text.map(|text| (version.id, text)));
    }
    texts
}

fn texts(
    connection: &Connection,
    id: ArticleId,
    newest: &str,
) -> Result<HashMap<i64, String>, StoreError> {
    let stored = stored(connection, id.0).doing("reading earlier versions")?;
    Ok(decoded(&stored, newest))
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
