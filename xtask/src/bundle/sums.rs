//! `SHA256SUMS` over everything in `dist/`, signed where a key is given; and whether two
//! bundles are the same.

use std::path::{Path, PathBuf};

use crate::command::{output, run};
use crate::error::TaskError;
use crate::fingerprint;
use crate::workspace::Workspace;

use super::facts::Facts;
use super::{DIST, archive, deb, rpm};

const SUMS: &str = "SHA256SUMS";

/// Names a secret key of minisign; its passphrase is asked for.
const KEY: &str = "PARALLAX_MINISIGN_KEY";

/// What this version's bundle may consist of.
fn names(workspace: &Workspace, facts: &Facts) -> Vec<String> {
    let debian = deb::architecture(workspace).map(|it| deb::name(facts, &it));
    let all = [
        Some(archive::name(facts)),
        debian,
        Some(rpm::name(facts)),
        Some(super::bill::name(facts)),
    ];
    let dist = workspace.path(DIST);
    all.into_iter().flatten().filter(|name| dist.join(name).is_file()).collect()
}

/// Writes the checksums, and their signature if a key is named.
pub(super) fn write(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let dist = workspace.path(DIST);
    let mut lines = String::new();
    let names = names(workspace, facts);
    for name in &names {
        lines += &format!("{}  {name}\n", fingerprint::of_file(&dist.join(name))?);
    }
    fs_err::write(dist.join(SUMS), lines)?;
    let told = format!("{} files in {}", names.len(), dist.display());
    let Some(key) = std::env::var_os(KEY) else {
        return Ok(format!("{told}, not signed: {KEY} names no key"));
    };
    let mut sign = workspace.command("minisign");
    sign.current_dir(&dist).args(["-S", "-m", SUMS, "-s"]).arg(key);
    run(sign.args(["-t", &format!("parallax {}", facts.version)]), None)?;
    Ok(format!("{told}, signed"))
}

/// Says which files of another bundle, made from another clone, differ from ours.
pub(super) fn compare(workspace: &Workspace, other: &Path) -> Result<(), TaskError> {
    let ours = workspace.path(DIST);
    let facts = Facts::of(workspace)?;
    let mut differing = Vec::new();
    for name in names(workspace, &facts) {
        let (here, there) = (ours.join(&name), other.join(&name));
        if fingerprint::of_file(&here)? == fingerprint::of_file(&there)? {
            println!("equal    {name}");
        } else {
            println!("differs  {name}");
            differing.push((here, there));
        }
    }
    if let Some((here, there)) = differing.first() {
        for line in inside(workspace, here, there)? {
            println!("  {line}");
        }
        return Err(TaskError::Bundle { what: format!("{} files differ", differing.len()) });
    }
    Ok(())
}

/// The files inside two relocatable archives that are not the same.
fn inside(
    workspace: &Workspace,
    here: &PathBuf,
    there: &PathBuf,
) -> Result<Vec<String>, TaskError> {
    if !here.to_string_lossy().ends_with(".tar.gz") {
        return Ok(Vec::new());
    }
    let list = |archive: &PathBuf| -> Result<Vec<String>, TaskError> {
        let mut tar = workspace.command("tar");
        tar.arg("--extract").arg("--file").arg(archive);
        let each = "--to-command=echo \"$(sha256sum | cut -c1-16) $TAR_FILENAME\"";
        Ok(output(tar.arg(each))?.lines().map(str::to_owned).collect())
    };
    let (here, there) = (list(here)?, list(there)?);
    Ok(here.into_iter().filter(|line| !there.contains(line)).collect())
}
