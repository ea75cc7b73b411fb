//! The program as its own parser: `program __parse` reads files that its parent
//! hands it, in a process that may do nothing else.
//!
//! A program that never calls [`parse_worker`] (a test, a benchmark) parses in
//! its own process.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use parallax_import::{Parsers, WORKER_ARGUMENT, WorkerProgram, serve};

static PROGRAM: OnceLock<WorkerProgram> = OnceLock::new();

/// To be called first thing in `main`. In a child that parses files it does that
/// and returns what to exit with; otherwise it notes that this program can be
/// such a child, and returns `None`.
///
/// `PARALLAX_PDFIUM` names PDFium's library; else it is looked for beside the
/// program, then in the `.cache` folder of a source tree above it.
#[must_use]
pub fn parse_worker() -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == WORKER_ARGUMENT) {
        return Some(serve(arguments.collect::<Vec<OsString>>()));
    }
    let running = env::current_exe().ok()?;
    let named = env::var_os("PARALLAX_PDFIUM").map(PathBuf::from);
    let pdfium =
        named.or_else(|| pdfium(&fs_err::canonicalize(&running).unwrap_or(running.clone())));
    // On Linux the running program itself, also after its file was replaced.
    let itself = PathBuf::from("/proc/self/exe");
    let program = if itself.exists() { itself } else { running };
    // A second call changes nothing.
    let _ = PROGRAM.set(WorkerProgram { program, pdfium });
    None
}

/// Children where the program can be one.
pub(crate) fn parsers() -> Parsers {
    PROGRAM.get().map_or_else(Parsers::in_process, |program| Parsers::in_children(program.clone()))
}

/// PDFium's library beside an installed program or in a source tree.
fn pdfium(program: &Path) -> Option<PathBuf> {
    let folder = program.parent()?;
    let names = ["libpdfium.so", "libpdfium.dylib", "pdfium.dll"];
    let installed =
        [folder.to_path_buf(), folder.join("../lib/parallax"), folder.join("../Resources")];
    let source_tree = folder
        .ancestors()
        .filter(|folder| folder.join("Cargo.toml").is_file())
        .map(|folder| folder.join(".cache"));
    let homes = installed.into_iter().chain(source_tree);
    let places = homes.flat_map(|home| [home.join("pdfium"), home]);
    places.flat_map(|place| names.map(|name| place.join(name))).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pdfium_is_found_beside_the_program_and_in_the_source_tree() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("target/debug/parallax");
        assert_eq!(pdfium(&program), None);
        fs_err::create_dir_all(dir.path().join(".cache/pdfium")).unwrap();
        fs_err::write(dir.path().join("Cargo.toml"), "").unwrap();
        let library = dir.path().join(".cache/pdfium/libpdfium.so");
        fs_err::write(&library, "").unwrap();
        assert_eq!(pdfium(&program), Some(library));
    }
}
