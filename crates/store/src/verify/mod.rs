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

use fs_err as fs;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::acknowledged::Acknowledged;
use crate::connection::not_there;
use crate::error::Doing;
use crate::reading::{Way, database, is_refusal, is_refused, without_views};
use crate::{Store, StoreError, schema};

const DOING: &str = "opening it";

use problem::Report;
pub use problem::{NextStep, Problem, ProblemKind};
pub(crate) use structure::foreign_object;

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
    if !path.is_file() || fs::metadata(&path).is_ok_and(|file| file.len() == 0) {
        return Err(not_there(folder));
    }
    let mut report = Report::default();
    let (connection, _way) = match open(folder) {
        Ok(connection) => connection,
        Err(error) => {
            report.add(ProblemKind::Unreadable, error.to_string());
            return Ok(report.done());
        }
    };
    match structure::format(&connection) {
        Ok(0) if acknowledged.is_empty() && structure::has_no_tables(&connection) => {
            return Err(not_there(folder));
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

/// In a transaction that reads one state, and with the file left as it is; where the folder
/// cannot be written to, by the way that works there.
fn open(folder: &Path) -> Result<(Connection, Way), StoreError> {
    let shared = Connection::open_with_flags(
        database(folder),
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    );
    match shared.and_then(prepare).doing(DOING) {
        Ok(connection) => Ok((connection, Way::Shared)),
        Err(error) if is_refused(&error) => {
            let way = Way::without_writing(folder)?;
            let connection = prepare(way.connect(folder)?).doing(DOING)?;
            Ok((connection, way))
        }
        Err(error) => Err(error),
    }
}

fn prepare(connection: Connection) -> rusqlite::Result<Connection> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    without_views(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch(
        "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000; BEGIN;",
    )?;
    // Only now is the file looked at. What is wrong in it is for the checks to find, not
    // for the opening; what keeps it from being read at all is not.
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
        Err(error) if is_refusal(&error) => Err(error),
        _ => Ok(connection),
    }
}
