//! Folders, libraries and the model for the settings.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use parallax_engine as engine;

use super::count;
use crate::dto::{LibraryChoice, ModelInfo, WatchedFolder};

/// Names a path to the window, which never sends one: the same as long as the
/// program runs.
pub(crate) fn path_id(path: &Path) -> u32 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

/// Bytes as the window counts them: JavaScript's only number holds 2⁵³ exactly.
pub(crate) fn bytes(n: u64) -> f64 {
    n as f64
}

pub(crate) fn watched(folder: &engine::WatchedFolder) -> WatchedFolder {
    WatchedFolder {
        folder_id: path_id(&folder.path),
        name: name(&folder.path),
        path: folder.path.display().to_string(),
        n_articles: count(folder.n_articles),
        synced_at: folder.synced_at.clone(),
        problem: folder.problem.clone(),
        is_there: folder.path.is_dir(),
    }
}

pub(crate) fn library_choice(folder: &Path, open: &Path) -> LibraryChoice {
    LibraryChoice {
        library_id: path_id(folder),
        name: name(folder),
        path: folder.display().to_string(),
        is_open: folder == open,
        is_there: folder.is_dir(),
    }
}

pub(crate) fn model(info: &engine::ModelInfo) -> ModelInfo {
    ModelInfo {
        id: info.id.clone(),
        title: info.title.clone(),
        languages: info.languages.clone(),
        n_dimensions: count(info.n_dimensions),
    }
}

fn name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    name.to_string_lossy().into_owned()
}
