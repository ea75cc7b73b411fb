//! Saving what still reads of a damaged library into a new one.
//!
//! Invariants: the damaged library is only read; every row that SQLite still gives out is
//! looked at; an article is taken whole or not at all. Rows are copied by the names of their
//! columns, so a library of an older format is saved too, into today's tables.
//!
//! Articles are copied as removed ones: [`Store::restore`] brings each back, with its passages
//! and words made anew. What is derived is not copied. Not here: making passages (`engine`).

mod carve;
mod copy;
mod header;
mod walk;

use std::path::{Path, PathBuf};

use fs_err as fs;
use parallax_types::{ArticleId, VectorId};
use rusqlite::{Connection, OpenFlags, params};

use crate::acknowledged::Acknowledged;
use crate::connection::not_there;
use crate::error::Doing;
use crate::lock::WriterLock;
use crate::packed;
use crate::reading::{connect, database};
use crate::{Access, Store, StoreError, restore};

/// An article that could not be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostArticle {
    /// Its id in the damaged library.
    pub id: ArticleId,
    /// Its title, where that still reads.
    pub title: Option<String>,
    /// The file it came from, where that still reads.
    pub path: Option<String>,
    /// What of it cannot be read.
    pub what: String,
}

/// What was read of a damaged library, before its articles are brought back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Articles whose text and blocks fit together, waiting as removed ones.
    pub articles: Vec<ArticleId>,
    /// Articles that are lost.
    pub lost: Vec<LostArticle>,
    /// Rows read, of all tables.
    pub n_rows: usize,
    /// Rows of tags, notes, highlights and edits whose article's row is lost.
    pub n_lone_annotations: usize,
    /// Earlier versions of articles that were saved, which do not read themselves.
    pub n_lost_versions: usize,
}

/// A damaged library being saved, locked while this lives.
pub struct Salvage {
    damaged: PathBuf,
    target: PathBuf,
    into: Option<PathBuf>,
    _lock: Option<WriterLock>,
}

impl Salvage {
    /// Begins to save the library in `damaged` into the new folder `into`, or into a staging
    /// folder from which it takes the damaged one's place.
    ///
    /// # Errors
    /// [`StoreError::Locked`], [`StoreError::NotFound`], and
    /// [`StoreError::BackupExists`] when `into` holds a library.
    pub fn begin(damaged: &Path, into: Option<&Path>) -> Result<Self, StoreError> {
        if !damaged.is_dir() {
            return Err(StoreError::NotFound { path: damaged.to_path_buf() });
        }
        let lock = match into {
            None => Some(WriterLock::take(damaged)?),
            // It is only read, perhaps from a drive that cannot be written to.
            Some(_) => WriterLock::take(damaged).ok(),
        };
        if lock.is_some() {
            restore::complete(damaged)?;
        }
        if !database(damaged).is_file() {
            return Err(not_there(damaged));
        }
        let target = into.map_or_else(|| restore::staging_of(damaged), Path::to_path_buf);
        if database(&target).exists() {
            return Err(StoreError::BackupExists { path: database(&target) });
        }
        let (damaged, into) = (damaged.to_path_buf(), into.map(Path::to_path_buf));
        Ok(Self { damaged, target, into, _lock: lock })
    }

    /// The folder of the new library, to be opened for writing after [`Salvage::copy`].
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Copies what reads into the new library.
    ///
    /// `now`: ISO 8601 in UTC.
    ///
    /// # Errors
    /// When nothing at all can be read of the damaged library, or the new one cannot be
    /// written.
    pub fn copy(&self, store: &Store, now: &str) -> Result<Salvaged, StoreError> {
        let open_pages = || self.pages();
        let acknowledged = Acknowledged::read(&self.damaged).articles();
        let opened = self.open_damaged()?;
        let damaged = copy::Damaged::new(&opened.connection, opened.is_bare, &open_pages);
        let mut salvaged = store.write(|transaction| {
            let salvaged = copy::everything(&damaged, transaction, now)?;
            if opened.is_bare && salvaged.n_rows == 0 {
                return Err(StoreError::NothingReads { path: self.damaged.clone() });
            }
            Ok(salvaged)
        })?;
        salvaged.name_the_rest(&damaged, &acknowledged);
        Ok(salvaged)
    }

    /// Fills in the vectors that were computed for texts the new library has too. Returns
    /// how many.
    ///
    /// # Errors
    /// When the new library cannot be written.
    pub fn copy_vectors(&self, store: &Store) -> Result<usize, StoreError> {
        const DOING: &str = "saving vectors";
        let damaged = self.open_damaged()?.connection;
        let columns = ["input_hash".to_owned(), "value".to_owned()];
        store.write(|transaction| {
            let mut statement = transaction
                .prepare("UPDATE vectors SET value = ?2 WHERE input_hash = ?1 AND value IS NULL")
                .doing(DOING)?;
            let mut n_filled = 0;
            walk::by_rowid(&damaged, "vectors", &columns, &mut |_, row| {
                if let [rusqlite::types::Value::Blob(hash), rusqlite::types::Value::Blob(value)] =
                    row
                    && packed::decode(VectorId(0), value).is_ok()
                {
                    n_filled += statement.execute(params![hash, value]).doing(DOING)?;
                }
                Ok(())
            })?;
            Ok(n_filled)
        })
    }

