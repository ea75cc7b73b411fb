//! Which model pack a library uses, and giving it another.
//!
//! The new pack's vectors are computed beside the old ones (`store::prepared`), which
//! answer until all are there; then both change places at once. Broken off at any moment,
//! the next time goes on with what is there.
//! Not here: where packs lie (`embed::PackPlaces`), adding them to a machine (`cli`).

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use parallax_embed::{
    DEFAULT_PACK, EmbedError, Embedder, ModelInfo, Pack, PackPlaces, Pool, Priority, Ticket,
    is_pack_id,
};
use parallax_store::{InputHash, MeanOf, PreparedVectors};
use parallax_types::VectorId;

use crate::model::{ModelSource, tag};
use crate::prepare::embedded_text;
use crate::stories::{N_IN_MEAN, mean};
use crate::{Control, EngineError, Library};

/// Vectors stored per transaction, as in an import.
const N_PER_BATCH: usize = 32;

/// A pack on this machine, and what it is to a library.
#[derive(Debug, Clone)]
pub struct InstalledPack {
    /// What it is.
    pub model: ModelInfo,
    /// Its folder.
    pub folder: PathBuf,
    /// Whether the library's vectors are of this pack.
    pub is_used: bool,
    /// Vectors computed so far where the library is being given this pack.
    pub n_prepared: Option<usize>,
}

/// How far a library is on its way to another pack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PackProgress {
    /// Vectors computed.
    pub n_done: usize,
    /// Vectors there will be.
    pub n_all: usize,
    /// Time the rest will take, once that can be told.
    pub seconds_left: Option<f64>,
}

/// What came of giving a library another pack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PackSwitch {
    /// Whether the library uses the pack now; false when it was cancelled.
    pub is_used: bool,
    /// Vectors computed this time.
    pub n_computed: usize,
    /// Time it took.
    pub took: Duration,
}

/// Where the model of a library comes from that has vectors of `stored`, id and checksum.
pub(crate) fn source_of(source: ModelSource, stored: Option<&str>) -> ModelSource {
    let ModelSource::Packs(places, n_workers) = source else { return source };
    match places.find(id_of(stored)) {
        Ok(files) => ModelSource::Files(files, n_workers),
        Err(error) => ModelSource::Missing(error),
    }
}

fn id_of(stored: Option<&str>) -> &str {
    stored.and_then(|tag| tag.split_whitespace().next()).unwrap_or(DEFAULT_PACK)
}

