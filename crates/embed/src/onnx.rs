//! One ONNX Runtime session with its tokenizer, through fastembed.
//!
//! Invariants: the library is loaded from a path we chose before anything else
//! touches ONNX Runtime (its implicit loading panics when the library is
//! missing or too old); one text per run, so that a vector never depends on its
//! neighbours in a batch and nothing is spent on padding.

use std::sync::Mutex;

use fastembed::{InitOptionsUserDefined, TextEmbedding, UserDefinedEmbeddingModel};
use ort::environment::Environment;
use parallax_parts::NativeLibrary;
use parallax_types::UnitVector;

use crate::{EmbedError, Pack};

/// A model ready to run on one core.
pub(crate) struct Session {
    model: TextEmbedding,
    id: String,
}

impl Session {
    pub(crate) fn open(pack: &Pack, environment: Environment) -> Result<Self, EmbedError> {
        let failed = |what: String| EmbedError::ModelFailed { model: pack.info.id.clone(), what };
        let definition = UserDefinedEmbeddingModel::new(pack.onnx.clone(), pack.tokenizer.clone())
            .with_pooling(pack.pooling.clone());
        let options = InitOptionsUserDefined::new()
            .with_environment(environment)
            .with_max_length(pack.max_tokens)
            .with_intra_threads(1)
            // A waiting worker must not burn the core the window needs.
            .with_session_config("session.intra_op.allow_spinning", "0")
            .with_session_config("session.inter_op.allow_spinning", "0");
        let model = TextEmbedding::try_new_from_user_defined(definition, options)
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self { model, id: pack.info.id.clone() })
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn embed(&mut self, text: &str) -> Result<UnitVector, EmbedError> {
        let failed = |what: String| EmbedError::ModelFailed { model: self.id.clone(), what };
        let values = self
            .model
            .embed([text], Some(1))
            .map_err(|error| failed(error.to_string()))?
            .pop()
            .ok_or_else(|| failed("no vector came back".to_owned()))?;
        UnitVector::new(values).map_err(|error| failed(error.to_string()))
    }
}

/// Loads ONNX Runtime from `library`, once per process, if it may be loaded at all.
///
/// # Errors
/// [`EmbedError::RuntimeUnusable`]; a later call may try another file.
pub fn environment(library: &NativeLibrary) -> Result<Environment, EmbedError> {
    static LOADED: Mutex<Option<Environment>> = Mutex::new(None);
    let unusable = |what: String| EmbedError::RuntimeUnusable { path: library.path.clone(), what };
    let mut loaded =
        LOADED.lock().map_err(|_| unusable("an earlier attempt crashed".to_owned()))?;
    if let Some(environment) = loaded.as_ref() {
        return Ok(environment.clone());
    }
    library.check().map_err(|error| unusable(error.to_string()))?;
    // A relative path would be tried beside the program first; absolute is unambiguous.
    let path = std::path::absolute(&library.path).map_err(|error| unusable(error.to_string()))?;
    let environment = ort::init_from(&path)
        .map_err(|error| unusable(error.to_string()))?
        .with_telemetry(false)
        .with_name("parallax")
        .build()
        .map_err(|error| unusable(error.to_string()))?;
    *loaded = Some(environment.clone());
    Ok(environment)
}
