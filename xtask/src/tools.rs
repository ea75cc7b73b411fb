//! The four programs a person must bring: cargo, node, npm, and Python with pip.

use std::process::Command;

use crate::command::answer;
use crate::error::TaskError;
use crate::workspace::Workspace;

/// The oldest Rust that builds the workspace; `rust-version` in Cargo.toml.
const RUST: (u32, u32) = (1, 92);
const NODE: (u32, u32) = (20, 0);
const NPM: (u32, u32) = (10, 0);
const PYTHON: (u32, u32) = (3, 8);

/// Finds each tool and its version, or says how to get it.
pub(crate) fn check(workspace: &Workspace) -> Result<String, TaskError> {
    let cargo = tool(
        "cargo",
        RUST,
        &mut workspace.cargo(),
        "get Rust from https://rustup.rs, or `rustup update`",
    )?;
    let node = tool(
        "node",
        NODE,
        &mut Command::new("node"),
        "get Node.js 20 or newer from https://nodejs.org or your package manager",
    )?;
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    let npm = tool(
        "npm",
        NPM,
        &mut npm,
        "npm comes with Node.js; on Debian and Ubuntu also as the package `npm`",
    )?;
    let python = tool(
        "python",
        PYTHON,
        &mut python_command(),
        "get Python 3 from your package manager or https://python.org",
    )?;
    if answer(python_command().args(["-m", "pip", "--version"])).is_none() {
        return Err(TaskError::Missing {
            what: "Python has no pip, which fetches the model files".into(),
            hint: "on Debian and Ubuntu `apt-get install python3-pip`; elsewhere `python3 -m ensurepip`".into(),
        });
    }
    Ok(format!("cargo {cargo}, node {node}, npm {npm}, python {python}"))
}

/// Python 3 under whichever name it goes.
pub(crate) fn python_command() -> Command {
    let is_python3 = |name: &&str| {
        answer(Command::new(name).arg("--version")).is_some_and(|text| text.starts_with("Python 3"))
    };
    Command::new(["python3", "python"].into_iter().find(is_python3).unwrap_or("python3"))
}

fn tool(
    name: &str,
    oldest: (u32, u32),
    command: &mut Command,
    how_to_get: &str,
) -> Result<String, TaskError> {
    let missing = |what: String| TaskError::Missing { what, hint: how_to_get.to_owned() };
    let text = answer(command.arg("--version"))
        .ok_or_else(|| missing(format!("`{name}` is not installed")))?;
    let version =
        version_in(&text).ok_or_else(|| missing(format!("cannot read a version in `{text}`")))?;
    let found = format!("{}.{}", version.0, version.1);
    if version < oldest {
        return Err(missing(format!(
            "`{name}` is {found}; {}.{} or newer is needed",
            oldest.0, oldest.1
        )));
    }
    Ok(found)
}

/// Major and minor of the first version number in `cargo 1.95.0 (f2d3…)`, `v20.1.2`, `Python 3.11.7`.
fn version_in(text: &str) -> Option<(u32, u32)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let mut numbers = text[start..].split(|c: char| !c.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_tools_say() {
        assert_eq!(version_in("cargo 1.95.0 (f2d3ce0bd 2026-03-21)"), Some((1, 95)));
        assert_eq!(version_in("v20.20.2"), Some((20, 20)));
        assert_eq!(version_in("11.19.1"), Some((11, 19)));
        assert_eq!(version_in("Python 3.11.7"), Some((3, 11)));
        assert_eq!(version_in("no number"), None);
    }

    #[test]
    fn a_missing_or_old_tool_is_named_with_the_way_to_get_it() {
        let error = tool("foo", (1, 0), &mut Command::new("no-such-foo"), "buy one").unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.hint()),
            ("`foo` is not installed", Some("buy one"))
        );
        let error = tool("cargo", (99, 0), &mut Workspace::find().cargo(), "wait").unwrap_err();
        assert!(error.to_string().contains("99.0 or newer is needed"), "{error}");
    }
}
