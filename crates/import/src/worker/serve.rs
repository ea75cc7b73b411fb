//! The child: reads files from stdin, parses them, writes articles to stdout.
//!
//! Invariant: gives up every right it does not need before it sees the first
//! byte of a file.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::{MAX_TEXT_BYTES, confine, frame, wire};
use crate::{ImportError, Limits, pdf};

/// The first argument of a program started as a child.
pub const WORKER_ARGUMENT: &str = "__parse";

/// Serves until stdin ends. `arguments`: those after [`WORKER_ARGUMENT`]; the
/// first, if any, is the path of PDFium's library.
pub fn serve(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Opened now: afterwards nothing can be.
    if let Some(library) = arguments.into_iter().next() {
        pdf::load(Path::new(&library));
    }
    // A panic is an error of one file; its story on stderr helps nobody.
    std::panic::set_hook(Box::new(|_| {}));
    confine::confine();
    match answer_all() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer_all() -> io::Result<()> {
    let (mut from, mut to) = (io::stdin().lock(), io::stdout().lock());
    while let Some(name) = frame::read(&mut from, 1 << 16)? {
        let Some(bytes) = frame::read(&mut from, Limits::default().max_file_bytes)? else {
            return Ok(());
        };
        let name = String::from_utf8_lossy(&name);
        confine::allow_time(&bytes);
        let mut answer = wire::encode(&crate::parse(&bytes, Path::new(&*name)));
        if answer.len() as u64 > MAX_TEXT_BYTES {
            let path = Path::new(&*name).to_owned();
            answer =
                wire::encode(&Err(ImportError::TooMuchText { path, max_bytes: MAX_TEXT_BYTES }));
        }
        frame::write(&mut to, &answer)?;
        to.flush()?;
    }
    Ok(())
}
