//! What of Parallax's promises holds on this machine: looked at, not assumed.
//!
//! Each value is what was found when asked: a socket is really tried, a reading child
//! really started, each file's checksum really computed.
//! Not here: words for people (the command line, the window), the library's contents
//! (`verify`).

use std::path::{Path, PathBuf};

use parallax_confine::{NetworkLock, ReaderConfinement, is_built_for_tests, network_lock};
use parallax_embed::{EmbedError, Pack, locate};
use parallax_parts::NativeLibrary;

use crate::worker::{self, OcrState};

/// What was found.
#[derive(Debug, Clone)]
pub struct Examination {
    /// What keeps this process from the network.
    pub network_lock: NetworkLock,
    /// What the kernel said when an internet socket was tried; `None`: it was opened.
    pub socket_refusal: Option<String>,
    /// What confines a child that reads files; `None` where files are read in this
    /// process, or the child did not start.
    pub readers: Option<ReaderConfinement>,
    /// The default model pack.
    pub model: PartState,
    /// ONNX Runtime.
    pub runtime: PartState,
    /// PDFium.
    pub pdfium: PartState,
    /// What reads scans.
    pub ocr: OcrState,
    /// Who may read the library; `None` where there is none, or no such thing as modes.
    pub library: Option<LibraryAccess>,
    /// The program could be told by a variable to leave the lock off.
    pub is_built_for_tests: bool,
}

/// A part the program brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartState {
    /// There, and its checksum is right.
    Sound {
        /// The file or folder.
        path: PathBuf,
    },
    /// There, and used because a variable names it; it is not one that was shipped.
    OwnersChoice {
        /// The file.
        path: PathBuf,
    },
    /// Not there, or not to be used.
    Unusable {
        /// What is wrong, in words for people.
        what: String,
    },
}

impl PartState {
    /// Whether it can be used.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !matches!(self, Self::Unusable { .. })
    }
}

/// Who besides its owner may read a library's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryAccess {
    /// The library's folder.
    pub folder: PathBuf,
    /// Its files and folders that others on this computer may read.
    pub open_to_others: Vec<PathBuf>,
}

impl Examination {
    /// Whether every promise holds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.network_lock.is_enforced()
            && self.socket_refusal.is_some()
            && self.readers.is_some_and(ReaderConfinement::is_whole)
            && [&self.model, &self.runtime, &self.pdfium].iter().all(|part| part.is_sound())
            && self.ocr.is_sound()
            && self.library.as_ref().is_none_or(|library| library.open_to_others.is_empty())
    }
}

/// What keeps this process from the network, and what confines a child that reads files;
/// for that one is started.
#[must_use]
pub fn protection() -> (NetworkLock, Option<ReaderConfinement>) {
    let never = || NetworkLock::Absent { why: "this program never asked for it".to_owned() };
    (network_lock().cloned().unwrap_or_else(never), worker::reader_confinement())
}

/// Looks at everything. Takes some tenths of a second.
///
/// - `environment`: looks up a variable; `program`: the running program.
/// - `library`: the folder of the library, if there is one.
#[must_use]
pub fn examine(
    environment: &dyn Fn(&str) -> Option<PathBuf>,
    program: &Path,
    library: Option<&Path>,
) -> Examination {
    let program = fs_err::canonicalize(program).unwrap_or_else(|_| program.to_path_buf());
    let (model, runtime) = model_and_runtime(environment, &program);
    let (network_lock, readers) = protection();
    Examination {
        network_lock,
        socket_refusal: parallax_confine::try_internet_socket().err().map(|it| it.to_string()),
        readers,
        model,
        runtime,
        pdfium: worker::pdfium().map_or_else(
            || PartState::Unusable { what: "PDFium was not found".to_owned() },
            checked,
        ),
        library: library.filter(|folder| folder.is_dir()).and_then(access_to),
        ocr: worker::ocr(),
        is_built_for_tests: is_built_for_tests(),
    }
}

fn model_and_runtime(
    environment: &dyn Fn(&str) -> Option<PathBuf>,
    program: &Path,
) -> (PartState, PartState) {
    let unusable = |error: &EmbedError| PartState::Unusable { what: error.to_string() };
    match locate(environment, program) {
        Ok(files) => {
            let model = match Pack::read(&files.pack_dir) {
                Ok(_) => PartState::Sound { path: files.pack_dir },
                Err(error) => unusable(&error),
            };
            (model, checked(&files.runtime))
        }
        Err(error) => (unusable(&error), unusable(&error)),
    }
}

fn checked(library: &NativeLibrary) -> PartState {
    let path = library.path.clone();
    match library.check() {
        Ok(()) if library.is_as_shipped() => PartState::Sound { path },
        Ok(()) => PartState::OwnersChoice { path },
        Err(error) => PartState::Unusable {
            what: format!("{} at `{}`: {error}", library.kind.title(), path.display()),
        },
    }
}

#[cfg(unix)]
fn access_to(folder: &Path) -> Option<LibraryAccess> {
    use std::os::unix::fs::PermissionsExt;
    let is_open = |path: &Path| {
        fs_err::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
    };
    // A folder closed to others closes everything below it.
    let mut open_to_others = Vec::new();
    if is_open(folder) {
        open_to_others.push(folder.to_path_buf());
        let entries = fs_err::read_dir(folder).ok()?.filter_map(Result::ok);
        open_to_others.extend(entries.map(|entry| entry.path()).filter(|path| is_open(path)));
    }
    Some(LibraryAccess { folder: folder.to_path_buf(), open_to_others })
}

/// Windows keeps a person's data folder to that person.
#[cfg(not(unix))]
fn access_to(_: &Path) -> Option<LibraryAccess> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_library_others_may_read_is_named() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let set = |path: &Path, mode| {
            fs_err::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        let database = dir.path().join("library.db");
        fs_err::write(&database, "").unwrap();
        set(&database, 0o644);
        set(dir.path(), 0o700);
        assert_eq!(access_to(dir.path()).unwrap().open_to_others, [""; 0].map(PathBuf::from));
        set(dir.path(), 0o755);
        assert_eq!(access_to(dir.path()).unwrap().open_to_others, [dir.path(), &database]);
    }

    #[test]
    fn a_process_that_never_locked_itself_is_not_sound() {
        let dir = tempfile::tempdir().unwrap();
        let found = examine(&|_| None, &dir.path().join("program"), None);
        assert!(matches!(found.network_lock, NetworkLock::Absent { .. }));
        assert!(!found.is_sound());
    }
}
