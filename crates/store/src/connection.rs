//! Opening a library: its folder, its lock, its connections.
//!
//! Invariant: a new library begins only where nothing of another lies; a folder that has
//! lost its database says so. Not here: ways to read without writing (`reading`).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fs_err as fs;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::acknowledged::{self, Log};
use crate::checksums::Changes;
use crate::error::Doing;
use crate::full_text::PassageLengths;
use crate::lock::WriterLock;
use crate::reading::{Way, connect, database};
use crate::word_counts::WordCounts;
use crate::{StoreError, backup, private, restore, schema};

/// Bytes of the smallest page SQLite knows. It takes what is shorter for an empty database.
const SMALLEST_DATABASE: u64 = 512;

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
    /// How readers reach it. After `readers`: a copy goes when they are closed.
    way: Way,
    pub(crate) word_counts: WordCounts,
    pub(crate) places: Mutex<Arc<PassageLengths>>,
    pub(crate) n_read_transactions: AtomicU64,
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
    /// is, [`StoreError::Missing`] where a library has lost its database,
    /// [`StoreError::TooNew`] or [`StoreError::TooOld`] for other formats.
    pub fn open(folder: &Path, access: Access) -> Result<Self, StoreError> {
        match access {
            Access::Write => Self::open_to_write(folder),
            Access::Read => Self::open_to_read(folder),
        }
    }

    fn new(folder: &Path, way: Way, writer: Option<(Writer, WriterLock)>) -> Self {
        let (writer, lock) = writer.unzip();
        Self {
            folder: folder.to_path_buf(),
            writer: writer.map(Mutex::new),
            readers: Mutex::default(),
            way,
            word_counts: WordCounts::default(),
            places: Mutex::default(),
            n_read_transactions: AtomicU64::default(),
            _lock: lock,
        }
    }

    fn open_to_write(folder: &Path) -> Result<Self, StoreError> {
        private::create_folder(folder)?;
        let lock = WriterLock::take(folder)?;
        restore::complete(folder)?;
        refuse_if_lost(folder)?;
        private::open_file(&database(folder)).map_err(StoreError::File)?;
        let mut connection = connect(folder, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // A database without tables beside what is left of a library is a lost one too.
        if schema::format(&connection)? == 0
            && let Some(trace) = trace_of_a_library(folder)
        {
            return Err(StoreError::Missing { path: folder.to_path_buf(), trace });
        }
        schema::refuse_foreign_triggers(&connection)?;
        schema::migrate(&mut connection, folder)?;
        // A copy that is worked in is a copy no longer.
        let _ = fs::remove_file(backup::seal_of(&database(folder)));
        private::tighten(folder);
        let writer = Writer::new(connection, folder)?;
        Ok(Self::new(folder, Way::Shared, Some((writer, lock))))
    }

    fn open_to_read(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.to_path_buf();
        if restore::is_unfinished(folder) {
            complete_as_reader(folder)?;
        }
        refuse_if_lost(folder)?;
        if !database(folder).is_file() {
            return Err(StoreError::NotFound { path });
        }
        let store = Self::new(folder, Way::find(folder)?, None);
        match store.read(schema::format)? {
            0 => match trace_of_a_library(folder) {
                Some(trace) => Err(StoreError::Missing { path, trace }),
                // Its writer has made the file but not yet the tables.
                None => Err(StoreError::NotFound { path }),
            },
            found if found > schema::FORMAT => {
                Err(StoreError::TooNew { path, found, known: schema::FORMAT })
            }
            found if found < schema::FORMAT => Err(StoreError::TooOld { path, found }),
            _ => Ok(store),
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
            let connection = self.way.connect(&self.folder)?;
            connection.pragma_update(None, "query_only", true).doing("opening it for reading")?;
            // There are several, and the system keeps the file's pages as well.
            connection.pragma_update(None, "cache_size", -4_000).doing("opening it for reading")?;
            connection
        };
        let transaction = connection.unchecked_transaction().doing("starting to read")?;
        self.n_read_transactions.fetch_add(1, Ordering::Relaxed);
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

    /// A connection that copies from the library. One of its own: to SQLite even
    /// copying is writing, and `query_only` would refuse it. The library is only read.
    pub(crate) fn connect_to_copy(&self) -> Result<Connection, StoreError> {
        self.way.connect(&self.folder)
    }
}

/// A reader who finds a restore that was interrupted completes it, unless somebody is
/// at it or the folder cannot be written to.
fn complete_as_reader(folder: &Path) -> Result<(), StoreError> {
    match WriterLock::take(folder) {
        Ok(_lock) => restore::complete(folder),
        Err(StoreError::File(_)) => Err(StoreError::Unfinished { path: folder.to_path_buf() }),
        Err(error) => Err(error),
    }
}

/// What to say of a folder without a database: that it lost one, where more of a library
/// is there.
pub(crate) fn not_there(folder: &Path) -> StoreError {
    let path = folder.to_path_buf();
    match trace_of_a_library(folder) {
        Some(trace) => StoreError::Missing { path, trace },
        None => StoreError::NotFound { path },
    }
}

/// Refuses a folder whose database is missing or empty though more of a library is there.
/// Asked before SQLite is: it deletes the log of an empty database.
fn refuse_if_lost(folder: &Path) -> Result<(), StoreError> {
    let has_database =
        fs::metadata(database(folder)).is_ok_and(|file| file.len() >= SMALLEST_DATABASE);
    match trace_of_a_library(folder) {
        Some(trace) if !has_database => {
            Err(StoreError::Missing { path: folder.to_path_buf(), trace })
        }
        _ => Ok(()),
    }
}

/// What is there of a library besides its database, none of which a new one has.
fn trace_of_a_library(folder: &Path) -> Option<&'static str> {
    let has_size = |name: &str| fs::metadata(folder.join(name)).is_ok_and(|file| file.len() > 0);
    let holds = |name: &str, is_one: &dyn Fn(&Path) -> bool| {
        let entries = fs::read_dir(folder.join(name)).into_iter().flatten();
        entries.filter_map(Result::ok).any(|entry| is_one(&entry.path()))
    };
    if holds("backups", &|path| path.extension().is_some_and(|extension| extension == "db")) {
        Some("`backups`")
    } else if holds("index", &|_| true) {
        Some("`index`")
    } else if holds("set-aside", &|_| true) {
        Some("`set-aside`")
    } else if has_size("acknowledged.log") {
        Some("`acknowledged.log`")
    } else if has_size("library.db-wal") && !has_size("library.db") {
        Some("`library.db-wal`")
    } else {
        None
    }
}

/// A panic while a lock was held rolled its transaction back; the connection is sound.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
