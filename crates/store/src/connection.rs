//! Opening a library: its folder, its lock, its connections.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::StoreError;
use crate::acknowledged::{self, Log};
use crate::checksums::Changes;
use crate::error::Doing;
use crate::lock::WriterLock;
use crate::schema;
use crate::tokens::Tokens;
use crate::words::{self, Places};

/// What a library is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading beside a writer, or alone. Fails where there is no library.
    Read,
    /// Reading and writing; one program at a time. Creates the library.
    Write,
}

/// An open library database.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    writer: Option<Mutex<Writer>>,
    /// Connections at rest; one is taken per reading call and given back.
    readers: Mutex<Vec<Connection>>,
    pub(crate) tokens: Tokens,
    pub(crate) places: Mutex<Arc<Places>>,
    _lock: Option<WriterLock>,
}

/// The one connection that writes.
#[derive(Debug)]
struct Writer {
    connection: Connection,
    changes: Changes,
    log: Log,
}

impl Writer {
    /// Of a library of this format.
    fn new(mut connection: Connection, folder: &Path) -> Result<Self, StoreError> {
        let changes = Changes::default();
        changes.install(&mut connection)?;
        let log = Log::open(folder, acknowledged::number(&connection)?);
        Ok(Self { connection, changes, log })
    }
}

impl Store {
    /// Opens the library in `folder`.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when opened for writing while another program
    /// writes, [`StoreError::NotFound`] when opened for reading where nothing
    /// is, [`StoreError::TooNew`] or [`StoreError::TooOld`] for other formats.
    pub fn open(folder: &Path, access: Access) -> Result<Self, StoreError> {
        let store = |writer, lock| Self {
            folder: folder.to_path_buf(),
            writer,
            readers: Mutex::default(),
            tokens: Tokens::default(),
            places: Mutex::default(),
            _lock: lock,
        };
        match access {
            Access::Write => {
                fs_err::create_dir_all(folder).map_err(StoreError::File)?;
                let lock = WriterLock::take(folder)?;
                let mut connection = connect(
                    folder,
                    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
                )?;
                schema::migrate(&mut connection, folder)?;
                let writer = Writer::new(connection, folder)?;
                Ok(store(Some(Mutex::new(writer)), Some(lock)))
            }
            Access::Read => {
                if !database(folder).is_file() {
                    return Err(StoreError::NotFound { path: folder.to_path_buf() });
                }
                let store = store(None, None);
                let found = store.read(schema::format)?;
                let path = folder.to_path_buf();
                match found {
                    // Its writer has made the file but not yet the tables.
                    0 => Err(StoreError::NotFound { path }),
                    found if found > schema::FORMAT => {
                        Err(StoreError::TooNew { path, found, known: schema::FORMAT })
                    }
                    found if found < schema::FORMAT => Err(StoreError::TooOld { path, found }),
                    _ => Ok(store),
                }
            }
        }
    }

    /// The library's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether it may be written to.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.writer.is_some()
    }

    /// Runs `read` on a connection of its own, so that readers wait neither for
    /// each other nor for the writer; in one transaction, so that it sees one state
    /// and its statements, often hundreds, take and give back one lock.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let resting = unpoisoned(&self.readers).pop();
        let connection = if let Some(connection) = resting {
            connection
        } else {
            // Not SQLITE_OPEN_READ_ONLY: a reader of a WAL database must be able to
            // create its shared-memory file. `query_only` keeps it from writing.
            let connection = connect(&self.folder, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            connection.pragma_update(None, "query_only", true).doing("opening it for reading")?;
            // There are several, and the system keeps the file's pages as well.
            connection.pragma_update(None, "cache_size", -4_000).doing("opening it for reading")?;
            connection
        };
        let transaction = connection.unchecked_transaction().doing("starting to read")?;
        let result = read(&transaction);
        transaction.finish().doing("ending to read")?;
        unpoisoned(&self.readers).push(connection);
        result
    }

    /// Runs `write` in one transaction; durable once this returns `Ok`.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::ReadOnly { path: self.folder.clone() }.into());
        };
        let mut writer = unpoisoned(writer);
        let Writer { connection, changes, log } = &mut *writer;
        changes.begin();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .doing("starting a transaction")?;
        let result = write(&transaction)?;
        let entry = acknowledged::entry(&transaction, &changes.so_far(&transaction)?)?;
        changes.write(&transaction)?;
        transaction.commit().doing("committing a transaction")?;
        changes.end();
        if let Some(entry) = entry {
            log.append(&entry);
        }
        Ok(result)
    }

    /// Notes that the library was restored from a copy: what was acknowledged after the
    /// copy was made is given up knowingly, and [`crate::verify`] no longer misses it.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], and when the log cannot be written.
    pub fn note_restored(&self) -> Result<(), StoreError> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::ReadOnly { path: self.folder.clone() });
        };
        let mut writer = unpoisoned(writer);
        let number = acknowledged::number(&writer.connection)?;
        writer.log.note_restored(number)
    }

    /// Copies the whole library database into the new file `to`, consistent even
    /// while it is written to.
    ///
    /// # Errors
    /// When `to` exists or cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        // A connection of its own: to SQLite even this is writing, and `query_only`
        // would refuse it. The library itself is only read.
        let connection = connect(&self.folder, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection
            .execute("VACUUM INTO ?1", [to.to_string_lossy()])
            .doing("copying the library")?;
        Ok(())
    }
}

/// A panic while a lock was held rolled its transaction back; the connection is sound.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("library.db")
}

fn connect(folder: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database(folder), flags).doing("opening it")?;
    connection.busy_timeout(Duration::from_secs(10)).doing("opening it")?;
    connection.set_prepared_statement_cache_capacity(96);
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;
             PRAGMA journal_size_limit = 4194304;",
        )
        .doing("opening it")?;
    words::register(&connection).doing("opening it")?;
    Ok(connection)
}
