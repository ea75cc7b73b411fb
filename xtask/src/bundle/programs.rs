//! Builds the two programs as packages carry them: without the source tree's folders to
//! look for parts in, without what tests need, without paths of this machine.

use std::path::{Path, PathBuf};

use crate::command::run;
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::facts::Facts;

/// The programs, as cargo names them.
pub(crate) const PROGRAMS: [&str; 2] = ["parallax", "parallax-desktop"];

/// Builds both. The folder is cargo's own for the profile, so that neither tests nor
/// `cargo xtask run` build anything twice.
pub(crate) fn build(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["build", "--locked", "--profile", "bundle", "-p", "parallax-cli"])
        .args(["-p", "parallax-desktop"])
        .env("PARALLAX_BUNDLE", "1")
        .env("PARALLAX_COMMIT", &facts.commit)
        .env("SOURCE_DATE_EPOCH", facts.epoch.to_string())
        .env("CARGO_ENCODED_RUSTFLAGS", flags(workspace));
    run(&mut cargo, None)?;
    for program in PROGRAMS {
        refuse_paths(&built(workspace, program), &workspace.path(""))?;
    }
    Ok("built".into())
}

/// Where cargo has put a program.
pub(crate) fn built(workspace: &Workspace, program: &str) -> PathBuf {
    let folder = target(workspace).join("bundle");
    folder.join(program).with_extension(std::env::consts::EXE_EXTENSION)
}

fn target(workspace: &Workspace) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.path("target"), PathBuf::from)
}

/// Paths that compilers write into programs become the same on every machine.
fn flags(workspace: &Workspace) -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let user = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let home = home.or_else(|| Some(PathBuf::from(user?).join(".cargo")));
    let mut flags = Vec::new();
    let mut rewrite = |from: &Path, to: &str| {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    };
    if let Some(home) = home {
        rewrite(&home, "/cargo");
    }
    rewrite(&root(workspace), "/parallax");
    if !target(workspace).starts_with(root(workspace)) {
        rewrite(&target(workspace), "/parallax/target");
    }
    flags.join("\u{1f}")
}

/// The root of the tree, without a separator behind it.
fn root(workspace: &Workspace) -> PathBuf {
    workspace.path("Cargo.toml").parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Fails where a program still names the folder it was built in.
fn refuse_paths(program: &Path, folder: &Path) -> Result<(), TaskError> {
    let bytes = fs_err::read(program)?;
    let folder = folder.to_string_lossy();
    let wanted = folder.trim_end_matches('/').as_bytes();
    if wanted.len() > 1 && bytes.windows(wanted.len()).any(|window| window == wanted) {
        return Err(TaskError::Bundle {
            what: format!("`{}` names the folder it was built in", program.display()),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_names_its_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("program");
        fs_err::write(&program, b"\0/parallax/src/main.rs\0").unwrap();
        refuse_paths(&program, Path::new("/home/somebody/parallax/")).unwrap();
        fs_err::write(&program, b"\0/home/somebody/parallax/src/main.rs\0").unwrap();
        assert!(refuse_paths(&program, Path::new("/home/somebody/parallax/")).is_err());
    }
}
