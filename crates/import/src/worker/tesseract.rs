//! Tesseract where it is installed: found at fixed places, run for one picture in a
//! child that first gives up all it does not need and then becomes it.
//!
//! ```text
//! parent ──picture (PGM)──▶ `program __parse --tesseract …` = Tesseract ──text──▶ parent
//!                           reads its data files and libraries; no network, no processes
//! ```
//!
//! Invariant: no argument comes from a file: the data file's name is one of those that
//! were found. What it writes is bounded, and so is the time it takes.
//! Not here: what it writes means (`ocr`).

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Instant;

use parallax_confine::{ProcessState, ToolRights, allow_reader_seconds, confine_tool};

use super::REQUIRE;
use super::clock::{self, Clock, Verdict};
use crate::ocr::{Task, languages};

/// Where the program lies. The search path is not asked: whoever may write to a folder
/// on it could put another program there.
const PROGRAMS: &[&str] = if cfg!(windows) {
    &[r"C:\Program Files\Tesseract-OCR\tesseract.exe"]
} else if cfg!(target_os = "macos") {
    &["/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract", "/opt/local/bin/tesseract"]
} else {
    &["/usr/bin/tesseract", "/usr/local/bin/tesseract"]
};

/// Where its data files lie.
const DATA_FOLDERS: &[&str] = if cfg!(windows) {
    &[r"C:\Program Files\Tesseract-OCR\tessdata"]
} else if cfg!(target_os = "macos") {
    &["/opt/homebrew/share/tessdata", "/usr/local/share/tessdata", "/opt/local/share/tessdata"]
} else {
    &[
        "/usr/share/tesseract-ocr/5/tessdata",
        "/usr/share/tesseract-ocr/4.00/tessdata",
        "/usr/share/tesseract/tessdata",
        "/usr/share/tessdata",
        "/usr/local/share/tessdata",
    ]
};

/// Memory it may take. A page of [`crate::ocr::MAX_PIXELS`] takes about half of it.
const MAX_MEMORY_BYTES: u64 = 800 << 20;

/// Seconds of a processor's time a page may take.
const MAX_SECONDS: u64 = 60;

/// Bytes it may write for a page: some 50,000 words.
const MAX_ANSWER_BYTES: u64 = 4 << 20;

/// Programs of others are started from the program's own child by this option.
pub(super) const OPTION: &str = "--tesseract";

/// Tesseract on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tesseract {
    /// The program.
    pub program: PathBuf,
    /// The folder of its data files.
    pub data_folder: PathBuf,
    /// Their names, sorted: `deu`, `eng`, `osd`.
    pub data_files: Vec<String>,
}

impl Tesseract {
    /// Looks for it. `named`: a program that a person named instead.
    #[must_use]
    pub fn find(named: Option<PathBuf>) -> Option<Self> {
        let program = match named {
            Some(named) => Some(named).filter(|path| path.is_file()),
            None => PROGRAMS.iter().map(PathBuf::from).find(|path| path.is_file()),
        }?;
        let with_files = |folder: &&str| {
            let folder = PathBuf::from(folder);
            let files = data_files(&folder);
            (!files.is_empty()).then_some((folder, files))
        };
        let (data_folder, data_files) = DATA_FOLDERS.iter().find_map(with_files)?;
        let program = fs_err::canonicalize(program).ok()?;
        Some(Self { program, data_folder, data_files })
    }

    /// What it writes of a picture, started from `start`; `None` if it failed, took too
    /// long or there is no such data file.
    pub(super) fn recognise(
        &self,
        requires_confinement: bool,
        task: &Task,
        dpi: u32,
        pgm: &[u8],
        start: &dyn Fn(Vec<OsString>) -> std::io::Result<std::process::Child>,
    ) -> Option<String> {
        let data_file = match task {
            Task::Orientation => languages::ORIENTATION,
            Task::Text(name) => name,
        };
        let data_file = self.data_files.iter().find(|name| *name == data_file)?;
        let mut child = start(self.arguments(requires_confinement, task, data_file, dpi)).ok()?;
        let answer = exchange(&mut child, pgm);
        let _ = child.kill();
        let is_done = child.wait().is_ok_and(|status| status.success());
        answer.filter(|_| is_done)
    }

    /// Arguments of `program __parse`.
    fn arguments(
        &self,
        requires_confinement: bool,
        task: &Task,
        data_file: &str,
        dpi: u32,
    ) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec![OPTION.into()];
        if requires_confinement {
            arguments.push(REQUIRE.into());
        }
        arguments.extend([self.program.clone().into(), self.data_folder.clone().into()]);
        arguments.extend(tesseract_arguments(task, data_file, dpi, &self.data_folder));
        arguments
    }
}

