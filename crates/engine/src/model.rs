//! The embedding model of an open library: loaded once, when first needed or
//! ahead of time, by whichever thread asks first.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use parallax_embed::{EmbedError, Embedder, ModelFiles, ModelInfo, Pack, Pool};

use crate::EngineError;

/// Where the model comes from.
#[derive(Clone)]
pub enum ModelSource {
    /// A pack and the runtime, loaded on demand with this many workers.
    Files(ModelFiles, usize),
    /// Already there.
    Loaded(Arc<dyn Embedder>),
    /// Not available; searching by words works.
    Missing(EmbedError),
}

/// A model that may still have to be loaded.
pub(crate) struct Model {
    /// Where it is loaded from; `None` if it came loaded or not at all.
    files: Option<ModelFiles>,
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
        let files = match &source {
            ModelSource::Files(files, _) => Some(files.clone()),
            ModelSource::Loaded(_) | ModelSource::Missing(_) => None,
        };
        let state = match source {
            ModelSource::Files(files, n_workers) => State::NotLoaded(files, n_workers),
            ModelSource::Loaded(embedder) => State::Ready(embedder),
            ModelSource::Missing(error) => State::Failed(error),
        };
        Self { files, state: Mutex::new(state), loaded: Condvar::new() }
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
        let Some(files) = &self.files else { return };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while matches!(*state, State::Loading) {
            state = self.loaded.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        *state = State::NotLoaded(files.clone(), n_workers);
    }

    /// What is known about the model without loading it.
    pub(crate) fn info(&self) -> Option<ModelInfo> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match state {
            State::Ready(embedder) => Some(embedder.model().clone()),
            State::NotLoaded(files, _) => Pack::read_info(&files.pack_dir).ok(),
            State::Loading | State::Failed(_) => None,
        }
    }
}

fn load(files: &ModelFiles, n_workers: usize) -> Result<Arc<dyn Embedder>, EmbedError> {
    let pack = Pack::read(&files.pack_dir)?;
    Ok(Arc::new(Pool::open(pack, &files.runtime, n_workers)?))
}
