//! The texts of the licences of everything in a package, in one file: each text once, with
//! what it covers.
//!
//! Read from the sources on this machine, where cargo and npm have put them. What holds no
//! text of its own gets the usual one of the licence it names, and is said to.
//! Not here: which licences are allowed (`deny.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::error::TaskError;
use crate::licences::{self, Component};
use crate::workspace::Workspace;

/// How the names of files begin that hold licences or what must be told with them.
const BEGINNINGS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// Files of parts that are no crates and no pages.
const OF_PARTS: [(&str, &str); 3] = [
    ("ONNX Runtime", ".cache/onnxruntime/LICENSE"),
    ("what ONNX Runtime is made of", ".cache/onnxruntime/ThirdPartyNotices.txt"),
    ("PDFium", ".cache/pdfium/LICENSE"),
];

/// Licences named without a text, and where the usual text lies in this tree.
const USUAL: [(&str, &str); 2] = [("Apache-2.0", "LICENSE-APACHE"), ("MIT", "LICENSE-MIT")];

/// Texts, each with the names of what it covers.
type Texts = BTreeMap<String, BTreeSet<String>>;

/// The file's content.
///
/// # Errors
/// [`TaskError::Bundle`] where something has neither a text nor a usual one.
pub(super) fn gathered(workspace: &Workspace) -> Result<String, TaskError> {
    let mut texts = Texts::new();
    let mut without = Vec::new();
    for (name, file) in OF_PARTS {
        note(&mut texts, &fs_err::read(workspace.path(file))?, name);
    }
    for component in licences::of_package(workspace)? {
        let name = format!("{} {}", component.name, component.version).trim().to_owned();
        let files = component.folder.as_deref().map(files_of).transpose()?.unwrap_or_default();
        for file in &files {
            note(&mut texts, &fs_err::read(file)?, &name);
        }
        if files.is_empty() && !OF_PARTS.iter().any(|(part, _)| *part == component.name) {
            without.push((name, component));
        }
    }
    for (name, component) in without {
        usual(workspace, &mut texts, &name, &component)?;
    }
    Ok(in_one(&texts))
}

/// Files with licences at the top of a source, and in a folder for them.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let mut files = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_uppercase();
        // Source code may be named so too.
        let is_text =
            ![".RS", ".TOML", ".JSON", ".JS", ".TS"].iter().any(|end| name.ends_with(end));
        if !BEGINNINGS.iter().any(|start| name.starts_with(start)) || !is_text {
            continue;
        }
        if entry.file_type()?.is_dir() {
            for inside in fs_err::read_dir(entry.path())? {
                files.push(inside?.path());
            }
        } else {
            files.push(entry.path());
        }
    }
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}

/// The usual text of a licence for what has none itself.
fn usual(
    workspace: &Workspace,
    texts: &mut Texts,
    name: &str,
    component: &Component,
) -> Result<(), TaskError> {
    let licence = &component.licence;
    if licence == "Public domain" {
        let words = format!("{name} is in the public domain.");
        note(texts, words.as_bytes(), name);
        return Ok(());
    }
    let is_named = |id: &str| licence.split([' ', '(', ')']).any(|word| word == id);
    let by_us = USUAL.iter().find(|(id, _)| is_named(id));
    let told = format!("{name} (by name, {licence})");
    if let Some((_, file)) = by_us {
        note(texts, &fs_err::read(workspace.path(file))?, &told);
        return Ok(());
    }
    // The text another component of the same licence carries.
    let mut same =
        texts.iter_mut().filter(|(text, _)| title(licence).is_some_and(|it| text.contains(it)));
    match same.next() {
        Some((_, names)) => {
            names.insert(told);
            Ok(())
        }
        None => Err(TaskError::Bundle { what: format!("no text is at hand for {told}") }),
    }
}

/// Words that stand in the text of a licence and of no other.
fn title(licence: &str) -> Option<&'static str> {
    let titles = [
        ("CC-BY-SA-3.0", "The Creative Commons BY-SA 3.0 DEED License applies to"),
        ("MPL-2.0", "Mozilla Public License Version 2.0"),
        ("BSD-3-Clause", "Neither the name of"),
        ("BSD-2-Clause", "Redistributions in binary form must reproduce"),
        ("ISC", "Permission to use, copy, modify, and/or distribute"),
        ("Zlib", "This software is provided 'as-is'"),
        ("Unicode-3.0", "UNICODE LICENSE V3"),
        ("CC0-1.0", "CC0 1.0 Universal"),
        ("BSL-1.0", "Boost Software License"),
        ("OFL-1.1", "SIL OPEN FONT LICENSE"),
    ];
    titles.iter().find(|(id, _)| licence.contains(id)).map(|(_, words)| *words)
}

fn note(texts: &mut Texts, bytes: &[u8], name: &str) {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let lines: Vec<&str> =
        text.trim_matches(['\n', '\u{feff}']).lines().map(str::trim_end).collect();
    texts.entry(lines.join("\n")).or_default().insert(name.to_owned());
}

/// Every text once; what it covers above it.
fn in_one(texts: &Texts) -> String {
    let mut all: Vec<(&String, &BTreeSet<String>)> = texts.iter().collect();
    all.sort_by_key(|(text, names)| (names.first().cloned(), *text));
    let rule = "=".repeat(78);
    let mut page = "What Parallax is made of, and under which licences.\n\n".to_owned();
    for (text, names) in all {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        page += &format!("{rule}\n{}\n{}\n\n{text}\n\n", names.join(", "), "-".repeat(78));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_once_with_all_it_covers() {
        let mut texts = Texts::new();
        note(&mut texts, b"Do as you like.  \r\n", "b 1");
        note(&mut texts, b"Do as you like.\n", "a 2");
        note(&mut texts, b"Name us.", "c 3");
        let page = in_one(&texts);
        assert_eq!(page.matches("Do as you like.").count(), 1);
        assert!(page.contains("\na 2, b 1\n") && page.find("a 2") < page.find("c 3"), "{page}");
    }

    #[test]
    fn licences_are_found_by_name_and_source_code_is_none() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["LICENSE-MIT", "license.md", "License.rs", "README.md", "NOTICE"] {
            fs_err::write(dir.path().join(name), "x").unwrap();
        }
        let files = files_of(dir.path()).unwrap();
        let names: Vec<_> = files.iter().map(|path| path.file_name().unwrap().to_owned()).collect();
        assert_eq!(names, ["LICENSE-MIT", "NOTICE", "license.md"]);
    }
}
