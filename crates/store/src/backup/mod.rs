//! Copies of the library that can be relied on.
//!
//! Invariant: a file with a copy's final name is whole. It is written under another name,
//! synced, opened on its own and checked, hashed, and renamed last; the small file beside it
//! (`seal`) says what it holds and by which hash it is known. What a killed run left behind
//! is removed by the next and never trusted.
//! Not here: which copies are kept (`keep`), putting one back (`restore`).

mod check;
mod keep;
mod list;
mod seal;

use std::path::{Path, PathBuf};

use fs_err as fs;
use rusqlite::Connection;

use crate::error::Doing;
use crate::lock::WriterLock;
use crate::{Store, StoreError, private};

pub use list::{BackupState, ListedBackup, backups, find_backup};
pub use seal::{Backup, BackupReason};

use check::check_whole;
pub(crate) use check::{check_foreign, count_rows, hash_of, open_unchanging};
pub(crate) use seal::{read_seal, seal_of, value_of, write_whole};

/// Room asked for beyond the size of the database, in bytes.
const SPARE: u64 = 4 << 20;

/// How often a copy is made anew because its source changed in a way that cannot be followed.
const N_TRIES: u32 = 3;

impl Store {
    /// Copies the whole library database to the new file `to`, consistent even while it
    /// is written to.
    ///
    /// `now`: ISO 8601 in UTC.
    ///
    /// # Errors
    /// [`StoreError::BackupExists`] when `to` is there, [`StoreError::NoRoom`], when the
    /// library is damaged or the disk fails; nothing with the name `to` is left then.
    pub fn back_up(&self, to: &Path, now: &str) -> Result<Backup, StoreError> {
        make(&self.connect_to_copy()?, to, BackupReason::ByHand, now)
    }

    /// Copies the library into its own folder `backups`, then deletes copies that are no
    /// longer to be kept.
    ///
    /// # Errors
    /// As for [`Store::back_up`].
    pub fn back_up_here(&self, reason: BackupReason, now: &str) -> Result<Backup, StoreError> {
        make_in_library(&self.connect_to_copy()?, self.folder(), reason, now)
    }

    /// Whether the last daily copy is a day old, or there is none.
    #[must_use]
    pub fn daily_backup_is_due(&self, now: &str) -> bool {
        keep::is_due(&sealed(self.folder()), now)
    }
}

/// Where a library keeps its own copies.
pub(crate) fn folder_of(library: &Path) -> PathBuf {
    library.join("backups")
}

/// A copy in the library's own folder; `connection` reads the library.
pub(crate) fn make_in_library(
    connection: &Connection,
    library: &Path,
    reason: BackupReason,
    now: &str,
) -> Result<Backup, StoreError> {
    let folder = folder_of(library);
    private::create_folder(&folder)?;
    let format = crate::schema::format(connection)?;
    let made = make(connection, &free_name(&folder, reason, now, format), reason, now)?;
    for old in keep::superfluous(&sealed(library), now) {
        // The copy goes before its seal: a seal alone is no copy, a copy alone no seal.
        let _ = fs::remove_file(&old.path);
        let _ = fs::remove_file(seal_of(&old.path));
    }
    Ok(made)
}

/// A name that says when and why, not taken yet.
fn free_name(folder: &Path, reason: BackupReason, now: &str, format: u32) -> PathBuf {
    let time: String = now.chars().take(19).map(|c| if c == ':' { '-' } else { c }).collect();
    let name = |suffix: &str| {
        let reason = reason.as_str();
        folder.join(format!("library-{time}Z-format-{format}-{reason}{suffix}.db"))
    };
    let mut path = name("");
    let mut n = 1;
    while path.exists() {
        n += 1;
        path = name(&format!("-{n}"));
    }
    path
}

/// Writes, syncs, checks, hashes, seals and renames, in this order.
fn make(
    connection: &Connection,
    to: &Path,
    reason: BackupReason,
    now: &str,
) -> Result<Backup, StoreError> {
    let folder = to.parent().unwrap_or(Path::new("."));
    private::create_folder(folder)?;
    let _lock = WriterLock::take(folder)?;
    if to.exists() {
        return Err(StoreError::BackupExists { path: to.to_path_buf() });
    }
    sweep(folder);
    let partial = partial_of(to);
    let made = write(connection, to, &partial, reason, now);
    if made.is_err() {
        sweep(folder);
    }
    made
}

