//! Where things lie on this machine: the library's default folder and the model.
//!
//! The command line and the window must agree on both. The environment and the
//! program's path are handed in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs};
use parallax_embed::locate;

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
    environment("PARALLAX_LIBRARY").or_else(|| {
        let names = AppStrategyArgs {
            top_level_domain: "app".to_owned(),
            author: "Parallax".to_owned(),
            app_name: "Parallax".to_owned(),
        };
        Some(etcetera::choose_app_strategy(names).ok()?.data_dir())
    })
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
