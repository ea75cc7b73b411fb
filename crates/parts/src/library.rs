//! A native library: looked up, then checked before anybody loads it.

use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{homes, pinned};

/// Which library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LibraryKind {
    /// Runs the model.
    OnnxRuntime,
    /// Reads PDF documents.
    Pdfium,
}

impl LibraryKind {
    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::OnnxRuntime => "ONNX Runtime",
            Self::Pdfium => "PDFium",
        }
    }

    /// The folder it lies in below a home, and how the file's name begins (`lib` left out).
    fn stem(self) -> &'static str {
        match self {
            Self::OnnxRuntime => "onnxruntime",
            Self::Pdfium => "pdfium",
        }
    }

    fn is_named_so(self, name: &std::ffi::OsStr) -> bool {
        let Some(name) = name.to_str() else { return false };
        let stem = name.strip_prefix("lib").unwrap_or(name);
        let is_library = [".so", ".dylib", ".dll"].iter().any(|ending| name.contains(ending));
        stem.starts_with(self.stem()) && !stem.contains("providers") && is_library
    }
}

/// Who chose a library, which decides what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Found where the program keeps its parts: must be the pinned file.
    ByProgram,
    /// Named in the environment by the person who started the program.
    ByPerson,
}

/// A library that was found, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeLibrary {
    /// Which one.
    pub kind: LibraryKind,
    /// The file.
    pub path: PathBuf,
    /// Who chose it.
    pub chosen: Chosen,
}

/// Why a library is not loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// It cannot be read.
    #[error("it cannot be read ({what})")]
    Unreadable {
        /// What the system said.
        what: String,
    },
    /// Another file lies where the shipped one should.
    #[error("it is not the file Parallax was built with (its SHA-256 begins {found:.12})")]
    NotTheShippedFile {
        /// The checksum found, 64 hexadecimal digits.
        found: String,
    },
    /// The file would talk to its maker.
    #[error("it contains a telemetry client, which would use the network")]
    Telemetry,
}

impl NativeLibrary {
    /// Looks for the library: what the person named, else where the program keeps it.
    ///
    /// `named`: a file, or a folder that holds one. `program`: links resolved.
    ///
    /// # Errors
    /// The places looked at, when it is in none of them.
    pub fn find(
        kind: LibraryKind,
        named: Option<PathBuf>,
        program: &Path,
    ) -> Result<Self, Vec<PathBuf>> {
        let (places, chosen) = match named {
            Some(named) => (vec![named], Chosen::ByPerson),
            None => (
                homes(program).iter().map(|home| home.join(kind.stem())).collect(),
                Chosen::ByProgram,
            ),
        };
        match places.iter().find_map(|place| library_at(kind, place)) {
            Some(path) => Ok(Self { kind, path, chosen }),
            None => Err(places),
        }
    }

    /// Whether it is, byte for byte, the file Parallax was built with.
    #[must_use]
    pub fn is_as_shipped(&self) -> bool {
        let found = sha256_of(&self.path).ok();
        found.is_some_and(|found| pinned(self.kind).is_some_and(|pin| pin.sha256 == found))
    }

    /// Reads the file and says whether it may be loaded.
    ///
    /// # Errors
    /// [`PartError`].
    pub fn check(&self) -> Result<(), PartError> {
        let found = sha256_of(&self.path)
            .map_err(|error| PartError::Unreadable { what: error.to_string() })?;
        if pinned(self.kind).is_some_and(|pin| pin.sha256 == found) {
            return Ok(());
        }
        match self.chosen {
            Chosen::ByProgram => Err(PartError::NotTheShippedFile { found }),
            Chosen::ByPerson => {
                let bytes = fs_err::read(&self.path)
                    .map_err(|error| PartError::Unreadable { what: error.to_string() })?;
                if holds_telemetry(&bytes) { Err(PartError::Telemetry) } else { Ok(()) }
            }
        }
    }
}

/// The library itself, or the newest by name in a folder of it.
fn library_at(kind: LibraryKind, place: &Path) -> Option<PathBuf> {
    if place.is_file() {
        return Some(place.to_path_buf());
    }
    let mut names: Vec<PathBuf> = fs_err::read_dir(place)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && path.file_name().is_some_and(|it| kind.is_named_so(it)))
        .collect();
    names.sort();
    names.pop()
}

/// Whether a library contains the telemetry client that ONNX Runtime has from 1.29 on:
/// looked for by the names of its classes and of its source tree, which stand in the
/// file's strings.
#[must_use]
pub fn holds_telemetry(library: &[u8]) -> bool {
    ["OneDsTelemetry", "cpp_client_telemetry"].iter().any(|mark| contains(library, mark.as_bytes()))
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    let Some((first, rest)) = mark.split_first() else { return true };
    let mut from = bytes;
    while let Some(at) = from.iter().position(|byte| byte == first) {
        from = &from[at + 1..];
        if from.starts_with(rest) {
            return true;
        }
    }
    false
}

/// SHA-256 of a file, in lower-case hexadecimal digits.
///
/// # Errors
/// When it cannot be read.
pub fn sha256_of(path: &Path) -> std::io::Result<String> {
    let mut file = fs_err::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => hasher.update(&buffer[..n]),
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(dir: &Path, content: &str, chosen: Chosen) -> NativeLibrary {
        let path = dir.join("libonnxruntime.so.1.26.0");
        fs_err::write(&path, content).unwrap();
        NativeLibrary { kind: LibraryKind::OnnxRuntime, path, chosen }
    }

    #[test]
    fn a_file_planted_where_the_program_keeps_its_parts_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let planted = library(dir.path(), "evil", Chosen::ByProgram).check().unwrap_err();
        assert!(matches!(planted, PartError::NotTheShippedFile { .. }), "{planted}");
        assert_eq!(library(dir.path(), "mine", Chosen::ByPerson).check(), Ok(()));
    }

    #[test]
    fn telemetry_is_refused_whoever_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let text = "…N11onnxruntime14OneOneDsTelemetryE…";
        assert_eq!(library(dir.path(), text, Chosen::ByPerson).check(), Err(PartError::Telemetry));
        assert!(!holds_telemetry(b"OneDsTelemetr, cpp_client_"));
    }

    #[test]
    fn a_library_is_looked_up_where_it_was_named() {
        let dir = tempfile::tempdir().unwrap();
        let find = |named: &Path| {
            let program = Path::new("/nowhere/bin/parallax");
            NativeLibrary::find(LibraryKind::OnnxRuntime, Some(named.to_owned()), program)
        };
        assert_eq!(find(dir.path()), Err(vec![dir.path().to_owned()]));
        fs_err::write(dir.path().join("libonnxruntime_providers_shared.so"), "").unwrap();
        assert!(find(dir.path()).is_err());
        let there = library(dir.path(), "", Chosen::ByPerson);
        assert_eq!(find(dir.path()), Ok(there.clone()));
        assert_eq!(find(&there.path), Ok(there));
    }
}
