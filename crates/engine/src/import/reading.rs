//! Files in, stored articles out.
//!
//! ```text
//! walk ─▶ n readers: read, hash, parse in a child ─▶ one thread: clean, store
//! ```
//!
//! Articles are stored in the order their files were found, except that a file
//! that takes long goes to the back.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use crossbeam_channel::{Receiver, Sender, bounded};
use parallax_import::{ImportError, Limits, Parsers, WalkEvent, read_file, walk};
use parallax_text::block_key;
use parallax_types::{ArticleId, RawArticle};

use super::Intake;
use super::progress::Tracker;
use crate::keep::place;
use crate::prepare::{self, Provenance, pipeline, prepare};
use crate::{Control, EngineError, Library, worker};

/// Files parsed ahead of the store; small, so that memory stays flat.
const N_AHEAD: usize = 8;

/// Files that may wait for one found before them; each is at most 20 MB of text.
const MAX_WAITING: usize = 32;

/// More readers than this wait for the disk and for the one that stores.
const MAX_READERS: usize = 4;

/// A file that brought its parser down this often is set aside.
const MAX_DEATHS: u32 = 2;

/// A file on its way through, by its place in the walk.
struct Job {
    place: usize,
    path: PathBuf,
}

/// A file with what came of it.
struct Done {
    job: Job,
    outcome: Result<Read, ImportError>,
}

enum Read {
    Unchanged(Vec<ArticleId>),
    Parsed { path: PathBuf, content_hash: [u8; 32], articles: Vec<RawArticle> },
}

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
        std::thread::scope(|scope| {
            let storing = scope.spawn(|| store_all(library, to_store, control, tracker));
            for _ in 0..n_readers {
                let (to_read, done) = (to_read.clone(), done.clone());
                let parsers = &parsers;
                scope.spawn(move || {
                    read_all(library, parsers, to_read, &done, (control, tracker));
                });
            }
            drop((to_read, done));
            list_all(&paths, &jobs, control, tracker);
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
fn list_all(paths: &[PathBuf], jobs: &Sender<Job>, control: &Control, tracker: &Tracker<'_>) {
    // Two passes over the same walk would disagree if files come and go; one walk
    // that reads as it goes cannot say how many files there are. So: list, then read.
    let mut files = Vec::new();
    // Broken off only when cancelled, which the loop below sees too.
    let _ = walk(paths, &mut |event| {
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

fn read_all(
    library: &Library,
    parsers: &Parsers,
    jobs: Receiver<Job>,
    done: &Sender<Done>,
    (control, tracker): (&Control, &Tracker<'_>),
) {
    for job in jobs {
        if !control.go_on() {
            return;
        }
        tracker.began(&job.path);
        let outcome = read(library, parsers, &job.path);
        // The storing thread is gone only when the store failed; it says why.
        if done.send(Done { job, outcome }).is_err() {
            return;
        }
    }
}

fn read(library: &Library, parsers: &Parsers, path: &Path) -> Result<Read, ImportError> {
    let path = fs_err::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let content = read_file(&path, &Limits::default())?;
    let content_hash = *blake3::hash(&content.bytes).as_bytes();
    // A failing look-up means reading the file again, which storing then reports.
    let known = library.store.at_path(&path.to_string_lossy()).unwrap_or_default();
    let is_current = |(_, hash, made_by): &(_, [u8; 32], String)| {
        *hash == content_hash && *made_by == pipeline()
    };
    if !known.is_empty() && known.iter().all(is_current) {
        return Ok(Read::Unchanged(known.into_iter().map(|(id, ..)| id).collect()));
    }
    let n_times = library.store.n_parser_deaths(&content_hash).unwrap_or(0);
    if n_times >= MAX_DEATHS {
        return Err(ImportError::SetAside { path, n_times });
    }
    let articles = parsers.parse(&content.bytes, &path).inspect_err(|error| {
        if error.is_parsers_death() {
            // Not noted, it is only tried once more.
            let _ = library.store.note_parser_death(&content_hash);
        }
    })?;
    Ok(Read::Parsed { path, content_hash, articles })
}

/// Stores what comes, as far as possible in the order found.
fn store_all(
    library: &Library,
    done: Receiver<Done>,
    control: &Control,
    tracker: &Tracker<'_>,
) -> Result<(), EngineError> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for file in done {
        waiting.insert(file.job.place, file);
        loop {
            let n_waiting = waiting.len();
            let Some(first) = waiting.first_entry() else { break };
            if *first.key() > next && n_waiting <= MAX_WAITING {
                break;
            }
            let file = first.remove();
            next = next.max(file.job.place + 1);
            if control.is_cancelled() {
                return Ok(());
            }
            store(library, file, tracker)?;
        }
    }
    for file in waiting.into_values() {
        if control.is_cancelled() {
            return Ok(());
        }
        store(library, file, tracker)?;
    }
    Ok(())
}

fn store(library: &Library, file: Done, tracker: &Tracker<'_>) -> Result<(), EngineError> {
    let found_at = file.job.path.as_path();
    let (path, content_hash, articles) = match file.outcome {
        Ok(Read::Parsed { path, content_hash, articles }) => (path, content_hash, articles),
        Ok(Read::Unchanged(ids)) => {
            tracker.unchanged(found_at, &ids);
            return Ok(());
        }
        Err(error) => {
            tracker.failed_file(found_at, &error);
            return Ok(());
        }
    };
    let path_text = path.to_string_lossy().into_owned();
    let (mut n_parts, mut ids) = (0, Vec::new());
    for raw in articles {
        let imported_at = library.now();
        let provenance = Provenance { path: &path_text, part: n_parts, content_hash, imported_at };
        let outlet = raw.metadata.outlet.as_ref().map(|outlet| outlet.value.clone());
        let article = prepare(raw, provenance, &|block| {
            n_elsewhere(library, outlet.as_deref(), block, &path_text)
        });
        if article.passages.is_empty() {
            continue;
        }
        let written = library.store.put_article_placing(&article, &place)?;
        library.vectors.remove(&written.dropped);
        tracker.imported(written.id, &article, written.n_pending);
        ids.push(written.id);
        n_parts += 1;
    }
    if n_parts == 0 {
        tracker.failed_file(found_at, &ImportError::NoText { path });
        return Ok(());
    }
    let dropped = library.store.delete_parts_from(&path_text, n_parts)?;
    library.vectors.remove(&dropped);
    tracker.file_done(found_at, ids);
    Ok(())
}

fn n_elsewhere(library: &Library, outlet: Option<&str>, block: &str, path: &str) -> usize {
    let Some(outlet) = outlet else { return 0 };
    library.store.n_articles_with_block(outlet, block_key(block), path).unwrap_or(0)
}

impl Library {
    /// Stores articles that are in memory already, as a corpus for evaluation
    /// is. `name` stands for the path.
    pub(crate) fn put_raw(&self, name: &str, raw: RawArticle) -> Result<(), EngineError> {
        let provenance = Provenance {
            path: name,
            part: 0,
            content_hash: *blake3::hash(name.as_bytes()).as_bytes(),
            imported_at: self.now(),
        };
        let article = prepare::prepare(raw, provenance, &|_| 0);
        self.store.put_article(&article)?;
        Ok(())
    }
}
