//! The drawing of the house, as a test: who may know whom, and who owns what.
//!
//! Invariant: an edge between our packages, or a heavy dependency, that is not
//! written down here fails the build. Dev- and build-dependencies count as well.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::{Table, Value};

use crate::root;

/// Each of our packages and those it may depend on. Siblings never know each
/// other; they meet only in the engine.
const EDGES: &[(&str, &[&str])] = &[
    ("parallax-types", &[]),
    ("parallax-confine", &[]),
    ("parallax-parts", &[]),
    ("parallax-import", &["parallax-types", "parallax-confine", "parallax-parts"]),
    ("parallax-lang", &["parallax-types"]),
    ("parallax-text", &["parallax-types", "parallax-lang"]),
    ("parallax-embed", &["parallax-types", "parallax-parts"]),
    ("parallax-index", &["parallax-types"]),
    ("parallax-store", &["parallax-types", "parallax-lang"]),
    (
        "parallax-engine",
        &[
            "parallax-types",
            "parallax-confine",
            "parallax-parts",
            "parallax-import",
            "parallax-lang",
            "parallax-text",
            "parallax-embed",
            "parallax-index",
            "parallax-store",
        ],
    ),
    ("parallax-view", &["parallax-engine"]),
    ("parallax-mcp", &["parallax-engine", "parallax-view"]),
    ("parallax-cli", &["parallax-engine", "parallax-types", "parallax-view", "parallax-mcp"]),
    ("parallax-desktop", &["parallax-engine", "parallax-types"]),
    ("parallax-tests", &["parallax-engine", "parallax-types"]),
    ("xtask", &[]),
];

/// Heavy dependencies and the one package that may know them. A name that ends
/// in `*` stands for every name that begins so.
const OWNERS: &[(&str, &str)] = &[
    ("fastembed", "parallax-embed"),
    ("ort", "parallax-embed"),
    ("ort-sys", "parallax-embed"),
    ("tokenizers", "parallax-embed"),
    ("hnsw_rs", "parallax-index"),
    ("anndists", "parallax-index"),
    ("icu_segmenter", "parallax-lang"),
    ("rust-stemmers", "parallax-lang"),
    ("rusqlite*", "parallax-store"),
    ("libsqlite3-sys", "parallax-store"),
    ("chardetng", "parallax-import"),
    ("encoding_rs", "parallax-import"),
    ("rs-trafilatura", "parallax-import"),
    ("trafilatura", "parallax-import"),
    ("dom_smoothie", "parallax-import"),
    ("dom_query", "parallax-import"),
    ("html5ever", "parallax-import"),
    ("markup5ever*", "parallax-import"),
    ("scraper", "parallax-import"),
    ("pulldown-cmark", "parallax-import"),
    ("pdfium-render", "parallax-import"),
    ("image", "parallax-import"),
    ("tiff", "parallax-import"),
    ("mail-parser", "parallax-import"),
    ("plist", "parallax-import"),
    ("csv", "parallax-import"),
    ("landlock", "parallax-confine"),
    ("seccompiler", "parallax-confine"),
    ("tauri*", "parallax-desktop"),
    ("wry", "parallax-desktop"),
    ("arboard", "parallax-desktop"),
    ("open", "parallax-desktop"),
    ("tao", "parallax-desktop"),
    ("hayagriva", "parallax-engine"),
    ("rmcp", "parallax-mcp"),
    ("fantoccini", "parallax-tests"),
];

/// A package of the workspace and everything it names as a dependency.
struct Package {
    name: String,
    dependencies: BTreeSet<String>,
}

