//! `manifest.json`: which segments there are, and the seals of their files.
//!
//! Invariant: written to another name, synced and renamed, so it is old or new
//! but never half; it carries a sum over itself, so that a flipped bit in it
//! shows as one in any other file does.

use std::io::{self, Write};
use std::path::Path;

use fs_err as fs;
use serde::{Deserialize, Serialize};

use crate::build::BuildParams;
use crate::mapped_file::Checksum;
use crate::{IndexError, private};

const NAME: &str = "manifest.json";
const NAME_WHILE_WRITING: &str = "manifest.json.new";

/// One segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// File of its codes.
    pub(crate) codes: String,
    pub(crate) seal: Checksum,
    pub(crate) n_rows: usize,
    /// It holds what was alive of the ids after the segment before, up to this one.
    pub(crate) through: i64,
    pub(crate) graph: Option<GraphEntry>,
}

/// The graph of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GraphEntry {
    /// Its file.
    pub(crate) name: String,
    pub(crate) seal: Checksum,
    pub(crate) params: BuildParams,
    /// Rows it does not lead to.
    pub(crate) unfindable: Vec<u32>,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) dim: usize,
    /// By id.
    pub(crate) segments: Vec<Entry>,
}

/// A manifest with the sum over its compact JSON form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    manifest: Manifest,
    blake3: String,
}

impl Manifest {
    /// Raised whenever the files or their meaning change.
    pub(crate) const FORMAT: u32 = 3;

    /// One without segments.
    pub(crate) fn new(dim: usize) -> Self {
        Self { format: Self::FORMAT, dim, segments: Vec::new() }
    }

    /// Reads the manifest in `dir` and checks it against its own sum.
    pub(crate) fn read(dir: &Path) -> Result<Self, IndexError> {
        let damaged = |what: String| IndexError::DamagedIndex { dir: dir.to_owned(), what };
        let text = match fs::read(dir.join(NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(IndexError::MissingIndex { dir: dir.to_owned() });
            }
            Err(error) => return Err(error.into()),
        };
        let sealed: Sealed = serde_json::from_slice(&text)
            .map_err(|error| damaged(format!("`{NAME}` is not readable ({error})")))?;
        if sealed.manifest.sum().map_err(damaged)? != sealed.blake3 {
            return Err(damaged(format!("`{NAME}` does not match its own checksum")));
        }
        if sealed.manifest.format != Self::FORMAT {
            return Err(damaged(format!(
                "format {} where this version writes {}",
                sealed.manifest.format,
                Self::FORMAT
            )));
        }
        Ok(sealed.manifest)
    }

    /// Puts the manifest in force: durable and whole, or not at all.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), IndexError> {
        let not_written = |what| IndexError::NotWritten { dir: dir.to_owned(), what };
        let blake3 = self.sum().map_err(not_written)?;
        let text = serde_json::to_vec_pretty(&Sealed { manifest: self.clone(), blake3 })
            .map_err(|error| not_written(error.to_string()))?;
        let new = dir.join(NAME_WHILE_WRITING);
        let mut file = private::create_file(&new)?;
        file.write_all(&text)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&new, dir.join(NAME))?;
        sync_dir(dir)?;
        Ok(())
    }

    /// Removes every file of the index in `dir` that this manifest does not name.
    /// What cannot be removed (another process may be reading it) is left for the
    /// next time.
    pub(crate) fn remove_others(&self, dir: &Path) {
        let names = |entry: &Entry| {
            let graph = entry.graph.as_ref().map(|graph| graph.name.clone());
            [Some(entry.codes.clone()), graph].into_iter().flatten()
        };
        let kept: Vec<String> = self.segments.iter().flat_map(names).collect();
        let Ok(entries) = fs::read_dir(dir) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if is_ours(name)
                && !kept.iter().any(|it| it == name)
                && let Err(error) = fs::remove_file(entry.path())
            {
                tracing::debug!(%error, "an old index file stays for now");
            }
        }
    }

    fn sum(&self) -> Result<String, String> {
        let text = serde_json::to_vec(self).map_err(|error| error.to_string())?;
        Ok(blake3::hash(&text).to_hex().to_string())
    }
}

/// A name that no file in `dir` has, with a number above all others.
pub(crate) fn fresh_name(dir: &Path, kind: &str) -> String {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let number =
        |name: &str| -> Option<u64> { name.split_once('-')?.1.split_once('.')?.0.parse().ok() };
    let highest = entries.filter_map(|entry| number(entry.file_name().to_str()?)).max();
    format!("{kind}-{:06}.bin", highest.unwrap_or(0) + 1)
}

/// Names of the files of this format and of the one before.
fn is_ours(name: &str) -> bool {
    ["codes-", "links-", "snapshot-"].iter().any(|start| name.starts_with(start))
}

/// Makes a rename durable. Only Unix lets a folder be synced.
#[cfg(unix)]
fn sync_dir(dir: &Path) -> io::Result<()> {
    fs::File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the Unix twin can fail")]
fn sync_dir(_dir: &Path) -> io::Result<()> {
    Ok(())
}
