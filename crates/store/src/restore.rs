//! Putting another database in the place of the library's.
//!
//! Invariant: whatever happens at whatever moment, what lies in the folder is the old
//! library, the new one, or a state that the next start recognises and completes. Nothing is
//! overwritten: the old database goes to `set-aside/TIME/`.
//!
//! First the new database is staged beside the old one, synced and checked; then a journal is
//! written, and from then on the change is decided. Each step after it may be done twice:
//! move the old files aside, drop the index, rename the new database, delete the journal.
//! Not here: where the new database comes from (`backup`, `salvage`).

use std::io::Write;
use std::path::{Path, PathBuf};

use fs_err as fs;

use crate::backup::{
    self, Backup, BackupState, ListedBackup, check_foreign, hash_of, read_seal, value_of,
    write_whole,
};
use crate::lock::WriterLock;
use crate::{Access, Store, StoreError, private};

/// What was put back, and where the old library lies now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The copy it came from.
    pub from: PathBuf,
    /// What its seal says, if it had one.
    pub backup: Option<Backup>,
    /// Where the database that lay there is now; `None` if there was none.
    pub set_aside: Option<PathBuf>,
}

/// The library's files that go aside together: a database and what belongs to it.
const SET_ASIDE: [&str; 5] =
    ["library.db-wal", "library.db-shm", "library.db-journal", "acknowledged.log", "library.db"];

/// Puts the copy `from` in the place of the library in `folder`, which need not be
/// readable nor there. Its index is dropped and built anew.
///
/// `now`: ISO 8601 in UTC.
///
/// # Errors
/// [`StoreError::Locked`] while a program writes to the library,
/// [`StoreError::BackupDamaged`] when the copy is not whole, [`StoreError::NoRoom`], and
/// when the disk fails. The library is as it was then, or the next start completes it.
pub fn restore(folder: &Path, from: &ListedBackup, now: &str) -> Result<Restored, StoreError> {
    if let BackupState::Damaged(what) = &from.state {
        return Err(StoreError::BackupDamaged { path: from.path.clone(), what: what.clone() });
    }
    private::create_folder(folder)?;
    let _lock = WriterLock::take(folder)?;
    complete(folder)?;
    stage_copy(folder, from)?;
    let set_aside = replace(folder, now)?;
    Ok(Restored { from: from.path.clone(), backup: read_seal(&from.path), set_aside })
}

/// Begins an empty library in `folder`; what lies there is set aside. Returns where.
///
/// # Errors
/// [`StoreError::Locked`], and when the disk fails.
pub fn begin_anew(folder: &Path, now: &str) -> Result<Option<PathBuf>, StoreError> {
    private::create_folder(folder)?;
    let _lock = WriterLock::take(folder)?;
    complete(folder)?;
    let room = staging_of(folder);
    drop(Store::open(&room, Access::Write)?);
    take_over(folder, now)
}

/// Puts the library that was made in the staging folder, and closed, in the place of the
/// one in `folder`. Returns where that one went. The folder is locked by the caller.
pub(crate) fn take_over(folder: &Path, now: &str) -> Result<Option<PathBuf>, StoreError> {
    let room = staging_of(folder);
    let made = room.join("library.db");
    // Closed by its last connection, it has no log any more; one that stayed holds part of it.
    if fs::metadata(room.join("library.db-wal")).is_ok_and(|log| log.len() > 0) {
        let what = "the new database was not closed in good order".to_owned();
        return Err(StoreError::BackupDamaged { path: made, what });
    }
    private::sync_file(&made).map_err(StoreError::File)?;
    fs::rename(&made, staged(folder)).map_err(StoreError::File)?;
    let set_aside = replace(folder, now)?;
    let _ = fs::remove_dir_all(&room);
    Ok(set_aside)
}

/// Where a new library is made before it takes a library's place.
pub(crate) fn staging_of(folder: &Path) -> PathBuf {
    folder.join("library.db.staging")
}

