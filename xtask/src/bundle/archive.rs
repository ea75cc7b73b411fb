//! The relocatable archive: the tree in one folder, to be unpacked anywhere.

use crate::command::run;
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::DIST;
use super::facts::{Facts, platform};
use super::tree::Tree;

/// The archive's file name.
pub(super) fn name(facts: &Facts) -> String {
    format!("{}-{}.tar.gz", facts.name(), platform())
}

/// Writes the archive. Its one folder is named like the archive.
pub(super) fn pack(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let dist = workspace.path(DIST);
    fs_err::create_dir_all(&dist)?;
    let archive = dist.join(name(facts));
    let folder = format!("{}-{}", facts.name(), platform());
    let tree = Tree::at(workspace);
    let mut tar = workspace.command("tar");
    tar.arg("--create").arg("--file").arg(archive.with_extension("")).arg("--directory");
    tar.arg(tree.root());
    if cfg!(target_os = "linux") {
        tar.args(["--format=gnu", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
        tar.arg(format!("--transform=s,^\\.,{folder},"));
    } else {
        // The tar of macOS and Windows: order and owners are those of the disk.
        tar.args(["-s", &format!(",^\\.,{folder},")]);
    }
    run(tar.arg("."), None)?;
    run(workspace.command("gzip").arg("-9nf").arg(archive.with_extension("")), None)?;
    Ok(format!("{} MB", fs_err::metadata(&archive)?.len() / 1_000_000))
}
