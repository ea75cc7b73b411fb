//! The list of everything shipped with its licence, for the window's About page:
//! from cargo's metadata and the npm packages the pages are built from.
//!
//! Invariant: nothing is fetched but crates cargo has not seen yet (those of other
//! platforms); the list is sorted, so that it changes only when
//! what is shipped does. Not here: whether a licence is allowed (`cargo deny`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::output;
use crate::error::TaskError;
use crate::workspace::Workspace;

/// Where the list lies; the pages are built with it inside.
const LIST: &str = "ui/src/licences.json";

/// What is shipped and is neither a crate nor an npm package.
const OTHERS: &[(&str, &str, &str)] = &[
    ("all-MiniLM-L6-v2 (model)", "", "Apache-2.0"),
    // Inside hayagriva, whose NOTICE names them and their licence.
    ("Citation styles (CSL)", "", "CC-BY-SA-3.0"),
    ("ONNX Runtime", "", "MIT"),
    ("PDFium", "", "BSD-3-Clause AND Apache-2.0"),
    ("SQLite", "", "Public domain"),
];

/// npm packages whose code stands in the built pages.
const PAGES: &[&str] = &[
    "@fontsource-variable/inter",
    "@fontsource-variable/source-serif-4",
    "@tauri-apps/api",
    "svelte",
];

/// Something from elsewhere that is shipped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Component {
    pub(crate) name: String,
    /// Empty where it has none.
    pub(crate) version: String,
    /// An SPDX expression, or words where there is none.
    pub(crate) licence: String,
    pub(crate) origin: Origin,
    /// Where its source lies on this machine.
    pub(crate) folder: Option<PathBuf>,
}

/// Where a component is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    Crate,
    Npm,
    Other,
}

/// Writes the list anew.
pub(crate) fn write(workspace: &Workspace) -> Result<(), TaskError> {
    let entries = components(workspace, &[])?;
    let n = entries.len();
    fs_err::write(workspace.path(LIST), in_json(&entries))?;
    println!("{n} licences listed in {LIST}");
    Ok(())
}

/// What a package for this platform is made of.
pub(crate) fn of_package(workspace: &Workspace) -> Result<BTreeSet<Component>, TaskError> {
    let about = output(workspace.command("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    components(workspace, &["--filter-platform", host])
}

/// `options`: of `cargo metadata`; without them what is shipped on any platform.
fn components(workspace: &Workspace, options: &[&str]) -> Result<BTreeSet<Component>, TaskError> {
    let mut components = BTreeSet::new();
    for (name, version, licence) in OTHERS {
        components.insert(Component {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
            licence: (*licence).to_owned(),
            origin: Origin::Other,
            folder: None,
        });
    }
    for name in PAGES {
        let folder = workspace.path(&format!("ui/node_modules/{name}"));
        let path = folder.join("package.json");
        let package = json(&fs_err::read_to_string(&path)?, &path)?;
        components.insert(component(&package, Origin::Npm, Some(folder)));
    }
    let path = workspace.path("Cargo.toml");
    let mut ask = workspace.cargo();
    ask.args(["metadata", "--format-version", "1", "--locked"]).args(options);
    let metadata = json(&output(&mut ask)?, &path)?;
    components.extend(shipped(&metadata));
    Ok(components)
}

/// Crates from elsewhere that our two programs are linked from, on any platform.
fn shipped(metadata: &Value) -> Vec<Component> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let id = |value: &Value| value["id"].as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (id(&package), package)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (id(&node), node)).collect();
    let ours = ["parallax-desktop", "parallax-cli"];
    let mut to_see: Vec<String> = packages
        .iter()
        .filter(|(_, package)| ours.iter().any(|name| package["name"] == **name))
        .map(|(id, _)| id.clone())
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = to_see.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.get(&id).map(|node| list(&node["deps"])).unwrap_or_default() {
            // What only builds or tests us is not shipped.
            let is_linked =
                list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            if is_linked {
                to_see.extend(dependency["pkg"].as_str().map(str::to_owned));
            }
        }
    }
    let from_elsewhere = seen.iter().filter_map(|id| packages.get(id));
    from_elsewhere
        .filter(|package| !package["source"].is_null())
        .map(|package| {
            let manifest = package["manifest_path"].as_str().map(PathBuf::from);
            let folder = manifest.and_then(|path| path.parent().map(Path::to_path_buf));
            component(package, Origin::Crate, folder)
        })
        .collect()
}

fn component(package: &Value, origin: Origin, folder: Option<PathBuf>) -> Component {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    // The old way to write "or" in a manifest; `Cargo.toml` may name a file instead.
    let licence = match text("license") {
        licence if licence.is_empty() => "its own, in its source".to_owned(),
        licence => licence.replace('/', " OR "),
    };
    let licence = licence.replace("  ", " ");
    Component { name: text("name"), version: text("version"), licence, origin, folder }
}

/// One entry a line, so that a change reads well.
fn in_json(components: &BTreeSet<Component>) -> String {
    let lines: Vec<String> = components
        .iter()
        .map(|Component { name, version, licence, .. }| {
            format!("  {}", serde_json::json!([name, version, licence]))
        })
        .collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn json(text: &str, path: &Path) -> Result<Value, TaskError> {
    serde_json::from_str(text)
        .map_err(|error| TaskError::Page { path: path.to_path_buf(), what: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_builds_or_tests_is_not_shipped() {
        let package = |name: &str, source: Value| serde_json::json!({ "id": name, "name": name, "version": "1", "license": "MIT/Apache-2.0", "source": source });
        let dep = |name: &str, kind: Value| serde_json::json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = serde_json::json!({
            "packages": [package("parallax-cli", Value::Null), package("used", "r".into()), package("builds", "r".into()), package("other", "r".into())],
            "resolve": { "nodes": [{ "id": "parallax-cli", "deps": [dep("used", Value::Null), dep("builds", "build".into())] }] },
        });
        let shipped = shipped(&metadata);
        assert_eq!(shipped.len(), 1, "{shipped:?}");
        assert_eq!((shipped[0].name.as_str(), shipped[0].version.as_str()), ("used", "1"));
        assert_eq!(shipped[0].licence, "MIT OR Apache-2.0");
    }
}
