//! A library is its owner's alone: folders 0700, files 0600, whatever the umask.
//!
//! Files are made with their mode, never narrowed afterwards, so that there is no moment
//! at which others could open them. On systems without such modes the folder's own
//! protection holds. Not here: what is exported, which stays ordinary.

use std::path::Path;

use fs_err as fs;

use crate::StoreError;

/// What Parallax puts into a library's folder. A folder that holds anything else was
/// somebody's before, and its own mode is left alone.
const OURS: [&str; 14] = [
    "acknowledged.log",
    "backups",
    "index",
    "library.db",
    "library.db-journal",
    "library.db-shm",
    "library.db-wal",
    "prepared.db",
    "prepared.db-shm",
    "prepared.db-wal",
    "restore.toml",
    "sample",
    "set-aside",
    "writer.lock",
];

/// Makes a folder and what is missing above it; one that is there is left as it is.
pub(crate) fn create_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    // Those above it that are missing are ours as well, and nobody else's.
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        create_folder(above)?;
    }
    match fs::create_dir(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(StoreError::File(error));
        }
        _ => {}
    }
    set_mode(path, 0o700).map_err(StoreError::File)
}

/// Opens a file for writing, made for its owner alone if it is not there.
pub(crate) fn open_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use fs_err::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Makes a file that must not be there yet.
pub(crate) fn create_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use fs_err::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path)?;
    // A umask may have taken rights from the owner as well.
    set_mode(path, 0o600)?;
    Ok(file)
}

/// Narrows what an earlier Parallax made for everyone to read. What belongs to somebody
/// else cannot be narrowed and stays as it is.
pub(crate) fn tighten(library: &Path) {
    let Ok(entries) = fs::read_dir(library) else { return };
    let mut is_ours_alone = true;
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        if OURS.iter().any(|ours| name == *ours) {
            narrow(&entry.path());
        } else {
            is_ours_alone = false;
        }
    }
    if is_ours_alone {
        let _ = set_mode(library, 0o700);
    }
}

/// A file, or a folder with everything in it. Links are not followed.
fn narrow(path: &Path) {
    let Ok(metadata) = fs::symlink_metadata(path) else { return };
    if metadata.is_file() {
        let _ = set_mode(path, 0o600);
    } else if metadata.is_dir() {
        let _ = set_mode(path, 0o700);
        let entries = fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
        entries.for_each(|entry| narrow(&entry.path()));
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(path)?.permissions().mode() & 0o7777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> std::io::Result<()> {
    Ok(())
}

/// Makes what was written to a file outlive a power cut.
pub(crate) fn sync_file(path: &Path) -> std::io::Result<()> {
    fs::OpenOptions::new().read(true).write(true).open(path)?.sync_all()
}

/// Makes what was renamed or removed in a folder outlive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::{Access, Store};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn widen(path: &Path, mode: u32) {
        fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_new_library_is_its_owners() {
        let dir = tempfile::tempdir().unwrap();
        let library = dir.path().join("a/library");
        let store = Store::open(&library, Access::Write).unwrap();
        assert_eq!(mode(&library), 0o700);
        for name in ["library.db", "library.db-wal", "library.db-shm", "writer.lock"] {
            assert_eq!(mode(&library.join(name)), 0o600, "{name}");
        }
        store.back_up_here(crate::BackupReason::ByHand, "2031-01-05T00:00:00Z").unwrap();
        assert_eq!(mode(&library.join("backups")), 0o700);
        for entry in fs::read_dir(library.join("backups")).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }

    #[test]
    fn an_old_library_is_narrowed_and_a_folder_of_others_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let library = dir.path().join("library");
        drop(Store::open(&library, Access::Write).unwrap());
        widen(&library, 0o755);
        widen(&library.join("library.db"), 0o644);
        drop(Store::open(&library, Access::Write).unwrap());
        assert_eq!((mode(&library), mode(&library.join("library.db"))), (0o700, 0o600));
        fs::write(library.join("letter.txt"), "mine").unwrap();
        widen(&library, 0o755);
        drop(Store::open(&library, Access::Write).unwrap());
        assert_eq!(mode(&library), 0o755);
    }
}
