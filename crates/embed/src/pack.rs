//! A model pack: a folder that holds everything a model needs, with checksums.
//!
//! Invariant: a [`Pack`] in memory is byte for byte what its `pack.toml` names;
//! ONNX Runtime is never handed a file that was not checked.
//! Not here: running it (`onnx`).

use std::collections::BTreeMap;
use std::path::Path;

use fastembed::{Pooling, TokenizerFiles};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{EmbedError, ModelInfo};

/// The lowest cosine similarity that earns each label, for one model, and what
/// the words of two texts add or take. All of it is measured, none is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelBorders {
    /// The same words.
    pub identical: f32,
    /// The same statement.
    pub reworded: f32,
    /// The same subject.
    pub same_subject: f32,
    /// Anything lower is not shown.
    pub loosely_related: f32,
    /// What an article that holds every word of a query adds to its similarity
    /// before that is held against `answers`.
    #[serde(default)]
    pub shared_words: f32,
    /// The lowest similarity, shared words added, that makes a passage an answer
    /// to a query: of the same subject. `same_subject` where a pack is silent.
    #[serde(default)]
    pub answers: Option<f32>,
    /// How far below `answers` a passage may be where another reaches it.
    #[serde(default)]
    pub beside_answers: f32,
    /// What two texts lose whose numbers differ.
    #[serde(default)]
    pub differing_numbers: f32,
    /// What they lose when eight content words or more stand in one alone.
    #[serde(default)]
    pub differing_words: f32,
    /// What they lose when one is many times as long as the other.
    #[serde(default)]
    pub differing_length: f32,
}

/// A model read from disk and found to be whole.
pub struct Pack {
    pub(crate) info: ModelInfo,
    pub(crate) onnx: Vec<u8>,
    pub(crate) tokenizer: TokenizerFiles,
    pub(crate) pooling: Pooling,
    pub(crate) query_prefix: String,
    pub(crate) passage_prefix: String,
    pub(crate) max_tokens: usize,
}

#[derive(Deserialize)]
struct PackToml {
    id: String,
    title: String,
    dimensions: usize,
    pooling: String,
    #[serde(default)]
    query_prefix: String,
    #[serde(default)]
    passage_prefix: String,
    max_tokens: usize,
    labels: LabelBorders,
    #[serde(default)]
    languages: Vec<String>,
    sha256: BTreeMap<String, String>,
}

impl Pack {
    /// Reads the pack in `dir` and checks every file against `pack.toml`.
    ///
    /// # Errors
    /// [`EmbedError::PackInvalid`] when a file or field is missing or makes no
    /// sense, [`EmbedError::PackDamaged`] when a checksum does not match.
    pub fn read(dir: &Path) -> Result<Self, EmbedError> {
        let invalid = |what: String| EmbedError::PackInvalid { path: dir.to_path_buf(), what };
        let text =
            fs_err::read_to_string(dir.join("pack.toml")).map_err(|e| invalid(e.to_string()))?;
        let toml: PackToml =
            toml::from_str(&text).map_err(|e| invalid(format!("pack.toml: {e}")))?;
        let pooling = match toml.pooling.as_str() {
            "mean" => Pooling::Mean,
            "cls" => Pooling::Cls,
            other => return Err(invalid(format!("pack.toml: unknown pooling `{other}`"))),
        };
        let read = |name: &str| -> Result<Vec<u8>, EmbedError> {
            let bytes = fs_err::read(dir.join(name)).map_err(|e| invalid(e.to_string()))?;
            let expected = toml
                .sha256
                .get(name)
                .ok_or_else(|| invalid(format!("pack.toml: no checksum for {name}")))?;
            if sha256(&bytes) == expected.to_lowercase() {
                Ok(bytes)
            } else {
                Err(EmbedError::PackDamaged { path: dir.to_path_buf(), file: name.to_owned() })
            }
        };
        let onnx = read("model.onnx")?;
        let tokenizer = TokenizerFiles {
            tokenizer_file: read("tokenizer.json")?,
            config_file: read("config.json")?,
            special_tokens_map_file: read("special_tokens_map.json")?,
            tokenizer_config_file: read("tokenizer_config.json")?,
        };
        let info = ModelInfo {
            id: toml.id,
            title: toml.title,
            sha256: toml.sha256["model.onnx"].to_lowercase(),
            n_dimensions: toml.dimensions,
            labels: toml.labels,
            languages: toml.languages,
        };
        Ok(Self {
            info,
            onnx,
            tokenizer,
            pooling,
            query_prefix: toml.query_prefix,
            passage_prefix: toml.passage_prefix,
            max_tokens: toml.max_tokens,
        })
    }

    /// Reads `pack.toml` alone: enough to know a library's model without the
    /// 23 MB behind it.
    ///
    /// # Errors
    /// As [`Pack::read`], but for `pack.toml` only.
    pub fn read_info(dir: &Path) -> Result<ModelInfo, EmbedError> {
        let invalid = |what: String| EmbedError::PackInvalid { path: dir.to_path_buf(), what };
        let text =
            fs_err::read_to_string(dir.join("pack.toml")).map_err(|e| invalid(e.to_string()))?;
        let toml: PackToml =
            toml::from_str(&text).map_err(|e| invalid(format!("pack.toml: {e}")))?;
        let sha256 = toml.sha256.get("model.onnx").cloned().unwrap_or_default().to_lowercase();
        Ok(ModelInfo {
            id: toml.id,
            title: toml.title,
            sha256,
            n_dimensions: toml.dimensions,
            labels: toml.labels,
            languages: toml.languages,
        })
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack_with(files: &[(&str, &str)], toml_extra: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let mut toml = format!(
            "id = \"m\"\ntitle = \"M\"\ndimensions = 3\npooling = \"mean\"\nmax_tokens = 9\n{toml_extra}\n\
             [labels]\nidentical = 0.9\nreworded = 0.7\nsame_subject = 0.5\nloosely_related = 0.3\n[sha256]\n"
        );
        for (name, content) in files {
            fs_err::write(dir.path().join(name), content).unwrap();
            toml += &format!("\"{name}\" = \"{}\"\n", sha256(content.as_bytes()));
        }
        fs_err::write(dir.path().join("pack.toml"), toml).unwrap();
        dir
    }

    const FILES: [(&str, &str); 5] = [
        ("model.onnx", "x"),
        ("tokenizer.json", "{}"),
        ("config.json", "{}"),
        ("special_tokens_map.json", "{}"),
        ("tokenizer_config.json", "{}"),
    ];

    #[test]
    fn a_whole_pack_is_read() {
        let dir = pack_with(&FILES, "");
        let pack = Pack::read(dir.path()).ok().unwrap();
        assert_eq!(pack.info.n_dimensions, 3);
        assert_eq!(pack.info, Pack::read_info(dir.path()).unwrap());
    }

    #[test]
    fn a_changed_missing_or_unlisted_file_is_refused_by_name() {
        let dir = pack_with(&FILES, "");
        fs_err::write(dir.path().join("model.onnx"), "y").unwrap();
        let error = Pack::read(dir.path()).err().unwrap();
        assert_eq!(error.code(), "model_damaged");
        assert!(error.to_string().contains("model.onnx"), "{error}");

        fs_err::remove_file(dir.path().join("model.onnx")).unwrap();
        assert_eq!(Pack::read(dir.path()).err().unwrap().code(), "model_invalid");

        let unlisted = pack_with(&FILES[..4], "");
        fs_err::write(unlisted.path().join("tokenizer_config.json"), "{}").unwrap();
        assert_eq!(Pack::read(unlisted.path()).err().unwrap().code(), "model_invalid");
    }
}
