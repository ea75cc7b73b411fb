//! The parts a program brings along (model packs, ONNX Runtime, PDFium): where they
//! may lie, and whether a library is the very file that was shipped.
//!
//! Invariant: a native library is loaded only if its SHA-256 is pinned in `pins.toml`,
//! or if the person named it in the environment and it holds no telemetry client. No
//! folder counts because of what happens to lie above or around the program: only
//! those an installed, a portable or a built program has.
//! Not here: loading them (`parallax-embed`, `parallax-import`), fetching them (`xtask`).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod library;
mod pins;

use std::path::{Path, PathBuf};

pub use library::{Chosen, LibraryKind, NativeLibrary, PartError, holds_telemetry, sha256_of};
pub use pins::{PinnedLibrary, Platform, pinned};

/// The folder the source tree keeps parts in, for a program that was built in one and
/// not made into a package.
const SOURCE_TREE: Option<&str> = match option_env!("PARALLAX_BUNDLE") {
    Some(_) => None,
    None => Some(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache")),
};

/// Folders in which a program keeps its parts, in the order they are tried.
///
/// `program`: the running program, links resolved.
#[must_use]
pub fn homes(program: &Path) -> Vec<PathBuf> {
    // Without the `..` in it, for people.
    let source_tree = SOURCE_TREE.and_then(|folder| fs_err::canonicalize(folder).ok());
    homes_with(program, source_tree.as_deref())
}

/// Whether the source tree this program was built in is one of its [`homes`].
#[must_use]
pub fn is_of_a_source_tree() -> bool {
    SOURCE_TREE.is_some()
}

fn homes_with(program: &Path, source_tree: Option<&Path>) -> Vec<PathBuf> {
    let Some(folder) = program.parent() else { return Vec::new() };
    let installed = [
        folder.to_path_buf(),           // portable, and Windows
        folder.join("../lib/parallax"), // /usr/bin beside /usr/lib
        folder.join("../Resources"),    // macOS bundle
    ];
    installed.into_iter().chain(source_tree.map(Path::to_path_buf)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_above_the_program_is_a_home() {
        let homes = homes_with(Path::new("/a/b/c/bin/parallax"), None);
        let expected = ["/a/b/c/bin", "/a/b/c/bin/../lib/parallax", "/a/b/c/bin/../Resources"];
        assert_eq!(homes, expected.map(PathBuf::from));
        let homes = homes_with(Path::new("/a/bin/parallax"), Some(Path::new("/source/.cache")));
        assert_eq!(homes.last().unwrap(), Path::new("/source/.cache"));
    }
}