/// Completes what an interrupted restore had decided, and removes what one that had
/// decided nothing left. The folder is locked by the caller.
pub(crate) fn complete(folder: &Path) -> Result<(), StoreError> {
    let journal = journal_of(folder);
    if let Ok(text) = fs::read_to_string(&journal) {
        let time = value_of(&text, "set_aside").unwrap_or("unknown");
        carry_out(folder, &folder.join("set-aside").join(time)).map_err(StoreError::File)?;
    }
    for left in [staged(folder), backup::partial_of(&journal)] {
        let _ = fs::remove_file(left);
    }
    let _ = fs::remove_dir_all(staging_of(folder));
    Ok(())
}

/// Whether a restore was interrupted after it was decided.
pub(crate) fn is_unfinished(folder: &Path) -> bool {
    journal_of(folder).is_file()
}

/// Puts the staged database in the library's place. Returns where the old one went.
pub(crate) fn replace(folder: &Path, now: &str) -> Result<Option<PathBuf>, StoreError> {
    let time = free_time(folder, now);
    let aside = folder.join("set-aside").join(&time);
    let text = format!(
        "# The database `library.db.staged` is being put in the place of `library.db`.\n\
         set_aside = \"{time}\"\n"
    );
    let put = write_whole(&journal_of(folder), &text).and_then(|()| carry_out(folder, &aside));
    put.map_err(StoreError::File)?;
    Ok(aside.is_dir().then_some(aside))
}

/// What the journal has decided; done again, it does what is left.
fn carry_out(folder: &Path, aside: &Path) -> std::io::Result<()> {
    let staged = staged(folder);
    // Once the new database has its name, what has that name is not the old one.
    if staged.is_file() {
        for name in SET_ASIDE {
            let (old, new) = (folder.join(name), aside.join(name));
            // Whatever has the name: a folder there is in the way of a database.
            if old.symlink_metadata().is_ok() {
                make_folder(aside)?;
                fs::rename(old, new)?;
            }
        }
        if aside.is_dir() {
            private::sync_folder(aside)?;
        }
        remove(&folder.join("index"))?;
        fs::rename(&staged, folder.join("library.db"))?;
        private::sync_folder(folder)?;
    }
    fs::remove_file(journal_of(folder))?;
    private::sync_folder(folder)
}

fn make_folder(path: &Path) -> std::io::Result<()> {
    private::create_folder(path).map_err(|error| match error {
        StoreError::File(error) => error,
        other => std::io::Error::other(other.to_string()),
    })
}

