//! The façade: an open library with its store, its index and its model.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use parallax_embed::{EmbedError, Embedder, ModelInfo, PackPlaces, SearchRules};
use parallax_index::IndexStats;
use parallax_store::{
    Access, ArticleRow, Filter, Problem, ProblemKind, Stats, Store, StoreError, StoredArticle,
};
use parallax_types::ArticleId;

use crate::model::{Model, ModelSource, tag};
use crate::packs::source_of;
use crate::sentences::SentenceVectors;
use crate::undo::Changes;
use crate::vectors::{Graphs, Vectors};
use crate::{Control, EngineError, Intake};

/// How to open a library.
pub struct Options {
    /// The library's folder: `library.db`, `index/`, `backups/`.
    pub folder: PathBuf,
    /// Reading beside a writer, or writing.
    pub access: Access,
    /// Where the embedding model comes from.
    pub model: ModelSource,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// An open library. Cheap to share between threads behind an `Arc`.
pub struct Library {
    pub(crate) store: Store,
    pub(crate) vectors: Vectors,
    pub(crate) sentences: SentenceVectors,
    pub(crate) model: Model,
    /// Where its packs lie; `None` where it was told which model to use.
    pub(crate) packs: Option<PackPlaces>,
    clock: fn() -> Timestamp,
    /// One import at a time.
    pub(crate) importing: Mutex<()>,
    /// One derivation of sides at a time.
    pub(crate) deriving: Mutex<()>,
    pub(crate) changes: Mutex<Changes>,
}

/// Whether a library can be searched by meaning.
#[derive(Debug, Clone)]
pub enum ModelStatus {
    /// Not loaded yet.
    NotLoaded,
    /// Ready.
    Ready(ModelInfo),
    /// Not usable, and why.
    Failed(EmbedError),
}

/// What a library holds, and in what state it is.
#[derive(Debug, Clone)]
pub struct LibraryStats {
    /// Counts of the store.
    pub store: Stats,
    /// The index; `None` before any vector exists.
    pub index: Option<IndexStats>,
    /// Why the index on disk could not be used, if so.
    pub index_problem: Option<String>,
    /// Size of the index on disk, in bytes.
    pub index_bytes: u64,
    /// The model vectors were computed with: id and checksum.
    pub model: Option<String>,
}

impl Library {
    /// Opens the library; the model is loaded when first needed.
    ///
    /// # Errors
    /// When the store cannot be opened (missing, locked, other format).
    pub fn open(options: Options) -> Result<Self, EngineError> {
        // Before there are threads that would get their own.
        crate::memory::share_heaps();
        let store = Store::open(&options.folder, options.access)?;
        let library = Self::around(store, options);
        if library.is_writable() {
            library.clear_old_bin()?;
            if let Some(info) = library.model.info()
                && library.store.use_model(&tag(&info))?
            {
                library.vectors.forget_all();
            }
        }
        Ok(library)
    }

    /// A library around its open store, as it is found.
    pub(crate) fn around(store: Store, options: Options) -> Self {
        let packs = match &options.model {
            ModelSource::Packs(places, _) => Some(places.clone()),
            _ => None,
        };
        // A store that cannot say so fails at everything else as well.
        let stored = store.model().unwrap_or(None);
        let model = Model::new(source_of(options.model, stored.as_deref()));
        Self {
            vectors: Vectors::new(options.folder.join("index")),
            sentences: SentenceVectors::default(),
            store,
            model,
            packs,
            clock: options.clock,
            importing: Mutex::default(),
            deriving: Mutex::default(),
            changes: Mutex::default(),
        }
    }

    /// The library's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.store.folder()
    }

