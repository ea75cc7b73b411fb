//! Folders that change while the library is open, and while it is closed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::{
    Access, Control, FakeEmbedder, Filter, FolderWatch, Library, ModelSource, Options, Synced,
};

const N_FILES: usize = 200;

fn open(folder: &Path) -> Library {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    Library::open(Options { folder: folder.to_path_buf(), access: Access::Write, model, clock })
        .unwrap()
}

fn sync(library: &Library, folder: &Path) -> Synced {
    library.sync_folders(&[folder.to_path_buf()], &Control::default(), &|_| {}).unwrap()
}

fn story(n: usize, version: usize) -> String {
    format!(
        "Report {n} of the harbour\n\nThe ferries of pier {n} were stopped by ice for the {version}. day, and \
         number {} on the list had to wait until the evening of that day.\n",
        n * 37 + version
    )
}

fn name(folder: &Path, n: usize) -> PathBuf {
    folder.join(format!("story-{n}.txt"))
}

/// What the library holds under `folder`, as path and text.
fn held(library: &Library) -> BTreeSet<(String, String)> {
    let rows = library.articles(&Filter::default()).unwrap();
    let article = |row: &crate::ArticleRow| library.article(row.id).unwrap().text;
    rows.iter().map(|row| (row.path.clone(), squeezed(&article(row)))).collect()
}

fn in_folder(folder: &Path) -> BTreeSet<(String, String)> {
    let files = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|file| {
            let text = fs_err::read_to_string(&file).unwrap();
            (file.to_string_lossy().into_owned(), squeezed(&text))
        })
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 50 files changed, 50 removed, 20 renamed.
fn change(folder: &Path, version: usize, first: usize) {
    for n in first..first + 25 {
        fs_err::write(name(folder, n), story(n, version)).unwrap();
    }
    for n in first + 25..first + 50 {
        fs_err::remove_file(name(folder, n)).unwrap();
    }
    for n in first + 50..first + 60 {
        fs_err::rename(name(folder, n), folder.join(format!("renamed-{n}.txt"))).unwrap();
    }
}

#[test]
fn the_library_ends_equal_to_the_folder_it_watches() {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("watched");
    fs_err::create_dir_all(&folder).unwrap();
    let at = dir.path().join("library");
    let library = open(&at);
    let watch = FolderWatch::start(std::slice::from_ref(&folder)).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..N_FILES {
                fs_err::write(name(&folder, n), story(n, 0)).unwrap();
            }
            std::thread::sleep(Duration::from_millis(700));
            change(&folder, 1, 0);
        });
        let started = Instant::now();
        let is_done = || {
            let files = in_folder(&folder);
            files.len() == N_FILES - 25 && held(&library) == files
        };
        while !is_done() {
            assert!(started.elapsed() < Duration::from_mins(1), "not equal after a minute");
            if watch.wait(Duration::from_millis(500)) {
                sync(&library, &folder);
            }
        }
    });
    drop((watch, library));
    // Closed, the folder goes on changing.
    change(&folder, 2, 60);
    let library = open(&at);
    let ids = |library: &Library| {
        let rows = library.articles(&Filter::default()).unwrap();
        rows.iter().map(|row| row.id).collect::<BTreeSet<_>>()
    };
    let before = ids(&library);
    let synced = sync(&library, &folder);
    assert_eq!((synced.followed.n_moved, synced.followed.removed.len()), (10, 25));
    assert_eq!((synced.report.imported.len(), synced.report.failed.len()), (25, 0));
    assert_eq!(held(&library), in_folder(&folder));
    // Changed articles are new versions; all others are those they were.
    assert_eq!(before.intersection(&ids(&library)).count(), N_FILES - 25 - 25 - 25);
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn a_folder_that_is_not_there_removes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("drive");
    fs_err::create_dir_all(&folder).unwrap();
    fs_err::write(name(&folder, 1), story(1, 0)).unwrap();
    let library = open(&dir.path().join("library"));
    sync(&library, &folder);
    fs_err::rename(&folder, dir.path().join("elsewhere")).unwrap();
    let followed = sync(&library, &folder).followed;
    assert_eq!((followed.removed.len(), followed.held.len()), (0, 1));
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 1);
    assert!(FolderWatch::start(std::slice::from_ref(&folder)).is_err());
    // The mount point of a drive that is not connected.
    fs_err::create_dir_all(&folder).unwrap();
    let followed = sync(&library, &folder).followed;
    assert_eq!(followed.removed.len(), 0);
    assert_eq!(followed.held[0].to_string(), "the folder is empty; its article was kept");
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 1);
}
