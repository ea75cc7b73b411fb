//! `tauri-driver`, which lets tests press buttons in the real window.

use crate::command::{answer, run};
use crate::error::TaskError;
use crate::workspace::Workspace;

const VERSION: &str = "2.1.0";

/// Builds the driver into `.cache/tools`, unless this version is there.
pub(crate) fn install(workspace: &Workspace) -> Result<String, TaskError> {
    if !cfg!(target_os = "linux") {
        return Ok("window tests run on Linux only; not needed".into());
    }
    let tools = workspace.cache("tools");
    let list = answer(workspace.cargo().args(["install", "--list", "--root"]).arg(&tools));
    let wanted = format!("tauri-driver v{VERSION}:");
    let program = tools.join("bin/tauri-driver");
    if program.is_file() && list.is_some_and(|list| list.lines().any(|line| line == wanted)) {
        return Ok(format!("tauri-driver {VERSION} already there"));
    }
    let mut cargo = workspace.cargo();
    cargo.args(["install", "tauri-driver", "--quiet", "--locked", "--version", VERSION, "--root"]);
    run(cargo.arg(&tools), Some("is crates.io reachable?"))?;
    Ok(format!("tauri-driver {VERSION} built"))
}
