//! ZIP files in which people keep articles.
//!
//! Not here: how they are unpacked (`container`), what becomes of the files inside (`nested`).

use std::path::Path;

use parallax_types::RawArticle;

use crate::budget::Budget;
use crate::container::Archive;
use crate::error::ImportError;
use crate::find;
use crate::format::ByteFormat;
use crate::nested::NestedArticles;

/// Any ZIP file that is no document.
pub(crate) const FORMAT: ByteFormat =
    ByteFormat { name: "zip", sniff: |sample| sample.is_zip(), read: parse };

/// The articles in an archive of files. What cannot be read inside is a note on
/// the first article; if nothing can, the first reason is the archive's.
fn parse(bytes: &[u8], path: &Path, budget: &mut Budget) -> Result<Vec<RawArticle>, ImportError> {
    let mut archive = Archive::open(bytes, path)?;
    let mut parts = NestedArticles::default();
    for name in archive.names() {
        let inner = Path::new(&name);
        if name.ends_with('/') || find::is_left_out(inner) {
            continue;
        }
        match archive.read(&name, budget) {
            Ok(Some(bytes)) => parts.add(&bytes, inner, path, budget),
            Ok(None) => {}
            Err(error @ ImportError::TooMuchInside { .. }) => return Err(error),
            Err(error) => parts.failed(&name, error),
        }
    }
    parts.finish(path)
}
