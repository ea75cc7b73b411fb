//! Checks that a library is whole: the file's structure, the tables as they must be, the
//! checksums of every row, what rows say of each other, and what the log of acknowledged
//! changes has beyond them.
//!
//! Invariant: whatever is damaged is a [`Problem`], never an error or a panic; one table
//! that cannot be read keeps none of the others from being looked at. Nothing is written,
//! and everything is seen in one state, beside a writer too.
//! Not here: mending (`repair`).

mod missing;
mod problem;
mod rows;
mod structure;
mod sums;

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::acknowledged::Acknowledged;
use crate::reading::database;
use crate::{Store, StoreError, schema};

use problem::Report;
pub use problem::{NextStep, Problem, ProblemKind};

/// Reads everything in the library of `folder` and returns what is wrong; an empty list is
/// a clean bill. The library need not open otherwise.
///
/// # Errors
/// [`StoreError::NotFound`] where no library is; [`StoreError::TooNew`] and
/// [`StoreError::TooOld`] for sound ones of other formats.
pub fn verify(folder: &Path) -> Result<Vec<Problem>, StoreError> {
    let path = database(folder);
    // Before the database, which goes ahead of it.
    let acknowledged = Acknowledged::read(folder);
    if !path.is_file() {
        return Err(StoreError::NotFound { path: folder.to_path_buf() });
    }
    let mut report = Report::default();
    let connection = match open(&path) {
        Ok(connection) => connection,
        Err(error) => {
            report.unreadable(&error);
            return Ok(report.done());
        }
    };
    match structure::format(&connection) {
        Ok(0) if acknowledged.is_empty() && structure::has_no_tables(&connection) => {
            return Err(StoreError::NotFound { path: folder.to_path_buf() });
        }
        Ok(schema::FORMAT) => {}
        Ok(found) => structure::other_format(&connection, folder, found, &mut report)?,
        Err(error) => {
            report.unreadable(&error);
            return Ok(report.done());
        }
    }
    structure::check(&connection, &mut report);
    sums::check(&connection, &mut report);
    rows::check(&connection, &mut report);
    missing::check(&connection, &acknowledged, &mut report);
    Ok(report.done())
}

/// What stands in the rows of a database of this format and is not what was written, but
/// for what can be computed again.
pub(crate) fn damaged_rows(connection: &Connection) -> Vec<Problem> {
    let mut report = Report::default();
    sums::check(connection, &mut report);
    report.done().into_iter().filter(|problem| !problem.kind.is_derived()).collect()
}

impl Store {
    /// [`verify`] of this library.
    ///
    /// # Errors
    /// As there.
    pub fn verify(&self) -> Result<Vec<Problem>, StoreError> {
        verify(self.folder())
    }
}

/// In a transaction that reads one state, and with the file left as it is.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let open = |flags| Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    // A reader of a WAL database must be able to create its shared-memory file.
    let connection = open(OpenFlags::SQLITE_OPEN_READ_WRITE)
        .or_else(|_| open(OpenFlags::SQLITE_OPEN_READ_ONLY))?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch(
        "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000; BEGIN;",
    )?;
    Ok(connection)
}
