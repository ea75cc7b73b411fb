//! The parent: keeps children, hands them files, and survives what they do.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use parallax_confine::ProcessState;
use parallax_parts::NativeLibrary;

use super::clock::{self, Clock, Verdict};
use super::serve::{self, NOT_CONFINED, Orders};
use super::spawner::Spawner;
use super::tesseract::Tesseract;
use super::wire::{self, Outcome};
use super::{
    MAX_SECONDS_PER_PAGE, MAX_TEXT_BYTES, PARENT_VARIABLE, WORKER_ARGUMENT, frame, max_seconds,
    page,
};
use crate::error::ImportError;
use crate::ocr::{PageAt, Task};

/// Files a child parses before it is replaced, so that what it may have
/// gathered (leaks, fragments of memory) does not add up.
const N_FILES_PER_CHILD: u32 = 500;

/// A program that serves as a child when its first argument is [`WORKER_ARGUMENT`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerProgram {
    /// The program; usually the running one.
    pub program: PathBuf,
    /// PDFium's shared library, without which PDF files fail by name.
    pub pdfium: Option<NativeLibrary>,
    /// Tesseract, without which scans fail by name.
    pub tesseract: Option<Tesseract>,
    /// Whether files fail by name where a child cannot be confined in every way.
    pub requires_confinement: bool,
}

impl WorkerProgram {
    /// The command that starts a child. It sees no variable of this process.
    pub(super) fn command(&self, is_probe: bool) -> Command {
        let orders = Orders {
            pdfium: self.pdfium.clone(),
            requires_confinement: self.requires_confinement,
            is_probe,
            ocr_data_files: self.tesseract.iter().flat_map(|it| it.data_files.clone()).collect(),
        };
        self.command_with(orders.to_arguments())
    }

    /// The command that starts a child with these arguments.
    fn command_with(&self, arguments: Vec<OsString>) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(WORKER_ARGUMENT).args(arguments).env_clear();
        command.env(PARENT_VARIABLE, std::process::id().to_string());
        // Where a bundled program's own libraries lie.
        if let Some(libraries) = std::env::var_os("LD_LIBRARY_PATH") {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        command
    }
}

/// What is to be done with a page that is a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageDecision {
    /// It is read now.
    Read,
    /// Not now: the file fails as [`ImportError::WaitsForOcr`].
    Wait,
}

/// Who is asked before each picture of a page is read.
type Decide<'a> = &'a dyn Fn(PageAt) -> PageDecision;

/// Parses files, in children or here. May be used from several threads at once;
/// each then has a child of its own.
#[derive(Debug)]
pub struct Parsers {
    program: Option<WorkerProgram>,
    /// How long a file may take, by its bytes.
    max_seconds: fn(&[u8]) -> u64,
    /// Before the thread that started them: they end first.
    idle: Mutex<Vec<Worker>>,
    spawner: OnceLock<Spawner>,
}

impl Parsers {
    /// Parses in children, started as needed.
    #[must_use]
    pub fn in_children(program: WorkerProgram) -> Self {
        Self {
            program: Some(program),
            max_seconds,
            idle: Mutex::default(),
            spawner: OnceLock::new(),
        }
    }

    /// Parses in this process: for tests, and for texts that are our own.
    #[must_use]
    pub fn in_process() -> Self {
        Self { program: None, max_seconds, idle: Mutex::default(), spawner: OnceLock::new() }
    }

    /// Reads the articles a file holds, as [`crate::parse()`] does.
    ///
    /// # Errors
    /// Those of [`crate::parse()`], and [`ImportError::TookTooLong`],
    /// [`ImportError::StoodStill`], [`ImportError::ParserDied`],
    /// [`ImportError::TooMuchText`].
    pub fn parse(&self, bytes: &[u8], path: &Path) -> Outcome {
        self.parse_pages(bytes, path, Some(&|_| PageDecision::Read))
    }

    /// The same; `decide` is asked before each picture of a page is read by OCR, which
    /// takes about a second. Without it none is.
    ///
    /// # Errors
    /// Those of [`Parsers::parse`], and [`ImportError::WaitsForOcr`], [`ImportError::OcrOff`].
    pub fn parse_pages(&self, bytes: &[u8], path: &Path, decide: Option<Decide<'_>>) -> Outcome {
        let started = Instant::now();
        let mut articles =
            self.parse_somewhere(bytes, path, decide).map_err(|error| match error {
                ImportError::OcrMissing { path } | ImportError::NoTextLayer { path, .. }
                    if decide.is_none() =>
                {
                    ImportError::OcrOff { path }
                }
                other => other,
            })?;
        let took_ms = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        for article in &mut articles {
            article.receipt.took_ms = took_ms;
        }
        Ok(articles)
    }

