//! Parsed files into stored articles, on one thread.
//!
//! Files are stored in the order they were found, except that one that takes long goes
//! to the back; several small ones in one transaction, since the words index writes what
//! it was given once a transaction. Nothing waits for its transaction longer than a
//! reader would notice.
//!
//! Invariants: a file's articles are stored together, however many (were some missing, the
//! file would pass for imported); what comes of a file does not depend on which others
//! share its transaction; it is reported once it is durable.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use parallax_import::ImportError;
use parallax_store::{NewArticle, StoreError, Written};
use parallax_text::{N_ELSEWHERE_IS_BOILERPLATE, block_key};
use parallax_types::{ArticleId, RawArticle, path_to_text};

use super::in_flight::{InFlight, is_too_much};
use super::job::{Done, Read};
use super::progress::Tracker;
use crate::annotations::place;
use crate::prepare::{Provenance, prepare};
use crate::versions::ForArticle;
use crate::{Control, EngineError, Library, memory};

/// Files that may wait for one found before them, if they are small.
const MAX_WAITING: usize = 32;

/// When a group is stored: at so many bytes of text, articles, or so long after its
/// first.
const MAX_GROUP_BYTES: usize = 1 << 20;
const MAX_GROUP_ARTICLES: usize = 32;
const MAX_GROUP_AGE: Duration = Duration::from_millis(40);

/// After so much was stored, what was freed is given back to the system: each thread that
/// reads keeps its own, and most of it is never used again.
const GIVEN_BACK_EVERY: usize = 16 << 20;

/// Stores what comes until there is no more, or the work is cancelled.
#[expect(clippy::needless_pass_by_value, reason = "readers end once it is dropped")]
pub(super) fn run(
    library: &Library,
    done: Receiver<Done>,
    in_flight: &InFlight,
    control: &Control,
    tracker: &Tracker<'_>,
) -> Result<(), EngineError> {
    // Let go before `done` is, or a reader might wait for room that nobody makes.
    let taker = in_flight.taker();
    let mut waiting = Waiting::default();
    let mut group = Group::new(library, tracker);
    loop {
        let file = match group.closes_at() {
            Some(at) => match done.recv_deadline(at) {
                Ok(file) => file,
                Err(RecvTimeoutError::Timeout) => {
                    group.store()?;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            },
            None => match done.recv() {
                Ok(file) => file,
                Err(_) => break,
            },
        };
        taker.take(file.n_bytes);
        waiting.put(file);
        while let Some(file) = waiting.next() {
            if control.is_cancelled() {
                return group.store();
            }
            group.add(file)?;
        }
    }
    for file in waiting.files.into_values() {
        if control.is_cancelled() {
            break;
        }
        group.add(file)?;
    }
    group.store()
}

/// Files that came before one found earlier.
#[derive(Default)]
struct Waiting {
    files: BTreeMap<usize, Done>,
    n_bytes: usize,
    /// The place whose turn it is.
    turn: usize,
}

impl Waiting {
    fn put(&mut self, file: Done) {
        self.n_bytes += file.n_bytes;
        self.files.insert(file.job.place, file);
    }

    /// The file whose turn it is, or the first when too many wait for that one.
    fn next(&mut self) -> Option<Done> {
        let should_flush = self.files.len() > MAX_WAITING || is_too_much(self.n_bytes);
        let first = self.files.first_entry()?;
        if *first.key() > self.turn && !should_flush {
            return None;
        }
        let file = first.remove();
        self.n_bytes -= file.n_bytes;
        self.turn = self.turn.max(file.job.place + 1);
        Some(file)
    }
}

/// Files to be stored in one transaction.
struct Group<'a> {
    library: &'a Library,
    tracker: &'a Tracker<'a>,
    files: Vec<Prepared>,
    n_articles: usize,
    n_bytes: usize,
    since: Option<Instant>,
    /// What was taken in since memory was last given back.
    n_bytes_taken: usize,
}

/// A file whose articles are cleaned and cut.
struct Prepared {
    found_at: PathBuf,
    path: String,
    content_hash: [u8; 32],
    articles: Vec<NewArticle>,
}

impl<'a> Group<'a> {
    fn new(library: &'a Library, tracker: &'a Tracker<'a>) -> Self {
        Self {
            library,
            tracker,
            files: Vec::new(),
            n_articles: 0,
            n_bytes: 0,
            since: None,
            n_bytes_taken: 0,
        }
    }

    /// When it is to be stored whatever comes; `None` while it is empty.
    fn closes_at(&self) -> Option<Instant> {
        Some(self.since? + MAX_GROUP_AGE)
    }

