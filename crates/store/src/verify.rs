//! Checks that the library is whole: SQLite's own checks, then ours.

use parallax_types::VectorId;
use rusqlite::Connection;

use crate::error::Doing;
use crate::{Store, StoreError};

/// Something that should not be, in words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What was found where.
    pub what: String,
}

impl Store {
    /// Reads everything and returns what is wrong; an empty list is a clean bill.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn verify(&self) -> Result<Vec<Problem>, StoreError> {
        let mut problems = Vec::new();
        let mut report = |what: String| problems.push(Problem { what });
        self.read(|connection| {
            sqlite_checks(connection, &mut report)?;
            for (sql, what) in COUNTS {
                let n: i64 = connection.query_row(sql, [], |row| row.get(0)).doing("verifying")?;
                if n > 0 {
                    report(format!("{n} {what}"));
                }
            }
            check_spans(connection, &mut report)
        })?;
        if let Err(error) = self.for_each_vector(VectorId(0), None, &mut |_, _| {}) {
            report(error.to_string());
        }
        self.check_words(&mut report);
        Ok(problems)
    }

    /// FTS5's integrity check is a write; a reader leaves it out.
    fn check_words(&self, report: &mut dyn FnMut(String)) {
        if !self.is_writable() {
            return;
        }
        let checked = self.write(|transaction| -> Result<_, StoreError> {
            transaction
                .execute("INSERT INTO passage_words (passage_words) VALUES ('integrity-check')", [])
                .doing("verifying the words index")
        });
        if let Err(error) = checked {
            report(format!("the words index is damaged: {error}"));
        }
    }
}

const COUNTS: [(&str, &str); 6] = [
    (
        "SELECT count(*) FROM passages WHERE id NOT IN (SELECT id FROM passage_words_docsize)",
        "passages are missing from the words index",
    ),
    (
        "SELECT count(*) FROM passage_words_docsize WHERE id NOT IN (SELECT id FROM passages)",
        "entries of the words index belong to no passage",
    ),
    (
        "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM article_texts)",
        "articles have no text",
    ),
    (
        "SELECT count(*) FROM articles WHERE removed_at IS NULL
         AND id NOT IN (SELECT article_id FROM passages)",
        "articles have no passages",
    ),
    (
        "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article_id
         WHERE a.removed_at IS NOT NULL",
        "passages belong to removed articles",
    ),
    (
        "SELECT count(*) FROM vectors WHERE id NOT IN (SELECT vector_id FROM passages)
         AND NOT EXISTS (SELECT 1 FROM articles WHERE removed_at IS NOT NULL)",
        "vectors belong to no passage",
    ),
];

fn sqlite_checks(
    connection: &Connection,
    report: &mut dyn FnMut(String),
) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA integrity_check").doing("verifying")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0)).doing("verifying")?;
    for line in lines {
        let line = line.doing("verifying")?;
        if line != "ok" {
            report(line);
        }
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check").doing("verifying")?;
    let tables = statement.query_map([], |row| row.get::<_, String>(0)).doing("verifying")?;
    for table in tables {
        report(format!("a row of `{}` refers to a row that is gone", table.doing("verifying")?));
    }
    Ok(())
}

/// Every block and passage must lie within its text, on character borders.
fn check_spans(connection: &Connection, report: &mut dyn FnMut(String)) -> Result<(), StoreError> {
    let mut texts =
        connection.prepare("SELECT article_id, text FROM article_texts").doing("verifying")?;
    let mut spans = connection
        .prepare(
            "SELECT start_byte, end_byte FROM blocks WHERE article_id = ?1
             UNION ALL SELECT start_byte, end_byte FROM passages WHERE article_id = ?1
             UNION ALL SELECT start_byte, end_byte FROM highlights
               WHERE article_id = ?1 AND start_byte IS NOT NULL",
        )
        .doing("verifying")?;
    let mut rows = texts.query([]).doing("verifying")?;
    while let Some(row) = rows.next().doing("verifying")? {
        let id: i64 = row.get(0).doing("verifying")?;
        let text: String = row.get(1).doing("verifying")?;
        let found = spans
            .query_map([id], |row| Ok((row.get::<_, usize>(0)?, row.get::<_, usize>(1)?)))
            .doing("verifying")?;
        for span in found {
            let (start, end) = span.doing("verifying")?;
            if text.get(start..end).is_none() {
                report(format!("a span of article {id} ({start}..{end}) does not fit its text"));
            }
        }
    }
    Ok(())
}