impl Library {
    /// The id of the pack this library uses, or will once it has vectors.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pack_id(&self) -> Result<String, EngineError> {
        Ok(id_of(self.store.model()?.as_deref()).to_owned())
    }

    /// The packs on this machine, by id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn packs(&self) -> Result<Vec<InstalledPack>, EngineError> {
        let Some(places) = &self.packs else { return Ok(Vec::new()) };
        let used = self.pack_id()?;
        let prepared = self.store.prepared();
        let n_prepared = |model: &ModelInfo| {
            prepared.as_ref().filter(|(found, _)| *found == tag(model)).map(|(_, n)| *n)
        };
        let packs = places.list().into_iter().map(|(model, folder)| InstalledPack {
            is_used: model.id == used,
            n_prepared: n_prepared(&model),
            model,
            folder,
        });
        Ok(packs.collect())
    }

    /// The pack this library was being given when that was broken off, if it was.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unfinished_pack(&self) -> Result<Option<String>, EngineError> {
        let packs = self.packs()?.into_iter();
        let mut unfinished = packs.filter(|pack| pack.n_prepared.is_some() && !pack.is_used);
        Ok(unfinished.next().map(|pack| pack.model.id))
    }

    /// Gives the library the pack `id`: computes its vectors while the old ones go on
    /// answering, then lets them change places. Cancelled or broken off, it goes on there
    /// the next time. An import that runs meanwhile is waited for at the end.
    ///
    /// # Errors
    /// [`EngineError::PackNamed`] where the environment names the pack; when there is no
    /// such pack, it cannot be used, or the store fails. The library is as it was then.
    pub fn use_pack(
        &self,
        id: &str,
        control: &Control,
        observe: &dyn Fn(&PackProgress),
    ) -> Result<PackSwitch, EngineError> {
        let started = Instant::now();
        let places = self.packs.as_ref().ok_or(EngineError::PackNamed)?;
        let (files, n_workers) = (places.find(id)?, self.model.n_workers());
        let wanted = tag(&Pack::read_info(&files.pack_dir)?);
        let done =
            |is_used, n_computed| PackSwitch { is_used, n_computed, took: started.elapsed() };
        if self.store.model()?.as_deref() == Some(&wanted) {
            self.store.forget_prepared()?;
            return Ok(done(true, 0));
        }
        let prepared = self.store.prepare_vectors(&wanted)?;
        let pool = Arc::new(Pool::open(Pack::read(&files.pack_dir)?, &files.runtime, n_workers)?);
        let mut preparing = Preparing::begin(self, pool.as_ref(), &prepared, started);
        if !preparing.run(control, observe)? {
            return Ok(done(false, preparing.n_computed));
        }
        let _no_import = self.importing.lock().unwrap_or_else(PoisonError::into_inner);
        // What was imported meanwhile.
        if !preparing.run(control, observe)? {
            return Ok(done(false, preparing.n_computed));
        }
        let n_computed = preparing.n_computed;
        self.store.switch_model(prepared, &MeanOf { n_passages: N_IN_MEAN, mean: &mean })?;
        self.vectors.forget_all();
        self.sentences.forget_all();
        self.model.replace(files, n_workers, pool);
        self.load_vectors()?;
        Ok(done(true, n_computed))
    }

    /// Gives up the pack the library was being given; what was computed is deleted.
    ///
    /// # Errors
    /// When the files cannot be deleted.
    pub fn forget_unfinished_pack(&self) -> Result<(), EngineError> {
        Ok(self.store.forget_prepared()?)
    }
}

/// Vectors on their way into the prepared ones.
struct Preparing<'a> {
    library: &'a Library,
    embedder: &'a dyn Embedder,
    prepared: &'a PreparedVectors,
    in_flight: VecDeque<(Vec<InputHash>, Ticket)>,
    /// Every vector up to this one is prepared or in flight.
    last: VectorId,
    started: Instant,
    n_done: usize,
    n_computed: usize,
}

impl<'a> Preparing<'a> {
    fn begin(
        library: &'a Library,
        embedder: &'a dyn Embedder,
        prepared: &'a PreparedVectors,
        started: Instant,
    ) -> Self {
        Self {
            library,
            embedder,
            prepared,
            in_flight: VecDeque::new(),
            last: VectorId(0),
            started,
            n_done: 0,
            n_computed: 0,
        }
    }

    /// Until nothing is missing; returns false when it was cancelled.
    fn run(
        &mut self,
        control: &Control,
        observe: &dyn Fn(&PackProgress),
    ) -> Result<bool, EngineError> {
        loop {
            if !control.go_on() {
                return Ok(false);
            }
            self.fill()?;
            let Some((hashes, ticket)) = self.in_flight.pop_front() else { return Ok(true) };
            let vectors: Vec<_> = hashes.into_iter().zip(ticket.wait()?).collect();
            self.prepared.put(&vectors)?;
            self.n_done += vectors.len();
            self.n_computed += vectors.len();
            observe(&self.progress()?);
        }
    }