    /// Takes a file in, and stores the group if it is large enough.
    fn add(&mut self, file: Done) -> Result<(), EngineError> {
        let found_at = file.job.path;
        self.n_bytes_taken += file.n_bytes;
        let (path, content_hash, raw) = match file.outcome {
            Ok(Read::Parsed { path, content_hash, articles }) => (path, content_hash, articles),
            Ok(Read::Unchanged(ids)) => {
                self.tracker.unchanged(&found_at, &ids);
                return Ok(());
            }
            Ok(Read::TakenOut) => {
                self.tracker.taken_out(&found_at);
                return Ok(());
            }
            Ok(Read::PutOff) => return Ok(()),
            Err(error) => {
                self.tracker.failed_file(&found_at, &error);
                return Ok(());
            }
        };
        let path_text = path_to_text(&path);
        let articles = self.prepared(raw, &path_text, content_hash);
        if articles.is_empty() {
            self.tracker.failed_file(&found_at, &ImportError::NoText { path });
            return Ok(());
        }
        self.since.get_or_insert_with(Instant::now);
        self.n_articles += articles.len();
        self.n_bytes += articles.iter().map(|article| article.text.len()).sum::<usize>();
        self.files.push(Prepared { found_at, path: path_text, content_hash, articles });
        if self.n_bytes >= MAX_GROUP_BYTES || self.n_articles >= MAX_GROUP_ARTICLES {
            self.store()?;
        }
        Ok(())
    }

    fn prepared(
        &self,
        raw: Vec<RawArticle>,
        path: &str,
        content_hash: [u8; 32],
    ) -> Vec<NewArticle> {
        let mut articles: Vec<NewArticle> = Vec::new();
        for raw in raw {
            let part = u32::try_from(articles.len()).unwrap_or(u32::MAX);
            let imported_at = self.library.now();
            let provenance = Provenance { path, part, content_hash, imported_at };
            let outlet = raw.metadata.outlet.as_ref().map(|outlet| outlet.value.clone());
            let article =
                prepare(raw, provenance, &|block| self.n_elsewhere(outlet.as_deref(), block, path));
            if !article.passages.is_empty() {
                articles.push(article);
            }
        }
        articles
    }

    /// In how many articles of the same outlet but other files a block stands: of the
    /// library, but for versions that the group is about to replace, and of the group.
    fn n_elsewhere(&self, outlet: Option<&str>, block: &str, path: &str) -> usize {
        let Some(outlet) = outlet else { return 0 };
        let key = block_key(block);
        let is_elsewhere = |article: &&NewArticle| {
            article.metadata.outlet.as_ref().is_some_and(|other| other.value == outlet)
                && article.blocks.iter().any(|block| block.key == Some(key))
        };
        let others = self.files.iter().filter(|file| file.path != path);
        let n_here = others.flat_map(|file| &file.articles).filter(is_elsewhere).count();
        let n_missing = N_ELSEWHERE_IS_BOILERPLATE.saturating_sub(n_here);
        let except: HashSet<&str> =
            self.files.iter().map(|file| file.path.as_str()).chain([path]).collect();
        // Not known: taken for the article's own, as where there is no other.
        let n_stored = self.library.store.n_articles_with_block(outlet, key, &except, n_missing);
        n_here + n_stored.unwrap_or(0)
    }

    /// Stores what it holds, and reports it.
    fn store(&mut self) -> Result<(), EngineError> {
        let files = std::mem::take(&mut self.files);
        (self.n_articles, self.n_bytes, self.since) = (0, 0, None);
        if files.is_empty() {
            return Ok(());
        }
        let mut dropped = Vec::new();
        let written: Vec<Vec<Written>> = self.library.store.write_articles(|batch| {
            let mut written = Vec::with_capacity(files.len());
            for file in &files {
                let articles = file.articles.iter();
                written.push(
                    articles
                        .map(|article| batch.put(article, &place, &ForArticle::new(article)))
                        .collect::<Result<_, _>>()?,
                );
                let n_parts = u32::try_from(file.articles.len()).unwrap_or(u32::MAX);
                dropped.extend(batch.delete_parts_from(&file.path, n_parts, &file.content_hash)?);
            }
            Ok::<Vec<Vec<Written>>, StoreError>(written)
        })?;
        for (file, written) in files.into_iter().zip(written) {
            let ids: Vec<ArticleId> = written.iter().map(|written| written.id).collect();
            for (article, written) in file.articles.iter().zip(written) {
                dropped.extend(written.dropped);
                self.tracker.superseded(&written.superseded, written.id);
                self.tracker.imported(written.id, article, written.n_pending);
            }
            self.tracker.file_done(&file.found_at, ids);
        }
        self.library.vectors.remove(&dropped);
        if self.n_bytes_taken > GIVEN_BACK_EVERY {
            self.n_bytes_taken = 0;
            memory::give_back();
        }
        Ok(())
    }
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
        let article = prepare(raw, provenance, &|_| 0);
        self.store.put_article(&article)?;
        Ok(())
    }
}
