//! sha256 of files and folders: to refuse what was not pinned, and to notice change.

use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::TaskError;

/// Lower-case hex sha256 of a file.
pub(crate) fn of_file(path: &Path) -> Result<String, TaskError> {
    let mut file = fs_err::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n_bytes = file.read(&mut buffer)?;
        if n_bytes == 0 {
            return Ok(hex(hasher));
        }
        hasher.update(&buffer[..n_bytes]);
    }
}

/// One sha256 over the names and contents of every file below `dir`, in name
/// order; `skip` names entries (at any depth) that do not count.
pub(crate) fn of_folder(dir: &Path, skip: &[&str]) -> Result<String, TaskError> {
    let mut hasher = Sha256::new();
    for path in files_below(dir, skip)? {
        hasher.update(path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().as_bytes());
        hasher.update([0]);
        hasher.update(of_file(&path)?.as_bytes());
    }
    Ok(hex(hasher))
}

/// Fails unless the file has exactly the `expected` sha256.
pub(crate) fn check(path: &Path, expected: &str) -> Result<(), TaskError> {
    let found = of_file(path)?;
    if found == expected {
        return Ok(());
    }
    Err(TaskError::Checksum { path: path.to_path_buf(), found, expected: expected.to_owned() })
}

fn files_below(dir: &Path, skip: &[&str]) -> Result<Vec<PathBuf>, TaskError> {
    let mut files = Vec::new();
    for entry in fs_err::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| skip.contains(&name)) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            files.extend(files_below(&entry.path(), skip)?);
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn hex(hasher: Sha256) -> String {
    use std::fmt::Write;
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_checked_against_its_pin() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("abc");
        fs_err::write(&path, "abc").unwrap();
        // FIPS 180-2, appendix B.1.
        let pin = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        check(&path, pin).unwrap();
        fs_err::write(&path, "abd").unwrap();
        assert!(matches!(check(&path, pin), Err(TaskError::Checksum { .. })));
    }

    #[test]
    fn a_folder_changes_with_names_and_contents_but_not_with_what_is_skipped() {
        let dir = tempfile::tempdir().unwrap();
        fs_err::create_dir(dir.path().join("src")).unwrap();
        fs_err::create_dir(dir.path().join("dist")).unwrap();
        let source = dir.path().join("src/a");
        fs_err::write(&source, "1").unwrap();
        let before = of_folder(dir.path(), &["dist"]).unwrap();
        fs_err::write(dir.path().join("dist/a"), "2").unwrap();
        assert_eq!(of_folder(dir.path(), &["dist"]).unwrap(), before);
        fs_err::rename(&source, dir.path().join("src/b")).unwrap();
        assert_ne!(of_folder(dir.path(), &["dist"]).unwrap(), before);
    }
}