    /// Hands passages to the model until enough are in flight to keep it busy.
    fn fill(&mut self) -> Result<(), EngineError> {
        let n_batches = self.embedder.n_in_flight().div_ceil(N_PER_BATCH) + 1;
        while self.in_flight.len() < n_batches {
            let inputs = self.library.store.inputs(self.last, N_PER_BATCH)?;
            let Some(newest) = inputs.last() else { break };
            self.last = newest.passage.vector_id;
            let hashes: Vec<InputHash> = inputs.iter().map(|input| input.hash).collect();
            let known = self.prepared.known(&hashes)?;
            self.n_done += known.iter().filter(|is_known| **is_known).count();
            let missing = inputs.into_iter().zip(known).filter(|(_, is_known)| !is_known);
            let (hashes, texts): (Vec<InputHash>, Vec<String>) = missing
                .map(|(input, _)| {
                    let passage = input.passage;
                    (input.hash, embedded_text(&passage.context, &passage.text))
                })
                .unzip();
            if !texts.is_empty() {
                let ticket = self.embedder.submit(texts, Priority::Import);
                self.in_flight.push_back((hashes, ticket));
            }
        }
        Ok(())
    }

    fn progress(&self) -> Result<PackProgress, EngineError> {
        let n_all = self.library.store.n_vectors()?.max(self.n_done);
        let per_vector = self.started.elapsed().as_secs_f64() / self.n_computed.max(1) as f64;
        let left = per_vector * (n_all - self.n_done) as f64;
        let seconds_left = (self.n_computed >= N_PER_BATCH).then_some(left);
        Ok(PackProgress { n_done: self.n_done, n_all, seconds_left })
    }
}

/// Checks a pack as it lies on the machine: every file against its checksum, and the
/// vectors of its own texts. Returns how many those are.
///
/// # Errors
/// What is wrong with it.
pub fn verify_pack(places: &PackPlaces, id: &str) -> Result<usize, EmbedError> {
    let files = places.find(id)?;
    Pool::open(Pack::read(&files.pack_dir)?, &files.runtime, 1)?.self_test()
}

/// [`verify_pack`] of a pack that is not in its place yet.
///
/// # Errors
/// When its id cannot be one, a file is not the listed one, or a text gets another vector.
pub fn verify_pack_in(folder: &Path, places: &PackPlaces) -> Result<String, EmbedError> {
    let pack = Pack::read(folder)?;
    let id = Pack::read_info(folder)?.id;
    if !is_pack_id(&id) {
        let what = format!("pack.toml: `{id}` cannot be the id of a pack");
        return Err(EmbedError::PackInvalid { path: folder.to_path_buf(), what });
    }
    let runtime = places.runtime.clone();
    let runtime = runtime.map_err(|looked_in| EmbedError::RuntimeMissing { looked_in })?;
    Pool::open(pack, &runtime, 1)?.self_test()?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_without_vectors_has_the_default_pack() {
        assert_eq!(id_of(None), DEFAULT_PACK);
        assert_eq!(id_of(Some("multilingual-e5-small 30a8")), "multilingual-e5-small");
    }

    #[test]
    fn a_library_cannot_name_a_folder_elsewhere() {
        let dir = tempfile::tempdir().unwrap();
        let elsewhere = dir.path().join("elsewhere");
        fs_err::create_dir_all(&elsewhere).unwrap();
        fs_err::write(elsewhere.join("pack.toml"), "").unwrap();
        let places =
            PackPlaces { folders: vec![dir.path().join("packs")], runtime: Err(Vec::new()) };
        for id in [elsewhere.to_str().unwrap(), "../elsewhere", "..", "", "a/b"] {
            assert_eq!(places.find(id).unwrap_err().code(), "pack_not_installed", "{id}");
        }
    }

    #[test]
    fn a_library_whose_pack_is_missing_is_told_which() {
        let places =
            PackPlaces { folders: vec![PathBuf::from("/nowhere")], runtime: Err(Vec::new()) };
        let ModelSource::Missing(error) = source_of(ModelSource::Packs(places, 1), Some("other 1"))
        else {
            panic!("it was found")
        };
        assert_eq!(error.code(), "pack_not_installed");
        assert!(error.to_string().contains("other") && error.hint().unwrap().contains("packs add"));
    }
}
