//! A library of each released version is opened, read, searched and added to by this one.
//!
//! `tests/fixtures/libraries/released-VERSION.zip` is such a library, made by the program
//! of that version from the sample, which is our own. Nobody changes one afterwards.
//! Not here: libraries of each format, also those between releases (`parallax-store`).

use std::io::Write;
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

use crate::cli::Library;
use crate::root;

/// Words the sample does not use for what it says.
const PARAPHRASE: &str = "the port authority hopes to make peace with its workers";

#[test]
fn the_library_of_every_released_version_is_opened_and_goes_on() {
    let archives = released();
    assert!(!archives.is_empty(), "no library of an older version is there");
    for archive in archives {
        let library = Library::new();
        unpack(&archive, &library.folder());
        let name = archive.file_name().unwrap().to_string_lossy().into_owned();

        // Whoever only reads says that it is to be upgraded; the first to write does it.
        library.json(0, &["reindex"]);
        let listed = library.json(0, &["list"]);
        assert_eq!(listed.as_array().unwrap().len(), 12, "{name}: {listed}");
        let tags = library.json(0, &["search", "--mode", "words", "tag:port"]);
        assert!(!tags["results"].as_array().unwrap().is_empty(), "{name}: {tags}");
        let found = library.json(0, &["search", "--mode", "meaning", PARAPHRASE]);
        let best = found["results"][0]["text"].as_str().unwrap();
        assert!(best.contains("arbour") || best.contains("dock"), "{name}: {found}");
        let stories = library.json(0, &["stories", "--min-articles", "4"]);
        assert_eq!(stories["stories"].as_array().unwrap().len(), 1, "{name}: {stories}");

        let more = library.folder().parent().unwrap().join("more.txt");
        let text = "A well is dug in the upper village\n\nThe upper village has water of its own \
            since Friday. The well is thirty metres deep.\n";
        fs_err::write(&more, text).unwrap();
        library.json(0, &["import", more.to_str().unwrap()]);
        assert_eq!(library.json(0, &["list"]).as_array().unwrap().len(), 13, "{name}");
        let sound = library.json(0, &["verify"]);
        assert_eq!(sound["problems"].as_array().map(Vec::len), Some(0), "{name}: {sound}");
    }
}

/// With a program of the version to be released:
/// `PARALLAX_BIN=… PARALLAX_WRITE_LIBRARIES=FILE.zip cargo test … -- --ignored library_of_this`.
#[test]
#[ignore = "writes the fixture PARALLAX_WRITE_LIBRARIES names"]
fn a_library_of_this_version_is_written() {
    let library = Library::new();
    let sample = root().join("crates/engine/sample");
    let mut files: Vec<PathBuf> =
        fs_err::read_dir(sample).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.ends_with("README.md"));
    let desk = library.folder().parent().unwrap().join("desk");
    fs_err::create_dir_all(&desk).unwrap();
    for file in files {
        fs_err::copy(&file, desk.join(file.file_name().unwrap())).unwrap();
    }
    let imported = library.json(0, &["import", desk.to_str().unwrap()]);
    let id = imported["imported"][0]["article_id"].to_string();
    library.json(0, &["tag", &id, "--add", "port"]);
    let to = std::env::var_os("PARALLAX_WRITE_LIBRARIES").unwrap();
    let mut zip = zip::ZipWriter::new(fs_err::File::create(PathBuf::from(to)).unwrap());
    pack(&library.folder(), "", &mut zip);
    zip.finish().unwrap();
}

fn released() -> Vec<PathBuf> {
    let folder = root().join("tests/fixtures/libraries");
    let mut archives: Vec<PathBuf> =
        fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    archives.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with("released-"));
    archives.sort();
    archives
}

fn unpack(archive: &Path, folder: &Path) {
    fs_err::create_dir_all(folder).unwrap();
    zip::ZipArchive::new(fs_err::File::open(archive).unwrap()).unwrap().extract(folder).unwrap();
}

fn pack(folder: &Path, inside: &str, zip: &mut zip::ZipWriter<fs_err::File>) {
    for entry in fs_err::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            pack(&entry.path(), &format!("{name}/"), zip);
        } else {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&fs_err::read(entry.path()).unwrap()).unwrap();
        }
    }
}
