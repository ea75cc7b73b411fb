//! The RPM package: the tree below `/usr`, written by `rpmbuild` as `packaging/parallax.spec`
//! says. What it depends on `rpmbuild` finds in the programs.

use std::path::Path;

use crate::command::{answer, run};
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::DIST;
use super::facts::Facts;
use super::files;
use super::tree::{self, Tree};

/// The package's file name.
pub(super) fn name(facts: &Facts) -> String {
    format!("{}-1.{}.rpm", facts.name(), std::env::consts::ARCH)
}

/// Writes the package.
pub(super) fn pack(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    if answer(workspace.command("rpmbuild").arg("--version")).is_none() {
        return Ok("left out: rpmbuild is not installed".into());
    }
    let work = tree::work_folder(workspace).join("rpm");
    if work.exists() {
        fs_err::remove_dir_all(&work)?;
    }
    let root = work.join("root");
    fs_err::create_dir_all(&root)?;
    let staged = Tree::at(workspace);
    run(workspace.command("cp").arg("-a").arg(staged.root()).arg(root.join("usr")), None)?;
    tree::settle(&root, facts)?;
    let spec = work.join("parallax.spec");
    let text = tree::filled(workspace, "parallax.spec", facts)?
        .replace("@TREE@", &root.to_string_lossy())
        .replace("@FILES@", &files(&root)?);
    fs_err::write(&spec, text)?;

    let mut build = workspace.command("rpmbuild");
    build.args(["-bb", "--quiet", "--target", std::env::consts::ARCH]);
    for (name, value) in [
        ("_topdir", work.join("top").to_string_lossy().as_ref()),
        ("_rpmdir", work.join("out").to_string_lossy().as_ref()),
        ("_rpmfilename", "package.rpm"),
        ("_buildhost", "localhost"),
        ("use_source_date_epoch_as_buildtime", "1"),
        ("clamp_mtime_to_source_date_epoch", "1"),
        ("build_mtime_policy", "clamp_to_source_date_epoch"),
        ("_vendor", "parallax"),
    ] {
        build.arg("--define").arg(format!("{name} {value}"));
    }
    run(build.arg(&spec).env("SOURCE_DATE_EPOCH", facts.epoch.to_string()), None)?;
    let package = workspace.path(DIST).join(name(facts));
    fs_err::copy(work.join("out/package.rpm"), &package)?;
    Ok(format!("{} MB", fs_err::metadata(&package)?.len() / 1_000_000))
}

/// The files as a spec lists them; folders that are ours alone with them.
fn files(root: &Path) -> Result<String, TaskError> {
    let mut lines = Vec::new();
    for file in files::files_below(root)? {
        let inside = file.strip_prefix(root).unwrap_or(&file).to_string_lossy();
        let mark = if inside.starts_with(tree_documents().as_str()) { "%doc " } else { "" };
        lines.push(format!("%attr(-,root,root) {mark}\"/{inside}\""));
    }
    lines.push("%dir \"/usr/lib/parallax\"".to_owned());
    Ok(lines.join("\n"))
}

fn tree_documents() -> String {
    format!("usr/{}/", tree::DOCUMENTS)
}
