//! Whether a database file is whole: opened on its own, without its source.

use std::path::Path;

use fs_err as fs;
use rusqlite::{Connection, OpenFlags};

use crate::StoreError;
use crate::error::Doing;

/// How many rows each table has, by name.
pub(crate) type Rows = Vec<(String, u64)>;

const DOING: &str = "checking a copy";

/// Refuses a copy that SQLite finds fault with, whose rows refer to rows that are not
/// there, or that has other counts than `expected`.
pub(crate) fn check_whole(path: &Path, expected: Option<&Rows>) -> Result<(), StoreError> {
    let bad = |what: String| StoreError::BackupDamaged { path: path.to_path_buf(), what };
    let connection = open(path)?;
    let sound: Vec<String> = lines(&connection, "PRAGMA integrity_check", 0)?;
    if sound != ["ok"] {
        return Err(bad(sound.into_iter().next().unwrap_or_default()));
    }
    if let Some(table) = lines(&connection, "PRAGMA foreign_key_check", 0)?.first() {
        return Err(bad(format!("a row of `{table}` refers to a row that is gone")));
    }
    if let Some(expected) = expected {
        let found = count_rows(&connection)?;
        if found != *expected {
            return Err(bad("it has other counts than the library".to_owned()));
        }
    }
    if crate::schema::format(&connection)? == 0 {
        return Err(bad("it holds no library".to_owned()));
    }
    Ok(())
}

/// Refuses a copy of which nothing is known: one that is not whole, whose rows are not those that
/// were written, or that holds anything this program did not make: a trigger in it would do
/// its work whenever an article is stored.
pub(crate) fn check_foreign(path: &Path) -> Result<(), StoreError> {
    check_whole(path, None)?;
    let connection = open(path)?;
    let found = crate::schema::format(&connection)?;
    if found > crate::schema::FORMAT {
        let path = path.to_path_buf();
        return Err(StoreError::TooNew { path, found, known: crate::schema::FORMAT });
    }
    if let Some(what) = crate::verify::foreign_object(&connection, found) {
        return Err(StoreError::BackupDamaged { path: path.to_path_buf(), what });
    }
    check_rows(path)
}

/// Refuses a copy in which something is not what was written: SQLite finds no fault with a
/// row that was zeroed, the checksums do. Of older formats, which have none, nothing is known.
pub(super) fn check_rows(path: &Path) -> Result<(), StoreError> {
    let connection = open(path)?;
    if crate::schema::format(&connection)? != crate::schema::FORMAT {
        return Ok(());
    }
    match crate::verify::damaged_rows(&connection).into_iter().next() {
        None => Ok(()),
        Some(problem) => Err(StoreError::Damaged { what: problem.what }),
    }
}

/// How many rows each table of an open library has, those of its words index included.
pub(crate) fn count_rows(connection: &Connection) -> Result<Rows, StoreError> {
    let tables = lines(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name",
        0,
    )?;
    tables
        .into_iter()
        // SQLite's own statistics are not copied row by row.
        .filter(|table| !table.starts_with("sqlite_"))
        .map(|table| {
            let sql = format!("SELECT count(*) FROM \"{table}\"");
            let n = connection.query_row(&sql, [], |row| row.get(0)).doing(DOING)?;
            Ok((table, n))
        })
        .collect()
}

/// Counts of a copy.
pub(super) fn rows_of(path: &Path) -> Result<Rows, StoreError> {
    count_rows(&open(path)?)
}

/// Articles of a copy that were not removed.
pub(super) fn n_articles(path: &Path) -> Result<u64, StoreError> {
    open(path)?
        .query_row("SELECT count(*) FROM articles WHERE removed_at IS NULL", [], |row| row.get(0))
        .doing(DOING)
}

/// Whether every count lies between those of two moments.
pub(super) fn lie_between(found: &Rows, before: &Rows, after: &Rows) -> bool {
    found.len() == before.len()
        && found.len() == after.len()
        && found.iter().zip(before).zip(after).all(|((found, before), after)| {
            let (low, high) = (before.1.min(after.1), before.1.max(after.1));
            found.0 == before.0 && found.0 == after.0 && (low..=high).contains(&found.1)
        })
}

/// BLAKE3 of a file in hexadecimal, and its size in bytes.
pub(crate) fn hash_of(path: &Path) -> Result<(String, u64), StoreError> {
    let file = fs::File::open(path).map_err(StoreError::File)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).map_err(StoreError::File)?;
    Ok((hasher.finalize().to_hex().to_string(), hasher.count()))
}

/// A finished file is read as it is: no journal is looked for and none is made.
fn open(path: &Path) -> Result<Connection, StoreError> {
    let connection = open_unchanging(path).doing(DOING)?;
    crate::reading::without_views(&connection).doing(DOING)?;
    Ok(connection)
}

/// Opens a database file that nobody writes to.
pub(crate) fn open_unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(uri_of(path, "immutable=1"), flags)
}

/// A `file:` address; what has a meaning in addresses is escaped.
pub(crate) fn uri_of(path: &Path, parameters: &str) -> String {
    let path = path.to_string_lossy();
    let escaped: String = path
        .chars()
        .map(|c| match c {
            '%' => "%25".to_owned(),
            '?' => "%3f".to_owned(),
            '#' => "%23".to_owned(),
            '\\' if cfg!(windows) => "/".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let root = if cfg!(windows) { "/" } else { "" };
    format!("file:{root}{escaped}?{parameters}")
}

fn lines(connection: &Connection, sql: &str, column: usize) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(sql).doing(DOING)?;
    let rows = statement.query_map([], |row| row.get(column)).doing(DOING)?;
    rows.collect::<rusqlite::Result<_>>().doing(DOING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lie_between_those_before_and_after() {
        let rows = |n| vec![("a".to_owned(), n), ("b".to_owned(), 5)];
        assert!(lie_between(&rows(2), &rows(1), &rows(3)));
        assert!(lie_between(&rows(2), &rows(3), &rows(1)));
        assert!(!lie_between(&rows(4), &rows(1), &rows(3)));
        assert!(!lie_between(&vec![("a".to_owned(), 1)], &rows(1), &rows(1)));
    }

    #[test]
    fn odd_names_are_opened() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("50% of #1?.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
        assert_eq!(rows_of(&path).unwrap(), [("a".to_owned(), 0)]);
    }
}