    fn parse_somewhere(&self, bytes: &[u8], path: &Path, decide: Option<Decide<'_>>) -> Outcome {
        let Some(program) = &self.program else { return crate::parse(bytes, path) };
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(worker) = idle {
            let outcome = self.parse_with(worker, bytes, path, decide);
            // It may have died of the files before this one: once more, in a fresh child.
            if !matches!(outcome, Err(ImportError::ParserDied { .. })) {
                return outcome;
            }
        }
        self.parse_with(start(self.spawner(), program, path)?, bytes, path, decide)
    }

    fn spawner(&self) -> &Spawner {
        self.spawner.get_or_init(Spawner::start)
    }

    /// Whether Tesseract reads a picture on this machine, confined as these parsers
    /// confine: an empty page is given to it.
    #[must_use]
    pub fn can_recognise(&self) -> bool {
        let Some(program) = &self.program else { return false };
        let files = program.tesseract.iter().flat_map(|it| &it.data_files);
        // What tells how pages lie finds too little on it to succeed.
        let Some(name) = files.clone().find(|name| *name != "osd") else { return false };
        let pgm = [b"P5\n64 64\n255\n".as_slice(), &[255; 64 * 64]].concat();
        let task = Task::Text(name.clone());
        self.recognise(&page::PageRequest { task, dpi: 300, pgm }).is_some()
    }

    /// Has a picture read by Tesseract in a child of its own.
    fn recognise(&self, request: &page::PageRequest) -> Option<String> {
        let program = self.program.as_ref()?;
        let tesseract = program.tesseract.as_ref()?;
        let start = |arguments| {
            let mut command = program.command_with(arguments);
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
            self.spawner().spawn(command)
        };
        let requires = program.requires_confinement;
        tesseract.recognise(requires, &request.task, request.dpi, &request.pgm, &start)
    }

    /// With a clock of a test's own.
    #[cfg(test)]
    pub(super) fn within(self, max_seconds: fn(&[u8]) -> u64) -> Self {
        Self { max_seconds, ..self }
    }

    fn parse_with(
        &self,
        mut worker: Worker,
        bytes: &[u8],
        path: &Path,
        decide: Option<Decide<'_>>,
    ) -> Outcome {
        let mut has_to_wait = false;
        let mut pages = |asked: &[u8]| {
            // The child was told when it got the file.
            let decide = decide?;
            let answer = match page::decode(asked)? {
                page::Asked::May(page) => {
                    has_to_wait |= decide(page) == PageDecision::Wait;
                    None
                }
                page::Asked::Read(request) if !has_to_wait => self.recognise(&request),
                page::Asked::Read(_) => None,
            };
            // Nothing at all says that no more pages are read of this file.
            let goes_on = !has_to_wait;
            Some(if goes_on { page::encode_answer(answer.as_deref()) } else { Vec::new() })
        };
        let file = File { bytes, path, reads_pages: decide.is_some() };
        let outcome = worker.parse(&file, (self.max_seconds)(bytes), &mut pages)?;
        worker.n_files += 1;
        if worker.n_files < N_FILES_PER_CHILD {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        if has_to_wait {
            return Err(ImportError::WaitsForOcr { path: path.to_owned() });
        }
        outcome
    }
}

/// Reads a page that a child asked for; `None` if it asked nonsense.
type Pages<'a> = &'a mut dyn FnMut(&[u8]) -> Option<Vec<u8>>;

/// Whose work goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtWork {
    Child,
    Parent,
}

/// The answer about a file, after the pages that were asked for before it.
fn answer(
    to: &mut ChildStdin,
    from: &mut ChildStdout,
    pages: Pages<'_>,
    turns: &Sender<AtWork>,
) -> io::Result<Option<Vec<u8>>> {
    loop {
        let Some(bytes) = frame::read(from, MAX_TEXT_BYTES)? else { return Ok(None) };
        if !page::is_request(&bytes) {
            return Ok(Some(bytes));
        }
        let _ = turns.send(AtWork::Parent);
        let read = pages(&bytes);
        let _ = turns.send(AtWork::Child);
        // Its answer makes no sense then, which is said elsewhere.
        let Some(read) = read else { return Ok(Some(bytes)) };
        frame::write(to, &read)?;
    }
}

/// A file as it is handed to a child.
struct File<'a> {
    bytes: &'a [u8],
    path: &'a Path,
    /// Whether it may ask for pages to be read by OCR.
    reads_pages: bool,
}

