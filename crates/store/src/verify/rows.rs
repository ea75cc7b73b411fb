//! What rows say of each other: references, spans within their texts, words of every
//! passage, vectors that are vectors, ids not yet given away. The checksums find damage;
//! this finds what was written wrongly.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use parallax_types::VectorId;

use super::problem::{ProblemKind, Report};
use super::sums::title;
use crate::packed::decode;

/// A check: what it counts, and what it means if there are any.
const COUNTS: [(&str, ProblemKind, &str); 6] = [
    (
        "SELECT count(*) FROM passages WHERE id NOT IN (SELECT id FROM passage_words_docsize)",
        ProblemKind::Words,
        "passages are missing from the words index",
    ),
    (
        "SELECT count(*) FROM passage_words_docsize WHERE id NOT IN (SELECT id FROM passages)",
        ProblemKind::Words,
        "entries of the words index belong to no passage",
    ),
    (
        "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM article_texts)",
        ProblemKind::Inconsistent,
        "articles have no text",
    ),
    (
        "SELECT count(*) FROM articles WHERE removed_at IS NULL
         AND id NOT IN (SELECT article_id FROM passages)",
        ProblemKind::Inconsistent,
        "articles have no passages",
    ),
    (
        "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article_id
         WHERE a.removed_at IS NOT NULL",
        ProblemKind::Inconsistent,
        "passages belong to removed articles",
    ),
    (
        "SELECT count(*) FROM vectors WHERE id NOT IN (SELECT vector_id FROM passages)
         AND NOT EXISTS (SELECT 1 FROM articles WHERE removed_at IS NOT NULL)",
        ProblemKind::Vectors,
        "vectors belong to no passage",
    ),
];

/// Tables whose ids are never given twice.
const NUMBERED: [&str; 7] = [
    "articles",
    "vectors",
    "passages",
    "sides",
    "highlights",
    "saved_searches",
    "article_versions",
];

pub(super) fn check(connection: &Connection, report: &mut Report) {
    let seen = |checked: rusqlite::Result<()>, what: &str, report: &mut Report| {
        if let Err(error) = checked {
            let what = format!("{what} could not be checked: {error}");
            report.add(ProblemKind::Unreadable, what);
        }
    };
    for (sql, kind, what) in COUNTS {
        let counted = connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(|n| {
            if n > 0 {
                report.add(kind, format!("{n} {what}"));
            }
        });
        seen(counted, "whether rows belong together", report);
    }
    let checked = references(connection, report);
    seen(checked, "references", report);
    let checked = spans(connection, report);
    seen(checked, "spans", report);
    let checked = versions(connection, report);
    seen(checked, "earlier versions", report);
    let checked = vectors(connection, report);
    seen(checked, "vectors", report);
    for table in NUMBERED {
        let checked = numbers(connection, table, report);
        seen(checked, "used ids", report);
    }
}

fn references(connection: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let table: String = row.get(0)?;
        report.add(
            ProblemKind::Inconsistent,
            format!("a row of `{table}` refers to a row that is gone"),
        );
    }
    Ok(())
}

/// Every earlier text must come out as it was stored.
fn versions(connection: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut texts = connection.prepare(
        "SELECT article_id, text FROM article_texts
         WHERE article_id IN (SELECT article_id FROM article_versions)",
    )?;
    let mut rows = texts.query([])?;
    while let Some(row) = rows.next()? {
        let (id, text): (i64, String) = (row.get(0)?, row.get(1)?);
        let n = crate::versions::broken(connection, id, &text)?.len();
        if n > 0 {
            let what = format!("earlier versions ({n} do not come out as they were stored)");
            report.article(id, what, || title(connection, id));
        }
    }
    Ok(())
}

/// Every block, passage and highlight must lie within its text, on character borders.
fn spans(connection: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut texts = connection.prepare("SELECT article_id, text FROM article_texts")?;
    let mut spans = connection.prepare(
        "SELECT start_byte, end_byte FROM blocks WHERE article_id = ?1
         UNION ALL SELECT start_byte, end_byte FROM passages WHERE article_id = ?1
         UNION ALL SELECT start_byte, end_byte FROM highlights
           WHERE article_id = ?1 AND start_byte IS NOT NULL",
    )?;
    let mut rows = texts.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let ValueRef::Text(bytes) = row.get_ref(1)? else { continue };
        let Ok(text) = std::str::from_utf8(bytes) else {
            report.article(id, "text (not UTF-8)".to_owned(), || title(connection, id));
            continue;
        };
        let mut found = spans.query([id])?;
        while let Some(span) = found.next()? {
            let (start, end): (i64, i64) = (span.get(0)?, span.get(1)?);
            let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
            if range.and_then(|(start, end)| text.get(start..end)).is_none() {
                let what = format!("a span ({start}..{end}) that does not fit its text");
                report.article(id, what, || title(connection, id));
            }
        }
    }
    Ok(())
}

fn vectors(connection: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare("SELECT id, value FROM vectors NOT INDEXED WHERE value IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let ValueRef::Blob(bytes) = row.get_ref(1)? else { continue };
        if let Err(error) = decode(VectorId(row.get(0)?), bytes) {
            report.add(ProblemKind::Vectors, error.to_string());
        }
    }
    Ok(())
}

/// An id above the highest ever given would be given again.
fn numbers(connection: &Connection, table: &str, report: &mut Report) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT coalesce((SELECT max(rowid) FROM {table}), 0),
                coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = '{table}'), 0)"
    );
    let (highest, given): (i64, i64) =
        connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if highest > given {
        let what =
            format!("`{table}` has the id {highest}, of which only {given} are known as used");
        report.add(ProblemKind::Inconsistent, what);
    }
    Ok(())
}
