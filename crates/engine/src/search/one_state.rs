//! A search reads one state of the library, in one read transaction, whatever is written
//! beside it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use parallax_embed::{Embedder, FakeEmbedder, ModelInfo, Priority, SearchRules, Ticket};
use parallax_store::{Access, Filter};
use parallax_types::{ArticleId, Block, BlockKind, Metadata, RawArticle, Receipt, Role};

use super::{Mode, SearchRequest, SearchResult};
use crate::control::Control;
use crate::import::Intake;
use crate::library::{Library, Options};
use crate::model::ModelSource;

/// Words model that lets something happen while a search compares sentences, which is
/// between what was found and what is shown.
struct Interrupted {
    inner: FakeEmbedder,
    model: ModelInfo,
    happens: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Interrupted {
    fn new() -> Self {
        let inner = FakeEmbedder::default();
        let search = SearchRules { sentences: 1.0, ..SearchRules::default() };
        let model = ModelInfo { search, ..inner.model().clone() };
        Self { inner, model, happens: Mutex::default() }
    }
}

impl Embedder for Interrupted {
    fn model(&self) -> &ModelInfo {
        &self.model
    }

    fn submit(&self, texts: Vec<String>, priority: Priority) -> Ticket {
        let happens = match priority {
            Priority::Shown => self.happens.lock().unwrap().take(),
            _ => None,
        };
        if let Some(happens) = happens {
            happens();
        }
        self.inner.submit(texts, priority)
    }

    fn n_in_flight(&self) -> usize {
        self.inner.n_in_flight()
    }
}

fn open(folder: &Path, access: Access, model: Arc<dyn Embedder>) -> Library {
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let (folder, model) = (folder.to_path_buf(), ModelSource::Loaded(model));
    Library::open(Options { folder, access, model, clock }).unwrap()
}

/// Articles on harbours, each in words of its own, so that none is another's copy.
fn store(library: &Library, n_articles: usize) {
    for n in 0..n_articles {
        let text = format!(
            "The harbour of town{n} is closed since storm{n} came over quay{n} at night. \
             Its {n} dockers mend crane{n} and boat{n} with tools{n} from shed{n} alone."
        );
        let raw = RawArticle {
            metadata: Metadata::default(),
            blocks: vec![Block { kind: BlockKind::Paragraph, role: Role::Body, text, page: None }],
            tags: Vec::new(),
            receipt: Receipt::default(),
        };
        library.put_raw(&format!("{n}"), raw).unwrap();
    }
    library.import(&Intake::default(), &Control::default(), &|_| {}).unwrap();
}

fn all_of(library: &Library) -> Vec<ArticleId> {
    library.articles(&Filter::default()).unwrap().into_iter().map(|row| row.id).collect()
}

fn search(library: &Library, query: &str) -> SearchResult {
    library.search(&SearchRequest { n_wanted: 100, ..SearchRequest::new(query) }).unwrap()
}

#[test]
fn a_search_is_one_read_transaction() {
    let dir = tempfile::tempdir().unwrap();
    let writer = open(dir.path(), Access::Write, Arc::new(FakeEmbedder::default()));
    store(&writer, 5);
    let reader = open(dir.path(), Access::Read, Arc::new(FakeEmbedder::default()));
    for library in [&writer, &reader] {
        library.load_vectors().unwrap();
        for (mode, query) in [
            (Mode::Hybrid, "closed harbour"),
            (Mode::Meaning, "closed harbour"),
            (Mode::Words, "closed harbour"),
            (Mode::Hybrid, "harbuor dockers"),
            (Mode::Hybrid, "harbour outlet:gazete after:2020"),
            (Mode::Hybrid, "harbour -crane2 dock* NEAR/5(quay1 night)"),
            (Mode::Hybrid, "\"came over\" AND title:harbour"),
            (Mode::Hybrid, "format:text"),
            (Mode::Hybrid, "nowhere at all"),
        ] {
            let before = library.store.n_read_transactions();
            library.search(&SearchRequest { mode, ..SearchRequest::new(query) }).unwrap();
            let n = library.store.n_read_transactions() - before;
            assert_eq!(n, 1, "{mode:?} {query}, writable: {}", library.is_writable());
        }
    }
}

#[test]
fn what_is_found_is_shown_though_it_is_removed_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let model = Arc::new(Interrupted::new());
    let library = Arc::new(open(dir.path(), Access::Write, Arc::clone(&model) as _));
    store(&library, 4);
    let all = all_of(&library);
    let removing = Arc::clone(&library);
    *model.happens.lock().unwrap() = Some(Box::new(move || {
        removing.remove(&all).unwrap();
    }));
    let result = search(&library, "closed harbour");
    assert!(model.happens.lock().unwrap().is_none(), "nothing happened meanwhile");
    assert_eq!((result.hits.len(), result.n_total), (4, 4), "as it was when it began");
    assert_eq!(search(&library, "closed harbour").hits.len(), 0, "and now they are gone");
}

#[test]
fn hits_and_counts_agree_while_articles_come_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(dir.path(), Access::Write, Arc::new(FakeEmbedder::default()));
    store(&library, 6);
    let all = all_of(&library);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                let change = library.remove(&all[..3]).unwrap();
                library.undo(change).unwrap();
            }
        });
        // Nothing is asserted before the writer has stopped: it would go on for ever.
        let seen: Vec<(usize, usize)> = (0..100)
            .map(|_| search(&library, "closed harbour"))
            .map(|result| (result.hits.len(), result.n_total))
            .collect();
        is_over.store(true, Ordering::Relaxed);
        writer.join().unwrap();
        // They go together and come back one by one.
        let is_one_state = |(n_shown, n_total)| (3..=6).contains(&n_shown) && n_total == n_shown;
        assert!(seen.iter().copied().all(is_one_state), "{seen:?}");
    });
}
