//! Files in, parsed articles out.
//!
//! ```text
//! walk ─▶ n readers: read, hash, parse in a child ─▶ one thread (`storing`)
//!             ╰─ scans: once all others are read ─╯
//! ```

use std::collections::VecDeque;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;

use crossbeam_channel::{Receiver, Sender, bounded};
use parallax_import::{
    ImportError, Limits, PageAt, PageDecision, Parsers, WalkEvent, read_file, walk,
};
use parallax_store::KnownArticle;
use parallax_types::path_to_text;

use super::in_flight::InFlight;
use super::job::{Done, Job, Read};
use super::progress::Tracker;
use super::{Intake, storing};
use crate::prepare::pipeline;
use crate::{Control, EngineError, Library, worker};

/// Files parsed ahead of the store; small, so that memory stays flat. How many bytes they
/// may hold is another matter (`in_flight`).
const N_AHEAD: usize = 8;

/// Files larger than this are read one at a time: each is in memory whole, and so is what
/// its reader makes of it.
const LARGE_FILE_BYTES: u64 = 8 << 20;

/// More readers than this wait for the disk and for the one that stores.
const MAX_READERS: usize = 4;

/// A file that brought its parser down this often is set aside.
const MAX_CRASHES: u32 = 2;

/// Articles one file may hold before the reader is asked: a few MB of an archive can be
/// tens of thousands.
const MAX_ARTICLES: usize = 2_000;

/// The same of a mailbox, in which thousands are nothing out of the way.
const MAX_LETTERS: usize = 10_000;