fn write(
    connection: &Connection,
    to: &Path,
    partial: &Path,
    reason: BackupReason,
    now: &str,
) -> Result<Backup, StoreError> {
    let folder = to.parent().unwrap_or(Path::new("."));
    ensure_room(folder, database_bytes(connection)?)?;
    let rows = copy_counted(connection, partial)?;
    let file = private::open_file(partial).map_err(StoreError::File)?;
    file.sync_all().map_err(StoreError::File)?;
    check_whole(partial, Some(&rows))?;
    check::check_rows(partial)?;
    let (blake3, bytes) = hash_of(partial)?;
    let backup = Backup {
        path: to.to_path_buf(),
        made_at: now.to_owned(),
        reason,
        format: crate::schema::format(connection)?,
        n_articles: check::n_articles(partial)?,
        bytes,
        blake3,
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    seal::write(&backup, &rows).map_err(StoreError::File)?;
    fs::rename(partial, to).map_err(StoreError::File)?;
    private::sync_folder(folder).map_err(StoreError::File)?;
    Ok(backup)
}

/// Copies, and says how many rows of each table the copy must have.
///
/// Nobody is kept from writing meanwhile: where somebody wrote, each count must lie
/// between those before and after.
fn copy_counted(connection: &Connection, partial: &Path) -> Result<check::Rows, StoreError> {
    let doing = "copying the library";
    let version = || -> Result<i64, StoreError> {
        connection.pragma_query_value(None, "data_version", |row| row.get(0)).doing(doing)
    };
    let mut n_tries = 0;
    loop {
        let _ = fs::remove_file(partial);
        private::create_file(partial).map_err(StoreError::File)?;
        let (version_before, before) = (version()?, count_rows(connection)?);
        connection.execute("VACUUM INTO ?1", [partial.to_string_lossy()]).doing(doing)?;
        if version()? == version_before {
            return Ok(before);
        }
        let after = count_rows(connection)?;
        let copied = check::rows_of(partial)?;
        n_tries += 1;
        if check::lie_between(&copied, &before, &after) {
            return Ok(copied);
        }
        if n_tries == N_TRIES {
            let what = "the library changed too fast to be copied".to_owned();
            return Err(StoreError::BackupDamaged { path: partial.to_path_buf(), what });
        }
    }
}

/// Bytes the database takes, which its copy takes at most.
fn database_bytes(connection: &Connection) -> Result<u64, StoreError> {
    let doing = "measuring the library";
    let of = |name: &str| -> Result<i64, StoreError> {
        connection.pragma_query_value(None, name, |row| row.get(0)).doing(doing)
    };
    Ok((of("page_count")? * of("page_size")?).unsigned_abs())
}

/// Refuses what would not fit. Where free space cannot be asked for, trying tells.
pub(crate) fn ensure_room(folder: &Path, bytes: u64) -> Result<(), StoreError> {
    let Ok(free) = fs4::available_space(folder) else { return Ok(()) };
    let needed = bytes + SPARE;
    if free >= needed {
        return Ok(());
    }
    Err(StoreError::NoRoom { path: folder.to_path_buf(), needed: needed >> 20, free: free >> 20 })
}

/// The name a file has until it is whole.
pub(crate) fn partial_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

/// Removes what killed runs left: halves, and seals whose copy never came. The folder
/// is locked by the caller.
fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_half =
            name.starts_with("library") && name.contains(".db") && name.contains(".partial");
        let is_lone = name.ends_with(".db.toml") && !path.with_extension("").exists();
        if is_half || is_lone {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Copies in a library's own folder that have a seal, whether or not it holds.
fn sealed(library: &Path) -> Vec<Backup> {
    list::database_files(&folder_of(library)).iter().filter_map(|path| read_seal(path)).collect()
}

#[cfg(test)]
mod tests;