/// Removes a folder, or whatever has its name.
fn remove(path: &Path) -> std::io::Result<()> {
    let removed = match path.symlink_metadata() {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies, syncs and checks; a copy with a seal is known by its hash, any other is opened
/// and looked through.
fn stage_copy(folder: &Path, from: &ListedBackup) -> Result<(), StoreError> {
    let bytes = fs::metadata(&from.path).map_err(StoreError::File)?.len();
    backup::ensure_room(folder, bytes)?;
    let staged = staged(folder);
    copy(&from.path, &staged).map_err(StoreError::File)?;
    match &from.backup {
        Some(backup) if hash_of(&staged)?.0 == backup.blake3 => Ok(()),
        Some(_) => {
            let what = "its bytes are not those that were sealed".to_owned();
            Err(StoreError::BackupDamaged { path: from.path.clone(), what })
        }
        None => check_foreign(&staged).map_err(|error| match error {
            StoreError::BackupDamaged { what, .. } => {
                StoreError::BackupDamaged { path: from.path.clone(), what }
            }
            error @ StoreError::TooNew { .. } => error,
            other => StoreError::BackupDamaged { path: from.path.clone(), what: other.to_string() },
        }),
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    let _ = fs::remove_file(to);
    let mut reader = fs::File::open(from)?;
    let mut writer = private::create_file(to)?;
    std::io::copy(&mut reader, &mut writer)?;
    writer.flush()?;
    writer.sync_all()
}

/// A name for the folder of what is set aside, not taken yet.
fn free_time(folder: &Path, now: &str) -> String {
    let time: String = now.chars().take(19).map(|c| if c == ':' { '-' } else { c }).collect();
    let is_taken = |name: &str| folder.join("set-aside").join(name).exists();
    let mut name = format!("{time}Z");
    let mut n = 1;
    while is_taken(&name) {
        n += 1;
        name = format!("{time}Z-{n}");
    }
    name
}

pub(crate) fn staged(folder: &Path) -> PathBuf {
    folder.join("library.db.staged")
}

fn journal_of(folder: &Path) -> PathBuf {
    folder.join("restore.toml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{article, library};
    use crate::{BackupReason, Filter, find_backup};

    const NOW: &str = "2031-01-05T00:00:00Z";

    fn titles(folder: &Path) -> usize {
        let store = Store::open(folder, Access::Read).unwrap();
        store.articles(&Filter::default()).unwrap().len()
    }

    /// A library with one article, a copy of it, and a second article since.
    fn changed_library() -> (tempfile::TempDir, ListedBackup) {
        let (dir, store) = library();
        store.put_article(&article("/a", "some text")).unwrap();
        store.back_up_here(BackupReason::ByHand, NOW).unwrap();
        store.put_article(&article("/b", "other text")).unwrap();
        drop(store);
        let found = find_backup(dir.path(), None).unwrap();
        (dir, found)
    }

    #[test]
    fn the_copy_takes_the_place_and_the_old_library_is_set_aside() {
        let (dir, found) = changed_library();
        fs::create_dir_all(dir.path().join("index")).unwrap();
        let restored = restore(dir.path(), &found, NOW).unwrap();
        assert_eq!(titles(dir.path()), 1);
        assert_eq!(titles(&restored.set_aside.unwrap()), 2);
        assert!(!dir.path().join("index").exists());
        // Again: what was set aside first stays.
        let again = restore(dir.path(), &found, NOW).unwrap();
        assert!(again.set_aside.unwrap().ends_with("2031-01-05T00-00-00Z-2"));
    }

    #[test]
    fn a_library_that_cannot_be_opened_is_restored() {
        let (dir, found) = changed_library();
        fs::write(dir.path().join("library.db"), b"not a database at all ".repeat(50)).unwrap();
        let error = Store::open(dir.path(), Access::Write).unwrap_err();
        assert_eq!(error.code(), "library_damaged");
        assert!(error.hint().unwrap().contains("parallax restore"));
        restore(dir.path(), &found, NOW).unwrap();
        assert_eq!(titles(dir.path()), 1);
    }

    #[test]
    fn a_lost_database_is_no_new_library() {
        let (dir, found) = changed_library();
        for left in [None, Some(&b""[..]), Some(&b"x"[..])] {
            let database = dir.path().join("library.db");
            match left {
                None => fs::remove_file(&database).unwrap(),
                Some(bytes) => fs::write(&database, bytes).unwrap(),
            }
            for access in [Access::Write, Access::Read] {
                let error = Store::open(dir.path(), access).unwrap_err();
                assert_eq!(error.code(), "library_missing", "{access:?}");
            }
        }
        restore(dir.path(), &found, NOW).unwrap();
        assert_eq!(titles(dir.path()), 1);
        fs::remove_file(dir.path().join("library.db")).unwrap();
        begin_anew(dir.path(), NOW).unwrap();
        assert_eq!(titles(dir.path()), 0);
        assert!(!dir.path().join("library.db.staging").exists());
    }

    /// Every state a killed restore can leave, made by undoing its last steps.
    #[test]
    fn a_restore_interrupted_anywhere_is_completed_or_undone() {
        // Decided nothing yet: the old library, and no leftovers.
        let (dir, found) = changed_library();
        stage_copy(dir.path(), &found).unwrap();
        drop(Store::open(dir.path(), Access::Write).unwrap());
        assert_eq!(titles(dir.path()), 2);
        assert!(!staged(dir.path()).exists());
        // Decided: however many of the steps were done, the new one.
        for n_moved in 0..=SET_ASIDE.len() {
            let (dir, found) = changed_library();
            stage_copy(dir.path(), &found).unwrap();
            write_whole(&journal_of(dir.path()), "set_aside = \"then\"\n").unwrap();
            let aside = dir.path().join("set-aside/then");
            fs::create_dir_all(&aside).unwrap();
            for name in &SET_ASIDE[..n_moved] {
                let _ = fs::rename(dir.path().join(name), aside.join(name));
            }
            assert_eq!(titles(dir.path()), 1, "{n_moved} files moved");
            assert_eq!(titles(&aside), 2);
            assert!(!is_unfinished(dir.path()));
        }
        // All but the last: the new database is not moved aside.
        let (dir, found) = changed_library();
        restore(dir.path(), &found, NOW).unwrap();
        write_whole(&journal_of(dir.path()), "set_aside = \"then\"\n").unwrap();
        assert_eq!(titles(dir.path()), 1);
        assert!(!dir.path().join("set-aside/then").exists());
    }

    #[test]
    fn a_damaged_copy_is_refused_with_or_without_a_seal() {
        let (dir, found) = changed_library();
        let bytes = fs::read(&found.path).unwrap();
        fs::write(&found.path, &bytes[..bytes.len() / 2]).unwrap();
        let name = found.path.to_str().unwrap();
        let listed = find_backup(dir.path(), Some(name)).unwrap();
        assert_eq!(restore(dir.path(), &listed, NOW).unwrap_err().code(), "backup_damaged");
        // Changed between the listing and the restoring.
        assert_eq!(restore(dir.path(), &found, NOW).unwrap_err().code(), "backup_damaged");
        fs::remove_file(crate::backup::seal_of(&found.path)).unwrap();
        let unsealed = find_backup(dir.path(), Some(name)).unwrap();
        assert_eq!(unsealed.state, BackupState::Unsealed);
        assert_eq!(restore(dir.path(), &unsealed, NOW).unwrap_err().code(), "backup_damaged");
        assert_eq!(titles(dir.path()), 2);
    }

    /// A copy without a seal is anybody's: SQLite finds no fault with any of these.
    #[test]
    fn a_copy_nobody_sealed_must_be_what_this_program_writes() {
        const CHANGED: &str = "UPDATE article_texts SET text = replace(text, 'some', 'sums')";
        const TRIGGER: &str = "CREATE TRIGGER t AFTER INSERT ON articles BEGIN
            DELETE FROM articles WHERE id < NEW.id; END";
        const VIEW: &str = "ALTER TABLE article_notes RENAME TO notes_no_more;
            CREATE VIEW article_notes AS SELECT 1 AS article_id, 'x' AS text";
        let newer = format!("PRAGMA user_version = {}", crate::schema::FORMAT + 1);
        for (sql, code) in [
            (CHANGED, "backup_damaged"),
            (TRIGGER, "backup_damaged"),
            (VIEW, "backup_damaged"),
            (newer.as_str(), "library_too_new"),
        ] {
            let (dir, found) = changed_library();
            fs::remove_file(crate::backup::seal_of(&found.path)).unwrap();
            let connection = rusqlite::Connection::open(&found.path).unwrap();
            connection.execute_batch(sql).unwrap();
            drop(connection);
            let listed = find_backup(dir.path(), found.path.to_str()).unwrap();
            assert_eq!(restore(dir.path(), &listed, NOW).unwrap_err().code(), code, "{sql}");
            assert_eq!(titles(dir.path()), 2);
        }
        let (dir, found) = changed_library();
        fs::remove_file(crate::backup::seal_of(&found.path)).unwrap();
        let listed = find_backup(dir.path(), found.path.to_str()).unwrap();
        restore(dir.path(), &listed, NOW).unwrap();
        assert_eq!(titles(dir.path()), 1);
    }

    #[test]
    fn a_library_with_a_trigger_of_somebody_else_is_not_written_to() {
        let (dir, _) = changed_library();
        let connection = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
        connection
            .execute_batch("CREATE TRIGGER t AFTER INSERT ON articles BEGIN SELECT 1; END")
            .unwrap();
        drop(connection);
        let error = Store::open(dir.path(), Access::Write).unwrap_err();
        assert_eq!(error.code(), "library_damaged");
        assert!(error.to_string().contains("`t`"), "{error}");
    }
}
