//! Habits every tracked file keeps: a head that says what it is, and nothing
//! that only makes sense on the machine it was written on.

use std::path::PathBuf;
use std::process::Command;

use crate::root;

#[test]
fn every_rust_file_says_what_it_is() {
    let silent: Vec<_> = tracked_files()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !text_of(path).starts_with("//!"))
        .collect();
    assert!(silent.is_empty(), "these files do not open with `//!`: {silent:?}");
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let found: Vec<String> = tracked_files()
        .iter()
        .filter(|path| !path.ends_with("tests/src/tree.rs"))
        .flat_map(|path| {
            let text = text_of(path);
            places_in(&text)
                .into_iter()
                .map(|place| format!("{}: {place}", path.display()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn lock_files_leave_the_registry_to_the_reader() {
    let npm = text_of(&PathBuf::from("ui/package-lock.json"));
    assert!(!npm.contains("\"resolved\": \"http"), "ui/package-lock.json names a registry host");
    let strange: Vec<_> = text_of(&PathBuf::from("Cargo.lock"))
        .lines()
        .filter(|line| line.starts_with("source = "))
        .filter(|line| {
            *line != r#"source = "registry+https://github.com/rust-lang/crates.io-index""#
        })
        .map(str::to_owned)
        .collect();
    assert!(strange.is_empty(), "Cargo.lock names {strange:?}");
}

#[test]
fn places_are_found_where_a_path_begins() {
    assert_eq!(places_in("cd /root/x and \"/work/y\""), ["/root/", "/work/"]);
    assert!(places_in("tests/work/y and https://example.org/root/x").is_empty());
    assert_eq!(places_in("--index-url=https://pypi.example/simple"), ["index-url"]);
}

/// Absolute folders of one machine, and settings that name a registry.
fn places_in(text: &str) -> Vec<&'static str> {
    let begins_a_path = |position: usize| {
        let before = text[..position].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "\"'`(=:[".contains(c))
    };
    let folders = ["/root/", "/work/"]
        .into_iter()
        .filter(|place| text.match_indices(place).any(|(position, _)| begins_a_path(position)));
    let settings =
        ["registry.npmjs.org", "index-url", "files.pythonhosted.org", "static.crates.io"]
            .into_iter()
            .filter(|setting| text.contains(setting));
    folders.chain(settings).collect()
}

/// What git tracks, relative to the root; nothing in a tree without git.
fn tracked_files() -> Vec<PathBuf> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        eprintln!("skipped: this is not a git work tree");
        return Vec::new();
    };
    let names = String::from_utf8(output.stdout).unwrap();
    names
        .split_terminator('\0')
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect()
}

/// A file's text, or nothing if it is not text.
fn text_of(path: &PathBuf) -> String {
    String::from_utf8(fs_err::read(root().join(path)).unwrap()).unwrap_or_default()
}