/// What Tesseract itself is told.
fn tesseract_arguments(task: &Task, data_file: &str, dpi: u32, folder: &Path) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = ["stdin", "stdout", "--tessdata-dir"].map(Into::into).into();
    arguments.push(folder.into());
    // Without one it estimates the resolution from the letters.
    if dpi > 0 {
        arguments.extend(["--dpi".into(), dpi.to_string().into()]);
    }
    arguments.extend(["-l".into(), data_file.into()]);
    let rest: &[&str] = match task {
        Task::Orientation => &["--psm", "0"],
        Task::Text(_) => &["--psm", "3", "-c", "tessedit_create_tsv=1"],
    };
    arguments.extend(rest.iter().map(Into::into));
    arguments
}

/// Names of the data files in a folder. Scripts' files lie in folders below and are left out.
fn data_files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs_err::read_dir(folder) else { return Vec::new() };
    let name = |entry: fs_err::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let name = name.strip_suffix(".traineddata")?;
        let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '_';
        (name.chars().all(is_plain) && !name.is_empty()).then(|| name.to_owned())
    };
    let mut names: Vec<String> = entries.flatten().filter_map(name).collect();
    names.sort();
    names
}

/// Gives it the picture and takes what it writes, within its time.
fn exchange(child: &mut std::process::Child, pgm: &[u8]) -> Option<String> {
    let (mut to, from) = (child.stdin.take()?, child.stdout.take()?);
    let process = child.id();
    let (done, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        let watching = scope.spawn(move || {
            let mut clock = Clock::start(MAX_SECONDS, ProcessState::of(process), Instant::now());
            while is_done.recv_timeout(clock::TICK) == Err(RecvTimeoutError::Timeout) {
                if clock.look(ProcessState::of(process), Instant::now()) != Verdict::GoOn {
                    // Its pipe closes, and whoever reads from it is let go.
                    let _ = child.kill();
                    return false;
                }
            }
            true
        });
        scope.spawn(move || {
            // It may end before it has read everything.
            let _ = to.write_all(pgm);
        });
        let mut answer = Vec::new();
        let read = from.take(MAX_ANSWER_BYTES).read_to_end(&mut answer);
        drop(done);
        let is_in_time = watching.join().unwrap_or(false);
        let is_whole = read.is_ok() && (answer.len() as u64) < MAX_ANSWER_BYTES;
        (is_in_time && is_whole).then(|| String::from_utf8_lossy(&answer).into_owned())
    })
}

/// In the child: gives up what it does not need and becomes Tesseract. Returns only if
/// it did not. `arguments`: the program, the folder of its data files, what it is told.
pub(super) fn become_tesseract(
    arguments: impl IntoIterator<Item = OsString>,
    requires_confinement: bool,
) -> ExitCode {
    let mut arguments = arguments.into_iter();
    let (Some(program), Some(folder)) = (arguments.next(), arguments.next()) else {
        return ExitCode::FAILURE;
    };
    let confinement = confine_tool(&ToolRights {
        programs: vec![program.clone().into()],
        readable: vec![folder.into()],
        max_memory_bytes: MAX_MEMORY_BYTES,
    });
    if requires_confinement && !confinement.is_whole() {
        return ExitCode::FAILURE;
    }
    allow_reader_seconds(MAX_SECONDS + 5);
    let mut command = Command::new(program);
    command.args(arguments).env_clear().env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C");
    // Its pipes are this process's: what it complains of goes nowhere already.
    replaced_by(command)
}

#[cfg(unix)]
fn replaced_by(mut command: Command) -> ExitCode {
    use std::os::unix::process::CommandExt;
    let _ = command.exec();
    ExitCode::FAILURE
}

/// No process can become another: it waits for it.
#[cfg(not(unix))]
fn replaced_by(mut command: Command) -> ExitCode {
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_program_at_its_place_or_one_that_was_named_is_taken() {
        assert_eq!(Tesseract::find(Some("/nowhere/tesseract".into())), None);
        let folder = tempfile::tempdir().unwrap();
        for name in ["eng.traineddata", "a b.traineddata", "osd.traineddata", "notes.txt"] {
            fs_err::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(data_files(folder.path()), ["eng", "osd"]);
        assert_eq!(data_files(Path::new("/nowhere")), [""; 0]);
    }

    #[test]
    fn a_data_file_that_is_not_there_starts_nothing() {
        let tesseract = Tesseract {
            program: "/usr/bin/tesseract".into(),
            data_folder: "/usr/share/tessdata".into(),
            data_files: vec!["eng".to_owned()],
        };
        let task = Task::Text("eng -c debug_file=/tmp/x".to_owned());
        let started = |_| -> std::io::Result<_> { panic!("it was started") };
        assert_eq!(tesseract.recognise(false, &task, 300, b"P5", &started), None);
    }
}