    /// Puts the new library, closed by now, in the damaged one's place unless it was made
    /// elsewhere. Returns where the damaged one lies now, if it was moved.
    ///
    /// # Errors
    /// When the disk fails; the next start completes it then, or nothing was changed.
    pub fn finish(self, now: &str) -> Result<Option<PathBuf>, StoreError> {
        match self.into {
            Some(_) => Ok(None),
            None => restore::take_over(&self.damaged, now),
        }
    }

    /// The file itself, to be looked through page by page. What waits in its log is taken
    /// over in a copy: SQLite does that without looking at what the pages say.
    fn pages(&self) -> Option<carve::Pages> {
        if !self.has_log() {
            return carve::Pages::open(&database(&self.damaged));
        }
        // Unnamed once this returns, and read on.
        let room = self.copied().ok()?;
        let connection = connect(room.path(), OpenFlags::SQLITE_OPEN_READ_WRITE).ok()?;
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        drop(connection);
        carve::Pages::open(&database(room.path()))
    }

    /// Whether something waits beside the database.
    fn has_log(&self) -> bool {
        fs::metadata(self.damaged.join("library.db-wal")).is_ok_and(|log| log.len() > 0)
    }

    /// A copy of the database with what waits beside it, deleted with the value.
    fn copied(&self) -> std::io::Result<tempfile::TempDir> {
        let room = tempfile::Builder::new().prefix("carving-").tempdir_in(&self.target)?;
        fs::copy(database(&self.damaged), database(room.path()))?;
        if self.has_log() {
            let log = "library.db-wal";
            fs::copy(self.damaged.join(log), room.path().join(log))?;
        }
        Ok(room)
    }

    /// The database as far as SQLite reads it: itself, a copy with its header put right, or
    /// today's tables without a row, for its pages to be looked through.
    fn open_damaged(&self) -> Result<Opened, StoreError> {
        let opened = |connection, room| Opened { connection, is_bare: false, _room: room };
        let itself = if header::is_sound(&database(&self.damaged), self.has_log()) {
            open_as_it_is(&self.damaged).and_then(has_tables)
        } else {
            Err(StoreError::NothingReads { path: self.damaged.clone() })
        };
        let error = match itself {
            Ok(connection) => return Ok(opened(connection, None)),
            Err(error) => error,
        };
        if !matches!(error.code(), "library_damaged" | "nothing_reads") {
            return Err(error);
        }
        for kind in header::KINDS {
            let room = self.copied().map_err(StoreError::File)?;
            if header::mend(&database(room.path()), kind).is_ok()
                && let Ok(connection) = open_as_it_is(room.path()).and_then(has_tables)
            {
                return Ok(opened(connection, Some(room)));
            }
        }
        let connection = crate::schema::empty(crate::schema::FORMAT).doing("reading pages")?;
        Ok(Opened { connection, is_bare: true, _room: None })
    }
}

/// A damaged database that is open.
struct Opened {
    connection: Connection,
    is_bare: bool,
    /// Where a copy lies that was opened in its place.
    _room: Option<tempfile::TempDir>,
}

/// Without its list of tables nothing can be asked of a database.
fn has_tables(connection: Connection) -> Result<Connection, StoreError> {
    let sql = "SELECT count(*) FROM sqlite_schema";
    let n: i64 = connection.query_row(sql, [], |row| row.get(0)).doing("reading the library")?;
    if n > 0 {
        return Ok(connection);
    }
    Err(StoreError::Damaged { what: "it has no tables".to_owned() })
}

/// Not through [`Store`]: neither its format nor its tables need to make sense.
fn open_as_it_is(folder: &Path) -> Result<Connection, StoreError> {
    let connection = connect(folder, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .or_else(|_| crate::reading::Way::Unchanging.connect(folder))?;
    connection.pragma_update(None, "query_only", true).doing("opening the damaged library")?;
    // One connection's cache must not keep a page that others found bad.
    connection.pragma_update(None, "cell_size_check", true).doing("opening the damaged library")?;
    Ok(connection)
}

impl Store {
    /// Opens the new library of a [`Salvage`]; what was half saved before is deleted.
    ///
    /// # Errors
    /// As for [`Store::open`].
    pub fn open_salvaged(salvage: &Salvage) -> Result<Self, StoreError> {
        if salvage.into.is_none() {
            let _ = fs::remove_dir_all(&salvage.target);
        }
        Self::open(&salvage.target, Access::Write)
    }
}

#[cfg(test)]
mod tests;
