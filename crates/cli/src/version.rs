//! What `--version` says: the program, the commit it was made from, the packs it has.
//!
//! Invariant: the first line begins with `parallax` and the version, for scripts.

use parallax_engine::{ModelSource, default_model, environment};

/// Set when a package is made; a program built in a source tree has none.
const COMMIT: Option<&str> = option_env!("PARALLAX_COMMIT");

/// The lines to print.
pub(crate) fn text() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let pack = match default_model(&environment, &program, 1) {
        ModelSource::Files(files, _) => {
            files.pack_dir.file_name().map(|name| name.to_string_lossy().into_owned())
        }
        _ => None,
    };
    lines(COMMIT, pack.as_deref())
}

fn lines(commit: Option<&str>, pack: Option<&str>) -> String {
    let commit = commit.map_or("built from source".to_owned(), |commit| format!("commit {commit}"));
    let pack = pack.unwrap_or("none found, so only words are searched (see `parallax doctor`)");
    format!("parallax {} ({commit})\nmodel pack: {pack}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commit_and_pack_are_told() {
        let version = env!("CARGO_PKG_VERSION");
        let told = lines(Some("0123456789"), Some("small"));
        assert_eq!(told, format!("parallax {version} (commit 0123456789)\nmodel pack: small"));
        let told = lines(None, None);
        assert!(told.starts_with(&format!("parallax {version} (built from source)\n")), "{told}");
        assert!(told.contains("parallax doctor"), "{told}");
    }
}