    /// Whether it may be written to.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.store.is_writable()
    }

    /// Loads the model now, or waits for whoever is loading it.
    ///
    /// # Errors
    /// When it cannot be used; searching by words works nevertheless.
    pub fn load_model(&self) -> Result<Arc<dyn Embedder>, EngineError> {
        self.model.get()
    }

    /// Lets the model work on this many threads from now on; it is loaded anew when
    /// next needed.
    pub fn use_workers(&self, n_workers: usize) {
        self.model.use_workers(n_workers);
    }

    /// The model if it is ready and the one this library's vectors come from.
    pub(crate) fn ready_model(&self) -> Option<Arc<dyn Embedder>> {
        let embedder = self.model.ready()?;
        let fits = match self.store.model() {
            Ok(Some(model)) => model == tag(embedder.model()),
            Ok(None) => true,
            Err(_) => false,
        };
        fits.then_some(embedder)
    }

    /// What the model's cosines are worth.
    pub(crate) fn search_rules(&self) -> SearchRules {
        self.model.info().map(|info| info.search).unwrap_or_default()
    }

    /// Whether the library can be searched by meaning now.
    #[must_use]
    pub fn model_status(&self) -> ModelStatus {
        match (self.model.ready(), self.model.failure()) {
            (Some(embedder), _) => ModelStatus::Ready(embedder.model().clone()),
            (None, Some(error)) => ModelStatus::Failed(error),
            (None, None) => ModelStatus::NotLoaded,
        }
    }

    /// Opens the index the first time, and takes over vectors stored since. Searching does this itself; doing it ahead makes the first search fast.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn load_vectors(&self) -> Result<(), EngineError> {
        self.vectors.catch_up(&self.store)
    }

    /// Whether a search met an index that is missing, damaged or outgrown.
    #[must_use]
    pub fn index_is_due(&self) -> bool {
        self.vectors.is_due()
    }

    /// Writes new vectors to the index and builds graphs where that is due, and counts
    /// the vocabulary. Returns whether anything was done. Long on large libraries;
    /// answers stay right meanwhile, and what was done is kept when it is broken off.
    ///
    /// # Errors
    /// When the index cannot be written or the store fails.
    pub fn maintain_index(&self, control: &Control) -> Result<bool, EngineError> {
        self.load_vectors()?;
        if !self.is_writable() {
            return Ok(false);
        }
        let has_counted =
            self.store.vocabulary_is_due()? && self.store.count_vocabulary(&|| control.go_on())?;
        if !self.vectors.is_due() {
            return Ok(has_counted);
        }
        let has_settled = self.vectors.settle(&self.store)?;
        let has_linked = self.vectors.link(Graphs::WherePaying, control)?;
        Ok(has_counted || has_settled || has_linked)
    }

    /// Writes the index anew from the store whatever its state, after what else is
    /// derived and damaged was computed again. Returns false if it was cancelled.
    ///
    /// # Errors
    /// When the library is open for reading only or the index cannot be written.
    pub fn reindex(&self, control: &Control) -> Result<bool, EngineError> {
        if self.is_writable() {
            self.repair(control)?;
        }
        self.reindex_with(Graphs::WherePaying, control)
    }

    /// [`Library::reindex`], with the graphs asked for.
    pub(crate) fn reindex_with(
        &self,
        graphs: Graphs,
        control: &Control,
    ) -> Result<bool, EngineError> {
        if !self.is_writable() {
            return Err(StoreError::ReadOnly { path: self.folder().to_path_buf() }.into());
        }
        self.load_vectors()?;
        if !self.vectors.rebuild(&self.store, control)? {
            return Ok(false);
        }
        self.vectors.link(graphs, control)?;
        Ok(!control.is_cancelled())
    }

    /// Articles that pass `filter`, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn articles(&self, filter: &Filter) -> Result<Vec<ArticleRow>, EngineError> {
        Ok(self.store.articles(filter)?)
    }

    /// One article with its text, blocks and passages.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn article(&self, id: ArticleId) -> Result<StoredArticle, EngineError> {
        Ok(self.store.article(id)?)
    }

    /// Counts and sizes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stats(&self) -> Result<LibraryStats, EngineError> {
        let (index, index_problem) = self.vectors.stats();
        Ok(LibraryStats {
            store: self.store.stats()?,
            index,
            index_problem,
            index_bytes: folder_bytes(&self.folder().join("index")),
            model: self.store.model()?,
        })
    }

    /// Distinct passage texts whose vector is still to be computed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn n_pending(&self) -> Result<usize, EngineError> {
        Ok(self.store.n_pending()?)
    }

    /// Checks everything: [`crate::verify`], and the index on disk. Empty when all is well.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn verify(&self) -> Result<Vec<Problem>, EngineError> {
        let mut problems = self.store.verify()?;
        problems.extend(self.verify_index()?);
        Ok(problems)
    }

    /// Why the index on disk cannot be used, if so.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn verify_index(&self) -> Result<Option<Problem>, EngineError> {
        self.load_vectors()?;
        let (Some(_), Some(problem)) = self.vectors.stats() else { return Ok(None) };
        Ok(Some(Problem {
            kind: ProblemKind::Index,
            what: format!("the index on disk is not used: {problem}"),
            articles: Vec::new(),
        }))
    }

    /// Computes again what is damaged and can be: database indexes, the words index,
    /// stories and quotations, vectors. Returns whether there was anything.
    fn repair(&self, control: &Control) -> Result<bool, EngineError> {
        let problems = self.store.verify()?;
        if !problems.iter().any(|problem| problem.kind.is_derived()) {
            return Ok(false);
        }
        if !self.store.repair(&problems)?.is_empty() {
            // It still has the vectors that were given up.
            self.vectors.forget_all();
        }
        self.import(&Intake::new(Vec::new()), control, &|_| {})?;
        Ok(true)
    }

    pub(crate) fn time(&self) -> Timestamp {
        (self.clock)()
    }

    /// Now, ISO 8601 in UTC.
    pub(crate) fn now(&self) -> String {
        self.time().to_string()
    }
}

/// Checks the library in `folder` without opening it, however damaged it is; the index
/// on disk, which is computed again when it is damaged, is left out.
///
/// # Errors
/// When there is no library, or one of another format.
pub fn verify(folder: &Path) -> Result<Vec<Problem>, EngineError> {
    Ok(parallax_store::verify(folder)?)
}

fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs_err::read_dir(folder) else { return 0 };
    entries.filter_map(|entry| entry.ok()?.metadata().ok()).map(|metadata| metadata.len()).sum()
}
