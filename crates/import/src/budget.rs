//! What may be unpacked of one file, however deep it nests, and what is handed down with it:
//! how what is inside is read, and who reads pictures of pages.
//!
//! Invariant: the sum over a file and everything inside it is bounded.

use std::path::Path;

use parallax_types::RawArticle;

use crate::error::ImportError;
use crate::ocr::Recogniser;

/// Reads a file's bytes into its articles. The budget holds the one of all formats, for files
/// inside a file: handed down from the top, because no format may know it.
pub(crate) type ReadFile = fn(&[u8], &Path, &mut Budget) -> Result<Vec<RawArticle>, ImportError>;

/// Files and messages inside one file.
const MAX_PARTS: u32 = 20_000;

/// Bytes unpacked from one file. Texts are small; a book is 1 MB.
const MAX_UNPACKED_BYTES: u64 = 256 << 20;

/// Archives in archives, messages in messages.
const MAX_DEPTH: u8 = 8;

/// What is left to spend.
#[derive(Debug)]
pub(crate) struct Budget {
    n_parts: u32,
    n_bytes: u64,
    depth: u8,
    read_file: ReadFile,
    recogniser: Option<Box<dyn Recogniser>>,
}

impl Budget {
    /// A file's; those inside it are read by `read_file`.
    pub(crate) fn new(read_file: ReadFile) -> Self {
        Self::with(read_file, None)
    }

    /// The same, with somebody who reads pictures of pages.
    pub(crate) fn with(read_file: ReadFile, recogniser: Option<Box<dyn Recogniser>>) -> Self {
        Self {
            n_parts: MAX_PARTS,
            n_bytes: MAX_UNPACKED_BYTES,
            depth: MAX_DEPTH,
            read_file,
            recogniser,
        }
    }

    /// Who reads pictures of pages, if anybody does.
    pub(crate) fn recogniser(&mut self) -> Option<&mut dyn Recogniser> {
        match &mut self.recogniser {
            Some(recogniser) => Some(recogniser.as_mut()),
            None => None,
        }
    }

    /// For a look inside that reads no articles.
    pub(crate) fn of_one_file() -> Self {
        Self::new(|_, path, _| Err(ImportError::NoText { path: path.to_owned() }))
    }

    /// Bytes that may still be unpacked.
    pub(crate) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// Takes one part of `n_bytes`.
    pub(crate) fn spend(&mut self, n_bytes: u64, path: &Path) -> Result<(), ImportError> {
        let too_much =
            |what: String| Err(ImportError::TooMuchInside { path: path.to_owned(), what });
        if self.n_parts == 0 {
            return too_much(format!("it holds more than {MAX_PARTS} files"));
        }
        if n_bytes > self.n_bytes {
            return too_much(format!("it holds more than {} MB", MAX_UNPACKED_BYTES >> 20));
        }
        self.n_parts -= 1;
        self.n_bytes -= n_bytes;
        Ok(())
    }

    /// The articles of a file inside `path`.
    pub(crate) fn read_nested(
        &mut self,
        bytes: &[u8],
        name: &Path,
        path: &Path,
    ) -> Result<Vec<RawArticle>, ImportError> {
        let read_file = self.read_file;
        self.deeper(path, |budget| read_file(bytes, name, budget))
    }

    /// Runs `read` one level deeper.
    pub(crate) fn deeper<T>(
        &mut self,
        path: &Path,
        read: impl FnOnce(&mut Self) -> Result<T, ImportError>,
    ) -> Result<T, ImportError> {
        if self.depth == 0 {
            let what = format!("it nests deeper than {MAX_DEPTH} levels");
            return Err(ImportError::TooMuchInside { path: path.to_owned(), what });
        }
        self.depth -= 1;
        let outcome = read(self);
        self.depth += 1;
        outcome
    }
}
