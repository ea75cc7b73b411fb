//! Finds and opens the library when the program starts.

use std::path::PathBuf;

use parallax_engine::{Access, EngineError, Library, Options, default_folder, default_model};

/// The library, and why it can only be read, if so.
pub(crate) struct Opened {
    pub(crate) library: Library,
    pub(crate) read_only_reason: Option<String>,
}

/// Opens the library for writing, or for reading while another program writes.
/// The error is what a person should read.
pub(crate) fn library() -> Result<Opened, String> {
    let folder = default_folder(&environment).ok_or(
        "There is no home folder to keep the library in.\n\nName one with PARALLAX_LIBRARY.",
    )?;
    let open = |access| {
        let program = std::env::current_exe().unwrap_or_default();
        let n_workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let model = default_model(&environment, &program, n_workers);
        Library::open(Options {
            folder: folder.clone(),
            access,
            model,
            clock: jiff::Timestamp::now,
        })
    };
    match open(Access::Write) {
        Ok(library) => Ok(Opened { library, read_only_reason: None }),
        Err(error) if error.code() == "library_locked" => {
            let library = open(Access::Read).map_err(|error| for_people(&error))?;
            Ok(Opened { library, read_only_reason: Some(error.to_string()) })
        }
        Err(error) => Err(for_people(&error)),
    }
}

fn environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn for_people(error: &EngineError) -> String {
    match error.hint() {
        Some(hint) => format!("{error}\n\n{hint}"),
        None => error.to_string(),
    }
}
