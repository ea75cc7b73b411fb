//! Thousands of tiny files in one import: every one of them is told by name as
//! imported, unchanged, failed or passed over, and as one of these alone.
//!
//! `PARALLAX_TINY_FILES` says how many; an ordinary run takes fewer.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cli::Library;

/// Files of an ordinary run.
const N_FILES: usize = 300;

/// What is expected of a file, and the list of the report it must stand in.
fn list_of(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("jpg" | "tmp") => "skipped",
        Some("pdf") => "failed",
        _ => "imported",
    }
}

fn write(folder: &std::path::Path, at: usize) -> String {
    let text = format!("Notice {at}.\n\nThe ferry number {at} leaves from pier {} today.", at % 97);
    let (name, bytes) = match at % 6 {
        0 => (format!("{at}.txt"), text.into_bytes()),
        1 => (format!("{at}.md"), text.into_bytes()),
        2 => {
            (format!("{at}.html"), format!("<title>Notice {at}</title><p>{text}</p>").into_bytes())
        }
        3 => (format!("{at}.jpg"), b"no picture".to_vec()),
        4 => (format!("{at}.pdf"), format!("%PDF-1.7 broken {at}").into_bytes()),
        _ => (format!("~{at}.tmp"), text.into_bytes()),
    };
    // A few hundred a folder, as archives have them.
    let folder = folder.join((at / 200).to_string());
    fs_err::create_dir_all(&folder).unwrap();
    fs_err::write(folder.join(&name), bytes).unwrap();
    name
}

/// The names in the lists of a report, each with the lists it stands in.
fn told(report: &Value) -> BTreeMap<String, Vec<&'static str>> {
    let mut told: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for list in ["imported", "unchanged", "failed", "skipped"] {
        for file in report[list].as_array().unwrap() {
            let path = std::path::Path::new(file["path"].as_str().unwrap());
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            told.entry(name).or_default().push(list);
        }
    }
    told
}

#[test]
fn every_file_of_thousands_is_told_by_name() {
    let n_files = std::env::var("PARALLAX_TINY_FILES").ok().and_then(|it| it.parse().ok());
    let n_files = n_files.unwrap_or(N_FILES);
    let files = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..n_files).map(|at| write(files.path(), at)).collect();
    let library = Library::new();
    let arguments = ["import", files.path().to_str().unwrap()];
    let first = told(&library.json_without_model(3, &arguments));
    assert_eq!(first.len(), n_files);
    for name in &names {
        assert_eq!(first[name], [list_of(name)], "{name}");
    }
    // The same again: nothing is new, and nothing is silent.
    let again = told(&library.json_without_model(3, &arguments));
    assert_eq!(again.len(), n_files);
    for name in &names {
        let list = if list_of(name) == "imported" { "unchanged" } else { list_of(name) };
        assert_eq!(again[name], [list], "{name}");
    }
}