/// Reads until the intake is closed or the work cancelled.
pub(super) fn run(
    library: &Library,
    intake: &Intake,
    control: &Control,
    tracker: &Tracker<'_>,
) -> Result<(), EngineError> {
    let parsers = worker::parsers();
    let n_readers = available_parallelism().map_or(1, NonZero::get).min(MAX_READERS);
    while let Some(paths) = intake.next() {
        let (jobs, to_read) = bounded(N_AHEAD);
        let (done, to_store) = bounded(N_AHEAD);
        let (in_flight, large) = (InFlight::default(), Mutex::default());
        let scans = Scans::default();
        std::thread::scope(|scope| {
            let storing =
                scope.spawn(|| storing::run(library, to_store, &in_flight, control, tracker));
            for _ in 0..n_readers {
                let (to_read, done) = (to_read.clone(), done.clone());
                let reader = Reader {
                    library,
                    parsers: &parsers,
                    intake,
                    in_flight: &in_flight,
                    large: &large,
                    scans: &scans,
                };
                scope.spawn(move || read_all(reader, to_read, &done, (control, tracker)));
            }
            drop((to_read, done));
            list_all(&paths, intake, &jobs, (control, tracker));
            drop(jobs);
            match storing.join() {
                Ok(outcome) => outcome,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })?;
        if !control.go_on() {
            return Ok(());
        }
    }
    Ok(())
}

/// Finds the files and hands them out in order.
fn list_all(
    paths: &[PathBuf],
    intake: &Intake,
    jobs: &Sender<Job>,
    (control, tracker): (&Control, &Tracker<'_>),
) {
    // Two passes over the same walk would disagree if files come and go; one walk
    // that reads as it goes cannot say how many files there are. So: list, then read.
    let mut files = Vec::new();
    // Broken off only when cancelled, which the loop below sees too.
    let _ = walk(paths, intake.walk_options(), &mut |event| {
        match event {
            WalkEvent::File(path) => {
                tracker.found_file(&path);
                files.push(path);
            }
            WalkEvent::Skipped(skipped) => tracker.skipped(&skipped),
            WalkEvent::Problem(error) => tracker.failed_path(&error),
        }
        if control.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    for (place, path) in files.into_iter().enumerate() {
        if !control.go_on() || jobs.send(Job { place, path }).is_err() {
            return;
        }
    }
}

/// What a reader works with.
#[derive(Clone, Copy)]
struct Reader<'a> {
    library: &'a Library,
    parsers: &'a Parsers,
    intake: &'a Intake,
    in_flight: &'a InFlight,
    /// Held while a large file is read.
    large: &'a Mutex<()>,
    scans: &'a Scans,
}

/// Files whose pages are read by OCR, which takes a second a page: after all others, so
/// that nothing readable waits for them.
#[derive(Default)]
struct Scans {
    waiting: Mutex<VecDeque<Job>>,
}

impl Scans {
    fn put_off(&self, job: Job) {
        self.lock().push_back(job);
    }

    /// The next one. Its place in the walk is taken already, so that it is stored at once.
    fn next(&self) -> Option<Job> {
        self.lock().pop_front()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Job>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_all(
    reader: Reader<'_>,
    jobs: Receiver<Job>,
    done: &Sender<Done>,
    (control, tracker): (&Control, &Tracker<'_>),
) {
    for job in jobs {
        if !control.go_on() {
            return;
        }
        tracker.began(&job.path);
        let outcome = read(reader, &job.path, &|_| PageDecision::Wait);
        let (job, outcome) = match outcome {
            Err(ImportError::WaitsForOcr { .. }) => {
                let Job { place, path } = job;
                tracker.waits(&path);
                reader.scans.put_off(Job { place, path: path.clone() });
                (Job { place, path }, Ok(Read::PutOff))
            }
            outcome => (job, outcome),
        };
        if !hand_over(reader, Done::new(job, outcome), done) {
            return;
        }
    }
    while let Some(job) = reader.scans.next() {
        tracker.began_scan(&job.path);
        let decide = |page: PageAt| {
            tracker.page(&job.path, page);
            if control.go_on() { PageDecision::Read } else { PageDecision::Wait }
        };
        let outcome = read(reader, &job.path, &decide);
        if !control.go_on() || !hand_over(reader, Done::new(job, outcome), done) {
            return;
        }
    }
}

/// Gives a file to the thread that stores. False when that is gone, which it is only when
/// the store failed; it says why.
fn hand_over(reader: Reader<'_>, file: Done, done: &Sender<Done>) -> bool {
    reader.in_flight.put(file.n_bytes);
    done.send(file).is_ok()
}

fn read(
    reader: Reader<'_>,
    path: &Path,
    decide: &dyn Fn(PageAt) -> PageDecision,
) -> Result<Read, ImportError> {
    let Reader { library, parsers, intake, .. } = reader;
    let path = fs_err::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let is_large = fs_err::metadata(&path).is_ok_and(|it| it.len() > LARGE_FILE_BYTES);
    let _alone = is_large.then(|| reader.large.lock().unwrap_or_else(PoisonError::into_inner));
    let content = read_file(&path, &Limits::default())?;
    let content_hash = *blake3::hash(&content.bytes).as_bytes();
    // A failing look-up means reading the file again, which storing then reports.
    let known = library.store.at_path(&path_to_text(&path)).unwrap_or_default();
    let is_current = |known: &KnownArticle| {
        let is_made_again = known.pipeline.as_ref().is_some_and(|made_by| *made_by != pipeline());
        known.content_hash == content_hash && !is_made_again
    };
    if !known.is_empty() && known.iter().all(is_current) {
        return Ok(Read::Unchanged(known.into_iter().map(|known| known.id).collect()));
    }
    if known.is_empty()
        && intake.leaves_out_if_removed(&path)
        && library.store.is_declined(&content_hash).unwrap_or(false)
    {
        return Ok(Read::TakenOut);
    }
    let n_times = library.store.n_parser_crashes(&content_hash).unwrap_or(0);
    if n_times >= MAX_CRASHES && !intake.wants_again(&path) {
        return Err(ImportError::SetAside { path, n_times });
    }
    let decide = intake.reads_scans().then_some(decide);
    let articles = parsers.parse_pages(&content.bytes, &path, decide).inspect_err(|error| {
        if error.is_parser_crash() {
            // Not noted, it is only tried once more.
            let _ = library.store.note_parser_crash(&content_hash);
        }
    })?;
    if n_times > 0 {
        // It was read after all. Left as it is, it may be set aside one death earlier.
        let _ = library.store.forget_parser_crashes(Some(&content_hash));
    }
    // What is there already was asked for once.
    let is_mailbox = articles.first().is_some_and(|it| it.receipt.format == "mailbox");
    let max_articles = if is_mailbox { MAX_LETTERS } else { MAX_ARTICLES };
    if articles.len() > max_articles.max(known.len()) && !intake.wants_whole(&path) {
        let n_articles = articles.len();
        return Err(ImportError::TooManyArticles { path, n_articles, max_articles });
    }
    Ok(Read::Parsed { path, content_hash, articles })
}
