//! Texts that are replaced, or come late, become versions; what is there already is handed on.

use parallax_types::{ArticleId, BlockKind, IsoDate, Role, Source, Span, VersionId};
use rusqlite::{Transaction, params};

use super::met::{Judge, Meeting, MetBy};
use super::texts::{broken, texts};
use super::{blocks, delta};
use crate::annotations::edited;
use crate::error::Doing;
use crate::{ArticleRow, EditedField, Field, NewArticle, StoreError, StoredArticle, StoredBlock};

/// One text in so many is kept whole.
const WHOLE_EVERY: usize = 16;

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
pub(crate) fn hand_on_unread(
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
