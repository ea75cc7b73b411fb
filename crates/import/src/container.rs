//! ZIP containers in memory: documents are such, and people keep articles in them.
//!
//! Invariant: an entry is unpacked only up to what the budget has left and to a
//! plausible ratio, whatever its header claims; names are never used as paths.
//! Not here: the ZIP file as a format of its own (`archive`).

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::budget::Budget;
use crate::error::ImportError;

/// Text packs to a tenth; what packs to less than this is a trap.
const MAX_RATIO: u64 = 200;

/// Below this many bytes the ratio does not matter.
const HARMLESS_BYTES: u64 = 8 << 20;

/// Entries whose names are looked at.
const MAX_ENTRIES: usize = 20_000;

/// An open archive.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    path: &'a Path,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8], path: &'a Path) -> Result<Self, ImportError> {
        let damaged = |error: ZipError| ImportError::Damaged {
            path: path.to_owned(),
            what: match error {
                ZipError::Io(_) => "it ends early".to_owned(),
                _ => "its table of contents is missing or wrong; it may be incomplete".to_owned(),
            },
        };
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.len() > MAX_ENTRIES {
            let what = format!("it holds {} files", zip.len());
            return Err(ImportError::TooMuchInside { path: path.to_owned(), what });
        }
        Ok(Self { zip, path })
    }

    /// Names of all entries, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.zip.file_names().flatten().map(Cow::into_owned).collect()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Unpacks an entry; `None` if there is none of that name.
    pub(crate) fn read(
        &mut self,
        name: &str,
        budget: &mut Budget,
    ) -> Result<Option<Vec<u8>>, ImportError> {
        let path = || self.path.to_owned();
        let mut entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(unreadable(self.path, name, &error)),
        };
        let plausible = (entry.compressed_size().saturating_mul(MAX_RATIO)).max(HARMLESS_BYTES);
        let limit = plausible.min(budget.n_bytes());
        let mut bytes = Vec::new();
        let damaged = |_| ImportError::Damaged {
            path: path(),
            what: format!("`{name}` inside it cannot be unpacked"),
        };
        entry.by_ref().take(limit + 1).read_to_end(&mut bytes).map_err(damaged)?;
        if bytes.len() as u64 > limit {
            let what = format!("`{name}` inside it is far larger than such files are");
            return Err(ImportError::TooMuchInside { path: path(), what });
        }
        budget.spend(bytes.len() as u64, self.path)?;
        Ok(Some(bytes))
    }

    /// As [`Archive::read`], decoded; missing parts are empty.
    pub(crate) fn text(&mut self, name: &str, budget: &mut Budget) -> Result<String, ImportError> {
        let bytes = self.read(name, budget)?;
        Ok(bytes.map(|bytes| crate::decode::decode(&bytes).text).unwrap_or_default())
    }
}

fn unreadable(path: &Path, name: &str, error: &ZipError) -> ImportError {
    let path = path.to_owned();
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ImportError::Encrypted { path }
        }
        _ => ImportError::Damaged { path, what: format!("`{name}` inside it cannot be opened") },
    }
}
