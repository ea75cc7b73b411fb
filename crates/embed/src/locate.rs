//! Finds the model pack and ONNX Runtime among the places they may lie.
//!
//! Order: what the environment names, then beside the program (an installed
//! app), then the `.cache` folder of a source tree above the program.
//! Not here: whether what was found is sound (`pack`, `onnx`).

use std::path::{Path, PathBuf};

use crate::EmbedError;

const DEFAULT_PACK: &str = "all-MiniLM-L6-v2";

/// A model pack and the library that runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFiles {
    /// Folder with `pack.toml`.
    pub pack_dir: PathBuf,
    /// ONNX Runtime's shared library.
    pub runtime: PathBuf,
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
    let homes = homes(program);
    let packs: Vec<PathBuf> = match environment("PARALLAX_MODEL_DIR") {
        Some(named) => vec![named],
        None => homes.iter().map(|home| home.join("models").join(DEFAULT_PACK)).collect(),
    };
    let pack_dir = packs.iter().find(|dir| dir.join("pack.toml").is_file()).cloned();
    let libraries: Vec<PathBuf> = match environment("PARALLAX_ONNXRUNTIME") {
        Some(named) => vec![named],
        None => homes.iter().map(|home| home.join("onnxruntime")).collect(),
    };
    let runtime = libraries.iter().find_map(|place| runtime_at(place));
    Ok(ModelFiles {
        pack_dir: pack_dir.ok_or(EmbedError::PackMissing { looked_in: packs })?,
        runtime: runtime.ok_or(EmbedError::RuntimeMissing { looked_in: libraries })?,
    })
}

fn homes(program: &Path) -> Vec<PathBuf> {
    let Some(folder) = program.parent() else { return Vec::new() };
    let installed = [
        folder.to_path_buf(),
        folder.join("../lib/parallax"),
        folder.join("../Resources"), // macOS bundle
    ];
    // Only a source tree has both: an unrelated `.cache` (a home folder's, say) has no models.
    let source_tree = folder
        .ancestors()
        .filter(|folder| folder.join("Cargo.toml").is_file())
        .map(|folder| folder.join(".cache"));
    installed.into_iter().chain(source_tree).collect()
}

/// The library itself, or the one in a folder of it.
fn runtime_at(place: &Path) -> Option<PathBuf> {
    if place.is_file() {
        return Some(place.to_path_buf());
    }
    let mut names: Vec<PathBuf> = fs_err::read_dir(place)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && path.file_name().is_some_and(is_runtime_name))
        .collect();
    names.sort();
    names.pop()
}

fn is_runtime_name(name: &std::ffi::OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let stem = name.strip_prefix("lib").unwrap_or(name);
    let is_library = [".so", ".dylib", ".dll"].iter().any(|ending| name.contains(ending));
    stem.starts_with("onnxruntime") && !stem.contains("providers") && is_library
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_beside_the_program_then_in_the_source_tree() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let program = root.join("target/debug/parallax");
        let nothing = |_: &str| None;
        assert_eq!(locate(&nothing, &program).unwrap_err().code(), "model_missing");

        fs_err::create_dir_all(root.join(".cache/models/all-MiniLM-L6-v2")).unwrap();
        fs_err::write(root.join(".cache/models/all-MiniLM-L6-v2/pack.toml"), "").unwrap();
        fs_err::write(root.join("Cargo.toml"), "").unwrap();
        assert_eq!(locate(&nothing, &program).unwrap_err().code(), "runtime_missing");

        fs_err::create_dir_all(root.join(".cache/onnxruntime")).unwrap();
        let library = root.join(".cache/onnxruntime/libonnxruntime.so.1.31.1");
        fs_err::write(&library, "").unwrap();
        fs_err::write(root.join(".cache/onnxruntime/libonnxruntime_providers_shared.so"), "")
            .unwrap();
        assert_eq!(locate(&nothing, &program).unwrap().runtime, library);

        let named = |name: &str| {
            (name == "PARALLAX_ONNXRUNTIME").then(|| PathBuf::from("/nowhere/libonnxruntime.so"))
        };
        assert_eq!(locate(&named, &program).unwrap_err().code(), "runtime_missing");
    }
}
