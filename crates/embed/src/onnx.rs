//! One ONNX Runtime session with its tokenizer: through fastembed, or for packs with a
//! unigram vocabulary, of which fastembed would hold a copy for each worker, by itself.
//!
//! Invariants: the library is loaded from a path we chose before anything else
//! touches ONNX Runtime (its implicit loading panics when the library is
//! missing or too old); one text per run, so that a vector never depends on its
//! neighbours in a batch and nothing is spent on padding. Files a graph names are mapped,
//! so that workers share them.

use std::sync::{Arc, Mutex};

use fastembed::{
    InitOptionsUserDefined, Pooling, TextEmbedding, TokenizerFiles, UserDefinedEmbeddingModel,
};
use ort::environment::Environment;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::Tensor;
use parallax_parts::NativeLibrary;
use parallax_types::UnitVector;

use crate::pack::Tokenizer;
use crate::unigram::Unigram;
use crate::{EmbedError, Pack};

/// A waiting worker must not burn the core the window needs.
const NO_SPINNING: [(&str, &str); 2] =
    [("session.intra_op.allow_spinning", "0"), ("session.inter_op.allow_spinning", "0")];

/// Where files lie that a graph in memory names.
const FOLDER_OF_FILES: &str = "session.model_external_initializers_file_folder_path";

/// A model ready to run on one core.
pub(crate) struct Session {
    runner: Runner,
    id: String,
}

enum Runner {
    Library(Box<TextEmbedding>),
    Own { session: ort::session::Session, unigram: Arc<Unigram>, max_tokens: usize },
}

impl Session {
    pub(crate) fn open(pack: &Pack, environment: Environment) -> Result<Self, EmbedError> {
        let opened = match &pack.tokenizer {
            Tokenizer::Library(files, pooling) => by_library(pack, files, pooling, environment),
            Tokenizer::Unigram(unigram) => by_itself(pack, unigram, &environment),
        };
        let id = pack.info.id.clone();
        match opened {
            Ok(runner) => Ok(Self { runner, id }),
            Err(what) => Err(EmbedError::ModelFailed { model: id, what }),
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn embed(&mut self, text: &str) -> Result<UnitVector, EmbedError> {
        self.runner
            .run(text)
            .and_then(|values| UnitVector::new(values).map_err(|error| error.to_string()))
            .map_err(|what| EmbedError::ModelFailed { model: self.id.clone(), what })
    }
}

impl Runner {
    fn run(&mut self, text: &str) -> Result<Vec<f32>, String> {
        match self {
            Self::Library(model) => {
                let vectors = model.embed([text], Some(1)).map_err(|error| error.to_string())?;
                vectors.into_iter().next().ok_or_else(|| "no vector came back".to_owned())
            }
            Self::Own { session, unigram, max_tokens } => {
                run_graph(session, unigram.ids(text, *max_tokens))
                    .map_err(|error| error.to_string())
            }
        }
    }
}

fn by_library(
    pack: &Pack,
    files: &TokenizerFiles,
    pooling: &Pooling,
    environment: Environment,
) -> Result<Runner, String> {
    let definition = UserDefinedEmbeddingModel::new(pack.onnx.clone(), files.clone())
        .with_pooling(pooling.clone());
    let mut options = InitOptionsUserDefined::new()
        .with_environment(environment)
        .with_max_length(pack.max_tokens)
        .with_intra_threads(1);
    for (key, value) in NO_SPINNING {
        options = options.with_session_config(key, value);
    }
    let model = TextEmbedding::try_new_from_user_defined(definition, options);
    Ok(Runner::Library(Box::new(model.map_err(|error| error.to_string())?)))
}

fn by_itself(
    pack: &Pack,
    unigram: &Arc<Unigram>,
    environment: &Environment,
) -> Result<Runner, String> {
    let folder = std::path::absolute(&pack.dir).map_err(|error| error.to_string())?;
    let folder = folder.to_str().ok_or("the path of the model pack is not Unicode")?;
    let session = open_graph(&pack.onnx, folder, environment).map_err(|error| error.to_string())?;
    let max_tokens = pack.max_tokens;
    Ok(Runner::Own { session, unigram: Arc::clone(unigram), max_tokens })
}

fn open_graph(
    graph: &[u8],
    folder: &str,
    environment: &Environment,
) -> ort::Result<ort::session::Session> {
    let mut builder = ort::session::Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::Level3)?
        .with_intra_threads(1)?
        .with_config_entry(FOLDER_OF_FILES, folder)?;
    for (key, value) in NO_SPINNING {
        builder = builder.with_config_entry(key, value)?;
    }
    builder.commit_from_memory(graph)
}

/// The graph's first output, the vector of one text.
fn run_graph(session: &mut ort::session::Session, ids: Vec<i64>) -> ort::Result<Vec<f32>> {
    let shape = [1, ids.len()];
    let mask = Tensor::from_array((shape, vec![1i64; ids.len()]))?;
    let ids = Tensor::from_array((shape, ids))?;
    let outputs = session.run(ort::inputs!["input_ids" => ids, "attention_mask" => mask])?;
    let (_, values) = outputs[0].try_extract_tensor::<f32>()?;
    Ok(values.to_vec())
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
