//! Finds and opens the library when the program starts, or another one later.

use std::path::{Path, PathBuf};

use parallax_engine::{Access, EngineError, Library, Options, default_folder, environment, packs};

use crate::settings::Choices;

/// Why the library was not opened.
pub(crate) struct NotOpened {
    /// What a person should read.
    pub(crate) message: String,
    /// The library's folder, if a copy may be put back there.
    pub(crate) lost: Option<PathBuf>,
}

/// The library, and why it can only be read, if so.
pub(crate) struct Opened {
    pub(crate) library: Library,
    pub(crate) read_only_reason: Option<String>,
}

/// Opens the library the reader had open last, for writing, or for reading while
/// another program writes.
pub(crate) fn library(choices: &Choices) -> Result<Opened, NotOpened> {
    let Some(folder) = folder(choices) else {
        let message =
            "There is no home folder to keep the library in.\n\nName one with PARALLAX_LIBRARY.";
        return Err(NotOpened { message: message.to_owned(), lost: None });
    };
    at(&folder, n_workers(choices.saves_power)).map_err(|error| {
        let is_lost = matches!(error.code(), "library_damaged" | "library_missing");
        NotOpened { message: for_people(&error), lost: is_lost.then_some(folder) }
    })
}

/// Opens the library in `folder`, a new one if there is none.
///
/// # Errors
/// When it can neither be written nor read.
pub(crate) fn at(folder: &Path, n_workers: usize) -> Result<Opened, EngineError> {
    match with_access(folder, n_workers, Access::Write) {
        Ok(library) => Ok(Opened { library, read_only_reason: None }),
        Err(error) if can_be_read(&error) => {
            // Why it cannot be written says more than why it cannot be read either.
            match with_access(folder, n_workers, Access::Read) {
                Ok(library) => Ok(Opened { library, read_only_reason: Some(why(&error)) }),
                Err(_) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

/// Why a library is only read; for a damaged one with the way back.
fn why(error: &EngineError) -> String {
    if error.code() == "library_damaged" {
        format!("{error}. Settings › Library puts a whole copy back")
    } else {
        error.to_string()
    }
}

/// Opens the library in `folder` for reading only.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn to_read(folder: &Path, n_workers: usize) -> Result<Opened, EngineError> {
    let library = with_access(folder, n_workers, Access::Read)?;
    let reason = "a copy is being put in the place of this library".to_owned();
    Ok(Opened { library, read_only_reason: Some(reason) })
}

fn with_access(folder: &Path, n_workers: usize, access: Access) -> Result<Library, EngineError> {
    let program = std::env::current_exe().unwrap_or_default();
    let model = packs(&environment, &program, n_workers);
    let clock = jiff::Timestamp::now;
    Library::open(Options { folder: folder.to_path_buf(), access, model, clock })
}

/// Whether a library that cannot be written to may be readable: in use, damaged where it
/// is written, or on a drive that is read-only.
fn can_be_read(error: &EngineError) -> bool {
    matches!(
        error.code(),
        "library_locked" | "library_damaged" | "library_not_writable" | "library_files"
    )
}

/// Cores the model works on.
pub(crate) fn n_workers(saves_power: bool) -> usize {
    if saves_power { 1 } else { n_cores() }
}

/// Cores of this machine.
pub(crate) fn n_cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The folder the environment names, else the one open last, else the platform's.
pub(crate) fn folder(choices: &Choices) -> Option<PathBuf> {
    let last = || choices.libraries.first().filter(|folder| folder.is_dir()).cloned();
    environment("PARALLAX_LIBRARY").or_else(last).or_else(|| default_folder(&environment))
}

fn for_people(error: &EngineError) -> String {
    match error.hint() {
        Some(hint) => format!("{error}\n\n{hint}"),
        None => error.to_string(),
    }
}
