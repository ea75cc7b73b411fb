//! Finds and opens the library when the program starts, or another one later.

use std::path::{Path, PathBuf};

use parallax_engine::{Access, EngineError, Library, Options, default_folder, default_model};

use crate::kept::Choices;

/// The library, and why it can only be read, if so.
pub(crate) struct Opened {
    pub(crate) library: Library,
    pub(crate) read_only_reason: Option<String>,
}

/// Opens the library the reader had open last, for writing, or for reading while
/// another program writes. The error is what a person should read.
pub(crate) fn library(choices: &Choices) -> Result<Opened, String> {
    let folder = folder(choices).ok_or(
        "There is no home folder to keep the library in.\n\nName one with PARALLAX_LIBRARY.",
    )?;
    at(&folder, n_workers(choices.saves_power)).map_err(|error| for_people(&error))
}

/// Opens the library in `folder`, a new one if there is none.
///
/// # Errors
/// When it can neither be written nor read.
pub(crate) fn at(folder: &Path, n_workers: usize) -> Result<Opened, EngineError> {
    let open = |access| {
        let program = std::env::current_exe().unwrap_or_default();
        let model = default_model(&environment, &program, n_workers);
        Library::open(Options {
            folder: folder.to_path_buf(),
            access,
            model,
            clock: jiff::Timestamp::now,
        })
    };
    match open(Access::Write) {
        Ok(library) => Ok(Opened { library, read_only_reason: None }),
        Err(error) if error.code() == "library_locked" => {
            let library = open(Access::Read)?;
            Ok(Opened { library, read_only_reason: Some(error.to_string()) })
        }
        Err(error) => Err(error),
    }
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
fn folder(choices: &Choices) -> Option<PathBuf> {
    let last = || choices.libraries.first().filter(|folder| folder.is_dir()).cloned();
    environment("PARALLAX_LIBRARY").or_else(last).or_else(|| default_folder(&environment))
}

/// Looks up a variable that names a path.
pub(crate) fn environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn for_people(error: &EngineError) -> String {
    match error.hint() {
        Some(hint) => format!("{error}\n\n{hint}"),
        None => error.to_string(),
    }
}
