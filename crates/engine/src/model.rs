//! The embedding model of an open library: loaded once, when first needed or
//! ahead of time, by whichever thread asks first.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use parallax_embed::{
    DEFAULT_PACK, EmbedError, Embedder, ModelFiles, ModelInfo, Pack, PackPlaces, Pool, environment,
};

use crate::EngineError;

/// Where the model comes from.
#[derive(Clone)]
pub enum ModelSource {
    /// A pack and the runtime, loaded on demand with this many workers.
    Files(ModelFiles, usize),
    /// The pack among these that the library uses, with this many workers.
    Packs(PackPlaces, usize),
    /// Already there.
    Loaded(Arc<dyn Embedder>),
    /// Not available; searching by words works.
    Missing(EmbedError),
}

/// A model that may still have to be loaded.
pub(crate) struct Model {
    /// Where it is loaded from; `None` if it came loaded or not at all.
    files: Mutex<Option<ModelFiles>>,
    n_workers: AtomicUsize,
    state: Mutex<State>,
    loaded: Condvar,
}

#[derive(Clone)]
enum State {
    NotLoaded(ModelFiles, usize),
    Loading,
    Ready(Arc<dyn Embedder>),
    Failed(EmbedError),
}

impl Model {
    pub(crate) fn new(source: ModelSource) -> Self {
        let (files, n_workers, state) = match source {
            ModelSource::Files(files, n_workers) => {
                (Some(files.clone()), n_workers, State::NotLoaded(files, n_workers))
            }
            ModelSource::Loaded(embedder) => (None, 1, State::Ready(embedder)),
            ModelSource::Missing(error) => (None, 1, State::Failed(error)),
            // Which of them is the library's to say (`packs::source_of`).
            ModelSource::Packs(places, n_workers) => match places.find(DEFAULT_PACK) {
                Ok(files) => (Some(files.clone()), n_workers, State::NotLoaded(files, n_workers)),
                Err(error) => (None, n_workers, State::Failed(error)),
            },
        };
        Self {
            files: Mutex::new(files),
            n_workers: AtomicUsize::new(n_workers),
            state: Mutex::new(state),
            loaded: Condvar::new(),
        }
    }

    /// Threads it works on.
    pub(crate) fn n_workers(&self) -> usize {
        self.n_workers.load(Ordering::Relaxed)
    }

    /// Works with another pack from now on, which is loaded already.
    pub(crate) fn replace(&self, files: ModelFiles, n_workers: usize, loaded: Arc<dyn Embedder>) {
        *self.files.lock().unwrap_or_else(PoisonError::into_inner) = Some(files);
        self.n_workers.store(n_workers, Ordering::Relaxed);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while matches!(*state, State::Loading) {
            state = self.loaded.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        *state = State::Ready(loaded);
    }

    /// The model if it is ready now.
    pub(crate) fn ready(&self) -> Option<Arc<dyn Embedder>> {
        match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Ready(embedder) => Some(Arc::clone(embedder)),
            _ => None,
        }
    }

    /// Why it cannot be used, once that is known.
    pub(crate) fn failure(&self) -> Option<EmbedError> {
        match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Failed(error) => Some(error.clone()),
            _ => None,
        }
    }

    /// The model, loading it or waiting for whoever loads it.
    pub(crate) fn get(&self) -> Result<Arc<dyn Embedder>, EngineError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*state {
                State::Ready(embedder) => return Ok(Arc::clone(embedder)),
                State::Failed(error) => return Err(error.clone().into()),
                State::Loading => {
                    state = self.loaded.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                State::NotLoaded(files, n_workers) => {
                    let (files, n_workers) = (files.clone(), *n_workers);
                    *state = State::Loading;
                    drop(state);
                    let outcome = load(&files, n_workers);
                    state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                    *state = match outcome {
                        Ok(embedder) => State::Ready(embedder),
                        Err(error) => State::Failed(error),
                    };
                    self.loaded.notify_all();
                }
            }
        }
    }

    /// Works with this many workers from now on: loaded anew when next needed.
    /// Whoever uses the model now goes on with it as it was.
    pub(crate) fn use_workers(&self, n_workers: usize) {
        self.n_workers.store(n_workers, Ordering::Relaxed);
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(files) = files else { return };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while matches!(*state, State::Loading) {
            state = self.loaded.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        *state = State::NotLoaded(files, n_workers);
    }

    /// What is known about the model without loading it.
    pub(crate) fn info(&self) -> Option<ModelInfo> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match state {
            State::Ready(embedder) => Some(embedder.model().clone()),
            State::NotLoaded(..) | State::Loading => {
                let files = self.files.lock().unwrap_or_else(PoisonError::into_inner).clone();
                files.and_then(|files| Pack::read_info(&files.pack_dir).ok())
            }
            State::Failed(_) => None,
        }
    }
}

fn load(files: &ModelFiles, n_workers: usize) -> Result<Arc<dyn Embedder>, EmbedError> {
    // Both are checked byte for byte, which is a third of the time to a first answer.
    let (pack, runtime) = std::thread::scope(|threads| {
        let runtime = threads.spawn(|| environment(&files.runtime));
        (Pack::read(&files.pack_dir), runtime.join())
    });
    let pack = pack?;
    runtime.map_err(|_| EmbedError::Stopped)??;
    Ok(Arc::new(Pool::open(pack, &files.runtime, n_workers)?))
}

/// What tells one model's vectors from another's.
pub(crate) fn tag(info: &ModelInfo) -> String {
    format!("{} {}", info.id, info.sha256)
}

/// Whether a model was made for texts in `language`: for all where it names none, and for
/// those whose language is not known. `en-GB` is English, `nb` and `nn` are Norwegian.
pub(crate) fn is_made_for(model: &ModelInfo, language: Option<&str>) -> bool {
    let Some(language) = language else { return true };
    let primary = |code: &str| match code.split(['-', '_']).next().unwrap_or_default() {
        "nb" | "nn" => "no".to_owned(),
        primary => primary.to_lowercase(),
    };
    model.languages.is_empty()
        || model.languages.iter().any(|known| primary(known) == primary(language))
}
