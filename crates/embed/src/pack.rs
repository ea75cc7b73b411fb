//! A model pack: a folder that holds everything a model needs, with checksums.
//!
//! Invariant: a [`Pack`] in memory is byte for byte what its `pack.toml` names;
//! ONNX Runtime is never handed a file that was not checked.
//! Not here: running it (`onnx`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fastembed::{Pooling, TokenizerFiles};
use parallax_parts::sha256_of;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::unigram::Unigram;
use crate::{EmbedError, ModelInfo};

/// The files every pack has.
const GRAPH: &str = "model.onnx";
const TOKENIZER: &str = "tokenizer.json";
const CONFIG: &str = "config.json";
const SPECIAL_TOKENS: &str = "special_tokens_map.json";
const TOKENIZER_CONFIG: &str = "tokenizer_config.json";

/// Texts with the vectors they must get, in packs that have one.
const SELF_TEST: &str = "self-test.json";

/// What is read whole where it is needed, and checked then.
const READ: [&str; 6] = [GRAPH, TOKENIZER, CONFIG, SPECIAL_TOKENS, TOKENIZER_CONFIG, SELF_TEST];

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

/// How one model's cosines are used where passages are ordered and articles laid beside
/// each other. Measured, as [`LabelBorders`].
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchRules {
    /// The cosine of two texts that have nothing to do with each other: what is above
    /// counts, as a share of what lies between it and 1.
    #[serde(default)]
    pub unrelated: f32,
    /// What the nearest sentence of each of the first passages counts, its passage's
    /// nearness being 1; 0 where sentences are not asked.
    #[serde(default)]
    pub sentences: f32,
    /// The part of a query's words, by weight, that the best article must hold for words
    /// to count at all beside meaning, and to count wholly; always wholly where a pack is
    /// silent. Words of another language are hardly found.
    #[serde(default)]
    pub words_from: f32,
    /// See `words_from`.
    #[serde(default)]
    pub words_wholly: f32,
}

/// A model read from disk and found to be whole.
pub struct Pack {
    pub(crate) info: ModelInfo,
    /// Where files lie that the graph names.
    pub(crate) dir: PathBuf,
    pub(crate) onnx: Vec<u8>,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) query_prefix: String,
    pub(crate) passage_prefix: String,
    pub(crate) max_tokens: usize,
    pub(crate) self_test: Vec<TestText>,
}

/// A text and the vector it must get, rounded to four decimals.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TestText {
    pub(crate) kind: TextKind,
    pub(crate) text: String,
    pub(crate) vector: Vec<f32>,
}

/// What a text is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TextKind {
    Query,
    Passage,
}

/// How a pack cuts text into tokens.
pub(crate) enum Tokenizer {
    /// As fastembed does; the graph may leave pooling to it.
    Library(TokenizerFiles, Pooling),
    /// By a unigram vocabulary; the graph gives the text's vector.
    Unigram(Arc<Unigram>),
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "lowercase")]
enum TokenizerKind {
    #[default]
    Library,
    Unigram,
}

