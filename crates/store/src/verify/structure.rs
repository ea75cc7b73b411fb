//! The file as SQLite sees it: its pages, trees and indexes, the tables it says it has,
//! and its format.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::problem::{ProblemKind, Report};
use crate::{StoreError, schema};

/// Lines of SQLite's own check that are shown; the rest are counted.
const MAX_LINES: usize = 20;

pub(super) fn format(connection: &Connection) -> rusqlite::Result<u32> {
    let number: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    // Below zero is no format; a damaged one is told by its tables.
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

pub(super) fn has_no_tables(connection: &Connection) -> bool {
    tables(connection).is_ok_and(|tables| tables.is_empty())
}

/// A library that says it has another format than ours: it is sound if its tables are
/// those of that format, and refused as such.
pub(super) fn other_format(
    connection: &Connection,
    folder: &Path,
    found: u32,
    report: &mut Report,
) -> Result<(), StoreError> {
    let path = folder.to_path_buf();
    let there = tables(connection).unwrap_or_default();
    let are_those_of = |format: u32| expected(format).is_some_and(|tables| tables == there);
    if found > 0 && found < schema::FORMAT && are_those_of(found) {
        return Err(StoreError::TooOld { path, found });
    }
    // A newer program makes newer tables; it would not leave ours as they are.
    if found > schema::FORMAT && !are_those_of(schema::FORMAT) && found < 10_000 {
        return Err(StoreError::TooNew { path, found, known: schema::FORMAT });
    }
    report.add(
        ProblemKind::Schema,
        format!("the file says it has format {found}, which its tables are not of"),
    );
    Ok(())
}

/// Everything SQLite knows to check, and whether the tables are ours.
pub(super) fn check(connection: &Connection, report: &mut Report) {
    if let Err(error) = integrity(connection, report) {
        report.add(ProblemKind::Structure, format!("the structure cannot be checked: {error}"));
    }
    match tables(connection) {
        Ok(there) => compare(&there, report),
        Err(error) => {
            report.add(ProblemKind::Schema, format!("the list of tables cannot be read: {error}"));
        }
    }
}

fn integrity(connection: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    let mut n_more = 0usize;
    let mut n_shown = 0usize;
    while let Some(row) = rows.next()? {
        let ValueRef::Text(line) = row.get_ref(0)? else { continue };
        let line = String::from_utf8_lossy(line);
        for line in line.lines().filter(|line| *line != "ok") {
            if n_shown < MAX_LINES {
                n_shown += 1;
                report.add(kind_of(line), line.trim());
            } else {
                n_more += 1;
            }
        }
    }
    if n_more > 0 {
        report.add(ProblemKind::Structure, format!("and {n_more} more of the like"));
    }
    Ok(())
}

/// What a line of SQLite's check is about.
fn kind_of(line: &str) -> ProblemKind {
    if line.contains("passage_words") || line.contains("FTS5") || line.contains("fts5") {
        ProblemKind::Words
    } else if line.contains("missing from index") || line.contains("entries in index") {
        ProblemKind::Index
    } else {
        ProblemKind::Structure
    }
}

/// Kind, name, table and SQL of what the schema has. What SQLite makes to plan queries is
/// left out.
type Tables = BTreeSet<(String, String, String, String)>;

fn tables(connection: &Connection) -> rusqlite::Result<Tables> {
    let mut statement =
        connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    let mut tables = Tables::new();
    while let Some(row) = rows.next()? {
        let text = |at: usize| -> rusqlite::Result<String> {
            Ok(match row.get_ref(at)? {
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Null => String::new(),
                other => format!("{other:?}"),
            })
        };
        let name = text(1)?;
        if !name.starts_with("sqlite_stat") {
            tables.insert((text(0)?, name, text(2)?, text(3)?));
        }
    }
    Ok(tables)
}

fn expected(format: u32) -> Option<Tables> {
    tables(&schema::empty(format).ok()?).ok()
}

/// What is in a library of `format` that this program did not make; what is missing is for
/// other checks.
pub(crate) fn foreign_object(connection: &Connection, format: u32) -> Option<String> {
    let (there, expected) = (tables(connection).ok()?, expected(format)?);
    let (kind, name, ..) = there.difference(&expected).next()?;
    Some(format!("its {kind} `{name}` was not made by Parallax"))
}

fn compare(there: &Tables, report: &mut Report) {
    let Some(expected) = expected(schema::FORMAT) else { return };
    for (kind, name, ..) in expected.difference(there) {
        report.add(
            ProblemKind::Schema,
            format!("the {kind} `{name}` is missing or not as it was made"),
        );
    }
    for (kind, name, ..) in there.difference(&expected) {
        if !expected.iter().any(|(_, other, ..)| other == name) {
            report.add(
                ProblemKind::Schema,
                format!("there is a {kind} `{name}` that was not made here"),
            );
        }
    }
}
