//! Connections to a library's database, also where its folder cannot be written to.
//!
//! A reader of a WAL database writes: it makes the shared-memory file. On a read-only drive
//! or in somebody else's folder it cannot, and one of three other ways is taken:
//! - somebody has it open, or its files of that time lie there: read beside them;
//! - nothing waits in the `-wal`: the file is read as one that does not change (also where
//!   the disk has no room for the shared-memory file);
//! - something waits there: file and `-wal` are copied to a folder of this process, for
//!   ignoring it would ignore what was acknowledged.

use std::path::{Path, PathBuf};
use std::time::Duration;

use fs_err as fs;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::backup::open_unchanging;
use crate::error::Doing;
use crate::trouble::Trouble;
use crate::{StoreError, full_text};

const DOING: &str = "opening it";

/// How readers reach the database.
#[derive(Debug)]
pub(crate) enum Way {
    /// As everybody does.
    Shared,
    /// Beside files of others, writing none.
    Beside,
    /// As a file that does not change.
    Unchanging,
    /// In a copy that goes with this process.
    Copied(tempfile::TempDir),
}

impl Way {
    /// The way that works for the library in `folder`.
    pub(crate) fn find(folder: &Path) -> Result<Self, StoreError> {
        let error = match Self::Shared.reach(folder) {
            Ok(()) => return Ok(Self::Shared),
            Err(error) if is_refused(&error) => error,
            Err(error) => return Err(error),
        };
        Self::without_writing(folder).map_err(|_| error)
    }

    /// The way in a folder that cannot be written to.
    pub(crate) fn without_writing(folder: &Path) -> Result<Self, StoreError> {
        let is_there =
            |name: &str| fs::metadata(folder.join(name)).is_ok_and(|file| file.len() > 0);
        // A shared-memory file that nobody could fill is no use.
        if is_there("library.db-shm") && Self::Beside.reach(folder).is_ok() {
            return Ok(Self::Beside);
        }
        let way = if is_there("library.db-wal") {
            Self::Copied(copied(folder)?)
        } else {
            Self::Unchanging
        };
        way.reach(folder)?;
        Ok(way)
    }

    fn reach(&self, folder: &Path) -> Result<(), StoreError> {
        let connection = self.connect(folder)?;
        crate::schema::format(&connection)?;
        connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
            .doing(DOING)?;
        Ok(())
    }

    /// A connection for reading.
    pub(crate) fn connect(&self, folder: &Path) -> Result<Connection, StoreError> {
        match self {
            // Not SQLITE_OPEN_READ_ONLY: a reader of a WAL database must be able to
            // create its shared-memory file. `query_only` keeps it from writing.
            Self::Shared => connect(folder, OpenFlags::SQLITE_OPEN_READ_WRITE),
            Self::Copied(copy) => connect(copy.path(), OpenFlags::SQLITE_OPEN_READ_WRITE),
            Self::Beside => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection =
                    Connection::open_with_flags(database(folder), flags).doing(DOING)?;
                prepare(connection, "")
            }
            Self::Unchanging => prepare(open_unchanging(&database(folder)).doing(DOING)?, ""),
        }
    }
}

/// Whether the folder, not the database, is what stands in the way.
pub(crate) fn is_refused(error: &StoreError) -> bool {
    matches!(error, StoreError::Database { source, .. } if is_refusal(source))
}

pub(crate) fn is_refusal(error: &rusqlite::Error) -> bool {
    matches!(
        Trouble::of_database(error),
        Trouble::NotWritable | Trouble::NotOpened | Trouble::DiskFailed | Trouble::DiskFull
    )
}

fn copied(folder: &Path) -> Result<tempfile::TempDir, StoreError> {
    // Made for this user alone.
    let copy = tempfile::Builder::new().prefix("parallax-").tempdir().map_err(StoreError::File)?;
    for name in ["library.db", "library.db-wal"] {
        let to = copy.path().join(name);
        let mut reader = fs::File::open(folder.join(name)).map_err(StoreError::File)?;
        let mut writer = crate::private::create_file(&to).map_err(StoreError::File)?;
        std::io::copy(&mut reader, &mut writer).map_err(StoreError::File)?;
    }
    Ok(copy)
}

pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("library.db")
}

/// A connection that reads and writes.
pub(crate) fn connect(folder: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database(folder), flags).doing(DOING)?;
    prepare(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
}

fn prepare(connection: Connection, durability: &str) -> Result<Connection, StoreError> {
    connection.busy_timeout(Duration::from_secs(10)).doing(DOING)?;
    without_views(&connection).doing(DOING)?;
    connection.set_prepared_statement_cache_capacity(96);
    let sql = format!(
        "{durability} PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 4194304;"
    );
    connection.execute_batch(&sql).doing(DOING)?;
    full_text::register(&connection).doing(DOING)?;
    Ok(connection)
}

/// A library has no views. One in the place of a table would decide what a query costs.
pub(crate) fn without_views(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{article, library};

    fn n_articles(way: &Way, folder: &Path) -> i64 {
        let connection = way.connect(folder).unwrap();
        connection.query_row("SELECT count(*) FROM articles", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_closed_library_is_read_without_writing_a_file() {
        let (dir, store) = library();
        store.put_article(&article("/a", "some text")).unwrap();
        drop(store);
        let way = Way::without_writing(dir.path()).unwrap();
        assert!(matches!(way, Way::Unchanging));
        assert_eq!(n_articles(&way, dir.path()), 1);
        assert!(!dir.path().join("library.db-shm").exists());
    }

    #[test]
    fn a_library_in_use_is_read_beside_its_writer() {
        let (dir, store) = library();
        store.put_article(&article("/a", "some text")).unwrap();
        let way = Way::without_writing(dir.path()).unwrap();
        assert!(matches!(way, Way::Beside));
        assert_eq!(n_articles(&way, dir.path()), 1);
    }

    #[test]
    fn what_waits_in_the_log_of_a_killed_writer_is_read_too() {
        let (dir, store) = library();
        store.put_article(&article("/a", "some text")).unwrap();
        // As a kill leaves it, on a drive that was then carried elsewhere.
        let killed = tempfile::tempdir().unwrap();
        for name in ["library.db", "library.db-wal"] {
            fs::copy(dir.path().join(name), killed.path().join(name)).unwrap();
        }
        let way = Way::without_writing(killed.path()).unwrap();
        assert!(matches!(way, Way::Copied(_)));
        assert_eq!(n_articles(&way, killed.path()), 1);
        assert!(!killed.path().join("library.db-shm").exists());
    }
}
