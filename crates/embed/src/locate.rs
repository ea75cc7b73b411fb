//! Finds the model pack and ONNX Runtime: what the environment names, else where the
//! program keeps its parts (`parallax-parts`).
//!
//! Not here: whether what was found is sound (`pack`, `onnx`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use parallax_parts::{LibraryKind, NativeLibrary, homes};

use crate::{EmbedError, ModelInfo, Pack};

/// The pack of a library that has not chosen one.
pub const DEFAULT_PACK: &str = "all-MiniLM-L6-v2";

/// Where model packs lie, each in a folder named by its id, and the library that runs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackPlaces {
    /// Folders of packs, in the order they are tried.
    pub folders: Vec<PathBuf>,
    /// ONNX Runtime's shared library, or where it was looked for.
    pub runtime: Result<NativeLibrary, Vec<PathBuf>>,
}

impl PackPlaces {
    /// The places a program has.
    ///
    /// - `added`: the folder that packs are added to by people, if there is one.
    #[must_use]
    pub fn of(
        environment: &dyn Fn(&str) -> Option<PathBuf>,
        program: &Path,
        added: Option<PathBuf>,
    ) -> Self {
        let shipped = homes(program).into_iter().map(|home| home.join("models"));
        let named = environment("PARALLAX_ONNXRUNTIME");
        Self {
            folders: shipped.chain(added).collect(),
            runtime: NativeLibrary::find(LibraryKind::OnnxRuntime, named, program),
        }
    }

    /// The pack `id`.
    ///
    /// # Errors
    /// [`EmbedError::PackNotInstalled`], [`EmbedError::PackMissing`] for the one every
    /// installation has, or [`EmbedError::RuntimeMissing`], with the places looked at.
    pub fn find(&self, id: &str) -> Result<ModelFiles, EmbedError> {
        // The id may come from a library somebody else made: it names a folder, never a path.
        if !is_pack_id(id) {
            let looked_in = self.folders.clone();
            return Err(EmbedError::PackNotInstalled { id: id.to_owned(), looked_in });
        }
        let folders: Vec<PathBuf> = self.folders.iter().map(|folder| folder.join(id)).collect();
        let Some(pack_dir) = folders.iter().find(|dir| dir.join("pack.toml").is_file()) else {
            return Err(if id == DEFAULT_PACK {
                EmbedError::PackMissing { looked_in: folders }
            } else {
                EmbedError::PackNotInstalled { id: id.to_owned(), looked_in: folders }
            });
        };
        let runtime = self.runtime.clone();
        Ok(ModelFiles {
            pack_dir: pack_dir.clone(),
            runtime: runtime.map_err(|looked_in| EmbedError::RuntimeMissing { looked_in })?,
        })
    }

    /// The packs that are there, by id, each where it is found first; those that only
    /// benchmarks need are left out.
    #[must_use]
    pub fn list(&self) -> Vec<(ModelInfo, PathBuf)> {
        let mut found = BTreeMap::new();
        for folder in &self.folders {
            let entries = fs_err::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
            for dir in entries.map(|entry| entry.path()) {
                let Ok(info) = Pack::read_info(&dir) else { continue };
                let is_named_so = dir.file_name().is_some_and(|name| *name == *info.id);
                if is_named_so && !info.id.ends_with(FOR_BENCHMARKS) {
                    found.entry(info.id.clone()).or_insert((info, dir));
                }
            }
        }
        found.into_values().collect()
    }
}

/// Whether this can be the id of a pack: the name of a folder, and one word where it is stored.
#[must_use]
pub fn is_pack_id(id: &str) -> bool {
    (1..=100).contains(&id.len())
        && !id.starts_with('.')
        && id.chars().all(|it| it.is_ascii_alphanumeric() || "-_.".contains(it))
}

/// How the ids of packs end that are there to measure against.
const FOR_BENCHMARKS: &str = "-fp32";

/// A model pack and the library that runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFiles {
    /// Folder with `pack.toml`.
    pub pack_dir: PathBuf,
    /// ONNX Runtime's shared library.
    pub runtime: NativeLibrary,
}

/// Looks for the default pack and for ONNX Runtime.
///
/// - `environment`: looks up an environment variable (`PARALLAX_MODEL_DIR`: the
///   pack's folder; `PARALLAX_ONNXRUNTIME`: the library file).
/// - `program`: path of the running program.
///
/// # Errors
/// [`EmbedError::PackMissing`] or [`EmbedError::RuntimeMissing`] with the places looked at.
pub fn locate(
    environment: &dyn Fn(&str) -> Option<PathBuf>,
    program: &Path,
) -> Result<ModelFiles, EmbedError> {
    let packs: Vec<PathBuf> = match environment("PARALLAX_MODEL_DIR") {
        Some(named) => vec![named],
        None => homes(program).iter().map(|home| home.join("models").join(DEFAULT_PACK)).collect(),
    };
    let pack_dir = packs.iter().find(|dir| dir.join("pack.toml").is_file()).cloned();
    let named = environment("PARALLAX_ONNXRUNTIME");
    let runtime = NativeLibrary::find(LibraryKind::OnnxRuntime, named, program);
    Ok(ModelFiles {
        pack_dir: pack_dir.ok_or(EmbedError::PackMissing { looked_in: packs })?,
        runtime: runtime.map_err(|looked_in| EmbedError::RuntimeMissing { looked_in })?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_where_the_environment_says_then_where_the_program_keeps_its_parts() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let program = root.join("bin/parallax");
        let parts = root.join("lib/parallax");
        let found = |names: &'static [&'static str]| {
            let environment =
                |name: &str| names.contains(&name).then(|| PathBuf::from("/nowhere").join(name));
            locate(&environment, &program)
        };
        let pack = parts.join("models/all-MiniLM-L6-v2");
        fs_err::create_dir_all(root.join("bin")).unwrap();
        fs_err::create_dir_all(&pack).unwrap();
        fs_err::write(pack.join("pack.toml"), "").unwrap();
        fs_err::create_dir_all(parts.join("onnxruntime")).unwrap();
        fs_err::write(parts.join("onnxruntime/libonnxruntime.so.1.26.0"), "").unwrap();

        let files = found(&[]).unwrap();
        assert!(files.pack_dir.ends_with("lib/parallax/models/all-MiniLM-L6-v2"), "{files:?}");
        assert!(files.runtime.path.ends_with("onnxruntime/libonnxruntime.so.1.26.0"));
        assert_eq!(found(&["PARALLAX_MODEL_DIR"]).unwrap_err().code(), "model_missing");
        assert_eq!(found(&["PARALLAX_ONNXRUNTIME"]).unwrap_err().code(), "runtime_missing");
    }
}
