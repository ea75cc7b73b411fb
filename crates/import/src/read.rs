//! Reads a whole file into memory, once it is known to be a file of bearable size.
//!
//! Invariant: never blocks on a pipe or device, never holds more than
//! [`Limits::max_file_bytes`].

use std::fs::Metadata;
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use fs_err::File;

use crate::error::ImportError;

/// How much is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Larger files are refused.
    pub max_file_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_file_bytes: 128 << 20 }
    }
}

/// A file's bytes and what the system says about it.
#[derive(Debug, Clone)]
pub struct FileContent {
    /// Everything in the file.
    pub bytes: Vec<u8>,
    /// When it was last written, where the system knows.
    pub modified: Option<SystemTime>,
}

/// Reads a regular file (symbolic links are followed).
///
/// # Errors
/// [`ImportError::NotFound`], [`ImportError::Unreadable`], [`ImportError::NotAFile`],
/// [`ImportError::TooLarge`]. An empty file is read here and refused by [`crate::parse()`].
pub fn read_file(path: &Path, limits: &Limits) -> Result<FileContent, ImportError> {
    let about = fs_err::metadata(path).map_err(|error| from_io(path, error))?;
    // Before opening: opening a pipe would wait for its other end.
    if let Some(what) = not_a_file(&about) {
        return Err(ImportError::NotAFile { path: path.to_owned(), what });
    }
    let too_large = |n_bytes| ImportError::TooLarge {
        path: path.to_owned(),
        n_bytes,
        max_bytes: limits.max_file_bytes,
    };
    if about.len() > limits.max_file_bytes {
        return Err(too_large(about.len()));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| from_io(path, error))?;
    // The size may have grown, or never have been true (/proc).
    file.take(limits.max_file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| from_io(path, error))?;
    if bytes.len() as u64 > limits.max_file_bytes {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(FileContent { bytes, modified: about.modified().ok() })
}

/// What the path is instead of a file.
pub(crate) fn not_a_file(about: &Metadata) -> Option<&'static str> {
    if about.is_file() {
        return None;
    }
    if about.is_dir() {
        return Some("folder");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if about.file_type().is_socket() {
            return Some("socket");
        }
        if about.file_type().is_fifo() {
            return Some("pipe");
        }
    }
    Some("device")
}

/// Names what the system said about `path`.
pub(crate) fn from_io(path: &Path, error: io::Error) -> ImportError {
    match error.kind() {
        io::ErrorKind::NotFound => ImportError::NotFound { path: path.to_owned() },
        _ => ImportError::Unreadable { path: path.to_owned(), source: error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs_err::write(&file, "12345").unwrap();
        let code = |path: &Path, max_file_bytes| match read_file(path, &Limits { max_file_bytes }) {
            Ok(content) => format!("{} bytes", content.bytes.len()),
            Err(error) => error.code().to_owned(),
        };
        assert_eq!(code(&file, 5), "5 bytes");
        assert_eq!(code(&file, 4), "too_large");
        assert_eq!(code(folder.path(), 5), "not_a_file");
        assert_eq!(code(&folder.path().join("none"), 5), "not_found");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn devices_are_refused_and_endless_files_bounded() {
        let limits = Limits { max_file_bytes: 1000 };
        assert_eq!(read_file(Path::new("/dev/zero"), &limits).unwrap_err().code(), "not_a_file");
        // Says it has no bytes, and has some.
        assert!(
            !read_file(Path::new("/proc/self/status"), &Limits::default())
                .unwrap()
                .bytes
                .is_empty()
        );
    }
}
