//! `cargo xtask release VERSION`: from a clean tree to a tagged commit and its packages.
//!
//! Invariant: nothing is written before everything was looked at; the tag comes after the
//! commit, the packages after the tag, so that they are the commit's.
//! Not here: sending anything anywhere. What is in `dist/` is uploaded by a person.

use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;

use crate::command::run as run_command;
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::facts::{self, Facts, git};

/// Files that name the version besides `Cargo.toml`, as JSON with `version` on top.
const IN_JSON: [&str; 3] = ["src-tauri/tauri.conf.json", "ui/package.json", "ui/package-lock.json"];

/// Makes a release.
pub(crate) fn run(workspace: &Workspace, version: &str) -> Result<(), TaskError> {
    let old = facts::version(workspace)?;
    look(workspace, &old, version)?;
    let changelog = workspace.path("CHANGELOG.md");
    let closed = close_section(&fs_err::read_to_string(&changelog)?, version, &today())
        .ok_or_else(|| refuse("CHANGELOG.md has nothing under `## Unreleased`"))?;

    fs_err::write(&changelog, closed)?;
    bump(workspace, &old, version)?;
    run_command(workspace.cargo().args(["update", "--workspace", "--offline"]), None)?;
    for arguments in [
        &["commit", "--all", "--quiet", "--message", &format!("release: {version}")][..],
        &["tag", "--annotate", &format!("v{version}"), "--message", &format!("Parallax {version}")],
    ] {
        run_command(workspace.command("git").args(arguments), None)?;
    }
    super::run(workspace, &[])
}

/// Refuses what could not be a release.
fn look(workspace: &Workspace, old: &str, new: &str) -> Result<(), TaskError> {
    let changes = git(workspace, &["status", "--porcelain"])?;
    if !changes.is_empty() {
        return Err(TaskError::Missing {
            what: format!("the tree is not clean:\n{changes}"),
            hint: "commit or stash what is changed, then try again".into(),
        });
    }
    let (Some(before), Some(after)) = (numbers(old), numbers(new)) else {
        return Err(refuse(format!(
            "`{new}` is no version: three numbers are wanted, as in 0.3.0"
        )));
    };
    if after < before {
        return Err(refuse(format!("{new} is older than {old}")));
    }
    if !git(workspace, &["tag", "--list", &format!("v{new}")])?.is_empty() {
        return Err(refuse(format!("there is a tag v{new} already")));
    }
    Ok(())
}

fn refuse(what: impl Into<String>) -> TaskError {
    TaskError::Bundle { what: what.into() }
}

fn numbers(version: &str) -> Option<[u32; 3]> {
    let parts: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
    parts?.try_into().ok()
}

/// The day in UTC. A release is the one thing that asks the clock.
fn today() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let facts = Facts {
        version: String::new(),
        commit: String::new(),
        epoch: now.as_secs(),
        maintainer: String::new(),
    };
    facts.day()
}

/// What was unreleased becomes the version's; a new section stands empty above it.
/// `None` where there is nothing to release.
fn close_section(changelog: &str, version: &str, day: &str) -> Option<String> {
    const OPEN: &str = "## Unreleased\n";
    let (before, after) = changelog.split_once(OPEN)?;
    let entries = after.split("\n## ").next().unwrap_or_default();
    if entries.trim().is_empty() {
        return None;
    }
    Some(format!("{before}{OPEN}\n## {version} ({day})\n{after}"))
}

fn bump(workspace: &Workspace, old: &str, new: &str) -> Result<(), TaskError> {
    let manifest = workspace.path("Cargo.toml");
    replace_first(
        &manifest,
        &format!("\nversion = \"{old}\"\n"),
        &format!("\nversion = \"{new}\"\n"),
    )?;
    for file in IN_JSON {
        let path = workspace.path(file);
        let page: Option<Value> = serde_json::from_str(&fs_err::read_to_string(&path)?).ok();
        let there = page.as_ref().and_then(|page| page["version"].as_str()).unwrap_or_default();
        replace_first(&path, &in_json(there), &in_json(new))?;
        if file.ends_with("package-lock.json") {
            // It names the version a second time, for the package itself.
            replace_first(&path, &in_json(there), &in_json(new))?;
        }
    }
    Ok(())
}

fn in_json(version: &str) -> String {
    format!("\"version\": \"{version}\"")
}

fn replace_first(path: &Path, old: &str, new: &str) -> Result<(), TaskError> {
    let text = fs_err::read_to_string(path)?;
    if !text.contains(old) {
        let what = format!("`{}` is not in it", old.trim());
        return Err(TaskError::Page { path: path.to_path_buf(), what });
    }
    Ok(fs_err::write(path, text.replacen(old, new, 1))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unreleased_section_becomes_the_versions() {
        let page = "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2031-01-05)\n\n- Old.\n";
        let closed = close_section(page, "0.2.0", "2031-02-03").unwrap();
        assert_eq!(
            closed,
            "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2031-02-03)\n\n- New.\n\n\
             ## 0.1.0 (2031-01-05)\n\n- Old.\n"
        );
        assert_eq!(close_section(&closed, "0.3.0", "2031-02-03"), None, "nothing new");
    }

    #[test]
    fn versions_are_three_numbers() {
        assert!(numbers("0.10.0") > numbers("0.9.1"));
        assert_eq!(numbers("0.2"), None);
        assert_eq!(numbers("v0.2.0"), None);
        assert_eq!(numbers("0.2.0-rc1"), None);
    }

    #[test]
    fn every_file_with_a_version_names_the_workspaces() {
        let workspace = Workspace::find();
        let version = facts::version(&workspace).unwrap();
        for file in IN_JSON {
            let page: Value =
                serde_json::from_str(&fs_err::read_to_string(workspace.path(file)).unwrap())
                    .unwrap();
            assert_eq!(page["version"], version.as_str(), "{file}");
        }
    }
}