/// A running child. Dropping it ends it.
#[derive(Debug)]
struct Worker {
    child: Child,
    to: ChildStdin,
    from: ChildStdout,
    n_files: u32,
}

fn start(spawner: &Spawner, program: &WorkerProgram, path: &Path) -> Result<Worker, ImportError> {
    let failed = |error: &io::Error| ImportError::ParserFailed {
        path: path.to_owned(),
        message: format!("its parser did not start ({error})"),
    };
    let mut command = program.command(false);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = spawner.spawn(command).map_err(|error| failed(&error))?;
    match (child.stdin.take(), child.stdout.take()) {
        (Some(to), Some(from)) => Ok(Worker { child, to, from, n_files: 0 }),
        _ => Err(failed(&ErrorKind::BrokenPipe.into())),
    }
}

impl Worker {
    /// The outer error: this child is of no more use.
    fn parse(
        &mut self,
        file: &File<'_>,
        seconds: u64,
        pages: Pages<'_>,
    ) -> Result<Outcome, ImportError> {
        let path = file.path;
        let (answer, verdict, waited) = self.exchange(file, seconds, pages);
        match verdict {
            Verdict::GoOn => {}
            Verdict::Spent => {
                return Err(ImportError::TookTooLong { path: path.to_owned(), seconds });
            }
            Verdict::StandsStill => {
                return Err(ImportError::StoodStill { path: path.to_owned(), seconds: waited });
            }
        }
        let died = |how| ImportError::ParserDied { path: path.to_owned(), how };
        match answer {
            Ok(Some(answer)) => wire::decode(&answer, path)
                .ok_or_else(|| died("gave an answer that makes no sense".to_owned())),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(ImportError::TooMuchText { path: path.to_owned(), max_bytes: MAX_TEXT_BYTES })
            }
            Ok(None) | Err(_) => Err(match self.end() {
                Ok(status) if status.code() == Some(i32::from(NOT_CONFINED)) => {
                    ImportError::NotConfined { path: path.to_owned() }
                }
                Ok(status) => died(in_words(status)),
                Err(error) => died(error.to_string()),
            }),
        }
    }

    /// Sends the file and waits for the answer; unless the verdict is to go on, time ran
    /// out first and the child was killed. Also how long it took, in seconds.
    fn exchange(
        &mut self,
        file: &File<'_>,
        seconds: u64,
        pages: Pages<'_>,
    ) -> (io::Result<Option<Vec<u8>>>, Verdict, u64) {
        let Self { child, to, from, .. } = self;
        let started = Instant::now();
        let (turns, whose) = channel::<AtWork>();
        std::thread::scope(|scope| {
            let watching = scope.spawn(move || {
                let process = child.id();
                let mut clock = Clock::start(seconds, ProcessState::of(process), started);
                loop {
                    match whose.recv_timeout(clock::TICK) {
                        Err(RecvTimeoutError::Timeout) => {}
                        Err(RecvTimeoutError::Disconnected) => return Verdict::GoOn,
                        Ok(AtWork::Child) => continue,
                        // Until it is the child's again; or the exchange is over.
                        Ok(AtWork::Parent) => match whose.recv() {
                            Ok(_) => {
                                clock.resume(MAX_SECONDS_PER_PAGE, Instant::now());
                                continue;
                            }
                            Err(_) => return Verdict::GoOn,
                        },
                    }
                    let verdict = clock.look(ProcessState::of(process), Instant::now());
                    if verdict != Verdict::GoOn {
                        let _ = child.kill();
                        return verdict;
                    }
                }
            });
            let answer = frame::write(to, &serve::head(file.path, file.reads_pages))
                .and_then(|()| frame::write(to, file.bytes))
                .and_then(|()| answer(to, from, pages, &turns));
            drop(turns);
            let verdict = watching.join().unwrap_or(Verdict::GoOn);
            (answer, verdict, started.elapsed().as_secs())
        })
    }

    /// How it ended.
    fn end(&mut self) -> io::Result<ExitStatus> {
        // It closed its pipe, so it has ended or is about to.
        let _ = self.child.kill();
        self.child.wait()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// For people: "crashed (signal 11)".
fn in_words(status: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        match status.signal() {
            Some(6) => return "ran out of memory or gave up (signal 6)".to_owned(),
            Some(9) => return "was killed by the system (signal 9)".to_owned(),
            Some(24) => return "computed for too long (signal 24)".to_owned(),
            Some(signal) => return format!("crashed (signal {signal})"),
            None => {}
        }
    }
    format!("ended early ({status})")
}
