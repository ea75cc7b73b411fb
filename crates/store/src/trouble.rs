//! What went wrong with a disk, a file or the database itself, in words that lead to the
//! right next step: a full disk is not a damaged library.

use std::io::ErrorKind;

use rusqlite::ErrorCode;

/// Kinds of failure that ask for different steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The database does not make sense.
    Damaged,
    /// No room.
    DiskFull,
    /// The disk refused to read or write.
    DiskFailed,
    /// The folder or the file may not be written to.
    NotWritable,
    /// The file cannot be opened.
    NotOpened,
    /// Somebody else holds it.
    Busy,
    /// Anything else.
    Other,
}

impl Trouble {
    /// What SQLite's answer means.
    pub(crate) fn of_database(error: &rusqlite::Error) -> Self {
        /// The shared-memory file cannot grow (`SQLITE_IOERR_SHMSIZE`).
        const NO_ROOM_TO_READ: i32 = 4874;
        if error.sqlite_error().is_some_and(|error| error.extended_code == NO_ROOM_TO_READ) {
            return Self::DiskFull;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::SystemIoFailure) => Self::DiskFailed,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::NotWritable,
            Some(ErrorCode::CannotOpen) => Self::NotOpened,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            // A column of another type than the table declares: the file was changed.
            None if is_misread(error) => Self::Damaged,
            _ => Self::Other,
        }
    }

    /// What the system's answer means.
    pub(crate) fn of_file(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::NotWritable,
            ErrorKind::NotFound => Self::NotOpened,
            _ => Self::DiskFailed,
        }
    }

    /// What happened, while `doing`.
    pub(crate) fn in_words(self, doing: &str) -> String {
        match self {
            Self::Damaged => format!("the library is damaged; it was noticed while {doing}"),
            Self::DiskFull => format!("the disk is full; it was noticed while {doing}"),
            Self::DiskFailed => format!("the disk failed while {doing}"),
            Self::NotWritable => format!("the library may not be written to, while {doing}"),
            Self::NotOpened => format!("the library's files cannot be opened, while {doing}"),
            Self::Busy => format!("the library is busy, while {doing}"),
            Self::Other => format!("the library's database failed while {doing}"),
        }
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Damaged => "library_damaged",
            Self::DiskFull => "disk_full",
            Self::DiskFailed => "disk_failed",
            Self::NotWritable => "library_not_writable",
            Self::NotOpened => "library_files",
            Self::Busy => "library_busy",
            Self::Other => "library_database",
        }
    }

    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Damaged => {
                "`parallax restore` puts the newest whole copy back; `parallax salvage` saves what \
                 still reads; neither deletes anything"
            }
            Self::DiskFull => "make room on the disk, then try again; what was stored is safe",
            Self::DiskFailed => {
                "check that the drive is connected, sound and not full, then try again; what was \
                 stored is safe"
            }
            Self::NotWritable => {
                "check that the folder is yours, is not on a read-only drive and may be written to"
            }
            Self::NotOpened => "check that the folder is there and that you may read it",
            Self::Busy => "another program is writing to it; try again in a moment",
            Self::Other => "run `parallax verify`, which says what is wrong",
        }
    }
}

fn is_misread(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_sqlite_leads_to_its_own_step() {
        let says = |code: i32| {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            Trouble::of_database(&error).code()
        };
        for (code, expected) in [
            (rusqlite::ffi::SQLITE_CORRUPT, "library_damaged"),
            (rusqlite::ffi::SQLITE_CORRUPT_VTAB, "library_damaged"),
            (rusqlite::ffi::SQLITE_NOTADB, "library_damaged"),
            (rusqlite::ffi::SQLITE_FULL, "disk_full"),
            (rusqlite::ffi::SQLITE_IOERR_FSYNC, "disk_failed"),
            (rusqlite::ffi::SQLITE_READONLY, "library_not_writable"),
            (rusqlite::ffi::SQLITE_PERM, "library_not_writable"),
            (rusqlite::ffi::SQLITE_CANTOPEN, "library_files"),
            (rusqlite::ffi::SQLITE_BUSY, "library_busy"),
            (rusqlite::ffi::SQLITE_MISUSE, "library_database"),
        ] {
            assert_eq!(says(code), expected, "{code}");
        }
    }

    #[test]
    fn a_full_disk_is_not_a_damaged_library() {
        let full = std::io::Error::from(ErrorKind::StorageFull);
        assert_eq!(Trouble::of_file(&full), Trouble::DiskFull);
        assert!(!Trouble::DiskFull.hint().contains("restore"));
        assert!(!Trouble::Damaged.hint().contains("full"));
    }
}
