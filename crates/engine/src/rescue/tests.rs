//! A library lost and got back, through the façade, with real files.

use std::sync::Arc;

use parallax_types::Colour;

use super::*;
use crate::{Access, FakeEmbedder, Filter, HighlightFilter, ModelSource};

fn options(folder: &Path) -> Options {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || Timestamp::UNIX_EPOCH;
    Options { folder: folder.to_path_buf(), access: Access::Write, model, clock }
}

/// A library of long reports, with the folder they came from.
fn library(n_articles: usize) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let (folder, files) = (dir.path().join("library"), dir.path().join("files"));
    fs_err::create_dir_all(&files).unwrap();
    for n in 0..n_articles {
        let text: String = (0..260)
            .map(|line| {
                format!("In year {line} the mill of report {n} ground {} sacks.\n\n", line * n)
            })
            .collect();
        fs_err::write(files.join(format!("{n}.txt")), format!("Report {n} of the mill\n\n{text}"))
            .unwrap();
    }
    let library = Library::open(options(&folder)).unwrap();
    let report = library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    assert_eq!(report.imported.len(), n_articles);
    for row in library.articles(&Filter::default()).unwrap() {
        let span = parallax_types::Span::new(0, 6);
        library.add_highlight(row.id, span, Colour::Yellow, None).unwrap();
    }
    drop(library);
    (dir, folder)
}

fn zero_middle(folder: &Path) {
    let file = folder.join("library.db");
    let mut bytes = fs_err::read(&file).unwrap();
    let n_pages = bytes.len() / 4096;
    for page in (n_pages / 3..n_pages).step_by(9) {
        bytes[page * 4096..(page + 1) * 4096].fill(0);
    }
    fs_err::write(&file, bytes).unwrap();
}

#[test]
fn a_restored_library_is_the_one_that_was_copied_and_indexes_itself() {
    let (_dir, folder) = library(3);
    let opened = Library::open(options(&folder)).unwrap();
    assert!(opened.back_up_daily().unwrap().is_some());
    assert_eq!(opened.back_up_daily().unwrap(), None, "once a day");
    let id = opened.articles(&Filter::default()).unwrap()[0].id;
    opened.remove(&[id]).unwrap();
    drop(opened);
    fs_err::write(folder.join("library.db"), b"gone").unwrap();
    let found = find_backup(&folder, None).unwrap();
    restore(&folder, &found, Timestamp::UNIX_EPOCH).unwrap();
    let library = Library::open(options(&folder)).unwrap();
    library.maintain_index(&Control::default()).unwrap();
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 3);
    assert_eq!(library.verify().unwrap(), []);
}

#[test]
fn lost_articles_are_named_and_come_back_from_their_files_with_their_highlights() {
    let (dir, folder) = library(24);
    zero_middle(&folder);
    let before = fs_err::read(folder.join("library.db")).unwrap();
    let into = dir.path().join("saved");
    let saved = salvage(options(&folder), Some(&into), false).unwrap();
    assert!(!saved.lost.is_empty() && saved.n_saved > 0, "{} saved", saved.n_saved);
    assert_eq!(before, fs_err::read(folder.join("library.db")).unwrap());
    let n_named = saved.lost.iter().filter(|lost| lost.path.is_some()).count();
    assert_eq!(saved.originals.len(), n_named);

    let report = salvage(options(&folder), None, true).unwrap();
    assert_eq!(report.n_saved, saved.n_saved);
    assert_eq!(report.reimported.unwrap().imported.len(), n_named);
    assert!(report.set_aside.unwrap().join("library.db").is_file());
    let library = Library::open(options(&folder)).unwrap();
    let n_there = library.articles(&Filter::default()).unwrap().len();
    assert_eq!(n_there, report.n_saved + n_named);
    let highlights = library.highlights(&HighlightFilter::default()).unwrap();
    let n_lost = report.n_lone_annotations;
    assert!(highlights.len() + n_lost >= n_there, "{} highlights", highlights.len());
    assert!(highlights.iter().all(|(one, _)| one.anchor.is_some()));
    assert_eq!(library.verify().unwrap(), []);
}
