//! The window's npm packages, its build and its checks.
//!
//! Invariant: `npm ci` only, so that `package-lock.json` decides every version.

use serde_json::Value;

use crate::command::run;
use crate::error::TaskError;
use crate::fingerprint;
use crate::workspace::Workspace;

/// Installed last with this lock file; `npm ci` removes it with everything else.
const INSTALLED: &str = "ui/node_modules/.installed-from";
const REFUSED: Option<&str> =
    Some("npm said why above; it needs its registry, and a lock file that fits package.json");

/// Installs the packages `package-lock.json` names, unless they are there.
pub(crate) fn install(workspace: &Workspace) -> Result<String, TaskError> {
    if !workspace.path("ui/package.json").is_file() {
        return Ok("skipped: no ui/package.json".into());
    }
    let lock = fingerprint::of_file(&workspace.path("ui/package-lock.json"))?;
    let stamp = workspace.path(INSTALLED);
    if is_stamped(&stamp, &lock) {
        return Ok("already there".into());
    }
    run(workspace.npm().args(["ci", "--no-audit", "--no-fund"]), REFUSED)?;
    fs_err::write(stamp, lock)?;
    Ok("installed from package-lock.json".into())
}

/// Builds `ui/dist`, which the window carries inside, unless nothing changed.
pub(crate) fn build(workspace: &Workspace) -> Result<String, TaskError> {
    let sources = fingerprint::of_folder(&workspace.path("ui"), &["node_modules", "dist"])?;
    let stamp = workspace.cache("ui-built-from");
    if workspace.path("ui/dist/index.html").is_file() && is_stamped(&stamp, &sources) {
        return Ok("already built".into());
    }
    run(workspace.npm().args(["run", "build"]), None)?;
    fs_err::create_dir_all(workspace.cache(""))?;
    fs_err::write(stamp, sources)?;
    Ok("built".into())
}

/// Runs those of `names` that `package.json` defines, in order.
pub(crate) fn run_scripts(workspace: &Workspace, names: &[&str]) -> Result<String, TaskError> {
    let path = workspace.path("ui/package.json");
    let package: Value = serde_json::from_str(&fs_err::read_to_string(&path)?)
        .map_err(|error| TaskError::Page { path, what: error.to_string() })?;
    let mut ran = Vec::new();
    for name in names {
        if package["scripts"][name].is_string() {
            run(workspace.npm().args(["run", name]), None)?;
            ran.push(*name);
        }
    }
    Ok(format!("{} passed", ran.join(", ")))
}

fn is_stamped(stamp: &std::path::Path, expected: &str) -> bool {
    fs_err::read_to_string(stamp).is_ok_and(|text| text == expected)
}
