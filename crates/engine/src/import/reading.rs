//! Files in, stored articles out: walking and parsing on one thread, storing on
//! another, a short channel between them.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, Sender, bounded};
use parallax_import::{ImportError, Limits, WalkEvent, parse, read_file, walk};
use parallax_store::NewArticle;
use parallax_text::block_key;
use parallax_types::RawArticle;

use super::Intake;
use super::progress::Tracker;
use crate::prepare::{self, Provenance, pipeline, prepare};
use crate::{Control, EngineError, Library};

/// Files parsed ahead of the store; small, so that memory stays flat.
const N_AHEAD: usize = 8;

/// A file parsed into its articles, ready to be stored.
struct ParsedFile {
    path: PathBuf,
    articles: Vec<NewArticle>,
}

/// Reads until the intake is closed or the work cancelled.
pub(super) fn run(
    library: &Library,
    intake: &Intake,
    control: &Control,
    tracker: &Tracker<'_>,
) -> Result<(), EngineError> {
    while let Some(paths) = intake.next() {
        let (sender, receiver) = bounded(N_AHEAD);
        std::thread::scope(|scope| {
            let storing = scope.spawn(|| store_all(library, receiver, control, tracker));
            parse_all(library, &paths, &sender, control, tracker);
            drop(sender);
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

fn parse_all(
    library: &Library,
    paths: &[PathBuf],
    parsed: &Sender<ParsedFile>,
    control: &Control,
    tracker: &Tracker<'_>,
) {
    // Two passes over the same walk would disagree if files come and go; one walk
    // that reads as it goes cannot say how many files there are. So: list, then read.
    let mut files = Vec::new();
    // Broken off only when cancelled, which the loop below sees too.
    let _ = walk(paths, &mut |event| {
        match event {
            WalkEvent::File(path) => {
                tracker.found_file();
                files.push(path);
            }
            WalkEvent::Skipped(skipped) => tracker.skipped(&skipped),
            WalkEvent::Problem(error) => tracker.failed_path(&error),
        }
        if control.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    for path in files {
        if !control.go_on() {
            return;
        }
        match parse_file(library, &path) {
            Ok(Parsed::Unchanged(ids)) => tracker.unchanged(&path, &ids),
            Ok(Parsed::Articles(articles)) => {
                // The storing thread is gone only when the store failed; it says why.
                if parsed.send(ParsedFile { path, articles }).is_err() {
                    return;
                }
            }
            Err(error) => tracker.failed_file(&path, &error),
        }
    }
}

enum Parsed {
    Unchanged(Vec<parallax_types::ArticleId>),
    Articles(Vec<NewArticle>),
}

fn parse_file(library: &Library, path: &Path) -> Result<Parsed, ImportError> {
    let path = fs_err::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let path_text = path.to_string_lossy().into_owned();
    let content = read_file(&path, &Limits::default())?;
    let content_hash = *blake3::hash(&content.bytes).as_bytes();
    // A failing look-up means reading the file again, which storing then reports.
    let known = library.store.at_path(&path_text).unwrap_or_default();
    let is_current = |(_, hash, made_by): &(_, [u8; 32], String)| {
        *hash == content_hash && *made_by == pipeline()
    };
    if !known.is_empty() && known.iter().all(is_current) {
        return Ok(Parsed::Unchanged(known.into_iter().map(|(id, ..)| id).collect()));
    }
    let articles = parse(&content.bytes, &path)?;
    let prepared: Vec<NewArticle> = (0u32..)
        .zip(articles)
        .map(|(part, raw)| {
            let provenance =
                Provenance { path: &path_text, part, content_hash, imported_at: library.now() };
            let outlet = raw.metadata.outlet.as_ref().map(|outlet| outlet.value.clone());
            prepare(raw, provenance, &|block| {
                n_elsewhere(library, outlet.as_deref(), block, &path_text)
            })
        })
        .collect();
    if prepared.iter().all(|article| article.passages.is_empty()) {
        return Err(ImportError::NoText { path });
    }
    let with_text = prepared.into_iter().filter(|article| !article.passages.is_empty());
    Ok(Parsed::Articles(with_text.collect()))
}

fn n_elsewhere(library: &Library, outlet: Option<&str>, block: &str, path: &str) -> usize {
    let Some(outlet) = outlet else { return 0 };
    library.store.n_articles_with_block(outlet, block_key(block), path).unwrap_or(0)
}

fn store_all(
    library: &Library,
    parsed: Receiver<ParsedFile>,
    control: &Control,
    tracker: &Tracker<'_>,
) -> Result<(), EngineError> {
    for file in parsed {
        if control.is_cancelled() {
            return Ok(());
        }
        let path = file.path.as_path();
        let mut n_parts = 0;
        let mut stored_at = None;
        for article in &file.articles {
            let written = library.store.put_article(article)?;
            library.vectors.remove(&written.dropped);
            tracker.imported(written.id, article, written.n_pending);
            n_parts = article.part + 1;
            stored_at = Some(article.path.as_str());
        }
        if let Some(stored_at) = stored_at {
            let dropped = library.store.delete_parts_from(stored_at, n_parts)?;
            library.vectors.remove(&dropped);
        }
        tracker.file_done(path);
    }
    Ok(())
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
