//! The program as its own parser: `program __parse` reads files that its parent
//! hands it, in a process that may do nothing else.
//!
//! A program that never calls [`parse_worker`] (a test, a benchmark) parses in
//! its own process.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use parallax_confine::ReaderConfinement;
use parallax_import::{
    Parsers, Tesseract, WORKER_ARGUMENT, WorkerProgram, probe_confinement, serve,
};
use parallax_parts::{LibraryKind, NativeLibrary};

static PROGRAM: OnceLock<WorkerProgram> = OnceLock::new();
static REQUIRES_CONFINEMENT: AtomicBool = AtomicBool::new(false);

/// To be called first thing in `main`. In a child that parses files it does that
/// and returns what to exit with; otherwise it notes that this program can be
/// such a child, and returns `None`.
///
/// `PARALLAX_PDFIUM` names PDFium's library; else it is looked for where the program
/// keeps its parts. `PARALLAX_TESSERACT` names Tesseract; else it is looked for where
/// systems install it.
#[must_use]
pub fn parse_worker() -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == WORKER_ARGUMENT) {
        return Some(serve(arguments.collect::<Vec<OsString>>()));
    }
    let running = env::current_exe().ok()?;
    let named = env::var_os("PARALLAX_PDFIUM").filter(|path| !path.is_empty()).map(PathBuf::from);
    let resolved = fs_err::canonicalize(&running).unwrap_or_else(|_| running.clone());
    let pdfium = NativeLibrary::find(LibraryKind::Pdfium, named, &resolved).ok();
    // On Linux the running program itself, also after its file was replaced.
    let itself = PathBuf::from("/proc/self/exe");
    let program = if itself.exists() { itself } else { running };
    // A second call changes nothing.
    let named =
        env::var_os("PARALLAX_TESSERACT").filter(|path| !path.is_empty()).map(PathBuf::from);
    let tesseract = Tesseract::find(named);
    let _ = PROGRAM.set(WorkerProgram { program, pdfium, tesseract, requires_confinement: false });
    None
}

/// From now on files fail by name where a child that reads them cannot be confined in
/// every way. Counts for libraries opened after it.
pub fn require_confinement() {
    REQUIRES_CONFINEMENT.store(true, Ordering::Relaxed);
}

/// Children where the program can be one.
pub(crate) fn parsers() -> Parsers {
    let Some(program) = PROGRAM.get() else { return Parsers::in_process() };
    let requires_confinement = REQUIRES_CONFINEMENT.load(Ordering::Relaxed);
    Parsers::in_children(WorkerProgram { requires_confinement, ..program.clone() })
}

/// What confines the children that read files; `None` where there are none.
pub(crate) fn reader_confinement() -> Option<ReaderConfinement> {
    PROGRAM.get().and_then(probe_confinement)
}

/// Tesseract, which reads scans: not a part the program brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OcrState {
    /// Scans fail by name.
    NotInstalled,
    /// It read an empty page.
    Reads {
        /// The program.
        path: PathBuf,
        /// Names of its data files.
        data_files: Vec<String>,
        /// Whether everything confines it that confines readers of ours.
        is_confined: bool,
    },
    /// It is there and did not read an empty page.
    Fails {
        /// The program.
        path: PathBuf,
    },
}

impl OcrState {
    /// Whether scans are read, if at all, by a program that is confined.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        matches!(self, Self::NotInstalled | Self::Reads { is_confined: true, .. })
    }
}

/// Who reads scans.
pub(crate) fn ocr() -> OcrState {
    let Some(program) = PROGRAM.get() else { return OcrState::NotInstalled };
    let Some(Tesseract { program: path, data_files, .. }) = program.tesseract.clone() else {
        return OcrState::NotInstalled;
    };
    let reads = |requires_confinement| {
        let program = WorkerProgram { requires_confinement, ..program.clone() };
        Parsers::in_children(program).can_recognise()
    };
    let is_confined = reads(true);
    if is_confined || reads(false) {
        OcrState::Reads { path, data_files, is_confined }
    } else {
        OcrState::Fails { path }
    }
}

/// PDFium's library, if one was found.
pub(crate) fn pdfium() -> Option<&'static NativeLibrary> {
    PROGRAM.get()?.pdfium.as_ref()
}
