//! What holds for every command: the options that may stand anywhere, and the library they
//! name.
//!
//! Not here: the commands (`commands`, a file each, with its own arguments).

use std::path::{Path, PathBuf};

use clap::ArgAction;
use parallax_engine::{Access, Control, Library, Options, default_folder, environment};

use crate::outcome::Failure;
use crate::say::complain;

// No `///` here: clap would take it for what the whole program is about.
#[derive(Debug, clap::Args)]
pub(crate) struct GlobalArgs {
    /// Folder of the library [default: the platform's data folder for Parallax]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,

    /// Print the result as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Tell more of what happens, on stderr; twice for more still
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,

    /// Read no file where its reader cannot be confined in every way (see `doctor`)
    #[arg(long, global = true)]
    pub(crate) require_confinement: bool,
}

impl GlobalArgs {
    /// Opens the library the command line names.
    pub(crate) fn open(&self, access: Access) -> Result<Library, Failure> {
        open_at(&self.library_folder()?, access)
    }

    /// The library's folder, whether or not a library is there.
    pub(crate) fn library_folder(&self) -> Result<PathBuf, Failure> {
        let named = self.library.clone().filter(|folder| !folder.as_os_str().is_empty());
        named.or_else(|| default_folder(&environment)).ok_or_else(|| {
            Failure::usage(
                "there is no home folder to keep the library in",
                "name one with --library",
            )
        })
    }

    /// Opens the library for reading; where articles wait to be looked at, does that
    /// first, unless another program is writing to it.
    pub(crate) fn open_with_stories(&self) -> Result<Library, Failure> {
        let library = self.open(Access::Read)?;
        if !library.stories_are_due()? {
            return Ok(library);
        }
        if let Ok(writer) = self.open(Access::Write) {
            writer.update_stories(&Control::default())?;
            return Ok(writer);
        }
        complain!("warning: the library is being written to; its latest articles are left out");
        Ok(library)
    }

    /// After answering, repairs the index on disk if it was missing, damaged or old,
    /// unless another program is at it. A failure here has cost nobody an answer.
    pub(crate) fn maintain_index_if_due(&self, library: Library) {
        if !library.index_is_due() {
            return;
        }
        drop(library);
        if let Ok(library) = self.open(Access::Write)
            && let Err(error) = library.maintain_index(&Control::default())
        {
            complain!("warning: the index could not be rebuilt: {error}");
        }
    }
}

/// Opens the library in a folder.
pub(crate) fn open_at(folder: &Path, access: Access) -> Result<Library, Failure> {
    Ok(Library::open(options(folder, access))?)
}

/// How this program opens a library.
pub(crate) fn options(folder: &Path, access: Access) -> Options {
    let program = std::env::current_exe().unwrap_or_default();
    let n_workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let model = parallax_engine::packs(&environment, &program, n_workers);
    Options { folder: folder.to_path_buf(), access, model, clock: jiff::Timestamp::now }
}