#[derive(Deserialize)]
struct PackToml {
    id: String,
    title: String,
    dimensions: usize,
    pooling: String,
    #[serde(default)]
    tokenizer: TokenizerKind,
    #[serde(default)]
    query_prefix: String,
    #[serde(default)]
    passage_prefix: String,
    max_tokens: usize,
    labels: LabelBorders,
    #[serde(default)]
    search: SearchRules,
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
        let toml = PackToml::read(dir)?;
        let pooling = match toml.pooling.as_str() {
            "mean" => Pooling::Mean,
            "cls" => Pooling::Cls,
            other => return Err(invalid(format!("pack.toml: unknown pooling `{other}`"))),
        };
        if !TOKENS.contains(&toml.max_tokens) {
            let (least, most) = (TOKENS.start(), TOKENS.end());
            return Err(invalid(format!("pack.toml: max_tokens is not {least} to {most}")));
        }
        let files = Files { dir, sha256: &toml.sha256 };
        files.check_others()?;
        let self_test = if toml.sha256.contains_key(SELF_TEST) {
            serde_json::from_slice(&files.read(SELF_TEST)?)
                .map_err(|error| invalid(format!("{SELF_TEST}: {error}")))?
        } else {
            Vec::new()
        };
        let onnx = files.read(GRAPH)?;
        let tokenizer_file = files.read(TOKENIZER)?;
        let tokenizer = match toml.tokenizer {
            TokenizerKind::Unigram => {
                for unused in [CONFIG, SPECIAL_TOKENS, TOKENIZER_CONFIG] {
                    files.read(unused)?;
                }
                let unigram = Unigram::read(&tokenizer_file);
                let unigram = unigram.map_err(|what| invalid(format!("{TOKENIZER}: {what}")))?;
                Tokenizer::Unigram(Arc::new(unigram))
            }
            TokenizerKind::Library => {
                let files = TokenizerFiles {
                    tokenizer_file,
                    config_file: files.read(CONFIG)?,
                    special_tokens_map_file: files.read(SPECIAL_TOKENS)?,
                    tokenizer_config_file: files.read(TOKENIZER_CONFIG)?,
                };
                Tokenizer::Library(files, pooling)
            }
        };
        Ok(Self {
            dir: dir.to_path_buf(),
            onnx,
            tokenizer,
            query_prefix: toml.query_prefix.clone(),
            passage_prefix: toml.passage_prefix.clone(),
            max_tokens: toml.max_tokens,
            self_test,
            info: toml.into_info(),
        })
    }

    /// Reads `pack.toml` alone: enough to know a library's model without the
    /// 23 MB behind it.
    ///
    /// # Errors
    /// As [`Pack::read`], but for `pack.toml` only.
    pub fn read_info(dir: &Path) -> Result<ModelInfo, EmbedError> {
        Ok(PackToml::read(dir)?.into_info())
    }
}

impl PackToml {
    fn read(dir: &Path) -> Result<Self, EmbedError> {
        let invalid = |what: String| EmbedError::PackInvalid { path: dir.to_path_buf(), what };
        let text =
            fs_err::read_to_string(dir.join("pack.toml")).map_err(|e| invalid(e.to_string()))?;
        toml::from_str(&text).map_err(|e| invalid(format!("pack.toml: {e}")))
    }

    fn into_info(self) -> ModelInfo {
        let sha256 = self.sha256.get(GRAPH).cloned().unwrap_or_default().to_lowercase();
        ModelInfo {
            id: self.id,
            title: self.title,
            sha256,
            n_dimensions: self.dimensions,
            labels: self.labels,
            search: self.search,
            languages: self.languages,
        }
    }
}

/// Texts shorter than this say nothing; no model reads longer ones.
const TOKENS: std::ops::RangeInclusive<usize> = 8..=8192;

/// The files of a pack, by the checksums it lists.
struct Files<'a> {
    dir: &'a Path,
    sha256: &'a BTreeMap<String, String>,
}

impl Files<'_> {
    /// A pipe would never end, and a device might not.
    fn must_be_file(&self, name: &str) -> Result<(), EmbedError> {
        let found = fs_err::symlink_metadata(self.dir.join(name));
        let found = found.map_err(|e| self.invalid(e.to_string()))?;
        if found.is_file() { Ok(()) } else { Err(self.invalid(format!("{name} is no file"))) }
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, EmbedError> {
        self.must_be_file(name)?;
        let bytes = fs_err::read(self.dir.join(name)).map_err(|e| self.invalid(e.to_string()))?;
        let expected = self.sha256.get(name);
        let expected =
            expected.ok_or_else(|| self.invalid(format!("pack.toml: no checksum for {name}")))?;
        if sha256(&bytes) == expected.to_lowercase() { Ok(bytes) } else { Err(self.damaged(name)) }
    }

    /// Checks what is not read here: files the graph names, which are mapped.
    fn check_others(&self) -> Result<(), EmbedError> {
        let others = self.sha256.iter().filter(|(name, _)| !READ.contains(&name.as_str()));
        for (name, expected) in others {
            if name.contains(['/', '\\']) {
                return Err(self.invalid(format!("pack.toml: {name} is no file's name")));
            }
            self.must_be_file(name)?;
            let found = sha256_of(&self.dir.join(name)).map_err(|e| self.invalid(e.to_string()))?;
            if found != expected.to_lowercase() {
                return Err(self.damaged(name));
            }
        }
        Ok(())
    }

    fn invalid(&self, what: String) -> EmbedError {
        EmbedError::PackInvalid { path: self.dir.to_path_buf(), what }
    }

    fn damaged(&self, name: &str) -> EmbedError {
        EmbedError::PackDamaged { path: self.dir.to_path_buf(), file: name.to_owned() }
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
