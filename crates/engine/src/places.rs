//! Where things lie on this machine: the library's default folder and the model.
//!
//! The command line and the window must agree on both. The environment and the
//! program's path are handed in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs};
use parallax_embed::{PackPlaces, locate};

use crate::ModelSource;

/// A variable of this process's environment; an empty one is none.
#[must_use]
pub fn environment(name: &str) -> Option<PathBuf> {
    set(std::env::var_os(name))
}

fn set(value: Option<OsString>) -> Option<PathBuf> {
    value.filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The folder named by `PARALLAX_LIBRARY`, else the platform's data folder for
/// Parallax; `None` when there is no home folder.
#[must_use]
pub fn default_folder(environment: &dyn Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    environment("PARALLAX_LIBRARY").or_else(|| data_folder("Parallax"))
}

/// The folder that model packs are added to by people: named by `PARALLAX_PACKS`, else
/// beside the default library; `None` when there is no home folder.
#[must_use]
pub fn pack_folder(environment: &dyn Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    environment("PARALLAX_PACKS").or_else(|| data_folder("Parallax Packs"))
}

/// The platform's data folder for a program of this name.
fn data_folder(name: &str) -> Option<PathBuf> {
    let names = AppStrategyArgs {
        top_level_domain: "app".to_owned(),
        author: "Parallax".to_owned(),
        app_name: name.to_owned(),
    };
    Some(etcetera::choose_app_strategy(names).ok()?.data_dir())
}

/// Where model packs lie on this machine.
#[must_use]
pub fn pack_places(environment: &dyn Fn(&str) -> Option<PathBuf>, program: &Path) -> PackPlaces {
    // Resolved, so that a link to the program in another folder finds the packs too.
    let program = fs_err::canonicalize(program).unwrap_or_else(|_| program.to_path_buf());
    PackPlaces::of(environment, &program, pack_folder(environment))
}

/// The model of whichever pack a library uses, to be loaded on `n_workers` threads when
/// first needed; the pack `PARALLAX_MODEL_DIR` names, for every library, where it is set.
#[must_use]
pub fn packs(
    environment: &dyn Fn(&str) -> Option<PathBuf>,
    program: &Path,
    n_workers: usize,
) -> ModelSource {
    if environment("PARALLAX_MODEL_DIR").is_some() {
        return default_model(environment, program, n_workers);
    }
    ModelSource::Packs(pack_places(environment, program), n_workers)
}

/// The default model, to be loaded on `n_workers` threads when first needed.
///
/// `program`: path of the running program, for a model installed beside it.
#[must_use]
pub fn default_model(
    environment: &dyn Fn(&str) -> Option<PathBuf>,
    program: &Path,
    n_workers: usize,
) -> ModelSource {
    // Resolved, so that a link to the program in another folder finds the model too.
    let program = fs_err::canonicalize(program).unwrap_or_else(|_| program.to_path_buf());
    match locate(environment, &program) {
        Ok(files) => ModelSource::Files(files, n_workers),
        Err(error) => ModelSource::Missing(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_none() {
        assert_eq!(set(Some(OsString::new())), None);
        assert_eq!(set(None), None);
        assert_eq!(set(Some("a b".into())), Some(PathBuf::from("a b")));
    }
}
