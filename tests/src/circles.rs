//! No files of a crate import each other in a circle: what is built on what can be read from
//! the bottom up.
//!
//! Read from the code's own paths (`crate::a::b`, `super::c`, and a folder's own modules).
//! Handing names on (`pub use`) is no import, neither are tests. Not here: which crate may know
//! which (`layers`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::root;

/// A module's names from the crate's root down; the root's own is empty.
type Module = Vec<String>;

/// Which module imports which.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// Where circles are left to be cut, and how many. More fail, and so do fewer: the number is
/// to come down with them.
const LEFT: &[(&str, usize)] = &[("crates/store/src", 2)];

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut wrong = Vec::new();
    for source in sources() {
        let imports = imports(&source);
        assert!(!imports.is_empty(), "no file read in {}", source.display());
        let name = source.strip_prefix(root()).unwrap().display().to_string();
        let circles = circles_of(&imports);
        let n_left = LEFT.iter().find(|(left, _)| *left == name).map_or(0, |(_, n)| *n);
        if circles.len() != n_left {
            wrong.push(format!("{name}: {n_left} expected, {circles:#?}"));
        }
    }
    assert!(wrong.is_empty(), "files that import each other:\n{}", wrong.join("\n"));
}

/// The folders `src` of all packages but this one.
fn sources() -> Vec<PathBuf> {
    let crates = fs_err::read_dir(root().join("crates")).unwrap();
    let crates = crates.map(|entry| entry.unwrap().path().join("src"));
    let others = ["src-tauri/src", "xtask/src"].map(|folder| root().join(folder));
    crates.filter(|folder| folder.is_dir()).chain(others).collect()
}

fn imports(source: &Path) -> Imports {
    let mut files = BTreeMap::new();
    collect(source, &mut Vec::new(), &mut files);
    let modules: BTreeSet<Module> = files.keys().cloned().collect();
    let of = |(module, text): (&Module, &String)| (module.clone(), named(module, text, &modules));
    files.iter().map(of).collect()
}

/// The text of each module below a folder, without tests and comments.
fn collect(folder: &Path, above: &mut Module, files: &mut BTreeMap<Module, String>) {
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if stem == "tests" {
            continue;
        }
        if path.is_dir() {
            above.push(stem);
            collect(&path, above, files);
            above.pop();
        } else if path.extension().is_some_and(|it| it == "rs") {
            let mut module = above.clone();
            if !matches!(stem.as_str(), "mod" | "lib" | "main") {
                module.push(stem);
            }
            files.insert(module, code(&fs_err::read_to_string(&path).unwrap()));
        }
    }
}

/// A file's text up to its tests, without comments and without what it only hands on.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut kept = String::new();
    let mut rest = text.as_str();
    while let Some(at) = ["pub use ", "pub(crate) use ", "pub(super) use "]
        .iter()
        .filter_map(|start| rest.find(start))
        .min()
    {
        kept.push_str(&rest[..at]);
        rest = rest[at..].split_once(';').map_or("", |(_, rest)| rest);
    }
    kept + rest
}

/// The modules a file names, other than itself and the root.
fn named(module: &Module, text: &str, modules: &BTreeSet<Module>) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut add = |base: &[String], path: &str| {
        for names in paths(path) {
            let mut full = base.to_vec();
            full.extend(names);
            while !full.is_empty() && !modules.contains(&full) {
                full.pop();
            }
            // A folder is one room: what its head holds, its files may use.
            if !full.is_empty() && !module.starts_with(&full) {
                found.insert(full);
            }
        }
    };
    for at in starts(text, "crate::") {
        add(&[], &text[at + "crate::".len()..]);
    }
    for at in starts(text, "super::") {
        let mut base = module.clone();
        let mut rest = &text[at..];
        while let Some(more) = rest.strip_prefix("super::") {
            base.pop();
            rest = more;
        }
        add(&base, rest);
    }
    let children =
        modules.iter().filter(|it| it.len() == module.len() + 1 && it.starts_with(module));
    for child in children {
        let name = format!("{}::", child[module.len()]);
        if starts(text, &name).next().is_some() {
            found.insert(child.clone());
        }
    }
    found
}

/// Where a path begins with `start`.
fn starts<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = usize> + 'a {
    let begins =
        |at: usize| !text[..at].ends_with(|it: char| it.is_alphanumeric() || "_:".contains(it));
    text.match_indices(start).map(|(at, _)| at).filter(move |at| begins(*at))
}

/// The paths a text begins with: `a::{b, c::D}` is `a::b` and `a::c::D`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(inside) = text.strip_prefix('{') {
        return split(inside).into_iter().flat_map(paths).collect();
    }
    let end = text.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(text.len());
    let name = text[..end].to_owned();
    match text[end..].strip_prefix("::") {
        Some(rest) => {
            let rest = paths(rest);
            rest.into_iter().map(|path| [vec![name.clone()], path].concat()).collect()
        }
        None => vec![vec![name]],
    }
}

/// The parts between commas, up to the brace that closes.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&text[from..at]);
                return parts;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts
}

/// Each set of modules of which every one leads to every other.
fn circles_of(imports: &Imports) -> BTreeSet<String> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        imports.keys().map(|module| (module, reached_from(module, imports))).collect();
    let circle = |module: &Module| {
        let back = reached[module].iter().filter(|other| reached[**other].contains(module));
        let names: Vec<String> = back.map(|module| module.join("/")).collect();
        names.join(", ")
    };
    let in_circles = imports.keys().filter(|module| reached[*module].contains(*module));
    in_circles.map(circle).collect()
}

fn reached_from<'a>(module: &Module, imports: &'a Imports) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&Module> = imports[module].iter().collect();
    while let Some(module) = next.pop() {
        if reached.insert(module) {
            next.extend(imports.get(module).into_iter().flatten());
        }
    }
    reached
}

#[test]
fn circles_are_seen() {
    let module = |path: &str| path.split('/').map(str::to_owned).collect::<Module>();
    let modules: BTreeSet<Module> = ["a", "b", "b/c", "b/d"].map(module).into();
    let texts = [
        ("a", "use crate::b::{c::One, Two};\n// crate::b::d\nfn f() { std::mem::take(x) }"),
        ("b", "use d::Four;\npub use c::One;"),
        ("b/c", "fn f(x: super::d::Three) {}"),
        ("b/d", "#[cfg(test)]\nmod tests {\n    use crate::a::X;\n}"),
    ];
    let imports: Imports = texts
        .into_iter()
        .map(|(path, text)| (module(path), named(&module(path), &code(text), &modules)))
        .collect();
    let shown: Vec<String> = imports
        .iter()
        .map(|(from, to)| {
            let to: Vec<String> = to.iter().map(|it| it.join("/")).collect();
            format!("{} -> {}", from.join("/"), to.join(" "))
        })
        .collect();
    assert_eq!(shown, ["a -> b b/c", "b -> b/d", "b/c -> b/d", "b/d -> "]);
    assert!(circles_of(&imports).is_empty());
    let mut tied = imports;
    tied.entry(module("b/d")).or_default().insert(module("a"));
    assert_eq!(circles_of(&tied), BTreeSet::from(["a, b, b/c, b/d".to_owned()]));
}