#[test]
fn every_edge_is_in_the_drawing() {
    let packages = packages_of_the_workspace();
    assert!(packages.len() >= EDGES.len(), "only {} packages found", packages.len());
    let violations = violations(&packages);
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

#[test]
fn tauri_has_one_door_in_the_pages() {
    let sources = root().join("ui/src");
    let mut knows_tauri = Vec::new();
    visit(&sources, &mut |path| {
        // The list of licences names packages and imports none.
        let is_door = path.starts_with(sources.join("ipc"))
            || path.extension().is_some_and(|extension| extension == "json");
        let text = String::from_utf8_lossy(&fs_err::read(path).unwrap()).into_owned();
        if !is_door && text.contains("@tauri-apps/") {
            knows_tauri.push(path.strip_prefix(root()).unwrap().display().to_string());
        }
    });
    assert!(knows_tauri.is_empty(), "only ui/src/ipc may import @tauri-apps/*: {knows_tauri:?}");
}

#[test]
fn undrawn_edges_and_second_owners_are_found() {
    let package = |name: &str, dependencies: &[&str]| Package {
        name: name.to_owned(),
        dependencies: dependencies.iter().map(|&name| name.to_owned()).collect(),
    };
    let found = violations(&[
        package("parallax-types", &["serde"]),
        package("parallax-store", &["parallax-types", "rusqlite", "parallax-index"]),
        package("parallax-index", &["parallax-types", "hnsw_rs", "rusqlite_migration"]),
        package("parallax-engine", &["parallax-store", "tauri-plugin-dialog"]),
        package("parallax-novelty", &[]),
    ]);
    assert_eq!(
        found,
        [
            "parallax-store may not depend on parallax-index",
            "rusqlite_migration belongs to parallax-store, not to parallax-index",
            "tauri-plugin-dialog belongs to parallax-desktop, not to parallax-engine",
            "parallax-novelty is not in the drawing",
        ]
    );
}

#[test]
fn dependencies_are_read_from_every_kind_of_table() {
    let manifest = r#"
        [package]
        name = "x"
        [dependencies]
        a.workspace = true
        b = { version = "1", package = "real-b" }
        [dev-dependencies]
        c = "1"
        [build-dependencies]
        d = "1"
        [target.'cfg(unix)'.dependencies]
        e = "1"
    "#;
    let package = package_of(&manifest.parse().unwrap());
    let names: Vec<&str> = package.dependencies.iter().map(String::as_str).collect();
    assert_eq!(names, ["a", "c", "d", "e", "real-b"]);
}

/// What contradicts the drawing, one sentence each.
fn violations(packages: &[Package]) -> Vec<String> {
    let edges: BTreeMap<_, _> = EDGES.iter().copied().collect();
    let mut found = Vec::new();
    for Package { name, dependencies } in packages {
        let Some(allowed) = edges.get(name.as_str()) else {
            found.push(format!("{name} is not in the drawing"));
            continue;
        };
        for dependency in dependencies {
            let is_ours = dependency.starts_with("parallax-") || dependency == "xtask";
            if is_ours && !allowed.contains(&dependency.as_str()) {
                found.push(format!("{name} may not depend on {dependency}"));
            }
            if let Some(owner) = owner_of(dependency)
                && owner != name
            {
                found.push(format!("{dependency} belongs to {owner}, not to {name}"));
            }
        }
    }
    found
}

fn owner_of(dependency: &str) -> Option<&'static str> {
    let fits = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => dependency.starts_with(start),
        None => dependency == pattern,
    };
    OWNERS.iter().find(|(pattern, _)| fits(pattern)).map(|(_, owner)| *owner)
}

fn packages_of_the_workspace() -> Vec<Package> {
    let mut folders = vec![root().join("src-tauri"), root().join("tests"), root().join("xtask")];
    folders.extend(
        fs_err::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()),
    );
    let manifests =
        folders.iter().map(|folder| folder.join("Cargo.toml")).filter(|path| path.is_file());
    manifests
        .map(|path| package_of(&fs_err::read_to_string(path).unwrap().parse().unwrap()))
        .collect()
}

fn package_of(manifest: &Table) -> Package {
    let name = manifest["package"]["name"].as_str().unwrap().to_owned();
    let mut dependencies = BTreeSet::new();
    collect_dependencies(manifest, &mut dependencies);
    Package { name, dependencies }
}

/// Every name below a `*dependencies` table, also inside `[target.…]`.
fn collect_dependencies(table: &Table, names: &mut BTreeSet<String>) {
    for (key, value) in table {
        let Value::Table(inner) = value else { continue };
        if key.ends_with("dependencies") {
            names.extend(inner.iter().map(|(name, details)| {
                details.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()
            }));
        } else if key == "target" || key.starts_with("cfg(") {
            collect_dependencies(inner, names);
        }
    }
}

/// Calls `on_file` with every file below `dir`.
fn visit(dir: &Path, on_file: &mut impl FnMut(&Path)) {
    for entry in fs_err::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, on_file);
        } else {
            on_file(&path);
        }
    }
}
