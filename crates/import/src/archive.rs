//! ZIP archives in memory: documents are such, and people keep articles in them.
//!
//! Invariant: an entry is unpacked only up to what the budget has left and to a
//! plausible ratio, whatever its header claims; names are never used as paths.

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::path::Path;

use parallax_types::{RawArticle, Source, Sourced};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::budget::Budget;
use crate::parse::read_one;
use crate::{ImportError, find};

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

/// The articles in an archive of files. What cannot be read inside is a note on
/// the first article; if nothing can, the first reason is the archive's.
pub(crate) fn parse(
    bytes: &[u8],
    path: &Path,
    budget: &mut Budget,
) -> Result<Vec<RawArticle>, ImportError> {
    let mut archive = Archive::open(bytes, path)?;
    let mut parts = Parts::default();
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

/// Articles gathered from the files inside a file.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) articles: Vec<RawArticle>,
    failed: Vec<String>,
    first_error: Option<ImportError>,
}

impl Parts {
    /// Reads one file inside `path`.
    pub(crate) fn add(&mut self, bytes: &[u8], name: &Path, path: &Path, budget: &mut Budget) {
        let shown = name.to_string_lossy();
        let read = budget.deeper(path, |budget| read_one(bytes, name, budget));
        match read {
            Ok(articles) => self.articles.extend(articles.into_iter().map(|mut article| {
                article.receipt.warnings.insert(0, format!("From `{shown}` inside the file."));
                name_after(&mut article, name);
                article
            })),
            Err(error) => self.failed(&shown, error),
        }
    }

    pub(crate) fn failed(&mut self, name: &str, error: ImportError) {
        self.failed.push(format!("`{name}` ({})", error.code().replace('_', " ")));
        self.first_error.get_or_insert(error);
    }

    /// The articles, the first with a note on what failed.
    pub(crate) fn finish(self, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
        let Self { mut articles, failed, first_error } = self;
        if articles.is_empty() {
            return Err(match first_error {
                Some(
                    error @ (ImportError::TooMuchInside { .. } | ImportError::Encrypted { .. }),
                ) => error.at(path),
                _ => ImportError::NoText { path: path.to_owned() },
            });
        }
        if let (Some(first), false) = (articles.first_mut(), failed.is_empty()) {
            let shown: Vec<&str> = failed.iter().take(5).map(String::as_str).collect();
            let more = if failed.len() > 5 { " and others" } else { "" };
            first
                .receipt
                .warnings
                .push(format!("Not read of what is inside: {}{more}.", shown.join(", ")));
        }
        Ok(articles)
    }
}

/// Without a title, an article inside a file has its own file's name.
fn name_after(article: &mut RawArticle, name: &Path) {
    if article.metadata.title.is_none()
        && let Some(stem) = name.file_stem().map(|stem| stem.to_string_lossy().into_owned())
    {
        article.metadata.title = Some(Sourced::new(stem, Source::FileName));
    }
}
