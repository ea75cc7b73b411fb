//! `manifest.json`: what a saved snapshot consists of, and the sums to prove it.
//!
//! Invariant: written to another name, synced and renamed, so it is old or new
//! but never half; it carries a sum over itself, so that a flipped bit in it
//! shows as one in any other file does.

use std::io::{self, Write};
use std::path::Path;

use fs_err as fs;
use serde::{Deserialize, Serialize};

use crate::IndexError;

const NAME: &str = "manifest.json";
const NAME_WHILE_WRITING: &str = "manifest.json.new";

/// One file of a dump.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DumpFile {
    n_bytes: u64,
    blake3: String,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) generation: u64,
    pub(crate) dim: usize,
    pub(crate) n_points: usize,
    pub(crate) m: usize,
    pub(crate) ef_construction: usize,
    pub(crate) seed: u64,
    pub(crate) basename: String,
    pub(crate) graph: DumpFile,
    pub(crate) data: DumpFile,
    pub(crate) unfindable: Vec<i64>,
}

/// A manifest with the sum over its compact JSON form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    manifest: Manifest,
    blake3: String,
}

/// The names `hnsw_rs` gives the two files of a dump.
pub(crate) fn graph_and_data(basename: &str) -> (String, String) {
    (format!("{basename}.hnsw.graph"), format!("{basename}.hnsw.data"))
}

impl DumpFile {
    /// Makes the file at `path` durable and sums it up.
    pub(crate) fn sync_and_sum(path: &Path) -> Result<Self, IndexError> {
        fs::OpenOptions::new().write(true).open(path)?.sync_all()?;
        Ok(Self::sum(path)?)
    }

    fn sum(path: &Path) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let n_bytes = io::copy(&mut fs::File::open(path)?, &mut hasher)?;
        Ok(Self { n_bytes, blake3: hasher.finalize().to_hex().to_string() })
    }

    /// Says what is wrong with the file at `path`, if anything.
    fn find_fault(&self, path: &Path) -> io::Result<Option<&'static str>> {
        let n_bytes = match fs::metadata(path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some("is missing")),
            Err(error) => return Err(error),
        };
        if n_bytes != self.n_bytes {
            return Ok(Some("has another length than was written"));
        }
        Ok((Self::sum(path)? != *self).then_some("holds other bytes than were written"))
    }
}

impl Manifest {
    /// Raised whenever the files or their meaning change.
    pub(crate) const FORMAT: u32 = 1;

    /// Reads the manifest in `dir` and checks it against its own sum.
    pub(crate) fn read(dir: &Path) -> Result<Self, IndexError> {
        let damaged = |what: String| IndexError::DamagedSnapshot { dir: dir.to_owned(), what };
        let text = match fs::read(dir.join(NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(IndexError::MissingSnapshot { dir: dir.to_owned() });
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
    pub(crate) fn write(self, dir: &Path) -> Result<(), IndexError> {
        let not_written = |what| IndexError::NotWritten { dir: dir.to_owned(), what };
        let blake3 = self.sum().map_err(not_written)?;
        let text = serde_json::to_vec_pretty(&Sealed { manifest: self, blake3 })
            .map_err(|error| not_written(error.to_string()))?;
        let new = dir.join(NAME_WHILE_WRITING);
        let mut file = fs::File::create(&new)?;
        file.write_all(&text)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&new, dir.join(NAME))?;
        sync_dir(dir)?;
        Ok(())
    }

    /// Compares both files with their recorded lengths and sums.
    pub(crate) fn verify_files(&self, dir: &Path) -> Result<(), IndexError> {
        let (graph, data) = graph_and_data(&self.basename);
        for (name, file) in [(graph, &self.graph), (data, &self.data)] {
            if let Some(fault) = file.find_fault(&dir.join(&name))? {
                let what = format!("`{name}` {fault}");
                return Err(IndexError::DamagedSnapshot { dir: dir.to_owned(), what });
            }
        }
        Ok(())
    }

    fn sum(&self) -> Result<String, String> {
        let text = serde_json::to_vec(self).map_err(|error| error.to_string())?;
        Ok(blake3::hash(&text).to_hex().to_string())
    }
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
